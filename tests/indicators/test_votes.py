"""Votes: distances of ideal points, agreement of pairs, cohesion of groups, named resolutions."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from fake_library import make_library

from scoledger.errors import InvalidArgumentError
from scoledger.indicators import regimes, votes

POINTS = {"USA": 3.0, "RUS": 0.0, "CHN": -1.0, "KAZ": 0.5, "KGZ": 0.5, "TJK": 0.0, "UZB": 1.0, "TKM": 0.5, "UKR": 1.5}


@pytest.fixture
def library() -> Any:
    """Ideal points that stand still until 2001 and fall by one half for the six founders from 2002."""
    six = set(votes.BLOCS["SCO"])
    points = [
        (state, year, value - 0.5 * (state in six and year > 2001), None)
        for state, value in POINTS.items()
        for year in (2000, 2001, 2002)
    ]
    agreements = [
        ("CHN", "RUS", 2010, 50, 0.8, 0.9),
        ("KAZ", "RUS", 2010, 50, 0.6, 0.7),
        ("KGZ", "RUS", 2010, 9, 0.1, 0.1),
        ("KAZ", "USA", 2010, 50, 0.2, 0.3),
    ]
    named = [
        ("Syria", "R/1", "2014-05-01", "CHN", "N"),
        ("Syria", "R/1", "2014-05-01", "RUS", "N"),
        ("Syria", "R/1", "2014-05-01", "KAZ", "Y"),
        ("Syria", "R/1", "2014-05-01", "KGZ", "X"),
        ("Crimea", "R/2", "2014-06-01", "CHN", "A"),
    ]
    table = pd.DataFrame(named, columns=["theme", "resolution", "date", "iso3", "vote"])
    status = [("CHN", "member", "2001-06-15"), ("IND", "member", "2017-06-09"), ("IRN", "member", "2023-07-04")]
    joined = pd.DataFrame(status, columns=["iso3", "status", "start"])
    regimes = [("IND", 2016, 0.53), ("IND", 2017, 0.48), ("IRN", 2023, 0.15), ("RUS", 2000, 0.4), ("UKR", 2000, 0.6)]
    return make_library(
        un_ideal_points=pd.DataFrame(points, columns=["iso3", "year", "idealpoint_fp", "idealpoint_all"]),
        un_agreement=pd.DataFrame(
            agreements, columns=["iso3", "partner", "year", "votes_n", "share_identical", "agreement_index"]
        ),
        un_named_resolutions=table.assign(date=pd.to_datetime(table["date"])),
        sco_status=joined.assign(start=pd.to_datetime(joined["start"])),
        vdem_electoral_democracy=pd.DataFrame(regimes, columns=["iso3", "year", "electoral_democracy_index"]),
    )


def test_distance_from_one_state(library: Any) -> None:
    """Each state's distance, the partner itself left out; a scope keeps its own states only."""
    frame = votes.ideal_distance(library, partner="USA")
    assert frame.loc[2000, "CHN"] == 4.0
    assert "USA" not in frame
    assert set(votes.ideal_distance(library, partner="USA", scope="autocracies")) == {"RUS"}
    assert "KAZ" not in votes.ideal_distance(library, partner="USA", without=("KAZ",))


def test_distance_of_a_pair_and_lead_over_another(library: Any) -> None:
    """The same figures by hand: Kazakhstan is half a unit from Russia, two and a half from the United States."""
    assert votes.pair_distance(library, state="KAZ", partner="RUS")[2000] == 0.5
    lead = votes.nearer_by(library, state="KAZ", to="RUS")[2000]
    assert lead == pytest.approx((2.5 - 0.5) / pd.Series(POINTS).std())


def test_extra_distance_is_a_difference_in_differences(library: Any) -> None:
    """The founders moved by one half and the others did not: that is the extra distance, whatever they began with."""
    series = votes.extra_distance(library, states="SCO6", scope="former Soviet Union", base=(2000, 2001))
    assert series.tolist() == pytest.approx([0.0, 0.0, 0.5])


def test_agreement_leaves_out_years_of_few_votes(library: Any) -> None:
    """Kyrgyzstan's nine joint votes do not count."""
    frame = votes.agreement_with(library, source="un-agreement", partner="RUS")
    assert set(frame) == {"CHN", "KAZ"}
    assert votes.agreement(library, source="un-agreement", states="RUS", partner="CHN")[2010] == 0.8
    across = votes.agreement_with_partners(library, source="un-agreement", state="KAZ", index="agreement_index")
    assert across.loc[2010].to_dict() == {"RUS": 0.7, "USA": 0.3}


def test_agreement_of_a_group_allows_one_to_be_missing(library: Any) -> None:
    """Of Kazakhstan and Kyrgyzstan one is known, of the four only one: no mean."""
    assert votes.agreement(library, source="un-agreement", states="CA2", partner="RUS")[2010] == 0.6
    assert votes.agreement(library, source="un-agreement", states="CA4", partner="RUS").empty


@pytest.mark.parametrize(("spread", "expected"), [("mean distance", 4 / 3), ("standard deviation", 1.0)])
def test_spread_of_three_points(spread: str, expected: float) -> None:
    """Points at 0, 1 and 2: pairs are 1, 1 and 2 apart."""
    frame = pd.DataFrame([[0.0, 1.0, 2.0]], columns=["A", "B", "C"], index=[2000])
    assert votes.spread_of(frame, spread)[2000] == pytest.approx(expected)


def test_spread_of_blocs_needs_three_members(library: Any) -> None:
    """The EU has no points here, so it has no spread; the founders' spread does not change when all move."""
    frame = votes.bloc_spread(library)
    assert "EU" not in frame.dropna(axis=1)
    assert frame.loc[2000, "SCO"] == pytest.approx(frame.loc[2002, "SCO"])
    assert votes.bloc_spread(library, members_of="2017").loc[2000, "SCO"] == pytest.approx(frame.loc[2000, "SCO"])


def test_distance_within_leaves_out_oneself(library: Any) -> None:
    """China from the other five, by hand."""
    frame = votes.distance_within(library, scope="world")
    others = [POINTS[state] for state in votes.BLOCS["SCO"] if state != "CHN"]
    assert frame.loc[2000, "CHN"] == pytest.approx(sum(value + 1 for value in others) / 5)


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({"pairs": "China and Russia"}, 1.0),
        ({"pairs": "each with Russia"}, 0.5),
        ({"pairs": "each with Russia", "absent": "as abstention"}, 0.2),
        ({"pairs": "each with Russia", "absent": "as abstention", "alike": "not opposed"}, 0.8),
    ],
)
def test_pairs_alike(library: Any, choices: dict[str, str], expected: float) -> None:
    """China votes with Russia, Kazakhstan against; the rest are absent."""
    assert votes.pairs_alike(library, theme="Syria", **choices)[2014] == expected


def test_democracy_of_new_members(library: Any) -> None:
    """Founders do not count; the highest so far stays; the year before may differ."""
    assert regimes.democracy_of_new_members(library).to_dict() == {2017: 0.48, 2023: 0.48}
    assert regimes.democracy_of_new_members(library, lag=1).to_dict() == {2017: 0.53}


def test_misspelt_choices_are_refused(library: Any) -> None:
    """A wrong theme, scope or source does not pass for another."""
    with pytest.raises(InvalidArgumentError):
        votes.pairs_alike(library, theme="Siria", pairs="China and Russia")
    with pytest.raises(InvalidArgumentError):
        votes.ideal_distance(library, partner="USA", scope="wrold")
    with pytest.raises(InvalidArgumentError):
        votes.agreement_with(library, source="un-agreements", partner="USA")
