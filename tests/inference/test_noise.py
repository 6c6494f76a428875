"""Correlated noise: what is simulated has the correlation asked for, and a short series is not taken for calm."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoledger.inference.noise import detrend, estimate_correlation, simulate_noise

YEARS = tuple(range(2001, 2021))


def _samples(rho: float, count: int = 200) -> list[pd.Series]:
    return [pd.Series(row, index=YEARS) for row in simulate_noise(YEARS, rho, count, seed=5)]


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.6, 0.9])
def test_noise_has_the_correlation_and_the_spread_asked_for(rho: float) -> None:
    """Over many draws, from the first year on: the series starts in its long-run state."""
    noise = simulate_noise(YEARS, rho, 20_000)
    found = [np.corrcoef(noise[:, year], noise[:, year + 1])[0, 1] for year in (0, 10, 18)]

    assert found == pytest.approx([rho] * 3, abs=0.02)
    assert noise.var(axis=0) == pytest.approx([1 / (1 - rho**2)] * 20, rel=0.06)


def test_years_left_out_are_simulated_and_dropped() -> None:
    """Two years apart the correlation is the square."""
    noise = simulate_noise((2001, 2003, 2004), 0.6, 20_000)

    assert np.corrcoef(noise[:, 0], noise[:, 1])[0, 1] == pytest.approx(0.36, abs=0.02)
    assert np.corrcoef(noise[:, 1], noise[:, 2])[0, 1] == pytest.approx(0.6, abs=0.02)


def test_the_median_estimate_is_right_in_half_the_series() -> None:
    """At 0.6 and twenty years, where the plain coefficient of the residuals is far too low."""
    estimates = [estimate_correlation(one, quantile=0.5) for one in _samples(0.6)]
    plain = [
        one[1:] @ one[:-1] / (one @ one)
        for one in (detrend(s.to_numpy()[None, :], np.array(YEARS, dtype=float))[0] for s in _samples(0.6))
    ]

    assert np.median(estimates) == pytest.approx(0.6, abs=0.1)
    assert np.median(plain) < 0.45


def test_the_cautious_estimate_is_an_upper_limit() -> None:
    """Of 75 percent: it lies above the truth in about three series of four."""
    above = [estimate_correlation(one) > 0.6 for one in _samples(0.6)]

    assert 0.65 < np.mean(above) < 0.85


def test_a_line_alone_has_no_correlation_to_estimate() -> None:
    """No division by a spread of nothing."""
    assert 0 <= estimate_correlation(pd.Series(np.zeros(20), index=YEARS)) <= 0.98


def test_every_fourth_year_still_gives_an_estimate() -> None:
    """Where no two years are neighbours, neighbours in the table take their place."""
    sparse = pd.Series([1.0, 3.0, 2.0, 5.0, 4.0, 6.0, 5.5], index=range(1980, 2008, 4))

    assert 0 <= estimate_correlation(sparse) <= 0.98
