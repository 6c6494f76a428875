"""Small multiples: the same lines for many states or sides, one panel each."""

from __future__ import annotations

import itertools
import math
import textwrap
from collections.abc import Mapping

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from scoledger.figures.drawing import Drawing
from scoledger.figures.lines import describe_lines, tidy
from scoledger.figures.strokes import draw_interval, mark_events, with_gaps
from scoledger.figures.style import (
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

#: Inches of a row of panels, and of what stands above the first.
ROW, HEAD = 1.75, 0.62
#: Characters for the titles of one row of panels.
PANEL_TITLES = 76

Panels = dict[str, dict[str, pd.Series]]


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
    bands: Mapping[str, pd.DataFrame] | None = None,
) -> Drawing | None:
    """Draw small multiples; None when there is no value.

    Parameters
    ----------
    panels : mapping of str to mapping of str to pandas.Series
        By panel, then by line; yearly values.  An empty panel is left out.
    names : mapping, optional
        What a key is called for a reader; by default a country's name for its code.
    is_same_scale : bool
        Whether all panels share their axis, so that heights can be compared.
    events : mapping, optional
        Year to words: marked in every panel, worded in the first.
    bands : mapping of str to pandas.DataFrame, optional
        By panel, columns ``low`` and ``high`` by year, shaded.
    """
    shown: Panels = {
        panel: {key: one.dropna().sort_index() for key, one in lines.items() if len(one.dropna())}
        for panel, lines in panels.items()
    }
    shown = {panel: lines for panel, lines in shown.items() if lines}
    if not shown:
        return None
    keys = list(dict.fromkeys(itertools.chain.from_iterable(shown.values())))
    rows, columns = math.ceil(len(shown) / columns), min(columns, len(shown))
    with in_style():
        figure, grid = plt.subplots(
            rows, columns, figsize=(WIDTH, HEAD + ROW * rows + 0.3), sharex=True, sharey=is_same_scale, squeeze=False
        )
        for axes in grid.flat[len(shown) :]:
            axes.set_visible(False)
        for axes, (panel, lines) in zip(grid.flat, shown.items(), strict=False):
            _draw_panel(axes, lines, keys, unit, (bands or {}).get(panel))
            axes.set_title(textwrap.fill(call(panel, names), PANEL_TITLES // columns), fontsize=8.5)
        first = grid.flat[0]
        if is_same_scale and all(one.min() >= 0 for lines in shown.values() for one in lines.values()):
            first.set_ylim(bottom=0)
        for axes in grid.flat[: len(shown)]:
            mark_events(axes, dict.fromkeys(events or {}, "") if axes is not first else (events or {}))
        for place in range(len(shown) - columns, len(shown)):  # the lowest of each column shows its years
            grid.flat[place].tick_params(labelbottom=True)
        for axes in grid[:, 0]:
            axes.set_ylabel(unit_label(unit))
        _write_head(figure, title, keys if len(keys) > 1 else [], names)
        finish(figure, source, top=1 - _head(title, keys) / figure.get_figheight())
    flat = {f"{call(p, names)}: {call(k, names)}": one for p, lines in shown.items() for k, one in lines.items()}
    return Drawing(figure, _gather(shown, names, unit), title, caption, f"{title}. {describe_lines(flat, unit)}.")


def _draw_panel(
    axes: Axes, lines: Mapping[str, pd.Series], keys: list[str], unit: str, bounds: pd.DataFrame | None
) -> None:
    if bounds is not None:
        draw_interval(axes, bounds, colour=colour_of(next(iter(lines)), keys.index(next(iter(lines)))))
    for key, one in lines.items():
        place = keys.index(key)
        colour, whole = colour_of(key, place), with_gaps(one)
        axes.plot(whole.index, whole, color=colour, lw=1.5, ls=_style(place))
        axes.plot(one.index[-1:], one[-1:], color=colour, lw=0, marker=MARKERS[place % len(MARKERS)], ms=4)
    format_axis(axes, unit)
    whole_years(axes)


def _style(place: int) -> str:
    return ("-", "--", "-.", ":")[place % 4]


def _head(title: str, keys: list[str]) -> float:
    """Inches above the panels."""
    return 0.12 + 0.17 * (1 + fill_title(title).count("\n")) + (0.22 if len(keys) > 1 else 0.0)


def _write_head(figure: Figure, title: str, keys: list[str], names: Mapping[str, str] | None) -> None:
    height = figure.get_figheight()
    figure.text(0.01, 1 - 0.06 / height, fill_title(title), fontsize=10, fontweight="bold", va="top")
    if keys:
        handles = [
            Line2D([], [], color=colour_of(key, place), ls=_style(place), marker=MARKERS[place % len(MARKERS)], ms=4)
            for place, key in enumerate(keys)
        ]
        figure.legend(
            handles, [call(key, names) for key in keys], loc="upper left", ncols=min(len(keys), 5), fontsize=7.5,
            bbox_to_anchor=(0.0, 1 - (_head(title, []) - 0.06) / height), borderaxespad=0.2, handlelength=2.4,
        )  # fmt: skip


def _gather(shown: Panels, names: Mapping[str, str] | None, unit: str) -> pd.DataFrame:
    frames = [
        tidy({call(key, names): one for key, one in lines.items()}).assign(panel=call(panel, names), unit=unit)
        for panel, lines in shown.items()
    ]
    return pd.concat(frames, ignore_index=True)[["panel", "series", "year", "value", "unit"]]
