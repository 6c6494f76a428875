"""Lines and bands: what is drawn is what is stored, and the words tell it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.collections import PolyCollection

from scoledger.figures import Drawing, draw_band, draw_lines
from scoledger.figures.lines import describe_line, tidy
from scoledger.figures.style import colour_of, format_axis, in_style, label_ends, unit_label


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """No figure stays open after a test."""
    yield
    plt.close("all")


def _series(*values: float, first_year: int = 2001) -> pd.Series:
    return pd.Series(values, index=range(first_year, first_year + len(values)), dtype=float)


SERIES = {"CHN": _series(0.1, 0.3, 0.2), "RUS": _series(0.5, np.nan, 0.4), "USA": _series()}
NAMES = {"CHN": "China", "RUS": "Russia"}


def _lines(drawing: Drawing | None) -> dict[tuple[float, ...], tuple[float, ...]]:
    """Known points of every line in the picture."""
    assert drawing is not None
    found = {}
    for line in drawing.figure.axes[0].get_lines():
        x, y = (np.asarray(data, dtype=float) for data in (line.get_xdata(), line.get_ydata()))
        found[tuple(x[np.isfinite(y)])] = tuple(y[np.isfinite(y)])
    return found


def test_the_data_are_the_values_drawn() -> None:
    """Missing values and empty series are in neither."""
    drawing = draw_lines(SERIES, "share", title="Shares", source="Sources: a", names=NAMES)
    stored = {tuple(rows["year"].astype(float)): tuple(rows["value"]) for _, rows in drawing.data.groupby("series")}

    assert _lines(drawing) == stored
    assert set(drawing.data["series"]) == {"China", "Russia"}
    assert set(drawing.data["unit"]) == {"share"}


def test_the_alternative_text_tells_the_numbers() -> None:
    """Beginning, end and highest year of every line."""
    drawing = draw_lines(SERIES, "share", title="Shares", source="Sources: a", names=NAMES)

    assert drawing.alt == (
        "Shares. China: 10 percent in 2001, 20 percent in 2003, highest in 2002; "
        "Russia: 50 percent in 2001, 40 percent in 2003."
    )


def test_title_axis_and_source_are_in_the_picture() -> None:
    """A picture that is copied keeps them."""
    drawing = draw_lines(SERIES, "share", title="Shares", source="Sources: an office", names=NAMES)
    axes = drawing.figure.axes[0]

    assert axes.get_title(loc="left") == "Shares"
    assert axes.get_ylabel() == "percent"
    assert "Sources: an office" in [text.get_text() for text in drawing.figure.texts]
    assert {"China", "Russia"} <= {text.get_text() for text in axes.texts}


def test_lines_above_zero_stand_on_zero() -> None:
    """A cut axis exaggerates; negative values are shown whole."""
    above = draw_lines({"a": _series(5.0, 6.0)}, "bcm", title="t", source="s")
    below = draw_lines({"a": _series(-5.0, 6.0)}, "bcm", title="t", source="s")

    assert above.figure.axes[0].get_ylim()[0] == 0
    assert below.figure.axes[0].get_ylim()[0] < -5


def test_a_band_spans_the_years_that_both_sides_have() -> None:
    """2002 and 2003; the lines keep all their years."""
    sides = {"own books": _series(1.0, 2.0, 3.0), "partner's books": _series(4.0, 5.0, 6.0, first_year=2002)}
    drawing = draw_band(sides, "billion USD", title="Trade", source="s", key="KGZ")
    (band,) = [item for item in drawing.figure.axes[0].collections if isinstance(item, PolyCollection)]
    years, heights = band.get_paths()[0].vertices.T

    assert (years.min(), years.max()) == (2002, 2003)
    assert (heights.min(), heights.max()) == (2.0, 5.0)
    assert len(drawing.data) == 6
    assert "partner's books: 4 billion USD in 2002, 6 billion USD in 2004" in drawing.alt


def test_one_side_alone_has_no_band() -> None:
    """There is nothing between it and nothing."""
    drawing = draw_band({"own books": _series(1.0, 2.0)}, "billion USD", title="Trade", source="s")

    assert not [item for item in drawing.figure.axes[0].collections if isinstance(item, PolyCollection)]


def test_no_python_words_reach_the_reader() -> None:
    """Missing values are left out of the words, too."""
    for drawing in (
        draw_lines(SERIES, "share", title="t", source="s"),
        draw_band({"a": SERIES["RUS"], "b": SERIES["CHN"]}, "share", title="t", source="s"),
    ):
        assert not re.search(r"\b(nan|None)\b", f"{drawing.title} {drawing.alt} {drawing.caption}")


def test_a_line_in_words() -> None:
    """The peak is named unless it is an end."""
    assert describe_line("a", _series(1.0, 2.0, 3.0), "bcm") == "a: 1 bcm in 2001, 3 bcm in 2003"
    assert describe_line("a", _series(1.0, 9.0, 3.0), "bcm").endswith(", highest in 2002")


def test_tidy_has_a_row_per_value() -> None:
    """And the same columns when there is none."""
    assert tidy({"a": _series(1.0, 2.0), "b": _series()}).to_numpy().tolist() == [["a", 2001, 1.0], ["a", 2002, 2.0]]
    assert list(tidy({}).columns) == ["series", "year", "value"]


@pytest.mark.parametrize("ends", [[1.0] * 5, [1.0, 1.01, 1.02, 5.0, 5.01], [0.0, 0.001, 9.99, 10.0, 10.0]])
def test_labels_do_not_overlap(ends: list[float]) -> None:
    """Five lines that end close together, long names and short, as they are rendered."""
    names = ["China", "Russia", "the states' own books, gaps from the partner's", "Uzbekistan", "Turkmenistan"]
    series = {name: _series(0.0, 10.0, end) for name, end in zip(names, ends, strict=True)}
    drawing = draw_lines(series, "bcm", title="t", source="s")
    drawing.figure.canvas.draw()
    axes = drawing.figure.axes[0]
    boxes = sorted((text.get_window_extent() for text in axes.texts), key=lambda box: box.y0)

    assert len(boxes) == 5
    assert all(below.y1 <= above.y0 + 1 for below, above in itertools.pairwise(boxes))


def test_labels_keep_the_order_of_their_lines() -> None:
    """The highest line's label is the highest."""
    with in_style():
        _, axes = plt.subplots()
        axes.set_ylim(0, 10)
        label_ends(axes, [(1.0, 5.0, "middle", "k"), (1.0, 9.0, "high", "k"), (1.0, 4.9, "low", "k")])
    heights = {text.get_text(): text.xy[1] for text in axes.texts}  # type: ignore[attr-defined]

    assert heights["low"] < heights["middle"] < heights["high"]
    label_ends(axes, [])


def test_the_reader_s_own_settings_stay_as_they_were() -> None:
    """In JupyterLab a reader has a style of their own."""
    with mpl.rc_context({"axes.titlesize": 33, "font.size": 21}):
        before = dict(mpl.rcParams)
        drawing = draw_lines(SERIES, "share", title="t", source="s")

        assert dict(mpl.rcParams) == before
        assert drawing.figure.axes[0].title.get_fontsize() != 33


def test_a_country_has_one_colour() -> None:
    """Wherever it is drawn; series that are no country take turns."""
    assert colour_of("KGZ", 0) == colour_of("KGZ", 5)
    assert colour_of("a", 0) != colour_of("b", 1)


@pytest.mark.parametrize(("unit", "tick"), [("share", "40%"), ("share per year", "40%"), ("billion USD", "0.4")])
def test_ticks_are_in_the_unit(unit: str, tick: str) -> None:
    """Shares as percent."""
    _, axes = plt.subplots()
    format_axis(axes, unit)

    assert axes.yaxis.get_major_formatter()(0.4) == tick
    assert unit_label("share") == "percent"
