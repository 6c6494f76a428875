"""What is measured of states: population, membership at a day, dependence."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from fake_library import flows, indicators, make_library, world

from scoledger.indicators import dependence
from scoledger.indicators.macro import gdp, population_share
from scoledger.indicators.membership import member_population_share, states_at

PEOPLE = {"KAZ": [10.0, 12.0], "KGZ": [5.0, 6.0], "TJK": [5.0, float("nan")], "WLD": [100.0, 120.0]}
STATUS = pd.DataFrame(
    [
        ("KAZ", "member", "2001-06-15", None),
        ("KGZ", "observer", "2005-07-05", "2010-06-11"),
        ("KGZ", "member", "2010-06-11", None),
        ("TJK", "dialogue_partner", "2009-06-16", None),
    ],
    columns=["iso3", "status", "start", "end"],
).assign(start=lambda frame: pd.to_datetime(frame["start"]), end=lambda frame: pd.to_datetime(frame["end"]))


def test_population_share_needs_every_state() -> None:
    """15 of 100 with two states; with Tajikistan only the year in which it is known."""
    library = make_library(world_bank_indicators=indicators(population=PEOPLE))

    assert population_share(library, states=("KAZ", "KGZ")).to_dict() == {2010: 0.15, 2011: 0.15}
    assert population_share(library, states=("KAZ", "KGZ", "TJK")).to_dict() == {2010: 0.20}


def test_gdp_of_a_group_is_in_millions() -> None:
    """3 and 4 billion dollars are 7,000 million; a state without a value leaves the year out."""
    library = make_library(
        world_bank_indicators=indicators(gdp_current_usd={"KAZ": [3e9, 3e9], "KGZ": [4e9, float("nan")]})
    )

    assert gdp(library, ("KAZ", "KGZ")).to_dict() == {2010: 7000.0}
    assert gdp(library, "CA4").empty


@pytest.mark.parametrize(
    ("day", "statuses", "states"),
    [
        ("2001-06-14", ("member",), ()),
        ("2001-06-15", ("member",), ("KAZ",)),
        ("2010-06-10", ("observer",), ("KGZ",)),
        ("2010-06-11", ("observer",), ()),
        ("2010-06-11", ("member",), ("KAZ", "KGZ")),
        ("2010-06-10", ("member", "observer"), ("KAZ", "KGZ")),
    ],
)
def test_the_first_day_counts_and_the_last_does_not(
    day: str, statuses: tuple[str, ...], states: tuple[str, ...]
) -> None:
    """On the day of the change a state has the new status only."""
    assert states_at(make_library(sco_status=STATUS), day, statuses) == states


def test_the_weight_of_those_who_belonged() -> None:
    """Kazakhstan alone in 2009, both in 2010."""
    library = make_library(sco_status=STATUS, world_bank_indicators=indicators(population=PEOPLE))

    assert member_population_share(library, membership_of="2009-01-01", statuses=("member",))[2010] == 0.10
    assert member_population_share(library, membership_of="2010-12-31", statuses=("member",))[2010] == 0.15


@pytest.fixture
def library() -> Any:
    """Kyrgyzstan's own books hold 2010 (20 of 100 with China), China's 2010 and 2011 (30 and 45 of 150)."""
    own = flows(
        ("KGZ", "CHN", "export", 2010, 10.0), ("KGZ", "CHN", "import", 2010, 10.0),
        ("KGZ", "WLD", "export", 2010, 40.0), ("KGZ", "WLD", "import", 2010, 60.0),
    )  # fmt: skip
    theirs = flows(
        ("CHN", "KGZ", "import", 2010, 10.0), ("CHN", "KGZ", "export", 2010, 20.0),
        ("CHN", "KGZ", "import", 2011, 15.0), ("CHN", "KGZ", "export", 2011, 30.0),
    )  # fmt: skip
    debt = pd.DataFrame(
        {"debtor": "KGZ", "creditor": "CHN", "series_code": "DT.DOD.BLAT.CD", "year": [2010, 2011], "usd": [1e6, 2e6]}
    )
    return make_library(
        comtrade_study_pairs=own,
        national_statistics=own.iloc[:0],
        imf_imts_china_usa=theirs,
        imf_imts_russia=theirs.iloc[:0],
        imf_dots_world_by_country=world({"KGZ": [150.0, 150.0], "CHN": [1000.0, 1000.0], "KAZ": [9.0, 9.0]}),
        world_bank_indicators=indicators(
            gdp_current_usd={"KGZ": [200e6, 300e6]},
            population={"KGZ": [5e6, 6e6], "WLD": [7e9, 7e9]},
            gdp_per_capita_const_usd={"KGZ": [1000.0, 1010.0]},
        ),
        ids_debt_by_creditor=debt,
        sco_status=STATUS,
    )


def test_dependence_by_every_measure(library: Any) -> None:
    """30 of 150 dollars of trade, 10 of 75 of exports, 20 of 75 of imports, 30 of 200 of GDP, less 30 of 1,000.

    China makes up 1,000 of the 1,159 dollars of all states' trade: 0.2 over that is an intensity of 0.2318.
    """
    row = dependence(library, "KGZ", "CHN", "mirror").loc[2010]

    assert row.to_dict() == pytest.approx(
        {"share_total": 0.2, "share_export": 10 / 75, "share_import": 20 / 75, "trade_to_gdp": 0.15, "asymmetry": 0.17}
        | {"intensity": 0.2 * 1159 / 1000}
    )


def test_own_books_have_their_own_total(library: Any) -> None:
    """20 of 100."""
    frame = dependence(library, "KGZ", "CHN", "reported")

    assert frame["share_total"].to_dict() == {2010: 0.2}
    assert frame["share_export"].to_dict() == {2010: 0.25}


def test_the_mean_of_both_books_has_only_common_years(library: Any) -> None:
    """Otherwise 2011 would be China's alone."""
    frame = dependence(library, "KGZ", "CHN", "mean")

    assert frame["share_import"].to_dict() == pytest.approx({2010: (10 / 60 + 20 / 75) / 2})


def test_a_pair_without_any_data_has_no_rows(library: Any) -> None:
    """The chapter says what is missing; nothing is made up."""
    frame = dependence(library, "KAZ", "CHN", "mirror")

    assert frame["share_total"].dropna().empty
