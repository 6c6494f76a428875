"""How many breaks a series has, and when: tests and intervals against serially correlated noise."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.inference.noise import CAUTION, GRID, correlate, simulate_noise
from scoledger.inference.partitions import COEFFICIENTS, TRIM, Form, Partition, Problem, pose_problem

#: Level of the sequential test, and coverage of the interval of a date.
LEVEL, COVERAGE = 0.05, 0.95
#: Penalty of Liu, Wu and Zidek (1997): factor and power of the logarithm, as Bai and Perron (2003) take them.
LWZ_FACTOR, LWZ_POWER = 0.299, 2.1
#: Simulated series for a test, and for each correlation tried.
DRAWS, CALIBRATION = 999, 150
#: Correlations tried; beyond the last, no short series tells a break from chance.
TRIED = GRID[GRID <= 0.9]  # noqa: PLR2004 - as in the test for one break


@dataclass(frozen=True)
class Segments:
    """How many breaks a series has, and when.

    Parameters
    ----------
    form : {"mean", "line"}
    table : pandas.DataFrame, shape (n_numbers, 5)
        Indexed by the number of ``breaks``: ``years`` (tuple), ``residual`` (sum of squares), ``bic``, ``lwz`` and
        ``p_next`` (chance, without a further break, of a rest that one more break would explain as well; missing for
        the last).
    p_any : float
        Chance, without any break, of a series that breaks explain as well, however many.
    by_bic, by_lwz, by_sequence : int
        Numbers of breaks chosen.
    best, chosen_by_bic : Partition
        That of the sequential test, and that of Schwarz's criterion.
    dates : pandas.DataFrame, shape (by_sequence, 2)
        Indexed by the year of the break: ``low`` and ``high``, its 95 percent interval.
    correlation : float
        First-order correlation of the noise that the test allows for, about `best`.
    """

    form: Form
    table: pd.DataFrame
    p_any: float
    by_bic: int
    by_lwz: int
    by_sequence: int
    best: Partition
    chosen_by_bic: Partition
    dates: pd.DataFrame
    correlation: float

    def choosers(self, breaks: int) -> list[str]:
        """Which rules choose a number of breaks."""
        chosen = {"test": self.by_sequence, "BIC": self.by_bic, "LWZ": self.by_lwz}
        return [rule for rule, number in chosen.items() if number == breaks]


def find_segments(series: pd.Series, *, form: Form = "mean", trim: float = TRIM, draws: int = DRAWS) -> Segments:
    """Estimate the number of breaks in level or line, and their dates with intervals.

    Parameters
    ----------
    series : pandas.Series, shape (n_years,)
        Values indexed by year; gaps are allowed.
    form : {"mean", "line"}
    trim : float
        Smallest share of the years in a part.
    draws : int
        Series simulated for each test.

    Raises
    ------
    NoDataError
        If fewer than ten years have a value.
    InvalidArgumentError
        If the form is neither.

    Notes
    -----
    The number is chosen as Bai and Perron (2003) advise: the largest of the sup-F tests against one or more breaks
    (UDmax) says whether there is any, since a level that goes up and down again hides from the test against one; then
    the sequential sup-F test of l against l + 1 breaks (Bai and Perron 1998) says how many.  Shown beside it is the
    choice of the criteria of Schwarz (Yao 1988) and of Liu, Wu and Zidek (1997), which suppose independent noise and
    find breaks in mere memory.  Tabulated critical values suppose long series; here the whole procedure runs on series
    made of the best partition with l breaks and autoregressive noise.  Its correlation is the upper limit of a 75
    percent interval, found by simulation from that of the residuals about l + 1 breaks, since a break left in the
    residuals looks like memory.  For UDmax the residuals are those about as many breaks as Schwarz's criterion
    chooses; since that choice itself answers to chance, the p value is the largest over all correlations up to 0.9, as
    in :func:`~scoledger.inference.breaks.find_break`.  The interval
    of a date holds the middle 95 percent of the dates found in series made of the best partition and such noise.

    Examples
    --------
    >>> noise = np.random.default_rng(1).normal(size=24)
    >>> found = find_segments(pd.Series(noise + 9.0 * (np.arange(24) >= 12), index=range(2001, 2025)))
    >>> found.by_sequence, found.best.years
    (1, (2013,))
    """
    problem, data = pose_problem(series, form, trim)
    parts = [problem.part(data, number) for number in range(problem.most + 1)]
    chances = [_chance(problem, data, part, draws) for part in parts[:-1]]
    table = _tabulate(problem, parts, [*chances, float("nan")])
    p_any = any_break_p(series, form=form, trim=trim, draws=draws)
    further = (number for number, chance in enumerate(chances) if number > 0 and chance >= LEVEL)
    chosen = next(further, problem.most) if p_any < LEVEL else 0
    correlation, alike = _imitate(problem, data, parts[chosen], chosen, draws)
    by_bic, by_lwz = (int(np.nanargmin(table[name].to_numpy())) for name in ("bic", "lwz"))
    dates = _bound(problem, parts[chosen], alike)
    return Segments(form, table, p_any, by_bic, by_lwz, chosen, parts[chosen], parts[by_bic], dates, correlation)


def any_break_p(series: pd.Series, *, form: Form = "mean", trim: float = TRIM, draws: int = DRAWS) -> float:
    """Chance, without any break, of a series that breaks explain as well, however many (UDmax).

    Parameters
    ----------
    series : pandas.Series, shape (n_years,)
    form : {"mean", "line"}
    trim : float
    draws : int
        As for `find_segments`.

    Raises
    ------
    NoDataError
        If fewer than ten years have a value.

    Notes
    -----
    The first step of `find_segments`, for which see the method.

    Examples
    --------
    >>> any_break_p(pd.Series(5.0, index=range(2001, 2021)))
    1.0
    """
    problem, data = pose_problem(series, form, trim)
    if problem.is_exact(data, 0):
        return 1.0
    null = _simulate_null(problem.from_zero(), draws)
    reached = null.statistics >= null.measure(problem.gain_any(data), _remember(problem, data, None))[0]
    return float((1 + reached.sum(axis=1).max()) / (1 + draws))


def _tabulate(problem: Problem, parts: list[Partition], chances: list[float]) -> pd.DataFrame:
    """One row per number of breaks, with the criteria."""
    residual = np.array([part.residual for part in parts])
    bic, lwz = _criteria(problem, residual)
    years = [part.years for part in parts]
    frame = pd.DataFrame({"years": years, "residual": residual, "bic": bic, "lwz": lwz, "p_next": chances})
    return frame.rename_axis("breaks")


def _criteria(problem: Problem, residual: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Schwarz's criterion and that of Liu, Wu and Zidek by number of breaks (last axis); dates count as parameters."""
    n, numbers = len(problem.years), np.arange(residual.shape[-1])
    counted = (numbers + 1) * COEFFICIENTS[problem.form] + numbers
    log, left = np.log(np.maximum(residual, 1e-300)), np.where(counted < n, n - counted, np.nan)
    bic = log - np.log(n) + counted * np.log(n) / n
    return np.asarray(bic), np.asarray(log - np.log(left) + counted * LWZ_FACTOR * np.log(n) ** LWZ_POWER / n)


def _chance(problem: Problem, data: np.ndarray, part: Partition, draws: int) -> float:
    """Share of series with the breaks of a partition in which one more explains as much."""
    breaks = len(part.years)
    if problem.is_exact(data, breaks):
        return 1.0
    alike = _imitate(problem, data, part, breaks + 1, draws)[1]
    reached = problem.gain(alike, breaks) >= problem.gain(data, breaks)[0]
    return float((1 + reached.sum()) / (1 + draws))


@dataclass(frozen=True)
class _Null:
    """What series without a break show: critical points and observed correlations by that of the noise."""

    points: np.ndarray
    memory: np.ndarray
    statistics: np.ndarray

    def measure(self, gains: np.ndarray, memory: np.ndarray) -> np.ndarray:
        """Statistics relative to the 95 percent point for the correlation that the residuals allow."""
        return np.asarray(gains / np.interp(memory, self.memory, self.points))


@functools.lru_cache(maxsize=32)
def _simulate_null(problem: Problem, draws: int) -> _Null:
    """Series without a break, for each correlation, through the whole procedure."""
    noise = [simulate_noise(problem.years, float(rho), draws, seed=5) for rho in TRIED]
    gains = np.array([problem.gain_any(samples) for samples in noise])
    memory = np.array([_remember(problem, samples, None) for samples in noise])
    points = np.quantile(gains, 1 - LEVEL, axis=1)
    null = _Null(points, np.maximum.accumulate(np.quantile(memory, CAUTION, axis=1)), gains)
    return _Null(points, null.memory, null.measure(gains, memory))


def _imitate(
    problem: Problem, data: np.ndarray, part: Partition, about: int | None, draws: int
) -> tuple[float, np.ndarray]:
    """Series of one partition with noise as correlated as the residuals about so many breaks allow."""
    observed = _remember(problem, data, about)[0]
    trials = [_disturb(problem, part, float(rho), CALIBRATION, seed=3) for rho in TRIED]
    found = [np.quantile(_remember(problem, samples, about), CAUTION) for samples in trials]
    correlation = float(np.interp(observed, np.maximum.accumulate(found), TRIED))
    return correlation, _disturb(problem, part, correlation, draws, seed=4)


def _remember(problem: Problem, samples: np.ndarray, about: int | None) -> np.ndarray:
    """Correlation of each series' residuals from its best partition; by default of as many breaks as BIC chooses."""
    cost = problem.cost(samples)
    if about is not None:
        return correlate(problem.rest(samples, problem.divide(cost, about)[0]), problem.years)
    ways = [problem.divide(cost, number) for number in range(problem.most + 1)]
    chosen = np.maximum(_criteria(problem, np.column_stack([left for _, left in ways]))[0].argmin(axis=1), 1)
    memory = np.empty(len(samples))
    for number in np.unique(chosen):
        rows = chosen == number
        memory[rows] = correlate(problem.rest(samples[rows], ways[number][0][rows]), problem.years)
    return memory


def _disturb(problem: Problem, part: Partition, correlation: float, draws: int, seed: int) -> np.ndarray:
    """The fitted path with noise that leaves, about a partition of the same dates, the residuals observed."""
    noise = simulate_noise(problem.years, correlation, draws, seed)
    places = np.array([[problem.years.index(year) for year in part.years]] * draws, dtype=int)
    left = (problem.rest(noise, places) ** 2).sum(axis=1).mean()
    return np.asarray(part.fitted.to_numpy()[None, :] + noise * np.sqrt(part.residual / left))


def _bound(problem: Problem, part: Partition, alike: np.ndarray) -> pd.DataFrame:
    """Interval of each date: the dates found in series of the same partition."""
    years = pd.Index(part.years, name="year", dtype=int)
    if years.empty:
        return pd.DataFrame(index=years, columns=["low", "high"], dtype=int)
    found = np.array(problem.years)[problem.divide(problem.cost(alike), len(years))[0]]
    edges = [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2]
    return pd.DataFrame(np.quantile(found, edges, axis=0, method="nearest").T, index=years, columns=["low", "high"])
