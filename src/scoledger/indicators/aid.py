"""Donors and American aid: who gives, and how much."""

from __future__ import annotations

import pandas as pd

from scoledger.countries import members
from scoledger.indicators.finance import china_commitments
from scoledger.indicators.macro import deflate, indicator
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library

DONORS = "donor-flows"
US_AID = "us-foreign-aid"
EXTRA = "world-bank-indicators-extra"
GRANTS = ("Bilateral Grants",)
CREDIT = ("Bilateral Concessional Debt", "Bilateral Non-Concessional Debt")
INFLOWS = {"grants": GRANTS, "loans": CREDIT, "grants and loans": (*GRANTS, *CREDIT)}
TRANSACTIONS = ("Obligations", "Disbursements")
#: The United States and Russia as the donors' compiler writes them.
DONOR_CODES = {"United States": "USA", "Russian Federation": "RUS", "Russia": "RUS", "China": "CHN"}
#: Last fiscal year that American aid covers fully.
LAST_AID_YEAR = 2023


@measure("USD", shape="ranking")
def donors(library: Library, *, state: str, flows: str, china: str = "without") -> pd.DataFrame:
    """What each state gave or lent to a state, by year, for ranking donors.

    Parameters
    ----------
    flows : {"grants", "loans", "grants and loans"}
        Loans are gross.
    china : {"without", "with"}
        Whether China's column holds AidData's commitments (constant 2021 dollars) instead of the loans that the
        compiler has: China reports no grants.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_donors)
        Current US dollars, but for China's commitments; a donor without a row in a year gave nothing that is known.
    """
    check_choice("flows", flows, tuple(INFLOWS))
    check_choice("china", china, ("without", "with"))
    table = library.read(DONORS)
    rows = table[
        (table["iso3"] == state) & (table["indicator_type"] == "inflow") & table["indicator"].isin(INFLOWS[flows])
    ]
    rows = rows.assign(counterpart=rows["counterpart"].replace(DONOR_CODES))
    frame = rows.pivot_table(index="year", columns="counterpart", values="usd", aggfunc="sum")
    known = table.loc[table["counterpart_type"] == "Bilateral", "counterpart"].replace(DONOR_CODES)
    frame = frame.reindex(columns=sorted(set(known))).fillna(0.0)
    if china == "with":
        given = china_commitments(library, states=state)
        frame = frame.reindex([year for year in frame.index if year in given.index])
        frame["CHN"] = given.reindex(frame.index)
    return frame


@measure("share")
def donor_share(library: Library, *, state: str, donor: str, flows: str = "grants") -> pd.Series:
    """Share of one donor in what all states gave or lent to a state, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].
    """
    frame = donors(library, state=state, flows=flows)
    return (frame[donor] / frame.sum(axis=1)).rename("share")


def _aid(library: Library, transaction: str) -> pd.DataFrame:
    """American aid, years x recipients, current dollars, complete fiscal years; no row means none."""
    check_choice("transaction", transaction, TRANSACTIONS)
    table = library.read(US_AID)
    rows = table[(table["transaction_type"] == transaction) & (table["year"] <= LAST_AID_YEAR)]
    return rows.pivot(index="year", columns="iso3", values="usd_current").fillna(0.0)


@measure("USD")
def us_aid(library: Library, *, states: str, transaction: str = "Obligations", prices: str = "current") -> pd.Series:
    """American assistance to a state or group, military and economic, by fiscal year.

    Parameters
    ----------
    transaction : {"Obligations", "Disbursements"}
        What was promised by contract, or paid.
    prices : {"current", "constant"}

    Returns
    -------
    pandas.Series, shape (n_years,)
        US dollars, of 2015 if constant.
    """
    check_choice("prices", prices, ("current", "constant"))
    total = _aid(library, transaction)[list(members(states))].sum(axis=1).rename("usd")
    return deflate(library, total) if prices == "constant" else total


@measure("ratio")
def us_aid_to_gdp(library: Library, *, states: str, transaction: str = "Obligations") -> pd.Series:
    """American assistance over gross domestic product, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Ratio of current dollars.
    """
    product = indicator(library, "gdp_current_usd").reindex(columns=list(members(states))).dropna().sum(axis=1)
    return (us_aid(library, states=states, transaction=transaction) / product).dropna().rename("ratio")


@measure("ratio")
def aid_to_gdp(library: Library, *, state: str, source: str, givers: str = "all") -> pd.Series:
    """Aid of all donors over gross domestic product, by year.

    Parameters
    ----------
    source : {"donor-flows", "world-bank-indicators-extra"}
        Grants of the donors' compilation, or the World Bank's net official development assistance.
    givers : {"all", "states"}
        With or without international organisations; the World Bank's series has both.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Ratio of current dollars.
    """
    check_choice("source", source, (DONORS, EXTRA))
    check_choice("givers", givers, ("all", "states"))
    table = library.read(source)
    if source == EXTRA:
        rows = table[(table["indicator"] == "net_oda_usd_current") & (table["iso3"] == state)]
        aid = rows.groupby("year")["value"].last()
    else:
        kinds = GRANTS if givers == "states" else (*GRANTS, "Multilateral Grants")
        rows = table[(table["iso3"] == state) & table["indicator"].isin(kinds) & (table["indicator_type"] == "inflow")]
        aid = rows.groupby("year")["usd"].sum()
    return (aid / indicator(library, "gdp_current_usd")[state]).dropna().rename("ratio")


@measure("USD", shape="ranking")
def us_aid_per_head(
    library: Library, *, transaction: str = "Obligations", without: tuple[str, ...] = ()
) -> pd.DataFrame:
    """American assistance per inhabitant of every recipient that the table has, by fiscal year.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_recipients)
        Current US dollars.
    """
    aid = _aid(library, transaction)
    people = indicator(library, "population").reindex(index=aid.index, columns=aid.columns)
    frame = aid / people
    return frame.drop(columns=[state for state in without if state in frame]).dropna(axis=1, how="all")


@measure("ratio")
def us_aid_against_before(
    library: Library, *, states: str, base: tuple[int, int], transaction: str = "Obligations", prices: str = "current"
) -> pd.Series:
    """American assistance over its mean in base years, by fiscal year.

    Parameters
    ----------
    base : tuple of int
        First and last of the years compared with.

    Returns
    -------
    pandas.Series, shape (n_years,)
        One where aid is what it was.
    """
    aid = us_aid(library, states=states, transaction=transaction, prices=prices)
    return (aid / aid[(aid.index >= base[0]) & (aid.index <= base[1])].mean()).rename("ratio")
