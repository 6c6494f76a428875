"""The smallest change of choices that reverses a verdict."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scoledger.claims import Rule
from scoledger.verdicts.evidence import Outcome, PartVerdict, ReadingVerdict, Verdict
from scoledger.verdicts.joining import conclude_part, join_parts, list_choices

#: A restriction leaves every part that it touches at least so many specifications, and a part that comes to be
#: supported or contradicted has at least so many that say so: no flip hangs on one oddity.
FEWEST_LEFT = 2
#: Choices that may be fixed together.
MOST_CHOICES = 2
#: What a verdict is turned into, in the order in which it is told.
_OPPOSITES: dict[str, tuple[Verdict, ...]] = {
    "supported": ("contradicted",),
    "contradicted": ("supported",),
    "mixed": ("supported", "contradicted"),
    "not identified": ("supported", "contradicted"),
}

#: The outcome that a verdict rests on.
RESTS_ON: dict[str, Outcome] = {"supported": "supports", "contradicted": "contradicts"}

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Flip:
    """Choices under which a reading's verdict is another.

    Parameters
    ----------
    choices : tuple of (str, str)
        Dimension and choice; everything else stays open.
    verdict : str
        Verdict of the reading over the specifications that make these choices.
    parts : tuple of PartVerdict
        Parts of the reading over these specifications.
    specifications : int
        How many of them could be computed.
    """

    choices: Choices
    verdict: Verdict
    parts: tuple[PartVerdict, ...]
    specifications: int


def find_flips(reading: ReadingVerdict, rules: dict[str, Rule]) -> tuple[Flip, ...]:
    """Find the fewest choices that reverse the verdict of a reading.

    Returns
    -------
    tuple of Flip
        For *supported* the smallest set of choices that gives *contradicted*, and the reverse; for *mixed* and
        *not identified* the smallest that gives the one and the smallest that gives the other.  Where there is
        none, the smallest set that changes the verdict at all; empty when no one or two choices do.

    Notes
    -----
    A specification keeps its place when it makes the choice.  A part none of whose specifications knows the choice
    stays as it is.  Where a part asks for so many of its groups, a choice among the groups would change the
    question and is not tried.  Of sets of one size the one that leaves most specifications is taken, then the first
    by the alphabet.
    """
    opposites = _OPPOSITES.get(reading.verdict, ())
    found: dict[Verdict, Flip] = {}
    for size in range(1, MOST_CHOICES + 1):
        tried: dict[Verdict, Flip] = {}
        for flip in _restrict_all(reading, rules, size):
            best = tried.get(flip.verdict)
            if flip.verdict != reading.verdict and (best is None or _order(flip) < _order(best)):
                tried[flip.verdict] = flip
        found = tried | found
        if opposites and all(word in found for word in opposites):
            break
    reversing = tuple(found[word] for word in opposites if word in found)
    if reversing or not found:
        return reversing
    return (min(found.values(), key=lambda flip: (len(flip.choices), *_order(flip))),)


def count_computed(reading: ReadingVerdict) -> int:
    """Pieces of evidence that the data could give, over all parts."""
    return sum(len(part.computed) for part in reading.parts)


def _order(flip: Flip) -> tuple[int, Choices]:
    return -flip.specifications, flip.choices


@dataclass(frozen=True)
class _Open:
    """A part, and which of its evidence makes which choice."""

    item: PartVerdict
    members: dict[tuple[str, str], frozenset[int]]


def _restrict_all(reading: ReadingVerdict, rules: dict[str, Rule], size: int) -> Iterator[Flip]:
    parts = [_Open(item, _members(item)) for item in reading.parts]
    varied = sorted({choice for part in parts for choice, kept in part.members.items() if _narrows(part, kept)})
    closed = {item.part.group for item in reading.parts if item.part.group and item.part.group_at_least}
    choices = [(dimension, choice) for dimension, choice in varied if dimension not in closed]
    known: dict[tuple[str, frozenset[int]], PartVerdict] = {}
    for chosen in itertools.combinations(choices, size):
        if len({dimension for dimension, _ in chosen}) == size:
            flip = _restrict(parts, rules, chosen, known)
            if flip is not None:
                yield flip


def _members(item: PartVerdict) -> dict[tuple[str, str], frozenset[int]]:
    found: dict[tuple[str, str], set[int]] = {}
    for position, one in enumerate(item.computed):
        for choice in list_choices(one.specification).items():
            found.setdefault(choice, set()).add(position)
    return {choice: frozenset(kept) for choice, kept in found.items()}


def _narrows(part: _Open, kept: frozenset[int]) -> bool:
    return 0 < len(kept) < len(part.item.computed)


def _restrict(
    parts: list[_Open], rules: dict[str, Rule], chosen: Choices, known: dict[tuple[str, frozenset[int]], PartVerdict]
) -> Flip | None:
    """Verdict over the specifications that make the choices; None when too few are left of a part."""
    judged = []
    for part in parts:
        everything = frozenset(range(len(part.item.computed)))
        kept = everything.intersection(*(part.members[choice] for choice in chosen if choice in part.members))
        if len(kept) < min(FEWEST_LEFT, len(everything)):
            return None
        if kept == everything:
            judged.append(part.item)
            continue
        key = (part.item.part.name, kept)
        if key not in known:
            known[key] = _conclude(part.item, rules[part.item.part.rule], kept)
        if _hangs_on_one(known[key], part.item):
            return None
        judged.append(known[key])
    return Flip(chosen, join_parts(judged), tuple(judged), sum(len(item.computed) for item in judged))


def _hangs_on_one(item: PartVerdict, whole: PartVerdict) -> bool:
    outcome = RESTS_ON.get(item.verdict)
    if outcome is None or item.verdict == whole.verdict:
        return False
    return sum(one.outcome == outcome for one in item.computed) < FEWEST_LEFT


def _conclude(item: PartVerdict, rule: Rule, kept: frozenset[int]) -> PartVerdict:
    evidence = tuple(one for position, one in enumerate(item.computed) if position in kept)
    verdict, groups = conclude_part(item.part, rule, evidence)
    return replace(item, verdict=verdict, evidence=evidence, groups=groups, decision=None)
