"""Trends: Mann-Kendall against serially correlated noise, and Theil-Sen with an interval."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.errors import NoDataError
from scoledger.inference.noise import detrend, estimate_correlation, simulate_noise

#: Fewest values with which a trend can be tested at all.
SMALLEST = 4
#: Residuals smaller than this share of the series are rounding, not noise.
_ROUNDING = 1e-9


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
        Two-sided, of Mann-Kendall's S.
    bound : float
        Equivalence: the smallest size of slope that the data rule out at 5 percent (two one-sided tests).
    correlation : float
        First-order correlation of the noise that the test allows for.
    n : int
        Years with a value.
    first_year, last_year : int
    """

    slope: float
    low: float
    high: float
    p_value: float
    bound: float
    correlation: float
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
    The statistic is S of Mann (1945) and Kendall (1975).  With 15 to 30 correlated years neither its textbook variance
    nor the correction of Hamed and Rao (1998) keeps the error rate, so S is compared with what noise of the same years
    shows: first-order autoregressive, with the correlation at the upper limit of its 75 percent confidence interval
    (:func:`~scoledger.inference.noise.estimate_correlation`).  The slope is that of Theil (1950) and Sen (1968).  Its
    interval and the bound for equivalence (Schuirmann 1987) come from the slopes of the same noise, each relative to
    the spread of its residuals.

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
    years = tuple(int(year) for year in values.index)
    data, at = values.to_numpy(dtype=float)[None, :], np.array(years, dtype=float)
    slope = float(theil_sen(data, at)[0])
    correlation = estimate_correlation(values)
    scores, slopes = _null(tuple(year - years[0] for year in years), round(correlation, 2))
    reached = int((scores >= abs(mann_kendall(data)[0])).sum())
    spread = _spread(data, at)[0]
    spread = 0.0 if spread < _ROUNDING * np.abs(data).max() else spread
    width, narrow = (float(spread * np.quantile(slopes, share)) for share in (0.95, 0.90))
    return Trend(
        slope,
        slope - width,
        slope + width,
        (1 + reached) / (1 + len(scores)) if np.ptp(data) else 1.0,
        abs(slope) + narrow,
        correlation,
        len(values),
        years[0],
        years[-1],
    )


def mann_kendall(samples: np.ndarray) -> np.ndarray:
    """Mann-Kendall's S of each row: pairs of years that rise less pairs that fall.

    Examples
    --------
    >>> mann_kendall(np.array([[1.0, 2.0, 3.0], [3.0, 1.0, 2.0]]))
    array([ 3., -1.])
    """
    left, right = np.triu_indices(samples.shape[1], k=1)
    return np.asarray(np.sign(samples[:, right] - samples[:, left]).sum(axis=1))


def theil_sen(samples: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Theil-Sen slope of each row: the median of the slopes between all pairs of years."""
    left, right = np.triu_indices(len(years), k=1)
    pairs = (samples[:, right] - samples[:, left]) / (years[right] - years[left])
    return np.asarray(np.median(pairs, axis=1))


@functools.lru_cache(maxsize=512)
def _null(years: tuple[int, ...], correlation: float) -> tuple[np.ndarray, np.ndarray]:
    """Size of S, and of the slope relative to the spread of the residuals, in noise without a trend."""
    noise, at = simulate_noise(years, correlation), np.array(years, dtype=float)
    return np.abs(mann_kendall(noise)), np.abs(theil_sen(noise, at)) / _spread(noise, at)


def _spread(samples: np.ndarray, years: np.ndarray) -> np.ndarray:
    return np.asarray(np.sqrt((detrend(samples, years) ** 2).mean(axis=1)))


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


def tabulate_trends(series: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Trend of each of several shares or ratios, one row each, ready for a reader.

    Returns
    -------
    pandas.DataFrame, shape (n_series, 6)
        Columns ``Measure``, ``Years``, ``Slope`` and ``Interval`` (percentage points a year), ``p, Mann-Kendall``
        and ``n``; a series too short to be tested says so.
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
            }
        rows.append(row | {"n": str(len(values))})
    columns = ["Measure", "Years", "Slope", "Interval", "p, Mann-Kendall", "n"]
    return pd.DataFrame(rows, columns=columns).fillna("")
