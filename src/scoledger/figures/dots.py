"""Dots with intervals: estimates over specifications, shares over states, leads and lags of an event."""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from scoledger.figures.drawing import Drawing
from scoledger.figures.style import (
    INK,
    MARKERS,
    WIDTH,
    call,
    colour_of,
    fill_title,
    finish,
    format_axis,
    in_style,
    unit_label,
    whole_years,
)
from scoledger.units import write_value

#: Inches of a row with a label of one line, of each further line, and of what stands above and below.
ROW, LINE, REST = 0.235, 0.125, 1.25
#: Characters in a line of a row's label.
LABEL = 44
#: Rows that the alternative text tells.
TOLD = 6


def draw_dots(
    frame: pd.DataFrame,
    unit: str,
    *,
    title: str,
    source: str,
    caption: str = "",
    reference: float | None = 0.0,
    x_label: str = "",
) -> Drawing | None:
    """Draw values with their intervals, one line per label; None when there is no value.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_rows, k)
        ``label`` and ``value``; optionally ``low`` and ``high`` (missing where there is no interval), ``group`` (colour
        and marker; a country code is named) and ``is_main`` (bold).  Rows of one label stand on one line; rows without
        a value are left out.
    reference : float or None
        Where a line is drawn.
    """
    rows = frame[np.isfinite(frame["value"].astype(float))].reset_index(drop=True)
    if rows.empty:
        return None
    groups = list(dict.fromkeys(rows["group"])) if "group" in rows else [""]
    labels = [textwrap.fill(str(label), LABEL) for label in dict.fromkeys(rows["label"])]
    heights = np.array([ROW + LINE * label.count("\n") for label in labels])
    lines = heights.sum() - np.cumsum(heights) + heights / 2
    places = _spread(rows, lines, groups)
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, REST + 0.17 * title.count("\n") + float(heights.sum())))
        if reference is not None:
            axes.axvline(reference, color=INK, lw=0.8, zorder=0)
        for place, group in enumerate(groups):
            own = rows["group"] == group if "group" in rows else np.ones(len(rows), dtype=bool)
            _draw_points(axes, rows[own], places[own], colour_of(str(group), place), MARKERS[place % len(MARKERS)])
        axes.set_yticks(lines, labels, fontsize=7.5)
        _embolden(axes, rows)
        axes.set_ylim(0, float(heights.sum()))
        axes.grid(visible=False, axis="y")
        format_axis(axes, unit, vertical=False)
        axes.set_xlabel(x_label or unit_label(unit))
        _write_head(figure, title, [call(str(group)) for group in groups], groups)
        finish(figure, source, top=1 - _head(title, groups) / figure.get_figheight())
    data = rows[[name for name in ("label", "group", "value", "low", "high") if name in rows]].assign(unit=unit)
    return Drawing(figure, data, title, caption, f"{title}. {_describe(rows, unit)}.")


def draw_event_study(
    frame: pd.DataFrame,
    unit: str,
    *,
    title: str,
    source: str,
    caption: str = "",
    reference_time: float | None = None,
    x_label: str = "years from the event",
) -> Drawing | None:
    """Draw leads and lags with intervals; None when there is no value.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_rows, k)
        ``time``, ``value``, optionally ``low``, ``high`` and ``group``.
    reference_time : float, optional
        The time that the others are compared with, drawn hollow at zero.
    """
    rows = frame[np.isfinite(frame["value"].astype(float))].reset_index(drop=True)
    if rows.empty:
        return None
    groups = list(dict.fromkeys(rows["group"])) if "group" in rows else [""]
    times = np.unique(rows["time"].astype(float))
    step = 0.18 * float(np.diff(times).min()) if len(times) > 1 else 0.1
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.7))
        axes.axhline(0, color=INK, lw=0.8, zorder=0)
        for place, group in enumerate(groups):
            own = (rows[rows["group"] == group] if "group" in rows else rows).sort_values("time")
            at = own["time"].astype(float) + step * (place - (len(groups) - 1) / 2)
            colour, marker = colour_of(str(group), place), MARKERS[place % len(MARKERS)]
            if {"low", "high"} <= set(own):
                axes.vlines(at, own["low"].astype(float), own["high"].astype(float), color=colour, lw=1.1)
            axes.plot(at, own["value"], color=colour, marker=marker, ms=4.5, lw=0.8, alpha=0.95)
        if reference_time is not None:
            axes.scatter([reference_time], [0], facecolors="white", edgecolors=INK, s=34, zorder=4)
            axes.axvline(reference_time, color="#555555", lw=0.8, ls=":", zorder=0)
        format_axis(axes, unit)
        axes.set_ylabel(unit_label(unit))
        axes.set_xlabel(x_label)
        whole_years(axes)
        _write_head(figure, title, [call(str(group)) for group in groups], groups)
        finish(figure, source, top=1 - _head(title, groups) / figure.get_figheight())
    data = rows[[name for name in ("time", "group", "value", "low", "high") if name in rows]].assign(unit=unit)
    told = rows.assign(label=[_label(row) for row in rows.to_dict("records")])
    return Drawing(figure, data, title, caption, f"{title}. {_describe(told, unit)}.")


def _label(row: Mapping[Hashable, Any]) -> str:
    group = f"{call(str(row['group']))}, " if row.get("group") else ""
    return f"{group}{float(row['time']):g}"


def _draw_points(axes: Axes, rows: pd.DataFrame, places: np.ndarray, colour: str, marker: str) -> None:
    if {"low", "high"} <= set(rows):
        low, high = rows["low"].astype(float).to_numpy(), rows["high"].astype(float).to_numpy()
        known = np.isfinite(low) & np.isfinite(high)
        axes.hlines(places[known], low[known], high[known], color=colour, lw=1.3, alpha=0.75)
    axes.scatter(rows["value"].astype(float), places, color=colour, marker=marker, s=26, zorder=3)


def _spread(rows: pd.DataFrame, lines: np.ndarray, groups: Sequence[object]) -> np.ndarray:
    """Height of every row: rows of one label share a line, their intervals side by side."""
    order = {label: place for place, label in enumerate(dict.fromkeys(rows["label"]))}
    base = lines[[order[label] for label in rows["label"]]]
    if not rows["label"].duplicated().any() or "low" not in rows or len(groups) < 2:  # noqa: PLR2004 - one is no side
        return np.asarray(base)
    step = 0.55 * ROW / len(groups)
    shift = [step * ((len(groups) - 1) / 2 - groups.index(group)) for group in rows["group"]]
    return np.asarray(base + np.array(shift))


def _embolden(axes: Axes, rows: pd.DataFrame) -> None:
    if "is_main" in rows:
        is_main = rows.groupby("label", sort=False)["is_main"].any()
        for label, is_bold in zip(axes.get_yticklabels(), is_main, strict=True):
            label.set_fontweight("bold" if is_bold else "normal")


def _head(title: str, groups: Sequence[object]) -> float:
    """Inches above the axes."""
    return 0.14 + 0.17 * (1 + fill_title(title).count("\n")) + (0.24 if len(groups) > 1 else 0.0)


def _write_head(figure: Figure, title: str, names: Sequence[str], groups: Sequence[object]) -> None:
    """Title across the whole figure, and below it the groups with their marks."""
    height = figure.get_figheight()
    figure.text(0.01, 1 - 0.06 / height, fill_title(title), fontsize=10, fontweight="bold", va="top")
    if len(groups) > 1:
        handles = [
            Line2D([], [], color=colour_of(str(group), place), lw=0, marker=MARKERS[place % len(MARKERS)], ms=5)
            for place, group in enumerate(groups)
        ]
        figure.legend(
            handles, names, loc="upper left", ncols=min(len(groups), 6), fontsize=7.5, handletextpad=0.2,
            bbox_to_anchor=(0.0, 1 - (_head(title, []) - 0.06) / height), borderaxespad=0.2, columnspacing=1.2,
        )  # fmt: skip


def _describe(rows: pd.DataFrame, unit: str) -> str:
    """The first rows in words; of many, the extremes and how many lie on either side of zero."""
    if len(rows) <= TOLD:
        return "; ".join(_tell(row, unit) for row in rows.to_dict("records"))
    values = rows["value"].astype(float)
    records = rows.to_dict("records")
    highest, lowest = records[int(values.argmax())], records[int(values.argmin())]
    return (
        f"{len(rows)} values, {int((values > 0).sum())} above zero. Highest: {_tell(highest, unit)}. "
        f"Lowest: {_tell(lowest, unit)}"
    )


def _tell(row: Mapping[Hashable, Any], unit: str) -> str:
    group = f", {call(str(row['group']))}" if row.get("group") and row["group"] not in str(row["label"]) else ""
    low, high, value = (float(str(row.get(name, "nan"))) for name in ("low", "high", "value"))
    interval = f" ({write_value(low, unit)} to {write_value(high, unit)})" if np.isfinite([low, high]).all() else ""
    return f"{row['label']}{group}: {write_value(value, unit)}{interval}"
