"""Lines over years, and the band that two mirror sides span."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd
from matplotlib import pyplot as plt

from scoledger.figures.drawing import Drawing
from scoledger.figures.strokes import draw_interval, mark_claims, mark_events, with_gaps
from scoledger.figures.style import (
    MARKERS,
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

#: Lines that the alternative text tells; the rest is counted.
TOLD = 6
#: A line with fewer values has a mark at each.
FEW = 9


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


def describe_lines(lines: Mapping[str, pd.Series], unit: str) -> str:
    """The first lines in words, and how many more there are."""
    told = [describe_line(name, one, unit) for name, one in lines.items()]
    more = f"; and {len(told) - TOLD} more" if len(told) > TOLD else ""
    return "; ".join(told[:TOLD]) + more


def draw_lines(
    series: Mapping[str, pd.Series],
    unit: str,
    *,
    title: str,
    source: str,
    caption: str = "",
    names: Mapping[str, str] | None = None,
    events: Mapping[float, str] | None = None,
    claimed: Mapping[str, tuple[float, float]] | None = None,
    bands: Mapping[str, pd.DataFrame] | None = None,
    dashed: Collection[str] = (),
) -> Drawing | None:
    """Draw yearly series as lines with direct labels; None when there is no value.

    Parameters
    ----------
    series : mapping of str to pandas.Series
        By key; a country code gets the country's colour.  A line is broken where years are missing.
    names : mapping, optional
        What a key is called for a reader; by default a country's name for its code.
    events : mapping, optional
        Year to words: marked by dotted lines.
    claimed : mapping, optional
        Words to (year, value): figures that were claimed, black.
    bands : mapping of str to pandas.DataFrame, optional
        By key, columns ``low`` and ``high`` by year, shaded.
    dashed : collection of str
        Keys whose lines are dashed.
    """
    shown = {key: one.dropna().sort_index() for key, one in series.items() if len(one.dropna())}
    if not shown:
        return None
    called = {key: call(key, names) for key in shown}
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.6))
        ends = []
        for position, (key, one) in enumerate(shown.items()):
            colour, whole = colour_of(key, position), with_gaps(one)
            if bands and key in bands:
                draw_interval(axes, bands[key], colour=colour)
            style = "--" if key in dashed else "-"
            mark = MARKERS[position % len(MARKERS)]
            axes.plot(whole.index, whole, color=colour, lw=1.8, ls=style)
            axes.plot(one.index, one, color=colour, lw=0, marker=mark, ms=3.5, markevery=1 if len(one) < FEW else 4)
            ends.append((float(one.index[-1]), float(one.iloc[-1]), called[key], colour))
        mark_claims(axes, claimed or {})
        axes.set_ylabel(unit_label(unit))
        axes.set_title(fill_title(title))
        if all(one.min() >= 0 for one in shown.values()):
            axes.set_ylim(bottom=0)
        format_axis(axes, unit)
        whole_years(axes)
        mark_events(axes, events or {})
        label_ends(axes, ends)
        finish(figure, source)
    data = tidy({called[key]: one for key, one in shown.items()}).assign(unit=unit)
    told = describe_lines({called[key]: one for key, one in shown.items()}, unit)
    return Drawing(figure, data, title, caption, f"{title}. {told}.{_tell_claims(claimed, unit)}")


def _tell_claims(claimed: Mapping[str, tuple[float, float]] | None, unit: str) -> str:
    told = [f"{words}: {write_value(value, unit)} in {year:g}" for words, (year, value) in (claimed or {}).items()]
    return f" Claimed: {'; '.join(told)}." if told else ""


def draw_band(
    sides: Mapping[str, pd.Series], unit: str, *, title: str, source: str, caption: str = "", key: str = ""
) -> Drawing | None:
    """Draw one quantity read from both sides' books, with the band between them; None when there is no value.

    Parameters
    ----------
    sides : mapping of str to pandas.Series
        Label of the books to values; the band spans the years that have more than one.
    key : str
        Country whose colour is used.
    """
    shown = {name: one.dropna() for name, one in sides.items() if len(one.dropna())}
    if not shown:
        return None
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
            whole = with_gaps(one)
            axes.plot(whole.index, whole, color=colour, lw=1.8, ls=style)
            ends.append((float(one.index[-1]), float(one.iloc[-1]), name, colour))
        axes.set_ylabel(unit_label(unit))
        axes.set_title(fill_title(title))
        if together.min().min() >= 0:
            axes.set_ylim(bottom=0)
        format_axis(axes, unit)
        whole_years(axes)
        label_ends(axes, ends)
        finish(figure, source)
    lines = "; ".join(describe_line(name, one, unit) for name, one in shown.items())
    return Drawing(figure, tidy(shown).assign(unit=unit), title, caption, f"{title}. {lines}.")
