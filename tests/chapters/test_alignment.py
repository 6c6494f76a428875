"""Alignment: the world's panel, effects by another library, and groups that anybody could have drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from scoledger.chapters import alignment
from scoledger.chapters.alignment.estimates import STEP, estimate, order, tell_apart
from scoledger.chapters.alignment.words import keep_counted, list_quantities, write_answer, write_data, write_lost
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def found() -> alignment.Alignment:
    """Central Asia and China."""
    return alignment.collect(LIBRARY, states="CA5", partner="CHN", first_year=1992, last_year=2024)


def test_a_distance_is_the_difference_of_two_ideal_points(found: alignment.Alignment) -> None:
    """Kazakhstan and Russia in 2010, by the rows."""
    rows = LIBRARY.read("un-ideal-points").set_index(["iso3", "year"])["idealpoint_fp"]

    assert found.distances["KAZ"]["RUS"][2010] == pytest.approx(abs(rows["KAZ", 2010] - rows["RUS", 2010]))


def test_the_main_effect_is_that_of_statsmodels(found: alignment.Alignment) -> None:
    """Dummies for every country and year, on the panel as the chapter gathers it."""
    panel, _ = alignment._gather(LIBRARY, "CHN", slice(1992, 2024))
    shifted = panel[["unit", "year", "share"]].assign(year=panel["year"] + 1).rename(columns={"share": "before"})
    rows = panel.merge(shifted, on=["unit", "year"])[["unit", "year", "distance", "before"]].dropna()
    dummies = pd.get_dummies(rows[["unit", "year"]].astype(str), drop_first=True, dtype=float)
    design = sm.add_constant(dummies.assign(before=rows["before"] / STEP))

    theirs = sm.OLS(rows["distance"], design).fit().params["before"]
    assert found.find("effect").value == pytest.approx(theirs, abs=1e-8)


def test_every_measure_lag_and_outcome_is_tried(found: alignment.Alignment) -> None:
    """Two outcomes, two measures, three lags with two kinds of errors and one of changes: 28."""
    assert len(found.effects) == 28
    assert found.effects["is_main"].sum() == 1


def test_cohesion_is_the_mean_over_pairs(found: alignment.Alignment) -> None:
    """Six founders: fifteen pairs."""
    rows = LIBRARY.read("un-ideal-points")
    points = rows[(rows["year"] == 2015) & rows["iso3"].isin(["CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB"])]
    values = points["idealpoint_fp"].to_numpy()
    pairs = [abs(one - other) for n, one in enumerate(values) for other in values[:n]]

    assert len(pairs) == 15
    assert found.cohesion["SCO, founders"][2015] == pytest.approx(np.mean(pairs))
    assert alignment._mean_distance(values) == pytest.approx(np.mean(pairs))


def test_china_is_no_state_that_depends_on_itself() -> None:
    """The founding members with China: five are told apart."""
    chapter = alignment.collect(LIBRARY, states="SCO2001", partner="CHN", first_year=1992, last_year=2024)

    assert "CHN" not in chapter.distances
    assert len(chapter.distances) == 5


@pytest.mark.parametrize(("states", "partner"), [("CA5", "CHN"), ("CA5", "RUS"), ("CA5", "ATA"), ("TWN", "CHN")])
def test_sentences_cite_known_quantities_only(states: str, partner: str) -> None:
    """Also for a partner that nobody trades with and a state that has no vote."""
    chapter = alignment.collect(LIBRARY, states=states, partner=partner, first_year=1992, last_year=2024)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))
    assert ("do not hold" in chapter.write_missing()) == (partner == "ATA" or states == "TWN")


#: Whether there are estimates, by window: ordinary short ones, and those of which nothing is known.
WINDOWS = {
    (2000, 2005): True, (2001, 2003): True, (2010, 2012): True, (2015, 2020): True, (2020, 2024): True,
    (1992, 1995): True, (2023, 2024): False, (2024, 2024): False,
}  # fmt: skip


@pytest.mark.parametrize("window", WINDOWS)
def test_short_windows_say_what_is_missing(window: tuple[int, int]) -> None:
    """A lag that leaves one year leaves nothing to estimate: the page says which, and shows the rest."""
    chapter = alignment.collect(LIBRARY, states="CA5", partner="CHN", first_year=window[0], last_year=window[1])
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}
    words = [text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure)]

    assert all(words[::2])
    assert (len(chapter.effects) > 0) == WINDOWS[window] == ("effect" in known)
    if window != (2015, 2020):
        assert "known in 2 years or more" in chapter.write_missing()
    assert chapter.effects[["low", "high", "p_value"]].notna().all(axis=None)


def test_a_partner_without_trade_is_missing_by_name() -> None:
    """Antarctica: neither trade nor votes, and no estimate was tried."""
    chapter = alignment.collect(LIBRARY, states="CA5", partner="ATA", first_year=1992, last_year=2024)

    assert "ideal points of Antarctica" in chapter.write_missing()
    assert "estimates of" not in chapter.write_missing()


def _world(years: int) -> pd.DataFrame:
    """Forty units of noise."""
    draw = np.random.default_rng(3)
    rows = pd.DataFrame([(f"U{i:02d}", 2001 + t) for i in range(40) for t in range(years)], columns=["unit", "year"])
    names = ("share", "ratio", "distance", "agreement")
    return rows.assign(**{name: draw.normal(size=len(rows)) for name in names})


def test_every_specification_is_there_or_lost() -> None:
    """Three years of two outcomes and measures: one year later with two kinds of errors, the other twelve lost."""
    panel = _world(3)
    effects, lost = estimate(panel)

    assert set(effects["label"].str.partition(", errors")[0]) == {"distance, 1 year later", "agreement, 1 year later"}
    assert len(effects) == 8
    assert len(lost) == 12
    assert {one.reason for one in lost} == {"a panel needs at least 30 units that are known in 2 years or more"}


def test_tests_of_timing_and_of_the_region_are_there_or_lost() -> None:
    """Two years: a lag leaves one, so that four tests of timing and two slopes cannot be told."""
    panel = _world(2)
    timing, unordered = order(panel)
    region, alike = tell_apart(panel, ["U00"])

    assert timing.empty
    assert region.empty
    assert (len(unordered), len(alike)) == (4, 2)
    assert "whether distance foretells share of trade" in write_lost(unordered)[0]


def test_a_test_of_timing_keeps_its_number() -> None:
    """Without the share the tests by output are the third and fourth still: their ids do not move."""
    timing, _ = order(_world(5).drop(columns="share"))

    assert timing["number"].tolist() == [3, 4]


def _effects(*rows: tuple[str, str, str, float, float]) -> pd.DataFrame:
    """Estimates by outcome, measure, clusters, value and p value."""
    frame = pd.DataFrame(rows, columns=["outcome", "group", "clusters", "value", "p_value"])
    main = (frame["outcome"] == "distance") & ~frame["outcome"].duplicated()
    label = frame["outcome"] + ", 1 year later"
    return frame.assign(label=label, low=frame["value"], high=frame["value"], n=99, units=40, is_main=main)


NOTHING = {
    "region": pd.DataFrame(columns=["label", "value", "p_value", "n"]),
    "timing": pd.DataFrame(columns=["label", "value", "low", "high", "p_value", "group", "number"]),
    "change": pd.DataFrame(columns=["label", "value", "percentile", "since"]),
}


def test_an_estimate_is_counted_once() -> None:
    """One coefficient with two kinds of errors is one that draws nearer, not two."""
    effects = _effects(
        ("distance", "share of trade", "country", -0.1, 0.01),
        ("distance", "share of trade", "country and year", -0.1, 0.02),
        ("distance", "trade over output", "country", 0.1, 0.50),
    )
    made = {one.name: one.value for one in list_quantities(effects, **NOTHING)}

    assert (made["estimates"], made["nearer"], made["farther"]) == (2, 1, 0)


@pytest.mark.parametrize(
    ("share", "output", "told"),
    [
        ((-0.1, 0.01), (0.1, 0.01), "both give clear effects, of opposite sign"),
        ((-0.1, 0.01), (-0.1, 0.01), "both give clear effects, of one sign"),
        ((-0.1, 0.01), (0.1, 0.50), "what is clear takes dependence as share of trade."),
        ((-0.1, 0.50), (0.1, 0.50), "{farther} clearly apart."),
    ],
)
def test_signs_are_opposite_only_if_both_are_clear(
    share: tuple[float, float], output: tuple[float, float], told: str
) -> None:
    """Values and p values of both measures."""
    effects = _effects(
        ("distance", "share of trade", "country", *share), ("distance", "trade over output", "country", *output)
    )

    assert told in write_data(effects, NOTHING["timing"], NOTHING["change"])


def test_the_answer_tells_agreement(found: alignment.Alignment) -> None:
    """China: trade over output raises agreement clearly at every lag, by the estimates themselves."""
    rows = found.effects[(found.effects["outcome"] == "agreement") & (found.effects["clusters"] == "country")]
    clear = rows[(rows["p_value"] < 0.05) & (rows["value"] > 0)]

    assert len(rows) == 8
    assert found.find("agreement-nearer").value == len(clear) == 3
    assert set(clear["group"]) == {"trade over output"}
    assert "what is clear takes dependence as trade over output" in found.answer
    assert "{agreement-nearer} of {agreement-estimates}" in found.answer


def test_the_answer_tells_agreement_that_is_not_clear() -> None:
    """No sentence is left out because nothing was found; above zero is nearer."""
    effects = _effects(
        ("distance", "share of trade", "country", -0.1, 0.01), ("agreement", "share of trade", "country", 0.1, 0.5)
    )
    answer = write_answer("CA5", "CHN", effects, NOTHING["region"], list_quantities(effects, **NOTHING))

    assert "Agreement on votes clearly rises with dependence in {agreement-nearer}" in answer
    assert keep_counted(effects.assign(p_value=0.01), "agreement")["sign"].tolist() == [1]
    assert keep_counted(effects, "agreement")["sign"].tolist() == [0]


def test_cohesion_is_told_since_its_first_year() -> None:
    """A window that begins in 2010 says nothing of 2001."""
    chapter = alignment.collect(LIBRARY, states="CA5", partner="CHN", first_year=2010, last_year=2012)

    assert "Since 2010 the founding members" in chapter.data
