"""Trade inside the organisation: level, share and intensity, under every cut, and against blocs that nobody founded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scoledger.chapters.chapter import Chapter, Quantity
from scoledger.countries import parse_states, states_name
from scoledger.indicators import bloc
from scoledger.indicators.gravity_panels import annual_flows, neighbourhoods
from scoledger.indicators.membership import states_at
from scoledger.inference import Trend, estimate_trend
from scoledger.tables import Library

HUBS = ("CHN", "RUS")
#: Both sides' books to 2016, and the hubs' own books over more years.
STUDY = "comtrade-study-pairs"
LONG = ("imf-imts-china-usa", STUDY, "imf-imts-russia")
REPORTS = "imf-dots-exports"
WORLD = "imf-dots-world-by-country"
LEVEL = 0.05
#: Fewest years in which a path can be told.
SHORTEST = 8


@dataclass(frozen=True, kw_only=True)
class IntraBloc(Chapter):
    """Trade among the members.

    Parameters
    ----------
    shares, intensities, levels : dict of str to pandas.Series
        Paths by what is left out: share of the members' trade, ratio to what their size predicts, billion dollars of
        2015.
    sides : dict of str to pandas.Series
        Level by whose books are read, billion dollars of 2015.
    trends : pandas.DataFrame, shape (n_trends, 8)
        ``label``, ``value`` (log points a year), ``low``, ``high``, ``p_value``, ``n``, ``group``, ``is_main``.
    placebos : pandas.DataFrame, shape (n_sets, 3)
        ``label``, ``value`` (change of the share of the set's exports that stay inside), ``is_own``.
    """

    shares: dict[str, pd.Series]
    intensities: dict[str, pd.Series]
    levels: dict[str, pd.Series]
    sides: dict[str, pd.Series]
    trends: pd.DataFrame
    placebos: pd.DataFrame


def collect(library: Library, *, members: str, first_year: int, last_year: int) -> IntraBloc:
    """Measure trade among the members of an organisation.

    Parameters
    ----------
    members : str
        Group, or codes joined by commas.  Trade is read from the books of China and Russia, or of those that trade with
        them; pairs of other members are left out, since half of them report to nobody.
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
    shares |= _as_they_joined(library, window) if shares else {}
    levels = _known(paths["level"]) | _without_fuels(library, states, window)
    sides = _both_sides(library, states, window)
    trends = _test(shares, _known(paths["intensity"]), levels, sides)
    placebos = _place(library, states, name, first_year, last_year)
    main = shares.get(ALL)
    quantities = _quantities(main, _known(paths["intensity"]).get(ALL), levels.get(ALL), trends, placebos)
    return IntraBloc(
        title=f"Trade inside {name}",
        quantities=quantities,
        answer=_write_answer(name, quantities, trends),
        data=_write_data(quantities, trends, placebos),
        sure=_write_certainty(trends),
        missing=() if main is not None else (f"trade of {name} with China or Russia in these years",),
        shares=shares,
        intensities=_known(paths["intensity"]),
        levels=levels,
        sides=sides,
        trends=trends,
        placebos=placebos,
    )


ALL, NO_PAIR, NO_CHINA = "all members", "without China and Russia's trade", "without China"
JOINED, NO_FUELS = "members of each year", "all members, without fuels"


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


def _without_fuels(library: Library, states: tuple[str, ...], window: slice) -> dict[str, pd.Series]:
    arguments = _cuts(states).get(ALL)
    if arguments is None:
        return {}
    path = _constant_level(library, **{**arguments, "source": STUDY, "fuels": "without"}).loc[window]
    return _known({NO_FUELS: path})


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
    """Tendency of the logarithm of every path, so that shares, ratios and dollars can be compared."""
    kinds = ("share of trade", "intensity", "dollars of 2015", "dollars of 2015, to 2016")
    rows = []
    for kind, paths in zip(kinds, groups, strict=True):
        for label, path in paths.items():
            positive = path[path > 0]
            if len(positive) >= SHORTEST:
                trend: Trend = estimate_trend(np.log(positive))
                rows.append(
                    {"label": f"{kind}: {label}", "value": trend.slope, "low": trend.low, "high": trend.high}
                    | {"p_value": trend.p_value, "n": trend.n, "group": kind, "bound": trend.bound}
                    | {"is_main": kind == kinds[0] and label == ALL}
                )
    columns = ["label", "value", "low", "high", "p_value", "n", "bound", "group", "is_main"]
    return pd.DataFrame(rows, columns=columns)


def _place(library: Library, states: tuple[str, ...], name: str, first_year: int, last_year: int) -> pd.DataFrame:
    """Change of the share of exports that stay inside, for the members and for every neighbourhood of their size."""
    flows = annual_flows(library, first_year, last_year)
    reporting = set(flows["exporter"])
    own = tuple(state for state in states if state in reporting)
    columns = ["label", "value", "is_own"]
    if len(own) < 2:  # noqa: PLR2004 - one state trades with nobody inside
        return pd.DataFrame(columns=columns)
    sets = {f"around {middle}": one for middle, one in neighbourhoods(library, len(own), own, reporting).items()}
    ends = (int(flows["year"].min()), int(flows["year"].max()))
    rows = [(label, _change_inside(flows, one, ends), label == name) for label, one in {**sets, name: own}.items()]
    return pd.DataFrame(rows, columns=columns).dropna()


def _change_inside(flows: pd.DataFrame, states: tuple[str, ...], ends: tuple[int, int]) -> float:
    """Change, between two years, of the share of a set's exports that stay inside it."""
    ours = flows[flows["exporter"].isin(states) & flows["year"].isin(ends)]
    inside = ours[ours["importer"].isin(states)].groupby("year")["value_musd"].sum()
    share = (inside / ours.groupby("year")["value_musd"].sum()).reindex(list(ends))
    return float(share.iloc[1] - share.iloc[0])


def _quantities(
    share: pd.Series | None, intensity: pd.Series | None, level: pd.Series | None, trends: pd.DataFrame,
    placebos: pd.DataFrame,
) -> tuple[Quantity, ...]:  # fmt: skip
    made: list[Quantity] = []
    for name, title, path, unit in (
        ("share", "Share of the members' trade that stays inside", share, "share"),
        ("intensity", "Trade intensity", intensity, "ratio"),
        ("level", "Trade inside, dollars of 2015", level, "billion USD"),
    ):
        known = path.dropna() if path is not None else pd.Series(dtype=float)
        for end, place in (("first", 0), ("last", -1)):
            year = f", {int(known.index[place])}" if len(known) else ""
            value = float(known.iloc[place]) if len(known) else None
            made.append(Quantity(f"{name}-{end}", f"{title}{year}", value, unit, n=len(known) or None))
    main = trends[trends["is_main"]].to_dict("records")
    if main:
        row = main[0]
        caption = "Theil-Sen slope of the logarithm; 95 percent interval from noise of the same memory."
        made += [
            Quantity("trend", "Yearly change of the share inside", float(np.expm1(row["value"])), "share per year",
                     float(np.expm1(row["low"])), float(np.expm1(row["high"])), int(row["n"]), caption, is_main=True),
            Quantity("trend-p", "Chance of such a tendency in noise of the same memory", row["p_value"], "probability",
                     n=int(row["n"]), form=".3f"),
            Quantity("bound", "Smallest yearly change that the data rule out", float(np.expm1(row["bound"])),
                     "share per year", n=int(row["n"]), caption="Two one-sided tests at 5 percent."),
        ]  # fmt: skip
    if len(trends):
        rises = int(((trends["p_value"] < LEVEL) & (trends["value"] > 0)).sum())
        falls = int(((trends["p_value"] < LEVEL) & (trends["value"] < 0)).sum())
        made += [
            Quantity("rises", "Paths with a clear rise", rises, "count", n=len(trends)),
            Quantity("falls", "Paths with a clear fall", falls, "count", n=len(trends)),
        ]
    own = placebos[placebos["is_own"]]
    if len(own):
        others = placebos.loc[~placebos["is_own"], "value"]
        made.append(
            Quantity("percentile", "Share of neighbourhoods whose inner trade gained less",
                     float((others < own["value"].iloc[0]).mean()), "share", n=len(others), form=".0f",
                     caption="Every state with its nearest neighbours; exporters' books.", tables=(REPORTS,))
        )  # fmt: skip
    return tuple(made)


def _value(quantities: tuple[Quantity, ...], name: str) -> float | None:
    return next((one.value for one in quantities if one.name == name and one.is_known), None)


def _write_answer(name: str, quantities: tuple[Quantity, ...], trends: pd.DataFrame) -> str:
    first, last = (_value(quantities, f"share-{end}") for end in ("first", "last"))
    if first is None or last is None:
        return f"The tables hold no trade inside {name}, or too few years of it."
    moved = "more" if last > first else "less"
    main = trends[trends["is_main"]]
    clear = bool(len(main)) and bool((main["p_value"] < LEVEL).iloc[0])
    tendency = (
        "the tendency is clear of chance" if clear else "chance alone could draw such a path (probability {trend-p})"
    )
    return (
        f"Of the trade of {name}, {moved} stays inside than at the beginning: {{share-first}} then, {{share-last}} "
        f"now; {tendency}. In dollars of 2015 it went from {{level-first}} to {{level-last}}. The members trade "
        "{intensity-last} times as much with one another as their size predicts ({intensity-first} at first)."
    )


def _write_data(quantities: tuple[Quantity, ...], trends: pd.DataFrame, placebos: pd.DataFrame) -> str:
    if trends.empty:
        return "The tables hold too little."
    own = placebos[placebos["is_own"]]
    ranked = (
        " The share inside gained more than in {percentile} of the neighbourhoods of the same size."
        if len(own) and _value(quantities, "percentile") is not None
        else ""
    )
    return (
        f"Of {len(trends)} paths, {{rises}} show a clear rise and {{falls}} a clear fall.{ranked} Dollars rise with "
        "the economies; the share and the intensity are what cooperation would move."
    )


def _write_certainty(trends: pd.DataFrame) -> str:
    if trends.empty:
        return "Nothing can be said."
    bound = (
        " The data rule out a tendency of the share of more than {bound} either way, and no less."
        if trends["is_main"].any()
        else ""
    )
    return (
        f"Trade between the smaller members is not counted, since half of them report to nobody.{bound} The test of "
        "ranks can be clear where the interval of the slope still holds zero: years on a plateau after a rise widen "
        "it. What moves is above all trade between China and Russia, and oil: without them the picture differs."
    )
