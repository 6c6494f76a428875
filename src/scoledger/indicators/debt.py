"""Debt to one creditor: level, share of all public debt, weight in the debtor's economy."""

from __future__ import annotations

from collections.abc import Sequence

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


def owed(library: Library, states: Sequence[str], creditor: str, classes: str) -> pd.DataFrame:
    """Public debt of some states to one creditor, by year.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_states)
        Current US dollars.  The source has no row for a debt of nothing: a year in which the state reports any public
        debt and none to the creditor is zero; one in which it reports none at all is missing.
    """
    everything, ours = debt_stock(library, "WLD", "all classes"), debt_stock(library, creditor, classes)
    known = [state for state in states if state in everything]
    found = ours.reindex(index=everything.index, columns=known).fillna(0.0)
    return found.where(everything[known].notna())


def lender_mix(library: Library, states: Sequence[str], named: Sequence[str]) -> pd.DataFrame:
    """Who lent what some states owe, by year.

    Parameters
    ----------
    named : sequence of str
        Creditor states shown apart.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_named + 4)
        Current US dollars: official loans of each state named, then ``other states``, ``multilateral``, ``bonds`` and
        ``banks and other private`` (of every country, those named too).  The parts add up to all public and publicly
        guaranteed debt of the states that report it.
    """
    codes = {"multilateral": "MLAT", "bonds": "PBND", "banks": "PCBK", "other": "PROP", "bilateral": "BLAT"}
    table = library.read(IDS)
    rows = table[table["debtor"].isin(list(states)) & (table["creditor"] == "WLD")]
    by_class = rows.groupby(["year", "series_code"])["usd"].sum().unstack().fillna(0.0)
    total = {name: by_class.get(f"DT.DOD.{code}.CD", pd.Series(0.0, by_class.index)) for name, code in codes.items()}
    own = {one: owed(library, states, one, "bilateral").sum(axis=1).reindex(by_class.index) for one in named}
    others = total["bilateral"] - pd.DataFrame(own).sum(axis=1)
    # Rounding of the source must not leave a debt below zero.
    parts = own | {"other states": others.clip(lower=0.0), "multilateral": total["multilateral"]}
    parts |= {"bonds": total["bonds"], "banks and other private": total["banks"] + total["other"]}
    return pd.DataFrame(parts)


def standing(frame: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Where one unit stands among all others that have a value above zero, by year.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_years, n_units)

    Returns
    -------
    pandas.DataFrame, shape (n_years, 3)
        ``rank`` (1 is the largest; ties share the better rank), ``n`` (units ranked) and ``percentile`` (share of the
        others that have less); years in which the unit has no value above zero are absent.

    Examples
    --------
    >>> owing = pd.DataFrame({"A": [5.0], "B": [9.0], "C": [2.0], "D": [0.0]}, index=[2018])
    >>> standing(owing, "A").to_dict("records")
    [{'rank': 2.0, 'n': 3.0, 'percentile': 0.5}]
    """
    if unit not in frame:
        return pd.DataFrame(columns=["rank", "n", "percentile"], dtype=float)
    positive = frame.where(frame > 0)
    own = positive[unit].dropna()
    positive = positive.loc[own.index]
    n = positive.count(axis=1).astype(float)
    above, below = positive.gt(own, axis=0).sum(axis=1), positive.lt(own, axis=0).sum(axis=1)
    return pd.DataFrame({"rank": above + 1.0, "n": n, "percentile": below / (n - 1).where(n > 1)})
