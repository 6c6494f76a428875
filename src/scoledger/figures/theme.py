"""The visual language of `style` for Vega-Lite: what the pictures of explorers and the other figures have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scoledger.figures.style import COUNTRY_COLOURS, INK, SERIES_COLOURS, WIDTH, call

#: Pixels across of a picture, as wide as the other figures of the book.
PIXELS = round(WIDTH * 96)
#: The font of the other figures, then one of the same widths, then any without serifs.
FONT = "DejaVu Sans, Verdana, sans-serif"
#: Marks of series in their order, so that a greyscale print tells them apart.
SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-right", "stroke")
#: Strokes of series in their order: long and short dashes in pixels, none for a whole line.
DASHES = ((1, 0), (6, 3), (2, 2), (8, 2, 2, 2), (4, 4), (12, 3), (1, 3), (10, 2, 2, 2, 2, 2))

#: Configuration of every chart, in the terms of Vega-Lite.  Attributes for screen readers are written by the page.
THEME: dict[str, Any] = {
    "aria": False,
    "background": "white",
    "font": FONT,
    "padding": 8,
    "view": {"stroke": None},
    "range": {"category": list(SERIES_COLOURS)},
    "axis": {
        "domainColor": "#666666",
        "gridColor": "#e6e6e6",
        "labelColor": INK,
        "labelFontSize": 11,
        "tickColor": "#666666",
        "titleColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "legend": {"labelColor": INK, "labelFontSize": 11, "titleColor": INK, "titleFontSize": 11},
    "line": {"strokeWidth": 2.2},
    "text": {"color": INK, "fontSize": 11},
    "title": {"anchor": "start", "color": INK, "fontSize": 13, "fontWeight": "bold", "offset": 10},
}


def country_scale(codes: Sequence[str]) -> dict[str, list[str]]:
    """The countries' names and their colours, as domain and range of a scale of colours.

    Parameters
    ----------
    codes : sequence of str
        ISO codes; a code without a colour of its own has that of a series at its place.

    Examples
    --------
    >>> country_scale(["CHN", "RUS"])
    {'domain': ['China', 'Russia'], 'range': ['#b3261e', '#1f4e79']}
    """
    colours = [
        COUNTRY_COLOURS.get(code, SERIES_COLOURS[place % len(SERIES_COLOURS)]) for place, code in enumerate(codes)
    ]
    return {"domain": [call(code) for code in codes], "range": colours}


def in_theme(config: dict[str, Any]) -> dict[str, Any]:
    """The theme with what a chart sets otherwise.

    Examples
    --------
    >>> in_theme({"axis": {"grid": False}})["axis"]["grid"], in_theme({})["background"]
    (False, 'white')
    """
    merged = {key: dict(value) if isinstance(value, dict) else value for key, value in THEME.items()}
    for key, value in config.items():
        own = merged.get(key)
        merged[key] = {**own, **value} if isinstance(own, dict) and isinstance(value, dict) else value
    return merged
