"""One break at an unknown date in a trending, serially correlated series."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.errors import NoDataError

#: Share of the years at either end in which no break is sought.
TRIM = 0.15
#: Simulated series under the null of no break.
DRAWS = 499
SMALLEST = 10


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
        Largest F statistic over all dates.
    p_value : float
        Share of series simulated without a break whose largest statistic is at least as large.
    """

    year: int
    shift: float
    statistic: float
    p_value: float


def find_break(series: pd.Series) -> Break:
    """Sup-F test for one shift in the level of a linearly trending series.

    Parameters
    ----------
    series : pandas.Series, shape (n_years,)
        Values indexed by year.

    Returns
    -------
    Break

    Raises
    ------
    NoDataError
        If fewer than ten years have a value.

    Notes
    -----
    The statistic is that of Andrews (1993), 15 percent trimmed.  His asymptotic critical values suppose long series
    and independent errors; with 15 to 30 years they reject far too often, so the null distribution is simulated: the
    trend fitted without a break, with first-order autoregressive errors as estimated from its residuals.
    """
    values = series.dropna().sort_index()
    if len(values) < SMALLEST:
        raise NoDataError(f"a break test needs at least {SMALLEST} years; found {len(values)}.\nWiden the window.")
    years = values.index.to_numpy(dtype=float)
    data = values.to_numpy(dtype=float)
    base = np.column_stack([np.ones_like(years), years - years.mean()])
    dates = _candidates(len(years))
    statistics, shifts = _statistics(data[None, :], base, dates)
    best = int(np.argmax(statistics[0]))
    simulated, _ = _statistics(_simulate(data, base), base, dates)
    reached = int((simulated.max(axis=1) >= statistics[0, best]).sum())
    p_value = (1 + reached) / (1 + DRAWS)
    return Break(int(years[dates[best]]), float(shifts[0, best]), float(statistics[0, best]), p_value)


def _candidates(n: int) -> np.ndarray:
    edge = max(2, int(np.ceil(TRIM * n)))
    return np.arange(edge, n - edge + 1)


def _statistics(samples: np.ndarray, base: np.ndarray, dates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """F statistic and shift at each candidate date (columns) for each series (rows)."""
    n = base.shape[0]
    steps = (np.arange(n)[:, None] >= dates[None, :]).astype(float)
    project = np.eye(n) - base @ np.linalg.pinv(base)
    steps, residuals = project @ steps, samples @ project
    norms = (steps**2).sum(axis=0)
    shifts = residuals @ steps / norms
    gain = shifts**2 * norms
    rest = (residuals**2).sum(axis=1, keepdims=True) - gain
    # A series that a break fits exactly leaves no rest: its statistic is large, not infinite.
    scale = np.maximum(rest, 1e-12 * np.maximum((residuals**2).sum(axis=1, keepdims=True), 1e-300))
    return gain / scale * (n - 3), shifts


def _simulate(data: np.ndarray, base: np.ndarray) -> np.ndarray:
    coefficients = np.linalg.lstsq(base, data, rcond=None)[0]
    residuals = data - base @ coefficients
    spread = float((residuals**2).sum())
    rho = float(np.clip((residuals[1:] * residuals[:-1]).sum() / spread, 0, 0.95)) if spread else 0.0
    scale = float(np.std(residuals[1:] - rho * residuals[:-1])) or 1e-12
    draw = np.random.default_rng(zlib.crc32(np.ascontiguousarray(data).tobytes()))
    shocks = draw.normal(0, scale, size=(DRAWS, len(data)))
    errors = np.empty_like(shocks)
    errors[:, 0] = shocks[:, 0] / np.sqrt(1 - rho**2)
    for step in range(1, len(data)):
        errors[:, step] = rho * errors[:, step - 1] + shocks[:, step]
    return np.asarray(base @ coefficients + errors)
