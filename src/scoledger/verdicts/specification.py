"""Specifications: every defensible combination of the choices that a reading leaves open."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from scoledger.claims import Claim, Measurement, Prune, Reading, Rule
from scoledger.claims.claim import Choice
from scoledger.claims.rules import RuleKind, find_rule
from scoledger.errors import ClaimError, UnknownTableError, nearest
from scoledger.indicators import check_arguments, find_measure

#: Dimensions that the engine reads itself; all others are arguments of the measure.
WINDOW, YEAR = "window", "year"
#: The dimension that tells measurements of one reading apart.
MEASURE = "measure"
#: The argument that names tables.
SOURCE = "source"

_KINDS: dict[str, tuple[RuleKind, ...]] = {
    "level": ("point",),
    "ratio": ("point",),
    "peak-year": ("rank",),
    "ranking": ("rank",),
    "trend": ("trend",),
    "comparison": ("compare",),
    "effect": ("effect",),
    "record": ("record",),
}


@dataclass(frozen=True)
class Specification:
    """One combination of choices.

    Parameters
    ----------
    measure : str
        Name of the measure.
    label : str
        The measurement in a few words.
    arguments : mapping
        Everything the measure is called with.
    choices : mapping of str to choice
        The varied dimensions only, the window and the year included.
    parts : frozenset of str
        Parts of the reading that it can judge; empty means all.
    """

    measure: str
    label: str
    arguments: Mapping[str, Choice]
    choices: Mapping[str, Choice]
    parts: frozenset[str] = field(default_factory=frozenset)

    @property
    def window(self) -> tuple[int, int] | None:
        """First and last year, when the specification names a window."""
        window = self.choices.get(WINDOW)
        return (int(window[0]), int(window[1])) if isinstance(window, tuple) else None

    @property
    def year(self) -> int | None:
        """The year that the specification names, if it names one."""
        year = self.choices.get(YEAR)
        return int(year) if isinstance(year, int) else None


def specify(reading: Reading, where: str) -> list[Specification]:
    """All specifications of a reading, pruned.

    Returns
    -------
    list of Specification
        In the order of the file, the last dimension varying fastest.

    Raises
    ------
    ClaimError
        If the prune rules leave a measurement without any specification.
    """
    return [item for measurement in reading.measurements for item in _specify_one(measurement, where)]


def _specify_one(measurement: Measurement, where: str) -> list[Specification]:
    found = []
    for combination in itertools.product(*measurement.vary.values()):
        choices = dict(zip(measurement.vary, combination, strict=True))
        known: dict[str, Choice] = {**measurement.arguments, **choices}
        if any(_matches(prune, known) for prune in measurement.prune):
            continue
        arguments = {name: value for name, value in known.items() if name not in {WINDOW, YEAR}}
        fixed = {name: measurement.arguments[name] for name in (WINDOW, YEAR) if name in measurement.arguments}
        found.append(
            Specification(
                measurement.measure,
                measurement.label,
                MappingProxyType(arguments),
                MappingProxyType(fixed | choices),
                frozenset(measurement.parts),
            )
        )
    if not found:
        raise ClaimError(
            f"{where}: the prune rules of measurement {measurement.label!r} leave no specification.\n"
            "Prune less, or take the measurement out and say why in the note."
        )
    return found


def _matches(prune: Prune, known: Mapping[str, Choice]) -> bool:
    """Whether every choice in `when` is met; a list in `when` is a list of alternatives unless the dimension is one."""
    return all(
        name in known and (known[name] == value or _among(known[name], value)) for name, value in prune.when.items()
    )


def _among(choice: Choice, value: Choice) -> bool:
    return isinstance(value, tuple) and not isinstance(choice, tuple) and choice in value


def check_claim(claim: Claim, rules: dict[str, Rule], tables: Collection[str]) -> None:
    """Make sure that every measure, argument, rule and table that a claim names exists and fits.

    Raises
    ------
    UnknownMeasureError, UnknownRuleError, UnknownTableError, ClaimError
        At the first that does not; the message names claim and reading.
    """
    if not claim.readings and not claim.reason_untestable:
        raise ClaimError(
            f"claim {claim.id!r} has no verdict path: neither a reading nor reason_untestable.\nState one of them."
        )
    for reading in claim.readings:
        where = f"claim {claim.id!r}, reading {reading.name!r}"
        for part in reading.parts:
            rule = find_rule(rules, part.rule, where)
            if rule.kind not in _KINDS[part.statistic]:
                raise ClaimError(
                    f"{where}, part {part.name!r}: rule {part.rule!r} judges a {rule.kind}, "
                    f"not the statistic {part.statistic!r}.\nName a rule of kind {' or '.join(_KINDS[part.statistic])}."
                )
        for measurement in reading.measurements:
            _check_measurement(measurement, tables, where)
        specify(reading, where)
    if claim.control is not None:
        control = Measurement(
            measure=claim.control.measure, label=claim.control.label, arguments=claim.control.arguments
        )
        _check_measurement(control, tables, f"claim {claim.id!r}, control")


def _check_measurement(measurement: Measurement, tables: Collection[str], where: str) -> None:
    found = find_measure(measurement.measure, where)
    for prune in measurement.prune:
        strange = sorted(set(prune.when) - set(measurement.arguments) - set(measurement.vary))
        if strange:
            raise ClaimError(
                f"{where}: a prune rule of measurement {measurement.label!r} names {strange[0]!r}, which is neither "
                f"fixed nor varied.{nearest(strange[0], [*measurement.arguments, *measurement.vary])}\n"
                "Such a rule leaves nothing out: correct the name."
            )
    given = (set(measurement.arguments) | set(measurement.vary)) - {WINDOW, YEAR}
    check_arguments(found, given, where)
    named: list[Any] = [measurement.arguments.get(SOURCE), *measurement.vary.get(SOURCE, ())]
    for source in named:
        for table in source if isinstance(source, tuple) else [source]:
            if table is not None and table not in tables:
                raise UnknownTableError(
                    f"{where}: unknown table {table!r}.{nearest(str(table), tables)}\nList them: scoledger data list."
                )
