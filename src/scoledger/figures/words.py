"""Words that go with a picture: lists that end before they tire, values with their intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from scoledger.units import write_value

#: So many series are told one by one.
TOLD = 6


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


def write_short(value: float, unit: str) -> str:
    """Write a value for a place that is small and says its unit elsewhere; a share in percent.

    Examples
    --------
    >>> write_short(0.4061, "share"), write_short(1234.5, "million USD"), write_short(-0.0312, "log points")
    ('40.6', '1,234', '-0.0312')
    """
    if unit.startswith("share"):
        return f"{100 * value:.1f}" if abs(value) < 1 else f"{100 * value:,.0f}"
    if unit in {"rank", "count", "year"}:
        return write_value(value, unit)
    return f"{value:,.3g}" if abs(value) < 999.5 else f"{value:,.0f}"  # noqa: PLR2004 - as in units
