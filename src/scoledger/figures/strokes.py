"""What lines over years are made of: gaps, dots, bands and marks of events."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from scoledger.figures.style import BEHIND_TEXT, CLAIM

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


def draw_line(axes: Axes, series: pd.Series, *, colour: str, width: float, dot: float = 4.0, order: int = 1) -> None:
    """Draw a line over years, broken where a value is missing; a value that stands alone is a dot."""
    whole = with_gaps(series)
    known = whole.notna().to_numpy()
    beside = np.r_[False, known[:-1]] | np.r_[known[1:], False]
    alone = [int(place) for place in np.flatnonzero(known & ~(beside & (len(whole) >= SHORT)))]
    axes.plot(whole.index, whole, color=colour, lw=width, marker="o", ms=dot, markevery=alone, zorder=order)


def draw_interval(axes: Axes, bounds: pd.DataFrame, *, colour: str) -> None:
    """Shade the area between the columns ``low`` and ``high``, by year."""
    known = bounds[["low", "high"]].dropna()
    if len(known):
        axes.fill_between(known.index, known["low"], known["high"], color=colour, alpha=0.16, lw=0)


def mark_events(axes: Axes, events: Mapping[float, str]) -> None:
    """Mark events by dotted lines, each with its words at the top, one below the other where they are near."""
    left, right = axes.get_xlim()
    last, step = -np.inf, 0
    for when, words in sorted(events.items()):
        if not left <= when <= right:
            continue
        axes.axvline(when, color="#555555", lw=0.9, ls=":", zorder=0)
        step = step + 1 if when - last < (right - left) / 4 else 0
        last = when
        side, shift = ("right", -3) if when > left + 0.8 * (right - left) else ("left", 3)
        axes.annotate(
            words, (when, 1), xycoords=("data", "axes fraction"), xytext=(shift, -9 - 10 * step),
            textcoords="offset points", fontsize=7, color="#444444", ha=side, va="center", bbox=BEHIND_TEXT, zorder=5,
        )  # fmt: skip


def mark_claims(axes: Axes, claimed: Mapping[str, tuple[float, float]]) -> None:
    """Mark figures that were claimed for a year, black, as everywhere in the book."""
    for words, (year, value) in claimed.items():
        axes.scatter([year], [value], marker="D", s=40, color=CLAIM, zorder=4)
        axes.annotate(
            words, (year, value), xytext=(-6, 6), textcoords="offset points", fontweight="bold", fontsize=7.5,
            ha="right", va="bottom", zorder=5, bbox=BEHIND_TEXT,
        )  # fmt: skip
