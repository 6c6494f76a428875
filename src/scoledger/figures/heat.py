"""A table of years in shades, with the values in the cells where they fit."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.colors import LinearSegmentedColormap, Normalize, to_hex
from matplotlib.ticker import FuncFormatter, MaxNLocator

from scoledger.figures.drawing import Drawing
from scoledger.figures.head import measure_head, write_head
from scoledger.figures.style import WIDTH, call, contrast, finish, in_style, unit_label
from scoledger.figures.words import extremes, finite, tell, write_among
from scoledger.units import write_value

#: From low to high.  Both grow in one direction of lightness, so that a print without colour keeps the order.
SEQUENTIAL = LinearSegmentedColormap.from_list("ledger", ["#f4f8fc", "#a9cbe6", "#4b8fc4", "#1a5490", "#07264d"])
DIVERGING = LinearSegmentedColormap.from_list("ledger centred", ["#123a70", "#4f7fb5", "#b4b4b4", "#eebd66", "#fff0c2"])
#: Inches of a row, of a character in a cell, and of what stands beside the cells.
ROW, CHARACTER, LABELS = 0.24, 0.068, 2.4
#: Inches of a line of a label, and of the lowest figure.
LINE, LOWEST = 0.14, 1.9
LABEL_WIDTH = 28
#: Years of which each is written below its column, in inches of a column.
EACH_YEAR = 0.34


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
    """Draw a table of years in shades; None when it holds no value.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_rows, n_years)
        Index of labels or country codes, one column for each year, in order.  Missing cells are hatched.
    centre : float, optional
        A value from which both directions count: the shades lie evenly around it.
    names : mapping, optional
        What a row is called.

    Returns
    -------
    Drawing or None
        Data with columns ``row``, ``year``, ``value``, ``unit``; missing cells are absent.
    """
    values = frame.apply(pd.to_numeric, errors="coerce").astype(float).replace([np.inf, -np.inf], np.nan)
    if not values.notna().to_numpy().any():
        return None
    values.index = pd.Index([call(row, names) for row in values.index])
    with in_style():
        lines = 1 + max(label.count("\n") for label in _row_labels(values))
        height = measure_head(title) + 0.6 + 0.12 * source.count("\n") + max(ROW, LINE * lines) * len(values)
        figure, axes = plt.subplots(figsize=(WIDTH, max(height, LOWEST)))
        mesh = _draw_cells(axes, values, unit, centre)
        bar = figure.colorbar(mesh, ax=axes, pad=0.015, fraction=0.03, aspect=max(8, 2.2 * len(values)))
        bar.set_label(unit_label(unit), fontsize=8)
        bar.ax.yaxis.set_major_locator(MaxNLocator(nbins=max(2, min(6, len(values)))))
        bar.ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _write_tick(value, unit)))
        bar.ax.tick_params(labelsize=7.5, length=2)
        bar.outline.set_visible(False)
        finish(figure, source, top=1 - write_head(figure, title) / figure.get_figheight())
    if values.isna().to_numpy().any():
        caption = f"{caption} Hatched: no value.".strip()
    return Drawing(figure, _tidy(values, unit), title, caption, _describe(values, unit, title))


def _row_labels(values: pd.DataFrame) -> list[str]:
    return [textwrap.fill(str(row), LABEL_WIDTH) for row in values.index]


def _write_tick(value: float, unit: str) -> str:
    return f"{100 * value:g}%" if unit.startswith("share") else f"{value:,.6g}"


def _draw_cells(axes: Axes, values: pd.DataFrame, unit: str, centre: float | None) -> QuadMesh:
    known = values.to_numpy()
    low, high = float(np.nanmin(known)), float(np.nanmax(known))
    if centre is not None:
        reach = max(abs(low - centre), abs(high - centre)) or 1.0
        scale, shades = Normalize(centre - reach, centre + reach), DIVERGING
    else:
        scale, shades = Normalize(low, high if high > low else low + 1.0), SEQUENTIAL
    rows, columns = values.shape
    axes.fill_between([0, columns], 0, rows, facecolor="white", edgecolor="#b0b0b0", hatch="////", lw=0, zorder=0)
    mesh = axes.pcolormesh(
        np.arange(columns + 1), np.arange(rows + 1), np.ma.masked_invalid(known), cmap=shades, norm=scale,
        edgecolors="white", linewidth=0.8, zorder=1,
    )  # fmt: skip
    axes.set_xlim(0, columns)
    axes.set_ylim(rows, 0)
    axes.set_yticks(np.arange(rows) + 0.5, _row_labels(values), fontsize=8)
    inches = (WIDTH - LABELS) / columns
    every = max(1, int(np.ceil(EACH_YEAR / inches)))
    shown = np.arange(columns)[::-1][::every][::-1]  # the last year has its name
    axes.set_xticks(shown + 0.5, [str(values.columns[at]) for at in shown], fontsize=8)
    axes.tick_params(length=0)
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    _write_cells(axes, values, unit, inches, mesh)
    return mesh


def _write_cells(axes: Axes, values: pd.DataFrame, unit: str, inches: float, mesh: QuadMesh) -> None:
    """Write the values, all or none, black or white after the shade."""
    largest = float(np.nanmax(np.abs(values.to_numpy())))
    written = values.map(lambda value: write_among(value, unit, largest) if np.isfinite(value) else "")
    if CHARACTER * int(written.map(len).to_numpy().max()) > inches:
        return
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            value = float(values.to_numpy()[row, column])
            if np.isfinite(value):
                shade = to_hex(mesh.to_rgba(value))  # type: ignore[arg-type]  # one value is an array, too
                ink = max(("white", "black"), key=lambda one: contrast(one, shade))
                word = write_among(value, unit, largest)
                axes.text(column + 0.5, row + 0.5, word, ha="center", va="center", fontsize=7, color=ink)


def _tidy(values: pd.DataFrame, unit: str) -> pd.DataFrame:
    rows = [
        {"row": row, "year": year, "value": float(values.to_numpy()[at, column])}
        for at, row in enumerate(values.index)
        for column, year in enumerate(values.columns)
    ]
    return pd.DataFrame(rows).dropna(subset=["value"]).reset_index(drop=True).assign(unit=unit)


def _describe(values: pd.DataFrame, unit: str, title: str) -> str:
    data = _tidy(values, unit)
    least, most = extremes(data, "value")
    told = []
    for at, row in enumerate(values.index):
        own = finite(pd.Series(values.iloc[at].to_numpy(), index=values.columns))
        if len(own):
            first, last = (f"{write_value(float(own.iloc[end]), unit)} in {own.index[end]}" for end in (0, -1))
            told.append(f"{row}: {first}" + (f", {last}" if len(own) > 1 else ""))
    missing = int(values.isna().to_numpy().sum())
    gaps = f" {missing} of {values.size} cells have no value." if missing else ""
    return (
        f"{title}. Lowest: {least['row']}, {least['year']}: {write_value(float(least['value']), unit)}; highest: "
        f"{most['row']}, {most['year']}: {write_value(float(most['value']), unit)}. {tell(told)}.{gaps}"
    )
