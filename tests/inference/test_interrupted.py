"""Interrupted time series against statsmodels, and in noise without any event."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from scoledger.errors import NoDataError
from scoledger.inference.interrupted import estimate_at_every_date, estimate_interruption, fit_segments, share_smaller
from scoledger.inference.noise import simulate_noise

YEARS = np.arange(2001, 2023)
EVENT = 2014


def _series(level: float = 0.0, slope: float = 0.0, noise: float = 0.2, seed: int = 4) -> pd.Series:
    """A line that changes level and slope in the event's year."""
    after = YEARS >= EVENT
    wiggle = noise * np.random.default_rng(seed).normal(size=len(YEARS))
    values = 1 + 0.1 * (YEARS - EVENT) + level * after + slope * (YEARS - EVENT) * after + wiggle
    return pd.Series(values, index=YEARS)


def _design() -> np.ndarray:
    at, after = (YEARS - EVENT).astype(float), (YEARS >= EVENT).astype(float)
    return np.column_stack([np.ones(len(YEARS)), at, after, at * after])


def test_the_coefficients_are_those_of_least_squares() -> None:
    """Statsmodels' OLS of the same design."""
    series = _series(1.0, 0.3)
    theirs = sm.OLS(series.to_numpy(), _design()).fit().params

    np.testing.assert_allclose(fit_segments(series, EVENT).to_numpy(), theirs, atol=1e-9)


def test_with_a_known_correlation_they_are_those_of_glsar() -> None:
    """Statsmodels' GLS with the covariance of first-order noise."""
    series = _series(1.0, 0.3)
    sigma = 0.6 ** np.abs(YEARS[:, None] - YEARS[None, :])
    theirs = sm.GLS(series.to_numpy(), _design(), sigma=sigma).fit().params

    np.testing.assert_allclose(fit_segments(series, EVENT, 0.6).to_numpy(), theirs, atol=1e-8)


def test_the_excess_is_the_mean_distance_from_the_earlier_path() -> None:
    """Without noise: a level of 1 and a slope of 0.3 over nine years: 1 + 0.3 * 4 = 2.2."""
    found = estimate_interruption(_series(1.0, 0.3, noise=0.0), EVENT)

    assert found.excess == pytest.approx(2.2)
    assert found.path.loc[2022] == pytest.approx(1.8)


def test_a_large_change_is_found_and_none_is_not() -> None:
    """The interval holds the truth; a line without an event is no event."""
    found, calm = estimate_interruption(_series(2.0), EVENT), estimate_interruption(_series(), EVENT)

    assert found.p_value < 0.01
    assert found.low < 2.0 < found.high
    assert calm.p_value > 0.05


def test_correlated_noise_raises_few_false_alarms() -> None:
    """In 200 series of noise that remembers (0.6), at most one in ten is called clear; robust errors call far more."""
    noise = simulate_noise(tuple(YEARS), 0.6, draws=200, seed=11)
    found = [estimate_interruption(pd.Series(row, index=YEARS), EVENT) for row in noise]
    ours, robust = (np.mean([getattr(one, name) < 0.05 for one in found]) for name in ("p_value", "hac_p_value"))

    assert ours <= 0.10
    assert robust > 2 * ours


def test_the_true_date_stands_out_among_all() -> None:
    """A jump of five at the event: no other date shows as much for its noise."""
    dates = estimate_at_every_date(_series(5.0), 13, 9)
    others = [one.ratio for year, one in dates.items() if year != EVENT]

    assert EVENT in dates
    assert share_smaller(others, dates[EVENT].ratio) == 1.0


def test_too_few_years_are_refused() -> None:
    """Five before the event."""
    with pytest.raises(NoDataError, match="2014"):
        estimate_interruption(_series().loc[2009:], EVENT)


def test_a_straight_line_has_no_event() -> None:
    """What rounding leaves over is neither noise nor an excess."""
    found = estimate_interruption(pd.Series(0.5 * np.arange(20), index=range(2001, 2021)), 2013)

    assert (found.excess, found.ratio) == (0.0, 0.0)
    assert found.p_value > 0.99


def test_interval_and_p_value_agree() -> None:
    """The interval excludes zero exactly where p is below 5 percent, but for the count of draws."""
    noise = simulate_noise(tuple(range(20)), 0.3, 80, seed=21)
    found = [estimate_interruption(pd.Series(3 * row, index=range(2001, 2021)), 2013) for row in noise]
    told = [one for one in found if abs(one.p_value - 0.05) > 0.002]

    assert [one.low > 0 or one.high < 0 for one in told] == [one.p_value < 0.05 for one in told]
    assert any(one.p_value < 0.15 for one in told)
