"""Alignment: votes of states with China, Russia and the United States, and whether dependence moves them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.chapters.alignment.estimates import estimate, order, tell_apart
from scoledger.chapters.alignment.words import (
    DRAWS,
    FOUNDED,
    list_quantities,
    write_answer,
    write_certainty,
    write_data,
    write_lost,
)
from scoledger.chapters.chapter import Chapter
from scoledger.countries import GROUPS, country_name, is_country, parse_states, states_name
from scoledger.indicators.books import book
from scoledger.indicators.dependence import PARTNER_BOOKS
from scoledger.indicators.macro import indicator
from scoledger.indicators.trade import partner_share_everywhere
from scoledger.indicators.votes import agreement_with, ideal_distance, ideal_points, spread_of
from scoledger.inference.panels import stack_panel
from scoledger.tables import Library

POINTS, VOTES, COLUMN = "un-ideal-points", "un-agreement-1992-2021", "idealpoint_fp"
POWERS = ("CHN", "RUS", "USA")
BLOCS = {
    "SCO, founders": "SCO2001",
    "SCO of 2017": "SCO2017",
    "CSTO": "CSTO",
    "European Union": "EU27",
    "ASEAN": "ASEAN",
}


@dataclass(frozen=True, kw_only=True)
class Alignment(Chapter):
    """Votes, dependence and what joins them.

    Parameters
    ----------
    distances : dict of str to dict of str to pandas.Series
        By state: distance of ideal points from each power, by year.
    effects : pandas.DataFrame, shape (n_specifications, 11)
        Change of the outcome for ten more points of dependence, see `scoledger.chapters.alignment.estimates.estimate`.
    region : pandas.DataFrame, shape (n_rows, 4)
        Extra slope of the states: ``label``, ``value``, ``p_value`` (among random groups), ``n``.
    timing : pandas.DataFrame, shape (n_rows, 7)
        What foretells what: ``label``, ``value``, ``low``, ``high``, ``p_value``, ``group``, ``number``.
    cohesion : dict of str to pandas.Series
        Mean distance among the members, by organisation and year.
    cohesion_change : pandas.DataFrame, shape (n_blocs, 4)
        ``label``, ``value`` (change), ``percentile`` among random groups of the same size, ``since`` (year).
    """

    distances: dict[str, dict[str, pd.Series]]
    effects: pd.DataFrame
    region: pd.DataFrame
    timing: pd.DataFrame
    cohesion: dict[str, pd.Series]
    cohesion_change: pd.DataFrame


def collect(library: Library, *, states: str, partner: str, first_year: int, last_year: int) -> Alignment:
    """Relate votes to dependence on one partner.

    Parameters
    ----------
    states : str
        States that are told apart: a group, or codes joined by commas.
    partner : str
        ISO code of the partner on whom states may depend.
    first_year, last_year : int

    Notes
    -----
    Ideal points are those of `bailey2017`.  All countries of the world make the panel; effects of country and year are
    taken out, so that what is compared are changes of dependence with changes of distance.
    """
    codes = [code for code in parse_states(states) if code != partner]
    window = slice(first_year, last_year)
    panel, absent = _gather(library, partner, window)
    effects, untried = estimate(panel)
    region, alike = tell_apart(panel, codes)
    timing, unordered = order(panel)
    cohesion, change, scattered = _cohere(library, window)
    distances = _distances(library, codes, window)
    silent = [country_name(code) for code in codes if not distances.get(code)]
    quantities = list_quantities(effects, region, timing, change)
    return Alignment(
        title=f"Alignment: {states_name(states)} and {country_name(partner)}",
        quantities=quantities,
        answer=write_answer(states, partner, effects, region, quantities),
        data=write_data(effects, timing, change),
        sure=write_certainty(quantities),
        missing=(
            *(f"votes of {state}" for state in silent),
            *absent,
            *write_lost((*untried, *alike, *unordered)),
            *scattered,
        ),
        distances={code: paths for code, paths in distances.items() if paths},
        effects=effects,
        region=region,
        timing=timing,
        cohesion=cohesion,
        cohesion_change=change,
    )


def _gather(library: Library, partner: str, window: slice) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Panel of the world, dependence by share and by output, distance and agreement; and what of these is absent."""
    share = partner_share_everywhere(library, source=PARTNER_BOOKS, partner=partner)
    output = indicator(library, "gdp_current_usd") / 1e6
    flows = {}
    for code in map(str, share):
        both = [book(library, PARTNER_BOOKS, partner, code, flow) for flow in ("export", "import")]
        if code in output:
            flows[code] = pd.concat(both, axis=1).sum(axis=1, skipna=False) / output[code]
    frames = {
        "share": share,
        "ratio": pd.DataFrame(flows),
        "distance": ideal_distance(library, partner=partner) if partner in ideal_points(library, COLUMN) else None,
        "agreement": agreement_with(library, source=VOTES, partner=partner),
    }
    cut = {name: frame.loc[window] for name, frame in frames.items() if frame is not None and not frame.empty}
    known = {name: frame for name, frame in cut.items() if frame.notna().to_numpy().any()}
    name = country_name(partner)
    words = {
        "share": f"the share of {name} in other countries' trade", "ratio": f"trade with {name} over output",
        "distance": f"ideal points of {name}", "agreement": f"agreement of votes with {name}",
    }  # fmt: skip
    absent = tuple(f"{what} in these years" for key, what in words.items() if key not in known)
    if not known:
        return pd.DataFrame(columns=["unit", "year"]), absent
    panel = {key: frame[[code for code in frame if is_country(str(code))]] for key, frame in known.items()}
    return stack_panel(panel), absent


def _cohere(library: Library, window: slice) -> tuple[dict[str, pd.Series], pd.DataFrame, tuple[str, ...]]:
    """Mean distance among the members, its change among random groups of the same size, and what is not known."""
    points = ideal_points(library, COLUMN).loc[window]
    whole = points.dropna(axis=1)
    draw = np.random.default_rng(0)
    paths, rows, absent = {}, [], []
    for label, group in BLOCS.items():
        known = points[[code for code in GROUPS[group] if code in points]].dropna(thresh=len(points) // 2, axis=1)
        path = spread_of(known.dropna(), "mean distance")
        if len(path) < 2:  # noqa: PLR2004 - one year is no change
            absent.append(label)
            continue
        paths[label] = path
        path = path[path.index >= FOUNDED]
        if len(path) < 2:  # noqa: PLR2004 - as above
            absent.append(label)
            continue
        ends = whole.loc[[path.index[0], path.index[-1]]].to_numpy()
        sets = [draw.choice(ends.shape[1], size=known.shape[1], replace=False) for _ in range(DRAWS)]
        changes = np.array([_mean_distance(ends[1, one]) - _mean_distance(ends[0, one]) for one in sets])
        change = float(path.iloc[-1] - path.iloc[0])
        rank = float((changes < change).mean())
        rows.append({"label": label, "value": change, "percentile": rank, "since": int(path.index[0])})
    missing = f"the change of the members' mean distance from {FOUNDED} on ({'; '.join(absent)})"
    columns = ["label", "value", "percentile", "since"]
    return paths, pd.DataFrame(rows, columns=columns), (missing,) if absent else ()


def _mean_distance(points: np.ndarray) -> float:
    return float(np.abs(points[:, None] - points[None, :]).sum() / (len(points) * (len(points) - 1)))


def _distances(library: Library, codes: Sequence[str], window: slice) -> dict[str, dict[str, pd.Series]]:
    points = ideal_points(library, COLUMN).loc[window]
    return {
        code: {
            power: path
            for power in POWERS
            if code in points and power != code and len(path := (points[code] - points[power]).abs().dropna())
        }
        for code in codes
    }
