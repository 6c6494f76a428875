"""Words that go with a picture: lists that end before they tire, values with their intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from scoledger.units import write_value

#: So many series are told one by one.
TOLD = 6
#: Decimals that a number has at most.
MOST_DECIMALS = 6


def tell(parts: Sequence[str], limit: int = TOLD) -> str:
    """Parts of a sentence one after the other, the first few and how many more there are.

    Examples
    --------
    >>> tell(["a", "b", "c"], limit=2)
    'a; b; and 1 more'
    """
    rest = len(parts) - limit
    return "; ".join([*parts[:limit], f"and {rest} more"] if rest > 0 else parts)


def is_finite(values: pd.Series) -> pd.Series:
    """Which values are numbers: neither missing nor infinite."""
    return pd.Series(np.isfinite(pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)), index=values.index)


def finite(series: pd.Series) -> pd.Series:
    """The values of a series that are numbers, as floats, in order of their index."""
    return series[is_finite(series)].astype(float).sort_index()


def extremes(frame: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series]:
    """The rows of a frame with the lowest and the highest value of a column, the first of equals."""
    values = frame[column].to_numpy(dtype=float)
    return frame.iloc[int(np.nanargmin(values))], frame.iloc[int(np.nanargmax(values))]


def write_interval(value: float, low: float, high: float, unit: str) -> str:
    """Write a value with its interval, if it has one.

    Examples
    --------
    >>> write_interval(0.12, 0.1, 0.14, "share"), write_interval(2.0, float("nan"), float("nan"), "ratio")
    ('12 percent (10 percent to 14 percent)', '2')
    """
    written = write_value(value, unit)
    if not (np.isfinite(low) and np.isfinite(high)):
        return written
    return f"{written} ({write_value(low, unit)} to {write_value(high, unit)})"


def write_among(value: float, unit: str, largest: float) -> str:
    """Write a value among others, without its unit, with the decimals that give the largest three digits.

    A share is written in percent.  A value that would round to zero and is none keeps its own digits.

    Parameters
    ----------
    largest : float
        Largest value without its sign of all that stand together.

    Examples
    --------
    >>> [write_among(value, "log points", 0.4861) for value in (0.4861, -0.0039, 0.1)]
    ['0.486', '-0.004', '0.100']
    >>> write_among(0.4061, "share", 0.9), write_among(12345.6, "million USD", 12345.6), write_among(-0.0, "index", 1.0)
    ('40.6', '12,346', '0.00')
    """
    if unit in {"rank", "count", "year"}:
        return write_value(value, unit)
    scale, least = (100.0, 1) if unit.startswith("share") else (1.0, 0)
    digits = 2 - int(np.floor(np.log10(scale * largest))) if largest > 0 else 0
    written = f"{scale * value:z,.{min(max(digits, least), MOST_DECIMALS)}f}"
    return f"{scale * value:.1g}" if value and not float(written.replace(",", "")) else written
