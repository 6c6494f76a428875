"""The map: projected lines, named and told apart."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.collections import LineCollection
from pyproj import Geod

from scoledger.figures import draw_map
from scoledger.figures.map import project

LINES = pd.DataFrame(
    {
        "line_id": ["P1", "P1", "P2", "P2"], "name": ["A line", "A line", "another", "another"], "part": 0,
        "position": [0, 1, 0, 1], "longitude": [60.0, 75.0, 90.0, 100.0], "latitude": [40.0, 44.0, 50.0, 52.0],
        "status": ["Operating", "Operating", "Proposed", "Proposed"], "capacity_bcm": [55.0, 55.0, None, None],
    }
)  # fmt: skip
AREAS = pd.DataFrame(
    {"area": "KAZ", "part": 0, "position": range(4), "longitude": [50.0, 85.0, 85.0, 50.0]}
    | {"latitude": [42.0, 42.0, 54.0, 42.0]}
)
WORDS = {
    "title": "A map",
    "source": "Sources: Nobody",
    "labels": {"A line": "The line"},
    "places": {"KAZ": "Kazakhstan"},
}


def test_distances_on_the_map_are_kilometres() -> None:
    """Near the middle a projected distance is the great circle's, to two percent."""
    x, y = project(pd.Series([80.0, 85.0]), pd.Series([44.0, 46.0]), (82.0, 45.0))
    _, _, metres = Geod(ellps="WGS84").inv(80.0, 44.0, 85.0, 46.0)

    assert ((x[1] - x[0]) ** 2 + (y[1] - y[0]) ** 2) ** 0.5 == pytest.approx(metres / 1000, rel=0.02)


def test_the_map_tells_its_named_lines() -> None:
    """With their status; the rest is counted."""
    drawing = draw_map(LINES, AREAS, **WORDS)
    plt.close("all")

    assert drawing is not None
    assert drawing.alt == "A map. Named lines: The line (operating). 2 lines and phases in all."
    assert len(drawing.data) == len(LINES)


def test_no_line_is_no_map() -> None:
    """The page then says so."""
    assert draw_map(LINES.iloc[:0], AREAS, **WORDS) is None


def test_no_name_covers_another_or_leaves_the_map() -> None:
    """Boxes of all words within the frame, apart; the country's name lies inside its outline."""
    drawing = draw_map(LINES, AREAS, **WORDS)
    assert drawing is not None
    axes = drawing.figure.axes[0]
    frame = axes.get_window_extent()
    boxes = {text.get_text(): text.get_window_extent() for text in axes.texts}
    plt.close("all")

    assert set(boxes) == {"Kazakhstan", "The line", "1,000 km"}
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 for box in boxes.values())
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes.values(), 2))


def test_width_tells_capacity_and_stroke_status() -> None:
    """A named line of 55: 0.9 + 3.6 * 0.55 points; a proposed one is dotted."""
    drawing = draw_map(LINES, AREAS, **{**WORDS, "labels": {"A line": "The line", "another": "Other"}})
    assert drawing is not None
    drawn = [item for item in drawing.figure.axes[0].collections if isinstance(item, LineCollection)]
    plt.close("all")

    assert drawn[0].get_linewidths()[0] == pytest.approx(2.88)
    assert drawn[0].get_linestyles()[0][1] is None
    assert drawn[1].get_linestyles()[0][1] is not None
