"""Bilateral trade: level, share, dependence, asymmetry, concentration, intensity."""

from __future__ import annotations

import functools

import pandas as pd

from scoledger.countries import is_country, members
from scoledger.indicators.books import (
    FLOWS,
    Source,
    book,
    group_flow,
    pair_flow,
    partners,
    partners_total,
    reporters,
    world_flow,
    world_totals,
    world_trade,
)
from scoledger.indicators.macro import gdp, in_prices
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library


@measure("million USD")
def bilateral_trade(
    library: Library,
    *,
    source: Source,
    mirror: str,
    states: str,
    partners: str,
    flow: str = "total",
    prices: str = "current",
) -> pd.Series:
    """Trade of a state or group with a partner or group, by year.

    Parameters
    ----------
    source : str
        Table id.
    mirror : str
        Whose books are read, see `scoledger.indicators.books`.
    states, partners : str
        Country code or group, for example ``"CA5"`` and ``"CHN"``; the partner ``"WLD"`` is the whole world.
    flow : {"export", "import", "total"}
        As seen from `states`.
    prices : {"current", "constant"}
        Current dollars, or dollars of 2015 by the United States consumer price index.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Million US dollars; a year in which one of the states has no value is absent.
    """
    if partners == "WLD":
        series = world_flow(library, source, mirror, states, flow)
    else:
        series = group_flow(library, source, mirror, states, partners, flow)
    return in_prices(library, series, prices)


@measure("share")
def partner_share(
    library: Library, *, source: Source, mirror: str, states: str, partners: str, flow: str = "total"
) -> pd.Series:
    """Share of a state's or group's trade that goes to one partner, by year (trade share).

    Numerator and denominator come from one side: the states' own books for ``reported``, otherwise the partner's
    books over what all reporters record with the states.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].  Sums over states before dividing, so large economies weigh more.
    """
    numerator = group_flow(library, source, mirror, states, partners, flow)
    return (numerator / world_flow(library, source, mirror, states, flow)).dropna().rename("share")


@measure("ratio")
def trade_to_gdp(
    library: Library, *, source: Source, mirror: str, states: str, partners: str, flow: str = "total"
) -> pd.Series:
    """Trade with one partner over gross domestic product (trade-to-GDP dependence), by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Ratio of current dollars to current dollars; can exceed one.
    """
    numerator = group_flow(library, source, mirror, states, partners, flow)
    return (numerator / gdp(library, states)).dropna().rename("ratio")


@measure("share")
def asymmetry(
    library: Library, *, source: Source, mirror: str, states: str, partners: str, flow: str = "total"
) -> pd.Series:
    """Hirschman asymmetry: the states' dependence on the partner less the partner's dependence on them, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Difference of two trade shares, in [-1, 1]; positive when the states depend more.

    Notes
    -----
    Hirschman (1945).  The partner's own total is what all reporters record with it.
    """
    numerator = group_flow(library, source, mirror, states, partners, flow)
    ours = numerator / world_flow(library, source, mirror, states, flow)
    opposite = {"export": "import", "import": "export", "total": "total"}[flow]
    theirs = numerator / partners_total(library, members(partners)[0], opposite)
    return (ours - theirs).dropna().rename("share")


@measure("index")
def partner_hhi(library: Library, *, source: Source, states: str, flow: str = "total") -> pd.Series:
    """Herfindahl-Hirschman index of a state's partners, from its own books, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Sum of squared partner shares, in (0, 1]; its inverse is the effective number of partners.
    """
    check_choice("flow", flow, FLOWS)
    names = sorted(name for name in partners(library, source, states) if is_country(name) and name != states)
    flows = ("export", "import") if flow == "total" else (flow,)
    one_way = [pd.DataFrame({name: book(library, source, states, name, one) for name in names}) for one in flows]
    trade = one_way[0] if len(one_way) == 1 else one_way[0].add(one_way[1], fill_value=0.0)
    shares = trade.div(trade.sum(axis=1), axis=0)
    return (shares**2).sum(axis=1).rename("index")


@measure("ratio")
def trade_intensity(
    library: Library, *, source: Source, mirror: str, states: str, partners: str, flow: str = "total"
) -> pd.Series:
    """Trade intensity: the partner's share in the states' trade over its share in world trade, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        One when the states trade with the partner as much as its size predicts.
    """
    share = partner_share(library, source=source, mirror=mirror, states=states, partners=partners, flow=flow)
    opposite = {"export": "import", "import": "export", "total": "total"}[flow]
    weight = partners_total(library, members(partners)[0], opposite) / world_trade(library, opposite)
    return (share / weight).dropna().rename("ratio")


@measure("million USD", shape="ranking")
def partners_by_trade(library: Library, *, source: str, mirror: str, state: str, flow: str, bloc: str) -> pd.DataFrame:
    """Trade of one state with each of its partners, by year, for ranking them.

    Parameters
    ----------
    mirror : {"reported", "mirror"}
        The state's own books, or each partner's.
    bloc : {"members", "one partner"}
        Whether the members of the European Union are ranked one by one, or the source's row for the Union is.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_partners)
        Million current US dollars.
    """
    check_choice("mirror", mirror, ("reported", "mirror"))
    check_choice("bloc", bloc, ("members", "one partner"))
    if mirror == "reported":
        names = partners(library, source, state)
    else:
        names = frozenset(name for name in reporters(library, source) if is_country(name))
    union = set(members("EU27"))
    wanted = {name for name in names if is_country(name)} - {state}
    if bloc == "one partner":
        wanted = wanted - union | {"EU27"}
    columns = {partner: pair_flow(library, source, mirror, state, partner, flow) for partner in sorted(wanted)}
    return pd.DataFrame(columns).dropna(how="all")


@measure("share", shape="ranking")
def partner_share_everywhere(library: Library, *, source: Source, partner: str, flow: str = "total") -> pd.DataFrame:
    """Share of one partner in the trade of every country, read from the partner's books (the control).

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Share in [0, 1].  Countries of which the partner's books or the world totals hold nothing are absent.
    """
    return _share_everywhere(library, source, partner, flow).copy(deep=False)  # pandas copies what is changed


@functools.lru_cache(maxsize=64)
def _share_everywhere(library: Library, source: Source, partner: str, flow: str) -> pd.DataFrame:
    totals = world_totals(library, flow)
    opposite = {"export": ("import",), "import": ("export",), "total": ("export", "import")}[flow]
    columns: dict[str, pd.Series] = {}
    for code in map(str, totals):
        if is_country(code) and code != partner:
            flows = [book(library, source, partner, code, one) for one in opposite]
            if all(len(one) for one in flows):
                columns[code] = pd.concat(flows, axis=1).sum(axis=1, skipna=False) / totals[code]
    return pd.DataFrame(columns).dropna(how="all")
