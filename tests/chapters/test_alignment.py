"""Alignment: the world's panel, effects by another library, and groups that anybody could have drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from scoledger.chapters import alignment
from scoledger.chapters.alignment import words
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
    panel = alignment._gather(LIBRARY, "CHN", slice(1992, 2024))
    shifted = panel[["unit", "year", "share"]].assign(year=panel["year"] + 1).rename(columns={"share": "before"})
    rows = panel.merge(shifted, on=["unit", "year"])[["unit", "year", "distance", "before"]].dropna()
    dummies = pd.get_dummies(rows[["unit", "year"]].astype(str), drop_first=True, dtype=float)
    design = sm.add_constant(dummies.assign(before=rows["before"] / words.STEP))

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
