"""A line drawn on, with its interval, against another implementation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from scoledger.inference import predict_line

PAST = pd.Series([0.0, 3.4, 13.6, 20.8, 26.2, 27.4, 28.7], index=range(2009, 2016))


def test_the_interval_is_that_of_statsmodels() -> None:
    """Ordinary least squares with the interval for one new observation, at 90 percent too."""
    fit = sm.OLS(PAST.to_numpy(), sm.add_constant(PAST.index.to_numpy(float))).fit()
    for coverage in (0.95, 0.90):
        other = fit.get_prediction(np.array([[1.0, 2020.0]])).summary_frame(alpha=1 - coverage).iloc[0]
        found = predict_line(PAST, 2020, coverage=coverage)

        assert found is not None
        assert (found.value, found.low, found.high) == pytest.approx(
            (other["mean"], other["obs_ci_lower"], other["obs_ci_upper"])
        )


@pytest.mark.parametrize(
    "past",
    [PAST.iloc[:4], PAST.where(PAST.index > 2011), PAST * 0, PAST.iloc[:0]],
    ids=["four years", "three known", "all equal", "none"],
)
def test_too_little_is_no_line(past: pd.Series) -> None:
    """Fewer than five known years, or a past without any change."""
    assert predict_line(past, 2020) is None


def test_coverage_is_what_it_says() -> None:
    """Of 400 planted lines with independent noise about 95 percent have the next value inside."""
    random = np.random.default_rng(7)
    years = np.arange(2000, 2011)
    inside = 0
    for _ in range(400):
        values = pd.Series(2.0 * years + random.normal(0, 3, len(years)), index=years)
        found = predict_line(values.iloc[:-1], 2010)
        inside += found is not None and found.low <= values.iloc[-1] <= found.high

    assert inside / 400 == pytest.approx(0.95, abs=0.03)
