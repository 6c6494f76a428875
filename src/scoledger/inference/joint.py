"""One test over all specifications of a claim: they share data, so they rise and fall together by chance too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.errors import NoDataError
from scoledger.inference.effects import FEWEST_FOR_SCATTER, unit_changes
from scoledger.inference.noise import PATH, detrend, estimate_correlation
from scoledger.inference.trend import mann_kendall

#: Draws under the null.
DRAWS = 1999
_SEED = 20260601


@dataclass(frozen=True)
class JointTest:
    """A test over many specifications at once.

    Parameters
    ----------
    statistic : float
        Mean over the specifications of the estimate in standard deviations of what chance gives.
    p_value : float
        Two-sided: share of draws under the null whose mean is at least as far from zero.
    specifications : int
    """

    statistic: float
    p_value: float
    specifications: int


def joint_trend_test(series: Sequence[pd.Series], draws: int = DRAWS) -> JointTest:
    """Test that none of several yearly series has a trend.

    Parameters
    ----------
    series : sequence of pandas.Series, shape (n_years,) each
        One per specification; gaps and different years are allowed.
    draws : int

    Returns
    -------
    JointTest

    Raises
    ------
    NoDataError
        If there is no series.

    Notes
    -----
    The statistic is the mean of the standardised Mann-Kendall S, the joint test of Simonsohn, Simmons and Nelson (2020)
    over a specification curve.  Its null distribution is an autoregressive bootstrap (Kreiss and Lahiri 2012): each
    series keeps its first-order correlation, as in :func:`~scoledger.inference.trend.estimate_trend`, and its own
    innovations, drawn by calendar year for all series together, so that what they share stays shared.  No series is
    taken to remember less than the mean of all: where each keeps its own estimate, chance passes too often.

    Examples
    --------
    >>> noise = np.random.default_rng(3).normal(size=20)
    >>> line = pd.Series(0.5 * np.arange(20) + noise, index=range(2001, 2021))
    >>> found = joint_trend_test([line, 2 * line, line.iloc[2:]])
    >>> found.specifications, found.p_value < 0.01
    (3, True)
    """
    known = [one.dropna().sort_index() for one in series]
    if not known:
        raise NoDataError("a joint test needs at least one series.\nWiden the window.")
    first, last = min(one.index[0] for one in known), max(one.index[-1] for one in known)
    years = np.arange(first, last + 1)
    random = np.random.default_rng(_SEED)
    source = random.integers(len(years), size=(draws, len(years)))
    observed, chance = [], []
    correlations = [estimate_correlation(one) for one in known]
    least = float(np.mean(correlations))
    for one, correlation in zip(known, correlations, strict=True):
        drawn = mann_kendall(_resample(one, max(correlation, least), years, source, random))
        spread = float(drawn.std()) or 1.0
        observed.append(float(mann_kendall(one.to_numpy(dtype=float)[None, :])[0]) / spread)
        chance.append(drawn / spread)
    return _conclude(observed, chance)


def _resample(
    series: pd.Series, correlation: float, years: np.ndarray, source: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    """Series without a trend, from innovations of the calendar years in `source`; rows are draws."""
    at = series.index.to_numpy(dtype=float)
    residuals = detrend(series.to_numpy(dtype=float)[None, :], at, PATH)[0]
    neighbours = np.flatnonzero(np.diff(at) == 1)
    innovations = pd.Series(residuals, index=series.index)
    if len(neighbours):
        follow = neighbours + 1
        innovations = pd.Series(residuals[follow] - correlation * residuals[neighbours], index=series.index[follow])
    innovations = innovations - innovations.mean()
    by_year = innovations.reindex(years).to_numpy()
    shocks = by_year[source]
    missing = np.isnan(shocks)
    shocks[missing] = random.choice(innovations.to_numpy(), size=int(missing.sum()))
    shocks[:, 0] /= np.sqrt(1 - correlation**2)
    for step in range(1, len(years)):
        shocks[:, step] += correlation * shocks[:, step - 1]
    return np.asarray(shocks[:, np.searchsorted(years, series.index.to_numpy())])


def joint_effect_test(
    frames: Sequence[tuple[pd.DataFrame, tuple[int, int]]], treated: Sequence[str], event_year: int, draws: int = DRAWS
) -> JointTest:
    """Test that an event changed nothing in the treated units, over several outcomes or windows at once.

    Parameters
    ----------
    frames : sequence of (pandas.DataFrame, (int, int))
        Outcome by year and unit, and first and last year used; one per specification.
    treated : sequence of str
    event_year : int
    draws : int

    Returns
    -------
    JointTest

    Raises
    ------
    NoDataError
        If no specification has treated units and controls.

    Notes
    -----
    Randomisation inference as in :func:`~scoledger.inference.effects.estimate_effect`, but one draw assigns the event
    to the same units in all specifications.
    """
    changes = [unit_changes(frame, event_year, window) for frame, window in frames]
    changes = [one for one in changes if 0 < len(_ours(one, treated)) < len(one) / 2]
    if not changes:
        raise NoDataError("no specification has treated and other units.\nWiden the window.")
    units = sorted({str(unit) for one in changes for unit in one.index})
    place = {unit: number for number, unit in enumerate(units)}
    order = np.random.default_rng(_SEED).random((draws, len(units)))
    observed, chance = [], []
    for one in changes:
        ours = _ours(one, treated)
        keys = order[:, [place[str(unit)] for unit in one.index]]
        actual = one.index.get_indexer(pd.Index(ours))[None, :]
        sets = np.vstack([actual, np.argpartition(keys, len(ours) - 1, axis=1)[:, : len(ours)]])
        found = _standardise(one.to_numpy(dtype=float), sets)
        observed.append(float(found[0]))
        chance.append(found[1:])
    return _conclude(observed, chance)


def _ours(changes: pd.Series, treated: Sequence[str]) -> list[str]:
    return [unit for unit in treated if unit in changes.index]


def _standardise(values: np.ndarray, sets: np.ndarray) -> np.ndarray:
    """Difference of each set from the rest, relative to its standard error; for one or two units, to its scatter."""
    count, size = len(values), sets.shape[1]
    values = values - np.median(values)
    inside, squares = values[sets].sum(axis=1), (values[sets] ** 2).sum(axis=1)
    rest, left = values.sum() - inside, (values**2).sum() - squares
    difference = inside / size - rest / (count - size)
    if size < FEWEST_FOR_SCATTER:
        return np.asarray(difference / (float(difference.std()) or 1.0))
    variance = (squares - inside**2 / size) / (size - 1) / size
    variance = variance + (left - rest**2 / (count - size)) / (count - size - 1) / (count - size)
    smallest = 1e-12 * (float(np.abs(values).max()) or 1.0)
    return np.asarray(difference / np.sqrt(np.maximum(variance, smallest**2)))


def _conclude(observed: list[float], chance: list[np.ndarray]) -> JointTest:
    statistic = float(np.mean(observed))
    drawn = np.abs(np.mean(chance, axis=0))
    reached = int((drawn >= abs(statistic) - 1e-9).sum())
    return JointTest(statistic, (1 + reached) / (1 + len(drawn)), len(observed))
