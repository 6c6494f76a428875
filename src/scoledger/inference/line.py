"""A straight line through a short past, drawn on, with the interval in which the next value should lie."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

#: Fewest years through which a line is drawn on.
FEWEST = 5


@dataclass(frozen=True)
class Prediction:
    """A line's value in a later year.

    Parameters
    ----------
    value, low, high : float
        In the unit of the series; the interval is for one new observation.
    n : int
        Years that the line goes through.
    """

    value: float
    low: float
    high: float
    n: int


def predict_line(past: pd.Series, year: int, *, coverage: float = 0.95) -> Prediction | None:
    """Draw a least-squares line on to a later year.

    Parameters
    ----------
    past : pandas.Series, shape (n_years,)
        Indexed by year; missing values are left out.
    coverage : float
        Of the interval, in (0, 1).

    Returns
    -------
    Prediction or None
        None when fewer than five years are known, or when all are equal: such a past says nothing of spread.

    Notes
    -----
    Interval of prediction for one new observation under independent normal errors of equal spread
    (makridakis1998, section 5/2).  Yearly series are correlated and lines bend, so the interval is too narrow rather
    than too wide.

    Examples
    --------
    >>> found = predict_line(pd.Series([1.0, 2.0, 3.0, 4.0, 5.0, 6.5], index=range(2010, 2016)), 2016)
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (7.33, 6.68, 7.99)
    """
    known = past.dropna().astype(float)
    if len(known) < FEWEST or known.max() == known.min():
        return None
    x, y = known.index.to_numpy(dtype=float), known.to_numpy()
    line = stats.linregress(x, y)
    value = float(line.intercept + line.slope * year)
    free = len(known) - 2
    spread = math.sqrt(float(((y - line.intercept - line.slope * x) ** 2).sum()) / free)
    far = (year - x.mean()) ** 2 / float(((x - x.mean()) ** 2).sum())
    half = float(stats.t.ppf(0.5 + coverage / 2, free)) * spread * float(np.sqrt(1 + 1 / len(known) + far))
    return Prediction(value, value - half, value + half, len(known))
