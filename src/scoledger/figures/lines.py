"""Lines over years, and the band that two mirror sides span."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scoledger.figures.drawing import Drawing
from scoledger.figures.events import ROW, describe_events, mark_events, stack_words
from scoledger.figures.panel import dress
from scoledger.figures.room import Word, write_beside
from scoledger.figures.strokes import draw_interval, draw_line, with_gaps
from scoledger.figures.style import (
    CLAIM,
    LABEL_HEIGHT,
    MARKERS,
    WIDTH,
    call,
    colour_of,
    fill_title,
    finish,
    in_style,
    label_ends,
)
from scoledger.figures.words import TOLD, finite, tell
from scoledger.units import write_value

#: Height of a figure of lines, and what of it is not for labels, in inches.
HEIGHT, FRAME = 3.6, 1.3
#: One value in so many has a dot, whose shape tells the line where colours do not.
EVERY = 4
#: Points of each line that names of figures claimed had better not cover.
ALONG = 100


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


def with_bands(data: pd.DataFrame, bands: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Tidy values with the ends of their bands beside them.

    Returns
    -------
    pandas.DataFrame, shape (n_values, 5)
        Columns ``series``, ``year``, ``value``, ``low``, ``high``; a year of a band without a value has none.  Without
        bands the frame as it was.
    """
    frames = [band[["low", "high"]].dropna().assign(series=name) for name, band in bands.items()]
    if not frames:
        return data
    ends = pd.concat([frame.rename_axis("year").reset_index() for frame in frames], ignore_index=True)
    merged = data.merge(ends, on=["series", "year"], how="outer", sort=False)
    order = {name: place for place, name in enumerate(dict.fromkeys([*data["series"], *ends["series"]]))}
    return merged.sort_values(["series", "year"], key=lambda key: key.map(order) if key.name == "series" else key)


@dataclass(frozen=True)
class _Lines:
    """What `draw_lines` draws."""

    shown: dict[str, pd.Series]
    called: dict[str, str]
    unit: str
    events: Mapping[float, str]
    claimed: Mapping[str, tuple[float, float]]
    bands: dict[str, pd.DataFrame]
    dashed: Collection[str]

    @property
    def ends(self) -> list[tuple[float, float, str, str]]:
        """Where each line ends, what it is called and its colour."""
        return [
            (float(one.index[-1]), float(one.iloc[-1]), self.called[key], colour_of(key, position))
            for position, (key, one) in enumerate(self.shown.items())
        ]

    @property
    def data(self) -> pd.DataFrame:
        """Exactly what is drawn."""
        lines = tidy({self.called[key]: one for key, one in self.shown.items()})
        frame = with_bands(lines, {self.called[key]: band for key, band in self.bands.items()})
        rows = [
            {"series": f"claimed: {name}", "year": year, "value": value} for name, (year, value) in self.claimed.items()
        ]
        return pd.concat([frame, pd.DataFrame(rows)], ignore_index=True).assign(unit=self.unit)

    def describe(self, title: str) -> str:
        """The alternative text."""
        lines = tell([describe_line(self.called[key], one, self.unit) for key, one in self.shown.items()])
        if len(self.shown) > TOLD:
            ends = sorted((value, name) for _, value, name, _ in self.ends)
            (least, lowest), (most, highest) = ends[0], ends[-1]
            written = write_value(most, self.unit), write_value(least, self.unit)
            lines = f"At the end {highest} is highest, {written[0]}, and {lowest} lowest, {written[1]}. {lines}"
        claims = ", ".join(
            f"{name} {write_value(value, self.unit)} in {year:g}" for name, (year, value) in self.claimed.items()
        )
        claimed = f" Claimed: {claims}." if claims else ""
        return f"{title}. {lines}.{claimed}{describe_events(self.events)}"


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
    """Draw yearly series as lines with direct labels; None when no series has a value.

    Parameters
    ----------
    series : mapping of str to pandas.Series
        By key; a country code gets the country's colour.  A line is broken where a year has no value.
    names : mapping, optional
        What a key is called for a reader; a country code is written as its name anyway.
    events : mapping of float to str, optional
        Year to what happened; those outside the years drawn are left out.
    claimed : mapping of str to (year, value), optional
        Figures that somebody stated, drawn black.
    bands : mapping of str to pandas.DataFrame, optional
        By key of a series: columns ``low`` and ``high``, indexed by year.
    dashed : collection of str
        Keys of the series drawn with broken lines.

    Returns
    -------
    Drawing or None
        Data with columns ``series``, ``year``, ``value``, with bands ``low`` and ``high``, and ``unit``.
    """
    shown = {key: finite(one) for key, one in series.items() if len(finite(one))}
    if not shown:
        return None
    called = {key: call(key, names) for key in shown}
    spans = {key: band.dropna(subset=["low", "high"]).sort_index() for key, band in (bands or {}).items()}
    spans = {key: band for key, band in spans.items() if key in shown and len(band)}
    lines = _Lines(shown, called, unit, events or {}, claimed or {}, spans, dashed)
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, max(HEIGHT, FRAME + LABEL_HEIGHT * len(shown))))
        _draw(axes, lines)
        dress(axes, unit)
        _arrange(figure, axes, lines, fill_title(title), source)
    return Drawing(figure, lines.data, title, caption, lines.describe(title))


def _draw(axes: Axes, lines: _Lines) -> None:
    for position, (key, one) in enumerate(lines.shown.items()):
        colour = colour_of(key, position)
        if key in lines.bands:
            draw_interval(axes, lines.bands[key], colour=colour)
        draw_line(
            axes, one, colour=colour, width=1.8, dot=3.5, marker=MARKERS[position % len(MARKERS)], every=EVERY,
            dashes="--" if key in lines.dashed else "-", order=3,
        )  # fmt: skip
    for year, value in lines.claimed.values():
        axes.plot([year], [value], marker="D", ms=6, color=CLAIM, ls="none", zorder=4)


def _arrange(figure: Figure, axes: Axes, lines: _Lines, title: str, source: str) -> None:
    """Write every word; twice, since the first round shows how much room the words leave."""
    words = mark_events(axes, lines.events)
    axes.set_title(title)
    for _ in range(2):
        labels = label_ends(axes, lines.ends)
        figure.tight_layout(rect=(0, 0.08, 1, 1))
        rows = stack_words(axes, words)
        axes.set_title(title, pad=6 + ROW * rows)
        for label_drawn in labels:
            label_drawn.remove()
    label_ends(axes, lines.ends)
    finish(figure, source)
    claims = [Word(label, year, value, CLAIM, is_bold=True) for label, (year, value) in lines.claimed.items()]
    write_beside(axes, claims, np.vstack([_points_between(one) for one in lines.shown.values()]))


def _points_between(series: pd.Series) -> np.ndarray:
    """Points along a line, close to one another, that words had better not cover."""
    years = series.index.to_numpy(dtype=float)
    along = np.linspace(years[0], years[-1], ALONG)
    return np.column_stack([along, np.interp(along, years, series.to_numpy(dtype=float))])


def draw_band(
    sides: Mapping[str, pd.Series], unit: str, *, title: str, source: str, caption: str = "", key: str = ""
) -> Drawing | None:
    """Draw one quantity read from both sides' books, with the band between them; None when neither has a value.

    Parameters
    ----------
    sides : mapping of str to pandas.Series
        Label of the books to values; the band spans the years that have more than one.
    key : str
        Country whose colour is used.
    """
    shown = {name: finite(one) for name, one in sides.items() if len(finite(one))}
    if not shown:
        return None
    together = pd.DataFrame(shown)
    both = together.dropna(thresh=2)
    colour = colour_of(key)
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.6))
        if len(both):
            low, high = with_gaps(both.min(axis=1)), with_gaps(both.max(axis=1))
            axes.fill_between(low.index, low, high, color=colour, alpha=0.15, lw=0)
        ends = []
        for position, (name, one) in enumerate(shown.items()):
            draw_line(axes, one, colour=colour, width=1.8, dashes=("-", "--", ":", "-.")[position % 4])
            ends.append((float(one.index[-1]), float(one.iloc[-1]), name, colour))
        dress(axes, unit, fill_title(title))
        figure.tight_layout(rect=(0, 0.08, 1, 1))
        label_ends(axes, ends)
        finish(figure, source)
    lines = "; ".join(describe_line(name, one, unit) for name, one in shown.items())
    return Drawing(figure, tidy(shown).assign(unit=unit), title, caption, f"{title}. {lines}.")
