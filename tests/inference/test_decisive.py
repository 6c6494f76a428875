"""The decisive dimension: planted, and absent."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from scoledger.inference import decisive_dimension

GRID = pd.DataFrame(
    list(itertools.product(["own", "partner"], ["x", "y", "z"], ["a", "b"])), columns=["mirror", "source", "flow"]
)


def test_the_planted_dimension_is_found() -> None:
    """The partner's books contradict, whatever the source and flow."""
    outcome = GRID["mirror"].map({"own": 1.0, "partner": -1.0})

    assert decisive_dimension(GRID, outcome) == ("mirror", 1.0)


def test_a_dimension_that_decides_in_part_is_found() -> None:
    """One exception leaves it first, but below one."""
    outcome = GRID["source"].map({"x": 1.0, "y": -1.0, "z": -1.0})
    outcome.iloc[0] = -1.0
    name, share = decisive_dimension(GRID, outcome) or ("", 0.0)

    assert name == "source"
    assert 0.4 < share < 1


def test_many_choices_alone_do_not_win() -> None:
    """A dimension with a choice for nearly every specification explains by chance; the adjustment takes that off."""
    grid = GRID.assign(label=[f"n{number // 2}" for number in range(len(GRID))])
    outcome = GRID["mirror"].map({"own": 1.0, "partner": -1.0})
    outcome.iloc[0] = -1.0

    assert (decisive_dimension(grid, outcome) or ("",))[0] == "mirror"


@pytest.mark.parametrize("value", [1.0, 0.0, -1.0])
def test_where_all_come_out_alike_nothing_decides(value: float) -> None:
    """There is nothing to explain."""
    assert decisive_dimension(GRID, pd.Series([value] * len(GRID))) is None


def test_where_no_choice_explains_anything_nothing_decides() -> None:
    """Half of every choice supports."""
    grid = pd.DataFrame({"mirror": ["own", "own", "partner", "partner"]})

    assert decisive_dimension(grid, pd.Series([1.0, -1.0, 1.0, -1.0])) is None


def test_a_dimension_that_some_lack_is_left_out() -> None:
    """It cannot be compared over all."""
    grid = pd.DataFrame({"flow": ["a", "b", None, None], "source": ["x", "x", "y", "y"]})

    assert decisive_dimension(grid, pd.Series([1.0, -1.0, 1.0, -1.0])) is None


def test_a_single_dimension_with_a_choice_each_decides() -> None:
    """Two specifications that differ in one thing."""
    grid = pd.DataFrame({"denominator": ["420", "350"], "source": ["x", "x"]})

    assert decisive_dimension(grid, pd.Series([1.0, 0.0])) == ("denominator", 1.0)
