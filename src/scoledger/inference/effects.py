"""Effects of an event on a few treated units: difference in differences with randomisation inference."""

from __future__ import annotations

import itertools
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.errors import NoDataError

#: Sets of pseudo-treated units drawn where there are too many to try all.
DRAWS = 1999
#: Fewest years on either side of the event, and fewest controls.
FEWEST_YEARS, FEWEST_CONTROLS = 3, 8


@dataclass(frozen=True)
class Effect:
    """A difference in differences.

    Parameters
    ----------
    estimate : float
        Mean change of the treated less that of the controls, units of the outcome.
    low, high : float
        Bounds of its 95 percent interval, from the effects that chance assignment gives.
    p_value : float
        Two-sided: share of assignments of the treatment to controls with an effect at least as large.
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
    With four or five treated units no asymptotic standard error holds.  The treatment is assigned to random sets of
    controls instead, as many as there are treated units, and the effect compared with what such sets show
    (randomisation inference: Fisher 1935; for few treated groups, Conley and Taber 2011).

    Examples
    --------
    >>> years = range(1996, 2006)
    >>> calm = {f"C{unit}": [float(unit)] * 10 for unit in range(20)}
    >>> hit = pd.DataFrame(calm | {"T": [0.0] * 5 + [3.0] * 5}, index=years)
    >>> effect = estimate_effect(hit, ["T"], 2001, (1996, 2005))
    >>> effect.estimate, effect.p_value < 0.05
    (3.0, True)
    """
    changes = unit_changes(frame, event_year, window)
    ours = [unit for unit in treated if unit in changes.index]
    controls = changes.drop(ours).to_numpy()
    if not ours or len(controls) < max(FEWEST_CONTROLS, len(ours) + 1):
        raise NoDataError(f"{len(ours)} treated and {len(controls)} other units have data around {event_year}: too few")
    estimate = float(changes[ours].mean() - controls.mean())
    chance = _assign(controls, len(ours))
    p_value = (1 + int((np.abs(chance) >= abs(estimate) - 1e-12).sum())) / (1 + len(chance))
    low, high = np.quantile(chance, [0.025, 0.975])
    return Effect(estimate, float(estimate - high), float(estimate - low), p_value, len(ours), len(controls))


def unit_changes(frame: pd.DataFrame, event_year: int, window: tuple[int, int]) -> pd.Series:
    """Mean after less mean before within the window, of the units that have enough years on both sides.

    Returns
    -------
    pandas.Series, shape (n_units,)
    """
    inside = frame[(frame.index >= window[0]) & (frame.index <= window[1])]
    before, after = inside[inside.index < event_year], inside[inside.index >= event_year]
    known = (before.notna().sum() >= FEWEST_YEARS) & (after.notna().sum() >= FEWEST_YEARS)
    return (after.mean() - before.mean())[known]


def _assign(controls: np.ndarray, k: int) -> np.ndarray:
    """Effects that appear when k controls pass for treated."""
    n = len(controls)
    if math.comb(n, k) <= DRAWS:
        sets = np.array(list(itertools.combinations(range(n), k)))
    else:
        draw = np.random.default_rng(zlib.crc32(np.ascontiguousarray(controls).tobytes()))
        sets = np.argsort(draw.random((DRAWS, n)), axis=1)[:, :k]
    return chance_effect(controls, sets)


def chance_effect(controls: np.ndarray, sets: np.ndarray) -> np.ndarray:
    """Effect that appears when a set of controls passes for treated, one for each row of positions in `sets`."""
    n, k = len(controls), sets.shape[1]
    chosen = controls[sets].sum(axis=1)
    return np.asarray(chosen / k - (controls.sum() - chosen) / (n - k))
