"""What every picture over years shares: a series in the unit shown, its line, its label, its axes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from scoledger.figures.strokes import SHORT, draw_line
from scoledger.figures.style import FAINT, colour_of, format_axis, unit_label, whole_years
from scoledger.indicators import find_measure
from scoledger.units import convert
from scoledger.verdicts import ClaimVerdict, Specification

#: Years shown before and after the claim's own period.
MARGIN_YEARS = 10
#: Small multiples in one picture; more cannot be read.
PANELS = 4

Line = tuple[str, pd.Series]


def own_unit(specification: Specification) -> str:
    """The unit in which a specification is measured."""
    return find_measure(specification.measure, "figure").unit


def converted(specification: Specification, series: pd.Series, unit: str) -> pd.Series:
    """The known values of a measured series in another unit of its kind, by year."""
    own = own_unit(specification)
    return series.dropna().sort_index().map(lambda value: convert(value, own, unit))


def in_period(verdict: ClaimVerdict, series: pd.Series) -> pd.Series:
    """The years around those of which the claim speaks."""
    first, last = verdict.claim.period.first - MARGIN_YEARS, verdict.claim.period.last + MARGIN_YEARS
    return series[(series.index >= first) & (series.index <= last)]


def draw_named(axes: Axes, lines: Sequence[Line]) -> None:
    """Draw lines in their colours."""
    for position, (name, one) in enumerate(lines):
        draw_line(axes, one, colour=colour_of(name, position), width=1.8, dot=6.0, order=3)


def draw_faint(axes: Axes, lines: Sequence[Line]) -> None:
    """Draw further lines behind those in colour."""
    for _, one in lines:
        draw_line(axes, one, colour=FAINT, width=0.8)


def line_ends(lines: Sequence[Line], names: dict[str, str] | None = None) -> list[tuple[float, float, str, str]]:
    """Where each line ends, what it is called and its colour, for direct labels."""
    return [
        (float(one.index[-1]), float(one.iloc[-1]), (names or {}).get(name, name), colour_of(name, position))
        for position, (name, one) in enumerate(lines)
        if len(one)
    ]


def dress(axes: Axes, unit: str, title: str = "") -> None:
    """Name the unit, let nothing positive float above zero, put ticks at whole years."""
    if all(np.nanmin([0.0, *np.asarray(line.get_ydata(), dtype=float)]) >= 0 for line in axes.get_lines()):
        axes.set_ylim(bottom=0)
    axes.set_ylabel(unit_label(unit))
    format_axis(axes, unit)
    whole_years(axes)
    years = {float(year) for line in axes.get_lines() for year in np.asarray(line.get_xdata(), dtype=float)}
    if len(years) == 1:  # a frame of a century around one year says nothing
        axes.set_xlim(min(years) - SHORT, min(years) + SHORT)
    axes.set_title(title)
