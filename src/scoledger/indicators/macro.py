"""Denominators and deflators: population, gross domestic product, prices."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import pandas as pd

from scoledger.countries import members
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library

WDI = "world-bank-indicators"
#: Resource rents, percent of gross domestic product, from which a state counts as living on raw materials.
RICH_RENTS = 5.0
#: Years over which rents are averaged: before the Belt and Road, so that the choice does not follow from it.
RENT_YEARS = (2005, 2012)


def indicator(library: Library, name: str) -> pd.DataFrame:
    """One World Bank indicator, years x countries, in its own unit; missing values stay missing."""
    return _indicator(library, name).copy(deep=False)  # pandas copies what is changed


@functools.lru_cache(maxsize=256)
def _indicator(library: Library, name: str) -> pd.DataFrame:
    frame = library.read(WDI)
    return frame[frame["indicator"] == name].pivot(index="year", columns="iso3", values="value").sort_index()


def gdp(library: Library, states: str | Sequence[str]) -> pd.Series:
    """Gross domestic product of a state or group, million current US dollars, only years in which all have a value."""
    codes = members(states) if isinstance(states, str) else tuple(states)
    return indicator(library, "gdp_current_usd").reindex(columns=list(codes)).dropna().sum(axis=1) / 1e6


def deflate(library: Library, nominal: pd.Series, base_year: int = 2015) -> pd.Series:
    """Express current dollars in dollars of `base_year`, by the United States consumer price index.

    Years without a full twelve months of the index are dropped.
    """
    table = library.read("us-cpi")
    index = table[table["months"] == 12].set_index("year")["cpi_u"]  # noqa: PLR2004 - a full year
    factor = float(index[base_year])
    real: pd.Series = nominal.mul(factor).div(index).dropna()
    return real.rename("constant")


def in_prices(library: Library, nominal: pd.Series, prices: str) -> pd.Series:
    """Leave current dollars as they are, or deflate them.

    Parameters
    ----------
    prices : {"current", "constant"}
    """
    check_choice("prices", prices, ("current", "constant"))
    return deflate(library, nominal) if prices == "constant" else nominal


def keep_alike(library: Library, frame: pd.DataFrame, among: str, always: str) -> pd.DataFrame:
    """The columns of the states that may be compared with one another.

    Parameters
    ----------
    among : {"all states", "raw-material economies"}
    always : str
        State or group that is kept whatever `among` says.
    """
    check_choice("among", among, ("all states", "raw-material economies"))
    if among == "all states":
        return frame
    rents = indicator(library, "resource_rents_pct_gdp").loc[RENT_YEARS[0] : RENT_YEARS[1]].mean()
    rich = set(rents[rents >= RICH_RENTS].index) | set(members(always))
    return frame[[name for name in frame if name in rich]]


@measure("share")
def population_share(library: Library, *, states: tuple[str, ...]) -> pd.Series:
    """Share of a list of states in world population, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; only years in which every state has a value.
    """
    people = indicator(library, "population")
    return (people[list(states)].dropna().sum(axis=1) / people["WLD"]).dropna().rename("share")
