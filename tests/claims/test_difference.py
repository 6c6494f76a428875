"""What differs between two locked contents, in plain words."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from scoledger.claims.difference import tell_difference

CONTENT: dict[str, Any] = {
    "readings": [
        {
            "name": "literal",
            "meaning": "As it stands, in current dollars, all five states.",
            "parts": [
                {"name": "2014", "rule": "PF10", "statistic": "level", "claimed": 45.0, "year": 2014},
                {"name": "rise", "rule": "TREND_UP", "statistic": "trend", "role": "attribute"},
            ],
            "measurements": [
                {
                    "measure": "bilateral_trade",
                    "label": "trade",
                    "arguments": {"partners": "CHN"},
                    "vary": {"states": ["CA5", ["KAZ", "KGZ"]]},
                    "prune": [{"when": {"states": "CA5"}, "reason": "No table."}],
                },
                {"measure": "share", "label": "share"},
            ],
        },
        {"name": "charitable", "meaning": "Roughly.", "parts": []},
    ],
    "control": {"measure": "bilateral_trade", "label": "trade", "first_year": 2001, "last_year": 2014},
    "rules": {"PF10": {"kind": "point", "text": "Within 10 percent of the claim in two thirds.", "within": 0.1}},
}


def literal(content: dict[str, Any]) -> dict[str, Any]:
    """The first reading."""
    return content["readings"][0]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda c: literal(c)["parts"][0].update(claimed=44.5), "reading literal, part 2014: claimed 45 -> 44.5"),
        (lambda c: literal(c)["parts"][0].update(claimed=[44, 46]), "reading literal, part 2014: claimed 45 -> 44, 46"),
        (lambda c: literal(c)["parts"][1].pop("role"), "reading literal, part rise: role attribute -> core"),
        (
            lambda c: literal(c)["parts"][1].update(no_downward_break=True),
            "reading literal, part rise: no downward break no -> yes",
        ),
        (lambda c: literal(c)["parts"].pop(), "reading literal, part rise: taken out"),
        (
            lambda c: literal(c).update(meaning="As it stands, in constant dollars, all five states."),
            "reading literal: meaning “current” -> “constant”",
        ),
        (
            lambda c: literal(c).update(meaning="As it stands, in current dollars, all five states together."),
            "reading literal: meaning “states.” -> “states together.”",
        ),
        (
            lambda c: literal(c).update(meaning="in current dollars, all five states."),
            "reading literal: meaning “As it stands,” taken out",
        ),
        (
            lambda c: literal(c).update(meaning="As it really stands, in dollars, all six states."),
            "reading literal: meaning “really” added, “current” taken out, “five” -> “six”",
        ),
        (lambda c: literal(c).update(meaning=31 * "word "), "reading literal: meaning reworded"),
        (lambda c: c["readings"].pop(), "reading charitable: taken out"),
        (lambda c: c["readings"].append({"name": "wide", "parts": []}), "reading wide: added"),
        (
            lambda c: literal(c)["measurements"][0]["vary"].update(states=["CA4"], mirror=["filled"]),
            "reading literal, measurement “trade”: vary states CA5, KAZ + KGZ -> CA4; vary mirror none -> filled",
        ),
        (
            lambda c: literal(c)["measurements"][0].update(prune=[]),
            "reading literal, measurement “trade”: pruned combinations 1 taken out",
        ),
        (
            lambda c: literal(c)["measurements"][0]["prune"][0].update(reason="Other."),
            "reading literal, measurement “trade”: pruned combinations given other reasons",
        ),
        (
            lambda c: literal(c)["measurements"].append({"measure": "share", "label": "share"}),
            "reading literal, measurement “share” (2): added",
        ),
        (lambda c: literal(c)["measurements"].reverse(), "the order of readings, parts or measurements"),
        (lambda c: c["control"].update(first_year=1999), "control: first year 2001 -> 1999"),
        (lambda c: c.update(control={}), "control: taken out"),
        (
            lambda c: c["rules"]["PF10"].update(text="Within 20 percent of the claim in two thirds.", within=0.2),
            "rule PF10: text “10” -> “20”; within 0.1 -> 0.2",
        ),
        (lambda c: c["rules"]["PF10"].update(contradict_share="1/3"), "rule PF10: contradict share 2/3 -> 1/3"),
    ],
)
def test_each_change_is_told_in_one_line(change: Callable[[dict[str, Any]], Any], line: str) -> None:
    """Where it is, and from what to what; a key that was not stated had its default."""
    changed = copy.deepcopy(CONTENT)
    change(changed)

    assert tell_difference(CONTENT, changed) == (line,)


def test_parts_that_changed_alike_share_a_line() -> None:
    """A figure that two parts newly state is told once."""
    changed = copy.deepcopy(CONTENT)
    for part in literal(changed)["parts"]:
        part["smallest_effect"] = 0.1

    assert tell_difference(CONTENT, changed) == ("reading literal, parts 2014, rise: smallest effect none -> 0.1",)


def test_nothing_is_told_of_what_is_the_same() -> None:
    """A copy does not differ."""
    assert tell_difference(CONTENT, copy.deepcopy(CONTENT)) == ()
