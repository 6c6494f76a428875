"""Tables of a judged claim, ready for a reader."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from scoledger.claims import Rule
from scoledger.units import write_value
from scoledger.verdicts.evidence import ClaimVerdict, PartVerdict, ReadingVerdict
from scoledger.verdicts.labels import Labels
from scoledger.verdicts.wording import write_claimed

_PARTS = ["Reading", "Part", "Measured by", "Claimed", "Measured", "For / against / all", "Verdict on the part"]


def tabulate_parts(verdict: ClaimVerdict, labels: Labels, rules: dict[str, Rule]) -> pd.DataFrame:
    """One row per part and measurement of each reading: claimed, measured, for and against, and the part's verdict."""
    rows = [
        {"Reading": reading.reading.name, "Part": item.part.name} | row | {"Verdict on the part": item.verdict}
        for reading in verdict.readings
        for item in reading.parts
        for row in _rows_of_part(item, labels, rules[item.part.rule])
    ]
    return pd.DataFrame(rows, columns=_PARTS)


def _rows_of_part(item: PartVerdict, labels: Labels, rule: Rule) -> list[dict[str, str]]:
    claimed = write_claimed(item.part, labels, rule)
    if not item.computed:
        return [{"Measured by": "documents", "Claimed": claimed, "Measured": "", "For / against / all": ""}]
    rows = []
    for label in item.values_by_measurement:
        own = [one for one in item.computed if one.specification.label == label]
        counts = [sum(one.outcome == outcome for one in own) for outcome in ("supports", "contradicts")]
        rows.append(
            {
                "Measured by": label,
                "Claimed": claimed,
                "Measured": _measured(item, label),
                "For / against / all": f"{counts[0]} / {counts[1]} / {len(own)}",
            }
        )
    return rows


def tabulate_groups(verdict: ClaimVerdict, labels: Labels) -> pd.DataFrame:
    """One row per group of a part that is judged group by group (state by state)."""
    rows = [
        {"Reading": reading.reading.name, "Group": labels.choice(name), "Verdict": word}
        for reading in verdict.readings
        for item in reading.parts
        for name, word in item.groups.items()
    ]
    return pd.DataFrame(rows, columns=["Reading", "Group", "Verdict"])


def _measured(item: PartVerdict, label: str) -> str:
    values = item.values_by_measurement[label]
    if item.part.statistic == "trend":
        return f"slope above zero in {int((values > 0).sum())} of {len(values)}"
    if item.part.statistic == "effect":
        return f"{values.median():+.3g} ({values.min():+.3g} to {values.max():+.3g})"
    if item.part.statistic == "comparison" and isinstance(item.part.claimed, tuple):
        return f"leads by {100 * values.median():.0f} percent at the median"
    unit = {"ranking": "rank", "peak-year": "year", "ratio": "ratio"}.get(item.part.statistic, item.part.unit)
    ends = [write_value(float(value), unit) for value in (values.min(), values.max())]
    return ends[0] if ends[0] == ends[1] else f"{ends[0].partition(' ')[0]} to {ends[1]}"


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
