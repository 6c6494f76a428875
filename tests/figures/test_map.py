"""The map: projected lines, named and told apart."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib import pyplot as plt
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
