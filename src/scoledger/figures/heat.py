"""Heat tables and stacks: rows over years as shades, parts of a whole as bands."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import pyplot as plt

from scoledger.figures.drawing import Drawing
from scoledger.figures.lines import describe_lines, tidy
from scoledger.figures.style import (
    INK,
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
from scoledger.units import write_value

#: Up to so many columns, values are written into the cells.
WRITTEN = 16
HATCHES = ("", "///", "...", "\\\\\\", "xxx", "ooo", "---", "++")


def draw_heat(
    frame: pd.DataFrame,
    unit: str,
    *,
    title: str,
    source: str,
    caption: str = "",
    centre: float | None = None,
    names: Mapping[str, str] | None = None,
) -> Drawing | None:
    """Draw rows over years as shades; None when there is no value.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_rows, n_years)
        A missing value is a blank cell.
    centre : float, optional
        Value about which colours diverge; shades from dark to light to dark, the lower side dotted, so that greyscale
        tells the sides apart.
    names : mapping, optional
        What a row is called for a reader.
    """
    wide = frame.astype(float).dropna(how="all").dropna(how="all", axis=1)
    if wide.empty:
        return None
    called = wide.rename(index=lambda key: call(str(key), names))
    is_share = unit.startswith("share")
    shown = called * 100 if is_share else called
    is_written = wide.shape[1] <= WRITTEN
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 1.35 + 0.27 * len(wide)))
        sns.heatmap(
            shown, ax=axes, center=None if centre is None else centre * (100 if is_share else 1), linewidths=0.6,
            cmap="PuOr_r" if centre is not None else "YlGnBu", annot=is_written, annot_kws={"fontsize": 6.5},
            fmt=".2g" if not is_share else ".0f", cbar_kws={"label": unit_label(unit), "shrink": 0.9, "pad": 0.015},
        )  # fmt: skip
        if centre is not None and not is_written:
            down, across = np.nonzero((wide < centre).to_numpy())
            axes.scatter(across + 0.5, down + 0.5, s=3, color=INK, lw=0)
        axes.set_xlabel("")
        axes.set_ylabel("")
        axes.tick_params(axis="y", rotation=0, labelsize=8)
        axes.tick_params(axis="x", rotation=90 if wide.shape[1] > 12 else 0, labelsize=7.5)  # noqa: PLR2004 - room
        axes.set_title(fill_title(title))
        finish(figure, source)
    data = called.rename_axis("row").reset_index().melt("row", var_name="year").dropna(subset="value")
    cells = data.sort_values("value", kind="stable").to_dict("records")
    ends = [
        f"{cell['row']}, {cell['year']}: {write_value(float(cell['value']), unit)}"
        for cell in cells[:: len(cells) - 1 or 1]
    ]
    years = f"{wide.columns.min()} to {wide.columns.max()}"
    alt = f"{title}. {len(wide)} rows, {years}. Lowest: {ends[0]}; highest: {ends[-1]}."
    data = data.assign(unit=unit).reset_index(drop=True)
    return Drawing(figure, data, title, caption, alt)


def draw_stack(
    frame: pd.DataFrame,
    unit: str,
    *,
    title: str,
    source: str,
    caption: str = "",
    names: Mapping[str, str] | None = None,
) -> Drawing | None:
    """Draw parts of a whole over years as stacked bands with direct labels; None when there is no value.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_years, n_parts)
        A missing part counts as nothing in a year in which another is known.
    """
    parts = frame.dropna(how="all").dropna(how="all", axis=1).sort_index()
    if parts.empty or len(parts) < 2:  # noqa: PLR2004 - one year is no path
        return None
    parts = parts.fillna(0.0)
    tops = parts.cumsum(axis=1)
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.8))
        ends = []
        for place, key in enumerate(parts):
            below = tops[key] - parts[key]
            colour = colour_of(str(key), place)
            axes.fill_between(
                parts.index, below, tops[key], facecolor=colour, alpha=0.55, edgecolor="white", lw=0.8,
                hatch=HATCHES[place % len(HATCHES)],
            )  # fmt: skip
            middle = float((below.iloc[-1] + tops[key].iloc[-1]) / 2)
            ends.append((float(parts.index[-1]), middle, call(str(key), names), colour))
        axes.set_ylabel(unit_label(unit))
        axes.set_ylim(0, float(tops.iloc[:, -1].max()) * 1.02)
        axes.set_xlim(parts.index[0], parts.index[-1])
        format_axis(axes, unit)
        whole_years(axes)
        axes.set_title(fill_title(title))
        figure.tight_layout(rect=(0, 0, 0.84, 1))
        label_ends(axes, ends)
        finish(figure, source)
    lines = {call(str(key), names): parts[key] for key in parts}
    return Drawing(figure, tidy(lines).assign(unit=unit), title, caption, f"{title}. {describe_lines(lines, unit)}.")
