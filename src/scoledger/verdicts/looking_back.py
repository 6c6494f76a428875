"""Tables and sentences of what an author could know, and of how a forecast did against naive baselines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from scoledger.units import write_value
from scoledger.verdicts.evidence import PartVerdict
from scoledger.verdicts.forecasts import Score
from scoledger.verdicts.foresight import Foresight, Hindsight

#: What a reader must know of either table.
FORESIGHT_CAPTION = (
    "The tables of today cut at that year, so with every revision made since: the editions of the time are not stored. "
    "A window that ended later ends there. Not knowable: no series bore on the reading yet."
)
SCORES_CAPTION = (
    "No change keeps the last value known at the cut-off. The linear trend is the least-squares line through the last "
    "ten years known then, at least five, drawn on to the year of the outcome. Off: distance in percent of the outcome."
)
_UNKNOWABLE = "not knowable"


def tabulate_foresight(foresight: Foresight) -> pd.DataFrame:
    """One row per reading: the verdict with what was known then, and the one with all data."""
    rows = [
        {
            "Reading": one.reading.reading.name,
            f"With data to {foresight.last_year}": one.verdict or _UNKNOWABLE,
            "For / against / all then": _count(one.parts) if one.verdict else "",
            "With all data": one.reading.verdict,
            "For / against / all now": _count(one.reading.parts),
        }
        for one in foresight.readings
    ]
    return pd.DataFrame(rows)


def _count(parts: Iterable[PartVerdict]) -> str:
    computed = [one for part in parts for one in part.computed]
    counts = [sum(one.outcome == outcome for one in computed) for outcome in ("supports", "contradicts")]
    return f"{counts[0]} / {counts[1]} / {len(computed)}"


def write_foresight(foresight: Foresight) -> str:
    """What the author could know, in a sentence or two."""
    told = " ".join(_write_hindsight(one, is_alone=len(foresight.readings) == 1) for one in foresight.readings)
    day = f"{foresight.information_until.day} {foresight.information_until:%B %Y}"
    return f"On {day} the data of {foresight.last_year} were the latest that counted as known. {told}"


def _write_hindsight(one: Hindsight, *, is_alone: bool) -> str:
    subject = "the claim" if is_alone else f"the claim read as “{one.reading.reading.name}”"
    if one.verdict is None:
        return f"Too little was known yet to judge {subject}."
    told = f"With them {subject} is {_word(one.verdict)}"
    if one.verdict == one.reading.verdict:
        told += ", as with all data"
    else:
        told += f"; with all data it is {_word(one.reading.verdict)}"
    missing = len(one.reading.parts) - len(one.parts)
    if missing:
        told += f" ({len(one.parts)} of {len(one.reading.parts)} parts could be judged)"
    return f"{told}."


def _word(verdict: str) -> str:
    return "undecided" if verdict == "not identified" else verdict


def tabulate_scores(scores: tuple[Score, ...]) -> pd.DataFrame:
    """One row per specification of a forecast: outcome, forecast and baselines, and how far off each was."""
    rows = [
        {
            "Reading": one.reading,
            "Part": one.part,
            "Measured by": one.label,
            "Year": str(one.year),
            "Outcome": write_value(one.actual, one.unit),
            "Forecast": f"{one.claimed} ({one.errors['forecast']:.0%} off)",
            "No change": _write_said(one, "no change", one.no_change),
            "Linear trend": _write_said(one, "trend", one.trend),
            "Nearest": one.nearest,
        }
        for one in scores
    ]
    return pd.DataFrame(rows)


def _write_said(score: Score, name: str, value: float | None) -> str:
    return "no past to go by" if value is None else f"{write_value(value, score.unit)} ({score.errors[name]:.0%} off)"


def write_scores(scores: tuple[Score, ...]) -> str:
    """How the forecast did against the baselines, in a sentence."""
    compared = {name: [one for one in scores if name in one.errors] for name in ("no change", "trend")}
    named = {"no change": "no change", "trend": "the linear trend"}
    told = [
        f"than {named[name]} in {sum(one.is_further_than(name) for one in known)} of {len(known)}"
        for name, known in compared.items()
        if known
    ]
    if not told:
        return "The series have no past before the cut-off, so the forecast has no baseline to be held against."
    rest = len(scores) - len(compared["no change"])
    without = f" Of {rest} more the series have no past to go by." if rest else ""
    return f"The forecast was further off {' and '.join(told)} specifications.{without}"


def list_foresight(foresight: Foresight) -> dict[str, Any]:
    """What the author could know as plain data."""
    return {
        "information_until": foresight.information_until.isoformat(),
        "last_known_year": foresight.last_year,
        "readings": [
            {
                "name": one.reading.reading.name,
                "verdict_then": one.verdict,
                "verdict_now": one.reading.verdict,
                "knowable": one.verdict is not None,
                "specifications": one.specifications,
                "supporting": one.count("supports"),
                "contradicting": one.count("contradicts"),
            }
            for one in foresight.readings
        ],
    }


def list_scores(scores: tuple[Score, ...]) -> list[dict[str, Any]]:
    """Scores of a forecast as plain data."""
    return [
        {
            "reading": one.reading,
            "part": one.part,
            "measured_by": one.label,
            "year": one.year,
            "unit": one.unit,
            "actual": one.actual,
            "forecast": one.forecast,
            "no_change": one.no_change,
            "trend": one.trend,
            "errors": one.errors,
            "nearest": one.nearest,
        }
        for one in scores
    ]
