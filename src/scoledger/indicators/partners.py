"""Partners of a state: their shares side by side, dependence both ways, and the same for every country of the world."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from scoledger.countries import is_country, members
from scoledger.errors import NoDataError
from scoledger.indicators.books import FLOWS, Source, book, pair_flow, partners_total, world_flow, world_totals
from scoledger.indicators.debt import CLASSES, debt_stock
from scoledger.indicators.macro import indicator, keep_alike
from scoledger.indicators.registry import check_choice, measure
from scoledger.indicators.trade import bilateral_trade, partner_share
from scoledger.tables import Library

SUMMARY_TABLE = "wits-trade-summary"
_OPPOSITE = {"export": "import", "import": "export", "total": "total"}


@measure("share", shape="ranking")
def partner_shares(
    library: Library,
    *,
    source: Source,
    mirror: str,
    states: str,
    blocs: tuple[str, ...],
    flow: str = "total",
) -> pd.DataFrame:
    """Shares of several partners in the trade of a state or group, side by side, by year.

    Parameters
    ----------
    mirror : {"reported", "mirror"}
        The states' own books over their own totals, or the partners' books over what all reporters record.
    blocs : tuple of str
        Partners; a plus joins several to one, as in ``"CHN+RUS"``.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_blocs)
        Shares in [0, 1].  Only years in which every state has a value for every partner named.
    """
    check_choice("mirror", mirror, ("reported", "mirror"))
    world = world_flow(library, source, mirror, states, flow)
    return _by_bloc(library, source, mirror, states, blocs, flow).div(world, axis=0).dropna()


@measure("million USD", shape="ranking")
def trade_with_blocs(
    library: Library, *, source: Source, mirror: str, states: str, blocs: tuple[str, ...], flow: str = "total"
) -> pd.DataFrame:
    """Trade of a state or group with several partners, side by side, for comparing them, by year.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_blocs)
        Million current US dollars.  Only years in which every state has a value for every partner named.
    """
    check_choice("mirror", mirror, ("reported", "mirror"))
    return _by_bloc(library, source, mirror, states, blocs, flow)


def _by_bloc(
    library: Library, source: Source, mirror: str, states: str, blocs: tuple[str, ...], flow: str
) -> pd.DataFrame:
    names = sorted({name for bloc in blocs for name in bloc.split("+")})
    trade = pd.DataFrame({name: _group_trade(library, source, mirror, states, name, flow) for name in names})
    together = {bloc: trade[bloc.split("+")].sum(axis=1, skipna=False) for bloc in blocs}
    return pd.DataFrame(together).dropna()


def _group_trade(library: Library, source: Source, mirror: str, states: str, partner: str, flow: str) -> pd.Series:
    """Trade of all states of a group with one row of the books, which may be an aggregate."""
    columns = {
        state: pair_flow(library, source, mirror, state, partner, flow) for state in members(states) if state != partner
    }
    return pd.DataFrame(columns).dropna().sum(axis=1)


@measure("ratio")
def smallest_yearly_change(
    library: Library,
    *,
    source: Source,
    mirror: str,
    states: str,
    partners: str,
    first_year: int,
    what: str = "trade",
    flow: str = "total",
    prices: str = "current",
) -> pd.Series:
    """Smallest relative change from one year to the next since a first year, by year.

    Parameters
    ----------
    first_year : int
        Year from which changes count; the first change is that of the year after.
    what : {"trade", "share"}
        Dollars, or the partner's share in the states' trade.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Above zero as long as no year brought a fall.
    """
    check_choice("what", what, ("trade", "share"))
    if what == "share":
        series = partner_share(library, source=source, mirror=mirror, states=states, partners=partners, flow=flow)
    else:
        series = bilateral_trade(
            library, source=source, mirror=mirror, states=states, partners=partners, flow=flow, prices=prices
        )
    known = series[series.index >= first_year].sort_index()
    neighbours = known.reindex(known.index - 1).to_numpy()
    change = pd.Series(known.to_numpy() / neighbours - 1, index=known.index)
    return change.dropna().cummin().rename("ratio")


def _books_everywhere(library: Library, source: Source, partner: str, flow: str) -> pd.DataFrame:
    """Trade of every country with one partner, from that partner's books, years x countries, million dollars."""
    check_choice("flow", flow, FLOWS)
    wanted = ("export", "import") if flow == "total" else (_OPPOSITE[flow],)
    columns: dict[str, pd.Series] = {}
    for code in map(str, world_totals(library, flow)):
        if is_country(code) and code != partner:
            flows = [book(library, source, partner, code, one) for one in wanted]
            if all(len(one) for one in flows):
                columns[code] = pd.concat(flows, axis=1).sum(axis=1, skipna=False)
    return pd.DataFrame(columns).dropna(how="all").sort_index()


@measure("share", shape="ranking")
def dependence_everywhere(
    library: Library,
    *,
    source: Source,
    partner: str,
    always: str,
    per: str = "trade",
    flow: str = "total",
    among: str = "all states",
) -> pd.DataFrame:
    """Trade with one partner in the trade, or over the product, of every country, from the partner's books.

    Parameters
    ----------
    always : str
        State or group that is kept whatever `among` says.
    per : {"trade", "gdp"}
        All trade of the country, or its gross domestic product.
    among : {"all states", "raw-material economies"}
        Every country, or those whose resource rents averaged 5 percent of product or more in 2005-2012.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Ratios.
    """
    check_choice("per", per, ("trade", "gdp"))
    trade = _books_everywhere(library, source, partner, flow)
    base = world_totals(library, flow) if per == "trade" else indicator(library, "gdp_current_usd") / 1e6
    ratio = (trade / base)[list(trade)].dropna(how="all")
    return keep_alike(library, ratio, among, always)


@measure("share", shape="ranking")
def mutual_dependence_everywhere(
    library: Library, *, source: Source, partner: str, form: str, flow: str = "total"
) -> pd.DataFrame:
    """Dependence of every country and one partner upon each other, from the partner's books.

    Parameters
    ----------
    form : {"smaller", "geometric mean", "one-sided"}
        The smaller of the two trade shares, their geometric mean, or the country's less the partner's.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Shares.

    Notes
    -----
    Barbieri (1996) calls the geometric mean salience.
    """
    check_choice("form", form, ("smaller", "geometric mean", "one-sided"))
    trade = _books_everywhere(library, source, partner, flow)
    ours = (trade / world_totals(library, flow))[list(trade)].dropna(how="all")
    theirs = trade.div(partners_total(library, partner, _OPPOSITE[flow]), axis=0).reindex(ours.index)
    if form == "smaller":
        return ours.where(ours < theirs, theirs)
    return ours - theirs if form == "one-sided" else (ours * theirs) ** 0.5


@measure("log points", shape="ranking")
def log_trade_everywhere(library: Library, *, source: Source, partner: str, flow: str = "total") -> pd.DataFrame:
    """Natural logarithm of every country's trade with one partner, from the partner's books.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Log of million current US dollars; a year without trade is absent.
    """
    trade = _books_everywhere(library, source, partner, flow)
    logs: pd.DataFrame = trade.where(trade > 0).apply(np.log)
    return logs


@measure("log points", shape="ranking")
def log_sales_everywhere(library: Library, *, source: Source, buyer: str, among: tuple[str, ...]) -> pd.DataFrame:
    """Natural logarithm of the sales of some states to one buyer, from the sellers' books.

    Parameters
    ----------
    among : tuple of str
        The sellers.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_sellers)
        Log of million current US dollars; a year without sales is absent.
    """
    sales = pd.DataFrame({seller: book(library, source, seller, buyer, "export") for seller in among})
    logs: pd.DataFrame = sales.where(sales > 0).apply(np.log)
    return logs.dropna(how="all").sort_index()


@measure("share")
def median_dependence(
    library: Library, *, source: Source, states: str, hubs: tuple[str, ...], form: str, flow: str = "total"
) -> pd.Series:
    """Dependence of the median pair of a group, from the books of its hubs, by year.

    Parameters
    ----------
    hubs : tuple of str
        States whose books are read; only pairs with one of them count, and a pair of two hubs is read from the first.
    form : {"either way", "smaller", "one-sided"}
        Median of both states' shares, of each pair's smaller share, or of the distance between the two.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; only years in which every pair has a value.
    """
    check_choice("form", form, ("either way", "smaller", "one-sided"))
    found: dict[str, pd.Series] = {}
    for hub, state in itertools.product(hubs, members(states)):
        if hub == state or (state in hubs and hubs.index(state) < hubs.index(hub)):
            continue
        flows = pair_flow(library, source, "mirror", state, hub, flow)
        ours = flows / partners_total(library, state, flow)
        theirs = flows / partners_total(library, hub, _OPPOSITE[flow])
        pair = f"{hub}-{state}"
        if form == "either way":
            found |= {f"{pair} here": ours, f"{pair} there": theirs}
        else:
            found[pair] = ours.where(ours < theirs, theirs).dropna() if form == "smaller" else (ours - theirs).abs()
    return pd.DataFrame(found).dropna().median(axis=1).rename("share")


@measure("count", shape="ranking")
def partner_count_everywhere(library: Library, *, flow: str) -> pd.DataFrame:
    """Number of partners of every country that the World Bank's summaries cover, by year.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Count, from the countries' own reports.
    """
    check_choice("flow", flow, ("export", "import"))
    return _summary(library, f"No. Of {flow.capitalize()} partners")


@measure("index", shape="ranking")
def market_concentration_everywhere(library: Library) -> pd.DataFrame:
    """Herfindahl-Hirschman index of export markets of every country that the World Bank's summaries cover, by year.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Index in [0, 1]; low means many markets of like weight.
    """
    return _summary(library, "HH Market concentration index")


def _summary(library: Library, name: str) -> pd.DataFrame:
    frame = library.read(SUMMARY_TABLE)
    rows = frame[frame["indicator"] == name]
    return rows.pivot_table(index="year", columns="reporter", values="value").sort_index()


@measure("ratio", shape="ranking")
def openness(library: Library, *, what: str = "trade") -> pd.DataFrame:
    """Trade in goods, or in goods and services, over gross domestic product of every country, by year.

    Parameters
    ----------
    what : {"merchandise", "trade", "exports", "imports"}

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Ratio; can exceed one.
    """
    names = {"merchandise": "merch_trade_pct_gdp"} | {one: f"{one}_pct_gdp" for one in ("trade", "exports", "imports")}
    check_choice("what", what, tuple(names))
    return indicator(library, names[what]) / 100


@measure("share", shape="ranking")
def creditor_shares(
    library: Library, *, states: str, creditors: tuple[str, ...], classes: str = "bilateral"
) -> pd.DataFrame:
    """Shares of several creditor states in a state's public and publicly guaranteed external debt, by year.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_creditors)
        Shares in [0, 1]; a creditor without a row in a year in which the state reports is owed nothing.
    """
    check_choice("classes", classes, tuple(CLASSES))
    total = debt_stock(library, "WLD", "all classes")
    if states not in total:
        raise NoDataError(f"no public debt of {states}")
    owed = {creditor: debt_stock(library, creditor, classes) for creditor in creditors}
    columns = {
        name: (stock[states] if states in stock else pd.Series(dtype=float)).reindex(total.index).fillna(0.0)
        for name, stock in owed.items()
    }
    return pd.DataFrame(columns).div(total[states], axis=0).dropna()
