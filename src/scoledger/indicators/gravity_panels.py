"""Panels of bilateral flows for structural gravity, with what may change trade: membership, a hub, agreements."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from scoledger.countries import is_country
from scoledger.indicators.gravity import GEODIST, OLD_CODES, PANEL, REPORTS
from scoledger.indicators.membership import STATUS_TABLE
from scoledger.tables import Library

AGREEMENTS = "desta-agreements"
#: Reporters whose exports the producer estimates, most of them from their partners' books.
ESTIMATED = ("TJK", "TKM", "UZB")


@functools.lru_cache(maxsize=4)
def _annual(library: Library) -> pd.DataFrame:
    table = library.read(REPORTS).rename(columns={"reporter": "exporter", "partner": "importer"})
    known = table["exporter"].map(is_country) & table["importer"].map(is_country) & (table["value_musd"] > 0)
    return table.loc[known, ["exporter", "importer", "year", "value_musd"]].reset_index(drop=True)


def annual_flows(library: Library, first_year: int, last_year: int) -> pd.DataFrame:
    """Positive exports of every year, as the exporters report them.

    Returns
    -------
    pandas.DataFrame, shape (n_flows, 4)
        ``exporter``, ``importer``, ``year``, ``value_musd``.  A flow that is not reported is absent, not zero; about
        forty exporters are absent altogether (see the card of ``imf-dots-exports``).
    """
    flows = _annual(library)
    return flows[flows["year"].between(first_year, last_year)].reset_index(drop=True)


@functools.lru_cache(maxsize=4)
def four_yearly_flows(library: Library) -> pd.DataFrame:
    """Exports of every fourth year with zeros, and whether an agreement was in force.

    Returns
    -------
    pandas.DataFrame, shape (n_flows, 5)
        ``exporter``, ``importer``, ``year``, ``value_musd`` (zero where nothing was traded) and ``agreement`` (0 or 1).
    """
    table = library.read(PANEL).replace({"exporter": OLD_CODES, "importer": OLD_CODES})
    flows = table[["exporter", "importer", "year"]].assign(
        value_musd=table["value_usd"] / 1e6, agreement=(table["agreement_id"] > 0).astype(float)
    )
    return flows[flows["exporter"] != flows["importer"]].reset_index(drop=True)


def in_force(library: Library, flows: pd.DataFrame) -> pd.Series:
    """Whether a trade agreement of the two was in force (DESTA), for each flow.

    Returns
    -------
    pandas.Series, shape (n_flows,)
        0 or 1; an agreement without a year of entry into force counts for nothing.
    """
    table = library.read(AGREEMENTS).dropna(subset=["iso3_a", "iso3_b", "year_in_force"])
    pairs = pd.DataFrame(np.sort(table[["iso3_a", "iso3_b"]].astype(str).to_numpy(), axis=1), columns=["one", "other"])
    since = pairs.assign(year=table["year_in_force"].to_numpy(dtype=float)).groupby(["one", "other"])["year"].min()
    ends = np.sort(flows[["exporter", "importer"]].astype(str).to_numpy(), axis=1)
    first = since.reindex(pd.MultiIndex.from_arrays([ends[:, 0], ends[:, 1]])).to_numpy()
    return pd.Series((flows["year"].to_numpy() >= first).astype(float), index=flows.index)


def among(flows: pd.DataFrame, members: Collection[str], since: int) -> pd.Series:
    """Whether both ends belong to a set of states and the year is no earlier than `since`, for each flow (0 or 1)."""
    inside = flows["exporter"].isin(members) & flows["importer"].isin(members) & (flows["year"] >= since)
    return inside.astype(float)


def among_members_then(library: Library, flows: pd.DataFrame) -> pd.Series:
    """Whether both ends were members of the organisation in the middle of the year, for each flow (0 or 1).

    Membership begins and ends as the table of statuses says.
    """
    table = library.read(STATUS_TABLE)
    rows = table[table["status"] == "member"]
    middle = pd.to_datetime(flows["year"].astype(str) + "-07-01")
    start, end = (rows.set_index("iso3")[name] for name in ("start", "end"))
    held = []
    for side in ("exporter", "importer"):
        begins, ends = flows[side].map(start), flows[side].map(end)
        held.append((begins <= middle) & (ends.isna() | (middle < ends)))
    return (held[0] & held[1]).astype(float)


def between(flows: pd.DataFrame, hub: str, states: Collection[str], since: int) -> pd.Series:
    """Whether a flow joins a hub and one of the states, either way, no earlier than `since` (0 or 1)."""
    out = (flows["exporter"] == hub) & flows["importer"].isin(states)
    back = (flows["importer"] == hub) & flows["exporter"].isin(states)
    return ((out | back) & (flows["year"] >= since)).astype(float)


def add_effects(flows: pd.DataFrame) -> pd.DataFrame:
    """Add the groups that structural gravity takes out.

    Returns
    -------
    pandas.DataFrame
        With ``exporter_year``, ``importer_year``, ``pair`` (directed) and ``couple`` (undirected) as whole numbers.
    """
    low, high = np.sort(flows[["exporter", "importer"]].astype(str).to_numpy(), axis=1).T
    exporter, importer, year = flows["exporter"].astype(str), flows["importer"].astype(str), flows["year"].astype(str)
    return flows.assign(
        exporter_year=pd.factorize(exporter + year)[0],
        importer_year=pd.factorize(importer + year)[0],
        pair=pd.factorize(exporter + importer)[0],
        couple=pd.factorize(pd.Series(low) + pd.Series(high))[0],
    )


def neighbourhoods(
    library: Library, size: int, without: Collection[str], among_states: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Each state with its nearest neighbours: placebo blocs as compact as a real one.

    Parameters
    ----------
    size : int
        States in each.
    without : collection of str
        A neighbourhood that holds one of these is left out.
    among_states : collection of str
        States that may belong to one.

    Returns
    -------
    dict of str to tuple of str
        By the state in the middle; a set of states that comes up twice is kept once.
    """
    table = _nearest_first(library, among_states)
    found: dict[frozenset[str], str] = {}
    for middle, rows in table.groupby("iso_o", sort=True):
        states = frozenset([str(middle), *rows["iso_d"].head(size - 1)])
        if len(states) == size and not states & set(without):
            found.setdefault(states, str(middle))
    return {middle: tuple(sorted(states)) for states, middle in found.items()}


def order_outward(library: Library, blocs: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """States of each bloc by distance from the one in the middle, the nearest first and the middle before all."""
    table = _nearest_first(library, {state for states in blocs.values() for state in states})
    by_middle = {str(middle): list(rows["iso_d"]) for middle, rows in table.groupby("iso_o")}
    return {
        middle: (middle, *(str(state) for state in by_middle.get(middle, []) if state in states))
        for middle, states in blocs.items()
    }


def _nearest_first(library: Library, states: Collection[str]) -> pd.DataFrame:
    """Distances between some states, by state and then from the nearest outward."""
    table = library.read(GEODIST).replace({"iso_o": OLD_CODES, "iso_d": OLD_CODES})
    table = table[table["iso_o"].isin(states) & table["iso_d"].isin(states)]
    return table[table["iso_o"] != table["iso_d"]].sort_values(["iso_o", "distance_km", "iso_d"])
