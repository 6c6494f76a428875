"""Effects on the page: a clean placebo is needed, and placebo and pre-trend stand beside the effect."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from planted import make_claim

from scoledger.claims import Part, Reading, Rule
from scoledger.figures import draw_checks
from scoledger.verdicts import (
    ClaimVerdict,
    Evidence,
    PartVerdict,
    ReadingVerdict,
    Specification,
    list_effects,
    tabulate_effects,
    write_effects,
)
from scoledger.verdicts.comparisons import observe_effect

RULE = Rule.model_validate({"kind": "effect", "text": "Made up.", "level": 0.10, "contradict_share": "1/3"})
YEARS = range(1996, 2012)
TREATED = ("T1", "T2", "T3", "T4")


def _part(**settings: Any) -> Part:
    given = {"name": "sales", "rule": "CAUSAL", "statistic": "effect", "treated": TREATED, "event_year": 2005}
    return Part.model_validate(given | {"placebo_year": 2000} | settings)


def _observe(part: Part, *, jump: float = 0.0, early: float = 0.0, drift: float = 0.0) -> Evidence:
    """Evidence on units of noise, four of which jump in 2005, or in 2000 already, or drift all along."""
    draw = np.random.default_rng(3)
    frame = pd.DataFrame(draw.normal(0, 0.1, (len(YEARS), 30)), index=YEARS).rename(columns=str)
    for name in TREATED:
        steps = [jump * (year >= 2005) + early * (year >= 2000) + drift * (year - 1996) for year in YEARS]
        frame[name] = draw.normal(0, 0.1, len(YEARS)) + steps
    blank = Specification("m", "sales", MappingProxyType({}), MappingProxyType({"window": (1996, 2011)}))
    return observe_effect(part, RULE, Evidence(blank, "no data"), frame, "share")


def _verdict(*evidence: Evidence) -> ClaimVerdict:
    measurement = {"measure": "m", "label": "sales"}
    given = {"name": "literal", "meaning": "m", "parts": [_part()], "measurements": [measurement]}
    parts = (PartVerdict(_part(), "mixed", evidence),)
    return ClaimVerdict(make_claim(), "mixed", (ReadingVerdict(Reading.model_validate(given), "mixed", parts),))


@pytest.mark.parametrize(
    ("placebo_year", "steps", "outcome"),
    [
        (2000, {"jump": 1.0}, "supports"),
        (2000, {"jump": 1.0, "early": 1.0}, "neither"),
        (None, {"jump": 1.0}, "neither"),
        (2000, {"jump": -1.0}, "contradicts"),
        (2000, {"jump": -1.0, "early": 1.0}, "neither"),
        (None, {"jump": -1.0}, "neither"),
    ],
)
def test_an_effect_wants_a_clean_placebo(placebo_year: int | None, steps: dict[str, float], outcome: str) -> None:
    """As the rule is written: without one no effect counts, for or against."""
    assert _observe(_part(placebo_year=placebo_year), **steps).outcome == outcome


def test_placebo_and_pretrend_are_kept_with_the_evidence() -> None:
    """A drift shows as a pre-trend of its own size."""
    evidence = _observe(_part(), drift=0.2)

    assert evidence.pretrend is not None
    assert evidence.pretrend.estimate == pytest.approx(0.2, abs=0.03)
    assert evidence.pretrend.p_value < 0.10
    assert evidence.placebo is not None


def test_no_pretrend_is_no_lack_of_evidence() -> None:
    """Three years before the event make a mean and a placebo impossible, but no slope is no reason to say nothing."""
    evidence = _observe(_part(event_year=1999, placebo_year=None), jump=1.0)

    assert evidence.outcome != "no data"
    assert evidence.pretrend is None


def test_the_table_and_the_sentence_count_what_is_clean() -> None:
    """One clean effect, one that showed before, and noise."""
    verdict = _verdict(_observe(_part(), jump=1.0), _observe(_part(), jump=1.0, early=1.0), _observe(_part()))
    (row,) = tabulate_effects(verdict).to_dict("records")

    assert row["p below 5 percent"] == "2 of 3"
    assert row["Clean placebos"] == "2 of 3"
    assert row["Placebo"].startswith("2000: ")
    assert "2 of 3 specifications show an effect" in write_effects(verdict)
    assert "Of these 2, 1 shows one at the false event too" in write_effects(verdict)
    assert list(list_effects(verdict)["outcome"]) == ["supports", "neither", "neither"]


def test_where_nothing_shows_the_sentence_says_so() -> None:
    """And no more."""
    assert write_effects(_verdict(_observe(_part()))).startswith("None of 1 specifications shows an effect")


def test_where_nothing_is_spoiled_the_sentence_is_short() -> None:
    """Neither check speaks against the effect."""
    told = write_effects(_verdict(_observe(_part(), jump=1.0)))

    assert told.endswith("Neither a placebo nor a pre-trend speaks against any of them.")


def test_the_checks_are_drawn_with_their_numbers() -> None:
    """A row for each specification in the figure's data; without an effect there is no figure."""
    drawing = draw_checks(_verdict(_observe(_part(), jump=1.0), _observe(_part())), source="Source: nobody")

    assert drawing is not None
    assert len(drawing.data) == 2
    assert "placebo" in drawing.alt
    assert draw_checks(ClaimVerdict(make_claim(), "mixed", ()), source="") is None
