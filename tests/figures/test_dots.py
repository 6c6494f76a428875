"""Dots with intervals: rows in order, intervals as given, words for what has none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from rendered import outside_of, overlaps_of

from scoledger.figures import Drawing, draw_dots
from scoledger.figures.style import MARKERS, colour_of

ROWS = pd.DataFrame(
    {
        "label": ["all pairs", "KGZ", "placebo"],
        "value": [0.2, -0.1, np.nan],
        "low": [0.1, np.nan, 0.0],
        "high": [0.3, np.nan, 0.0],
    }
)


def _draw(frame: pd.DataFrame = ROWS, unit: str = "log points", **settings: object) -> Drawing:
    drawing = draw_dots(frame, unit, title="Effects", source="s", **settings)  # type: ignore[arg-type]
    assert drawing is not None
    return drawing


def _points(drawing: Drawing) -> list[tuple[float, float]]:
    marks = [item for item in drawing.figure.axes[0].collections if type(item).__name__ == "PathCollection"]
    return [(float(x), float(y)) for item in marks for x, y in np.asarray(item.get_offsets())]


def _bars(drawing: Drawing) -> list[tuple[float, float]]:
    lines = [item for item in drawing.figure.axes[0].collections if type(item).__name__ == "LineCollection"]
    return [(float(part[0][0]), float(part[1][0])) for item in lines for part in item.get_segments()]


def test_the_data_are_the_values_drawn() -> None:
    """Dots and bars; a row without a value is in neither."""
    drawing = _draw()

    assert [x for x, _ in _points(drawing)] == drawing.data["value"].tolist() == [0.2, -0.1]
    assert _bars(drawing) == [(0.1, 0.3), (-0.1, -0.1)]


def test_rows_stand_in_the_order_given() -> None:
    """The first on top."""
    heights = [y for _, y in _points(_draw())]
    low, high = _draw().figure.axes[0].get_ylim()

    assert heights == sorted(heights)
    assert low > high


def test_a_row_without_a_value_says_so() -> None:
    """An empty row would look like a value outside the picture."""
    drawing = _draw()

    assert "no value" in [text.get_text() for text in drawing.figure.axes[0].texts]
    assert "Without a value: placebo." in drawing.alt


def test_the_words_tell_extremes_intervals_and_how_many_differ() -> None:
    """One of the one interval lies beside zero."""
    assert _draw().alt == (
        "Effects. 2 values, 1 above zero. Highest: all pairs: 0.2 log points (0.1 log points to 0.3 log points). "
        "Lowest: Kyrgyzstan: -0.1 log points. all pairs: 0.2 log points (0.1 log points to 0.3 log points); "
        "Kyrgyzstan: -0.1 log points. "
        "1 of 1 intervals exclude zero. Without a value: placebo."
    )


def test_the_numbers_stand_beside_the_dots() -> None:
    """Shares in percent, as the axis says."""
    texts = [text.get_text() for text in _draw(unit="share", x_label="effect").figure.axes[0].texts]

    assert texts == ["20.0  [10.0, 30.0]", "-10.0", "no value"]
    assert _draw(unit="share", x_label="effect").figure.axes[0].get_xlabel() == "effect, percent"


def test_groups_differ_in_colour_and_shape_and_have_a_key() -> None:
    """One group needs none."""
    two = _draw(ROWS.assign(group=["exports", "imports", "imports"]))
    marks = [text.get_text() for key in two.figure.legends for text in key.get_texts()]

    assert marks == ["exports", "imports"]
    assert [handle.get_marker() for handle in two.figure.legends[0].get_lines()] == list(MARKERS[:2])
    assert _draw(ROWS.assign(group="exports")).figure.legends == []


SHARED = pd.DataFrame({"label": ["KAZ", "KGZ", "KAZ"], "value": [1.0, 2.0, 3.0], "group": ["a", "a", "b"]})


@pytest.mark.parametrize(("half", "lines"), [(np.nan, 2), (0.5, 3)])
def test_rows_of_one_label_stand_together(half: float, lines: int) -> None:
    """On one line; with intervals, which would cover one another, beside each other."""
    drawing = _draw(SHARED.assign(low=SHARED["value"] - half, high=SHARED["value"] + half))

    assert [label.get_text() for label in drawing.figure.axes[0].get_yticklabels()] == ["Kazakhstan", "Kyrgyzstan"]
    assert drawing.data["value"].tolist() == [1.0, 3.0, 2.0]
    assert len({y for _, y in _points(drawing)}) == lines


def test_the_main_row_is_bold() -> None:
    """And no other."""
    labels = _draw(ROWS.assign(is_main=[True, False, False])).figure.axes[0].get_yticklabels()

    assert [label.get_fontweight() for label in labels] == ["bold", "normal", "normal"]


def test_a_country_keeps_its_colour() -> None:
    """Where groups do not take it."""
    marks = [item for item in _draw().figure.axes[0].collections if type(item).__name__ == "PathCollection"]

    assert plt.matplotlib.colors.to_hex(marks[1].get_facecolor()[0]) == colour_of("KGZ")


@pytest.mark.parametrize("reference", [None, 0.0, 1.0])
def test_the_reference_is_a_line_where_it_is_wanted(reference: float | None) -> None:
    """One for ratios, none for rankings."""
    upright = [
        float(line.get_xdata()[0])
        for line in _draw(reference=reference).figure.axes[0].get_lines()
        if line.get_xdata()[0] == line.get_xdata()[1]
    ]

    assert upright == ([] if reference is None else [reference])


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text("abcdefghij klm,", min_size=1, max_size=90).filter(str.strip),
            st.floats(-1e6, 1e6),
            st.floats(0, 1e6),
            st.sampled_from(["exports", "imports", "both together"]),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_no_words_overlap_whatever_the_labels(rows: list[tuple[str, float, float, str]]) -> None:
    """Long and short, wide and narrow, alike or not."""
    frame = pd.DataFrame(rows, columns=["label", "value", "half", "group"])
    frame = frame.assign(low=frame["value"] - frame["half"], high=frame["value"] + frame["half"])
    drawing = _draw(frame, "million USD", x_label="effect")

    assert (overlaps_of(drawing), outside_of(drawing)) == ([], [])
    plt.close("all")
