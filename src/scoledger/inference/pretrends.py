"""Pre-trends: whether treated units moved apart from all others before the event."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from scoledger.inference.effects import Effect, compare_units

#: Fewest years before the event through which a unit's slope is drawn.
FEWEST_YEARS = 4


def estimate_pretrend(frame: pd.DataFrame, treated: Sequence[str], event_year: int, window: tuple[int, int]) -> Effect:
    """Compare the yearly slope of treated units before an event with that of all others.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_years, n_units)
        Outcome by year and unit.
    treated : sequence of str
        Units that the event concerns; every other column is a control.
    event_year : int
        First year after the event.
    window : tuple of int
        First and last year used; only its years before the event count.

    Returns
    -------
    Effect
        Mean slope of the treated less that of the others, units of the outcome per year.

    Raises
    ------
    NoDataError
        If too few units are known in enough years before the event.

    Notes
    -----
    A slope that differs before the event goes on by itself after it, and a difference in differences would take it
    for an effect.  Each unit's slope is that of least squares; the difference is tested as an effect is, by assigning
    the treatment to random sets of units.

    Examples
    --------
    >>> years = range(1996, 2006)
    >>> calm = {f"C{unit}": [float(unit)] * 10 for unit in range(20)}
    >>> drifting = pd.DataFrame(calm | {"T": [float(year) for year in range(10)]}, index=years)
    >>> pretrend = estimate_pretrend(drifting, ["T"], 2001, (1996, 2005))
    >>> pretrend.estimate, pretrend.p_value < 0.05
    (1.0, True)
    """
    years, values = frame.index.to_numpy(dtype=float), frame.to_numpy(dtype=float)
    is_before = (years >= window[0]) & (years < event_year)
    years, values = years[is_before], values[is_before]
    is_enough = (~np.isnan(values)).sum(axis=0) >= FEWEST_YEARS
    slopes = pd.Series(_slopes(years, values[:, is_enough]), index=frame.columns[is_enough])
    when = f"in {FEWEST_YEARS} years before {event_year}"
    return compare_units(slopes, treated, when)


def _slopes(years: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Least-squares slope of each column over the years that it knows."""
    is_known = ~np.isnan(values)
    known_years = np.where(is_known, years[:, None], np.nan)
    known_years = np.where(is_known, known_years - np.nanmean(known_years, axis=0), 0.0)
    found: np.ndarray = (known_years * np.where(is_known, values, 0.0)).sum(axis=0) / (known_years**2).sum(axis=0)
    # Rounded: slopes of equal series must be equal, or their order would be noise.
    return found.round(12)
