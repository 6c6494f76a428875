"""What lines over years are made of: gaps, dots and bands."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

#: A series this short is drawn as dots.
SHORT = 3


def with_gaps(series: pd.Series) -> pd.Series:
    """Every year from the first to the last, so that no line is drawn through a year without a value.

    A table of every fourth year has no gaps between these.
    """
    if len(series) < SHORT:
        return series
    step = int(np.gcd.reduce(np.diff(np.sort(series.index.to_numpy(dtype=int)))))
    return series.reindex(range(int(series.index.min()), int(series.index.max()) + 1, step))


def draw_line(
    axes: Axes,
    series: pd.Series,
    *,
    colour: str,
    width: float,
    dot: float = 4.0,
    order: int = 1,
    marker: str = "o",
    every: int | None = None,
    dashes: str = "-",
) -> None:
    """Draw a line over years, broken where a value is missing; a value that stands alone is a dot.

    Parameters
    ----------
    series : pandas.Series
        Known values by year, in order.
    marker : str
        Shape of the dots.
    every : int, optional
        One known value in so many gets a dot, too.
    dashes : str
        How the line is drawn.
    """
    whole = with_gaps(series)
    known = whole.notna().to_numpy()
    beside = np.r_[False, known[:-1]] | np.r_[known[1:], False]
    alone = [int(place) for place in np.flatnonzero(known & ~(beside & (len(whole) >= SHORT)))]
    is_joined = len(whole) >= SHORT or int(np.ptp(whole.index.to_numpy(dtype=int))) == 1
    marked = alone if every is None else sorted({*alone, *(int(place) for place in np.flatnonzero(known)[::every])})
    axes.plot(
        whole.index,
        whole,
        color=colour,
        lw=width,
        ls=dashes if is_joined else "none",
        marker=marker,
        ms=dot,
        markevery=marked,
        zorder=order,
    )


def draw_interval(axes: Axes, bounds: pd.DataFrame, *, colour: str) -> None:
    """Shade the area between the columns ``low`` and ``high`` by year, with an edge that prints."""
    known = bounds[["low", "high"]].dropna().sort_index()
    if known.empty:
        return
    low, high = with_gaps(known["low"]), with_gaps(known["high"])
    axes.fill_between(low.index, low, high, color=colour, alpha=0.16, lw=0, zorder=1)
    for end in (low, high):
        axes.plot(end.index, end, color=colour, lw=0.5, alpha=0.6, zorder=1)
