"""What every chapter gives its notebook: numbers that can be cited, and the sentences that cite them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scoledger.errors import NoDataError


@dataclass(frozen=True)
class Quantity:
    """One number of a chapter.

    Parameters
    ----------
    name : str
        Lower-case letters, digits and dashes; with the slug of the run before it, the id of a result.
    title : str
        What it is, for a reader, with its year.
    value : float or None
        In `unit`; None when the tables do not hold it.
    unit : str
        One of `scoledger.units.UNITS`.
    low, high : float or None
        Interval; `caption` says of what kind (95 percent, range over specifications, the two mirror sides).
    n : int or None
        Observations behind it.
    caption : str
        How to read it.
    form : str or None
        Format specification.
    is_main : bool
        Whether it is a main estimate of the chapter, kept in the golden table.
    tables : tuple of str
        Ids of the tables that it rests on.

    Examples
    --------
    >>> Quantity("share-2014", "Share in 2014", 0.25, "share").is_known
    True
    >>> Quantity("share-2025", "Share in 2025", None, "share").is_known
    False
    """

    name: str
    title: str
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    n: int | None = None
    caption: str = ""
    form: str | None = None
    is_main: bool = False
    tables: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether there is a finite value."""
        return self.value is not None and math.isfinite(self.value)


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """What a chapter found, whatever its subject; each module adds its own frames.

    Parameters
    ----------
    title : str
        Title of the page.
    quantities : tuple of Quantity
        Every number that the page shows in prose, in the order in which a reader wants them.
    answer : str
        The answer in two to four sentences.  In this and the following, ``{name}`` stands for the quantity of that
        name, as `scoledger.results.Session.say` puts it in.
    data, sure : str
        For the closing box: what the data say, and how sure we are.
    missing : tuple of str
        What the tables do not hold for these parameters, in words.
    """

    title: str
    quantities: tuple[Quantity, ...]
    answer: str
    data: str
    sure: str
    missing: tuple[str, ...] = ()

    def find(self, name: str) -> Quantity:
        """Look a quantity up by its name.

        Raises
        ------
        NoDataError
            If the chapter has none of that name.
        """
        for quantity in self.quantities:
            if quantity.name == name:
                return quantity
        known = ", ".join(quantity.name for quantity in self.quantities)
        raise NoDataError(f"this chapter has no quantity {name!r}.\nIt has: {known}.")

    def write_missing(self) -> str:
        """What the tables do not hold, in a sentence."""
        absent = [f"{q.title[0].lower()}{q.title[1:]}" for q in self.quantities if not q.is_known]
        words = "; ".join([*self.missing, *absent])
        return f"The tables do not hold: {words}." if words else "The tables hold all that this page looks for."
