"""Points of two measures against each other, some of them named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from scoledger.figures.drawing import Drawing
from scoledger.figures.head import Mark, write_head
from scoledger.figures.room import Word, write_beside
from scoledger.figures.style import (
    FAINT,
    INK,
    MARKERS,
    WIDTH,
    axis_label,
    call,
    colour_of,
    finish,
    format_axis,
    in_style,
)
from scoledger.figures.words import extremes, is_finite, tell
from scoledger.units import write_value

#: Points up to which all are named unless said otherwise.
ALL_NAMED = 12
#: Points of the line that names had better not cover.
ALONG = 120


@dataclass(frozen=True)
class _Points:
    """What `draw_scatter` draws: columns ``label``, ``x``, ``y``, ``group``, ``is_labelled``."""

    frame: pd.DataFrame
    units: tuple[str, str]
    labels: tuple[str, str]
    fit: tuple[float, float] | None

    @property
    def groups(self) -> list[str]:
        """Groups in order."""
        return list(dict.fromkeys(self.frame["group"]))

    @property
    def named(self) -> pd.DataFrame:
        """Points with a name."""
        return self.frame[self.frame["is_labelled"]]

    def colour(self, row: pd.Series) -> str:
        """Of its group if there are several, otherwise of its country."""
        if len(self.groups) > 1:
            return colour_of(str(row["group"]), self.groups.index(row["group"]))
        return colour_of(str(row["label"]), list(self.named.index).index(row.name))

    @property
    def marks(self) -> list[Mark]:
        """The key of the groups."""
        if len(self.groups) == 1:
            return []
        return [
            Mark(call(group) or "other", colour_of(group, at), MARKERS[at % len(MARKERS)])
            for at, group in enumerate(self.groups)
        ]

    def describe(self, title: str) -> str:
        """The alternative text."""
        rows = self.frame
        parts = [f"{len(rows)} points"]
        if all(np.ptp(rows[axis].to_numpy(dtype=float)) > 0 for axis in "xy"):
            parts[0] += f", correlation {rows['x'].corr(rows['y']):.2f}"
        for axis, unit, label in zip("xy", self.units, self.labels, strict=True):
            least, most = extremes(rows, axis)
            parts.append(
                f"{label} from {write_value(float(least[axis]), unit)} ({least['label']}) "
                f"to {write_value(float(most[axis]), unit)} ({most['label']})"
            )
        named = [
            " and ".join(
                [f"{row['label']} {write_value(row['x'], self.units[0])}", write_value(row["y"], self.units[1])]
            )
            for _, row in self.named.iterrows()
        ]
        fit = f" The line drawn has slope {self.fit[1]:.3g}." if self.fit else ""
        return f"{title}. {'; '.join(parts)}.{fit}" + (f" Named: {tell(named)}." if named else "")


def draw_scatter(
    frame: pd.DataFrame,
    *,
    title: str,
    source: str,
    caption: str = "",
    x_label: str,
    y_label: str,
    x_unit: str,
    y_unit: str,
    fit: tuple[float, float] | None = None,
    labelled: Collection[str] | None = None,
) -> Drawing | None:
    """Draw points; None when no row has both values.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_points, 3 or 4)
        Columns ``label`` (a country code is written as its name), ``x``, ``y`` and optional ``group`` (marker, and
        colour unless it is alone).  Rows without both values are left out.
    x_label, y_label, x_unit, y_unit : str
        What the axes show, and in which unit.
    fit : (intercept, slope), optional
        A line, in the units of the frame.
    labelled : collection of str, optional
        Labels of the points that are named and drawn in colour; the others are faint.  By default all of few points,
        of many those at the ends of either axis.

    Returns
    -------
    Drawing or None
        Data with columns ``label``, ``group``, ``x``, ``y``, ``is_labelled``, ``x_unit``, ``y_unit``.
    """
    rows = frame[is_finite(frame["x"]) & is_finite(frame["y"])].reset_index(drop=True)
    if rows.empty:
        return None
    rows = rows.assign(
        x=rows["x"].astype(float), y=rows["y"].astype(float), is_labelled=_choose(rows, labelled),
        label=rows["label"].map(call), group=rows["group"].fillna("").astype(str) if "group" in rows else "",
    )  # fmt: skip
    points = _Points(rows, (x_unit, y_unit), (x_label, y_label), fit)
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 4.4))
        _draw_points(axes, points)
        axes.set_xlabel(axis_label(x_label, x_unit))
        axes.set_ylabel(axis_label(y_label, y_unit))
        format_axis(axes, x_unit, vertical=False)
        format_axis(axes, y_unit)
        finish(figure, source, top=1 - write_head(figure, title, points.marks) / figure.get_figheight(), numbered=axes)
        _name_points(axes, points)
    data = rows[["label", "group", "x", "y", "is_labelled"]].assign(x_unit=x_unit, y_unit=y_unit)
    return Drawing(figure, data, title, caption, points.describe(title))


def _choose(rows: pd.DataFrame, labelled: Collection[str] | None) -> pd.Series:
    if labelled is not None:
        wanted = {call(label) for label in labelled}
        return rows["label"].map(call).isin(wanted)
    if len(rows) <= ALL_NAMED:
        return pd.Series(data=True, index=rows.index)
    ends = [end for axis in "xy" for end in (rows[axis].astype(float).idxmin(), rows[axis].astype(float).idxmax())]
    return rows.index.to_series().isin(ends)


def _draw_points(axes: Axes, points: _Points) -> None:
    for at, group in enumerate(points.groups):
        marker = MARKERS[at % len(MARKERS)]
        own = points.frame[points.frame["group"] == group]
        others, named = own[~own["is_labelled"]], own[own["is_labelled"]]
        shade = FAINT if len(points.groups) == 1 else colour_of(group, at)
        axes.scatter(others["x"], others["y"], color=shade, marker=marker, s=16, lw=0, alpha=0.55, zorder=2)
        axes.scatter(
            named["x"], named["y"], color=[points.colour(row) for _, row in named.iterrows()], marker=marker, s=42,
            edgecolors="white", lw=0.6, zorder=3,
        )  # fmt: skip
    if points.fit is not None:
        intercept, slope = points.fit
        ends = np.array([points.frame["x"].min(), points.frame["x"].max()])
        axes.plot(ends, intercept + slope * ends, color=INK, lw=1.1, ls=(0, (5, 3)), zorder=1.8)


def _name_points(axes: Axes, points: _Points) -> None:
    """Write the names; a point that has no room for its own keeps its colour, and the alternative text its name."""
    words = [
        Word(str(row["label"]), float(row["x"]), float(row["y"]), points.colour(row))
        for _, row in points.named.iterrows()
    ]
    spots = points.frame.loc[~points.frame["is_labelled"], ["x", "y"]].to_numpy(dtype=float)
    if points.fit is not None:
        along = np.linspace(points.frame["x"].min(), points.frame["x"].max(), ALONG)
        spots = np.vstack([spots, np.column_stack([along, points.fit[0] + points.fit[1] * along])])
    write_beside(axes, words, spots)
