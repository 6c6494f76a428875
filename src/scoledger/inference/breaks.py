"""One break at an unknown date in a trending, serially correlated series."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.errors import NoDataError
from scoledger.inference.noise import CAUTION, DRAWS, GRID, correlate, simulate_noise

#: Share of the years in which no break is sought, at either end.
TRIM = 0.15
SMALLEST = 10
#: Strongest correlation of the noise that the test guards against; beyond it no short series tells a break from chance.
STRONGEST = 0.9
#: Residuals smaller than this share of the series are rounding, not noise.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Break:
    """The date at which a shift in level fits best.

    Parameters
    ----------
    year : int
        First year of the new level.
    shift : float
        Size of the shift, units of the series.
    statistic : float
        Largest F statistic over all dates, relative to the 95 percent point for noise of the correlation estimated.
    p_value : float
        Share of series simulated without a break whose statistic is at least as large, for the correlation of the noise
        under which that share is largest.
    """

    year: int
    shift: float
    statistic: float
    p_value: float


@dataclass(frozen=True)
class _Filter:
    """What makes the noise of one correlation white, applied to the series, the line and the steps sought."""

    project: np.ndarray
    steps: np.ndarray
    point: float = 1.0

    def search(self, samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """F statistic and shift at each candidate date (columns) for each series (rows)."""
        norms = (self.steps**2).sum(axis=0)
        residuals = samples @ self.project.T
        shifts = residuals @ self.steps / norms
        gain, total = shifts**2 * norms, (residuals**2).sum(axis=1, keepdims=True)
        # A series that a break fits exactly leaves no rest: its statistic is large, not infinite.
        rest = np.maximum(total - gain, 1e-12 * np.maximum(total, 1e-300))
        return np.asarray(gain / rest * (len(self.project) - 3)), np.asarray(shifts)


@dataclass(frozen=True)
class _Null:
    """What series without a break show, for one set of years."""

    years: tuple[int, ...]
    filters: tuple[_Filter, ...]
    memory: np.ndarray
    statistics: np.ndarray

    def choose(self, samples: np.ndarray) -> np.ndarray:
        """Position in the grid of the correlation of each series about a line and its best step."""
        observed = _correlate_about_step(self.filters[0], samples, self.years)
        found = np.interp(observed, self.memory, GRID)
        return np.asarray(np.abs(found[:, None] - GRID).argmin(axis=1))

    def measure(self, samples: np.ndarray) -> np.ndarray:
        """Test statistic of each series."""
        chosen, found = self.choose(samples), np.empty(len(samples))
        for position in np.unique(chosen):
            rows, one = chosen == position, self.filters[position]
            found[rows] = one.search(samples[rows])[0].max(axis=1) / one.point
        return found


def find_break(series: pd.Series) -> Break:
    """Sup-F test for one shift in the level of a linearly trending series.

    Parameters
    ----------
    series : pandas.Series, shape (n_years,)
        Values indexed by year; gaps are allowed.

    Returns
    -------
    Break

    Raises
    ------
    NoDataError
        If fewer than ten years have a value.

    Notes
    -----
    The statistic is that of Andrews (1993), 15 percent trimmed, by generalised least squares: first-order
    autoregressive noise is made white first, with the correlation estimated about the line and the best step, since a
    break left in the residuals looks like memory.  His asymptotic critical values suppose long series, and a plug-in
    simulation rejects too often where memory is strong, so the whole procedure is simulated for every correlation up to
    0.9 and the largest p value holds.

    Examples
    --------
    >>> noise = np.random.default_rng(1).normal(size=20)
    >>> fallen = pd.Series(np.arange(20) + noise - 12.0 * (np.arange(20) >= 10), index=range(2001, 2021))
    >>> found = find_break(fallen)
    >>> found.year, found.shift < 0, found.p_value < 0.05
    (2011, True, True)
    """
    _, data, null = _prepare(series)
    profile = profile_break(series)
    best = int(profile["statistic"].argmax())
    statistic = float(profile["statistic"].iloc[best])
    reached = int((null.statistics >= statistic).sum(axis=1).max())
    is_line = np.abs(data @ null.filters[0].project.T).max() < _ROUNDING * np.abs(data).max()
    p_value = 1.0 if is_line or not np.ptp(data) else (1 + reached) / (1 + DRAWS)
    return Break(int(profile.index[best]), float(profile["shift"].iloc[best]), statistic, p_value)


def profile_break(series: pd.Series) -> pd.DataFrame:
    """Evidence for a shift in level at each date at which one can be sought: every date is the others' placebo.

    Parameters
    ----------
    series : pandas.Series, shape (n_years,)
        Values indexed by year; gaps are allowed.

    Returns
    -------
    pandas.DataFrame, shape (n_dates, 2)
        Indexed by the first year of the new level: ``statistic``, the F statistic relative to the 95 percent point of
        the largest over all dates, and ``shift``, in units of the series.

    Raises
    ------
    NoDataError
        If fewer than ten years have a value.

    Notes
    -----
    As in `find_break`, whose date is that of the largest statistic.
    """
    years, data, null = _prepare(series)
    chosen = null.filters[int(null.choose(data)[0])]
    statistics, shifts = chosen.search(data)
    dates = pd.Index([years[place] for place in _candidates(len(years))], name="year")
    return pd.DataFrame({"statistic": statistics[0] / chosen.point, "shift": shifts[0]}, index=dates)


def _prepare(series: pd.Series) -> tuple[tuple[int, ...], np.ndarray, _Null]:
    values = series.dropna().sort_index()
    if len(values) < SMALLEST:
        raise NoDataError(f"a break test needs at least {SMALLEST} years; found {len(values)}.\nWiden the window.")
    years = tuple(int(year) for year in values.index)
    return years, values.to_numpy(dtype=float)[None, :], _simulate_null(tuple(year - years[0] for year in years))


def _candidates(n: int) -> np.ndarray:
    edge = max(2, int(np.ceil(TRIM * n)))
    return np.arange(edge, n - edge + 1)


@functools.lru_cache(maxsize=128)
def _simulate_null(years: tuple[int, ...]) -> _Null:
    """Series without a break for each correlation of the grid, through the whole procedure."""
    noise = [simulate_noise(years, float(rho), seed=2) for rho in GRID]
    filters = tuple(_make_filter(years, float(rho), samples) for rho, samples in zip(GRID, noise, strict=True))
    memory = [np.quantile(_correlate_about_step(filters[0], samples, years), CAUTION) for samples in noise]
    null = _Null(years, filters, np.maximum.accumulate(memory), np.empty(0))
    guarded = [samples for rho, samples in zip(GRID, noise, strict=True) if rho <= STRONGEST]
    return _Null(years, filters, null.memory, np.array([null.measure(samples) for samples in guarded]))


def _make_filter(years: tuple[int, ...], rho: float, noise: np.ndarray) -> _Filter:
    at = np.array(years, dtype=float)
    carried = rho ** np.diff(at)
    whiten = np.diag(np.append(1.0, 1 / np.sqrt(1 - carried**2))) @ (np.eye(len(at)) - np.diag(carried, k=-1))
    base = whiten @ np.column_stack([np.ones_like(at), at - at.mean()])
    project = (np.eye(len(at)) - base @ np.linalg.pinv(base)) @ whiten
    steps = (np.arange(len(at))[:, None] >= _candidates(len(at))[None, :]).astype(float)
    one = _Filter(project, project @ steps)
    return _Filter(one.project, one.steps, float(np.quantile(one.search(noise)[0].max(axis=1), 0.95)))


def _correlate_about_step(plain: _Filter, samples: np.ndarray, years: tuple[int, ...]) -> np.ndarray:
    """First-order correlation of the least-squares residuals from a line and the best step."""
    statistics, shifts = plain.search(samples)
    best, rows = statistics.argmax(axis=1), np.arange(len(samples))
    residuals = samples @ plain.project.T - shifts[rows, best][:, None] * plain.steps[:, best].T
    return correlate(residuals, years)
