"""Tables and sentences of what an author could know, and of how a forecast did against naive baselines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from scoledger.units import write_value
from scoledger.verdicts.evidence import PartVerdict
from scoledger.verdicts.forecasts import Score
from scoledger.verdicts.foresight import Foresight, Hindsight
from scoledger.verdicts.labels import Labels

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
    """What the author could know, in a sentence or two.

    Examples
    --------
    ``On 7 June 2017 the data of 2015 were the latest that counted as known. With them the claim is supported, and with
    all data mixed.``
    """
    day = f"{foresight.information_until.day} {foresight.information_until:%B %Y}"
    opening = f"On {day} the data of {foresight.last_year} were the latest that counted as known."
    readings = foresight.readings
    if all(one.verdict is None for one in readings):
        return f"{opening} Too little was known yet to judge the claim."
    if len(readings) > 1 and all(one.verdict == one.reading.verdict for one in readings):
        return f"{opening} With them every reading comes out as with all data.{_write_missing(readings)}"
    if len(readings) == 1:
        return f"{opening} With them the claim {_write_verdicts(readings[0])}.{_write_missing(readings)}"
    told = "; ".join(
        f"as “{one.reading.reading.name}” it {_write_verdicts(one)}" if one.verdict else
        f"as “{one.reading.reading.name}” too little was known yet"
        for one in readings
    )  # fmt: skip
    return f"{opening} With them, read {told}.{_write_missing(readings)}"


def _write_verdicts(one: Hindsight) -> str:
    if one.verdict == one.reading.verdict:
        return f"is {_word(one.reading.verdict)}, as with all data"
    return f"is {_word(one.verdict or _UNKNOWABLE)}, and with all data {_word(one.reading.verdict)}"


def _write_missing(readings: Sequence[Hindsight]) -> str:
    """Parts that could not be judged then, of readings that could."""
    known = [one for one in readings if one.verdict is not None]
    stated, judged = sum(len(one.reading.parts) for one in known), sum(len(one.parts) for one in known)
    return f" That rests on {judged} of {stated} parts; of the others too little was known." if judged < stated else ""


def _word(verdict: str) -> str:
    return "undecided" if verdict == "not identified" else verdict


def tabulate_scores(scores: tuple[Score, ...], labels: Labels) -> pd.DataFrame:
    """One row per specification of a forecast: outcome, forecast and baselines, and how far off each was."""
    rows = [
        {
            "Reading": one.reading,
            "Part": one.part,
            "Measured by": ": ".join([one.label, ", ".join(labels.choice(name) for name in one.choices)]).removesuffix(
                ": "
            ),
            "Year": str(one.year),
            "Outcome": write_value(one.actual, one.unit),
            "Forecast": f"{one.claimed} ({one.errors['forecast']:.0%} off)",
            "No change": _write_said(one, "no change", one.no_change),
            "Linear trend": _write_said(one, "trend", one.trend),
            "Nearest": one.nearest or "nothing to compare",
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
        f"than {named[name]} in {_write_count(sum(one.is_further_than(name) for one in known), len(known))}"
        for name, known in compared.items()
        if known
    ]
    if not told:
        return "The series have no past before the cut-off, so the forecast has no baseline to be held against."
    rest = len(scores) - len(compared["no change"])
    without = f" Of {rest} more the series have no past to go by." if rest else ""
    return f"The forecast was further off {' and '.join(told)} specifications.{without}"


def _write_count(number: int, count: int) -> str:
    return f"all {count}" if number == count > 1 else f"{number or 'none'} of {count}"


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
            "choices": list(one.choices),
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
