"""The weight of the organisation: shares against sums made by hand, and what is missing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from scoledger.chapters import organisation
from scoledger.countries import GROUPS
from scoledger.indicators.weights import WEIGHTS, effective_members, group_share, share_of_members_then, world_share
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def found() -> organisation.Organisation:
    """The members of 2024."""
    return organisation.collect(LIBRARY, members="SCO2024", year=2020)


def test_the_share_of_people_is_the_sum_of_the_table() -> None:
    """By a plain loop over the rows of the World Bank's table."""
    table = LIBRARY.read("world-bank-indicators")
    rows = table[(table["indicator"] == "population") & (table["year"] == 2015)].set_index("iso3")["value"]
    by_hand = sum(rows[state] for state in GROUPS["SCO2017"]) / rows["WLD"]

    assert world_share(LIBRARY, "population", GROUPS["SCO2017"])[2015] == pytest.approx(by_hand)


def test_iran_s_gas_is_the_published_share() -> None:
    """Bp's Review of 2021 gives 32.1 of 188.1 trillion cubic metres: 17.1 percent."""
    assert world_share(LIBRARY, "gas reserves", ["IRN"])[2020] == pytest.approx(0.171, abs=0.001)


def test_the_largest_members_carry_the_weight() -> None:
    """China and India had 36 percent of mankind in 2020 (United Nations: 1.42 and 1.40 of 7.84 billion)."""
    assert world_share(LIBRARY, "population", ["CHN", "IND"])[2020] == pytest.approx(0.36, abs=0.01)


def test_the_review_s_own_sum_is_used_for_a_group() -> None:
    """It lists Germany alone of the European Union, but sums all of it."""
    union = group_share(LIBRARY, "energy use", "EU27")

    assert union[2020] > 3 * world_share(LIBRARY, "energy use", ["DEU"])[2020]


def test_members_then_grow_with_each_accession() -> None:
    """India and Pakistan in 2017 nearly double the share of people; Iran comes after."""
    then = share_of_members_then(LIBRARY, "population", 2001)

    assert then[2016] == pytest.approx(world_share(LIBRARY, "population", GROUPS["SCO2001"])[2016])
    assert then[2017] == pytest.approx(world_share(LIBRARY, "population", GROUPS["SCO2017"])[2017])
    assert then[2024] > then[2017] > 1.8 * then[2016]


def test_a_set_of_which_too_few_report_has_no_share() -> None:
    """Without China the members' military spending would be no share of the whole: absent, not small."""
    from scoledger.indicators import weights

    frame = weights.weight(LIBRARY, "military spending").copy()
    frame.loc[2015, "CHN"] = float("nan")
    with pytest.MonkeyPatch.context() as patch:
        real = weights.weight
        patch.setattr(weights, "weight", lambda lib, what: frame if what == "military spending" else real(lib, what))
        share = world_share(LIBRARY, "military spending", GROUPS["SCO2001"])

    assert 2014 in share.index
    assert 2015 not in share.index


def test_effective_members_of_equal_parts_are_their_number() -> None:
    """Four equal ones are four; one giant among ten is little more than one."""
    assert effective_members([2.0] * 4) == pytest.approx(4)
    assert effective_members([100.0] + [1.0] * 9) == pytest.approx(109**2 / (100**2 + 9))


def test_a_candidate_that_belongs_already_adds_nothing(found: organisation.Organisation) -> None:
    """Iran and Belarus are members of 2024; Turkmenistan and Turkey are not."""
    assert set(found.additions["label"]) == {"Afghanistan", "Mongolia", "Turkmenistan", "Turkey"}


def test_the_parts_of_the_largest_member_are_shares(found: organisation.Organisation) -> None:
    """The same as by hand from the weights with and without it."""
    rows = found.weights[found.weights["what"] == "population"].set_index("group")["value"]
    by_hand = 1 - rows["the same without China"] / rows["the organisation as of 2024"]

    assert found.inside.set_index("what").loc["population", "value"] == pytest.approx(by_hand)


def test_all_sets_are_in_the_table(found: organisation.Organisation) -> None:
    """Five sets of members and three other groups, every weight a column."""
    assert len(found.sets) == 8
    assert list(found.sets.columns[1:]) == [what.capitalize() for what in WEIGHTS]


@pytest.mark.parametrize("members", ["SCO2024", "NRU,TUV", "KAZ"])
def test_sentences_cite_known_quantities_only(members: str) -> None:
    """Also for states of which the tables hold little; and what is missing is said."""
    chapter = organisation.collect(LIBRARY, members=members, year=2020)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))
    assert isinstance(chapter.weights, pd.DataFrame)
    assert "do not hold" in organisation.collect(LIBRARY, members="NRU,TUV", year=2020).write_missing()
