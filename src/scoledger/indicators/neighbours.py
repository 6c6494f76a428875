"""Balance and likeness: goods balances, incomes of neighbours, how purchases and sales are spread over a group."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoledger.countries import is_country, members
from scoledger.indicators.books import Source, book, pair_flow
from scoledger.indicators.macro import deflate, gdp, indicator
from scoledger.indicators.power import attribute_of, inequality_inside
from scoledger.indicators.registry import check_choice, measure
from scoledger.indicators.votes import SCOPES
from scoledger.tables import Library

GEODIST = "cepii-geodist"


@measure("share", shape="ranking")
def imbalance_everywhere(
    library: Library, *, source: Source, partner: str, prices: str = "current", scope: str = "world"
) -> pd.DataFrame:
    """Distance of every country's goods balance with one partner from zero, over its gross domestic product, by year.

    Parameters
    ----------
    prices : {"current", "constant"}
        Current dollars over current dollars; or both in dollars of 2015, which a devaluation does not move.
    scope : {"world", "former Soviet Union", "Eurasia"}
        Which countries are kept.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Absolute value of exports less imports, from the partner's books, as a share of product.
    """
    check_choice("prices", prices, ("current", "constant"))
    check_choice("scope", scope, ("world", "former Soviet Union", "Eurasia"))
    product = indicator(library, "gdp_current_usd" if prices == "current" else "gdp_const_2015_usd") / 1e6
    columns = {}
    for code in map(str, product):
        if not is_country(code) or code == partner or (SCOPES[scope] and code not in SCOPES[scope]):
            continue
        gap = book(library, source, partner, code, "import") - book(library, source, partner, code, "export")
        if len(gap.dropna()):
            columns[code] = (gap if prices == "current" else deflate(library, gap)).abs() / product[code]
    return pd.DataFrame(columns).dropna(how="all")


@measure("log points", shape="ranking")
def gap_to_neighbours(library: Library, *, attribute: str, without: tuple[str, ...] = ()) -> pd.DataFrame:
    """Distance of every country's income from that of the countries it borders on, by year.

    Parameters
    ----------
    attribute : {"GDP per person, PPP", "GDP per person"}
    without : tuple of str
        Countries that count neither as neighbours nor as units.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Mean absolute difference of logarithms; falls when neighbours become more alike.
    """
    check_choice("attribute", attribute, ("GDP per person, PPP", "GDP per person"))
    logs = pd.DataFrame(np.log(attribute_of(library, attribute)))
    borders = library.read(GEODIST)
    borders = borders[borders["is_contiguous"] & ~borders["iso_o"].isin(without) & ~borders["iso_d"].isin(without)]
    columns = {}
    for code, rows in borders.groupby("iso_o"):
        near = [other for other in rows["iso_d"] if other in logs]
        if code in logs and near:
            # A neighbour that enters late would look like a change: those known throughout count.
            steady = [other for other in near if logs[other].notna().sum() >= logs[near].notna().sum().max()]
            columns[str(code)] = logs[steady].sub(logs[code], axis=0).abs().mean(axis=1, skipna=False)
    return pd.DataFrame(columns).dropna(how="all")


@measure("index")
def seller_hhi(library: Library, *, source: Source, buyer: str, states: str, books: str = "importer") -> pd.Series:
    """Concentration (Herfindahl-Hirschman) of what a buyer buys from a group over the group's states, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        1 when one state sells everything; a state without a record in a year sold nothing.
    """
    check_choice("books", books, ("importer", "exporter"))
    sold = {
        code: book(library, source, buyer, code, "import")
        if books == "importer"
        else book(library, source, code, buyer, "export")
        for code in members(states)
    }
    frame = pd.DataFrame(sold).fillna(0.0)
    return (frame.div(frame.sum(axis=1), axis=0) ** 2).sum(axis=1).rename("index")


@measure("index")
def income_spread(library: Library, *, group: str, attribute: str, dispersion: str) -> pd.Series:
    """How far the members of one group lie apart in output per person, by year (see `inequality_inside`).

    Returns
    -------
    pandas.Series, shape (n_years,)
        With the mean over all years as 1, so that different kinds of spread can be put side by side.
    """
    frame = inequality_inside(library, attribute=attribute, dispersion=dispersion, groups=(group,))
    return _relative(frame[group].dropna())


def _relative(series: pd.Series) -> pd.Series:
    scaled: pd.Series = series / series.mean()
    return scaled.rename("index")


@measure("index")
def sales_spread(
    library: Library, *, source: Source, mirror: str, states: str, partner: str, per: str, dispersion: str
) -> pd.Series:
    """How unequally the sales of a group's states to one partner are spread, by year.

    Parameters
    ----------
    per : {"person", "gdp"}
        Sales per inhabitant, or over gross domestic product.
    dispersion : {"variation", "Theil"}
        Coefficient of variation, or Theil index.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Zero when all states sell alike; with the mean over all years as 1.
    """
    check_choice("per", per, ("person", "gdp"))
    check_choice("dispersion", dispersion, ("variation", "Theil"))
    people = indicator(library, "population")
    columns = {}
    for code in members(states):
        sold = pair_flow(library, source, mirror, code, partner, "export")
        columns[code] = sold / (people[code] if per == "person" else gdp(library, code))
    ratios = pd.DataFrame(columns).dropna()
    ratios = ratios.div(ratios.mean(axis=1), axis=0)
    if dispersion == "variation":
        return _relative(ratios.std(axis=1, ddof=0))
    # Nothing sold adds nothing: x log x goes to zero.
    return _relative((ratios * np.log(ratios.where(ratios > 0, 1.0))).mean(axis=1))
