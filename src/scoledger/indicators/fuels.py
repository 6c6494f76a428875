"""Mineral fuels (chapter 27 of the customs tariff) between states, who gains, and where a state must import."""

from __future__ import annotations

import pandas as pd

from scoledger.countries import GROUPS, members
from scoledger.errors import NoDataError
from scoledger.indicators.energy import review
from scoledger.indicators.macro import gdp, in_prices, indicator
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library

FUELS_HS27 = "comtrade-mineral-fuels-hs27"
#: Name of the largest seller but the state asked for, in `fuel_sales_to_members`.
OTHERS = "best of the others"


def _codes(states: str) -> tuple[str, ...]:
    return members(states) if states in GROUPS else (states,)


def _pairs(library: Library, exporters: tuple[str, ...], importers: tuple[str, ...], books: str) -> pd.DataFrame:
    """Fuels sold, years x exporters, million current dollars, in the exporters' or the importers' books.

    A pair without a row has no recorded trade; a year in which no pair of an exporter has one stays missing.
    """
    check_choice("books", books, ("exporter", "importer"))
    frame = library.read(FUELS_HS27)
    seller, buyer, flow = (
        ("reporter", "partner", "export") if books == "exporter" else ("partner", "reporter", "import")
    )
    rows = frame[frame[seller].isin(exporters) & frame[buyer].isin(importers) & (frame["flow"] == flow)]
    rows = rows[rows["reporter"] != rows["partner"]]
    return rows.groupby(["year", seller])["value_musd"].sum().unstack()


@measure("million USD")
def fuel_trade(library: Library, *, exporter: str, importer: str, books: str, prices: str = "current") -> pd.Series:
    """Mineral fuels that a state or group sells to another, by year.

    Parameters
    ----------
    exporter, importer : str
        Country code or group; ``"WLD"`` is the whole world.
    books : {"exporter", "importer"}
        Whose customs are read.
    prices : {"current", "constant"}
        Current dollars, or dollars of 2015 by the United States consumer price index.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Million US dollars: oil, gas and coal together.
    """
    sold = _pairs(library, _codes(exporter), _codes(importer), books)
    if sold.empty:
        raise NoDataError(
            f"{FUELS_HS27!r} holds no fuels from {exporter} to {importer} in the books of the {books}.\n"
            f"See: scoledger data show {FUELS_HS27}"
        )
    return in_prices(library, sold.sum(axis=1, min_count=1), prices)


@measure("million USD", shape="ranking")
def fuel_directions(library: Library, *, states: str, partner: str, mirror: str) -> pd.DataFrame:
    """Mineral fuels that a partner sends to a group and receives from it, by year.

    Parameters
    ----------
    mirror : {"reported", "mirror"}
        The states' own books, or the partner's.

    Returns
    -------
    pandas.DataFrame, shape (n_years, 2)
        Columns ``to the states`` and ``from the states``, million US dollars.
    """
    check_choice("mirror", mirror, ("reported", "mirror"))
    theirs = mirror == "mirror"
    to = fuel_trade(library, exporter=partner, importer=states, books="exporter" if theirs else "importer")
    back = fuel_trade(library, exporter=states, importer=partner, books="importer" if theirs else "exporter")
    return pd.DataFrame({"to the states": to, "from the states": back}).dropna()


@measure("million USD", shape="ranking")
def fuel_sales_to_members(
    library: Library, *, state: str, group: str, books: str, scale: str, counted: str
) -> pd.DataFrame:
    """Fuels that a member of a group sells to the other members, beside the best of those others, by year.

    Parameters
    ----------
    scale : {"dollars", "per person", "of output", "of fuel exports"}
        Million dollars; dollars per person; or shares. Only the order of the states counts, so that one unit serves.
    counted : {"the level", "the rise since 2001"}
        What is sold in the year, or by how much it exceeds the mean of 1999 to 2001.

    Returns
    -------
    pandas.DataFrame, shape (n_years, 2)
        Columns: the state and ``best of the others``.
    """
    check_choice("scale", scale, ("dollars", "per person", "of output", "of fuel exports"))
    check_choice("counted", counted, ("the level", "the rise since 2001"))
    codes = members(group)
    sold = _pairs(library, codes, codes, books)
    if scale == "per person":
        sold = sold * 1e6 / indicator(library, "population")
    elif scale == "of output":
        sold = pd.DataFrame({code: sold[code] / gdp(library, [str(code)]) for code in sold})
    elif scale == "of fuel exports":
        everything = _pairs(library, codes, ("WLD",), "exporter")
        sold = sold / everything
    sold = sold.reindex(columns=list(codes))
    if counted == "the rise since 2001":
        # A state without a record before is one that sold nothing then.
        sold = sold - sold.loc[1999:2001].mean().fillna(0)
    return pd.DataFrame({state: sold[state], OTHERS: sold.drop(columns=state).max(axis=1)}).dropna()


@measure("count")
def export_markets(library: Library, *, state: str) -> pd.Series:
    """Number of countries that a state sells to, as the World Bank's trade summaries count them, by year."""
    frame = library.read("wits-trade-summary")
    rows = frame[(frame["reporter"] == state) & (frame["indicator"] == "No. Of Export partners")]
    if rows.empty:
        raise NoDataError(
            f"'wits-trade-summary' counts no partners of {state}.\nSee: scoledger data show wits-trade-summary"
        )
    return rows.set_index("year")["value"].sort_index().rename("count")


@measure("share")
def net_imports(library: Library, *, state: str, basis: str) -> pd.Series:
    """Net imports of energy over use, by year: above zero where production falls short of use.

    Parameters
    ----------
    basis : {"oil, barrels", "oil, tonnes", "gas", "all energy", "mineral fuels by value"}
        Use less production of the Review; the World Bank's net imports of all energy; or customs values, where imports
        and exports together stand in for use.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share; negative for a net exporter.
    """
    ways = {"oil, barrels": ("oil", "kb/d"), "oil, tonnes": ("oil", "Mt"), "gas": ("gas", "bcm")}
    check_choice("basis", basis, (*ways, "all energy", "mineral fuels by value"))
    if basis in ways:
        fuel, unit = ways[basis]
        used, made = (review(library, state, f"{fuel}_{what}", unit) for what in ("consumption", "production"))
        return ((used - made) / used).dropna().rename("share")
    if basis == "all energy":
        frame = library.read("world-bank-indicators-extra")
        rows = frame[(frame["iso3"] == state) & (frame["indicator"] == "net_energy_imports_pct_of_energy_use")]
        return (rows.set_index("year")["value"].sort_index() / 100).rename("share")
    bought = fuel_trade(library, exporter="WLD", importer=state, books="importer")
    sold = fuel_trade(library, exporter=state, importer="WLD", books="exporter")
    return ((bought - sold) / (bought + sold)).dropna().rename("share")


@measure("years")
def onset_gap(
    library: Library, *, state: str, basis: str, claimed_year: int, onset: str, since: int = 1985
) -> pd.Series:
    """Years between a claimed and the measured beginning of net imports.

    Parameters
    ----------
    basis : str
        See `net_imports`.
    onset : {"first year", "for good"}
        The first year of net imports; or the first after which no year of net exports follows.
    since : int
        Earlier years do not count.

    Returns
    -------
    pandas.Series, shape (1,)
        The distance, at the year claimed.
    """
    check_choice("onset", onset, ("first year", "for good"))
    balance = net_imports(library, state=state, basis=basis).loc[since:]
    surplus, deficit = balance[balance <= 0], balance[balance > 0]
    if onset == "for good" and not surplus.empty:
        deficit = deficit[deficit.index > surplus.index.max()]
    if deficit.empty:
        raise NoDataError(f"{basis}: no beginning of net imports of {state} within the table.\nTry another basis.")
    return pd.Series({claimed_year: float(abs(deficit.index.min() - claimed_year))}, name="years").rename_axis("year")
