"""Parts of a whole over years, one on top of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from scoledger.errors import InvalidArgumentError
from scoledger.figures.drawing import Drawing
from scoledger.figures.lines import tidy
from scoledger.figures.style import (
    LABEL_HEIGHT,
    WIDTH,
    call,
    colour_of,
    fill_title,
    finish,
    format_axis,
    in_style,
    label_ends,
    unit_label,
    whole_years,
)
from scoledger.figures.words import tell
from scoledger.units import write_value

#: Patterns in turn, so that neighbours differ without colours.
HATCHES = ("", "////", "", "....", "", "\\\\\\\\", "", "xxxx")
#: Sums that differ from one by less are shares of one whole.
ROUNDING = 0.005
#: Half the width in years of a year that stands alone.
HALF = 0.4


@dataclass(frozen=True)
class _Stack:
    """What `draw_stack` draws: years by parts, unknown parts missing."""

    parts: pd.DataFrame
    unit: str

    @property
    def totals(self) -> pd.Series:
        """The whole of each year."""
        return self.parts.sum(axis=1)

    def runs(self) -> Iterator[pd.DataFrame]:
        """Years that follow one another without a gap."""
        years = self.parts.index.to_numpy()
        steps = np.diff(years)
        step = steps.min() if len(steps) else 1
        for _, run in self.parts.groupby(np.r_[0, np.cumsum(steps > step)]):
            yield run

    def describe(self, title: str) -> str:
        """The alternative text: the largest parts first."""
        first, last = self.parts.iloc[0], self.parts.iloc[-1]
        years = self.parts.index[[0, -1]]
        order = self.parts.max().sort_values(ascending=False, kind="stable").index
        told = []
        for part in order:
            own = self.parts[part]
            ends = [
                f"{write_value(float(end[part]), self.unit)} in {year}"
                for end, year in zip((first, last), years, strict=True)
                if np.isfinite(end[part])
            ]
            peak = f"highest {write_value(float(own.max()), self.unit)} in {own.idxmax()}"
            told.append(f"{part}: {', '.join(dict.fromkeys([*ends, peak]))}")
        leader = str(last.idxmax()) if last.notna().any() else str(order[0])
        return f"{title}. Largest in {years[-1]}: {leader}. {tell(told)}."


def draw_stack(
    frame: pd.DataFrame,
    unit: str,
    *,
    title: str,
    source: str,
    caption: str = "",
    names: Mapping[str, str] | None = None,
) -> Drawing | None:
    """Draw parts of a whole as areas on top of one another; None when there is no value.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_years, n_parts)
        Index year; columns are parts (country codes get their colours), the first at the bottom.  A year without any
        value is a gap; a part without a value in a year takes no room in it.
    names : mapping, optional
        What a part is called.

    Returns
    -------
    Drawing or None
        Data with columns ``series``, ``year``, ``value``, ``unit``; missing values are absent.

    Raises
    ------
    InvalidArgumentError
        If a value is negative: it has no place in a stack.
    """
    values = frame.apply(pd.to_numeric, errors="coerce").astype(float).replace([np.inf, -np.inf], np.nan).sort_index()
    values = values.dropna(how="all").dropna(how="all", axis=1)
    if values.empty:
        return None
    if (values < 0).to_numpy().any():
        negative = [str(part) for part in values if (values[part] < 0).any()]
        raise InvalidArgumentError(
            f"draw_stack: negative values in {', '.join(negative)}.\n"
            "Expected parts of a whole, none below zero.  Draw them as lines instead."
        )
    colours = {call(part, names): colour_of(str(part), at) for at, part in enumerate(values)}
    if values.isna().to_numpy().any():
        caption = f"{caption} A part without a value in a year takes no room in it.".strip()
    stack = _Stack(values.set_axis([call(part, names) for part in values], axis=1), unit)
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, max(3.6, 0.9 + LABEL_HEIGHT * values.shape[1])))
        for run in stack.runs():
            _draw_run(axes, run, colours)
        axes.set_ylim(0, 1 if unit == "share" and abs(stack.totals - 1).max() < ROUNDING else None)
        axes.margins(x=0)
        axes.set_ylabel(unit_label(unit))
        format_axis(axes, unit)
        whole_years(axes)
        axes.set_title(fill_title(title))
        figure.tight_layout(rect=(0, 0.08, 1, 1))
        label_ends(axes, _ends(stack, colours))
        finish(figure, source)
    data = tidy({part: stack.parts[part].dropna() for part in colours}).assign(unit=unit)
    return Drawing(figure, data, title, caption, stack.describe(title))


def _draw_run(axes: Axes, run: pd.DataFrame, colours: Mapping[str, str]) -> None:
    tops = run.fillna(0.0).cumsum(axis=1)
    years = run.index.to_numpy(dtype=float)
    if len(run) == 1:  # a year that stands alone is a bar
        years, tops = np.array([years[0] - HALF, years[0] + HALF]), pd.concat([tops, tops])
    below = np.zeros(len(years))
    for at, part in enumerate(colours):
        axes.fill_between(
            years, below, tops[part], facecolor=colours[part], edgecolor="white", lw=0.9,
            hatch=HATCHES[at % len(HATCHES)], zorder=2,
        )  # fmt: skip
        below = tops[part].to_numpy()


def _ends(stack: _Stack, colours: Mapping[str, str]) -> list[tuple[float, float, str, str]]:
    """The middle of each part at the right edge."""
    last = stack.parts.iloc[-1].fillna(0.0)
    middles = last.cumsum() - last / 2
    alone = len(list(stack.runs())[-1]) == 1
    year = float(stack.parts.index[-1]) + (HALF if alone else 0.0)  # beside the bar, not on it
    return [(year, float(middles[part]), part, colour) for part, colour in colours.items()]
