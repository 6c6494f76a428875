"""Chinese commitments, creditors and the weight of powers: what is lent, built and owed."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd

from scoledger.countries import is_country, members
from scoledger.indicators.books import Source
from scoledger.indicators.debt import CLASSES as SERIES
from scoledger.indicators.debt import IDS, owed
from scoledger.indicators.macro import indicator
from scoledger.indicators.registry import check_choice, measure
from scoledger.indicators.trade import partner_share, partner_share_everywhere
from scoledger.indicators.votes import agreement
from scoledger.tables import Library

COMMITMENTS = "aiddata-gcdf3-country-year"
CLASSES = "aiddata-gcdf3-flow-class"
PROJECTS = "aiddata-gcdf3-projects-region"
#: Last year that the Chinese commitments cover; a country without a row in a year received none that is known.
YEARS = range(2000, 2022)
SECTORS = {
    "transport": ("TRANSPORT AND STORAGE",),
    "energy": ("ENERGY",),
    "transport and energy": ("TRANSPORT AND STORAGE", "ENERGY"),
}
POWERS = ("RUS", "CHN")
#: Years over which the weight before a change is averaged.
BASE_YEARS = 3


def _yearly(rows: pd.DataFrame, value: str, states: str) -> pd.Series:
    """Sum of a column over the states, by year; a year without a row is none."""
    ours = rows[rows["iso3"].isin(members(states))]
    return ours.groupby("year")[value].sum().reindex(YEARS, fill_value=0.0).astype(float)


def _cumulate(series: pd.Series, over: str) -> pd.Series:
    """Leave yearly sums, take their mean over three years, or add them up since the first."""
    check_choice("over", over, ("one year", "three years", "since 2000"))
    if over == "three years":
        return series.rolling(3).mean().dropna()
    return series.cumsum() if over == "since 2000" else series


@measure("USD")
def china_commitments(library: Library, *, states: str, over: str = "one year", flow_class: str = "all") -> pd.Series:
    """Chinese official commitments to a state or group, by year.

    Parameters
    ----------
    over : {"one year", "three years", "since 2000"}
        The year's sum, the mean of three years, or everything since 2000 (which cannot fall).
    flow_class : {"all", "ODA-like", "OOF-like"}
        All, those like aid, or other official flows.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Constant 2021 US dollars.
    """
    check_choice("flow_class", flow_class, ("all", "ODA-like", "OOF-like"))
    rows = library.read(COMMITMENTS if flow_class == "all" else CLASSES)
    if flow_class != "all":
        rows = rows[rows["flow_class"] == flow_class]
    return _cumulate(_yearly(rows, "usd_const_2021", states), over).rename("usd")


@measure("count")
def china_projects(library: Library, *, states: str, over: str = "one year") -> pd.Series:
    """Number of Chinese projects committed to a state or group, by year, those without an amount too.

    Returns
    -------
    pandas.Series, shape (n_years,)
    """
    return _cumulate(_yearly(library.read(COMMITMENTS), "projects", states), over).rename("count")


@measure("ratio")
def china_commitments_to_gdp(library: Library, *, states: str, over: str = "one year") -> pd.Series:
    """Chinese official commitments over gross domestic product, both without inflation, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Constant 2021 dollars over constant 2015 dollars: a trend of it means something, its level is a few tens of
        percent too high.
    """
    product = indicator(library, "gdp_const_2015_usd").reindex(columns=list(members(states))).dropna().sum(axis=1)
    return (china_commitments(library, states=states, over=over) / product).dropna().rename("ratio")


def _projects(library: Library, sector: str, completed: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    check_choice("sector", sector, tuple(SECTORS))
    check_choice("completed", completed, ("all", "completed"))
    rows = library.read(PROJECTS)
    if completed == "completed":
        rows = rows[rows["status"] == "Completion"]
    return rows, rows[rows["sector"].isin(SECTORS[sector])]


@measure("count")
def mapped_projects(
    library: Library, *, states: str, sector: str, completed: str = "all", over: str = "one year"
) -> pd.Series:
    """Number of mapped Chinese projects of a sector, by year of commitment.

    Parameters
    ----------
    sector : {"transport", "energy", "transport and energy"}
    completed : {"all", "completed"}
        All that were committed, or those that are finished.

    Returns
    -------
    pandas.Series, shape (n_years,)
    """
    _, chosen = _projects(library, sector, completed)
    return _cumulate(_yearly(chosen.assign(one=1.0), "one", states), over).rename("count")


@measure("share")
def mapped_share(
    library: Library, *, states: str, sector: str, completed: str = "all", over: str = "three years"
) -> pd.Series:
    """Share of a sector in the money of mapped Chinese projects, by year of commitment.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; periods without money are absent.
    """
    rows, chosen = _projects(library, sector, completed)
    ours = _cumulate(_yearly(chosen, "usd_const_2021", states), over)
    everything = _cumulate(_yearly(rows, "usd_const_2021", states), over)
    return (ours / everything[everything > 0]).dropna().rename("share")


@measure("USD")
def mapped_money(
    library: Library, *, states: str, sector: str, completed: str = "all", over: str = "one year"
) -> pd.Series:
    """Money of mapped Chinese projects of a sector, by year of commitment: a subset of all projects.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Constant 2021 US dollars.
    """
    _, chosen = _projects(library, sector, completed)
    return _cumulate(_yearly(chosen, "usd_const_2021", states), over).rename("usd")


@measure("share", shape="ranking")
def growth(library: Library, *, of: str, without: tuple[str, ...] = ()) -> pd.DataFrame:
    """Yearly growth of every country, by year.

    Parameters
    ----------
    of : {"gdp_const_2015_usd", "gdp_per_capita_const_usd"}
        The economy, or income per head, without inflation.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Change of the logarithm.
    """
    check_choice("of", of, ("gdp_const_2015_usd", "gdp_per_capita_const_usd"))
    frame = pd.DataFrame(np.log(indicator(library, of))).diff()
    kept = [str(code) for code in frame.columns if str(code) not in without and is_country(str(code))]
    return frame[kept].dropna(how="all").dropna(axis=1, how="all")


@measure("USD", shape="ranking")
def creditors(library: Library, *, states: str, classes: str = "bilateral") -> pd.DataFrame:
    """What a state or group owes to each creditor state, by year, for ranking creditors.

    Parameters
    ----------
    classes : {"bilateral", "all classes"}
        Official loans, or bonds, banks and other private creditors of that country too.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_creditors)
        Current US dollars; no row means no debt.
    """
    check_choice("classes", classes, tuple(SERIES))
    return _creditors(library, states, classes).copy(deep=False)  # pandas copies what is changed


@functools.lru_cache(maxsize=64)
def _creditors(library: Library, states: str, classes: str) -> pd.DataFrame:
    table = library.read(IDS)
    rows = table[table["debtor"].isin(members(states)) & table["series_code"].isin(SERIES[classes])]
    frame = rows.pivot_table(index="year", columns="creditor", values="usd", aggfunc="sum").fillna(0.0)
    states_only = sorted(name for name in set(map(str, table["creditor"])) if is_country(name))
    return frame.reindex(columns=states_only).fillna(0.0)


@measure("USD")
def group_debt(library: Library, *, states: str, creditor: str, classes: str = "bilateral") -> pd.Series:
    """Public debt of a group to one creditor, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Current US dollars.
    """
    return creditors(library, states=states, classes=classes)[creditor].rename("usd")


@measure("ratio")
def group_debt_to_gdp(library: Library, *, states: str, creditor: str, classes: str = "bilateral") -> pd.Series:
    """Public debt of a group to one creditor over the group's gross domestic product, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Ratio of current dollars, over the states that report any public debt in the year; a year in which the product
        of one of them is unknown is absent.
    """
    check_choice("classes", classes, tuple(SERIES))
    debt = owed(library, members(states), creditor, classes).dropna(how="all")
    product = indicator(library, "gdp_current_usd").reindex(index=debt.index, columns=debt.columns)
    is_whole = product.notna() | debt.isna()
    ratio = debt.sum(axis=1) / product.where(debt.notna()).sum(axis=1)
    return ratio[is_whole.all(axis=1)].rename("ratio")


@measure("share", shape="ranking")
def partner_share_of_others(
    library: Library, *, source: Source, partner: str, flow: str = "total", without: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Share of one partner in the trade of every country but some, read from the partner's books.

    Parameters
    ----------
    without : tuple of str
        Countries left out, for example those that an event concerns as well.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Share in [0, 1].
    """
    frame = partner_share_everywhere(library, source=source, partner=partner, flow=flow)
    return frame.drop(columns=[state for state in without if state in frame])


@measure("share", shape="ranking")
def weight_of_powers(library: Library, *, of: str, states: str, base: int = 0) -> pd.DataFrame:
    """Weight of Russia and of China in the dealings of a group, by year.

    Parameters
    ----------
    of : {"trade", "debt", "votes"}
        Share in trade (the powers' books), in public debt to states, or mean agreement in roll calls.
    base : int
        First of three years whose mean is taken off, so that changes are compared; zero leaves levels.

    Returns
    -------
    pandas.DataFrame, shape (n_years, 2)
        Shares in [0, 1], or their changes.
    """
    check_choice("of", of, ("trade", "debt", "votes"))
    if of == "debt":
        owed = creditors(library, states=states)
        frame = owed[list(POWERS)].div(owed.sum(axis=1), axis=0)
    elif of == "votes":
        columns = {code: agreement(library, source="un-agreement", states=states, partner=code) for code in POWERS}
        frame = pd.DataFrame(columns)
    else:
        book = "comtrade-study-pairs"
        frame = pd.DataFrame(
            {
                code: partner_share(library, source=book, mirror="mirror", states=states, partners=code)
                for code in POWERS
            }
        )
    frame = frame.dropna()
    before = frame[(frame.index >= base) & (frame.index < base + BASE_YEARS)].mean()
    return frame - before if base else frame
