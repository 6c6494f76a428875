"""Timelines: what held from one day to another, row by row."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from scoledger.figures.drawing import Drawing
from scoledger.figures.style import INK, SERIES_COLOURS, WIDTH, fill_title, finish, in_style, whole_years

#: Inches of a row, and of what stands above and below.
ROW, REST = 0.42, 1.15
#: Share of a row that a bar fills; inches that a letter of its label needs.
THICK, LETTER = 0.62, 0.075
DAYS = 365.25
#: Fills of the kinds, so that greyscale tells them apart.
HATCHES = ("", "////", "....", "xxxx", "----")


def draw_timeline(
    frame: pd.DataFrame, *, title: str, source: str, until: pd.Timestamp, caption: str = ""
) -> Drawing | None:
    """Draw spells as bars over time; None when none has a first day.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_spells, k)
        ``label`` (row), ``kind`` (written on the bar), ``start`` and ``end`` (dates; an open end is missing).  A spell
        whose first day is not known is not drawn.
    until : pandas.Timestamp
        Day to which an open spell is drawn.
    """
    rows = frame[frame["start"].notna()].reset_index(drop=True) if len(frame) else frame
    if rows.empty:
        return None
    spells = rows.assign(
        first=[_year(day) for day in rows["start"]],
        last=[_year(until if pd.isna(day) else day) for day in rows["end"]],
    )
    labels, kinds = list(dict.fromkeys(spells["label"])), list(dict.fromkeys(spells["kind"]))
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, REST + ROW * len(labels)))
        axes.set_xlim(float(spells["first"].min()) - 0.5, max(_year(until), float(spells["last"].max())) + 0.5)
        for spell in spells.to_dict("records"):
            _draw_spell(axes, spell, labels.index(spell["label"]), kinds.index(spell["kind"]))
        axes.set_yticks(range(len(labels)), labels, fontsize=8)
        axes.set_ylim(len(labels) - 0.5, -0.5)
        axes.grid(visible=False, axis="y")
        axes.set_title(fill_title(title), x=0, loc="left")
        whole_years(axes)
        finish(figure, source)
    data = rows[["label", "kind", "start", "end"]]
    told = "; ".join(
        f"{spell['label']}: {spell['kind']} {spell['start']:%Y-%m-%d} to "
        f"{'today' if pd.isna(spell['end']) else format(spell['end'], '%Y-%m-%d')}"
        for spell in rows.to_dict("records")
    )
    return Drawing(figure, data, title, caption, f"{title}. {told}.")


def _year(day: pd.Timestamp) -> float:
    """A day as a year with its fraction."""
    return float(day.year + (day.day_of_year - 1) / DAYS)


def _draw_spell(axes: Axes, spell: dict[Any, Any], row: int, kind: int) -> None:
    first, length = float(spell["first"]), float(spell["last"]) - float(spell["first"])
    colour = SERIES_COLOURS[kind % len(SERIES_COLOURS)]
    axes.barh(
        row, length, left=first, height=THICK, facecolor=colour, alpha=0.35, edgecolor=colour, lw=1.0,
        hatch=HATCHES[kind % len(HATCHES)],
    )  # fmt: skip
    left, right = axes.get_xlim()
    letters = int(length / (right - left) * 0.6 * WIDTH / LETTER)
    words = textwrap.fill(str(spell["kind"]), max(letters, 1), break_long_words=False)
    fits = max(map(len, words.splitlines())) <= letters
    words = words if fits else str(spell["kind"])
    where = (first + length / 2, row) if fits else (first + length, row)
    axes.annotate(
        words, where, xytext=(0, 0) if fits else (4, 0), textcoords="offset points",
        fontsize=7.5 if "\n" not in words else 6.5,
        ha="center" if fits else "left", va="center", color=INK, zorder=4,
        bbox={"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 1.0},
    )  # fmt: skip
