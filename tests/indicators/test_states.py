"""What is measured of states: population, membership at a day, dependence and profile."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from fake_library import flows, indicators, make_library, world

from scoledger.errors import NoDataError
from scoledger.indicators import collect_profile, dependence, dependence_by_side, describe_share
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
    """30 of 150 dollars of trade, 10 of 75 of exports, 20 of 75 of imports, 30 of 200 of GDP, less 30 of 1,000."""
    row = dependence(library, "KGZ", "CHN", "mirror", 2010, 2010).loc[2010]

    assert row.to_dict() == pytest.approx(
        {"share_total": 0.2, "share_export": 10 / 75, "share_import": 20 / 75, "trade_to_gdp": 0.15, "asymmetry": 0.17}
    )


def test_own_books_have_their_own_total(library: Any) -> None:
    """20 of 100."""
    frame = dependence(library, "KGZ", "CHN", "reported", 2000, 2020)

    assert frame["share_total"].to_dict() == {2010: 0.2}
    assert frame["share_export"].to_dict() == {2010: 0.25}


def test_the_mean_of_both_books_has_only_common_years(library: Any) -> None:
    """Otherwise 2011 would be China's alone."""
    frame = dependence(library, "KGZ", "CHN", "mean", 2000, 2020)

    assert frame["share_import"].to_dict() == pytest.approx({2010: (10 / 60 + 20 / 75) / 2})


@pytest.mark.parametrize(
    ("first", "last", "mirror", "found"),
    [(2015, 2020, "mirror", "2010-2011"), (2011, 2020, "reported", "2010-2010"), (2012, 2011, "mirror", "2010-2011")],
)
def test_a_window_without_data_is_refused(library: Any, first: int, last: int, mirror: str, found: str) -> None:
    """The message says which years there are."""
    with pytest.raises(NoDataError, match=rf"no trade of KGZ with CHN in {first}-{last}(?s:.)*Found: {found}"):
        dependence(library, "KGZ", "CHN", mirror, first, last)


def test_a_pair_without_any_data_is_refused(library: Any) -> None:
    """There is no span to name."""
    with pytest.raises(NoDataError, match="Found: no year at all"):
        dependence(library, "KAZ", "CHN", "mirror", 2000, 2020)


def test_both_sides_apart(library: Any) -> None:
    """Each under a plain name; a side without data in the window is absent."""
    assert list(dependence_by_side(library, "KGZ", "CHN", 2010, 2011)) == ["Kyrgyzstan's books", "China's books"]
    assert list(dependence_by_side(library, "KGZ", "CHN", 2011, 2011)) == ["China's books"]


@pytest.mark.parametrize(("values", "peak"), [([0.1, 0.2, 0.3], False), ([0.1, 0.4, 0.3], True), ([0.2, 0.2], False)])
def test_a_share_in_words_cites_its_results(values: list[float], peak: bool) -> None:
    """Books and results are named; the peak when it is neither first nor last."""
    series = pd.Series(values, index=range(2010, 2010 + len(values)))
    sides = {"China's books": "", "Kyrgyzstan's books": "other-share"}
    text = describe_share("trade-kgz", series, "Kyrgyzstan", "China", sides)

    assert (
        "By China's books, China's share in Kyrgyzstan's trade went from {result}`trade-kgz-first-share` in 2010"
        in text
    )
    assert "By Kyrgyzstan's books it is {result}`trade-kgz-other-share`." in text
    assert ("peak-year" in text) is peak


def test_a_profile_holds_what_the_tables_hold(library: Any) -> None:
    """Latest values, and one row each in the table."""
    profile = collect_profile(library, "KGZ", ("CHN", "KGZ"), "CHN")

    assert profile.latest("population") == (2011, 6e6)
    assert profile.latest("share-chn") == (2011, 0.3)
    assert profile.latest("debt-chn") == (2011, pytest.approx(2 / 300))
    assert list(profile.tabulate()["Year"]) == [2011] * 4


def test_a_profile_names_what_the_tables_do_not_hold(library: Any) -> None:
    """Ten years of growth cannot be had from two; names keep their capitals."""
    text = collect_profile(library, "KAZ", ("CHN",), "CHN").write_missing()

    assert "share of China in trade" in text
    assert "growth of real GDP a head" in text


def test_a_complete_profile_says_so() -> None:
    """No sentence that ends in nothing."""
    from scoledger.indicators import Profile

    assert Profile({}, {}, {}).write_missing() == "The tables hold every figure that this page looks for."


def test_statuses_in_order(library: Any) -> None:
    """Observer, then member until today."""
    statuses = collect_profile(library, "KGZ", (), "CHN").statuses

    assert statuses.to_numpy().tolist() == [
        ["observer", "2005-07-05", "2010-06-11"],
        ["member", "2010-06-11", ""],
    ]
