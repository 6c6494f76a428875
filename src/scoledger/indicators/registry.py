"""The measures that a reading may name: functions from a library of tables to yearly series or yearly rankings."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import pandas as pd

from scoledger.errors import InvalidArgumentError, UnknownMeasureError, nearest

Shape = Literal["series", "ranking"]
Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Measure:
    """One function of `indicators` under its public name.

    Parameters
    ----------
    name, unit : str
    shape : {"series", "ranking"}
        A series by year, or a frame of years x units in which the units of a year are ranked.
    function : callable
        Takes the library and keyword arguments.
    is_stated : bool
        Whether it takes figures that a document states: these were known before the year they are for.
    """

    name: str
    unit: str
    shape: Shape
    function: Callable[..., pd.Series | pd.DataFrame]
    is_stated: bool = False

    @property
    def arguments(self) -> dict[str, bool]:
        """Names of the arguments, each with whether it must be given."""
        parameters = list(inspect.signature(self.function).parameters.values())[1:]
        return {item.name: item.default is inspect.Parameter.empty for item in parameters}

    @property
    def summary(self) -> str:
        """First line of the function's docstring."""
        return (inspect.getdoc(self.function) or "").split("\n", 1)[0]


#: Measures by name; filled by the modules of this package when it is imported.
MEASURES: dict[str, Measure] = {}


def measure(unit: str, shape: Shape = "series", *, is_stated: bool = False) -> Callable[[Function], Function]:
    """Register a function as a measure under its own name."""

    def register(function: Function) -> Function:
        MEASURES[function.__name__] = Measure(function.__name__, unit, shape, function, is_stated)
        return function

    return register


def find_measure(name: str, where: str) -> Measure:
    """Look a measure up.

    Raises
    ------
    UnknownMeasureError
        If there is none of that name; the message names the nearest.
    """
    if name not in MEASURES:
        raise UnknownMeasureError(
            f"{where}: unknown measure {name!r}.{nearest(name, MEASURES)}\nMeasures: {', '.join(sorted(MEASURES))}."
        )
    return MEASURES[name]


def check_arguments(found: Measure, given: set[str], where: str) -> None:
    """Make sure that a measure takes every argument it is given, and is given every one it needs.

    Raises
    ------
    UnknownMeasureError
        If not.
    """
    strange = sorted(given - set(found.arguments))
    missing = sorted(name for name, needed in found.arguments.items() if needed and name not in given)
    if strange:
        raise UnknownMeasureError(
            f"{where}: measure {found.name!r} takes no argument {strange[0]!r}.{nearest(strange[0], found.arguments)}\n"
            f"Arguments: {', '.join(found.arguments)}."
        )
    if missing:
        raise UnknownMeasureError(
            f"{where}: measure {found.name!r} needs {', '.join(missing)}.\nGive it under arguments or vary."
        )


def check_choice(name: str, value: str, known: Collection[str]) -> None:
    """Make sure that a measure knows a choice: a misspelt one must not pass for the default.

    Raises
    ------
    InvalidArgumentError
        If not; the message names the nearest.

    Examples
    --------
    >>> check_choice("flow", "export", ("export", "import"))
    """
    if value not in known:
        raise InvalidArgumentError(
            f"unknown {name} {value!r}.{nearest(value, known)}\nExpected one of: {', '.join(known)}."
        )
