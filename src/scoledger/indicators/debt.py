"""Debt to one creditor: level, share of all public debt, weight in the debtor's economy."""

from __future__ import annotations

import pandas as pd

from scoledger.indicators.macro import indicator
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library

IDS = "ids-debt-by-creditor"
AIDDATA = "aiddata-gcdf3-country-year"
#: Series of public and publicly guaranteed debt by class of creditor (World Bank, International Debt Statistics).
CLASSES = {
    "bilateral": ("DT.DOD.BLAT.CD",),
    "all classes": ("DT.DOD.BLAT.CD", "DT.DOD.MLAT.CD", "DT.DOD.PBND.CD", "DT.DOD.PCBK.CD", "DT.DOD.PROP.CD"),
}


def debt_stock(library: Library, creditor: str, classes: str) -> pd.DataFrame:
    """Public and publicly guaranteed debt to one creditor, years x debtors, current US dollars."""
    frame = library.read(IDS)
    rows = frame[(frame["creditor"] == creditor) & frame["series_code"].isin(CLASSES[classes])]
    return rows.pivot_table(index="year", columns="debtor", values="usd", aggfunc="sum")


def owed_to_gdp(library: Library, creditor: str, series: str) -> pd.DataFrame:
    """Public debt of every debtor to one creditor in one class over gross domestic product, nothing where none is owed.

    Parameters
    ----------
    creditor : str
        ISO code, or ``"WLD"`` for all creditors of the class.
    series : str
        The producer's code of the class.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_debtors)
        Ratios.  A debtor that reports and has no row for the creditor owes it nothing: zero, where `debtors` has
        nothing; a year without any report of the debtor is missing.
    """
    frame = library.read(IDS)
    rows = frame[(frame["creditor"] == creditor) & (frame["series_code"] == series)]
    owed = rows.pivot_table(index="year", columns="debtor", values="usd", aggfunc="sum")
    total = debt_stock(library, "WLD", "all classes")
    known = owed.reindex(index=total.index, columns=total.columns).fillna(0.0).where(total.notna())
    return known / indicator(library, "gdp_current_usd").reindex(index=total.index, columns=total.columns)


def _commitments(library: Library) -> pd.DataFrame:
    """Cumulated commitments since 2000, years x recipients, constant 2021 US dollars."""
    frame = library.read(AIDDATA)
    yearly = frame.pivot(index="year", columns="iso3", values="usd_const_2021").fillna(0.0)
    return yearly.cumsum()


@measure("USD", shape="ranking")
def debtors(
    library: Library, *, source: str, creditor: str, relative_to: str, classes: str = "bilateral"
) -> pd.DataFrame:
    """Debt of every debtor to one creditor, by year, for ranking them.

    Parameters
    ----------
    source : {"ids-debt-by-creditor", "aiddata-gcdf3-country-year"}
        Outstanding public debt, or loans and grants committed since 2000.
    relative_to : {"nothing", "gdp", "public debt"}
        Dollars, or the ratio to gross domestic product, or to all public and publicly guaranteed external debt.
    classes : {"bilateral", "all classes"}
        Official bilateral loans only, or bonds, banks and other private creditors of that country too.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_debtors)
        Dollars or ratios; aggregates of debtors are left out.
    """
    check_choice("source", source, (IDS, AIDDATA))
    check_choice("relative_to", relative_to, ("nothing", "gdp", "public debt"))
    check_choice("classes", classes, tuple(CLASSES))
    stock = debt_stock(library, creditor, classes) if source == IDS else _commitments(library)
    if relative_to == "gdp":
        stock = stock / indicator(library, "gdp_current_usd")
    if relative_to == "public debt":
        stock = stock / debt_stock(library, "WLD", "all classes")
    return stock.dropna(how="all").dropna(axis=1, how="all")


def _column(frame: pd.DataFrame, state: str) -> pd.Series:
    column: pd.Series = frame[state] if state in frame else pd.Series(dtype=float)
    return column.dropna()


@measure("USD")
def debt_level(
    library: Library, *, states: str, creditor: str, classes: str = "bilateral", source: str = IDS
) -> pd.Series:
    """Public debt of one state to one creditor, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Current US dollars.
    """
    frame = debtors(library, source=source, creditor=creditor, relative_to="nothing", classes=classes)
    return _column(frame, states).rename("usd")


@measure("ratio")
def debt_to_gdp(
    library: Library, *, states: str, creditor: str, classes: str = "bilateral", source: str = IDS
) -> pd.Series:
    """Public debt to one creditor over gross domestic product, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Ratio of current dollars to current dollars.
    """
    frame = debtors(library, source=source, creditor=creditor, relative_to="gdp", classes=classes)
    return _column(frame, states).rename("ratio")


@measure("share")
def debt_share(
    library: Library, *, states: str, creditor: str, classes: str = "bilateral", source: str = IDS
) -> pd.Series:
    """Share of one creditor in a state's public and publicly guaranteed external debt, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].
    """
    frame = debtors(library, source=source, creditor=creditor, relative_to="public debt", classes=classes)
    return _column(frame, states).rename("share")
