"""Scatter: two quantities of many units, a few of them named."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from scoledger.figures.drawing import Drawing
from scoledger.figures.style import (
    BEHIND_TEXT,
    FAINT,
    INK,
    MARKERS,
    WIDTH,
    call,
    colour_of,
    fill_title,
    finish,
    format_axis,
    in_style,
)
from scoledger.units import write_value

#: Where a name may stand beside its point, in points, the first that is free.
OFFSETS = ((6, 4), (6, -8), (-6, 4), (-6, -8), (6, 14), (6, -18), (-6, 14), (-6, -18), (14, 24), (-14, -28))


def draw_scatter(
    frame: pd.DataFrame,
    *,
    title: str,
    source: str,
    x_label: str,
    y_label: str,
    x_unit: str,
    y_unit: str,
    caption: str = "",
    fit: tuple[float, float] | None = None,
    labelled: Collection[str] | None = None,
) -> Drawing | None:
    """Draw two quantities against each other; None when no unit has both.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_units, k)
        ``label`` (a country code is named and has its colour), ``x``, ``y``, optionally ``group`` (marker).
    fit : tuple of float, optional
        Intercept and slope of a line.
    labelled : collection of str, optional
        Labels of the units that are named and coloured; by default all.
    """
    rows = frame[np.isfinite(frame[["x", "y"]].astype(float)).all(axis=1)].reset_index(drop=True)
    if rows.empty:
        return None
    named = rows["label"].isin(list(labelled)) if labelled is not None else pd.Series(data=True, index=rows.index)
    chosen = pd.DataFrame(rows[named])
    groups = list(dict.fromkeys(rows["group"])) if "group" in rows else []
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 4.3))
        axes.scatter(rows.loc[~named, "x"], rows.loc[~named, "y"], color=FAINT, s=13, lw=0, alpha=0.8)
        for place, row in enumerate(chosen.to_dict("records")):
            marker = MARKERS[groups.index(row["group"]) % len(MARKERS)] if groups else "o"
            axes.scatter([row["x"]], [row["y"]], color=colour_of(row["label"], place), marker=marker, s=34, zorder=3)
        if fit is not None:
            ends = np.array(axes.get_xlim())
            axes.plot(ends, fit[0] + fit[1] * ends, color=INK, lw=1.0, ls="--", zorder=1)
            axes.set_xlim(*ends)
        axes.set_xlabel(x_label)
        axes.set_ylabel(y_label)
        format_axis(axes, x_unit, vertical=False)
        format_axis(axes, y_unit)
        axes.set_title(fill_title(title))
        finish(figure, source)
        _name_points(axes, chosen)
    told = [
        f"{call(row['label'])}: {write_value(row['x'], x_unit)}, {write_value(row['y'], y_unit)}"
        for row in chosen.head(8).to_dict("records")
    ]
    slope = "" if fit is None else f" The line {'rises' if fit[1] > 0 else 'falls'}."
    alt = f"{title}. {len(rows)} points; across: {x_label}, upwards: {y_label}. {'; '.join(told)}.{slope}"
    data = rows[[name for name in ("label", "group", "x", "y") if name in rows]].assign(x_unit=x_unit, y_unit=y_unit)
    return Drawing(figure, data, title, caption, alt)


def _name_points(axes: Axes, rows: pd.DataFrame) -> None:
    """Write each name where it covers no other name."""
    renderer = axes.figure.canvas.get_renderer()  # type: ignore[attr-defined]  # every canvas that writes files has one
    taken: list[Bbox] = []
    for place, row in enumerate(rows.to_dict("records")):
        for across, up in OFFSETS:
            text = axes.annotate(
                call(row["label"]), (row["x"], row["y"]), xytext=(across, up), textcoords="offset points", fontsize=7.5,
                color=colour_of(row["label"], place), ha="left" if across > 0 else "right", bbox=BEHIND_TEXT, zorder=2,
            )  # fmt: skip
            box = text.get_window_extent(renderer)
            is_inside = axes.bbox.x0 <= box.x0 and box.x1 <= axes.bbox.x1 + 4
            if is_inside and not any(box.overlaps(other) for other in taken):
                break
            if (across, up) != OFFSETS[-1]:
                text.remove()
        taken.append(box)
