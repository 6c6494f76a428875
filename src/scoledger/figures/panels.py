"""Small multiples: one panel for each of several subjects, on one scale unless said otherwise."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scoledger.countries import is_country
from scoledger.figures.drawing import Drawing
from scoledger.figures.events import describe_events, mark_events
from scoledger.figures.head import Mark, measure_head, write_head
from scoledger.figures.lines import describe_line, tidy, with_bands
from scoledger.figures.strokes import draw_interval, draw_line
from scoledger.figures.style import (
    MARKERS,
    WIDTH,
    call,
    colour_of,
    finish,
    format_axis,
    in_style,
    label_ends,
    unit_label,
    whole_years,
)
from scoledger.figures.words import finite, tell

#: Height of a row of panels, in inches, and the most panels that a page holds.
ROW_HEIGHT, MOST = 1.75, 12
#: Inches that lines need beside their labels, and that a character of a label takes.
ROOM_FOR_LINES, CHARACTER = 1.5, 0.07
#: Panels from which on words repeated in each tire more than one key.
FEW = 4
#: Lines of a panel that can be told apart.
EVERY = 5
#: How the lines of a panel are drawn, in turn.
DASHES = ("-", "--", "-.", ":")
#: Room around the lines, in parts of what they span.
MARGIN = 0.05
#: Characters in an inch of a panel's title.
PER_INCH = 12


@dataclass(frozen=True)
class _Panels:
    """What `draw_panels` draws."""

    lines: dict[str, dict[str, pd.Series]]
    names: Mapping[str, str]
    unit: str
    bands: dict[str, dict[str, pd.DataFrame]]
    events: Mapping[float, str]
    columns: int

    @property
    def keys(self) -> list[str]:
        """Keys of the lines of all panels, each once, in order."""
        return list(dict.fromkeys(key for own in self.lines.values() for key in own))

    def colour(self, panel: str, key: str) -> str:
        """The line's colour: that of its country, of the panel's where the panel has one line, or by its place."""
        is_own = len(self.keys) == 1 and is_country(panel) and not is_country(key)
        return colour_of(panel if is_own else key, self.keys.index(key))

    def marker(self, key: str) -> str:
        """The shape of the line's dots."""
        return MARKERS[self.keys.index(key) % len(MARKERS)]

    def dashes(self, key: str) -> str:
        """How the line is drawn: unbroken the first, so that captions can say it."""
        return DASHES[self.keys.index(key) % len(DASHES)]

    @property
    def years(self) -> tuple[float, float]:
        """First and last year of all lines."""
        every = [year for own in self.lines.values() for one in own.values() for year in (one.index[0], one.index[-1])]
        return float(min(every)), float(max(every))

    def range(self, panels: Iterable[str]) -> tuple[float, float]:
        """Lowest and highest value that some panels show."""
        ends = [(float(one.min()), float(one.max())) for panel in panels for one in self.lines[panel].values()]
        spans = [band for panel in panels for band in self.bands.get(panel, {}).values()]
        ends += [(float(band["low"].min()), float(band["high"].max())) for band in spans]
        return min(low for low, _ in ends), max(high for _, high in ends)

    @property
    def is_direct(self) -> bool:
        """Whether each panel has room for its labels, and would not merely repeat those of the others."""
        longest = max(len(call(key, self.names)) for key in self.keys)
        has_room = WIDTH / self.columns - longest * CHARACTER >= ROOM_FOR_LINES
        return len(self.keys) > 1 and has_room and len(self.lines) <= FEW

    @property
    def marks(self) -> list[Mark]:
        """The key, where the panels have no labels."""
        if self.is_direct or len(self.keys) == 1:
            return []
        return [
            Mark(call(key, self.names), self.colour("", key), self.marker(key), self.dashes(key)) for key in self.keys
        ]

    @property
    def data(self) -> pd.DataFrame:
        """Exactly what is drawn."""
        frames = []
        for panel, own in self.lines.items():
            drawn = tidy({call(key, self.names): one for key, one in own.items()})
            around = {call(key, self.names): band for key, band in self.bands.get(panel, {}).items()}
            drawn = with_bands(drawn, around)
            frames.append(drawn.assign(panel=call(panel, self.names), unit=self.unit))
        data = pd.concat(frames, ignore_index=True)
        return data[["panel", *(column for column in data if column != "panel")]]

    def describe(self, title: str) -> str:
        """The alternative text."""
        told = [
            f"{call(panel, self.names)}, " + ", ".join(
                describe_line(call(key, self.names), one, self.unit) for key, one in own.items()
            )
            for panel, own in self.lines.items()
        ]  # fmt: skip
        ends = {(panel, key): float(one.iloc[-1]) for panel, own in self.lines.items() for key, one in own.items()}
        most, least = max(ends, key=lambda end: ends[end]), min(ends, key=lambda end: ends[end])
        return (
            f"{title}. {len(self.lines)} panels. At the end {self._place(most)} is highest and {self._place(least)} "
            f"lowest. {tell(told)}.{describe_events(self.events)}"
        )

    def _place(self, end: tuple[str, str]) -> str:
        panel, key = (call(word, self.names) for word in end)
        return panel if len(self.keys) == 1 else f"{panel}, {key},"


def draw_panels(
    panels: Mapping[str, Mapping[str, pd.Series]],
    unit: str,
    *,
    title: str,
    source: str,
    caption: str = "",
    names: Mapping[str, str] | None = None,
    columns: int = 3,
    is_same_scale: bool = True,
    events: Mapping[float, str] | None = None,
    bands: Mapping[str, pd.DataFrame | Mapping[str, pd.DataFrame]] | None = None,
) -> Drawing | None:
    """Draw small multiples of yearly lines; None when no line has a value.

    Parameters
    ----------
    panels : mapping of str to mapping of str to pandas.Series
        Panel to its lines by key, values by year.  Keys may be country codes: names and colours come from them.  A
        panel without a value is left out; of more than twelve the first are drawn, and the caption says so.
    names : mapping, optional
        What a panel or a line is called.
    columns : int
        Panels beside one another.
    is_same_scale : bool
        Whether all panels share the scale of their values.
    events : mapping of float to str, optional
        Year to what happened, a broken line in every panel.
    bands : mapping of str to pandas.DataFrame, or to mapping of str to pandas.DataFrame, optional
        By panel: columns ``low`` and ``high`` by year, around its first line; or by panel and line, around each.

    Returns
    -------
    Drawing or None
        Data with columns ``panel``, ``series``, ``year``, ``value``, with bands ``low`` and ``high``, and ``unit``.
    """
    known = {panel: {key: finite(one) for key, one in own.items() if len(finite(one))} for panel, own in panels.items()}
    known = {panel: own for panel, own in known.items() if own}
    if not known:
        return None
    lines = dict(list(known.items())[:MOST])
    spans = {panel: _by_line(band, lines[panel]) for panel, band in (bands or {}).items() if panel in lines}
    shown = _Panels(lines, names or {}, unit, spans, events or {}, max(1, min(columns, len(lines))))
    with in_style():
        figure = _draw(shown, title, source, is_same_scale=is_same_scale)
    marked = ", ".join(f"{text} ({year:g})" for year, text in sorted(shown.events.items()) if text)
    caption = f"{caption} Upright lines: {marked}.".strip() if marked else caption
    if len(known) > MOST:
        caption = f"{caption} The first {MOST} of {len(known)} are drawn.".strip()
    return Drawing(figure, shown.data, title, caption, shown.describe(title))


def _by_line(bands: pd.DataFrame | Mapping[str, pd.DataFrame], own: Mapping[str, pd.Series]) -> dict[str, pd.DataFrame]:
    """Bands of a panel by the line that each is drawn around, those with a value only."""
    named = {next(iter(own)): bands} if isinstance(bands, pd.DataFrame) else bands
    known = {key: band.dropna(subset=["low", "high"]).sort_index() for key, band in named.items() if key in own}
    return {key: band for key, band in known.items() if len(band)}


def _draw(shown: _Panels, title: str, source: str, *, is_same_scale: bool) -> Figure:
    rows = -(-len(shown.lines) // shown.columns)
    head = measure_head(title, shown.marks)
    height = head + 0.45 + 0.12 * source.count("\n") + ROW_HEIGHT * rows + (0.8 if rows == 1 else 0.0)
    figure, grid = plt.subplots(
        rows, shown.columns, figsize=(WIDTH, height), squeeze=False, sharex=True, sharey=is_same_scale
    )
    for place, (axes, panel) in enumerate(zip(grid.flat, shown.lines, strict=False)):
        _draw_panel(axes, shown, panel)
        axes.set_xlim(*_limits(*shown.years, is_from_zero=False))
        axes.set_ylim(*_limits(*shown.range(shown.lines if is_same_scale else [panel])))
        axes.set_ylabel(unit_label(shown.unit) if place % shown.columns == 0 else "")
        axes.tick_params(labelbottom=place + shown.columns >= len(shown.lines))
    for axes in grid.flat[len(shown.lines) :]:
        axes.set_visible(False)
    write_head(figure, title, shown.marks)
    figure.tight_layout(rect=(0, 0.1, 1, 1 - head / height))
    if shown.is_direct:
        for axes, panel in zip(grid.flat, shown.lines, strict=False):
            own = [(one.index[-1], one.iloc[-1], key) for key, one in shown.lines[panel].items()]
            label_ends(axes, [(x, y, call(key, shown.names), shown.colour(panel, key)) for x, y, key in own])
    finish(figure, source, top=1 - head / height)
    return figure


def _limits(lowest: float, highest: float, *, is_from_zero: bool = True) -> tuple[float, float]:
    """Ends of an axis: with room around, and from zero where nothing lies below it."""
    room = MARGIN * (highest - lowest) if highest > lowest else max(abs(highest), 1.0) if is_from_zero else 3.0
    return 0.0 if is_from_zero and lowest >= 0 else lowest - room, highest + room


def _draw_panel(axes: Axes, shown: _Panels, panel: str) -> None:
    own = shown.lines[panel]
    for key, one in own.items():
        if key in shown.bands.get(panel, {}):
            draw_interval(axes, shown.bands[panel][key], colour=shown.colour(panel, key))
        draw_line(
            axes, one, colour=shown.colour(panel, key), width=1.6, dot=3.0, marker=shown.marker(key), every=EVERY,
            dashes=shown.dashes(key), order=3,
        )  # fmt: skip
    format_axis(axes, shown.unit)
    whole_years(axes)
    name = textwrap.fill(call(panel, shown.names), int(PER_INCH * WIDTH / shown.columns))
    axes.set_title(name, fontsize=8.5, fontweight="bold")
    mark_events(axes, shown.events, with_words=False)
