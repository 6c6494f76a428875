"""Trade inside the organisation: level, share and intensity, under every cut, and against blocs that nobody founded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scoledger.chapters.chapter import Chapter
from scoledger.chapters.intra_bloc.placebos import place_among_neighbourhoods, replace_members
from scoledger.chapters.intra_bloc.words import (
    ALL,
    CHINESE,
    JOINED,
    NO_CHINA,
    NO_FUELS,
    NO_PAIR,
    list_missing,
    list_quantities,
    write_answer,
    write_certainty,
    write_data,
    write_share_caption,
)
from scoledger.countries import GROUPS, parse_states, states_name
from scoledger.indicators import bloc
from scoledger.indicators.membership import states_at
from scoledger.inference import Trend, estimate_trend
from scoledger.tables import Library

HUBS = ("CHN", "RUS")
#: Both sides' books to 2016, and the hubs' own books over more years.
STUDY = "comtrade-study-pairs"
CHINA = "imf-imts-china-usa"
LONG = (CHINA, STUDY, "imf-imts-russia")
REPORTS = "imf-dots-exports"
WORLD = "imf-dots-world-by-country"
PRICES = "us-cpi"
FUELS = "comtrade-mineral-fuels-hs27"
DISTANCES = "cepii-geodist"
#: Fewest years in which a path can be told.
SHORTEST = 8
SIZE = "what size predicts"
#: Groups that are the organisation at some date: their members changed, those of any other set did not.
ORGANISATION = tuple(group for group in GROUPS if group.startswith("SCO"))
PROJECT, ENLARGEMENT = {2013.0: "Belt and Road"}, {2017.0: "India, Pakistan"}


@dataclass(frozen=True, kw_only=True)
class IntraBloc(Chapter):
    """Trade among the members.

    Parameters
    ----------
    shares, intensities, levels : dict of str to pandas.Series
        Paths by what is left out: share of the members' trade, ratio to what their size predicts, billion dollars of
        2015.  The path of the members of each year stands among the shares where the set is the organisation's.
    events : dict of float to str
        Dated events that bear on the set.
    share_caption : str
        What the figure of the shares shows of the members of each year.
    sides : dict of str to pandas.Series
        Level by whose books are read, billion dollars of 2015.
    trends : pandas.DataFrame, shape (n_trends, 10)
        ``label``, ``value`` (log points a year), ``low``, ``high``, ``p_value``, ``n``, ``bound``, ``group``, ``path``,
        ``is_main``.
    neighbourhoods : pandas.DataFrame, shape (n_sets, 5)
        Placebo blocs of neighbours, as `placebos.place_among_neighbourhoods` gives them.
    replaced : pandas.DataFrame, shape (n_sets, 4)
        Random states in the members' place, as `placebos.replace_members` gives them.
    """

    shares: dict[str, pd.Series]
    intensities: dict[str, pd.Series]
    levels: dict[str, pd.Series]
    events: dict[float, str]
    share_caption: str
    sides: dict[str, pd.Series]
    trends: pd.DataFrame
    neighbourhoods: pd.DataFrame
    replaced: pd.DataFrame


def collect(library: Library, *, members: str, first_year: int, last_year: int) -> IntraBloc:
    """Measure trade among the members of an organisation.

    Parameters
    ----------
    members : str
        Group, or codes joined by commas.  Trade is read from the books of China and Russia, or of those that trade with
        them; pairs of other members are left out, since in the organisation not all of them report.  Only where the set
        is the organisation at some date is the path of its members of each year measured.
    first_year, last_year : int
    """
    states, name = parse_states(members), states_name(members)
    cuts = _cuts(states)
    window = slice(first_year, last_year)
    measures: dict[str, Callable[..., pd.Series]] = {
        "share": bloc.intra_bloc_share,
        "intensity": bloc.intra_bloc_intensity,
        "level": _constant_level,
    }
    paths = {
        kind: {label: measure(library, **arguments).loc[window] for label, arguments in cuts.items()}
        for kind, measure in measures.items()
    }
    shares = _known(paths["share"])
    is_organisation = any(set(states) == set(GROUPS[group]) for group in ORGANISATION)
    shares |= _as_they_joined(library, window) if shares and is_organisation else {}
    intensities = _known(paths["intensity"])
    levels = _known(paths["level"]) | _other_levels(library, states, window)
    sides = _both_sides(library, states, window)
    trends = _test(shares, intensities, levels, sides)
    near = place_among_neighbourhoods(library, states, name, first_year, last_year)
    replaced = replace_members(library, states, name, cuts.get(NO_PAIR), window)
    quantities = list_quantities(shares, intensities, levels, trends, near, replaced)
    return IntraBloc(
        title=f"Trade inside {name}",
        quantities=quantities,
        answer=write_answer(name, quantities, shares, trends),
        data=write_data(quantities, trends),
        sure=write_certainty(quantities, trends),
        missing=list_missing(name, states, shares, levels, last_year, near),
        shares=shares,
        intensities=intensities | _draw_size(intensities),
        levels=levels,
        events=PROJECT | (ENLARGEMENT if is_organisation else {}),
        share_caption=write_share_caption(is_organisation=is_organisation),
        sides=sides,
        trends=trends,
        neighbourhoods=near,
        replaced=replaced,
    )


def _cuts(states: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Arguments of a measure under every cut that the set of states allows."""
    hubs = tuple(hub for hub in HUBS if hub in states)
    group = ",".join(states)
    found: dict[str, dict[str, Any]] = {}
    if hubs and len(states) > 1:
        found[ALL] = {"source": LONG, "mirror": "hub", "states": group, "hubs": hubs}
    if len(hubs) == len(HUBS) and len(states) > len(HUBS):
        found[NO_PAIR] = {**found[ALL], "without": "-".join(HUBS)}
        rest = ",".join(state for state in states if state != HUBS[0])
        found[NO_CHINA] = {"source": LONG, "mirror": "hub", "states": rest, "hubs": HUBS[1:]}
    return found


def _constant_level(library: Library, **arguments: Any) -> pd.Series:
    return bloc.intra_bloc_trade(library, prices="constant", **arguments) / 1e3


def _known(paths: Mapping[str, pd.Series]) -> dict[str, pd.Series]:
    return {label: path for label, path in paths.items() if len(path.dropna()) >= SHORTEST}


def _as_they_joined(library: Library, window: slice) -> dict[str, pd.Series]:
    """Share with the members of each year, whoever they were then."""
    sets = {year: states_at(library, f"{year}-07-01", ("member",)) for year in range(window.start, window.stop + 1)}
    found: dict[int, float] = {}
    for states in {states for states in sets.values() if states}:
        arguments = _cuts(states).get(ALL)
        path = bloc.intra_bloc_share(library, **arguments) if arguments else pd.Series(dtype=float)
        found |= {year: path[year] for year, own in sets.items() if own == states and year in path.index}
    return _known({JOINED: pd.Series(found, dtype=float).sort_index()})


def _other_levels(library: Library, states: tuple[str, ...], window: slice) -> dict[str, pd.Series]:
    """Level without fuels, and China's trade with the members by its own books, which go on after Russia's end."""
    arguments = _cuts(states).get(ALL)
    if arguments is None:
        return {}
    group = ",".join(states)
    found = {NO_FUELS: {**arguments, "source": STUDY, "fuels": "without"}}
    if HUBS[0] in states:
        # "Exporter's books between two hubs" must not apply: here Russia is a partner like any other.
        found[CHINESE] = {"source": CHINA, "mirror": "hub", "states": group, "hubs": HUBS[:1]}
    return _known({label: _constant_level(library, **one).loc[window] for label, one in found.items()})


def _draw_size(intensities: Mapping[str, pd.Series]) -> dict[str, pd.Series]:
    """A line at one, over the years of the paths beside it."""
    years = sorted({int(year) for path in intensities.values() for year in path.index})
    return {SIZE: pd.Series(1.0, index=years)} if years else {}


def _both_sides(library: Library, states: tuple[str, ...], window: slice) -> dict[str, pd.Series]:
    arguments = _cuts(states).get(ALL)
    if arguments is None:
        return {}
    names = {"hub": "China's and Russia's books", "other": "the others' books where they report"}
    return _known(
        {
            name: _constant_level(library, **{**arguments, "source": STUDY, "mirror": mirror}).loc[window]
            for mirror, name in names.items()
        }
    )


def _test(*groups: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Tendency of the logarithm of every path, so that shares, ratios and dollars can be compared.

    The members of each year are left out: their path jumps with each accession, which is no tendency of trade.
    """
    kinds = ("share of trade", "intensity", "dollars of 2015", "dollars of 2015, to 2016")
    rows = []
    for kind, paths in zip(kinds, groups, strict=True):
        for label, path in paths.items():
            positive = path[path > 0]
            if len(positive) >= SHORTEST and label != JOINED:
                trend: Trend = estimate_trend(np.log(positive))
                rows.append(
                    {"label": f"{kind}: {label}", "value": trend.slope, "low": trend.low, "high": trend.high}
                    | {"p_value": trend.p_value, "n": trend.n, "group": kind, "bound": trend.bound, "path": label}
                    | {"is_main": kind == kinds[0] and label == ALL}
                )
    columns = ["label", "value", "low", "high", "p_value", "n", "bound", "group", "path", "is_main"]
    return pd.DataFrame(rows, columns=columns)
