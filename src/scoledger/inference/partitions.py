"""The best partition of a series into steps or lines, for one series or thousands at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from scoledger.errors import InvalidArgumentError, NoDataError

Form = Literal["mean", "line"]
#: Coefficients of a part: a level, or a level and a slope.
COEFFICIENTS: dict[str, int] = {"mean": 1, "line": 2}
#: Smallest share of the years in one part, most breaks that are sought, fewest years.
TRIM, MOST, SMALLEST = 0.15, 5, 10
#: A rest smaller than this share of the sum of squares is rounding, not noise.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Partition:
    """A series cut into parts.

    Parameters
    ----------
    years : tuple of int
        First year of each new part.
    residual : float
        Sum of squared residuals.
    fitted : pandas.Series, shape (n_years,)
    """

    years: tuple[int, ...]
    residual: float
    fitted: pd.Series


def partition_series(series: pd.Series, breaks: int, *, form: Form = "mean", trim: float = TRIM) -> Partition:
    """Find the partition with a given number of breaks that fits best.

    Parameters
    ----------
    series : pandas.Series, shape (n_years,)
        Values indexed by year; gaps are allowed.
    breaks : int
    form : {"mean", "line"}
        Whether each part has a level, or a line of its own.
    trim : float
        Smallest share of the years in a part.

    Raises
    ------
    NoDataError
        If so many parts do not fit into the years.
    InvalidArgumentError
        If the form is neither.

    Notes
    -----
    The global minimum of the sum of squares by dynamic programming (Bai and Perron 2003).

    Examples
    --------
    >>> steps = pd.Series([1.0] * 5 + [4.0] * 5 + [2.0] * 5, index=range(2001, 2016))
    >>> partition_series(steps, 2).years
    (2006, 2011)
    """
    problem, data = pose_problem(series, form, trim)
    if breaks > problem.most:
        raise NoDataError(
            f"{breaks} breaks do not fit into {len(problem.years)} years, {problem.shortest} or more in each part.\n"
            f"Ask for at most {problem.most}."
        )
    return problem.part(data, breaks)


def pose_problem(series: pd.Series, form: Form, trim: float) -> tuple[Problem, np.ndarray]:
    """Say of which years and parts a series can be made, and give its values as one row.

    Raises
    ------
    NoDataError
        If fewer than ten years have a value.
    InvalidArgumentError
        If the form is neither.
    """
    values = series.dropna().sort_index()
    if form not in COEFFICIENTS:
        raise InvalidArgumentError(f"unknown form of a part {form!r}.\nExpected one of: {', '.join(COEFFICIENTS)}.")
    if len(values) < SMALLEST:
        raise NoDataError(f"a search for breaks needs at least {SMALLEST} years; found {len(values)}.\nWiden it.")
    shortest = max(int(np.ceil(trim * len(values))), COEFFICIENTS[form] + 1)
    return Problem(tuple(map(int, values.index)), form, shortest), values.to_numpy(dtype=float)[None, :]


@dataclass(frozen=True)
class Problem:
    """The years, what a part is, and how short one may be; every method takes many series, one per row."""

    years: tuple[int, ...]
    form: Form
    shortest: int

    @property
    def most(self) -> int:
        """Most breaks that fit."""
        return min(MOST, len(self.years) // self.shortest - 1)

    def from_zero(self) -> Problem:
        """The same with years counted from the first, so that windows of one length share a simulation."""
        return Problem(tuple(year - self.years[0] for year in self.years), self.form, self.shortest)

    def cost(self, samples: np.ndarray) -> np.ndarray:
        """Sum of squared residuals of each part, from its first to its last place; infinite where it is too short."""
        at = np.array(self.years, dtype=float) - np.mean(self.years)
        moved = samples - samples.mean(axis=1, keepdims=True)
        length = np.arange(len(at))[None, :] - np.arange(len(at))[:, None] + 1
        count = np.maximum(length, 1)
        total = _between(moved)
        cost = _between(moved**2) - total**2 / count
        if self.form == "line":
            spread = _between((at**2)[None, :]) - _between(at[None, :]) ** 2 / count
            together = _between(moved * at) - total * _between(at[None, :]) / count
            cost = cost - together**2 / np.where(spread > 0, spread, 1.0)
        return np.asarray(np.where(length >= self.shortest, np.maximum(cost, 0.0), np.inf))

    def divide(self, cost: np.ndarray, breaks: int) -> tuple[np.ndarray, np.ndarray]:
        """Places of the best breaks (first of the new part), and the sum of squares they leave."""
        n = len(self.years)
        least, origins = cost[:, 0, :], []
        for _ in range(breaks):
            # Sum of the best cut up to the place before a break, and of the part from the break to each end.
            through = least[:, :-1, None] + cost[:, 1:, :]
            origins.append(through.argmin(axis=1) + 1)
            least = through.min(axis=1)
        rows, ends = np.arange(len(cost)), np.full(len(cost), n - 1)
        places = np.zeros((len(cost), breaks), dtype=int)
        for number in reversed(range(breaks)):
            places[:, number] = origins[number][rows, ends]
            ends = places[:, number] - 1
        return places, least[:, -1]

    def part(self, data: np.ndarray, breaks: int) -> Partition:
        """The best partition of one series."""
        places, left = self.divide(self.cost(data), breaks)
        fitted = data - self.rest(data, places)
        return Partition(
            tuple(self.years[place] for place in places[0]), float(left[0]), pd.Series(fitted[0], index=self.years)
        )

    def rest(self, samples: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Residuals of each series from its own partition."""
        at = np.array(self.years, dtype=float)
        part = (np.arange(len(at))[None, None, :] >= places[:, :, None]).sum(axis=1)
        residuals = np.empty_like(samples)
        for number in range(places.shape[1] + 1):
            inside = part == number
            count = np.maximum(inside.sum(axis=1, keepdims=True), 1)
            level = (samples * inside).sum(axis=1, keepdims=True) / count
            moved, away = samples - level, at - (at * inside).sum(axis=1, keepdims=True) / count
            if self.form == "line":
                spread = (away**2 * inside).sum(axis=1, keepdims=True)
                slope = (moved * away * inside).sum(axis=1, keepdims=True) / np.where(spread > 0, spread, 1.0)
                moved = moved - slope * away
            residuals = np.where(inside, moved, residuals)
        return np.asarray(residuals)

    def gain(self, samples: np.ndarray, breaks: int) -> np.ndarray:
        """Sup-F of one more break within a part of the best partition of each series."""
        cost = self.cost(samples)
        places, left = self.divide(cost, breaks)
        rows, n = np.arange(len(samples)), len(self.years)
        edges = np.column_stack([np.zeros(len(samples), dtype=int), places, np.full(len(samples), n)])
        best = np.zeros(len(samples))
        for place in range(1, n):
            own = (edges <= place).sum(axis=1) - 1
            first, last = edges[rows, own], edges[rows, own + 1] - 1
            # At the first place of a part there is nothing to divide: an empty left side costs infinity.
            split = np.where(first < place, cost[rows, first, place - 1] + cost[rows, place, last], np.inf)
            best = np.maximum(best, cost[rows, first, last] - split)
        freedom = n - (breaks + 2) * COEFFICIENTS[self.form]
        remaining = np.maximum(left - best, ROUNDING * np.maximum(left, 1e-300))
        return np.asarray(best / remaining * max(freedom, 1) / COEFFICIENTS[self.form])

    def gain_any(self, samples: np.ndarray) -> np.ndarray:
        """Largest F statistic against one break or more, each per coefficient that it adds."""
        cost, n, size = self.cost(samples), len(self.years), COEFFICIENTS[self.form]
        whole, best = cost[:, 0, -1], np.zeros(len(samples))
        for breaks in range(1, self.most + 1):
            left = np.maximum(self.divide(cost, breaks)[1], ROUNDING * np.maximum(whole, 1e-300))
            freedom = max(n - (breaks + 1) * size, 1)
            best = np.maximum(best, (whole - left) / left * freedom / (breaks * size))
        return best

    def is_exact(self, data: np.ndarray, breaks: int) -> bool:
        """Whether so many breaks leave nothing but rounding to explain."""
        left = float(self.divide(self.cost(data), breaks)[1][0])
        return not np.ptp(data) or left < ROUNDING * float((data**2).sum())


def _between(values: np.ndarray) -> np.ndarray:
    """Sum from each place (second axis) to each place (third axis), of every row."""
    ends = np.cumsum(values, axis=1)
    return np.asarray(ends[:, None, :] - ends[:, :, None] + values[:, :, None])
