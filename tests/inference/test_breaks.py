"""Breaks: a planted step is found where it is, and noise has few."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted import simulate_memory

from scoledger.errors import NoDataError
from scoledger.inference import find_break


def _series(values: np.ndarray) -> pd.Series:
    return pd.Series(values, index=range(2001, 2001 + len(values)))


def _noise(seed: int, n: int = 24) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=n)


@pytest.mark.parametrize(("position", "shift"), [(8, 8.0), (12, -8.0), (16, 8.0)])
def test_a_planted_step_is_found_at_its_year(position: int, shift: float) -> None:
    """The first year of the new level, with the sign and about the size of the step."""
    values = _noise(1)
    values[position:] += shift
    found = find_break(_series(values))

    assert found.year == 2001 + position
    assert found.shift == pytest.approx(shift, abs=2.5)
    assert found.p_value < 0.05


def test_a_step_on_top_of_a_trend_is_found() -> None:
    """The trend is in the null: what is sought is what is left of it."""
    values = 0.5 * np.arange(24) + 0.5 * _noise(2)
    values[12:] -= 8.0

    assert find_break(_series(values)).year == 2013
    assert find_break(_series(values)).shift == pytest.approx(-8.0, abs=1.5)


def test_a_trend_alone_is_no_break() -> None:
    """A steady rise with noise."""
    values = 0.5 * np.arange(24) + _noise(3)

    assert find_break(_series(values)).p_value > 0.05


def test_noise_rarely_breaks() -> None:
    """At 5 percent, at most one in eight of eighty series."""
    p_values = [find_break(_series(_noise(seed))).p_value for seed in range(80)]

    assert np.mean(np.array(p_values) < 0.05) <= 0.125


@pytest.mark.parametrize("correlation", [0.3, 0.6, 0.8])
def test_noise_that_remembers_seldom_breaks(correlation: float) -> None:
    """Of two hundred rising series without a break ten are expected at 5 percent, fifteen at 7.5; twenty are luck."""
    noise = simulate_memory(4, 200, 20, correlation)
    found = [find_break(_series(0.3 * np.arange(20) + one)).p_value for one in noise]

    assert np.sum(np.array(found) < 0.05) <= 20


def test_a_break_is_seen_through_memory() -> None:
    """A fall by four standard deviations of the noise is found in most of forty series, correlation 0.6."""
    noise = simulate_memory(5, 40, 20, 0.6) * 0.8
    noise[:, 10:] -= 4.0
    found = [find_break(_series(0.3 * np.arange(20) + one)) for one in noise]

    assert np.mean([one.p_value < 0.05 for one in found]) > 0.5
    assert np.median([one.year for one in found]) == 2011


@pytest.mark.parametrize("values", [np.full(20, 3.0), 2.0 + 0.1 * np.arange(20)])
def test_a_line_without_noise_has_no_break(values: np.ndarray) -> None:
    """What is left of it is rounding."""
    assert find_break(_series(values)).p_value == 1.0


def test_gaps_in_the_years_are_allowed() -> None:
    """Two years are missing, and the break is found at its own year."""
    values = pd.Series(0.3 * _noise(8), index=range(2001, 2025))
    values[values.index >= 2013] -= 6.0
    found = find_break(values.drop([2004, 2009]))

    assert (found.year, found.p_value < 0.05) == (2013, True)


def test_a_p_value_is_never_zero() -> None:
    """It is counted among simulated series, the series itself included."""
    values = np.where(np.arange(24) < 12, 0.0, 100.0)
    found = find_break(_series(values))

    assert 0 < found.p_value <= 0.05
    assert np.isfinite(found.statistic)


def test_the_same_series_gives_the_same_answer() -> None:
    """The simulation is seeded by the data."""
    assert find_break(_series(_noise(5))) == find_break(_series(_noise(5)))


def test_nine_years_are_too_few() -> None:
    """Missing values do not count."""
    values = _noise(6, n=10)
    values[3] = np.nan

    with pytest.raises(NoDataError, match="at least 10 years; found 9"):
        find_break(_series(values))


def test_breaks_at_the_ends_are_not_sought() -> None:
    """15 percent of the years at either end: one odd year is no new level."""
    values = 0.1 * _noise(7)
    values[-1] += 50.0

    assert find_break(_series(values)).year <= 2001 + 24 - 4
