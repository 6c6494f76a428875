"""Trends: Mann-Kendall with the Hamed-Rao correction, and Theil-Sen with a block-bootstrap interval."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pymannkendall
import statsmodels.api as sm
from arch.bootstrap import CircularBlockBootstrap

from scoledger.errors import NoDataError

#: Draws of the block bootstrap.
DRAWS = 999
#: Fewest values with which a trend can be tested at all.
SMALLEST = 4


@dataclass(frozen=True)
class Trend:
    """A tendency over years.

    Parameters
    ----------
    slope : float
        Theil-Sen slope, units of the series a year.
    low, high : float
        Bounds of its 95 percent interval.
    p_value : float
        Two-sided, Mann-Kendall with Hamed-Rao correction.
    n : int
        Years with a value.
    first_year, last_year : int
    """

    slope: float
    low: float
    high: float
    p_value: float
    n: int
    first_year: int
    last_year: int


def estimate_trend(series: pd.Series) -> Trend:
    """Test and estimate the tendency of a yearly series.

    Parameters
    ----------
    series : pandas.Series, shape (n_years,)
        Values indexed by year; gaps are allowed.

    Returns
    -------
    Trend

    Raises
    ------
    NoDataError
        If fewer than four years have a value.

    Notes
    -----
    The test is that of Mann (1945) and Kendall (1975) with the variance that Hamed and Rao (1998) correct for serial
    correlation.  The slope is that of Theil (1950) and Sen (1968).  Its interval comes from a circular block bootstrap
    of the residuals, with blocks of about the cube root of n, so that serial correlation widens it.

    Examples
    --------
    >>> rising = pd.Series([1.0, 2.1, 2.9, 4.0, 5.2, 5.9, 7.1, 8.0, 8.8, 10.1], index=range(2001, 2011))
    >>> trend = estimate_trend(rising)
    >>> round(trend.slope, 2), trend.p_value < 0.01, trend.low < 1.0 < trend.high
    (1.0, True, True)
    """
    values = series.dropna().sort_index()
    if len(values) < SMALLEST:
        raise NoDataError(f"a trend needs at least {SMALLEST} years; found {len(values)}.\nWiden the window.")
    years = values.index.to_numpy(dtype=float)
    data = values.to_numpy(dtype=float)
    p_value = _mann_kendall(data)
    slope = float(_slopes(data[None, :], years)[0])
    low, high = _interval(data, years, slope)
    return Trend(slope, low, high, p_value, len(data), int(years[0]), int(years[-1]))


def _mann_kendall(data: np.ndarray) -> float:
    if np.ptp(data) == 0:
        return 1.0
    # First-order correlation only: over all lags, as many coefficients are estimated as there are years, and under the
    # null of no trend the test rejects more often still.
    with np.errstate(invalid="ignore"):
        corrected = float(pymannkendall.hamed_rao_modification_test(data, lag=1).p)
    # Strong negative correlation can turn the corrected variance negative; the plain test is then the cautious one.
    return corrected if np.isfinite(corrected) else float(pymannkendall.original_test(data).p)


def _slopes(samples: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Theil-Sen slope of each row: the median of the slopes between all pairs of years."""
    left, right = np.triu_indices(len(years), k=1)
    pairs = (samples[:, right] - samples[:, left]) / (years[right] - years[left])
    return np.asarray(np.median(pairs, axis=1))


def _interval(data: np.ndarray, years: np.ndarray, slope: float) -> tuple[float, float]:
    """Percentile interval of the slope from resampled blocks of residuals."""
    residuals = data - slope * years
    residuals = residuals - np.median(residuals)
    slopes = _slopes(slope * years + residuals[_resample(len(data))], years)
    return float(np.quantile(slopes, 0.025)), float(np.quantile(slopes, 0.975))


@functools.lru_cache(maxsize=128)
def _resample(n: int) -> np.ndarray:
    """Positions drawn in circular blocks, one row per draw; the same for every series of one length."""
    block = max(2, round(n ** (1 / 3)))
    bootstrap = CircularBlockBootstrap(block, np.arange(n), seed=np.random.default_rng(n))
    return np.array([draw[0][0] for draw in bootstrap.bootstrap(DRAWS)])


def share_not_falling(series: pd.Series) -> float:
    """Share of yearly changes that are not falls; changes across a gap of years are left out.

    Examples
    --------
    >>> round(share_not_falling(pd.Series([1, 2, 2, 1], index=[2001, 2002, 2003, 2004])), 2)
    0.67
    """
    values = series.dropna().sort_index()
    steps = values.diff()[np.append(False, np.diff(values.index.to_numpy()) == 1)]
    if steps.empty:
        raise NoDataError("no two consecutive years have a value.\nWiden the window.")
    return float((steps >= 0).mean())


def hac_p_value(series: pd.Series) -> float:
    """Second opinion on a trend: two-sided p value of a least-squares slope with Newey-West errors.

    Parameters
    ----------
    series : pandas.Series, shape (n_years,)
        Values indexed by year.

    Notes
    -----
    Newey and West (1987), as statsmodels has it, with the truncation 4 (n / 100)^(2/9) and a t distribution.

    Examples
    --------
    >>> rising = pd.Series([1.0, 2.1, 2.9, 4.0, 5.2, 5.9, 7.1, 8.0, 8.8, 10.1], index=range(2001, 2011))
    >>> hac_p_value(rising) < 0.001
    True
    """
    values = series.dropna().sort_index()
    lags = max(1, int(4 * (len(values) / 100) ** (2 / 9)))
    years = sm.add_constant(values.index.to_numpy(dtype=float) - float(values.index[0]))
    fitted = sm.OLS(values.to_numpy(dtype=float), years).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True
    )
    return float(fitted.pvalues[1])


def tabulate_trends(series: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Trend of each of several shares or ratios, one row each, ready for a reader.

    Returns
    -------
    pandas.DataFrame, shape (n_series, 7)
        Columns ``Measure``, ``Years``, ``Slope`` and ``Interval`` (percentage points a year), ``p, Mann-Kendall``,
        ``p, Newey-West`` and ``n``; a series too short to be tested says so.
    """
    rows = []
    for name, one in series.items():
        values = one.dropna()
        row = {"Measure": name, "Years": "", "Slope": "", "Interval": "too few years"}
        if len(values) >= SMALLEST:
            trend = estimate_trend(values)
            row |= {
                "Years": f"{trend.first_year}-{trend.last_year}",
                "Slope": f"{100 * trend.slope:+.2f}",
                "Interval": f"{100 * trend.low:+.2f} to {100 * trend.high:+.2f}",
                "p, Mann-Kendall": f"{trend.p_value:.3f}",
                "p, Newey-West": f"{hac_p_value(values):.3f}",
            }
        rows.append(row | {"n": str(len(values))})
    columns = ["Measure", "Years", "Slope", "Interval", "p, Mann-Kendall", "p, Newey-West", "n"]
    return pd.DataFrame(rows, columns=columns).fillna("")
