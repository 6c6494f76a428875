"""What the chapters draw with: the data are what is drawn, nothing overlaps, and an empty one is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Annotation

from scoledger.figures import (
    Drawing,
    draw_band,
    draw_dots,
    draw_event_study,
    draw_heat,
    draw_lines,
    draw_panels,
    draw_scatter,
    draw_stack,
)

YEARS = range(2001, 2013)
WORDS = {"title": "A title", "source": "Sources: Nobody (2025-06)"}
AXES = {"x_label": "across", "y_label": "upwards", "x_unit": "share", "y_unit": "index"}


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """No figure stays open after a test."""
    yield
    plt.close("all")


def _rise(first: float, last: float) -> pd.Series:
    return pd.Series(np.linspace(first, last, len(YEARS)), index=YEARS)


LINES = {"CHN": _rise(0.1, 0.5), "RUS": _rise(0.5, 0.2).drop([2005, 2006]), "a line of its own": _rise(0.1, 0.12)}
PANELS = {"KAZ": {"CHN": _rise(0.1, 0.3)}, "KGZ": {"CHN": _rise(0.2, 0.6), "RUS": _rise(0.4, 0.1)}, "TKM": {}}
DOTS = pd.DataFrame(
    {
        "label": ["first, with words for two lines of a label or three", "second", "third", "unknown"],
        "value": [0.2, -0.1, 0.4, np.nan],
        "low": [0.1, np.nan, 0.2, np.nan],
        "high": [0.3, np.nan, 0.6, np.nan],
        "group": ["one", "two", "one", "two"],
        "is_main": [True, False, False, False],
    }
)
TIMES = pd.DataFrame({"time": [-2, -1, 0, 1], "value": [0.0, 0.0, 0.3, 0.5], "low": -0.1, "high": 0.6})
POINTS = pd.DataFrame({"label": ["KAZ", "KGZ", "TJK", "FRA"], "x": [0.1, 0.11, 0.12, 0.4], "y": [1.0, 1.01, 1.02, 0.2]})
TABLE = pd.DataFrame({2001: [0.1, np.nan], 2002: [-0.4, 0.2]}, index=["KAZ", "all the others"])
PARTS = pd.DataFrame({"TKM": [1.0, 2.0], "RUS": [np.nan, 1.0]}, index=[2001, 2002])

DRAWINGS: dict[str, Callable[[], Drawing | None]] = {
    "lines": lambda: draw_lines(
        LINES, "share", **WORDS, events={2004: "one", 2005: "another near it"}, claimed={"claimed 30%": (2010, 0.3)},
        bands={"CHN": pd.DataFrame({"low": _rise(0.0, 0.4), "high": _rise(0.2, 0.6)})},
    ),
    "band": lambda: draw_band({"one": _rise(0.1, 0.2), "other": _rise(0.2, 0.5)}, "share", **WORDS, key="KGZ"),
    "panels": lambda: draw_panels(PANELS, "share", **WORDS, events={2005: "an event"}),
    "dots": lambda: draw_dots(DOTS, "log points", **WORDS),
    "event study": lambda: draw_event_study(TIMES, "log points", **WORDS, reference_time=-1),
    "scatter": lambda: draw_scatter(POINTS, **WORDS, **AXES, fit=(1.0, -2.0), labelled=["KAZ", "KGZ", "TJK"]),
    "heat": lambda: draw_heat(TABLE, "log points", **WORDS, centre=0.0),
    "stack": lambda: draw_stack(PARTS, "bcm", **WORDS),
}  # fmt: skip
EMPTY: dict[str, Callable[[], Drawing | None]] = {
    "lines": lambda: draw_lines({"CHN": pd.Series(dtype=float)}, "share", **WORDS),
    "band": lambda: draw_band({}, "share", **WORDS),
    "panels": lambda: draw_panels({"KAZ": {"CHN": pd.Series(dtype=float)}}, "share", **WORDS),
    "dots": lambda: draw_dots(DOTS.assign(value=np.nan), "share", **WORDS),
    "event study": lambda: draw_event_study(TIMES.assign(value=np.nan), "share", **WORDS),
    "scatter": lambda: draw_scatter(POINTS.assign(x=np.nan), **WORDS, **AXES),
    "heat": lambda: draw_heat(TABLE * np.nan, "share", **WORDS),
    "stack": lambda: draw_stack(PARTS * np.nan, "bcm", **WORDS),
}


def draw(name: str) -> Drawing:
    """A drawing that is there."""
    drawing = DRAWINGS[name]()
    assert drawing is not None
    return drawing


def texts(drawing: Drawing) -> list[tuple[str, Any]]:
    """Words of the figure with their boxes, in pixels."""
    figure = drawing.figure
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    # matplotlib keeps the labels of ticks that lie beyond an axis, and does not draw them.
    ticks = [label for axes in figure.axes for label in (*axes.get_xticklabels(), *axes.get_yticklabels())]
    shown = [text for text in figure.findobj(plt.Text) if text.get_text().strip() and text not in ticks]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in shown]


@pytest.mark.parametrize("name", EMPTY)
def test_nothing_to_draw_is_no_drawing(name: str) -> None:
    """The page then says what is missing instead of showing empty axes."""
    assert EMPTY[name]() is None


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_has_data_and_words(name: str) -> None:
    """The title leads the alternative text, the unit stands with every value."""
    drawing = draw(name)

    assert drawing.alt.startswith("A title. ")
    assert drawing.alt.endswith(".")
    assert len(drawing.data)
    assert not drawing.data.filter(regex="^(value|x|y)$").isna().any(axis=None)
    assert any("unit" in column for column in drawing.data)


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_words_leave_the_figure(name: str) -> None:
    """Nothing is clipped, on any side."""
    drawing = draw(name)
    frame = drawing.figure.bbox
    outside = [
        words
        for words, box in texts(drawing)
        if box.x0 < frame.x0 - 1 or box.x1 > frame.x1 + 1 or box.y0 < frame.y0 - 1 or box.y1 > frame.y1 + 1
    ]

    assert outside == []


@pytest.mark.parametrize("name", ["lines", "band", "stack", "scatter"])
def test_no_direct_label_covers_another(name: str) -> None:
    """Labels at the ends of lines and names of points."""
    drawing = draw(name)
    drawing.figure.canvas.draw()
    renderer = drawing.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    labels = [label for label in drawing.figure.findobj(Annotation) if label.get_text()]
    boxes = [plt.Text.get_window_extent(label, renderer) for label in labels]  # without the lines to their points

    assert len(boxes) > 1
    assert not any(
        one.shrunk(0.98, 0.9).overlaps(other.shrunk(0.98, 0.9)) for n, one in enumerate(boxes) for other in boxes[:n]
    )


def test_a_line_is_broken_where_years_are_missing() -> None:
    """2005 and 2006 are not drawn over."""
    line = next(line for line in draw("lines").figure.axes[0].get_lines() if np.isnan(line.get_ydata()).any())  # type: ignore[arg-type]

    assert np.isnan(np.asarray(line.get_ydata(), dtype=float)).sum() == 2


def test_an_empty_panel_is_left_out() -> None:
    """Two of three states have data."""
    axes = [axes for axes in draw("panels").figure.axes if axes.get_visible()]

    assert [one.get_title(loc="left") for one in axes] == ["Kazakhstan", "Kyrgyzstan"]


def test_dots_tell_their_rows_or_the_extremes() -> None:
    """Three rows in full; of many, the highest and the lowest."""
    many = pd.DataFrame({"label": [f"row {n}" for n in range(9)], "value": np.arange(9) - 2.0})
    drawing = draw_dots(many, "ratio", **WORDS)

    assert (
        "second, two: -0.1 log points; third, one: 0.4 log points (0.2 log points to 0.6 log points)"
        in draw("dots").alt
    )
    assert drawing is not None
    assert "9 values, 6 above zero. Highest: row 8: 6. Lowest: row 0: -2." in drawing.alt


def test_heat_names_its_extremes_and_leaves_gaps_blank() -> None:
    """A missing cell is in neither the data nor the words."""
    drawing = draw("heat")

    assert len(drawing.data) == 3
    assert "Lowest: Kazakhstan, 2002: -0.4 log points; highest: all the others, 2002: 0.2 log points." in drawing.alt


def test_a_stack_counts_a_missing_part_as_nothing() -> None:
    """In 2001 only one part is known: the other takes no room, is said to, and is no zero in the data."""
    drawing = draw("stack")
    rows = drawing.data.set_index(["series", "year"])["value"].to_dict()

    assert rows == {("Turkmenistan", 2001): 1.0, ("Turkmenistan", 2002): 2.0, ("Russia", 2002): 1.0}
    assert drawing.caption == "A part without a value in a year takes no room in it."
