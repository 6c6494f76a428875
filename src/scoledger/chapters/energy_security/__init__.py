"""Energy security: what a state buys abroad, from how many, and how much of it from Central Asia."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter
from scoledger.chapters.energy_security.measures import (
    BY_SURVEY,
    COVERED,
    CRUDE,
    GAS_TABLE,
    REVIEW,
    URANIUM,
    Measures,
    compare,
    count_suppliers,
    depend,
    list_missing,
    measure_region,
    measure_russia,
    mine_uranium,
    name_largest,
    sell_uranium,
    tabulate_concentration,
)
from scoledger.chapters.energy_security.quantities import list_quantities, tables_of
from scoledger.chapters.energy_security.words import write_answer, write_certainty, write_data
from scoledger.countries import country_name
from scoledger.indicators.suppliers import gas_suppliers, shares
from scoledger.tables import Library

__all__ = ["BY_SURVEY", "COVERED", "CRUDE", "GAS_TABLE", "REVIEW", "URANIUM", "EnergySecurity", "collect"]


@dataclass(frozen=True, kw_only=True)
class EnergySecurity(Chapter):
    """What one state buys abroad.

    Parameters
    ----------
    dependence : dict of str to pandas.Series
        Net import dependence by fuel: the part of use that its own output does not cover.
    compared : dict of str to dict of str to pandas.Series
        The same by fuel and country, beside other large buyers where the state is one.
    gas : pandas.DataFrame, shape (n_years, n_suppliers)
        Shares of gas suppliers; those beyond the first few are summed.
    suppliers : dict of str to dict of str to pandas.Series
        Effective number of suppliers by fuel: all, without Central Asia, with Central Asia as one.
    concentration : pandas.DataFrame, shape (n_years, 5)
        Herfindahl-Hirschman index of gas suppliers three ways, its change, and Central Asia's share, for a table.
    region : dict of str to pandas.Series
        Share of Central Asia in what the state buys or uses, by fuel and measure.
    sources : dict of str to tuple of str
        Tables that the figures of suppliers and of the region rest on.
    uranium : dict of str to pandas.Series
        Shares of the world's uranium output: the largest states by one source, Kazakhstan by another.
    """

    dependence: dict[str, pd.Series]
    compared: dict[str, dict[str, pd.Series]]
    gas: pd.DataFrame
    suppliers: dict[str, dict[str, pd.Series]]
    concentration: pd.DataFrame
    region: dict[str, pd.Series]
    sources: dict[str, tuple[str, ...]]
    uranium: dict[str, pd.Series]


def collect(library: Library, *, country: str) -> EnergySecurity:
    """Measure what a state buys abroad, and from whom.

    Parameters
    ----------
    country : str
        ISO code of the buyer.

    Returns
    -------
    EnergySecurity
        Paths that the tables do not hold are absent, and `missing` says so.
    """
    amounts = gas_suppliers(library, country)
    found = Measures(
        country=country,
        dependence=depend(library, country),
        amounts=amounts,
        suppliers=count_suppliers(library, country, amounts),
        region=measure_region(library, country, amounts),
        russia=measure_russia(library, country),
        uranium=mine_uranium(library),
        uranium_sold=sell_uranium(library, country),
    )
    return EnergySecurity(
        title=f"{country_name(country)}: energy security",
        quantities=list_quantities(found),
        answer=write_answer(found),
        data=write_data(found),
        sure=write_certainty(found),
        missing=list_missing(found),
        dependence=found.dependence,
        compared=compare(library, country, found.dependence),
        gas=name_largest(shares(amounts)) if len(amounts) else amounts,
        suppliers=found.suppliers,
        concentration=tabulate_concentration(found),
        region=found.region,
        sources={
            "suppliers": (GAS_TABLE, CRUDE) if country == COVERED else (GAS_TABLE,),
            "region": tuple(dict.fromkeys(table for name in found.region for table in tables_of(found, name))),
        },
        uranium=found.uranium.paths,
    )
