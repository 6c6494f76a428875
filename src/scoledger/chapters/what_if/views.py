"""Views of a claim: its own ways of measuring, apart from the window, and the same for other sets of members."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from scoledger.claims import Claim, Part, Prune
from scoledger.claims.claim import Choice
from scoledger.countries import members, states_name
from scoledger.verdicts import Labels, Specification, specify
from scoledger.verdicts.evidence import write_choice

#: The membership after each enlargement, beside the set of states that a claim asks after.
SETS: Mapping[str, tuple[str, ...]] = MappingProxyType({"SCO6": ("SCO2017", "SCO2023", "SCO2024")})
#: Arguments that a reader chooses apart; what else a specification varies is part of the definition.
BOOKS, PAIRS, STATES = ("mirror", "source"), "without", "states"
#: Choices that a definition states, in this order.
DEFINING = ("flow", "fuels", "prices", "classes")
#: A choice that leaves nothing out, and so says nothing.
INCLUDED = "with"
WINDOW = "window"
#: Where a series names no states.
NO_STATES = "the area as a whole"
#: What a reader chooses of a view, in the order of the controls.
CHOICES = ("definition", "books", "pairs", "states")

Window = tuple[int, int]


@dataclass(frozen=True)
class View:
    """One way to measure a claim and one way to judge it, for all windows.

    Parameters
    ----------
    reading : str
        The readings that judge so, in words.
    part : scoledger.claims.Part
        The part of the first of these readings that it judges.
    specification : scoledger.verdicts.Specification
        What is measured; its window counts for nothing here.
    definition, books, pairs, states : str
        Its choices in plain words.
    is_own : bool
        Whether the claim itself measures so; otherwise the states are others.
    windows : tuple of (int, int)
        Windows of the claim's own specifications.
    ends : tuple of (int, str)
        Last years beyond which no window is defensible, each with the claim's reason.
    """

    reading: str
    part: Part
    specification: Specification
    definition: str
    books: str
    pairs: str
    states: str
    is_own: bool
    windows: tuple[Window, ...]
    ends: tuple[tuple[int, str], ...]

    @property
    def choices(self) -> tuple[str, ...]:
        """What a reader chooses beside the reading, in plain words, in the order of `CHOICES`."""
        return self.definition, self.books, self.pairs, self.states

    @property
    def key(self) -> str:
        """Views of one key judge one series."""
        return write_key(self.specification)

    def at(self, window: Window) -> Specification:
        """The specification of this view for one window."""
        one = self.specification
        return replace(one, choices=MappingProxyType({**one.choices, WINDOW: window}))


def write_key(one: Specification) -> str:
    """A specification but for its window, as text."""
    return repr((one.measure, sorted(one.arguments.items())))


def write_conditions(part: Part) -> str:
    """What decides over the outcome of a part, as text."""
    return repr(part.model_dump(include={"rule", "smallest_trend", "rising_share", "no_downward_break"}))


def list_views(claim: Claim, labels: Labels, measures: Sequence[str] = ()) -> list[View]:
    """Views of a claim: of every way of measuring and of judging one, in the order of the claim.

    Parameters
    ----------
    claim : scoledger.claims.Claim
    labels : scoledger.verdicts.Labels
    measures : sequence of str
        Measures that count; none named means all.

    Returns
    -------
    list of View
        Views of other sets of states follow the claim's own.
    """
    found: dict[tuple[str, str], tuple[Part, Specification, list[Window]]] = {}
    readings: dict[str, dict[str, None]] = {}
    for reading in claim.readings:
        for one in specify(reading, f"claim {claim.id!r}, reading {reading.name!r}"):
            if one.window is None or (measures and one.measure not in measures):
                continue
            for part in reading.parts:
                if part.statistic == "trend" and (not one.parts or part.name in one.parts):
                    judged = write_conditions(part)
                    readings.setdefault(judged, {})[reading.name] = None
                    found.setdefault((judged, write_key(one)), (part, one, []))[2].append(one.window)
    names = _name_measures(claim)
    return [
        _make_view(claim, " or ".join(readings[judged]), part, one, states, windows, names, labels)
        for (judged, _), (part, one, windows) in found.items()
        for states in _list_sets(one)
    ]


def _list_sets(one: Specification) -> tuple[str, ...]:
    own = str(one.arguments.get(STATES, ""))
    return own, *SETS.get(own, ())


def _name_measures(claim: Claim) -> dict[str, str]:
    """What each measure of a claim is called: by the shortest of its labels, since the books are stated apart."""
    found: dict[str, str] = {}
    for reading in claim.readings:
        for one in reading.measurements:
            found[one.measure] = min(found.get(one.measure, one.label), one.label, key=len)
    return found


def _make_view(
    claim: Claim, reading: str, part: Part, one: Specification, states: str, windows: Sequence[Window],
    names: Mapping[str, str], labels: Labels,
) -> View:  # fmt: skip
    is_own = states == one.arguments.get(STATES, "")
    arguments = MappingProxyType(dict(one.arguments) | ({STATES: states} if states else {}))
    return View(
        reading,
        part,
        replace(one, arguments=arguments),
        *_say(names[one.measure], arguments, labels),
        is_own,
        tuple(dict.fromkeys(windows)) if is_own else (),
        tuple(_find_ends(claim, one.measure, arguments, windows)),
    )


def _say(name: str, arguments: Mapping[str, Choice], labels: Labels) -> tuple[str, str, str, str]:
    """The choices of `CHOICES` in plain words."""
    chosen = [write_choice(arguments[one]) for one in DEFINING if one in arguments]
    definition = ", ".join([name, *(labels.choice(choice) for choice in chosen if choice != INCLUDED)])
    pairs, states = labels.choice(str(arguments.get(PAIRS, ""))), str(arguments.get(STATES, ""))
    return definition, _name_books(arguments, labels), pairs, states_name(states) if states else NO_STATES


def _name_books(arguments: Mapping[str, Choice], labels: Labels) -> str:
    side, source = (arguments.get(name, "") for name in BOOKS)
    tables = source if isinstance(source, tuple) else (source,)
    named = "; ".join(labels.choice(str(table)) for table in tables)
    return f"{labels.choice(str(side))} ({named})" if side else named


def list_pruned(claim: Claim, labels: Labels, measures: Sequence[str] = ()) -> dict[tuple[str, ...], str]:
    """The claim's reason for each combination of choices that it leaves out whatever the window.

    Parameters
    ----------
    claim, labels, measures
        As for `list_views`.

    Returns
    -------
    dict of tuple to str
        By the choices of `CHOICES`, in plain words.
    """
    names = _name_measures(claim)
    found: dict[tuple[str, ...], str] = {}
    for one in (one for reading in claim.readings for one in reading.measurements):
        vary = {name: choices for name, choices in one.vary.items() if name != WINDOW}
        rules = [prune for prune in one.prune if WINDOW not in prune.when and (not measures or one.measure in measures)]
        for prune, combination in itertools.product(rules, itertools.product(*vary.values())):
            arguments = {**one.arguments, **dict(zip(vary, combination, strict=True))}
            if all(arguments.get(name) == value for name, value in prune.when.items()):
                found[_say(names[one.measure], arguments, labels)] = prune.reason
    return found


def _find_ends(
    claim: Claim, measure: str, arguments: Mapping[str, Choice], windows: Sequence[Window]
) -> Iterator[tuple[int, str]]:
    """Years after which a reason that the claim gives for leaving windows out speaks against every window.

    A window that the claim leaves out ends later than those that it keeps; so does any that ends later still.  A reason
    that is stated for one state counts for every set of states that holds it, under every reading.
    """
    last = max(window[1] for window in windows)
    measurements = [one for reading in claim.readings for one in reading.measurements if one.measure == measure]
    reasons = [prune.reason for one in measurements for prune in one.prune if _concerns(prune, arguments, last)]
    yield from ((last, reason) for reason in dict.fromkeys(reasons))


def _concerns(prune: Prune, arguments: Mapping[str, Choice], last: int) -> bool:
    """Whether a reason is about windows that end after a year, and about nothing that these arguments are not."""
    window = prune.when.get(WINDOW)
    if not isinstance(window, tuple) or int(window[1]) <= last:
        return False
    others = {name: value for name, value in prune.when.items() if name != WINDOW}
    return all(name in arguments and _covers(name, arguments[name], value) for name, value in others.items())


def _covers(name: str, chosen: Choice, value: Choice) -> bool:
    if name == STATES:
        return set(members(str(value))) <= set(members(str(chosen)))
    return chosen == value
