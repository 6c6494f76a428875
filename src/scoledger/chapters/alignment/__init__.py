"""Alignment: votes of states with China, Russia and the United States, and whether dependence moves them."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.chapters.alignment.words import (
    DRAWS,
    FOUNDED,
    STEP,
    list_quantities,
    write_answer,
    write_certainty,
    write_data,
)
from scoledger.chapters.chapter import Chapter
from scoledger.countries import GROUPS, country_name, is_country, parse_states, states_name
from scoledger.errors import NoDataError
from scoledger.indicators.books import book
from scoledger.indicators.dependence import PARTNER_BOOKS
from scoledger.indicators.macro import indicator
from scoledger.indicators.trade import partner_share_everywhere
from scoledger.indicators.votes import agreement_with, ideal_distance, ideal_points, spread_of
from scoledger.inference.panels import fit_panel, lag, random_groups, stack_panel
from scoledger.tables import Library

POINTS, VOTES, COLUMN = "un-ideal-points", "un-agreement-1992-2021", "idealpoint_fp"
POWERS = ("CHN", "RUS", "USA")
LAGS = (1, 2, 5)
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
    effects : pandas.DataFrame, shape (n_specifications, 10)
        Change of the outcome for ten more points of dependence: ``label``, ``value``, ``low``, ``high``, ``p_value``,
        ``n``, ``units``, ``group`` (measure of dependence), ``outcome`` and ``is_main``.
    region : pandas.DataFrame, shape (n_rows, 4)
        Extra slope of the states: ``label``, ``value``, ``p_value`` (among random groups), ``n``.
    timing : pandas.DataFrame, shape (n_rows, 6)
        What foretells what: ``label``, ``value``, ``low``, ``high``, ``p_value``, ``group``.
    cohesion : dict of str to pandas.Series
        Mean distance among the members, by organisation and year.
    cohesion_change : pandas.DataFrame, shape (n_blocs, 3)
        ``label``, ``value`` (change), ``percentile`` among random groups of the same size.
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
    panel = _gather(library, partner, window)
    effects = _estimate(panel)
    region = _tell_apart(panel, codes)
    timing = _order(panel)
    cohesion, change = _cohere(library, window)
    distances = _distances(library, codes, window)
    silent = [country_name(code) for code in codes if not distances.get(code)]
    quantities = list_quantities(effects, region, timing, change)
    return Alignment(
        title=f"Alignment: {states_name(states)} and {country_name(partner)}",
        quantities=quantities,
        answer=write_answer(states, partner, effects, region, quantities),
        data=write_data(effects, timing, change),
        sure=write_certainty(effects),
        missing=(
            *(f"votes of {state}" for state in silent),
            *([] if len(effects) else [f"trade of enough countries with {country_name(partner)} for a panel"]),
        ),
        distances={code: paths for code, paths in distances.items() if paths},
        effects=effects,
        region=region,
        timing=timing,
        cohesion=cohesion,
        cohesion_change=change,
    )


def _gather(library: Library, partner: str, window: slice) -> pd.DataFrame:
    """Panel of the world: dependence by share and by output, distance and agreement."""
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
    known = {name: frame.loc[window] for name, frame in frames.items() if frame is not None and not frame.empty}
    if not {"share", "ratio", "distance"} <= set(known):
        return pd.DataFrame(columns=["unit", "year", "share", "ratio", "distance", "agreement"])
    return stack_panel(
        {name: frame[[code for code in frame if is_country(str(code))]] for name, frame in known.items()}
    )


def _estimate(panel: pd.DataFrame) -> pd.DataFrame:
    """Every measure of dependence, lag, outcome and estimator."""
    rows = []
    for outcome in (name for name in ("distance", "agreement") if name in panel):
        for measure, words in (("share", "share of trade"), ("ratio", "trade over output")):
            for years in LAGS:
                named = panel.assign(before=lag(panel, measure, years) / STEP) if len(panel) else panel
                for clusters in (("unit",), ("unit", "year")):
                    label = f"{outcome}, {years} year{'s' if years > 1 else ''} later" + (
                        ", errors by country and year" if len(clusters) > 1 else ""
                    )
                    rows.append(_row(named, outcome, clusters, label, words))
            changed = _difference(panel, outcome, measure) if len(panel) else panel
            rows.append(_row(changed, outcome, ("unit",), f"{outcome}, change on change a year before", words))
    known = [row for row in rows if row is not None]
    for row in known:
        row["is_main"] = row["label"] == "distance, 1 year later" and row["group"] == "share of trade"
    columns = ["label", "value", "low", "high", "p_value", "n", "units", "group", "outcome", "is_main"]
    return pd.DataFrame(known, columns=columns)


def _row(
    panel: pd.DataFrame, outcome: str, clusters: Sequence[str], label: str, group: str
) -> dict[str, object] | None:
    if "before" not in panel:
        return None
    try:
        fit = fit_panel(panel, outcome, ["before"], clusters=clusters)
    except NoDataError:  # `missing` says that no panel could be made
        return None
    own = fit.estimates.to_dict("index")["before"]
    return {
        "label": label, "value": own["estimate"], "low": own["low"], "high": own["high"], "p_value": own["p_value"],
        "n": fit.n, "units": fit.units, "group": group, "outcome": outcome,
    }  # fmt: skip


def _difference(panel: pd.DataFrame, outcome: str, measure: str) -> pd.DataFrame:
    """Yearly changes: of the outcome, and of dependence in the year before."""
    changes = panel[["unit", "year"]].assign(
        **{outcome: panel[outcome] - lag(panel, outcome, 1), "step": panel[measure] - lag(panel, measure, 1)}
    )
    return changes.assign(before=lag(changes, "step", 1) / STEP)


def _tell_apart(panel: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Whether the states' votes follow dependence more than those of random groups of as many states."""
    rows = []
    for measure, words in (("share", "share of trade"), ("ratio", "trade over output")):
        with contextlib.suppress(NoDataError):
            named = panel.assign(before=lag(panel, measure, 1) / STEP)
            own, others = random_groups(named, "distance", "before", codes)
            p_value = float((1 + (np.abs(others) >= abs(own)).sum()) / (1 + len(others)))
            rows.append({"label": words, "value": own, "p_value": p_value, "n": len(others)})
    return pd.DataFrame(rows, columns=["label", "value", "p_value", "n"])


def _order(panel: pd.DataFrame) -> pd.DataFrame:
    """Whether dependence foretells distance, given past distance, or the reverse."""
    rows = []
    for measure, words in (("share", "share of trade"), ("ratio", "trade over output")):
        pairs = {
            f"{words} foretells distance": ("distance", measure),
            f"distance foretells {words}": (measure, "distance"),
        }
        for label, (outcome, cause) in pairs.items():
            with contextlib.suppress(NoDataError):
                named = panel.assign(past=lag(panel, outcome, 1), cause=lag(panel, cause, 1))
                for name in (outcome, "past", "cause"):  # in standard deviations, so that both ways compare
                    named[name] = named[name] / panel[outcome if name != "cause" else cause].std()
                own = fit_panel(named, outcome, ["past", "cause"]).estimates.to_dict("index")["cause"]
                rows.append({"label": label, "value": own["estimate"], "low": own["low"], "high": own["high"]}
                            | {"p_value": own["p_value"], "group": words})  # fmt: skip
    return pd.DataFrame(rows, columns=["label", "value", "low", "high", "p_value", "group"])


def _cohere(library: Library, window: slice) -> tuple[dict[str, pd.Series], pd.DataFrame]:
    """Mean distance among the members, and its change among random groups of the same size."""
    points = ideal_points(library, COLUMN).loc[window]
    whole = points.dropna(axis=1)
    draw = np.random.default_rng(0)
    paths, rows = {}, []
    for label, group in BLOCS.items():
        known = points[[code for code in GROUPS[group] if code in points]].dropna(thresh=len(points) // 2, axis=1)
        path = spread_of(known.dropna(), "mean distance")
        if len(path) < 2:  # noqa: PLR2004 - one year is no change
            continue
        paths[label] = path
        path = path[path.index >= FOUNDED]
        if len(path) < 2:  # noqa: PLR2004 - as above
            continue
        ends = whole.loc[[path.index[0], path.index[-1]]].to_numpy()
        sets = [draw.choice(ends.shape[1], size=known.shape[1], replace=False) for _ in range(DRAWS)]
        changes = np.array([_mean_distance(ends[1, one]) - _mean_distance(ends[0, one]) for one in sets])
        change = float(path.iloc[-1] - path.iloc[0])
        rows.append({"label": label, "value": change, "percentile": float((changes < change).mean())})
    return paths, pd.DataFrame(rows, columns=["label", "value", "percentile"])


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
