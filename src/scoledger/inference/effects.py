"""Effects of an event on a few treated units: difference in differences with randomisation inference."""

from __future__ import annotations

import itertools
import math
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.errors import NoDataError

#: Sets of pseudo-treated units drawn where there are too many to try all.
DRAWS = 1999
#: Fewest years on either side of the event, and fewest controls.
FEWEST_YEARS, FEWEST_CONTROLS = 3, 8
#: Fewest treated units whose own scatter can be estimated.
FEWEST_FOR_SCATTER = 3
#: One less the confidence of the interval.
LEVEL = 0.05
_BISECTIONS = 20


@dataclass(frozen=True)
class Effect:
    """A difference in differences.

    Parameters
    ----------
    estimate : float
        Mean change of the treated less that of the controls, units of the outcome.
    low, high : float
        Bounds of its 95 percent interval: the effects that the test does not reject at 5 percent.  Infinite where there
        are so few assignments that it can reject none.
    p_value : float
        Two-sided: share of assignments of the treatment, the true one included, with a difference at least as large.
    treated, controls : int
        Units with data on both sides of the event.
    """

    estimate: float
    low: float
    high: float
    p_value: float
    treated: int
    controls: int


def estimate_effect(frame: pd.DataFrame, treated: Sequence[str], event_year: int, window: tuple[int, int]) -> Effect:
    """Compare the change of treated units around an event with that of all others.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_years, n_units)
        Outcome by year and unit.
    treated : sequence of str
        Units that the event concerns; every other column is a control.
    event_year : int
        First year after the event.
    window : tuple of int
        First and last year used.

    Returns
    -------
    Effect

    Raises
    ------
    NoDataError
        If too few years or controls are known on both sides.

    Notes
    -----
    With four or five treated units no asymptotic standard error holds.  Each unit is one number, its change, so that
    the correlation of its years does no harm (Bertrand, Duflo and Mullainathan 2004), and what befalls all units alike
    cancels.  The treatment is then assigned to random sets of all units (randomisation inference: Fisher 1935).
    From three treated units on, the difference is compared relative to its standard error, with a scatter for each of
    the two groups, or treated units that merely swing more than others would seem to be affected (Janssen 1997).
    The interval holds the effects which, taken off the treated, leave nothing to reject.

    Examples
    --------
    >>> years = range(1996, 2006)
    >>> calm = {f"C{unit}": [float(unit)] * 10 for unit in range(20)}
    >>> hit = pd.DataFrame(calm | {"T": [0.0] * 5 + [3.0] * 5}, index=years)
    >>> effect = estimate_effect(hit, ["T"], 2001, (1996, 2005))
    >>> effect.estimate, effect.p_value < 0.05
    (3.0, True)
    """
    return compare_units(unit_changes(frame, event_year, window), treated, f"around {event_year}")


def compare_units(values: pd.Series, treated: Sequence[str], when: str) -> Effect:
    """Compare one number of each treated unit with that of all others, as `estimate_effect` does with changes.

    Parameters
    ----------
    values : pandas.Series, shape (n_units,)
    when : str
        Completes "so many units have data", should there be too few.

    Raises
    ------
    NoDataError
        If no treated unit or too few others are known.
    """
    ours = [unit for unit in treated if unit in values.index]
    controls = values.drop(ours).to_numpy(dtype=float)
    if not ours or len(controls) < max(FEWEST_CONTROLS, len(ours) + 1):
        raise NoDataError(f"{len(ours)} treated and {len(controls)} other units have data {when}: too few")
    estimate = float(values[ours].mean() - controls.mean())
    units = np.concatenate([values[ours].to_numpy(dtype=float), controls])
    test = prepare_test(units, len(ours))
    low, high = (_find_bound(test, estimate, sign, float(np.ptp(units)) or 1.0) for sign in (-1, 1))
    return Effect(estimate, low, high, test(0.0), len(ours), len(controls))


def unit_changes(frame: pd.DataFrame, event_year: int, window: tuple[int, int]) -> pd.Series:
    """Mean after less mean before within the window, of the units that have enough years on both sides.

    Returns
    -------
    pandas.Series, shape (n_units,)
    """
    years = frame.index.to_numpy()
    inside = (years >= window[0]) & (years <= window[1])
    values = frame.to_numpy(dtype=float).T
    (before, n_before), (after, n_after) = (
        _mean_known(values[:, inside & side]) for side in (years < event_year, years >= event_year)
    )
    known = (n_before >= FEWEST_YEARS) & (n_after >= FEWEST_YEARS)
    return pd.Series((after - before)[known], index=frame.columns[known])


def _mean_known(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean of each row over what is known in it, and how much that is; no number where it is nothing."""
    is_known = ~np.isnan(values)
    count = is_known.sum(axis=1)
    total = np.ascontiguousarray(np.where(is_known, values, 0.0)).sum(axis=1)
    return np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0), count


def _assign(units: np.ndarray, k: int) -> np.ndarray:
    """Sets of k of the units by position, the first of which is the true one."""
    n = len(units)
    if math.comb(n, k) <= DRAWS:
        return np.array(list(itertools.combinations(range(n), k)))
    draw = np.random.default_rng(zlib.crc32(np.ascontiguousarray(units).tobytes()))
    return np.vstack([np.arange(k), np.argpartition(draw.random((DRAWS, n)), k - 1, axis=1)[:, :k]])


def prepare_test(units: np.ndarray, k: int) -> Callable[[float], float]:
    """Make the test of an effect on the first k units; sums are made once for all effects that it is asked about.

    Parameters
    ----------
    units : numpy.ndarray, shape (n_units,)
        Change of each unit, the treated first.
    k : int
        Number of treated units.

    Returns
    -------
    callable
        From a supposed effect to its p value.

    Examples
    --------
    >>> test = prepare_test(np.append(10.0, np.linspace(-1, 1, 39)), 1)
    >>> test(0.0), test(9.0) > 0.05
    (0.025, True)
    """
    # Centred, so that the sums of squares lose no digits.
    values, sets = units - np.median(units), _assign(units, k)
    chosen, is_treated = values[sets], sets < k
    ours, total = is_treated.sum(axis=1), values.sum()
    first, second, cross = chosen.sum(axis=1), (chosen**2).sum(axis=1), (chosen * is_treated).sum(axis=1)
    own, squares, others = values[:k].sum(), (values**2).sum(), len(values) - k
    smallest = 1e-12 * (float(np.abs(values).max()) or 1.0)

    def test(effect: float) -> float:
        inside, outside = first - effect * ours, total - first - effect * (k - ours)
        difference = inside / k - outside / others
        if k >= FEWEST_FOR_SCATTER:
            inside_squares = second - 2 * effect * cross + effect**2 * ours
            outside_squares = squares - 2 * effect * own + effect**2 * k - inside_squares
            variance = (inside_squares - inside**2 / k) / (k - 1) / k
            variance = variance + (outside_squares - outside**2 / others) / (others - 1) / others
            difference = difference / np.sqrt(np.maximum(variance, smallest**2))
        size = np.abs(difference)
        return float((size >= size[0] * (1 - 1e-9) - 1e-300).mean())

    return test


def _find_bound(test: Callable[[float], float], estimate: float, sign: int, step: float) -> float:
    """Effect beyond which the test rejects, going from the estimate downwards (-1) or upwards (1)."""
    # From zero where zero lies on this side, so that interval and p value cannot disagree about it.
    is_zero_there = estimate * sign < 0
    inside = 0.0 if is_zero_there and test(0.0) >= LEVEL else estimate
    outside = 0.0 if is_zero_there and inside == estimate else _find_rejected(test, inside, sign, step)
    if not math.isfinite(outside):
        return outside
    for _ in range(_BISECTIONS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if test(middle) >= LEVEL else (inside, middle)
    return outside


def _find_rejected(test: Callable[[float], float], start: float, sign: int, step: float) -> float:
    """An effect that the test rejects, in ever longer steps; infinite when there is none."""
    for _ in range(_BISECTIONS):
        if test(start + sign * step) < LEVEL:
            return start + sign * step
        step *= 2
    return sign * math.inf
