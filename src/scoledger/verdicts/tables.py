"""Tables of a judged claim, ready for a reader."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from scoledger.units import write_value
from scoledger.verdicts.evidence import ClaimVerdict, PartVerdict, ReadingVerdict
from scoledger.verdicts.labels import Labels
from scoledger.verdicts.wording import write_claimed, write_flip


def tabulate_parts(verdict: ClaimVerdict) -> pd.DataFrame:
    """One row per part of each reading: claimed, measured, share of specifications, verdict."""
    rows = [
        {
            "Reading": reading.reading.name,
            "Part": item.part.name,
            "Claimed": write_claimed(item.part),
            "Measured": _measured(item),
            "Specifications": len(item.computed),
            "For / against": f"{item.share('supports'):.0%} / {item.share('contradicts'):.0%}" if item.computed else "",
            "Verdict": item.verdict,
        }
        for reading in verdict.readings
        for item in reading.parts
    ]
    return pd.DataFrame(rows)


def tabulate_groups(verdict: ClaimVerdict, labels: Labels) -> pd.DataFrame:
    """One row per group of a part that is judged group by group (state by state)."""
    rows = [
        {"Reading": reading.reading.name, "Group": labels.choice(name), "Verdict": word}
        for reading in verdict.readings
        for item in reading.parts
        for name, word in item.groups.items()
    ]
    return pd.DataFrame(rows, columns=["Reading", "Group", "Verdict"])


def list_flips(verdict: ClaimVerdict, labels: Labels) -> str:
    """What each reading turns on, as a markdown list."""
    return "\n".join(
        f"* *{reading.reading.name.capitalize()}*: {write_flip(reading, labels)}" for reading in verdict.readings
    )


def _measured(item: PartVerdict) -> str:
    if not item.computed:
        return "documents"
    if item.part.statistic == "trend":
        rises = sum(one.value is not None and one.value > 0 for one in item.computed)
        return f"slope above zero in {rises} of {len(item.computed)}"
    unit = {"ranking": "rank", "peak-year": "year", "ratio": "ratio"}.get(item.part.statistic, item.part.unit)
    measured = item.values  # noqa: PD011 - a property of ours
    ends = [write_value(float(value), unit) for value in (measured.min(), measured.max())]
    middle = write_value(float(measured.median()), unit)
    return middle if ends[0] == ends[1] else f"{middle} ({ends[0]} to {ends[1]})"


def tabulate_specifications(verdict: ClaimVerdict) -> pd.DataFrame:
    """How many specifications came out how, which could not be computed, and which were left out and why."""
    rows = []
    for reading in verdict.readings:
        for item in reading.parts:
            outcomes = Counter(one.outcome for one in item.evidence)
            rows += [_row(reading, item.part.name, outcome, n) for outcome, n in sorted(outcomes.items()) if n]
            reasons = Counter(one.detail for one in item.evidence if one.outcome == "no data")
            rows += [_row(reading, item.part.name, f"no data: {reason}", n) for reason, n in sorted(reasons.items())]
        pruned = sorted({prune.reason for way in reading.reading.measurements for prune in way.prune})
        rows += [_row(reading, "all", f"left out beforehand: {reason}", None) for reason in pruned]
    return pd.DataFrame(rows, columns=["Reading", "Part", "What came out", "Specifications"])


def _row(reading: ReadingVerdict, part: str, outcome: str, count: int | None) -> dict[str, object]:
    return {
        "Reading": reading.reading.name,
        "Part": part,
        "What came out": outcome,
        "Specifications": "" if count is None else str(count),
    }
