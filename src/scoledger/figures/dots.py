"""Dots with intervals: estimates, rankings, partners compared, one in a row."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from scoledger.figures.drawing import Drawing
from scoledger.figures.head import Mark, measure_head, write_head
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
from scoledger.figures.words import extremes, is_finite, tell, write_among, write_interval
from scoledger.units import write_value

#: Characters in a line of a row's label.
LABEL_WIDTH = 34
#: Inches of a line of a label, between two labels, and between two dots of one label.
LINE, GAP, CLOSE = 0.135, 0.085, 0.145
#: Inches of what stands below the rows, and around them.
AROUND = 1.1
MUTED = "#5f5f5f"


@dataclass(frozen=True)
class Estimates:
    """Values with intervals in rows.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``label``, ``value``, ``low``, ``high``, ``group``, ``is_main``; in order.
    unit : str
    """

    frame: pd.DataFrame
    unit: str

    @classmethod
    def of(cls, frame: pd.DataFrame, unit: str) -> Estimates:
        """Take a frame in which ``low``, ``high``, ``group`` and ``is_main`` may be absent."""
        rows = frame.reset_index(drop=True).copy()
        rows["label"] = rows["label"].map(call)
        for column in ("value", "low", "high"):
            values = pd.to_numeric(rows[column], errors="coerce") if column in rows else np.nan
            rows[column] = pd.Series(values, index=rows.index, dtype=float).replace([np.inf, -np.inf], np.nan)
        rows["group"] = rows["group"].fillna("").astype(str) if "group" in rows else ""
        rows["is_main"] = rows["is_main"].fillna(value=False).astype(bool) if "is_main" in rows else False
        first = {label: place for place, label in reversed(list(enumerate(rows["label"])))}
        rows = rows.iloc[np.argsort(rows["label"].map(first).to_numpy(), kind="stable")].reset_index(drop=True)
        return cls(rows[["label", "value", "low", "high", "group", "is_main"]], unit)

    @property
    def known(self) -> pd.DataFrame:
        """Rows with a value."""
        return self.frame[is_finite(self.frame["value"])]

    @property
    def groups(self) -> list[str]:
        """Groups that have a value, in order; one without a name when there are none."""
        return list(dict.fromkeys(self.known["group"]))

    def colour(self, row: pd.Series) -> str:
        """Of its group, or of the country that its label names."""
        if len(self.groups) > 1 and row["group"] in self.groups:
            return colour_of(str(row["group"]), self.groups.index(row["group"]))
        return colour_of(str(row["label"]))

    def marker(self, group: str) -> str:
        """The shape of a group."""
        return MARKERS[self.groups.index(group) % len(MARKERS)]

    @property
    def marks(self) -> list[Mark]:
        """The key of the groups, if there are several."""
        if len(self.groups) < 2:  # noqa: PLR2004 - a key of one says nothing
            return []
        return [
            Mark(call(group) or "other", colour_of(group, at), self.marker(group), "-")
            for at, group in enumerate(self.groups)
        ]

    @property
    def heights(self) -> np.ndarray:
        """Inches from the first row's middle down to each row's."""
        lines = [1 + textwrap.fill(str(label), LABEL_WIDTH).count("\n") for label in self.frame["label"]]
        close = CLOSE if self.has_intervals else 0.0
        places = [0.0]
        for row in range(1, len(self.frame)):
            is_same = self.frame["label"].iloc[row] == self.frame["label"].iloc[row - 1]
            places.append(places[-1] + (close if is_same else GAP + LINE * (lines[row] + lines[row - 1]) / 2))
        return np.array(places)

    @property
    def has_intervals(self) -> bool:
        """Whether any value has an interval, so that those of one label need lines of their own."""
        return bool(self.known[["low", "high"]].notna().to_numpy().any())

    @property
    def is_written(self) -> bool:
        """Whether there is a line for each number."""
        return self.has_intervals or not self.frame["label"].duplicated().any()

    def is_blank(self, row: pd.Series) -> bool:
        """Whether a row must say that it has no value: no other on its line has one."""
        return self.is_written or not bool(self.known["label"].eq(row["label"]).any())

    def name(self, row: pd.Series) -> str:
        """Label and group of a row in words."""
        group = call(row["group"])
        return f"{row['label']}, {group}" if group and len(self.groups) > 1 else str(row["label"])

    def describe(self, title: str, reference: float | None) -> str:
        """The alternative text."""
        rows = self.known
        parts = [f"{self.name(row)}: {self.write(row)}" for _, row in rows.iterrows()]
        ends = self._describe_ends(reference) if len(rows) > 1 else ""
        bounded = rows[is_finite(rows["low"]) & is_finite(rows["high"])]
        beside = ""
        if reference is not None and len(bounded):
            apart = int(((bounded["low"] > reference) | (bounded["high"] < reference)).sum())
            beside = f" {apart} of {len(bounded)} intervals exclude {self._write_reference(reference)}."
        missing = self.frame[~self.frame.index.isin(rows.index)]
        without = (
            f" Without a value: {tell([self.name(row) for _, row in missing.iterrows()])}." if len(missing) else ""
        )
        return f"{title}. {ends}{tell(parts)}.{beside}{without}"

    def _describe_ends(self, reference: float | None) -> str:
        rows = self.known
        least, most = extremes(rows, "value")
        above = ""
        if reference is not None:
            above = f", {int((rows['value'] > reference).sum())} above {self._write_reference(reference)}"
        return (
            f"{len(rows)} values{above}. Highest: {self.name(most)}: {self.write(most)}. "
            f"Lowest: {self.name(least)}: {self.write(least)}. "
        )

    def _write_reference(self, reference: float) -> str:
        return write_value(reference, self.unit) if reference else "zero"

    def write_number(self, value: float) -> str:
        """A number for the column beside the rows."""
        largest = float(np.nanmax(np.abs(self.known[["value", "low", "high"]].to_numpy(dtype=float))))
        return write_among(float(value), self.unit, largest)

    def write(self, row: pd.Series) -> str:
        """Value and interval of a row in words."""
        return write_interval(float(row["value"]), float(row["low"]), float(row["high"]), self.unit)


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
    """Draw values with their intervals one below the other; None when no row has a value.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_rows, 2 to 6)
        Columns ``label`` (a country code is written as its name) and ``value``; optional ``low`` and ``high`` (missing
        means no interval), ``group`` (colour and marker, explained above the axes) and ``is_main`` (written bold).
        Rows in the order in which they are drawn; those of one label stand together where the first does, on one line
        when none has an interval.  A row without a value is drawn as "no value".
    reference : float, optional
        Where a vertical line is drawn.
    x_label : str
        What the values are; the unit is added.

    Returns
    -------
    Drawing or None
        Data with columns ``label``, ``group``, ``value``, ``low``, ``high``, ``unit``: the rows that have a value.
    """
    rows = Estimates.of(frame, unit)
    if rows.known.empty:
        return None
    places = rows.heights
    height = measure_head(title, rows.marks) + places[-1] + AROUND + 0.12 * source.count("\n")
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, height))
        for place, (_, row) in zip(places, rows.frame.iterrows(), strict=True):
            _draw_row(axes, rows, row, place, reference)
        _label_rows(axes, rows, places)
        if reference is not None:
            axes.axvline(reference, color=INK, lw=0.9, zorder=1.5)
        axes.set_ylim(places[-1] + 0.18, -0.18)
        axes.set_xlabel(axis_label(x_label, unit))
        axes.grid(visible=False, axis="y")
        format_axis(axes, unit, vertical=False)
        finish(figure, source, top=1 - write_head(figure, title, rows.marks) / figure.get_figheight(), numbered=axes)
    data = rows.known[["label", "group", "value", "low", "high"]].reset_index(drop=True).assign(unit=unit)
    return Drawing(figure, data, title, caption, rows.describe(title, reference))


def _draw_row(axes: Axes, rows: Estimates, row: pd.Series, place: float, reference: float | None) -> None:
    value = float(row["value"])
    if not np.isfinite(value):
        at = reference if reference is not None else float(rows.known["value"].median())
        if rows.is_blank(row):
            axes.annotate("no value", (at, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=7.5,
                      color=MUTED)  # fmt: skip
        return
    colour = rows.colour(row)
    low, high = (float(row[end]) if np.isfinite(row[end]) else value for end in ("low", "high"))
    axes.hlines(place, low, high, color=colour, lw=2.4 if row["is_main"] else 1.5, alpha=0.75, zorder=2)
    axes.scatter([value], [place], color=colour, marker=rows.marker(row["group"]), s=44 if row["is_main"] else 28,
                 lw=0.5, edgecolors="white", zorder=3)  # fmt: skip
    if not rows.is_written:
        return
    has_interval = np.isfinite(row["low"]) and np.isfinite(row["high"])
    span = f"  [{rows.write_number(row['low'])}, {rows.write_number(row['high'])}]" if has_interval else ""
    axes.annotate(
        f"{rows.write_number(value)}{span}", (1.01, place), xycoords=("axes fraction", "data"), va="center",
        fontsize=7.5, fontweight="bold" if row["is_main"] else "normal", color=INK,
    )  # fmt: skip


def _label_rows(axes: Axes, rows: Estimates, places: np.ndarray) -> None:
    """A label in the middle of the rows that share it."""
    frame = rows.frame
    starts = frame["label"].ne(frame["label"].shift()).cumsum()
    ticks = [(float(places[own.index].mean()), own) for _, own in frame.groupby(starts)]
    labels = [textwrap.fill(str(own["label"].iloc[0]), LABEL_WIDTH) for _, own in ticks]
    axes.set_yticks([place for place, _ in ticks], labels, fontsize=8)
    for text, (_, own) in zip(axes.get_yticklabels(), ticks, strict=True):
        text.set_fontweight("bold" if own["is_main"].any() else "normal")
    axes.tick_params(axis="y", length=0)
    for place in places:
        axes.axhline(place, color=FAINT, lw=0.4, alpha=0.45, zorder=0.5)
