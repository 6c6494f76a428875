"""Interrupted time series: a level and a slope that change at a known date, in short and serially correlated series."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.regression.linear_model import OLS

from scoledger.errors import NoDataError
from scoledger.inference.noise import CALIBRATION, CAUTION, GRID, correlate, simulate_noise

#: Fewest years on either side of the event: two give a line, and a line through few years foretells nothing.
FEWEST_BEFORE, FEWEST_AFTER = 6, 3
#: Coefficients, in the order of the design.
TERMS = ("level", "slope", "level_change", "slope_change")
#: Residuals smaller than this share of the series are rounding, not noise.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Interruption:
    """What changed at a date.

    Parameters
    ----------
    event_year : int
        First year after the event.
    excess : float
        Mean over the years after it of the series less its earlier path, continued; units of the series.
    low, high : float
        Bounds of its 95 percent interval.
    p_value : float
        Two-sided, of the excess.
    level_change, slope_change : float
        At the event, and a year.
    spread : float
        Root mean square of what the two lines leave over.
    correlation : float
        First-order correlation of the noise that interval and p value allow for.
    hac_p_value : float
        That of Newey and West (1987), for comparison: in series as short as these it is far too small.
    n_before, n_after : int
        Years with a value.
    path : pandas.Series, shape (n_years,)
        The earlier path, continued over all years.
    """

    event_year: int
    excess: float
    low: float
    high: float
    p_value: float
    level_change: float
    slope_change: float
    spread: float
    correlation: float
    hac_p_value: float
    n_before: int
    n_after: int
    path: pd.Series

    @property
    def ratio(self) -> float:
        """Excess over what the lines leave over, which compares series of different size; zero over zero is zero."""
        if not self.excess:
            return 0.0
        return self.excess / self.spread if self.spread else float(np.sign(self.excess)) * float("inf")


def fit_segments(series: pd.Series, event_year: int, correlation: float = 0.0) -> pd.Series:
    """Fit one line before and one after an event.

    Parameters
    ----------
    series : pandas.Series, shape (n_years,)
        Values indexed by year; gaps are allowed.
    event_year : int
        First year of the second line.
    correlation : float
        First-order correlation of the noise; zero is ordinary least squares, another one generalised least squares.

    Returns
    -------
    pandas.Series, shape (4,)
        ``level`` of the first line at the event, its ``slope`` a year, ``level_change`` at the event and
        ``slope_change``.

    Notes
    -----
    Segmented regression (`wagner2002`, `bernal2017`).

    Examples
    --------
    >>> stepped = pd.Series([1.0, 2.0, 3.0, 4.0, 8.0, 10.0, 12.0], index=range(2001, 2008))
    >>> fit_segments(stepped, 2005).round(6).to_dict()
    {'level': 5.0, 'slope': 1.0, 'level_change': 3.0, 'slope_change': 1.0}
    """
    values = series.dropna().sort_index()
    years = values.index.to_numpy(dtype=float)
    whiten = _whiten(years, correlation)
    found, *_ = np.linalg.lstsq(whiten @ _design(years, event_year), whiten @ values.to_numpy(dtype=float), rcond=None)
    return pd.Series(found, index=list(TERMS))


def estimate_interruption(series: pd.Series, event_year: int, window: tuple[int, int] | None = None) -> Interruption:
    """Estimate by how much a yearly series left its path at a known date.

    Parameters
    ----------
    series : pandas.Series, shape (n_years,)
        Values indexed by year; gaps are allowed.
    event_year : int
        First year after the event.
    window : tuple of int, optional
        First and last year used.

    Returns
    -------
    Interruption

    Raises
    ------
    NoDataError
        If fewer than six years before the event have a value, or fewer than three from it on.

    Notes
    -----
    Least squares with a change of level and slope (`wagner2002`, `bernal2017`); the excess is a sum of both changes.
    In 10 to 25 correlated years robust standard errors (`newey1987`) are too small.  The excess, relative to the
    spread of the residuals, is therefore compared with what first-order autoregressive noise without any event shows in
    the same years, with the correlation at the upper limit of its 75 percent confidence interval, estimated about the
    two lines (`andrews1993median`).

    Examples
    --------
    >>> noise = 0.1 * np.random.default_rng(1).normal(size=20)
    >>> raised = pd.Series(0.2 * np.arange(20) + noise + (np.arange(20) >= 12), index=range(2001, 2021))
    >>> found = estimate_interruption(raised, 2013)
    >>> abs(found.excess - 1.0) < 0.1, found.p_value < 0.05, found.low < 1.0 < found.high
    (True, True, True)
    """
    values = series.dropna().sort_index()
    if window is not None:
        values = values[(values.index >= window[0]) & (values.index <= window[1])]
    is_after = values.index >= event_year
    check_years(int((~is_after).sum()), int(is_after.sum()), event_year)
    years = values.index.to_numpy(dtype=float)
    terms = fit_segments(values, event_year)
    path = pd.Series(terms["level"] + terms["slope"] * (years - event_year), index=values.index)
    excess = float((values - path)[is_after].mean())
    excess = 0.0 if abs(excess) <= _ROUNDING * float(np.abs(values).max()) else excess
    spread, correlation = _noise_of(values, event_year)
    sizes = _null(_from_zero(years), event_year - int(years[0]), round(correlation, 2))
    width = spread * float(np.quantile(sizes, 0.95))
    reached = (sizes * spread >= abs(excess) * (1 - 1e-12)).sum()
    return Interruption(
        event_year, excess, excess - width, excess + width, float((1 + reached) / (1 + len(sizes))),
        float(terms["level_change"]), float(terms["slope_change"]), spread, correlation,
        _hac(values, event_year), int((~is_after).sum()), int(is_after.sum()), path,
    )  # fmt: skip


def is_enough(series: pd.Series, event_year: int, window: tuple[int, int]) -> bool:
    """Whether a series has the years before and after an event that an estimate takes."""
    years = series.dropna().index
    inside = years[(years >= window[0]) & (years <= window[1])]
    return bool((inside < event_year).sum() >= FEWEST_BEFORE and (inside >= event_year).sum() >= FEWEST_AFTER)


def check_years(before: int, after: int, event_year: int) -> None:
    """Refuse an event with too few years around it.

    Raises
    ------
    NoDataError
        If there are fewer than six before, or three after.
    """
    if before < FEWEST_BEFORE or after < FEWEST_AFTER:
        raise NoDataError(
            f"an interruption in {event_year} needs {FEWEST_BEFORE} years before it and {FEWEST_AFTER} from it on; "
            f"found {before} and {after}.\nWiden the window, or choose another year."
        )


def estimate_everywhere(frame: pd.DataFrame, event_year: int, window: tuple[int, int]) -> dict[str, Interruption]:
    """Estimate one event in every series that knows all years of the window that any of them knows.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_years, n_units)

    Returns
    -------
    dict of str to Interruption
        By unit; units with a year missing are absent, since their noise would be compared with other years.
    """
    inside = frame[(frame.index >= window[0]) & (frame.index <= window[1])].dropna(how="all").dropna(axis=1)
    return {str(unit): estimate_interruption(inside[unit], event_year) for unit in inside}


def estimate_at_every_date(
    series: pd.Series, before: int, after: int, last_year: int | None = None
) -> dict[int, Interruption]:
    """Pretend that the event was in each year in turn.

    Parameters
    ----------
    series : pandas.Series, shape (n_years,)
    before, after : int
        Years used before each pretended event, and from it on; fewer where the series ends.
    last_year : int, optional
        Last year used at all, for dates that nothing later may have moved.

    Returns
    -------
    dict of int to Interruption
        By year, every year with enough years around it.
    """
    values = series.dropna().sort_index()
    values = values if last_year is None else values[values.index <= last_year]
    windows = {int(year): (int(year) - before, int(year) + after - 1) for year in values.index}
    return {
        year: estimate_interruption(values, year, window)
        for year, window in windows.items()
        if is_enough(values, year, window)
    }


def share_smaller(sizes: Iterable[float], size: float) -> float:
    """Share of the sizes that are smaller in absolute value than one: 1 where it is largest of all.

    Examples
    --------
    >>> share_smaller([0.5, -3.0, 1.0, 0.1], -2.0)
    0.75
    """
    return float((np.abs(np.fromiter(sizes, dtype=float)) < abs(size)).mean())


def _design(years: np.ndarray, event_year: int) -> np.ndarray:
    since, after = years - event_year, (years >= event_year).astype(float)
    return np.column_stack([np.ones_like(years), since, after, since * after])


def _whiten(years: np.ndarray, correlation: float) -> np.ndarray:
    """Matrix that makes first-order autoregressive noise of these years white."""
    carried = correlation ** np.diff(years)
    scale = np.append(1.0, 1 / np.sqrt(1 - carried**2))
    return np.asarray(scale[:, None] * (np.eye(len(years)) - np.diag(carried, k=-1)))


def _noise_of(values: pd.Series, event_year: int) -> tuple[float, float]:
    """Spread of what the two lines leave over, and its correlation, cautiously."""
    years = values.index.to_numpy(dtype=float)
    residuals = _residuals(values.to_numpy(dtype=float)[None, :], years, event_year)
    spread = float(np.sqrt((residuals**2).mean()))
    if spread <= _ROUNDING * float(np.abs(values).max()):
        return 0.0, 0.0
    at = _from_zero(years)
    observed = correlate(residuals, at)[0]
    return spread, float(np.interp(observed, _calibrate(at, event_year - int(years[0])), GRID))


def _residuals(samples: np.ndarray, years: np.ndarray, event_year: int) -> np.ndarray:
    base = _design(years, event_year)
    return np.asarray(samples - samples @ np.linalg.pinv(base).T @ base.T)


def _contrast(years: np.ndarray, event_year: int) -> np.ndarray:
    """Weights of the coefficients in the excess."""
    since = (years - event_year)[years >= event_year]
    return np.array([0.0, 0.0, 1.0, float(since.mean())])


@functools.lru_cache(maxsize=256)
def _calibrate(years: tuple[int, ...], event: int) -> np.ndarray:
    """Lower quartile of the correlation that the residuals of noise show under each of the grid, rising along it."""
    at = np.array(years, dtype=float)
    found = [
        np.quantile(correlate(_residuals(simulate_noise(years, float(rho), CALIBRATION, seed=3), at, event), years),
                    CAUTION)
        for rho in GRID
    ]  # fmt: skip
    return np.asarray(np.maximum.accumulate(found))


@functools.lru_cache(maxsize=1024)
def _null(years: tuple[int, ...], event: int, correlation: float) -> np.ndarray:
    """Size of the excess, relative to the spread of the residuals, in noise without an event."""
    at = np.array(years, dtype=float)
    noise = simulate_noise(years, correlation, seed=4)
    excess = noise @ np.linalg.pinv(_design(at, event)).T @ _contrast(at, event)
    return np.asarray(np.abs(excess) / np.sqrt((_residuals(noise, at, event) ** 2).mean(axis=1)))


def _hac(values: pd.Series, event_year: int) -> float:
    """The p value that robust standard errors give."""
    years = values.index.to_numpy(dtype=float)
    lags = int(np.floor(4 * (len(years) / 100) ** (2 / 9)))
    model = OLS(values.to_numpy(dtype=float), _design(years, event_year))
    fit = model.fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True)
    return float(fit.t_test(_contrast(years, event_year)).pvalue)


def _from_zero(years: np.ndarray) -> tuple[int, ...]:
    return tuple(int(year) for year in years - years[0])
