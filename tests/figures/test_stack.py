"""Stacks: areas as high as their values, gaps where no year is known, no negative parts."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection

from scoledger.errors import InvalidArgumentError
from scoledger.figures import Drawing, draw_stack

PARTS = pd.DataFrame(
    {"CHN": [1.0, 2.0, 3.0], "RUS": [4.0, 3.0, 1.0], "other": [1.0, np.nan, 2.0]}, index=range(2001, 2004)
)


def _draw(parts: pd.DataFrame = PARTS, unit: str = "bcm") -> Drawing:
    drawing = draw_stack(parts, unit, title="Gas", source="s")
    assert drawing is not None
    return drawing


def _areas(drawing: Drawing) -> list[PolyCollection]:
    return [item for item in drawing.figure.axes[0].collections if isinstance(item, PolyCollection)]


def _thickness(area: PolyCollection) -> dict[float, float]:
    points = area.get_paths()[0].vertices
    return {float(year): float(np.ptp(points[points[:, 0] == year, 1])) for year in np.unique(points[:, 0])}


def test_the_data_are_the_thickness_of_the_areas() -> None:
    """A missing part has none, and is not in the data."""
    drawing = _draw()
    drawn = [
        (name, year, value)
        for name, area in zip(["China", "Russia", "other"], _areas(drawing), strict=True)
        for year, value in _thickness(area).items()
        if value
    ]

    assert drawn == list(drawing.data[["series", "year", "value"]].itertuples(index=False, name=None))


def test_a_missing_part_is_said_to_take_no_room() -> None:
    """Zero and unknown look alike."""
    assert _draw().caption == "A part without a value in a year takes no room in it."
    assert _draw(PARTS[["CHN", "RUS"]]).caption == ""


def test_a_year_without_any_value_is_a_gap() -> None:
    """Three years on one side of it, one on the other: two areas for each part."""
    parts = PARTS.fillna(1.0).reindex([2001, 2002, 2003, 2004, 2005])
    parts.loc[2005] = 1.0
    spans = [(points[:, 0].min(), points[:, 0].max()) for area in _areas(_draw(parts)) for points in
             [area.get_paths()[0].vertices]]  # fmt: skip

    assert spans == [(2001, 2003)] * 3 + [(2004.6, 2005.4)] * 3


def test_shares_fill_the_whole() -> None:
    """Where they add up to one."""
    whole, some = PARTS.fillna(0.0), PARTS.fillna(0.0) / 20

    assert _draw(whole.div(whole.sum(axis=1), axis=0), "share").figure.axes[0].get_ylim() == (0, 1)
    assert _draw(some, "share").figure.axes[0].get_ylim()[1] < 0.5


def test_neighbours_differ_without_colour() -> None:
    """By pattern."""
    hatches = [area.get_hatch() for area in _areas(_draw(pd.DataFrame(np.ones((2, 9)), index=[2001, 2002])))]

    assert all(one != other for one, other in itertools.pairwise(hatches))


def test_the_words_tell_the_largest_part_and_peaks() -> None:
    """The largest first."""
    assert _draw().alt.startswith(
        "Gas. Largest in 2003: China. Russia: 4 bcm in 2001, 1 bcm in 2003, highest 4 bcm in 2001; "
        "China: 1 bcm in 2001, 3 bcm in 2003, highest 3 bcm in 2003; "
    )


def test_negative_parts_are_refused() -> None:
    """They would be drawn over others."""
    with pytest.raises(InvalidArgumentError, match="negative values in CHN"):
        _draw(PARTS.assign(CHN=-1.0))
