"""What a verdict turns on, in plain words: the fewest choices that reverse it, and the dimension that decides."""

from __future__ import annotations

from dataclasses import replace

from scoledger.claims import Rule, title_reading
from scoledger.verdicts.evidence import ClaimVerdict, PartVerdict, ReadingVerdict
from scoledger.verdicts.flips import FEWEST_LEFT, Flip, count_computed, find_flips
from scoledger.verdicts.labels import Labels
from scoledger.verdicts.tendency import write_tendency
from scoledger.verdicts.wording import write_decision

_STANDS = {
    "supported": "holds",
    "contradicted": "does not hold",
    "mixed": "comes out mixed",
    "not identified": "cannot be decided",
}
#: Parts told one by one; more are counted.
_PARTS_TOLD = 2
_VERBS = {"supports": "supports", "contradicts": "contradicts", "neither": "neither supports nor contradicts"}


def list_flips(verdict: ClaimVerdict, labels: Labels, rules: dict[str, Rule]) -> str:
    """What each reading turns on, as a markdown list; first the readings themselves, where they differ."""
    lines = [f"* *Between the readings*: {write_difference(verdict)}"] if verdict.depends_on_reading else []
    lines += [
        f"* *{title_reading(reading.reading.name)}*: {write_turning(reading, labels, rules)}"
        for reading in verdict.readings
    ]
    return "\n".join(lines)


def write_difference(verdict: ClaimVerdict) -> str:
    """How the readings differ: no smaller change reverses the verdict.

    Examples
    --------
    ``Read as “literal” the claim is contradicted, as “charitable” supported.``
    """
    names: dict[str, list[str]] = {}
    for reading in verdict.readings:
        word = "undecided" if reading.verdict == "not identified" else reading.verdict
        names.setdefault(word, []).append(f"“{reading.reading.name}”")
    (first, known), *others = ((word, " and ".join(known)) for word, known in names.items())
    told = "".join(f", as {known} {word}" for word, known in others)
    return f"Read as {known} the claim is {first}{told}."


def write_turning(reading: ReadingVerdict, labels: Labels, rules: dict[str, Rule]) -> str:
    """What reverses the verdict of a reading, and the dimension that most of the difference goes back to."""
    turning = write_flip(reading, labels, rules)
    decided = [(part.decision, part.part.name) for part in reading.parts if part.decision is not None]
    if not decided:
        return turning
    decision, name = max(decided, key=lambda pair: pair[0].share_explained)
    told = write_decision(decision, labels)
    if len(reading.parts) > 1 and told.startswith("Most"):
        told = f"On “{name}” m{told[1:]}"
    return f"{turning} {told}"


def write_flip(reading: ReadingVerdict, labels: Labels, rules: dict[str, Rule]) -> str:
    """The smallest change of choices that reverses a reading's verdict, in a sentence.

    Examples
    --------
    ``Read from the importer's books the claim holds (about right, 44.9 billion USD); read from the exporter's books it
    does not hold (far too low, 26.1 billion USD).``
    """
    if not any(part.computed for part in reading.parts):
        return "Documents decide; no choice of data does."
    outcomes = {item.outcome for part in reading.parts for item in part.computed}
    if len(outcomes) == 1:
        return f"No choice changes it: every specification {_VERBS[outcomes.pop()]} the claim."
    if all(len(part.computed) <= FEWEST_LEFT for part in reading.parts):
        return "Each figure rests on one or two specifications, too few to ask which choice would change the verdict."
    flips = find_flips(reading, rules)
    if flips:
        return _write_flips(reading, flips, "the claim", labels, rules)
    return _write_flip_of_part(reading, labels, rules)


def _write_flip_of_part(reading: ReadingVerdict, labels: Labels, rules: dict[str, Rule]) -> str:
    """What reverses the verdict on one part, where nothing changes that on the whole."""
    firm = "No single choice and no pair of choices changes the verdict"
    found = []
    for place, part in enumerate(reading.parts):
        alone = replace(reading, parts=(part,), verdict=part.verdict)
        flips = find_flips(alone, rules) if len(reading.parts) > 1 else ()
        if any(flip.verdict in {"supported", "contradicted"} for flip in flips):
            size = max(len(flip.choices) for flip in flips)
            found.append((-len(flips), size, part.part.role != "core", place, alone, flips))
    if not found:
        return f"{firm}."
    *_, alone, flips = min(found, key=lambda item: item[:4])
    told = _write_flips(alone, flips, "it", labels, rules)
    return f"{firm}. They do change that on “{alone.parts[0].part.name}”: {told[:1].lower()}{told[1:]}"


def _write_flips(
    reading: ReadingVerdict, flips: tuple[Flip, ...], subject: str, labels: Labels, rules: dict[str, Rule]
) -> str:
    if len(flips) == 1:
        whole = f"all in all {subject} {_write_stand(reading.verdict, reading.parts, flips[0].parts, labels, rules)}"
        told = f"{whole}, but {_write_fixed(flips[0], reading.parts, 'it', labels, rules)}"
    else:
        first, second = flips
        told = (
            f"{_write_fixed(first, second.parts, subject, labels, rules)}; "
            f"{_write_fixed(second, first.parts, 'it', labels, rules)}"
        )
    counts = " and ".join(str(flip.specifications) for flip in flips)
    return f"{told[:1].upper()}{told[1:]}. That rests on {counts} of {count_computed(reading)} specifications."


def _write_fixed(
    flip: Flip, others: tuple[PartVerdict, ...], subject: str, labels: Labels, rules: dict[str, Rule]
) -> str:
    phrase = " and ".join(labels.phrase(dimension, choice) for dimension, choice in flip.choices)
    return f"{phrase} {subject} {_write_stand(flip.verdict, flip.parts, others, labels, rules)}"


def _write_stand(
    verdict: str,
    parts: tuple[PartVerdict, ...],
    others: tuple[PartVerdict, ...],
    labels: Labels,
    rules: dict[str, Rule],
) -> str:
    """How the claim stands in one case, with what is found of the parts that come out differently in the other."""
    stands = _STANDS.get(verdict, f"is {verdict}")
    changed = [item for item, other in zip(parts, others, strict=True) if item.verdict != other.verdict]
    if len(changed) > _PARTS_TOLD:
        return f"{stands} ({sum(item.verdict == 'supported' for item in parts)} of {len(parts)} parts do)"
    found = [write_tendency(item, labels, rules[item.part.rule]) for item in changed]
    found = [
        f"{name}: {words}" if name else words
        for words, name in zip(found, (_name_part(item, is_alone=len(parts) == 1) for item in changed), strict=True)
    ]
    return f"{stands} ({'; '.join(found)})"


def _name_part(item: PartVerdict, *, is_alone: bool) -> str:
    """The part's name where there are several; of one that is held against a threshold, what is measured."""
    if not is_alone:
        return f"“{item.part.name}”"
    if item.part.statistic != "comparison" or isinstance(item.part.claimed, tuple):
        return ""
    labels = {one.specification.label for one in item.computed}
    return labels.pop() if len(labels) == 1 else item.part.name
