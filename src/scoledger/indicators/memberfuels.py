"""Fuels that members of the organisation sell each other: by value, as a volume, and as a share of all they sell."""

from __future__ import annotations

import itertools

import pandas as pd

from scoledger.countries import members
from scoledger.indicators.books import book
from scoledger.indicators.fuels import FUELS_HS27
from scoledger.indicators.macro import in_prices
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library

PRICES, EDITIONS, CHAPTERS = "pink-sheet-annual", "gas-flows-by-edition", "comtrade-russia-chapters"
#: Members whose books hold fuels in every year; of the others' trade, the pairs with one of them are known.
HUBS = ("CHN", "KAZ", "RUS")
#: Years without customs records between Russia and Kazakhstan: the customs union came before its forms.
UNRECORDED = (2010, 2011)
BASKETS = {
    "oil price": ("Crude oil, Brent",),
    "energy prices": ("Crude oil, Brent", "Natural gas, Europe", "Coal, Australian"),
}
#: How the edition of 2014 names Uzbekistan, which stood with other small sellers in it.
OTHERS_NAME = "OTHER_FSU"
#: First year in which the editions name the members' gas pair by pair.
FIRST_EDITION_YEAR = 2014
#: First year of Russia's books.
FIRST_YEAR = 1996


def _pairs(without: str) -> list[tuple[str, str]]:
    left_out = set(without.split("-")) if without else set()
    pairs = itertools.permutations(members("SCO6"), 2)
    return [(one, two) for one, two in pairs if {one, two} & set(HUBS) and {one, two} != left_out]


def _sold(library: Library, seller: str, buyer: str, books: str) -> pd.Series:
    """Fuels in the books asked for, or in the hub's where the other side hardly reports; no row means none."""
    first = (seller in HUBS) if books == "exporter" else (buyer not in HUBS)
    flow = (
        book(library, FUELS_HS27, seller, buyer, "export")
        if first
        else book(library, FUELS_HS27, buyer, seller, "import")
    )
    return flow.rename(f"{seller}-{buyer}")


def _together(flows: list[pd.Series]) -> pd.Series:
    total = pd.concat(flows, axis=1).sort_index()
    total = total[total.index >= FIRST_YEAR]
    return total.drop(index=[year for year in UNRECORDED if year in total.index]).sum(axis=1)


@measure("million USD")
def fuels_between_members(library: Library, *, books: str, without: str = "", prices: str = "oil price") -> pd.Series:
    """Mineral fuels that the six members sell each other, by year.

    Parameters
    ----------
    books : {"exporter", "importer"}
        Whose customs are read; China, Russia and Kazakhstan stand in for the members that hardly report.
    without : str
        A pair that is left out, for example ``"CHN-RUS"``.
    prices : {"current", "constant", "oil price", "energy prices"}
        Current dollars; without consumer prices; or at the price of oil, or of oil, gas and coal alike, of 2015: then
        the series moves as a volume does.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Million US dollars; 2010 and 2011 are absent.
    """
    check_choice("books", books, ("exporter", "importer"))
    total = _together([_sold(library, seller, buyer, books) for seller, buyer in _pairs(without)])
    return _at_prices(library, total, prices)


def _at_prices(library: Library, money: pd.Series, prices: str) -> pd.Series:
    check_choice("prices", prices, ("current", "constant", *BASKETS))
    if prices not in BASKETS:
        return in_prices(library, money, prices)
    table = library.read(PRICES).pivot(index="year", columns="commodity", values="nominal_usd")[list(BASKETS[prices])]
    return (money / (table / table.loc[2015]).mean(axis=1)).dropna().rename("constant")


@measure("share")
def fuels_between_members_share(library: Library, *, books: str, without: str = "") -> pd.Series:
    """Share of fuels sold to or bought from other members in all fuel trade of China, Russia and Kazakhstan, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; a pair that is left out is left out of both.
    """
    check_choice("books", books, ("exporter", "importer"))
    flow = "export" if books == "exporter" else "import"
    side = 0 if books == "exporter" else 1
    ours = [_sold(library, *pair, books) for pair in _pairs(without) if pair[side] in HUBS]
    gone = [_sold(library, *pair, books) for pair in set(_pairs("")) - set(_pairs(without)) if pair[side] in HUBS]
    world = _together([book(library, FUELS_HS27, hub, "WLD", flow).rename(hub) for hub in HUBS])
    if gone:
        world = world - _together(gone).reindex(world.index).fillna(0.0)
    return (_together(ours) / world).dropna().rename("share")


@measure("million USD")
def russian_fuels_to_members(library: Library, *, prices: str, without: str = "") -> pd.Series:
    """Mineral fuels that Russia reports to have sold to the other members, in a source that reaches 2020.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Million US dollars; Kyrgyzstan is not among the partners, 2010 and 2011 are absent.
    """
    table = library.read(CHAPTERS)
    buyers = [state for state in members("SCO6") if state not in {"RUS", "KGZ", *without.split("-")}]
    rows = table[(table["hs2"] == "27") & (table["flow"] == "export") & table["partner"].isin(buyers)]
    flows = [
        rows[rows["partner"] == buyer].set_index("year")["value_musd"].sort_index().rename(buyer) for buyer in buyers
    ]
    return _at_prices(library, _together(flows), prices)


@measure("bcm")
def gas_between_members(library: Library, *, modes: tuple[str, ...], without: str = "") -> pd.Series:
    """Gas that the six members sell each other, as the edition of the Review has it that first covered the year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Billion cubic metres since 2014; Turkmenistan, no member, is not counted.
    """
    table = library.read(EDITIONS)
    named = {*members("SCO6"), OTHERS_NAME}
    left_out = set(without.split("-")) if without else set()
    rows = table[
        table["exporter"].isin(named)
        & table["importer"].isin(named)
        & table["mode"].isin(modes)
        & ~table["is_region_total"]
        & (table["year"] >= FIRST_EDITION_YEAR)
    ]
    rows = rows[[{one, two} != left_out for one, two in zip(rows["exporter"], rows["importer"], strict=True)]]
    last = rows.groupby("year")["edition"].transform("max")
    return rows[rows["edition"] == last].groupby("year")["bcm"].sum().rename("bcm")
