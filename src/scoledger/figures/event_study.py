"""Leads and lags of an event with their intervals: did anything move before it, and what after."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from scoledger.figures.drawing import Drawing
from scoledger.figures.head import Mark, write_head
from scoledger.figures.style import INK, MARKERS, WIDTH, call, colour_of, finish, format_axis, in_style, unit_label
from scoledger.figures.words import extremes, is_finite, tell, write_interval

#: How far the groups of one time stand apart, at most, in times.
SPREAD = 0.5
_COLUMNS = ["group", "time", "value", "low", "high", "is_reference"]


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
    """Draw estimates by time from an event; None when no row has a value.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_rows, 2 to 5)
        Columns ``time`` (0 is the event's own) and ``value``; optional ``low``, ``high`` (missing means no interval)
        and ``group`` (colour and marker, explained above the axes).
    reference_time : float, optional
        The time against which all others are measured: drawn hollow at zero, whether it is in the frame or not.
    x_label : str
        What the times are.

    Returns
    -------
    Drawing or None
        Data with columns ``group``, ``time``, ``value``, ``low``, ``high``, ``is_reference`` and ``unit``.
    """
    rows = _prepare(frame, reference_time)
    if rows.loc[~rows["is_reference"]].empty:
        return None
    groups = list(dict.fromkeys(rows["group"]))
    colours = {group: colour_of(group, at) for at, group in enumerate(groups)}
    marks = [
        Mark(call(group) or "other", colours[group], MARKERS[at % len(MARKERS)], "-") for at, group in enumerate(groups)
    ]
    if reference_time is not None:
        marks = [*(marks if len(groups) > 1 else []), Mark("reference, zero by definition", INK, is_hollow=True)]
    elif len(groups) == 1:
        marks = []
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.6))
        axes.axhline(0, color=INK, lw=0.9, zorder=1.5)
        axes.axvline(-0.5, color=INK, lw=0.9, ls=(0, (4, 3)), zorder=1.5)
        for at, (group, own) in enumerate(rows.groupby("group", sort=False)):
            shift = SPREAD * (at - (len(groups) - 1) / 2) / max(len(groups), 2)
            _draw_group(axes, own, colours[str(group)], MARKERS[at % len(MARKERS)], shift)
        axes.set_ylabel(unit_label(unit))
        axes.set_xlabel(x_label)
        format_axis(axes, unit)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=12, integer=True))
        finish(figure, source, top=1 - write_head(figure, title, marks) / figure.get_figheight())
    return Drawing(figure, rows.assign(unit=unit), title, caption, _describe(rows, unit, title))


def _prepare(frame: pd.DataFrame, reference_time: float | None) -> pd.DataFrame:
    """Rows that have a value, with the reference of every group, in order of time."""
    rows = frame.copy()
    for column in ("time", "value", "low", "high"):
        rows[column] = pd.to_numeric(rows[column], errors="coerce").astype(float) if column in rows else np.nan
    rows["group"] = rows["group"].fillna("").astype(str) if "group" in rows else ""
    rows = rows[is_finite(rows["value"]) & is_finite(rows["time"])]
    rows["is_reference"] = rows["time"] == reference_time if reference_time is not None else False
    groups = list(dict.fromkeys(rows["group"]))
    if reference_time is not None:
        own = [{"group": group, "time": reference_time, "value": 0.0, "is_reference": True} for group in groups]
        rows = pd.concat([rows[~rows["is_reference"]], pd.DataFrame(own, columns=_COLUMNS)], ignore_index=True)
        rows = rows.astype({"low": float, "high": float, "value": float, "is_reference": bool})
    order = rows["group"].map({group: at for at, group in enumerate(groups)})
    return rows.assign(order=order).sort_values(["order", "time"], kind="stable")[_COLUMNS].reset_index(drop=True)


def _draw_group(axes: Axes, own: pd.DataFrame, colour: str, marker: str, shift: float) -> None:
    at = own["time"] + shift
    axes.plot(at, own["value"], color=colour, lw=0.8, alpha=0.5, zorder=2)
    low, high = own["low"].fillna(own["value"]), own["high"].fillna(own["value"])
    axes.vlines(at, low, high, color=colour, lw=1.5, alpha=0.75, zorder=2)
    for is_reference, part in own.groupby("is_reference"):
        axes.scatter(
            part["time"] + shift, part["value"], marker=marker, s=30, zorder=3, lw=1.3,
            color="white" if is_reference else colour, edgecolors=colour,
        )  # fmt: skip


def _describe(rows: pd.DataFrame, unit: str, title: str) -> str:
    told = []
    for group, own in rows[~rows["is_reference"]].groupby("group", sort=False):
        name = f"{call(group)}: " if group else ""
        sides = [_side(own[own["time"] < 0], "before", unit), _side(own[own["time"] >= 0], "after", unit)]
        told.append(name + ", ".join(side for side in sides if side))
    at = rows.loc[rows["is_reference"], "time"]
    reference = f" Time {at.iloc[0]:g} is the reference." if len(at) else ""
    return f"{title}. {tell(told)}.{reference}"


def _side(own: pd.DataFrame, when: str, unit: str) -> str:
    """How many estimates of one side differ from zero, and the one farthest from it."""
    if own.empty:
        return ""
    bounded = own[is_finite(own["low"]) & is_finite(own["high"])]
    apart = int(((bounded["low"] > 0) | (bounded["high"] < 0)).sum())
    clear = f"{apart} of {len(bounded)} estimates {when} the event differ from zero" if len(bounded) else ""
    far = extremes(own.assign(size=own["value"].abs()), "size")[1]
    written = write_interval(float(far["value"]), float(far["low"]), float(far["high"]), unit)
    largest = f"farthest from zero{'' if clear else f' {when} the event'} {written} at {far['time']:g}"
    return f"{clear}, {largest}" if clear else largest
