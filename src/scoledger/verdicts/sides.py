"""The verdict of a reading under each choice of one dimension: what it would be if only that choice were made."""

from __future__ import annotations

from dataclasses import replace

from scoledger.claims import Rule
from scoledger.verdicts.evidence import PartVerdict, ReadingVerdict, Verdict
from scoledger.verdicts.joining import conclude_part, join_parts, list_choices


def judge_by_choice(reading: ReadingVerdict, rules: dict[str, Rule], dimension: str) -> dict[str, Verdict]:
    """Judge a reading over the specifications of one choice of a dimension alone, for each choice.

    Parameters
    ----------
    reading : ReadingVerdict
    rules : dict of str to Rule
    dimension : str
        For example ``"mirror"``.

    Returns
    -------
    dict of str to str
        Verdict by choice, in alphabetical order.  A choice that leaves a part without any evidence has none; empty when
        no specification knows the dimension.

    Notes
    -----
    The rules stay as they are: the shares of specifications that decide are shares of fewer.  A part none of whose
    specifications knows the dimension stays as it is.
    """
    places = [[list_choices(one.specification).get(dimension) for one in part.computed] for part in reading.parts]
    choices = sorted({choice for own in places for choice in own if choice is not None})
    found: dict[str, Verdict] = {}
    for choice in choices:
        judged = [
            _restrict(part, rules[part.part.rule], own, choice) for part, own in zip(reading.parts, places, strict=True)
        ]
        kept = [part for part in judged if part is not None]
        if len(kept) == len(judged):
            found[choice] = join_parts(kept)
    return found


def _restrict(part: PartVerdict, rule: Rule, places: list[str | None], choice: str) -> PartVerdict | None:
    """A part over the evidence of one choice; None when none is left."""
    if not any(place is not None for place in places):
        return part
    evidence = tuple(one for one, place in zip(part.computed, places, strict=True) if place == choice)
    if not evidence:
        return None
    verdict, groups = conclude_part(part.part, rule, evidence)
    return replace(part, verdict=verdict, evidence=evidence, groups=groups, decision=None)
