"""Trends: slope, test and interval on series whose answer is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pymannkendall
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoledger.errors import NoDataError
from scoledger.inference import estimate_trend, share_not_falling, tabulate_trends


def _series(values: object, first_year: int = 2001) -> pd.Series:
    data = np.asarray(values, dtype=float)
    return pd.Series(data, index=range(first_year, first_year + len(data)))


def _noise(seed: int, n: int = 16, rho: float = 0.0) -> np.ndarray:
    """Noise with first-order correlation `rho`."""
    shocks = np.random.default_rng(seed).normal(size=n + 50)
    values = np.zeros(n + 50)
    for step in range(1, n + 50):
        values[step] = rho * values[step - 1] + shocks[step]
    return values[50:]


def test_a_straight_line_has_its_slope_and_no_doubt() -> None:
    """0.3 a year over sixteen years."""
    trend = estimate_trend(_series(0.3 * np.arange(16)))

    assert (trend.slope, trend.low, trend.high) == pytest.approx((0.3, 0.3, 0.3))
    assert trend.p_value < 0.001
    assert (trend.n, trend.first_year, trend.last_year) == (16, 2001, 2016)


def test_one_outlier_does_not_move_the_slope() -> None:
    """The median of the slopes between pairs, not least squares."""
    values = 0.3 * np.arange(17)
    values[8] = 100.0

    assert estimate_trend(_series(values)).slope == pytest.approx(0.3)


def test_a_falling_series_has_a_negative_slope() -> None:
    """The test is two-sided."""
    rising = estimate_trend(_series(0.3 * np.arange(16) + 0.1 * _noise(1)))
    falling = estimate_trend(_series(-(0.3 * np.arange(16) + 0.1 * _noise(1))))

    assert falling.slope == pytest.approx(-rising.slope)
    assert falling.p_value == pytest.approx(rising.p_value)


def test_a_gap_does_not_change_the_slope() -> None:
    """Slopes are per year, not per value."""
    trend = estimate_trend(_series(0.3 * np.arange(16)).drop([2004, 2005, 2010]))

    assert (trend.slope, trend.n) == (pytest.approx(0.3), 13)


def test_missing_values_and_order_do_not_matter() -> None:
    """A series comes as it is."""
    series = _series(_noise(3))
    untidy = pd.concat([series, pd.Series({2030: float("nan")})]).sample(frac=1, random_state=1)

    assert estimate_trend(untidy) == estimate_trend(series)


def test_an_unchanging_series_has_no_trend() -> None:
    """No division by a variance of zero."""
    trend = estimate_trend(_series([5.0] * 12))

    assert (trend.slope, trend.low, trend.high, trend.p_value) == (0.0, 0.0, 0.0, 1.0)


def test_three_years_are_too_few() -> None:
    """The message says how many there are."""
    with pytest.raises(NoDataError, match="at least 4 years; found 3"):
        estimate_trend(_series([1.0, 2.0, 3.0, float("nan")]))


def test_the_same_series_gives_the_same_answer() -> None:
    """Whatever was estimated in between: pages do not flicker."""
    series = _series(_noise(4))
    before = estimate_trend(series)
    estimate_trend(_series(_noise(5)))

    assert estimate_trend(series) == before


@pytest.mark.parametrize("seed", range(8))
def test_on_white_noise_the_p_value_is_near_the_plain_test_s(seed: int) -> None:
    """The correction changes little where there is no serial correlation to correct."""
    values = _noise(seed, n=60)
    plain = pymannkendall.original_test(values).p

    assert estimate_trend(_series(values)).p_value == pytest.approx(plain, abs=0.15)


def test_serial_correlation_raises_the_p_value() -> None:
    """Over many persistent series without a trend, the plain test is surer than the corrected one."""
    samples = [_noise(seed, n=24, rho=0.7) for seed in range(60)]
    corrected = [estimate_trend(_series(values)).p_value for values in samples]
    plain = [pymannkendall.original_test(values).p for values in samples]

    assert np.mean(corrected) > np.mean(plain) + 0.05


def test_serial_correlation_widens_the_interval() -> None:
    """The same residuals about the line, once in the order of persistence, once shuffled."""
    wider = 0
    for seed in range(20):
        residuals = _noise(seed, n=24, rho=0.8)
        shuffled = np.random.default_rng(seed).permutation(residuals)
        both = [estimate_trend(_series(0.3 * np.arange(24) + one)) for one in (residuals, shuffled)]
        wider += (both[0].high - both[0].low) > (both[1].high - both[1].low)

    assert wider >= 15


def test_the_interval_holds_the_true_slope_most_of_the_time() -> None:
    """Of 60 series with independent noise about a line of slope 0.3, at least 85 percent."""
    trends = [estimate_trend(_series(0.3 * np.arange(20) + _noise(seed, n=20))) for seed in range(60)]
    held = [trend.low <= 0.3 <= trend.high for trend in trends]

    assert np.mean(held) >= 0.85


@pytest.mark.parametrize(("n", "rho"), [(15, 0.0), (15, 0.3), (15, 0.6), (20, 0.6), (25, 0.3), (25, 0.6)])
def test_false_positives_keep_the_level(n: int, rho: float) -> None:
    """Level 5 percent: of 300 series without a trend at most 7.5 percent may pass, and chance adds 2.5 points."""
    significant = [estimate_trend(_series(_noise(seed, n, rho))).p_value < 0.05 for seed in range(300)]

    assert np.mean(significant) < 0.1


def test_a_plain_trend_is_found() -> None:
    """Two standard deviations of the noise in ten years, 25 years: at least half of 100 series."""
    rising = [estimate_trend(_series(0.2 * np.arange(25) + _noise(seed, 25))).p_value < 0.05 for seed in range(100)]

    assert np.mean(rising) > 0.5


def test_absence_can_be_shown() -> None:
    """Calm series rule out a slope that noisy ones do not, and a true slope is never ruled out."""
    calm = estimate_trend(_series(100 + 0.1 * _noise(7)))
    noisy = estimate_trend(_series(100 + 10 * _noise(7)))
    steep = estimate_trend(_series(100 + 5 * np.arange(16) + _noise(7)))

    assert calm.bound < 0.1 < noisy.bound
    assert steep.bound > steep.slope > 4


def test_equivalence_keeps_its_level() -> None:
    """Series whose slope is just the smallest of interest are declared flat in at most 7.5 percent, and chance."""
    declared = [estimate_trend(_series(0.1 * np.arange(20) + _noise(seed, 20, 0.3))).bound < 0.1 for seed in range(200)]

    assert np.mean(declared) < 0.1


@settings(max_examples=25)
@given(st.lists(st.integers(-50, 50), min_size=6, max_size=20), st.integers(2, 9), st.integers(-20, 20))
def test_units_and_levels_do_not_matter(values: list[int], scale: int, shift: int) -> None:
    """Millions or billions, from zero or from twenty: the same test, the slope in the new unit."""
    trend, other = estimate_trend(_series(values)), estimate_trend(_series(np.array(values) * scale + shift))

    assert other.slope == pytest.approx(trend.slope * scale, abs=1e-9)
    assert other.p_value == pytest.approx(trend.p_value, abs=1e-6)


def test_changes_across_a_gap_do_not_count() -> None:
    """Of 2001-2002 (rise), 2004-2005 (fall) one in two; from 2002 to 2004 nothing is known."""
    series = pd.Series([1.0, 2.0, 9.0, 8.0], index=[2001, 2002, 2004, 2005])

    assert share_not_falling(series) == 0.5


def test_standing_still_is_no_fall() -> None:
    """Up, level, down."""
    assert share_not_falling(_series([1, 2, 2, 1])) == pytest.approx(2 / 3)


def test_without_two_consecutive_years_there_is_no_share() -> None:
    """Every second year tells nothing of yearly changes."""
    with pytest.raises(NoDataError, match="no two consecutive years"):
        share_not_falling(pd.Series([1.0, 2.0], index=[2001, 2003]))


def test_trends_as_a_table() -> None:
    """One row each, in percentage points; a series too short says so and keeps its count."""
    table = tabulate_trends({"share in all trade": _series(0.01 * np.arange(12)), "asymmetry": _series([0.1, 0.2])})

    assert table["Measure"].tolist() == ["share in all trade", "asymmetry"]
    assert table.loc[0, ["Years", "Slope", "n"]].tolist() == ["2001-2012", "+1.00", "12"]
    assert table.loc[1].tolist() == ["asymmetry", "", "", "too few years", "", "2"]
