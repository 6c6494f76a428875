"""The weight of the organisation: what its members make up of the world, and what enlargement adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter, Quantity
from scoledger.countries import country_name, parse_states, states_name
from scoledger.indicators.macro import WDI
from scoledger.indicators.power import TRADE
from scoledger.indicators.weights import (
    ENERGY,
    REVIEW,
    WEIGHTS,
    effective_members,
    group_share,
    latest,
    share_of_members_then,
    weight,
    world_share,
)
from scoledger.tables import Library

FOUNDED = 2001
#: The member whose part is told apart, and those whose accession is tried.
LARGEST = "CHN"
CANDIDATES = ("IRN", "AFG", "MNG", "BLR", "TKM", "TUR")
#: Groups that the members are compared with.
OTHERS = ("EU27", "OPEC", "ASEAN")
SETS = ("SCO2001", "SCO2017", "SCO2023", "SCO2024", "SCO2024OBS")
#: Weights whose path is drawn.
PATHS = (
    "population",
    "output at market rates",
    "output at purchasing power",
    "trade",
    "gas reserves",
    "oil production",
)


@dataclass(frozen=True, kw_only=True)
class Organisation(Chapter):
    """Weights of one set of members.

    Parameters
    ----------
    weights : pandas.DataFrame, shape (n_rows, 4)
        ``label`` (weight and year), ``value`` (share), ``group`` (which set), ``what``.
    paths : dict of str to dict of str to pandas.Series
        Share by year for each of `PATHS`: the set as it is, and whoever was a member in each year.
    additions : pandas.DataFrame, shape (n_rows, 4)
        ``label`` (candidate), ``value`` (share of the world that it adds), ``group`` (weight), ``year``.
    sets : pandas.DataFrame, shape (n_sets, n_weights)
        Share of every set of members, for a table.
    inside : pandas.DataFrame, shape (n_weights, 4)
        ``label``, ``value`` (part of the largest member), ``group``, ``effective`` (number of members).
    """

    weights: pd.DataFrame
    paths: dict[str, dict[str, pd.Series]]
    additions: pd.DataFrame
    sets: pd.DataFrame
    inside: pd.DataFrame


def collect(library: Library, *, members: str, year: int) -> Organisation:
    """Weigh a set of members in the world.

    Parameters
    ----------
    members : str
        Group, or codes joined by commas.
    year : int
        The last year with a value no later than this is used.
    """
    states, name = parse_states(members), states_name(members)
    shares = {what: world_share(library, what, states) for what in WEIGHTS}
    weights = _compare(library, members, shares, year)
    inside = _look_inside(library, states, year)
    additions = _enlarge(library, states, year)
    missing = _list_missing(library, states)
    quantities = _quantities(library, shares, inside, states, year)
    return Organisation(
        title=f"The weight of {name}",
        quantities=quantities,
        answer=_write_answer(name, quantities),
        data=_write_data(weights, additions, quantities),
        sure=_write_certainty(missing),
        missing=missing,
        weights=weights,
        paths={
            what: {name: shares[what][shares[what].index >= FOUNDED], "members of the year": then}
            for what in PATHS
            if len(then := share_of_members_then(library, what, FOUNDED)) and len(shares[what])
        },
        additions=additions,
        sets=_tabulate_sets(library, year),
        inside=inside,
    )


def tables() -> tuple[str, ...]:
    """Tables that the weights rest on."""
    return (WDI, TRADE, REVIEW)


def _compare(library: Library, members: str, shares: dict[str, pd.Series], year: int) -> pd.DataFrame:
    rest = [state for state in parse_states(members) if state != LARGEST]
    without = {what: world_share(library, what, rest) for what in WEIGHTS} if LARGEST in parse_states(members) else {}
    own = {states_name(members): shares, f"the same without {country_name(LARGEST)}": without}
    groups = {name: found for name, found in own.items() if found} | {
        states_name(other): {what: group_share(library, what, other) for what in WEIGHTS} for other in OTHERS
    }
    rows = []
    for what in WEIGHTS:
        for group, found in groups.items():
            known = latest(found[what], year)
            if known:
                rows.append({"label": f"{what}, {known[0]}", "value": known[1], "group": group, "what": what})
    return pd.DataFrame(rows, columns=["label", "value", "group", "what"])


def _look_inside(library: Library, states: Sequence[str], year: int) -> pd.DataFrame:
    """How much of each weight is the largest member's, and how many members of equal size that amounts to."""
    rows = []
    for what in WEIGHTS:
        frame = weight(library, what)
        parts = frame[[state for state in states if state in frame]]
        known = latest(parts.sum(axis=1, min_count=1), year)
        if known and LARGEST in parts and len(parts.columns) > 1:
            values = parts[parts.index == known[0]].iloc[0].dropna().astype(float)
            part = values.to_dict().get(LARGEST, 0.0) / values.sum()
            effective = effective_members(values.tolist())
            rows.append({"label": f"{what}, {known[0]}", "value": part, "what": what, "effective": effective})
    return pd.DataFrame(rows, columns=["label", "value", "what", "effective"])


def _enlarge(library: Library, states: Sequence[str], year: int) -> pd.DataFrame:
    rows = []
    for candidate in CANDIDATES:
        if candidate in states:
            continue
        for what in ("population", "output at purchasing power", "trade", "gas reserves", "oil reserves"):
            known = (
                latest(world_share(library, what, [candidate]), year) if candidate in weight(library, what) else None
            )
            if known:
                rows.append({"label": country_name(candidate), "value": known[1], "group": what, "year": known[0]})
    return pd.DataFrame(rows, columns=["label", "value", "group", "year"])


def _tabulate_sets(library: Library, year: int) -> pd.DataFrame:
    rows = []
    for group in (*SETS, *OTHERS):
        found = {what: latest(group_share(library, what, group), year) for what in WEIGHTS}
        cells = {what.capitalize(): "n/a" if known is None else f"{known[1]:.1%}" for what, known in found.items()}
        rows.append({"Set": states_name(group)} | cells)
    return pd.DataFrame(rows).drop_duplicates("Set").reset_index(drop=True)


def _list_missing(library: Library, states: Sequence[str]) -> tuple[str, ...]:
    review = weight(library, "energy use"), weight(library, "gas reserves")
    names = [country_name(state) for state in states if all(state not in frame for frame in review)]
    output = weight(library, "output at market rates")
    poor = [country_name(state) for state in states if state not in output or output[state].dropna().empty]
    return (
        *([f"energy of {', '.join(names)}, which counts as nothing here"] if names else []),
        *([f"output of {', '.join(poor)}"] if poor else []),
    )


def _quantities(
    library: Library, shares: dict[str, pd.Series], inside: pd.DataFrame, states: Sequence[str], year: int
) -> tuple[Quantity, ...]:
    made = []
    for what in WEIGHTS:
        known = latest(shares[what], year)
        table = {"trade": TRADE}.get(what, REVIEW if what in ENERGY else WDI)
        made.append(
            Quantity(
                what.replace(" ", "-"), f"Share of the world's {what}" + (f", {known[0]}" if known else ""),
                known[1] if known else None, "share", n=len([one for one in states if one in weight(library, what)]),
                caption="n: members that the table lists.",
                is_main=what in {"population", "output at purchasing power"}, tables=(table,),
            )
        )  # fmt: skip
    output = inside[inside["what"] == "output at market rates"]
    if len(output):
        made += [
            Quantity("largest-part", f"Part of {country_name(LARGEST)} in the members' output at market rates",
                     float(output["value"].iloc[0]), "share", tables=(WDI,)),
            Quantity("effective-members", "Effective number of members by output", float(output["effective"].iloc[0]),
                     "index", n=len(states), caption="Members of equal size that would be as concentrated.",
                     tables=(WDI,)),
        ]  # fmt: skip
    return tuple(made)


def _known(quantities: Sequence[Quantity]) -> set[str]:
    return {quantity.name for quantity in quantities if quantity.is_known}


def _write_answer(name: str, quantities: Sequence[Quantity]) -> str:
    known = _known(quantities)
    told = {
        "population": "people",
        "output-at-market-rates": "output at market rates",
        "output-at-purchasing-power": "output at purchasing power",
        "trade": "trade",
        "gas-reserves": "proved gas reserves",
        "oil-reserves": "proved oil reserves",
    }
    parts = [f"{{{key}}} of {word}" for key, word in told.items() if key in known]
    if not parts:
        return f"The tables hold nothing on the weight of {name}."
    sentence = f"The share of {name} in the world: {', '.join(parts)}."
    if "effective-members" not in known:
        return sentence
    return (
        f"{sentence} By output it is an organisation of {{effective-members}} members of equal size: "
        f"{country_name(LARGEST)} makes {{largest-part}} of it."
    )


def _write_data(weights: pd.DataFrame, additions: pd.DataFrame, quantities: Sequence[Quantity]) -> str:
    words = []
    for other, what in (("EU27", "output at market rates"), ("EU27", "population"), ("OPEC", "gas reserves")):
        rows = weights[weights["what"] == what].set_index("group")["value"]
        name = states_name(other)
        if what.replace(" ", "-") in _known(quantities) and name in rows.index and len(rows) > 1:
            side = "more" if rows.iloc[0] > rows[name] else "less"
            words.append(f"{side} {what} than {name}")
    said = f"The members have {', '.join(words)}." if words else ""
    gas = additions[additions["group"] == "gas reserves"].sort_values("value")
    if len(gas):
        said += f" Of the states that might join, {gas['label'].iloc[-1]} would add most gas."
    return said.strip() or "The tables hold too little to compare."


def _write_certainty(missing: Sequence[str]) -> str:
    gaps = (
        " Members that the Review does not list count as nothing, which matters little for reserves." if missing else ""
    )
    return (
        "People, trade and reserves are counted, not estimated, so the shares are firm; the ranking in output turns on "
        f"market rates or purchasing power.{gaps} Proved reserves depend on the edition, and on prices. "
        "A sum of members is no power of the organisation: it owns none of this."
    )
