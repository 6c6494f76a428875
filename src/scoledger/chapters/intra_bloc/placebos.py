"""Where the members stand among sets of states that founded nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from scoledger.countries import GROUPS, states_name
from scoledger.indicators import bloc
from scoledger.indicators.gravity_panels import annual_flows, neighbourhoods
from scoledger.indicators.placebo_blocs import draw_sets, hub_bloc_measures, hub_ties, inner_share, regular_exporters
from scoledger.inference.trend import theil_sen
from scoledger.tables import Library

#: Random sets that take the members' place beside the hubs.
DRAWS = 499
#: Groups that somebody did found, told apart from neighbourhoods.
FOUNDED = ("ASEAN", "EU27", "EAEU")
#: A placebo needs a path of this many years, like every other.
SHORTEST = 8
OWN, NEIGHBOURHOOD, GROUP, RANDOM = "the members", "neighbourhood", "group that was founded", "random set"


def log_slope(path: pd.Series) -> float:
    """Theil-Sen slope of the logarithm of a path, log points a year; missing when it is too short or not positive."""
    known = path.dropna()
    if len(known) < SHORTEST or (known <= 0).any():
        return float("nan")
    logs = np.log(known.to_numpy(dtype=float))[None, :]
    return float(theil_sen(logs, known.index.to_numpy(dtype=float))[0])


def place_among_neighbourhoods(
    library: Library, states: Sequence[str], name: str, first_year: int, last_year: int
) -> pd.DataFrame:
    """Tendency of the share of exports that stay inside: the members, every neighbourhood of their size, other groups.

    Returns
    -------
    pandas.DataFrame, shape (n_sets, 5)
        ``label``, ``share`` (mean share inside), ``value`` (log points a year), ``kind``, ``members`` (how many of them
        report).  Only states that report in every year count.
    """
    columns = ["label", "share", "value", "kind", "members"]
    flows = annual_flows(library, first_year, last_year)
    regular = regular_exporters(flows) if len(flows) else frozenset()
    own = tuple(state for state in states if state in regular)
    if len(own) < 2:  # noqa: PLR2004 - one state trades with nobody inside
        return pd.DataFrame(columns=columns)
    near = neighbourhoods(library, len(own), own, regular)
    founded = {group: tuple(code for code in GROUPS[group] if code in regular) for group in FOUNDED}
    sets = [
        (name, own, OWN),
        *((f"around {middle}", one, NEIGHBOURHOOD) for middle, one in near.items()),
        *((states_name(group), one, GROUP) for group, one in founded.items() if len(one) > 1 and set(one) != set(own)),
    ]
    rows = []
    for label, one, kind in sets:
        share = inner_share(flows, one)
        rows.append((label, float(share.mean()), log_slope(share), kind, len(one)))
    return pd.DataFrame(rows, columns=columns).dropna().reset_index(drop=True)


def replace_members(
    library: Library, states: Sequence[str], name: str, arguments: dict[str, Any] | None, window: slice
) -> pd.DataFrame:
    """Tendency of share and intensity with the members beside the hubs, and with random others in their place.

    Parameters
    ----------
    arguments : dict or None
        Source and hubs, as `scoledger.indicators.bloc` takes them; None when the set lacks the hubs, or others.

    Returns
    -------
    pandas.DataFrame, shape (n_sets, 4)
        ``label``, ``x`` (log points a year of the share), ``y`` (of the intensity), ``kind``; empty when fewer others
        than members trade with the hubs in all the years.
    """
    columns = ["label", "x", "y", "kind"]
    if arguments is None:
        return pd.DataFrame(columns=columns)
    source, hubs = arguments["source"], arguments["hubs"]
    ties = hub_ties(library, source, hubs).loc[window]
    own = [state for state in states if state not in hubs and state in ties]
    years = ties.index[ties[own].notna().all(axis=1)]
    if not own or len(years) < SHORTEST:
        return pd.DataFrame(columns=columns)
    ties = ties.loc[years].dropna(axis=1)
    pool = [str(state) for state in ties if state not in states]
    sets = [own, *draw_sets(pool, len(own), DRAWS)]
    pair = bloc.intra_bloc_trade(library, source=source, mirror="hub", states=",".join(hubs), hubs=hubs)
    share, intensity = hub_bloc_measures(library, ties, hubs, pair, sets)
    rows = [
        (name if at == 0 else ",".join(one), log_slope(share[at]), log_slope(intensity[at]), RANDOM if at else OWN)
        for at, one in enumerate(sets)
    ]
    return pd.DataFrame(rows, columns=columns).dropna().reset_index(drop=True)


def rank_own(frame: pd.DataFrame, column: str, among: str) -> tuple[float, int] | None:
    """Share of the sets of a kind with a smaller value than the members, and their number; None without either."""
    own, others = frame.loc[frame["kind"] == OWN, column], frame.loc[frame["kind"] == among, column]
    if own.empty or others.empty:
        return None
    return float((others < own.iloc[0]).mean()), len(others)
