"""Trade inside a group of states, read from the books of its hubs."""

from __future__ import annotations

import itertools

import pandas as pd

from scoledger.countries import members
from scoledger.indicators.books import Source, book, partners_total, world_totals
from scoledger.indicators.macro import in_prices
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library

#: A state whose books hold fewer years than this is read from its partner's books throughout.
REGULAR_YEARS = 10
FUELS_TABLE = "comtrade-mineral-fuels-hs27"


def _exports(
    library: Library, source: Source, mirror: str, exporter: str, importer: str, hubs: tuple[str, ...]
) -> pd.Series:
    """One directed flow, always read from the same side so that the series has no seam.

    ``hub``: the hub's books; between two hubs, the exporter's.  ``other``: the other state's books, or the hub's
    where that state does not report regularly; between two hubs, the importer's.
    """
    by_exporter = book(library, source, exporter, importer, "export")
    by_importer = book(library, source, importer, exporter, "import")
    both_hubs = exporter in hubs and importer in hubs
    hub_exports = by_exporter if exporter in hubs else by_importer
    other = by_importer if exporter in hubs else by_exporter
    if both_hubs:
        return by_exporter if mirror == "hub" else by_importer
    return hub_exports if mirror == "hub" or len(other) < REGULAR_YEARS else other


def intra_exports(
    library: Library, source: Source, mirror: str, states: str, hubs: tuple[str, ...], without: str, fuels: str
) -> pd.Series:
    """Exports between the members, summed over all directed pairs that touch a hub.

    Pairs between the smaller members are left out: most of them report to nobody.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Million current US dollars; a year in which one pair is missing is absent.
    """
    check_choice("mirror", mirror, ("hub", "other"))
    check_choice("fuels", fuels, ("with", "without"))
    left_out = set(without.split("-")) if without else set()
    columns = {}
    for exporter, importer in itertools.permutations(members(states), 2):
        if {exporter, importer} == left_out or not {exporter, importer} & set(hubs):
            continue
        flow = _exports(library, source, mirror, exporter, importer, hubs)
        if fuels == "without":
            fuel = _exports(library, FUELS_TABLE, mirror, exporter, importer, hubs)
            flow = flow - fuel.reindex(flow.index[flow.index <= fuel.index.max()] if len(fuel) else flow.index).fillna(
                0.0
            )
        columns[f"{exporter}-{importer}"] = flow
    return pd.DataFrame(columns).dropna().sum(axis=1).rename("value_musd")


@measure("million USD")
def intra_bloc_trade(
    library: Library,
    *,
    source: Source,
    mirror: str,
    states: str,
    hubs: tuple[str, ...],
    without: str = "",
    fuels: str = "with",
    prices: str = "current",
) -> pd.Series:
    """Trade between the members of a group, by year.

    Parameters
    ----------
    mirror : {"hub", "other"}
        Whose books are read: the hubs', or those of the states that trade with them.
    without : str
        A pair that is left out, for example ``"CHN-RUS"``.
    fuels : {"with", "without"}
        Whether mineral fuels (chapter 27) count.
    prices : {"current", "constant"}

    Returns
    -------
    pandas.Series, shape (n_years,)
        Million US dollars, each flow counted once.
    """
    series = intra_exports(library, source, mirror, states, hubs, without, fuels)
    return in_prices(library, series, prices)


@measure("share")
def intra_bloc_share(
    library: Library, *, source: Source, mirror: str, states: str, hubs: tuple[str, ...], without: str = ""
) -> pd.Series:
    """Share of the members' trade that stays inside the group, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Twice the exports between members over all exports and imports of the members, in [0, 1].
    """
    inside = 2 * intra_exports(library, source, mirror, states, hubs, without, "with")
    totals = pd.DataFrame({code: partners_total(library, code, "total") for code in members(states)}).dropna()
    return (inside / totals.sum(axis=1)).dropna().rename("share")


@measure("ratio")
def intra_bloc_intensity(
    library: Library, *, source: Source, mirror: str, states: str, hubs: tuple[str, ...], without: str = ""
) -> pd.Series:
    """Intra-bloc trade intensity: the group's share in its own trade over its share in world trade, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        One when members trade with each other as much as their size predicts.
    """
    share = intra_bloc_share(library, source=source, mirror=mirror, states=states, hubs=hubs, without=without)
    world = world_totals(library, "total")
    weight = world[list(members(states))].sum(axis=1) / world.sum(axis=1)
    return (share / weight).dropna().rename("ratio")
