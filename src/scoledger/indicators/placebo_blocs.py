"""Blocs that nobody founded: trade inside sets of states that stand where the members of a real one might."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from scoledger.countries import is_country
from scoledger.indicators.books import Source, book, partners, partners_total, world_totals, world_trade
from scoledger.tables import Library


def inner_share(flows: pd.DataFrame, states: Collection[str]) -> pd.Series:
    """Share of the exports of a set of states that stay inside it, by year, as they report them.

    Parameters
    ----------
    flows : pandas.DataFrame
        Columns ``exporter``, ``importer``, ``year``, ``value_musd``.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; a year in which nothing stays inside is zero.
    """
    ours = flows[flows["exporter"].isin(states)]
    inside = ours[ours["importer"].isin(states)].groupby("year")["value_musd"].sum()
    everything = ours.groupby("year")["value_musd"].sum()
    return (inside.reindex(everything.index, fill_value=0.0) / everything).rename("share")


def regular_exporters(flows: pd.DataFrame) -> frozenset[str]:
    """Those that report exports in every year of a panel: with others, a set would change its members unseen."""
    years = flows.groupby("exporter")["year"].nunique()
    return frozenset(str(code) for code in years.index[years == flows["year"].nunique()])


def hub_ties(library: Library, source: Source, hubs: Collection[str]) -> pd.DataFrame:
    """Trade of every state with some hubs together, from the hubs' own books.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_states)
        Million current US dollars, exports and imports; a year that any of the hubs does not record is missing.
    """
    known = set.intersection(*(set(partners(library, source, hub)) for hub in hubs)) - set(hubs)
    columns = {}
    for state in sorted(code for code in known if is_country(code)):
        flows = [book(library, source, hub, state, flow) for hub in hubs for flow in ("export", "import")]
        columns[state] = pd.concat(flows, axis=1).sum(axis=1, skipna=False)
    return pd.DataFrame(columns).sort_index()


def hub_bloc_measures(
    library: Library, ties: pd.DataFrame, hubs: Collection[str], pair: pd.Series, sets: Collection[Collection[str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Share and intensity of trade inside blocs of the same hubs and other states, without the hubs' own trade.

    Parameters
    ----------
    ties : pandas.DataFrame, shape (n_years, n_states)
        As `hub_ties` gives them.
    pair : pandas.Series, shape (n_years,)
        Trade of the hubs with each other, million current US dollars, each flow once.
    sets : collection of collections of str
        The states beside the hubs.

    Returns
    -------
    share, intensity : pandas.DataFrame, shape (n_years, n_sets)
        As `scoledger.indicators.bloc.intra_bloc_share` and `intra_bloc_intensity` with the hubs' pair left out; a year
        without the trade of one of the states is missing.

    Notes
    -----
    Share: twice the hubs' trade with the set, over all trade of set and hubs less twice the pair.  Intensity: that
    share over the share of set and hubs in world trade (Frankel 1997).
    """
    totals = pd.DataFrame({code: partners_total(library, code, "total") for code in (*ties.columns, *hubs)})
    weights, world = world_totals(library, "total"), world_trade(library, "total")
    of_hubs = totals[list(hubs)].sum(axis=1, skipna=False)
    shares, intensities = {}, {}
    for number, states in enumerate(sets):
        own = sorted(states)
        inside = 2 * ties[own].sum(axis=1, skipna=False)
        share = inside / (totals[own].sum(axis=1, skipna=False) + of_hubs - 2 * pair)
        shares[number] = share
        intensities[number] = share / (weights[[*own, *hubs]].sum(axis=1) / world)
    return pd.DataFrame(shares), pd.DataFrame(intensities)


def draw_sets(pool: Collection[str], size: int, draws: int, seed: int = 0) -> list[tuple[str, ...]]:
    """Draw different sets of states at random, the same ones every time.

    Returns
    -------
    list of tuple of str
        Fewer than `draws` when the pool does not hold so many.

    Examples
    --------
    >>> draw_sets(["A", "B", "C"], size=2, draws=50)
    [('A', 'B'), ('A', 'C'), ('B', 'C')]
    """
    states, chance = sorted(pool), np.random.default_rng(seed)
    if not 0 < size <= len(states):
        return []
    # As many tries as would find nearly all sets of a small pool.
    tries = (chance.choice(len(states), size, replace=False) for _ in range(20 * draws))
    found: dict[tuple[str, ...], None] = {}
    for chosen in tries:
        found.setdefault(tuple(sorted(states[at] for at in chosen)))
        if len(found) == draws:
            break
    return sorted(found)
