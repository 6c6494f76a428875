"""Trade inside the organisation: cuts, paths and placebos against sums made by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pymannkendall
import pytest
import scipy.stats

from scoledger.chapters import intra_bloc
from scoledger.chapters.intra_bloc import placebos
from scoledger.chapters.intra_bloc.words import BOTH, CHINESE, RANKS, find_clear
from scoledger.claims import read_chapter
from scoledger.countries import GROUPS
from scoledger.indicators.bloc import intra_bloc_trade
from scoledger.indicators.gravity_panels import annual_flows
from scoledger.indicators.placebo_blocs import (
    draw_sets,
    hub_bloc_measures,
    hub_ties,
    inner_share,
    regular_exporters,
)
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def found() -> intra_bloc.IntraBloc:
    """The founding members."""
    return intra_bloc.collect(LIBRARY, members="SCO2001", first_year=2001, last_year=2024)


@pytest.fixture(scope="module")
def enlarged() -> intra_bloc.IntraBloc:
    """The members of 2017."""
    return intra_bloc.collect(LIBRARY, members="SCO2017", first_year=2001, last_year=2024)


def test_the_level_is_the_sum_of_the_hubs_books(found: intra_bloc.IntraBloc) -> None:
    """Current dollars of 2005 by a plain loop over China's and Russia's books, taken to dollars of 2015."""
    chinese, study = LIBRARY.read("imf-imts-china-usa"), LIBRARY.read("comtrade-study-pairs")
    central = ("KAZ", "KGZ", "TJK", "UZB")
    total = 0.0
    for table, hub in ((chinese, "CHN"), (study, "RUS")):
        rows = table[(table["reporter"] == hub) & (table["year"] == 2005) & table["partner"].isin(central)]
        total += rows["value_musd"].sum()
    # Between two hubs the exporter's books are read.
    for table, exporter, importer in ((chinese, "CHN", "RUS"), (study, "RUS", "CHN")):
        rows = table[(table["reporter"] == exporter) & (table["partner"] == importer) & (table["flow"] == "export")]
        total += rows.set_index("year")["value_musd"][2005]
    cpi = LIBRARY.read("us-cpi").set_index("year")["cpi_u"]

    assert found.levels[intra_bloc.ALL][2005] == pytest.approx(total * cpi[2015] / cpi[2005] / 1e3)


def test_without_the_pair_the_level_falls_by_that_trade(found: intra_bloc.IntraBloc) -> None:
    """And without China it is smaller still."""
    levels = found.levels

    assert (levels[intra_bloc.ALL] > levels[intra_bloc.NO_PAIR]).all()
    assert levels[intra_bloc.NO_PAIR].mean() > levels[intra_bloc.NO_CHINA].mean()


def test_members_of_each_year_are_the_founders_until_2016(found: intra_bloc.IntraBloc) -> None:
    """India and Pakistan come in 2017 and raise the share."""
    fixed, then = found.shares[intra_bloc.ALL], found.shares[intra_bloc.JOINED]

    pd.testing.assert_series_equal(fixed.loc[:2016], then.loc[:2016], check_names=False, check_index_type=False)
    assert then[2018] > fixed[2018]


def test_the_slope_is_that_of_pymannkendall(found: intra_bloc.IntraBloc) -> None:
    """The reference code of the field: Sen's slope of the logarithms."""
    theirs = pymannkendall.original_test(np.log(found.shares[intra_bloc.ALL]))
    main = found.trends[found.trends["is_main"]].iloc[0]

    assert main["value"] == pytest.approx(theirs.slope)


def test_the_trend_agrees_with_pymannkendall_about_a_straight_rise() -> None:
    """Both find S beyond chance, and the same slope, in thirty years of growth with a little noise."""
    rise = pd.Series(
        np.exp(0.03 * np.arange(30) + np.random.default_rng(1).normal(0, 0.01, 30)), index=range(1990, 2020)
    )
    ours, theirs = intra_bloc.estimate_trend(np.log(rise)), pymannkendall.hamed_rao_modification_test(np.log(rise))

    assert ours.slope == pytest.approx(theirs.slope) == pytest.approx(placebos.log_slope(rise))
    assert max(ours.p_value, theirs.p) < 0.001


def test_the_slope_of_a_placebo_is_that_of_scipy(found: intra_bloc.IntraBloc) -> None:
    """Theil-Sen by scipy, of the logarithms of the share inside the Association of Southeast Asian Nations."""
    flows = annual_flows(LIBRARY, 2001, 2024)
    rows = found.neighbourhoods.set_index("label")
    share = inner_share(flows, [one for one in GROUPS["ASEAN"] if one in regular_exporters(flows)])
    theirs = scipy.stats.theilslopes(np.log(share), share.index)

    assert rows.loc["ASEAN", "value"] == pytest.approx(theirs.slope)


def test_the_share_that_stays_inside_is_by_year() -> None:
    """1 of 2 in the first year, 3 of 4 in the second; what others export counts for nothing."""
    flows = pd.DataFrame(
        [
            ("A", "B", 2001, 1.0),
            ("A", "X", 2001, 1.0),
            ("B", "A", 2005, 3.0),
            ("B", "X", 2005, 1.0),
            ("X", "A", 2005, 9.0),
        ],
        columns=["exporter", "importer", "year", "value_musd"],
    )

    assert inner_share(flows, ("A", "B")).to_dict() == {2001: 0.5, 2005: 0.75}
    assert regular_exporters(flows) == frozenset()


def test_sets_are_drawn_alike_every_time() -> None:
    """From three states there are three pairs, however many are asked for; from ten, as many as asked."""
    assert draw_sets("ABC", 2, 50) == [("A", "B"), ("A", "C"), ("B", "C")]
    assert draw_sets("ABCDEFGHIJ", 4, 20) == draw_sets("JIHGFEDCBA", 4, 20)
    assert draw_sets("AB", 3, 5) == []


def test_a_share_beside_hubs_is_that_of_the_bloc(found: intra_bloc.IntraBloc) -> None:
    """Two routes, pair by pair and through the hubs' ties, give one share and one intensity in every year."""
    hubs = intra_bloc.HUBS
    ties = hub_ties(LIBRARY, intra_bloc.LONG, hubs)
    pair = intra_bloc_trade(LIBRARY, source=intra_bloc.LONG, mirror="hub", states="CHN,RUS", hubs=hubs)
    share, intensity = hub_bloc_measures(LIBRARY, ties, hubs, pair, [["KAZ", "KGZ", "TJK", "UZB"]])
    theirs = found.shares[intra_bloc.NO_PAIR], found.intensities[intra_bloc.NO_PAIR]

    assert share[0].reindex(theirs[0].index).to_numpy() == pytest.approx(theirs[0].to_numpy())
    assert intensity[0].reindex(theirs[1].index).to_numpy() == pytest.approx(theirs[1].to_numpy())


def test_the_members_among_random_sets_have_the_slope_of_the_path(found: intra_bloc.IntraBloc) -> None:
    """The labelled point of the figure is the row of the table of tendencies."""
    own = found.replaced[found.replaced["kind"] == placebos.OWN].iloc[0]

    assert own["x"] == pytest.approx(placebos.log_slope(found.shares[intra_bloc.NO_PAIR]))
    assert own["y"] == pytest.approx(placebos.log_slope(found.intensities[intra_bloc.NO_PAIR]))
    assert len(found.replaced) == placebos.DRAWS + 1


def test_a_rank_counts_what_is_smaller() -> None:
    """The members' 2 stands above one of three; ties are not below."""
    frame = pd.DataFrame({"kind": [placebos.OWN, *["random set"] * 3], "x": [2.0, 1.0, 2.0, 3.0]})

    assert placebos.rank_own(frame, "x", "random set") == (pytest.approx(1 / 3), 3)
    assert placebos.rank_own(frame, "x", "neighbourhood") is None


def test_the_members_are_ranked_among_neighbourhoods(found: intra_bloc.IntraBloc) -> None:
    """One own set among about a hundred, and three groups that somebody founded."""
    kinds = found.neighbourhoods["kind"].value_counts()

    assert kinds[placebos.OWN] == 1
    assert kinds[placebos.NEIGHBOURHOOD] > 80
    assert kinds[placebos.GROUP] == 3


def test_growth_is_told_in_percent_not_in_points(found: intra_bloc.IntraBloc) -> None:
    """A slope of the logarithm of 0.031 is 3.1 percent a year: of a share of 5 percent, 0.16 percentage points."""
    main = found.trends[found.trends["is_main"]].iloc[0]

    assert found.find("trend").unit == "percent"
    assert found.find("trend").value == pytest.approx(100 * np.expm1(main["value"]))


def test_china_s_books_go_on_after_russia_s(found: intra_bloc.IntraBloc) -> None:
    """What Russia is said to report from 2022 on is made from its partners' figures: the page says where it ends."""
    assert found.shares[intra_bloc.ALL].index.max() == 2021
    assert found.levels[CHINESE].index.max() == 2024
    assert "after 2021" in found.write_missing()


def test_members_of_each_year_have_no_trend(found: intra_bloc.IntraBloc) -> None:
    """Their path jumps when states join; it is drawn, not tested."""
    assert intra_bloc.JOINED in found.shares
    assert intra_bloc.JOINED not in set(found.trends["path"])


def test_another_set_has_no_members_of_each_year() -> None:
    """India and Pakistan did not join China, Japan and South Korea: the path is left out, and the caption says so."""
    chapter = intra_bloc.collect(LIBRARY, members="CHN,JPN,KOR", first_year=2001, last_year=2024)

    assert list(chapter.shares) == [intra_bloc.ALL]
    assert "is left out" in chapter.share_caption
    assert chapter.events == {2013: "Belt and Road"}


def test_the_organisation_s_members_may_be_given_one_by_one(found: intra_bloc.IntraBloc) -> None:
    """The founders' codes are the founders: their page has the path, and the date of the enlargement."""
    codes = ",".join(GROUPS["SCO2001"])
    chapter = intra_bloc.collect(LIBRARY, members=codes, first_year=2001, last_year=2024)

    pd.testing.assert_series_equal(chapter.shares[intra_bloc.JOINED], found.shares[intra_bloc.JOINED])
    assert (chapter.events, chapter.share_caption) == (found.events, found.share_caption)
    assert 2017 in found.events


@pytest.mark.parametrize(
    ("p_value", "low", "high", "expected"),
    [(0.01, 0.1, 0.3, BOTH), (0.01, -0.1, 0.3, RANKS), (0.2, -0.3, -0.1, "by the slope only"), (0.2, -0.1, 0.3, "")],
)
def test_a_tendency_is_clear_when_both_tests_say_so(p_value: float, low: float, high: float, expected: str) -> None:
    """The test of ranks, and the interval of the slope, with zero inside or not."""
    assert find_clear(pd.Series({"p_value": p_value, "low": low, "high": high})) == expected


def test_a_rise_by_ranks_alone_is_no_clear_rise(enlarged: intra_bloc.IntraBloc) -> None:
    """The share inside the organisation of 2017: ranks are clear, and the interval of the slope holds zero."""
    trend, chance = enlarged.find("trend"), enlarged.find("trend-p")

    assert chance.value is not None
    assert trend.low is not None
    assert chance.value < 0.05
    assert trend.low < 0
    assert "a rise that is clear by ranks only (p {trend-p})" in enlarged.answer
    assert "a clear rise" not in enlarged.answer
    assert "counted as not clear: share of trade: all members; dollars of 2015: all members; " in enlarged.sure


def test_every_path_is_counted_once(enlarged: intra_bloc.IntraBloc) -> None:
    """Second implementation, by plain comparisons: clear by both tests, and by one of the two."""
    rows = enlarged.trends
    ranks, slopes = rows["p_value"] < 0.05, (rows["low"] > 0) | (rows["high"] < 0)
    counts = {name: enlarged.find(name).value for name in ("paths", "rises", "falls", "one-test")}

    assert counts == {
        "paths": len(rows),
        "rises": (ranks & slopes & (rows["value"] > 0)).sum(),
        "falls": (ranks & slopes & (rows["value"] < 0)).sum(),
        "one-test": (ranks ^ slopes).sum(),
    }
    assert counts["one-test"] == 3
    assert "{one-test} are clear by one of two tests only" in enlarged.data


def test_what_the_chapter_identifies_holds_no_result() -> None:
    """The words are printed on every page: what decides the picture is found on it, not stated before."""
    words = read_chapter(LIBRARY.project, "intra_bloc").identifies

    assert "decide" not in words
    assert "is not known beforehand" in words


@pytest.mark.parametrize("members", ["SCO2024", "CA5", "NRU,TUV", "CHN,RUS"])
def test_a_set_without_a_hub_says_so(members: str) -> None:
    """Central Asia alone has nobody who reports on all of it; sentences cite known quantities only."""
    chapter = intra_bloc.collect(LIBRARY, members=members, first_year=2001, last_year=2024)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))
    assert bool(chapter.shares) == (members in {"SCO2024", "CHN,RUS"})
    assert "do not hold" in chapter.write_missing()
