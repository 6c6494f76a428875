"""Suppliers of one buyer's fuel: amounts, shares and concentration, with and without some of them."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from scoledger.tables import Library

EDITIONS = "gas-flows-by-edition"
OIL = "china-oil-imports-by-origin"
#: Buyers to whom the extract of the trade matrices holds the sales of every seller; to all others it holds only what
#: Russia, Iran and the states of Central Asia sell, so that their sum is not what a buyer buys.
COMPLETE = ("CHN",)


def gas_suppliers(library: Library, importer: str) -> pd.DataFrame:
    """Gas that a state buys by pipeline and as liquefied gas, from each supplier.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_suppliers)
        Billion cubic metres, each year from the edition that holds it: editions before 2018 lie three to four percent
        above the later basis, which shares hardly feel.  Years that no edition holds are absent; a supplier that is not
        listed supplied nothing.  Empty for a buyer of whose suppliers the extract holds only some.
    """
    if importer not in COMPLETE:
        return pd.DataFrame()
    table = library.read(EDITIONS)
    rows = table[(table["importer"] == importer) & ~table["is_region_total"]]
    wide = rows.groupby(["year", "exporter"])["bcm"].sum().unstack()
    return wide.fillna(0.0)


def gas_from(library: Library, exporters: Collection[str], importer: str) -> pd.Series:
    """Gas that some states of the region sell a buyer, by year, whoever else sells it gas.

    Parameters
    ----------
    exporters : collection of str
        Of Russia, Iran and the states of Central Asia, whose sales the extract holds to every buyer.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Billion cubic metres; empty when none of them sold that buyer gas in any year.
    """
    table = library.read(EDITIONS)
    rows = table[(table["importer"] == importer) & table["exporter"].isin(exporters) & ~table["is_region_total"]]
    return rows.groupby("year")["bcm"].sum()


def crude_suppliers(library: Library) -> pd.DataFrame:
    """Crude oil that China buys from each area, million tonnes by year; Kazakhstan is part of the rest of the CIS."""
    table = library.read(OIL)
    rows = table[table["section"].str.contains("Crude") & (table["origin"] != "China")]
    rows = rows[~rows["origin"].str.startswith("Total")]
    return rows.groupby(["year", "origin"])["mt"].sum().unstack().fillna(0.0)


def shares(amounts: pd.DataFrame) -> pd.DataFrame:
    """Share of every supplier in each year."""
    return amounts.div(amounts.sum(axis=1), axis=0)


def concentration(amounts: pd.DataFrame, without: Collection[str] = ()) -> pd.Series:
    """Herfindahl-Hirschman index of suppliers, by year.

    Parameters
    ----------
    amounts : pandas.DataFrame, shape (n_years, n_suppliers)
    without : collection of str
        Suppliers whose part the others take over in proportion to their own.

    Returns
    -------
    pandas.Series, shape (n_years,)
        In (0, 1]; its inverse is the effective number of suppliers.

    Examples
    --------
    >>> amounts = pd.DataFrame({"A": [2.0], "B": [1.0], "C": [1.0]}, index=[2020])
    >>> float(concentration(amounts)[2020]), float(concentration(amounts, ["A"])[2020])
    (0.375, 0.5)
    """
    kept = amounts.drop(columns=[name for name in without if name in amounts])
    index: pd.Series = (shares(kept[kept.sum(axis=1) > 0]) ** 2).sum(axis=1)
    return index.rename("index")


def put_together(amounts: pd.DataFrame, names: Collection[str], together: str) -> pd.DataFrame:
    """Count some suppliers as one, for example those that share one line.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_suppliers)
        As `amounts`, with the column `together` for the sum of `names`; those that are absent supply nothing.

    Examples
    --------
    >>> amounts = pd.DataFrame({"A": [2.0], "B": [1.0], "C": [1.0]}, index=[2020])
    >>> put_together(amounts, ["B", "C"], "both").loc[2020].to_dict()
    {'A': 2.0, 'both': 2.0}
    """
    inside = [name for name in names if name in amounts]
    return amounts.drop(columns=inside).assign(**{together: amounts[inside].sum(axis=1)})
