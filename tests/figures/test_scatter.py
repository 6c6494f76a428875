"""Scatter: every point as given, names where they cover nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex
from rendered import outside_of, overlaps_of

from scoledger.figures import Drawing, draw_scatter
from scoledger.figures.style import colour_of

ROWS = pd.DataFrame({"label": ["KAZ", "KGZ", "a", "b"], "x": [0.1, 0.2, 0.3, np.nan], "y": [3.0, 1.0, 2.0, 4.0]})


def _draw(frame: pd.DataFrame = ROWS, **given_settings: object) -> Drawing:
    drawing = draw_scatter(
        frame, title="Points", source="s", x_label="dependence", y_label="agreement", x_unit="share", y_unit="index",
        **given_settings,  # type: ignore[arg-type]
    )  # fmt: skip
    assert drawing is not None
    return drawing


def _points(drawing: Drawing) -> list[tuple[float, float]]:
    marks = drawing.figure.axes[0].collections
    return sorted((float(x), float(y)) for item in marks for x, y in np.asarray(item.get_offsets()))


def test_the_data_are_the_points_drawn() -> None:
    """A row without both values is in neither."""
    drawing = _draw()

    assert _points(drawing) == sorted(drawing.data[["x", "y"]].itertuples(index=False, name=None))
    assert len(drawing.data) == 3


def test_named_points_are_in_colour_and_others_faint() -> None:
    """A code is enough to name one."""
    drawing = _draw(labelled=["KGZ"])
    _, named = drawing.figure.axes[0].collections

    assert [text.get_text() for text in drawing.figure.axes[0].texts] == ["Kyrgyzstan"]
    assert to_hex(named.get_facecolor()[0]) == colour_of("KGZ")
    assert drawing.data["is_labelled"].tolist() == [False, True, False]


def test_of_many_points_the_outermost_are_named() -> None:
    """Twenty on a falling line: its two ends."""
    frame = pd.DataFrame({"label": [f"p{at}" for at in range(20)], "x": range(20), "y": range(20, 0, -1)})

    assert sorted(text.get_text() for text in _draw(frame).figure.axes[0].texts) == ["p0", "p19"]


def test_the_words_tell_correlation_and_extremes() -> None:
    """Of (0.1, 3), (0.2, 1), (0.3, 2) it is -0.5."""
    assert _draw(fit=(3.0, -5.0)).alt == (
        "Points. 3 points, correlation -0.50; dependence from 10 percent (Kazakhstan) to 30 percent (a); agreement "
        "from 1 (Kyrgyzstan) to 3 (Kazakhstan). The line drawn has slope -5. Named: Kazakhstan 10 percent and 3; "
        "Kyrgyzstan 20 percent and 1; a 30 percent and 2."
    )


def test_the_line_is_where_it_was_said_to_be() -> None:
    """3 - 5 x, from the first x to the last."""
    (line,) = _draw(fit=(3.0, -5.0)).figure.axes[0].get_lines()

    assert np.allclose(line.get_xydata(), [[0.1, 2.5], [0.3, 1.5]])


def test_groups_differ_in_shape_and_have_a_key() -> None:
    """Circles and squares."""
    drawing = _draw(ROWS.assign(group=["member", "observer", "observer", "member"]))
    shapes = {len(item.get_paths()[0].vertices) for item in drawing.figure.axes[0].collections}

    assert [text.get_text() for text in drawing.figure.legends[0].get_texts()] == ["member", "observer"]
    assert len(shapes) == 2


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=14))
def test_names_never_overlap(points: list[tuple[int, int]]) -> None:
    """Also where points coincide."""
    frame = pd.DataFrame(points, columns=["x", "y"]).assign(label=[f"country number {at}" for at in range(len(points))])
    drawing = _draw(frame, labelled=list(frame["label"]))

    assert (overlaps_of(drawing), outside_of(drawing)) == ([], [])
    plt.close("all")
