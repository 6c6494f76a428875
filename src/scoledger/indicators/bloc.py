"""Trade inside a group of states, read from the books of its hubs."""

from __future__ import annotations

import itertools

import pandas as pd

from scoledger.countries import members
from scoledger.indicators.books import Source, book, partners_total, world_totals, world_trade
from scoledger.indicators.macro import in_prices
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library

#: A state whose books hold fewer years than this is read from its partner's books throughout.
REGULAR_YEARS = 10
#: Share of fuels in a flow below which a missing row of fuels means none.
TRIVIAL_SHARE = 0.01
FUELS_TABLE = "comtrade-mineral-fuels-hs27"


def _side(library: Library, source: Source, mirror: str, exporter: str, importer: str, hubs: tuple[str, ...]) -> str:
    """Whose books a directed flow is read from, always the same so that the series has no seam: exporter or importer.

    ``hub``: the hub; between two hubs, the exporter.  ``other``: the other state, or the hub where that state does not
    report regularly; between two hubs, the importer.
    """
    if exporter in hubs and importer in hubs:
        return "exporter" if mirror == "hub" else "importer"
    hub, other = ("exporter", "importer") if exporter in hubs else ("importer", "exporter")
    reported = _flow(library, source, exporter, importer, other)
    return hub if mirror == "hub" or len(reported) < REGULAR_YEARS else other


def _flow(library: Library, source: Source, exporter: str, importer: str, side: str) -> pd.Series:
    if side == "exporter":
        return book(library, source, exporter, importer, "export")
    return book(library, source, importer, exporter, "import")


def _without_fuels(library: Library, flow: pd.Series, exporter: str, importer: str, side: str) -> pd.Series:
    """A flow less its mineral fuels, from the same side's books.

    Years after the fuels table are absent.  A year without a row of fuels is none where fuels hardly matter to the pair
    (a trade of nothing has no row), and absent where they do.
    """
    fuels = _flow(library, FUELS_TABLE, exporter, importer, side)
    years = flow.index[flow.index <= library.read(FUELS_TABLE)["year"].max()]
    weight = (fuels / flow).median() if len(fuels) else 0.0
    known = fuels.reindex(years)
    rest: pd.Series = flow[years] - (known.fillna(0.0) if weight < TRIVIAL_SHARE else known)
    return rest


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
        side = _side(library, source, mirror, exporter, importer, hubs)
        flow = _flow(library, source, exporter, importer, side)
        if fuels == "without":
            flow = _without_fuels(library, flow, exporter, importer, side)
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
    totals = (
        pd.DataFrame({code: partners_total(library, code, "total") for code in members(states)}).dropna().sum(axis=1)
    )
    if without:  # a pair that is left out of the group's trade is left out of the members' trade as well
        everything = 2 * intra_exports(library, source, mirror, states, hubs, "", "with")
        totals = totals - (everything - inside)
    return (inside / totals).dropna().rename("share")


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
    weight = world[list(members(states))].sum(axis=1) / world_trade(library, "total")
    return (share / weight).dropna().rename("ratio")
