"""Who lent for the Belt and Road, what a Chinese credit came to, and what the United States paid over some years."""

from __future__ import annotations

import pandas as pd

from scoledger.countries import members
from scoledger.errors import NoDataError
from scoledger.indicators.aid import us_aid
from scoledger.indicators.debt import CLASSES as SERIES
from scoledger.indicators.debt import IDS
from scoledger.indicators.finance import CLASSES as FLOW_CLASSES
from scoledger.indicators.finance import COMMITMENTS, PROJECTS
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library

AIIB, CHINA = "AIIB", "China"
AIIB_IN_DEBT = "Asian Infrastructure Investment Bank"
MULTILATERAL = "DT.DOD.MLAT.CD"
DONORS = "donor-flows"
#: Loans of the donors' compilation by class of creditor, as the debt statistics name them.
LOANS = {
    "bilateral": ("Bilateral Concessional Debt", "Bilateral Non-Concessional Debt"),
    "all classes": (
        "Bilateral Concessional Debt",
        "Bilateral Non-Concessional Debt",
        "Private  - banks",
        "Private - bonds",
        "Private - other",
    ),
}
#: Every state that had joined the Belt and Road when the period of the claim ends.
ROAD, JOINED_BY = "Belt and Road", 2018
#: Titles that name no lender.
UNNAMED = "other/unnamed"
#: Dollars of which the Chinese commitments are told.
COMMITMENTS_IN = 2021


def _states(library: Library, states: str) -> tuple[str, ...]:
    if states != ROAD:
        return members(states)
    table = library.read("bri-membership")
    return tuple(table.loc[table["join_year"] <= JOINED_BY, "iso3"])


def _owed(library: Library, states: tuple[str, ...], creditor: str, series: tuple[str, ...]) -> pd.Series:
    """What states owe to a creditor at the end of each year that the table has; no row means nothing."""
    table = library.read(IDS)
    span = range(int(table["year"].min()), int(table["year"].max()) + 1)
    rows = table[
        table["debtor"].isin(states) & (table["creditor"] == creditor) & table["series_code"].isin(list(series))
    ]
    return rows.groupby("year")["usd"].sum().reindex(span, fill_value=0.0).astype(float)


def _paid_out(library: Library, states: tuple[str, ...], lender: str, classes: str) -> pd.Series:
    """Loans that a lender paid out to states in each year, gross; the Bank bears two names in the table."""
    table = library.read(DONORS)
    span = range(int(table["year"].min()), int(table["year"].max()) + 1)
    rows = table[table["iso3"].isin(states) & (table["indicator_type"] == "inflow")]
    if lender == AIIB:
        rows = rows[rows["counterpart"].str.startswith(AIIB_IN_DEBT) & rows["indicator"].str.contains("Debt")]
    else:
        rows = rows[(rows["counterpart"] == lender) & rows["indicator"].isin(LOANS[classes])]
    return rows.groupby("year")["usd"].sum().reindex(span, fill_value=0.0).astype(float)


def _rise(stock: pd.Series, first_year: int) -> pd.Series:
    """What was added since the end of the year before the first."""
    if first_year - 1 not in stock.index:
        raise NoDataError(f"no debt at the end of {first_year - 1}.\nBegin later than {int(stock.index.min())}.")
    return stock[stock.index >= first_year] - float(stock[first_year - 1])


@measure("USD", shape="ranking")
def road_lenders(
    library: Library, *, source: str, states: str, first_year: int, classes: str = "bilateral"
) -> pd.DataFrame:
    """What the Asian Infrastructure Investment Bank and China lent to states since a first year, by year.

    Parameters
    ----------
    source : {"ids-debt-by-creditor", "donor-flows"}
        The rise of the debt outstanding, or the loans paid out, added up.
    states : str
        A state, a group, or ``"Belt and Road"``: every state that had joined by 2018.
    classes : {"bilateral", "all classes"}
        China's official loans, or its banks and other private creditors too.

    Returns
    -------
    pandas.DataFrame, shape (n_years, 2)
        Current US dollars, columns ``"AIIB"`` and ``"China"``; years by which either was repaid more than it lent are
        absent.
    """
    check_choice("source", source, (IDS, DONORS))
    check_choice("classes", classes, tuple(LOANS))
    codes = _states(library, states)
    if source == IDS:
        bank = _rise(_owed(library, codes, AIIB_IN_DEBT, (MULTILATERAL,)), first_year)
        china = _rise(_owed(library, codes, "CHN", SERIES[classes]), first_year)
    else:
        bank, china = (_paid_out(library, codes, lender, classes).loc[first_year:].cumsum() for lender in (AIIB, CHINA))
    frame = pd.DataFrame({AIIB: bank, CHINA: china})
    # A debt that fell says that more was repaid than lent, not how much was lent: such years rank nobody.
    return frame[(frame >= 0).all(axis=1)]


@measure("share")
def aiib_share(library: Library, *, source: str, states: str, first_year: int, classes: str = "bilateral") -> pd.Series:
    """Share of the Bank in what it and China together lent to states since a first year, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; years without any loan, or with more repaid than lent, are absent.
    """
    lent = road_lenders(library, source=source, states=states, first_year=first_year, classes=classes)
    total = lent.sum(axis=1)
    return (lent[AIIB] / total[total > 0]).dropna().rename("share")


@measure("USD", shape="ranking")
def named_lenders(library: Library, *, states: str, first_year: int, shared: str) -> pd.DataFrame:
    """What each lender that titles of Chinese projects name committed since a first year, beside the Bank, by year.

    Parameters
    ----------
    shared : {"in full", "in equal parts"}
        How a project of several lenders counts for each.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_lenders)
        Constant 2021 US dollars; for the Bank, which the projects do not hold, the rise of what the same states owe it,
        in current dollars.
    """
    check_choice("shared", shared, ("in full", "in equal parts"))
    table = library.read(PROJECTS)
    codes = [code for code in _states(library, states) if code in set(table["iso3"])]
    rows = table[table["iso3"].isin(codes) & (table["year"] >= first_year) & table["usd_const_2021"].notna()]
    named = rows.assign(lender=rows["lender_from_title"].str.split("|"))
    if shared == "in equal parts":
        named = named.assign(usd_const_2021=named["usd_const_2021"] / named["lender"].str.len())
    named = named.explode("lender")
    named = named[named["lender"] != UNNAMED]
    wide = named.pivot_table(index="year", columns="lender", values="usd_const_2021", aggfunc="sum")
    years = range(first_year, int(table["year"].max()) + 1)
    frame = wide.reindex(years).fillna(0.0).cumsum()
    frame[AIIB] = _rise(_owed(library, tuple(codes), AIIB_IN_DEBT, (MULTILATERAL,)), first_year).reindex(frame.index)
    return frame


def _in_dollars_of_the_year(library: Library, constant: pd.Series) -> pd.Series:
    """Commitments told in dollars of 2021, in those of their year, by the United States consumer price index."""
    table = library.read("us-cpi")
    index = table[table["months"] == 12].set_index("year")["cpi_u"]  # noqa: PLR2004 - a full year
    return (constant * index / float(index[COMMITMENTS_IN])).dropna()


@measure("USD")
def chinese_credit(library: Library, *, states: str, source: str, lent: str, first_year: int) -> pd.Series:
    """What China promised or lent to states since a first year, added up, by year.

    Parameters
    ----------
    source : str
        Commitments (``"aiddata-gcdf3-country-year"``, ``"aiddata-gcdf3-flow-class"``), loans paid out
        (``"donor-flows"``), or the rise of the debt outstanding (``"ids-debt-by-creditor"``).
    lent : str
        ``"everything"`` for the first; ``"all"`` classes or ``"OOF-like"`` credits for the second; ``"bilateral"`` or
        ``"all classes"`` of creditors for the others.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Current US dollars; commitments are brought back to dollars of their year by American consumer prices.
    """
    ways: dict[str, tuple[str, ...]] = {
        COMMITMENTS: ("everything",),
        FLOW_CLASSES: ("all", "OOF-like"),
        DONORS: tuple(LOANS),
        IDS: tuple(LOANS),
    }
    check_choice("source", source, tuple(ways))
    check_choice("lent", lent, ways[source])
    codes = members(states)
    if source == IDS:
        return _rise(_owed(library, codes, "CHN", SERIES[lent]), first_year).rename("usd")
    if source == DONORS:
        return _paid_out(library, codes, CHINA, lent).loc[first_year:].cumsum().rename("usd")
    rows = library.read(source)
    rows = rows[rows["iso3"].isin(codes)]
    if lent == "OOF-like":
        rows = rows[rows["flow_class"] == lent]
    yearly = _in_dollars_of_the_year(library, rows.groupby("year")["usd_const_2021"].sum())
    return yearly.loc[first_year:].cumsum().rename("usd")


@measure("USD")
def us_aid_over_years(library: Library, *, states: str, years: int, transaction: str = "Obligations") -> pd.Series:
    """American assistance of all purposes over so many years, the last of them the year, by fiscal year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Current US dollars: more than was spent on any one purpose.
    """
    return us_aid(library, states=states, transaction=transaction).rolling(years).sum().dropna().rename("usd")
