"""Contrasts: a year against base years, a group of states against the others."""

from __future__ import annotations

import pandas as pd

from scoledger.countries import members
from scoledger.errors import NoDataError
from scoledger.indicators.exercises import INSIDE, OUTSIDE
from scoledger.indicators.macro import WDI, indicator
from scoledger.indicators.power import CINC, SIPRI, capabilities, states_of
from scoledger.indicators.registry import check_choice, measure
from scoledger.indicators.security import arms_by_supplier, terrorism
from scoledger.indicators.votes import pair_distance
from scoledger.tables import Library

CONFLICTS, TRANSPORT = "ucdp-prio-conflicts", "world-bank-transport-to-2013"
WEIGHTS = ("by volume", "state by state")
#: Sources whose spending can be held to output, in the same dollars, or to that of the United States.
HELD_TO = {"own output": (WDI, SIPRI), "the United States": (WDI, SIPRI, CINC)}
LINKS = {"logistics": "lpi_overall_score", "cost of exports": "cost_to_export_usd_per_container"}
MIDDLES = ("median", "average")
#: States of the table of transport that are rich, and those that are landlocked as Central Asia is or its neighbours.
RICH = ("HKG", "JPN", "KOR", "USA")
NEIGHBOURS = ("AFG", "ARM", "AZE", "BLR", "CHN", "GEO", "IRN", "MNG", "NPL", "PAK", "RUS", "TUR", "UKR")
REST = ("all others", "without rich states", "neighbours and landlocked states")


def mean_of_base(series: pd.Series, base: tuple[int, int]) -> float:
    """Mean over base years.

    Raises
    ------
    NoDataError
        If the series has none of them.
    """
    known = series[(series.index >= base[0]) & (series.index <= base[1])].dropna()
    if known.empty:
        raise NoDataError(f"no value in the base years {base[0]}-{base[1]}")
    return float(known.mean())


def _share_of(library: Library, supplier: str, states: tuple[str, ...], years: int, weights: str) -> pd.Series:
    check_choice("weights", weights, WEIGHTS)
    groups = [states] if weights == "by volume" else [(state,) for state in states]
    shares = []
    for group in groups:
        volume = pd.concat([arms_by_supplier(library, state, years) for state in group]).groupby(level=0).sum()
        total = volume.sum(axis=1)
        from_supplier = volume[supplier] if supplier in volume else total * 0.0
        shares.append(from_supplier / total.where(total > 0))
    return pd.concat(shares, axis=1).mean(axis=1)


@measure("share", shape="ranking")
def supplier_share_of_groups(
    library: Library, *, supplier: str, outsiders: str, years: int, weights: str = "by volume"
) -> pd.DataFrame:
    """Share of one supplier in the arms of members of the treaty organisation and of outsiders, by year.

    Parameters
    ----------
    outsiders : {"TKM", "TKM+UZB"}
    years : int
        Deliveries of so many years are summed.
    weights : {"by volume", "state by state"}
        Whether deliveries are pooled, or every state's share counts alike.

    Returns
    -------
    pandas.DataFrame, shape (n_years, 2)
        Columns ``"CSTO members"`` (Kazakhstan, Kyrgyzstan, Tajikistan) and ``"outsiders"``, shares in [0, 1] of SIPRI's
        trend-indicator values; years without deliveries to a group are missing.
    """
    check_choice("outsiders", outsiders, OUTSIDE)
    groups = {"CSTO members": INSIDE, "outsiders": OUTSIDE[outsiders]}
    return pd.DataFrame(
        {name: _share_of(library, supplier, states, years, weights) for name, states in groups.items()}
    ).dropna(how="all")


@measure("share")
def supplier_share_rise(
    library: Library, *, supplier: str, base: tuple[int, int], years: int, weights: str = "by volume"
) -> pd.Series:
    """How much larger a supplier's share in the arms of the treaty organisation's members is than in base years.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Difference of shares, by year.
    """
    share = _share_of(library, supplier, INSIDE, years, weights).dropna()
    return (share - mean_of_base(share, base)).rename("share")


@measure("index")
def distance_change(
    library: Library, *, state: str, partner: str, base: tuple[int, int], column: str = "idealpoint_fp"
) -> pd.Series:
    """How much farther a state's ideal point lies from a partner's than in base years, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Difference on the producer's scale; above zero when the two have drifted apart.
    """
    distance = pair_distance(library, state=state, partner=partner, column=column)
    return (distance - mean_of_base(distance, base)).rename("index")


def _spending(library: Library, state: str, source: str) -> pd.Series:
    """Military spending of a state, US dollars: SIPRI's at constant prices, the others' at current ones."""
    if source == CINC:
        table = library.read(CINC)
        return table[table["iso3"] == state].set_index("year")["milex_kusd_current"].sort_index() * 1e3
    frame = capabilities(library, "military spending, constant" if source == SIPRI else "military spending", source)
    if state not in frame:
        raise NoDataError(f"{state} is not in {source}")
    return frame[state]


@measure("ratio")
def buildup(library: Library, *, state: str, held_to: str, source: str, base: tuple[int, int]) -> pd.Series:
    """Military spending held against output or against the United States, over the same in base years, by year.

    Parameters
    ----------
    held_to : {"own output", "the United States"}
    source : {"world-bank-indicators", "sipri-military-expenditure", "cow-cinc"}
        Where spending is read.  Output is the World Bank's, at constant prices beside SIPRI's spending: dollars at two
        exchange rates would make nonsense of the 1990s.  The Correlates of War's dollars are held to no output.
    base : tuple of int
        First and last base year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Ratio; above one when the state arms more than it did.
    """
    check_choice("held_to", held_to, HELD_TO)
    check_choice("source", source, HELD_TO[held_to])
    spending = _spending(library, state, source)
    if held_to == "own output":
        other = indicator(library, "gdp_const_2015_usd" if source == SIPRI else "gdp_current_usd")[state]
    else:
        other = _spending(library, "USA", source)
    share = (spending / other).dropna()
    return (share / mean_of_base(share, base)).rename("ratio")


@measure("ratio")
def violence_to_base(library: Library, *, state: str, count: str, base: tuple[int, int]) -> pd.Series:
    """Terrorist incidents or victims over their mean in base years, by year.

    Parameters
    ----------
    count : {"incidents", "killed", "wounded"}

    Returns
    -------
    pandas.Series, shape (n_years,)
        Ratio.
    """
    series = terrorism(library, states=state, count=count)
    return (series / mean_of_base(series, base)).rename("ratio")


@measure("ratio")
def war_to_base(library: Library, *, place: str, tally: str, base: tuple[int, int]) -> pd.Series:
    """Armed conflicts of a place over their mean in base years, by year.

    Parameters
    ----------
    place : str
        Name in the producer's words.
    tally : {"conflicts", "intensity"}
        How many there are, or the sum of their intensities: 1 for 25 battle deaths a year, 2 for a thousand.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Ratio; a year without any conflict is zero.
    """
    check_choice("tally", tally, ("conflicts", "intensity"))
    table = library.read(CONFLICTS)
    years = range(int(table["year"].min()), int(table["year"].max()) + 1)
    rows = table[table["location"].str.split(", ").map(lambda names: place in names)].groupby("year")["intensity_level"]
    series = (rows.size() if tally == "conflicts" else rows.sum()).reindex(years, fill_value=0).astype(float)
    return (series / mean_of_base(series, base)).rename("ratio")


def _rest(codes: list[str], rest: str, left_out: tuple[str, ...]) -> list[str]:
    check_choice("rest", rest, REST)
    kept = [code for code in codes if code not in left_out]
    if rest == "without rich states":
        return [code for code in kept if code not in RICH]
    return [code for code in kept if code in NEIGHBOURS] if rest.startswith("neighbours") else kept


@measure("share")
def others_better_linked(library: Library, *, links: str, states: str, rest: str, middle: str = "median") -> pd.Series:
    """Share of other states whose links with the world are better than the middle of a group's, by year.

    Parameters
    ----------
    links : {"logistics", "cost of exports"}
        The World Bank's index of logistics, or the cost of exporting a container.
    states : str
        The group.
    rest : {"all others", "without rich states", "neighbours and landlocked states"}
        Which other states of the table count; none is Central Asian.
    middle : {"median", "average"}

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].
    """
    check_choice("links", links, LINKS)
    check_choice("middle", middle, MIDDLES)
    table = library.read(TRANSPORT)
    frame = table[table["indicator"] == LINKS[links]].pivot(index="year", columns="iso3", values="value")
    ours = frame.reindex(columns=list(states_of(states)))
    centre = ours.median(axis=1) if middle == "median" else ours.mean(axis=1)
    theirs = frame[_rest([str(code) for code in frame], rest, members("CA5"))]
    better = theirs.gt(centre, axis=0) if links == "logistics" else theirs.lt(centre, axis=0)
    return (better.sum(axis=1) / theirs.notna().sum(axis=1)).where(centre.notna()).dropna().rename("share")
