"""Sentences about verdicts, made from the evidence: what was found, and what it turns on."""

from __future__ import annotations

from scoledger.claims import Part
from scoledger.countries import country_name, is_country
from scoledger.units import write_value
from scoledger.verdicts.evidence import ClaimVerdict, Decision, PartVerdict, ReadingVerdict
from scoledger.verdicts.labels import Labels

_OPENINGS = {
    "supported": "The claim holds",
    "confirmed": "The records bear the claim out",
    "contradicted": "The claim does not hold",
    "mixed": "The claim holds in part",
    "disputed": "The core of the claim holds, an attribute does not",
    "unverified": "No record decides",
    "not identified": "The data cannot decide",
    "not testable": "Open data cannot test this claim",
}
#: More choices than this are summed up by the best and the worst.
_CHOICES_NAMED = 4


def write_sentence(verdict: ClaimVerdict) -> str:
    """One sentence for a newcomer: whether the claim holds, and on which figures.

    Examples
    --------
    ``The claim does not hold: 65 bcm claimed for 2020, 32.3 bcm measured (27.2 to 37.3).``
    """
    if not verdict.readings:
        return f"{_OPENINGS[verdict.verdict]}: {(verdict.claim.reason_untestable or '').rstrip('.')}."
    if verdict.depends_on_reading:
        stated = [
            f"{reading.reading.name.capitalize()} reading, {reading.verdict}: {write_finding(reading, verdict)}."
            for reading in verdict.readings
        ]
        return f"It depends on the reading. {' '.join(stated)}"
    return f"{_OPENINGS[verdict.verdict]}: {write_finding(verdict.readings[0], verdict)}."


def write_finding(reading: ReadingVerdict, verdict: ClaimVerdict) -> str:
    """What was found under one reading, part by part, without a full stop."""
    return "; ".join(_write_part(part, verdict) for part in reading.parts)


def _write_part(item: PartVerdict, verdict: ClaimVerdict) -> str:
    part, values = item.part, item.values
    count, number = len(item.computed), sum(one.outcome == "supports" for one in item.computed)
    match part.statistic:
        case "record":
            finding = verdict.records.finding if verdict.records else ""
            return finding.rstrip(".")
        case "trend":
            others = sum(one.outcome == "contradicts" for one in item.computed)
            sign = "rise" if "UP" in part.rule else "fall"
            against = f"{others} the opposite" if others else "none the opposite"
            return f"{number} of {count} specifications show a clear {sign}, {against}"
        case "ranking":
            return (
                f"{_write_ranks(part)} in {number} of {count} specifications; at the median, rank {values.median():.0f}"
            )
        case "peak-year":
            peaks = sorted({int(value) for value in values})
            shown = f"{peaks[0]}" if len(peaks) == 1 else f"{peaks[0]} or {peaks[-1]}"
            return f"the record year is {shown}, claimed {part.year}"
        case _:
            if part.statistic == "ratio":
                span = f"{values.min():.0f} to {values.max():.0f}"
                return f"a {values.median():.0f}-fold rise against the {write_claimed(part)}-fold one claimed ({span})"
            unit = part.unit
            when = f" for {part.year}" if part.year else ""
            middle = write_value(float(values.median()), unit)
            low, high = (write_value(float(value), unit) for value in (values.min(), values.max()))
            span = f" ({_bare(low, high)})" if low != high else ""
            return f"{write_claimed(part)} claimed{when}, {middle} measured{span}"


def _bare(low: str, high: str) -> str:
    """Both ends without their common unit, which the sentence has named already."""
    return f"{low.partition(' ')[0]} to {high.partition(' ')[0]}"


def _write_ranks(part: Part) -> str:
    units = [str(unit) for unit in part.claimed] if isinstance(part.claimed, tuple) else []
    names = [country_name(unit) if is_country(unit) else unit for unit in units]
    if len(names) == 1:
        return (
            f"{names[0]} is among the first {write_count(part.top or 1)}"
            if (part.top or 1) > 1
            else f"{names[0]} is first"
        )
    return f"{', '.join(names[:-1])} and {names[-1]} are the first {write_count(part.top or len(names))}"


def write_count(number: int) -> str:
    """A small number as a word.

    Examples
    --------
    >>> write_count(3), write_count(12)
    ('three', '12')
    """
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)


def write_claimed(part: Part) -> str:
    """The figure, range, order or record that a part claims, for a table."""
    claimed = part.claimed
    if part.statistic == "peak-year":
        return f"record in {part.year}"
    if part.statistic == "ranking":
        return _write_ranks(part)
    if part.statistic == "trend":
        return "a rise" if "UP" in part.rule else "a fall"
    if part.statistic == "record" or claimed is None:
        return "as stated"
    if isinstance(claimed, tuple):
        ends = [write_value(float(end), part.unit) for end in claimed]
        return f"{ends[0].partition(' ')[0]} to {ends[-1]}"
    return write_value(float(claimed), part.unit)


def write_flip(reading: ReadingVerdict, labels: Labels) -> str:
    """What the verdict of a reading turns on, in a sentence."""
    decisions = [part.decision for part in reading.parts if part.decision is not None]
    if decisions:
        return write_decision(max(decisions, key=lambda item: item.share_explained), labels)
    if all(part.part.statistic == "record" for part in reading.parts):
        return "Documents decide; no choice of data does."
    outcomes = {item.outcome for part in reading.parts for item in part.computed}
    if len(outcomes) == 1:
        verb = {"supports": "supports", "contradicts": "contradicts", "neither": "neither supports nor contradicts"}
        return f"No choice changes it: every specification {verb[outcomes.pop()]} the claim."
    return "No choice of data changes any part of it: each part comes out the same in every specification."


def write_decision(decision: Decision, labels: Labels) -> str:
    """The dimension that decides, with the share of specifications that each of its choices supports."""
    ordered = sorted(decision.support_by_choice.items(), key=lambda pair: (-pair[1], pair[0]))
    if len(ordered) > _CHOICES_NAMED:
        ordered = [ordered[0], ordered[-1]]
    shown = "; ".join(f"{labels.choice(name)}, {share:.0%}" for name, share in ordered)
    return f"Most depends on {labels.dimension(decision.dimension)}. Share of specifications that support it: {shown}."
