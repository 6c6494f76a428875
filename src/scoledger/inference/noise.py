"""Serially correlated noise: how strong the correlation of a short series can be, and series made of nothing else."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd

#: Quantile of the first-order correlations that simulated series show, at which an observed one is placed.
CAUTION = 0.25
#: Degree of the path about which the correlation is estimated.
PATH = 2
#: Correlations tried; a negative one would make a test bolder, and is taken for none.
GRID = np.round(np.append(np.arange(0, 0.96, 0.05), 0.98), 2)
#: Simulated series by which a test is judged, and for each correlation of the grid.
DRAWS, CALIBRATION = 1999, 2000
#: Fewest pairs of neighbouring years from which a correlation is estimated.
_FEWEST_PAIRS = 4


def detrend(samples: np.ndarray, years: np.ndarray, degree: int = 1) -> np.ndarray:
    """Residuals of each row from its least-squares line, or from a curve of higher degree.

    Parameters
    ----------
    samples : numpy.ndarray, shape (n_series, n_years)
    years : numpy.ndarray, shape (n_years,)
    degree : int
        1 is a line, 2 a parabola.

    Returns
    -------
    numpy.ndarray, shape (n_series, n_years)
    """
    centred = years - years.mean()
    base = np.vander(centred / (np.abs(centred).max() or 1.0), degree + 1)
    return np.asarray(samples - samples @ base @ np.linalg.pinv(base))


def estimate_correlation(series: pd.Series, quantile: float = CAUTION) -> float:
    """First-order correlation of a yearly series about its own path.

    Parameters
    ----------
    series : pandas.Series, shape (n_years,)
        Values indexed by year, without missing ones; gaps in the years are allowed.
    quantile : float
        0.5 gives the median-unbiased estimate; a smaller one an upper confidence limit (0.25: of 75 percent).

    Returns
    -------
    float
        From 0 to 0.98.

    Notes
    -----
    The path is a parabola: about a line, a rise that turns into a plateau would look like long memory.  In 15 to 30
    years the correlation of residuals from a fitted path lies far below that of the noise.  The estimate is therefore
    the correlation under which the observed one would be the given quantile (Andrews 1993, who takes the median),
    found by simulating series of the same years.  Only neighbouring years make a pair.

    Examples
    --------
    >>> alternating = pd.Series([1.0, -1.0] * 8, index=range(2001, 2017))
    >>> estimate_correlation(alternating)
    0.0
    """
    years = tuple(int(year) for year in series.index)
    residuals = detrend(series.to_numpy(dtype=float)[None, :], np.array(years, dtype=float), PATH)
    observed = correlate(residuals, years)[0]
    return float(np.interp(observed, _calibrate(_from_zero(years), quantile), GRID))


def simulate_noise(years: tuple[int, ...], correlation: float, draws: int = DRAWS, seed: int = 0) -> np.ndarray:
    """Stationary first-order autoregressive series without a trend, known in the given years only.

    Parameters
    ----------
    years : tuple of int
        Increasing; gaps are simulated and left out.
    correlation : float
        Between neighbouring years, above -1 and below 1.

    Returns
    -------
    numpy.ndarray, shape (draws, n_years)
        With innovations of unit variance; the same for the same arguments.
    """
    positions = np.array(years) - years[0]
    span = int(positions[-1]) + 1
    shocks = np.random.default_rng([seed, span, draws]).standard_normal((draws, span))
    shocks[:, 0] /= np.sqrt(1 - correlation**2)
    for year in range(1, span):
        shocks[:, year] += correlation * shocks[:, year - 1]
    return np.asarray(shocks[:, positions])


def correlate(residuals: np.ndarray, years: tuple[int, ...]) -> np.ndarray:
    """First-order autocorrelation of each row of residuals, over neighbouring years."""
    left = np.flatnonzero(np.diff(years) == 1)
    if len(left) < _FEWEST_PAIRS:  # a table of every fourth year: its neighbours are what there is
        left = np.arange(len(years) - 1)
    together = (residuals[:, left] * residuals[:, left + 1]).mean(axis=1)
    spread = (residuals**2).mean(axis=1)
    return np.asarray(np.divide(together, spread, out=np.zeros_like(spread), where=spread > 0))


@functools.lru_cache(maxsize=512)
def _calibrate(years: tuple[int, ...], quantile: float) -> np.ndarray:
    """The quantile of the observed correlation under each of the grid, rising along it."""
    at = np.array(years, dtype=float)
    found = [
        np.quantile(correlate(detrend(simulate_noise(years, rho, CALIBRATION, seed=1), at, PATH), years), quantile)
        for rho in GRID
    ]
    return np.asarray(np.maximum.accumulate(found))


def _from_zero(years: tuple[int, ...]) -> tuple[int, ...]:
    """Years counted from the first, so that windows of one length share a calibration."""
    return tuple(year - years[0] for year in years)
