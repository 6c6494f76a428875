"""Corridors: figures that documents state, what is carried through a state, and who is central in a region."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoledger.countries import members
from scoledger.errors import InvalidArgumentError, NoDataError
from scoledger.indicators.books import Source, book, books, group_flow, world_flow
from scoledger.indicators.macro import in_prices, indicator
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library

SUPPLIERS, INTERREGIONAL = "china-gas-imports-by-supplier", "gas-interregional"
#: Neighbours of the heart of the continent, by how far the circle is drawn.
REGIONS: dict[str, tuple[str, ...]] = {
    "Central Asia": ("KAZ", "KGZ", "TJK", "TKM", "UZB"),
    "Central Asia and Russia": ("KAZ", "KGZ", "RUS", "TJK", "TKM", "UZB"),
    "Eurasia without the Union": (
        "AFG", "ARM", "AZE", "BLR", "GEO", "IND", "IRN", "KAZ", "KGZ", "MDA", "MNG", "PAK", "RUS", "TJK", "TKM",
        "TUR", "UKR", "UZB",
    ),
}  # fmt: skip
REGIONS["Eurasia"] = (*REGIONS["Eurasia without the Union"], *members("EU27"))
#: Part of a state's weight that is passed on to its suppliers; the rest is spread evenly (Brin and Page 1998).
PASSED_ON = {"PageRank": 0.85, "eigenvector": 1.0}
#: Rounds after which the weights no longer change.
ROUNDS = 200
CONTAINS = {("KAZ", "left out"): ("turkmenistan", "uzbekistan"), ("UZB", "left out"): ("turkmenistan",)}


def _stated(years: tuple[int, ...], values: tuple[float, ...]) -> pd.Series:
    if len(years) != len(values) or not years:
        raise InvalidArgumentError(
            f"expected one value for every year; found {len(years)} years and {len(values)} values.\n"
            "State as many values as years."
        )
    return pd.Series([float(value) for value in values], index=pd.Index(years, name="year")).sort_index()


def _codes(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(state for name in names for state in members(name))


def _hub_trade(library: Library, source: Source, hub: str, partners: tuple[str, ...], flow: str) -> pd.Series:
    """Trade of one state with states or groups, in its own books."""
    flows = [group_flow(library, source, "reported", hub, partner, flow) for partner in partners]
    return pd.concat(flows, axis=1).dropna().sum(axis=1)


@measure("count")
def stated_series(library: Library, *, years: tuple[int, ...], values: tuple[float, ...]) -> pd.Series:
    """Yearly figures that documents state, for what no table holds; the claim's records name the documents.

    Returns
    -------
    pandas.Series, shape (n_years,)
    """
    del library  # the figures stand in the claim, with their records
    return _stated(years, values).rename("count")


@measure("ratio")
def stated_per_trade(
    library: Library,
    *,
    years: tuple[int, ...],
    values: tuple[float, ...],
    source: Source,
    hub: str,
    partners: tuple[str, ...],
    flow: str = "total",
    prices: str = "current",
) -> pd.Series:
    """Yearly figures that documents state, for every billion dollars of a state's trade with some others.

    Parameters
    ----------
    hub : str
        The state whose own books are read.
    partners : tuple of str
        States or groups.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Figures per billion US dollars.
    """
    trade = in_prices(library, _hub_trade(library, source, hub, partners, flow), prices)
    return (_stated(years, values) / trade * 1e3).dropna().rename("ratio")


@measure("share")
def carried_share(
    library: Library,
    *,
    million_usd: float,
    stated_for: int,
    source: Source,
    east: tuple[str, ...],
    west: tuple[str, ...],
    books: str = "exporters",
) -> pd.Series:
    """Goods that documents say were carried, as a share of the trade between two sets of states.

    Parameters
    ----------
    million_usd : float
        Value carried in the year `stated_for`.
    east, west : tuple of str
        States or groups.
    books : {"exporters", "east"}
        Both directions as their exporters report them, or both as the eastern side does.

    Returns
    -------
    pandas.Series, shape (1,)
        Share in [0, 1]; an upper bound where some exporters do not report.
    """
    check_choice("books", books, ("exporters", "east"))
    flows = []
    for ours in _codes(east):
        for theirs in _codes(west):
            back = (ours, theirs, "import") if books == "east" else (theirs, ours, "export")
            flows += [book(library, source, ours, theirs, "export"), book(library, source, *back)]
    total = pd.concat(flows, axis=1).sum(axis=1)
    return (pd.Series({stated_for: million_usd}).rename_axis("year") / total).dropna().rename("share")


@measure("ratio")
def stated_growth(
    library: Library, *, years: tuple[int, ...], values: tuple[float, ...], state: str, base_year: int, prices: str
) -> pd.Series:
    """Sums of national money that documents state, over that of a base year.

    Parameters
    ----------
    prices : {"current", "constant", "of output"}
        Current money; without the rise of consumer prices; or the latter over real gross domestic product.

    Returns
    -------
    pandas.Series, shape (n_years,)
        One in the base year.
    """
    check_choice("prices", prices, ("current", "constant", "of output"))
    money = _stated(years, values)
    if prices != "current":
        money = money / indicator(library, "cpi_index_2010")[state]
    if prices == "of output":
        money = money / indicator(library, "gdp_const_2015_usd")[state]
    money = money.dropna()
    if base_year not in money.index:
        raise NoDataError(f"no sum for {base_year}, with which the others are compared.")
    ratio: pd.Series = money / float(money[base_year])
    return ratio.rename("ratio")


@measure("bcm")
def gas_transit(library: Library, *, through: str, own: str) -> pd.Series:
    """Gas that reaches China through a state of Central Asia, by year.

    Parameters
    ----------
    through : {"KAZ", "UZB"}
        All lines cross both.
    own : {"left out", "counted"}
        Foreign gas alone, as the edition of the Review that first covered the year has it; or for Kazakhstan all gas
        that leaves the region for China, its own with it, on one basis for every year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Billion cubic metres.
    """
    check_choice("through", through, ("KAZ", "UZB"))
    check_choice("own", own, ("left out", "counted"))
    table = library.read(SUPPLIERS).set_index("year")
    if own == "left out":
        columns = [f"{name}_pipe_edition_bcm" for name in CONTAINS[through, own]]
        return table[columns].dropna(how="all").sum(axis=1).rename("bcm")
    if through != "KAZ":
        raise NoDataError("what leaves the region on one basis is known at its last frontier only.\nAsk for 'KAZ'.")
    return table["central_asia_pipe_bcm"].dropna().rename("bcm")


@measure("ratio")
def gas_transit_to_gdp(library: Library, *, through: str, own: str) -> pd.Series:
    """Gas that reaches China through a state of Central Asia, for every billion dollars of that state's output.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Billion cubic metres per billion constant 2015 US dollars.
    """
    output = indicator(library, "gdp_const_2015_usd")[through] / 1e9
    return (gas_transit(library, through=through, own=own) / output).dropna().rename("ratio")


@measure("bcm")
def gas_leaving(library: Library, *, to: tuple[str, ...]) -> pd.Series:
    """Pipeline gas that leaves the area around the Caspian for some other areas, by year.

    Parameters
    ----------
    to : tuple of {"China", "Russian Federation", "Europe", "Middle East"}

    Returns
    -------
    pandas.Series, shape (n_years,)
        Billion cubic metres: gas of Azerbaijan and Kazakhstan's own with that in transit.
    """
    for area in to:
        check_choice("to", area, ("China", "Russian Federation", "Europe", "Middle East"))
    table = library.read(INTERREGIONAL)
    rows = table[(table["area"] == "Other CIS") & (table["flow"] == "Pipeline exports") & table["partner"].isin(to)]
    return rows.groupby("year")["bcm"].sum().rename("bcm")


def _region(name: str) -> tuple[str, ...]:
    check_choice("region", name, tuple(REGIONS))
    return REGIONS[name]


@measure("share")
def supplier_centrality(library: Library, *, source: Source, region: str, centre: str, weighting: str) -> pd.Series:
    """Weight of one state in the net of purchases between it and the states of a region, by year.

    Every state hands its weight to its suppliers by their shares in what it buys inside the net: who supplies many,
    or those who supply many, weighs much.

    Parameters
    ----------
    region : str
        One of `REGIONS`; the centre belongs to the net beside it.
    weighting : {"PageRank", "eigenvector"}
        Whether a small part of every weight is spread evenly.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; sales that the sellers do not report are none.

    Notes
    -----
    PageRank: Brin and Page (1998); without the even part it is the eigenvector centrality of Bonacich (1987).
    """
    check_choice("weighting", weighting, tuple(PASSED_ON))
    states = tuple(dict.fromkeys((centre, *_region(region))))
    table = books(library, source, states, states, "export").fillna(0.0)
    found = {}
    for year, row in table.iterrows():
        matrix = row.unstack().reindex(index=list(states), columns=list(states)).fillna(0.0).to_numpy()
        found[year] = _weights(matrix, PASSED_ON[weighting])[states.index(centre)]
    return pd.Series(found, dtype=float).rename_axis("year").rename("share")


def _weights(matrix: np.ndarray, passed_on: float) -> np.ndarray:
    """Where weights settle that every row hands to the columns by its shares; a row of nothing spreads its weight."""
    size = len(matrix)
    totals = matrix.sum(axis=1, keepdims=True)
    shares = np.where(totals > 0, matrix / np.where(totals > 0, totals, 1.0), 1.0 / size)
    weights = np.full(size, 1.0 / size)
    for _ in range(ROUNDS):
        # Half of the old weights is kept in each round: two states that trade with each other alone would else swing.
        weights = 0.5 * weights + 0.5 * (passed_on * weights @ shares + (1 - passed_on) / size)
    return np.asarray(weights / weights.sum())


@measure("share")
def first_supplier(library: Library, *, source: Source, region: str, supplier: str, bloc: str) -> pd.Series:
    """Share of a region's states whose largest supplier is one state, by year.

    Parameters
    ----------
    source : str or tuple of str
        Tables that are read for the suppliers' sales; every country that they have as a reporter is a rival.
    bloc : {"members", "one partner"}
        Whether the European Union's members are rivals one by one, or together.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].
    """
    check_choice("bloc", bloc, ("members", "one partner"))
    names = (source,) if isinstance(source, str) else source
    sellers = {str(name) for table in names for name in library.read(table)["reporter"].unique()} - {"WLD", "EU27"}
    buyers = tuple(state for state in _region(region) if state != supplier)
    table = books(library, source, sorted(sellers), buyers, "export").fillna(0.0)
    union = set(members("EU27"))
    found = {}
    for year, row in table.iterrows():
        sales = row.unstack()
        if bloc == "one partner":
            inside = [name for name in sales if name in union]
            together = sales[inside].sum(axis=1).rename("EU27")
            sales = pd.concat([sales.drop(columns=inside), together], axis=1)
        sales = sales[sales.sum(axis=1) > 0].fillna(0.0)
        found[year] = float((sales.idxmax(axis=1) == supplier).mean())
    return pd.Series(found, dtype=float).rename_axis("year").rename("share")


@measure("share")
def share_in_region(library: Library, *, source: Source, region: str, partner: str, flow: str = "total") -> pd.Series:
    """Share of one state in the trade of a region, from its own books over what all reporters record, by year.

    Parameters
    ----------
    region : str
        One of `REGIONS`, without the partner itself.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].
    """
    states = tuple(state for state in _region(region) if state != partner)
    trade = group_flow(library, source, "mirror", states, partner, flow)
    return (trade / world_flow(library, source, "mirror", states, flow)).dropna().rename("share")
