"""Sentences about verdicts, made from the evidence: what was found, and what it turns on."""

from __future__ import annotations

import itertools

import pandas as pd

from scoledger.claims import Part, Rule, title_reading
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
#: Verdicts of a part that documents or data bear out.
_BORNE_OUT = {"supported", "confirmed", "disputed"}
#: More choices than this are summed up by the best and the worst.
_CHOICES_NAMED = 4
#: A dimension that explains less than this share of the differences decides nothing.
_LEAST_EXPLAINED = 0.05
#: Parts told in a sentence, and the letters after which no other begins; the others stand in the table.
_PARTS_NAMED = 4
_LETTERS_TOLD = 160
#: A mixed verdict with less support than this holds not even in part.
_LEAST_SUPPORT = 1 / 3
#: More measurements than this are summed up in one range.
_MEASUREMENTS_NAMED = 4


def write_sentence(verdict: ClaimVerdict, labels: Labels, rules: dict[str, Rule]) -> str:
    """One sentence for a newcomer: whether the claim holds, and on which figures.

    Examples
    --------
    ``The claim does not hold: 65 bcm claimed for 2020, 32.3 bcm measured (27.2 to 37.3).``
    """
    if not verdict.readings:
        return f"{_OPENINGS[verdict.verdict]}: {(verdict.claim.reason_untestable or '').rstrip('.')}."
    if verdict.depends_on_reading:
        stated = [
            f"{title_reading(one.reading.name)}, {one.verdict}: {write_finding(one, verdict, labels, rules)}."
            for one in verdict.readings
        ]
        # Documents are told once, however many readings rest on them.
        told = verdict.records.finding.rstrip(".") if verdict.records else ""
        first, *others = stated
        others = [text.replace(told, "the same documents") if told and told in first else text for text in others]
        return f"It depends on the reading. {' '.join([first, *others])}"
    return f"{_open(verdict)}: {write_finding(verdict.readings[0], verdict, labels, rules)}."


def _open(verdict: ClaimVerdict) -> str:
    """The first words: whether the claim stands."""
    reading = verdict.readings[0]
    support, against = reading.share("supports"), reading.share("contradicts")
    is_borne_out = any(part.verdict in _BORNE_OUT for part in reading.parts)
    if verdict.verdict == "mixed" and not is_borne_out and support < _LEAST_SUPPORT:
        return "The data do not decide" if against < _LEAST_SUPPORT else "The data lean against the claim"
    if verdict.verdict == "disputed" and verdict.records:
        sides = {record.supports for record in verdict.records.records if record.checked != "not verified"}
        if "otherwise" in sides:
            return "Documents stand on both sides"
    return _OPENINGS[verdict.verdict]


def write_finding(reading: ReadingVerdict, verdict: ClaimVerdict, labels: Labels, rules: dict[str, Rule]) -> str:
    """What was found under one reading, part by part, without a full stop."""
    found: list[str] = []
    for _, parts in itertools.groupby(reading.parts, key=_figure_claimed):
        group = list(parts)
        if len(group) > 1:  # several quantities held against one figure
            measured = "; ".join(f"{item.part.name} {_write_measured(item)}" for item in group)
            found.append(f"{_write_claimed_of(group[0].part)}, measured: {measured}")
        else:
            found.append(_write_part(group[0], verdict, labels, rules[group[0].part.rule]))
    before = itertools.accumulate(map(len, found), initial=0)
    told = [text for text, letters in zip(found[:_PARTS_NAMED], before, strict=False) if letters < _LETTERS_TOLD]
    rest = len(found) - len(told)
    return "; ".join(told) + (f"; and {rest} more {'part' if rest == 1 else 'parts'} in the table" if rest else "")


def _figure_claimed(item: PartVerdict) -> object:
    """What two parts must share to be told in one breath; nothing else shares it."""
    part = item.part
    return (part.claimed, part.unit, part.year) if part.statistic == "level" else id(item)


def _write_claimed_of(part: Part) -> str:
    return f"{write_figure(part)} claimed{f' for {part.year}' if part.year else ''}"


def _write_measured(item: PartVerdict) -> str:
    """The measured figure; apart for each measurement where few of them differ."""
    unit = item.part.unit
    apart = item.values_by_measurement
    if 1 < len(apart) <= _MEASUREMENTS_NAMED:
        names = _without_common_start(list(apart))
        pairs = zip(apart.values(), names, strict=True)
        return "; ".join(f"{_write_range(values, unit)}, {name}" for values, name in pairs)
    everything = item.values  # noqa: PD011 - a property of ours
    return _write_range(everything, unit)


def _without_common_start(labels: list[str]) -> list[str]:
    """Labels without the words before the first comma when all share them."""
    starts = {label.partition(", ")[0] for label in labels}
    ends = [label.partition(", ")[2] for label in labels]
    return ends if len(starts) == 1 and all(ends) else labels


def _write_range(values: pd.Series, unit: str) -> str:
    middle = write_value(float(values.median()), unit)
    low, high = (write_value(float(value), unit) for value in (values.min(), values.max()))
    return f"{middle} ({_bare(low, high)})" if low != high else middle


def _write_part(item: PartVerdict, verdict: ClaimVerdict, labels: Labels, rule: Rule) -> str:
    part, values = item.part, item.values  # noqa: PD011 - a property of ours
    count, number = len(item.computed), sum(one.outcome == "supports" for one in item.computed)
    match part.statistic:
        case "record":
            return verdict.records.finding.rstrip(".") if verdict.records else ""
        case "trend":
            absent = sum(one.is_absent for one in item.computed)
            others = sum(one.outcome == "contradicts" for one in item.computed) - absent
            sign = "rise" if rule.direction == 1 else "fall"
            against = f"{others or 'none'} the opposite" + (
                f", {absent} rule out a change worth the name" * bool(absent)
            )
            named = "" if part.name == "trend" else f" ({part.name})"
            toward = sum((one.value or 0.0) * (rule.direction or 1) > 0 for one in item.computed)
            points = f"; {toward} of {count} slopes point that way" if number < toward else ""
            return f"{number} of {count} specifications{named} show a clear {sign}, {against}{points}"
        case "comparison":
            return f"{write_claimed(part, labels, rule)} in {number} of {count} specifications ({part.name})"
        case "effect":
            shown = f"a change with the event that others do not show ({part.name})"
            return f"{number} of {count} specifications show {shown}{_write_rest(item)}"
        case "ranking":
            ranks = f"{_write_ranks(part, labels)} in {number} of {count} specifications ({part.name})"
            return f"{ranks}; {_write_worst(part, values)}"
        case "peak-year":
            peaks = sorted({int(value) for value in values})
            shown = f"{peaks[0]}" if len(peaks) == 1 else f"{peaks[0]} or {peaks[-1]}"
            return f"the record year is {shown}, claimed {part.year}"
        case "ratio":
            low, high = f"{values.min():.0f}", f"{values.max():.0f}"
            span = f"{low} to {high}" if low != high else low
            return f"a {span}-fold rise against the {write_claimed(part, labels, rule)}-fold one claimed"
        case _:
            return f"{_write_claimed_of(part)}, measured: {_write_measured(item)}"


def _write_rest(item: PartVerdict) -> str:
    """Specifications of an effect that do not support it: what they show instead."""
    others = [one for one in item.computed if one.outcome != "supports"]
    against, undecided = ([one for one in others if one.outcome == word] for word in ("contradicts", "neither"))
    absent = sum(one.is_absent for one in against)
    unclean = sum((one.low or 0) * (one.high or 0) > 0 for one in undecided)
    told = [
        (len(undecided) - unclean, "cannot tell it from chance"),
        (unclean, "show one at a false event too"),
        (absent, "rule out one worth the name"),
        (len(against) - absent, "show the opposite"),
    ]
    return "".join(f"; {number} {words}" for number, words in told if number)


def _write_worst(part: Part, values: pd.Series) -> str:
    """How far off the last of the units claimed stands."""
    units = part.claimed if isinstance(part.claimed, tuple) else ()
    low, high = int(values.min()), int(values.max())
    span = f"{low}" if low == high else f"{low} to {high}"
    return f"it is number {span}" if len(units) == 1 else f"the lowest of them is number {span}"


def _bare(low: str, high: str) -> str:
    """Both ends without their common unit, which the sentence has named already."""
    return f"{low.partition(' ')[0]} to {high.partition(' ')[0]}"


def _write_ranks(part: Part, labels: Labels) -> str:
    names = [labels.choice(str(unit)) for unit in part.claimed] if isinstance(part.claimed, tuple) else []
    if len(names) == 1:
        return (
            f"{names[0]} is among the first {write_count(part.top or 1)}"
            if (part.top or 1) > 1
            else f"{names[0]} is first"
        )
    return f"{', '.join(names[:-1])} and {names[-1]} are the first {write_count(part.top or len(names))}"


def _write_order(part: Part, labels: Labels) -> str:
    if isinstance(part.claimed, tuple):
        return " before ".join(labels.choice(str(unit)) for unit in part.claimed)
    side = "below" if part.below else "above"
    return f"{side} {write_value(float(part.claimed or 0), part.unit)}"


def write_count(number: int) -> str:
    """A small number as a word.

    Examples
    --------
    >>> write_count(3), write_count(12)
    ('three', '12')
    """
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)


def write_claimed(part: Part, labels: Labels, rule: Rule) -> str:
    """The figure, range, order or record that a part claims, for a table."""
    claimed = part.claimed
    if part.statistic == "peak-year":
        return f"record in {part.year}"
    if part.statistic == "ranking":
        return _write_ranks(part, labels)
    if part.statistic == "comparison":
        return _write_order(part, labels)
    if part.statistic == "effect":
        return "an effect"
    if part.statistic == "trend":
        return "a rise" if rule.direction == 1 else "a fall"
    if part.statistic == "record" or claimed is None:
        return "as stated"
    return write_figure(part)


def write_figure(part: Part) -> str:
    """The figure or the range that a part claims, with its unit."""
    claimed = part.claimed
    if isinstance(claimed, tuple):
        ends = [write_value(float(end), part.unit) for end in claimed]
        return f"{ends[0].partition(' ')[0]} to {ends[-1]}"
    return write_value(float(claimed or 0), part.unit)


def write_decision(decision: Decision, labels: Labels) -> str:
    """The dimension that decides, with the share of each choice's specifications that support the claim.

    Where none supports it, with the share of those that contradict it.
    """
    if decision.share_explained < _LEAST_EXPLAINED:
        return "No one dimension goes far to explain the differences."
    side, shares = "support", decision.support_by_choice
    if decision.contradict_by_choice and not any(shares.values()):
        side, shares = "contradict", decision.contradict_by_choice
    ordered = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    if len(ordered) > _CHOICES_NAMED:
        ordered = [ordered[0], ordered[-1]]
    shown = "; ".join(f"{labels.choice(name)}, {share:.0%}" for name, share in ordered)
    most = f"Most depends on {labels.dimension(decision.dimension)}"
    return f"{most} ({decision.share_explained:.0%} of the differences). Specifications that {side} the claim: {shown}."
