"""The weight of the organisation: shares against sums made by hand, and what is missing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from scoledger.chapters import organisation
from scoledger.chapters.chapter import Quantity
from scoledger.chapters.organisation.words import write_data
from scoledger.countries import GROUPS, MEMBERSHIP_YEAR
from scoledger.indicators.weights import (
    WEIGHTS,
    effective_members,
    group_share,
    share_of_members_then,
    unlisted,
    weight,
    world_share,
)
from scoledger.paths import Project
from scoledger.tables import Library
from scoledger.units import write_value

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
    assert set(found.additions.index) == {"Afghanistan", "Mongolia", "Turkmenistan", "Turkey"}


def test_the_parts_of_the_largest_member_are_shares(found: organisation.Organisation) -> None:
    """The same as by hand from the weights with and without it."""
    rows = found.weights[found.weights["what"] == "population"].set_index("group")["value"]
    by_hand = 1 - rows["the same without China"] / rows["the organisation as of 2024"]

    assert found.inside.set_index("what").loc["population", "value"] == pytest.approx(by_hand)


def test_all_sets_are_in_the_table(found: organisation.Organisation) -> None:
    """Five sets of members and three other groups, every weight a column."""
    assert len(found.sets) == 8
    assert list(found.sets.columns[1:]) == [what.capitalize() for what in WEIGHTS]


def test_a_candidate_adds_what_the_sum_with_it_gains() -> None:
    """Iran's gas: the founders with Iran less the founders."""
    chapter = organisation.collect(LIBRARY, members="SCO2001", year=2020)
    column = next(one for one in chapter.additions if one.startswith("gas"))
    states = GROUPS["SCO2001"]
    gain = (world_share(LIBRARY, "gas reserves", [*states, "IRN"]) - world_share(LIBRARY, "gas reserves", states))[2020]

    assert chapter.additions.loc["Iran", column] == pytest.approx(gain)


def test_iran_is_taken_from_both_sums(found: organisation.Organisation) -> None:
    """With less without is Iran's own share on both sides: bp's Review of 2021 has 157.8 of 1732.4 billion barrels."""
    oil = found.rivals[found.rivals["what"] == "oil reserves"].set_index("group")["value"]
    members, rival = "the organisation as of 2024", "OPEC"
    differences = [oil[f"{one} with Iran"] - oil[f"{one} without Iran"] for one in (members, rival)]

    assert differences == pytest.approx([157.8 / 1732.4] * 2, abs=0.0005)


def test_a_sum_says_whom_its_table_leaves_out(found: organisation.Organisation) -> None:
    """The table lists no gas of Algeria; it has OPEC's own sum of oil."""
    assert unlisted(LIBRARY, "oil reserves", "OPEC") == ()
    assert "DZA" in unlisted(LIBRARY, "gas reserves", "OPEC")
    assert "Algeria" in found.sure


def test_the_edition_decides_turkmenistan_s_gas(found: organisation.Organisation) -> None:
    """19.5 against 13.6 trillion cubic metres, of 188 to 192: 10.3 against 7.5 percent at the end of 2013."""
    row = found.editions.set_index("label").loc["Turkmenistan, end of 2013"]

    assert (row["low"], row["high"], row["value"]) == pytest.approx((0.075, 0.103, 0.075))
    assert row["high"] / row["low"] == pytest.approx(19.5 / 13.6, abs=0.1)


def test_kazakhstan_mines_what_the_association_says() -> None:
    """World Nuclear Association: 19,477 of 47,731 tonnes in 2020, 41 percent."""
    assert world_share(LIBRARY, "uranium production", ["KAZ"])[2020] == pytest.approx(19477 / 47731)


def test_places_are_counted_from_the_largest(found: organisation.Organisation) -> None:
    """At purchasing power China is first, India third (World Bank); three members are among the ten largest."""
    places = found.ranks.set_index("Member").iloc[:, 0]

    assert (places["China"], places["India"]) == ("1", "3")
    assert found.find("in-first-ten").value == 3


def test_the_range_of_incomes_is_richest_over_poorest(found: organisation.Organisation) -> None:
    """By a plain loop over the World Bank's table."""
    table = LIBRARY.read("world-bank-indicators")
    rows = table[(table["indicator"] == "gdp_per_capita_ppp_const") & (table["year"] == 2020)].set_index("iso3")[
        "value"
    ]
    known = [rows[state] for state in GROUPS["SCO2024"] if state in rows]

    assert found.find("income-range").value == pytest.approx(max(known) / min(known))


def test_a_tiny_share_is_not_written_as_nothing() -> None:
    """Nauru and Tuvalu have 0.0003 percent of mankind, not 0."""
    people = organisation.collect(LIBRARY, members="NRU,TUV", year=2020).find("population")

    assert people.value is not None
    assert write_value(people.value, people.unit, people.form) == "0.0003 percent"


def test_comparisons_follow_the_numbers() -> None:
    """A larger share of one thing and a smaller one of the other, told the right way round; and only smaller ones."""
    rows = [("gas reserves", "us", 0.4), ("gas reserves", "OPEC", 0.3), ("oil reserves", "us", 0.2)]
    weights = pd.DataFrame([*rows, ("oil reserves", "OPEC", 0.7)], columns=["what", "group", "value"])
    numbers = [Quantity(f"{what}-reserves", what, 0.1, "share") for what in ("gas", "oil")]
    less = weights.assign(value=[0.1, 0.3, 0.2, 0.7])
    said = [write_data(one, "us", pd.DataFrame(), numbers) for one in (weights, less)]

    assert said[0].startswith(
        "The members have a larger share of gas reserves, but a smaller one of oil reserves than OPEC"
    )
    assert said[1].startswith("The members have a smaller share of gas reserves and oil reserves than OPEC")


@pytest.mark.parametrize("members", ["SCO2024", "NRU,TUV", "KAZ", "SCO2024OBS"])
def test_sentences_cite_known_quantities_only(members: str) -> None:
    """Also for states of which the tables hold little; and what is missing is said."""
    chapter = organisation.collect(LIBRARY, members=members, year=2020)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))
    assert isinstance(chapter.weights, pd.DataFrame)
    assert "do not hold" in organisation.collect(LIBRARY, members="NRU,TUV", year=2020).write_missing()


@pytest.mark.parametrize("year", [2005, 2020])
def test_the_membership_of_other_groups_is_dated(year: int) -> None:
    """Whatever the year looked at, OPEC is not that of the year: both captions say whose members it is made of."""
    chapter = organisation.collect(LIBRARY, members="SCO2001", year=year)

    assert chapter.rivals_note.startswith("OPEC: the producer's own sum or, without one, members of 2024 throughout.")
    assert chapter.groups_note.startswith("The European Union, OPEC and ASEAN: ")
    assert f"members of {MEMBERSHIP_YEAR} throughout" in chapter.groups_note


def test_a_sum_of_the_producer_s_own_is_not_that_of_our_members() -> None:
    """OPEC's oil in the Review includes members that it does not list, so that the caption must name both ways."""
    listed = [state for state in GROUPS["OPEC"] if state in weight(LIBRARY, "oil reserves")]
    gap = group_share(LIBRARY, "oil reserves", "OPEC") - world_share(LIBRARY, "oil reserves", listed)

    assert gap[2020] > 0.01
