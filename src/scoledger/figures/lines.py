"""Lines over years, and the band that two mirror sides span."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib import pyplot as plt

from scoledger.figures.drawing import Drawing
from scoledger.figures.style import (
    MARKERS,
    WIDTH,
    colour_of,
    finish,
    format_axis,
    in_style,
    label_ends,
    unit_label,
    whole_years,
)
from scoledger.units import write_value


def tidy(series: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Stack named yearly series.

    Returns
    -------
    pandas.DataFrame, shape (n_values, 3)
        Columns ``series``, ``year``, ``value``.
    """
    frames = [
        pd.DataFrame({"series": name, "year": one.index, "value": one.to_numpy()})
        for name, one in series.items()
        if len(one)
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["series", "year", "value"])


def describe_line(name: str, series: pd.Series, unit: str) -> str:
    """One line in words: where it starts, where it ends, its highest year."""
    first, last = int(series.index[0]), int(series.index[-1])
    peak = int(series.index.to_numpy()[series.to_numpy().argmax()])
    start, end = write_value(float(series.iloc[0]), unit), write_value(float(series.iloc[-1]), unit)
    if first == last:
        return f"{name}: {start} in {first}"
    top = f", highest in {peak}" if peak not in {first, last} else ""
    return f"{name}: {start} in {first}, {end} in {last}{top}"


def draw_lines(
    series: Mapping[str, pd.Series],
    unit: str,
    *,
    title: str,
    source: str,
    caption: str = "",
    names: Mapping[str, str] | None = None,
) -> Drawing:
    """Draw yearly series as lines with direct labels.

    Parameters
    ----------
    series : mapping of str to pandas.Series
        By key; a country code gets the country's colour.
    names : mapping, optional
        What a key is called for a reader.
    """
    shown = {key: one.dropna() for key, one in series.items() if len(one.dropna())}
    called = {key: (names or {}).get(key, key) for key in shown}
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.6))
        ends = []
        for position, (key, one) in enumerate(shown.items()):
            colour = colour_of(key, position)
            axes.plot(
                one.index, one, color=colour, lw=1.8, marker=MARKERS[position % len(MARKERS)], ms=3.5, markevery=4
            )
            ends.append((float(one.index[-1]), float(one.iloc[-1]), called[key], colour))
        axes.set_ylabel(unit_label(unit))
        axes.set_title(title)
        if all(one.min() >= 0 for one in shown.values()):
            axes.set_ylim(bottom=0)
        format_axis(axes, unit)
        whole_years(axes)
        label_ends(axes, ends)
        finish(figure, source)
    lines = "; ".join(describe_line(called[key], one, unit) for key, one in shown.items())
    data = tidy({called[key]: one for key, one in shown.items()}).assign(unit=unit)
    return Drawing(figure, data, title, caption, f"{title}. {lines}.")


def draw_band(
    sides: Mapping[str, pd.Series], unit: str, *, title: str, source: str, caption: str = "", key: str = ""
) -> Drawing:
    """Draw one quantity read from both sides' books, with the band between them.

    Parameters
    ----------
    sides : mapping of str to pandas.Series
        Label of the books to values; the band spans the years that have more than one.
    key : str
        Country whose colour is used.
    """
    shown = {name: one.dropna() for name, one in sides.items() if len(one.dropna())}
    together = pd.DataFrame(shown)
    both = together.dropna(thresh=2)
    colour = colour_of(key)
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.6))
        if len(both):
            axes.fill_between(both.index, both.min(axis=1), both.max(axis=1), color=colour, alpha=0.15, lw=0)
        ends = []
        for position, (name, one) in enumerate(shown.items()):
            style = ("-", "--", ":", "-.")[position % 4]
            axes.plot(one.index, one, color=colour, lw=1.8, ls=style)
            ends.append((float(one.index[-1]), float(one.iloc[-1]), name, colour))
        axes.set_ylabel(unit_label(unit))
        axes.set_title(title)
        if together.min().min() >= 0:
            axes.set_ylim(bottom=0)
        format_axis(axes, unit)
        whole_years(axes)
        label_ends(axes, ends)
        finish(figure, source)
    lines = "; ".join(describe_line(name, one, unit) for name, one in shown.items())
    return Drawing(figure, tidy(shown).assign(unit=unit), title, caption, f"{title}. {lines}.")
