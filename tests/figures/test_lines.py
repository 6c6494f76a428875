"""Lines and bands: what is drawn is what is stored, and the words tell it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.collections import PolyCollection
from rendered import outside_of, overlaps_of

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


def _lines(drawing: Drawing) -> dict[tuple[float, ...], tuple[float, ...]]:
    """Points of every line in the picture; a line is broken where a year has no value."""
    points = [np.asarray(line.get_xydata(), dtype=float) for line in drawing.figure.axes[0].get_lines()]
    known = [one[np.isfinite(one[:, 1])] for one in points]
    return {tuple(one[:, 0]): tuple(one[:, 1]) for one in known}


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


BAND = pd.DataFrame({"low": [0.05, 0.2, np.nan], "high": [0.2, 0.4, 0.3]}, index=[2001, 2002, 2003])


def test_a_line_is_broken_where_a_year_is_missing() -> None:
    """The value after the gap stands alone: a dot, like one value in four."""
    drawing = draw_lines({"RUS": _series(1.0, 2.0, np.nan, 4.0)}, "bcm", title="t", source="s")
    assert drawing is not None
    (line,) = drawing.figure.axes[0].get_lines()

    assert np.isnan(np.asarray(line.get_ydata(), dtype=float)).tolist() == [False, False, True, False]
    assert line.get_markevery() == [0, 3]


def test_a_band_stands_beside_its_line() -> None:
    """In the picture and in the data; a year with one end only has none."""
    drawing = draw_lines({"CHN": SERIES["CHN"]}, "share", title="t", source="s", bands={"CHN": BAND, "RUS": BAND})
    assert drawing is not None
    (band,) = [item for item in drawing.figure.axes[0].collections if isinstance(item, PolyCollection)]

    assert drawing.data[["value", "low", "high"]].fillna(-1).to_numpy().tolist() == [
        [0.1, 0.05, 0.2], [0.3, 0.2, 0.4], [0.2, -1, -1],
    ]  # fmt: skip
    assert sorted({round(float(y), 9) for _, y in band.get_paths()[0].vertices}) == [0.05, 0.2, 0.4]


def test_what_is_claimed_is_drawn_and_told() -> None:
    """A black diamond at its year, in the data under its name."""
    claims = {"the article": (2002.0, 0.45)}
    drawing = draw_lines({"CHN": SERIES["CHN"]}, "share", title="t", source="s", claimed=claims)
    assert drawing is not None
    marks = [line for line in drawing.figure.axes[0].get_lines() if line.get_marker() == "D"]

    assert [line.get_xydata().tolist() for line in marks] == [[[2002.0, 0.45]]]
    assert drawing.data.iloc[-1].to_dict() == {
        "series": "claimed: the article", "year": 2002, "value": 0.45, "unit": "share",
    }  # fmt: skip
    assert drawing.alt.endswith("Claimed: the article 45 percent in 2002.")


def test_events_within_the_years_are_marked() -> None:
    """1990 would stretch the axis; it is told in words only."""
    drawing = draw_lines(
        {"CHN": SERIES["CHN"]}, "share", title="t", source="s", events={1990: "before", 2002: "a summit"}
    )
    assert drawing is not None
    axes = drawing.figure.axes[0]

    assert "a summit" in [text.get_text() for text in axes.texts]
    assert "before" not in [text.get_text() for text in axes.texts]
    assert "Marked: before (1990), a summit (2002)." in drawing.alt
    assert axes.get_xlim()[0] > 2000


def test_dashed_lines_are_broken() -> None:
    """As a forecast, or the other side's books."""
    drawing = draw_lines({"a": _series(1, 2, 3), "b": _series(3, 2, 1)}, "bcm", title="t", source="s", dashed=["b"])
    assert drawing is not None

    assert [line.get_linestyle() for line in drawing.figure.axes[0].get_lines()] == ["-", "--"]


def test_of_many_lines_the_first_are_told_and_the_ends() -> None:
    """Nine lines: six one by one, and which ends where."""
    drawing = draw_lines({f"n{at}": _series(0.0, at) for at in range(9)}, "bcm", title="t", source="s")
    assert drawing is not None

    assert drawing.alt.startswith("t. At the end n8 is highest, 8 bcm, and n0 lowest, 0 bcm. n0: ")
    assert drawing.alt.endswith("; and 3 more.")


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(
        st.integers(2001, 2024), st.text("abcdefgh ", min_size=1, max_size=34).filter(str.strip), min_size=1, max_size=5
    )
)
def test_events_never_overlap(events: dict[float, str]) -> None:
    """Whatever happened, and whenever."""
    drawing = draw_lines({"a": _series(*range(24))}, "bcm", title="A title", source="s", events=events)
    assert drawing is not None

    assert (overlaps_of(drawing), outside_of(drawing)) == ([], [])
    plt.close("all")
