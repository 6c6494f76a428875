"""Security: terrorism, arms deliveries, troops and aid, and which of two powers leads in a region."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoledger.indicators.books import group_flow
from scoledger.indicators.dependence import PARTNER_BOOKS
from scoledger.indicators.macro import indicator
from scoledger.indicators.power import states_of
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library

TERRORISM, TROOPS, ARMS, AID = "gtd-terrorism", "us-troops-abroad", "sipri-arms-tiv", "us-foreign-aid"
DEBT, VOTES = "ids-debt-by-creditor", "un-agreement"
#: The year whose records the producer lost.
LOST_YEAR = 1993
COUNTS = {"incidents": "incidents_n", "killed": "killed_n", "wounded": "wounded_n"}
INDICATORS = ("arms", "votes", "trade", "exports", "imports", "debt")
#: Deliveries come in lumps: they are summed over this many years.
ARMS_YEARS = 5


@measure("count")
def terrorism(library: Library, *, states: str, count: str, source: str = TERRORISM) -> pd.Series:
    """Terrorist incidents, or people killed or wounded in them, by year.

    Parameters
    ----------
    count : {"incidents", "killed", "wounded"}

    Returns
    -------
    pandas.Series, shape (n_years,)
        A missing row of the source is none; 1993, whose records are lost, is absent.
    """
    check_choice("count", count, COUNTS)
    table = library.read(source)
    years = range(int(table["year"].min()), int(table["year"].max()) + 1)
    rows = table[table["iso3"].isin(states_of(states))]
    series = rows.groupby("year")[COUNTS[count]].sum().astype(float).reindex(years, fill_value=0.0)
    return series.drop(LOST_YEAR, errors="ignore").rename("count")


@measure("ratio")
def terrorism_per_million(library: Library, *, states: str, count: str, source: str = TERRORISM) -> pd.Series:
    """Terrorist incidents or victims per million inhabitants, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Events or persons per million.
    """
    people = indicator(library, "population").reindex(columns=list(states_of(states))).dropna().sum(axis=1) / 1e6
    return (terrorism(library, states=states, count=count, source=source) / people).dropna().rename("ratio")


@measure("persons")
def us_troops(library: Library, *, states: str, source: str = TROOPS) -> pd.Series:
    """Active-duty military persons of the United States in a state or group, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Persons; only years in which every state has a value.
    """
    table = library.read(source).pivot(index="year", columns="iso3", values="us_active_duty_persons")
    return table[list(states_of(states))].dropna().sum(axis=1).rename("persons")


@measure("index", shape="ranking")
def us_aid_everywhere(
    library: Library, *, transaction: str, without: tuple[str, ...] = (), source: str = AID
) -> pd.DataFrame:
    """Aid of the United States to every recipient of the table, on a logarithmic scale, by fiscal year.

    Parameters
    ----------
    transaction : {"Obligations", "Disbursements"}
    without : tuple of str
        Recipients that may not serve as a comparison.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_recipients)
        Inverse hyperbolic sine of million current US dollars: a difference of 0.1 is about ten percent, and a missing
        row, which is no aid, is zero.
    """
    check_choice("transaction", transaction, ("Obligations", "Disbursements"))
    table = library.read(source)
    rows = table[(table["transaction_type"] == transaction) & ~table["iso3"].isin(without)]
    aid = rows.pivot_table(index="year", columns="iso3", values="usd_current", aggfunc="sum").fillna(0.0) / 1e6
    return pd.DataFrame(np.arcsinh(aid))


def arms_by_supplier(library: Library, recipients: str, years: int = ARMS_YEARS) -> pd.DataFrame:
    """Volume of arms delivered to some states by each supplier, summed over a year and those before it.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_suppliers)
        Million SIPRI trend-indicator values; years without all of the sum are absent.
    """
    table = library.read(ARMS)
    span = range(int(table["year"].min()), int(table["year"].max()) + 1)
    rows = table[table["recipient_iso3"].isin(states_of(recipients))]
    volume = rows.pivot_table(index="year", columns="supplier_iso3", values="tiv_m", aggfunc="sum")
    return volume.reindex(span).fillna(0.0).rolling(years).sum().dropna()


@measure("share")
def arms_supplier_share(library: Library, *, recipients: str, supplier: str, years: int = ARMS_YEARS) -> pd.Series:
    """Share of one supplier in the arms delivered to a state or group, by year.

    Parameters
    ----------
    years : int
        Deliveries of so many years are summed.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1] of SIPRI's trend-indicator values.
    """
    volume = arms_by_supplier(library, recipients, years)
    return (volume[supplier] / volume.sum(axis=1)).dropna().rename("share")


@measure("index")
def arms_volume(library: Library, *, recipients: str, supplier: str) -> pd.Series:
    """Arms that one supplier delivered to a state or group, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Million SIPRI trend-indicator values: a volume of military capability, not money.
    """
    return arms_by_supplier(library, recipients, 1)[supplier].rename("index")


def _column(library: Library, name: str, states: str, partner: str, books: str) -> pd.Series:
    if name == "arms":
        volume = arms_by_supplier(library, states)
        return volume[partner] if partner in volume else pd.Series(0.0, index=volume.index)
    if name == "votes":
        table = library.read(VOTES)
        rows = table[table["iso3"].isin(states_of(states)) & (table["partner"] == partner)]
        return rows.groupby("year")["share_identical"].mean()
    if name == "debt":
        table = library.read(DEBT)
        rows = table[
            table["debtor"].isin(states_of(states))
            & (table["creditor"] == partner)
            & (table["series_code"] == "DT.DOD.BLAT.CD")
        ]
        span = range(int(table["year"].min()), int(table["year"].max()) + 1)
        # The source has no row for a debt of nothing, such as Kyrgyzstan's to Russia once it was forgiven.
        return rows.groupby("year")["usd"].sum().reindex(span, fill_value=0.0) / 1e6
    flow = {"trade": "total", "exports": "export", "imports": "import"}[name]
    return group_flow(library, PARTNER_BOOKS, books, states, partner, flow)


@measure("index", shape="ranking")
def influence(
    library: Library, *, indicator_of: str, states: str, partners: tuple[str, ...], books: str = "mirror"
) -> pd.DataFrame:
    """Weight of powers in a region by one indicator, by year, for comparing them.

    Parameters
    ----------
    indicator_of : {"arms", "votes", "trade", "exports", "imports", "debt"}
        Arms delivered over five years (trend-indicator values), mean share of identical votes in the General Assembly,
        trade as seen from the region (million US dollars), official bilateral debt (million US dollars).
    books : {"mirror", "filled"}
        For trade: the powers' books, or the region's with gaps from the powers'.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_powers)
        In the indicator's own unit.
    """
    check_choice("indicator_of", indicator_of, INDICATORS)
    check_choice("books", books, ("mirror", "filled"))
    return pd.DataFrame({one: _column(library, indicator_of, states, one, books) for one in partners}).dropna()


@measure("share")
def share_led(
    library: Library, *, leader: str, rival: str, states: str, indicators: tuple[str, ...], books: str = "mirror"
) -> pd.Series:
    """Share of indicators of influence on which one power is ahead of another, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; only years in which every indicator is known.
    """
    ahead = {}
    for name in indicators:
        frame = influence(library, indicator_of=name, states=states, partners=(leader, rival), books=books)
        ahead[name] = (frame[leader] > frame[rival]).astype(float)
    known = pd.DataFrame(ahead).dropna()
    return known.mean(axis=1).rename("share")


@measure("index", shape="ranking")
def terrorism_everywhere(library: Library, *, count: str, source: str = TERRORISM) -> pd.DataFrame:
    """Terrorist incidents or victims in every state of the table, on a logarithmic scale, by year.

    Parameters
    ----------
    count : {"incidents", "killed", "wounded"}

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_states)
        Inverse hyperbolic sine of the count: a difference of 0.5 is a change by about a half.
    """
    states = sorted(set(library.read(source)["iso3"]))
    counts = {state: terrorism(library, states=state, count=count, source=source) for state in states}
    return pd.DataFrame(np.arcsinh(pd.DataFrame(counts)))
