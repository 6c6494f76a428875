"""Synthetic control: a mean of donors that resembled a unit before an event, and what the unit did beside it after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from scoledger.errors import NoDataError

#: Fewest donors, and fewest years before the event.
FEWEST_DONORS, FEWEST_YEARS = 5, 6
#: A placebo whose fit before the event is worse than the unit's by this factor says nothing about it.
WORST_FIT = 5.0
_ROUNDING = 1e-12


@dataclass(frozen=True)
class SyntheticControl:
    """A unit beside its synthetic self.

    Parameters
    ----------
    gaps : pandas.Series, shape (n_years,)
        Unit less synthetic control.
    path : pandas.Series, shape (n_years,)
        The synthetic control.
    weights : pandas.Series, shape (n_donors,)
        Not negative, with sum one.
    effect : float
        Mean gap from the event on.
    fit : float
        Root mean square of the gaps before the event.
    ratio : float
        Root mean square of the gaps after it over that before.
    """

    gaps: pd.Series
    path: pd.Series
    weights: pd.Series
    effect: float
    fit: float
    ratio: float


def fit_weights(unit: np.ndarray, donors: np.ndarray) -> np.ndarray:
    """Weights of donors, none negative and of sum one, whose mean comes nearest to a unit.

    Parameters
    ----------
    unit : numpy.ndarray, shape (n_years,)
    donors : numpy.ndarray, shape (n_years, n_donors)

    Returns
    -------
    numpy.ndarray, shape (n_donors,)

    Notes
    -----
    Least squares on the simplex by sequential quadratic programming, from equal weights (`abadie2010`).

    Examples
    --------
    >>> donors = np.array([[0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    >>> fit_weights(np.array([0.25, 0.25, 0.75]), donors).round(3)
    array([0.75, 0.25])
    """
    scale = float(np.abs(unit).max()) or 1.0
    target, pool = unit / scale, donors / scale
    count = pool.shape[1]
    found = minimize(
        lambda w: float(((target - pool @ w) ** 2).sum()),
        np.full(count, 1 / count),
        jac=lambda w: -2 * pool.T @ (target - pool @ w),
        bounds=[(0.0, 1.0)] * count,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": np.ones_like},
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    weights = np.clip(found.x, 0.0, None)
    return np.asarray(weights / weights.sum())


def fit_synthetic(frame: pd.DataFrame, unit: str, event_year: int, window: tuple[int, int]) -> SyntheticControl:
    """Build the synthetic control of one unit from all others.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_years, n_units)
        Outcome by year and unit; donors with a year missing are left out.
    unit : str
        The unit that the event concerns.
    event_year : int
        First year after the event.
    window : tuple of int

    Returns
    -------
    SyntheticControl

    Raises
    ------
    NoDataError
        If the unit, donors or years are too few.

    Notes
    -----
    Abadie, Diamond and Hainmueller (`abadie2010`), matched on the outcome of every year before the event.  With more
    donors than such years a close fit is no evidence, so that the effect is only read against that of the donors.
    """
    inside = frame[(frame.index >= window[0]) & (frame.index <= window[1])]
    inside = inside.dropna(how="all")
    if unit not in inside or inside[unit].isna().any():
        raise NoDataError(f"{unit} lacks a year of {window[0]}-{window[1]}.\nChoose a window that it has.")
    donors = inside.dropna(axis=1).drop(columns=unit)
    is_before = donors.index < event_year
    if donors.shape[1] < FEWEST_DONORS or is_before.sum() < FEWEST_YEARS or is_before.all():
        raise NoDataError(
            f"a synthetic control of {unit} needs {FEWEST_DONORS} donors and {FEWEST_YEARS} years before {event_year}; "
            f"found {donors.shape[1]} and {int(is_before.sum())}.\nWiden the window."
        )
    own = inside[unit].astype(float)
    weights = fit_weights(own[is_before].to_numpy(), donors[is_before].to_numpy(dtype=float))
    path = pd.Series(donors.to_numpy(dtype=float) @ weights, index=donors.index)
    gaps = own - path
    before, after = (float(np.sqrt((part**2).mean())) for part in (gaps[is_before], gaps[~is_before]))
    return SyntheticControl(
        gaps, path, pd.Series(weights, index=donors.columns), float(gaps[~is_before].mean()), before,
        after / max(before, _ROUNDING),
    )  # fmt: skip


def fit_everywhere(frame: pd.DataFrame, unit: str, event_year: int, window: tuple[int, int]) -> pd.DataFrame:
    """Build the synthetic control of every unit as if the event had concerned it.

    Returns
    -------
    pandas.DataFrame, shape (n_units, 4)
        Index unit: ``effect``, ``fit``, ``ratio`` and ``is_comparable``, whether its fit before the event is not worse
        than that of the unit in question by more than a factor of five.  The unit in question is never a donor of
        others: what befell it would be in their controls.

    Notes
    -----
    In-space placebos (`abadie2010`).
    """
    own = fit_synthetic(frame, unit, event_year, window)
    others = frame.drop(columns=unit)
    inside = others[(others.index >= window[0]) & (others.index <= window[1])].dropna(how="all").dropna(axis=1)
    found = {unit: own} | {str(name): fit_synthetic(inside, str(name), event_year, window) for name in inside}
    rows = {name: {"effect": one.effect, "fit": one.fit, "ratio": one.ratio} for name, one in found.items()}
    table = pd.DataFrame.from_dict(rows, orient="index")
    return table.assign(is_comparable=table["fit"] <= WORST_FIT * own.fit)
