"""Units: their names, how they convert, and how a value is written for a reader."""

from __future__ import annotations

from scoledger.errors import UnknownUnitError, nearest

#: Unit -> (dimension, factor to the dimension's base unit).
UNITS: dict[str, tuple[str, float]] = {
    "USD": ("money", 1.0),
    "million USD": ("money", 1e6),
    "billion USD": ("money", 1e9),
    "trillion USD": ("money", 1e12),
    "share": ("ratio", 1.0),
    "percent": ("ratio", 0.01),
    "percentage points": ("ratio", 0.01),
    "share per year": ("ratio per year", 1.0),
    "percentage points per year": ("ratio per year", 0.01),
    "bcm": ("gas volume", 1.0),
    "tcm": ("gas volume", 1e3),
    "persons": ("persons", 1.0),
    "million persons": ("persons", 1e6),
    "billion persons": ("persons", 1e9),
    "EJ": ("energy", 1.0),
    "Mt": ("mass", 1.0),
    "t": ("mass", 1e-6),
    "billion barrels": ("oil volume", 1.0),
    "million TIV": ("arms volume", 1.0),
    "kb/d": ("oil flow", 1.0),
    "rank": ("rank", 1.0),
    "count": ("count", 1.0),
    "year": ("year", 1.0),
    "years": ("years", 1.0),
    "ratio": ("plain ratio", 1.0),
    "index": ("index", 1.0),
    "log points": ("log points", 1.0),
    "probability": ("probability", 1.0),
}


#: Larger numbers are written without decimals; from here on, three digits would round to "1e+03".
_WHOLE_NUMBERS_FROM = 999.5

#: Smaller probabilities are written as a bound: three decimals would show none, and more claim too much.
_SMALLEST_PROBABILITY = 0.001


def convert(value: float, unit: str, to: str) -> float:
    """Convert a value from one unit to another of the same dimension.

    Raises
    ------
    UnknownUnitError
        If a unit is unknown or the two measure different things.

    Examples
    --------
    >>> convert(44970.0, "million USD", "billion USD")
    44.97
    """
    dimension, factor = _look_up(unit)
    other, to_factor = _look_up(to)
    if dimension != other:
        raise UnknownUnitError(
            f"{unit!r} does not convert to {to!r}.\nExpected two units of one kind; found {dimension} and {other}."
        )
    return value * (factor / to_factor)


def _look_up(unit: str) -> tuple[str, float]:
    try:
        return UNITS[unit]
    except KeyError:
        raise UnknownUnitError(
            f"unknown unit {unit!r}.{nearest(unit, UNITS)}\nKnown units: {', '.join(UNITS)}."
        ) from None


def write_value(value: float, unit: str, form: str | None = None) -> str:
    """Write a value with its unit for a reader.

    Parameters
    ----------
    value : float
    unit : str
        One of `UNITS`.  A share is written in percent, a probability below 0.001 as such.
    form : str, optional
        Format specification of the number; by default three significant digits, thousands apart.

    Examples
    --------
    >>> write_value(44.97, "billion USD", ".1f"), write_value(0.406, "share")
    ('45.0 billion USD', '40.6 percent')
    >>> write_value(0.7, "share")
    '70 percent'
    >>> write_value(2, "rank"), write_value(2014, "year")
    ('2', '2014')
    >>> write_value(0.0000853, "probability", ".3f")
    'below 0.001'
    """
    _look_up(unit)
    value += 0.0  # there is no zero below zero
    if unit == "probability" and value < _SMALLEST_PROBABILITY:
        return f"below {_SMALLEST_PROBABILITY}"
    if unit in {"rank", "count", "year"}:
        return f"{round(value):,d}" if unit == "count" else str(round(value))
    if unit == "share":
        percent = format(100 * value, form or ".1f")
        return f"{percent if form else percent.removesuffix('.0')} percent"
    if unit == "share per year":
        return f"{format(100 * value, form or '+.2f')} percentage points a year"
    number = format(value, form) if form else f"{value:,.3g}" if abs(value) < _WHOLE_NUMBERS_FROM else f"{value:,.0f}"
    if unit in {"ratio", "index", "probability"}:
        return number
    if unit == "percentage points per year":
        return f"{number} percentage points a year"
    return f"{number} {unit}"
