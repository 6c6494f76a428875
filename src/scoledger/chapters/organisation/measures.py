"""Weights of a set of members: beside other groups, inside, with candidates, against OPEC and by edition."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

import pandas as pd

from scoledger.countries import country_name, members, parse_states, states_name
from scoledger.indicators.macro import WDI
from scoledger.indicators.power import CINC, capability_ranking, inequality_inside
from scoledger.indicators.weights import WEIGHTS, effective_members, group_share, latest, weight, world_share
from scoledger.tables import Library

#: The member whose part is told apart, and those whose accession is tried.
LARGEST = "CHN"
CANDIDATES = ("IRN", "AFG", "MNG", "BLR", "TKM", "TUR")
#: Groups that the members are compared with.
OTHERS = ("EU27", "OPEC", "ASEAN")
SETS = ("SCO2001", "SCO2017", "SCO2023", "SCO2024", "SCO2024OBS")
#: The state that belongs to OPEC and may belong to the organisation.
BOTH, RIVAL = "IRN", "OPEC"
OIL_AND_GAS = ("gas reserves", "oil reserves", "gas production", "oil production")
ADDED = ("population", "output at purchasing power", "trade", "gas reserves", "oil reserves")
EDITIONS = "reserves-shares-by-edition"
#: Columns of the table of editions, and what they are called.
TOLD = {
    "iran_share": "Iran",
    "tkm_share": "Turkmenistan",
    "members2015_share": "the six members of 2015",
    "both_share": "members and observers of 2015",
}
#: Characters in a line above a column.
NARROW = 13
INCOME = "GDP per person, PPP"


def compare_groups(library: Library, members_text: str, shares: Mapping[str, pd.Series], year: int) -> pd.DataFrame:
    """Every weight of the set, of the set without its largest member, and of other groups.

    Returns
    -------
    pandas.DataFrame, shape (n_rows, 5)
        ``label`` (weight and year, or years where groups differ), ``value``, ``group``, ``what``, ``year``.
    """
    states = parse_states(members_text)
    found: dict[str, Mapping[str, pd.Series]] = {states_name(members_text): shares}
    if LARGEST in states and len(states) > 1:
        rest = [state for state in states if state != LARGEST]
        found[f"the same without {country_name(LARGEST)}"] = {
            what: world_share(library, what, rest) for what in WEIGHTS
        }
    found |= {states_name(other): {what: group_share(library, what, other) for what in WEIGHTS} for other in OTHERS}
    rows = []
    for what in WEIGHTS:
        known = {group: one for group, series in found.items() if (one := latest(series[what], year))}
        years = sorted({one[0] for one in known.values()})
        label = f"{what}, {'-'.join(str(one) for one in dict.fromkeys((years[0], years[-1])))}" if years else what
        rows += [{"label": label, "value": one[1], "group": group, "what": what, "year": one[0]}
                 for group, one in known.items()]  # fmt: skip
    return pd.DataFrame(rows, columns=["label", "value", "group", "what", "year"])


def look_inside(library: Library, states: Sequence[str], year: int) -> pd.DataFrame:
    """How much of each weight is the largest member's, and how many members of equal size that amounts to.

    Returns
    -------
    pandas.DataFrame, shape (n_weights, 5)
        ``label``, ``value`` (part of the largest member), ``what``, ``year``, ``effective`` (number of members).
    """
    rows = []
    for what in WEIGHTS:
        frame = weight(library, what)
        # The same year as the share: a year in which too few members report has none.
        known = latest(world_share(library, what, states), year)
        parts = frame[[state for state in states if state in frame]]
        if known and LARGEST in parts and len(parts.columns) > 1:
            values = parts[parts.index == known[0]].iloc[0].dropna().astype(float)
            part = float(values.to_dict().get(LARGEST, 0.0) / values.sum())
            effective = effective_members(values.tolist())
            rows.append((f"{what}, {known[0]}", part, what, known[0], effective))
    return pd.DataFrame(rows, columns=["label", "value", "what", "year", "effective"])


def add_candidates(library: Library, states: Sequence[str], year: int) -> pd.DataFrame:
    """Share of the world that each candidate which is no member would add.

    Returns
    -------
    pandas.DataFrame, shape (n_candidates, n_weights)
        Index: names; columns: weights with their year.  Missing where a table does not list the candidate.
    """
    joining = [state for state in CANDIDATES if state not in states]
    found: dict[str, dict[str, float]] = {}
    for what in ADDED:
        listed = {state: known for state in joining if state in weight(library, what)
                  and (known := latest(world_share(library, what, [state]), year))}  # fmt: skip
        if listed:
            last = max(known[0] for known in listed.values())
            found[textwrap.fill(f"{what}, {last}", NARROW)] = {
                country_name(state): known[1] for state, known in listed.items() if known[0] == last
            }
    order = [country_name(state) for state in joining]
    return pd.DataFrame(found).reindex(order).dropna(how="all")


def stand_against_rival(library: Library, members_text: str, year: int) -> pd.DataFrame:
    """Oil and gas of the members and of OPEC, each with and without the state that may belong to both.

    Returns
    -------
    pandas.DataFrame, shape (n_rows, 4)
        ``label`` (weight and year), ``value`` (share of the world), ``group``, ``what``.
    """
    states = parse_states(members_text)
    rest = [state for state in states if state != BOTH]
    name, other = states_name(members_text), country_name(BOTH)
    rows = []
    for what in OIL_AND_GAS:
        rival, both = group_share(library, what, RIVAL), world_share(library, what, [BOTH])
        sums = {
            f"{name} with {other}": world_share(library, what, [*rest, BOTH]),
            f"{name} without {other}": world_share(library, what, rest) if rest else pd.Series(dtype=float),
            f"{RIVAL} with {other}": rival,
            f"{RIVAL} without {other}": (rival - both).dropna(),
        }
        for group, series in sums.items():
            known = latest(series, year)
            if known:
                rows.append((f"{what}, {known[0]}", known[1], group, what))
    return pd.DataFrame(rows, columns=["label", "value", "group", "what"])


def compare_editions(library: Library, fuel: str = "gas") -> pd.DataFrame:
    """Reserves of one date as the editions of the Review give them.

    Returns
    -------
    pandas.DataFrame, shape (n_rows, 7)
        ``label``, ``value`` (share of the world in the newest edition), ``low`` and ``high`` (over all editions),
        ``whose``, ``date`` and ``n`` (editions).  Only dates that every edition holds.
    """
    table = library.read(EDITIONS)
    rows = table[table["fuel"] == fuel]
    rows = rows.assign(printed=rows["edition"].str.rsplit("_", n=1).str[-1].astype(int)).sort_values("printed")
    held = rows.groupby("year")["printed"].nunique()
    dates = [int(date) for date in held.index[held == rows["printed"].nunique()]]
    found = []
    for column, name in TOLD.items():
        for date in dates:
            told = rows.loc[rows["year"] == date, column].dropna().tolist()
            found.append((f"{name}, end of {date}", told[-1], min(told), max(told), name, date, len(told)))
    return pd.DataFrame(found, columns=["label", "value", "low", "high", "whose", "date", "n"])


def rank_members(library: Library, states: Sequence[str], year: int) -> pd.DataFrame:
    """Place of every member among all countries, by output, arms and capabilities.

    Returns
    -------
    pandas.DataFrame, shape (n_members, n_kinds)
        Index: codes; columns: kind and year; place from 1 on, missing where the source has no value.
    """
    columns = {}
    for kind, capability, source in (
        ("output at purchasing power", "GDP, PPP", WDI),
        ("military spending", "military spending", WDI),
        ("capabilities", "CINC", CINC),
    ):
        frame = capability_ranking(library, capability=capability, source=source)
        frame = frame[frame.index <= year]
        if len(frame):
            places = frame.iloc[-1].dropna().rank(ascending=False, method="min")
            columns[f"{kind}, {int(frame.index[-1])}"] = places.reindex(list(states))
    return pd.DataFrame(columns, index=pd.Index(list(states))).dropna(how="all")


def spread_of_incomes(library: Library, members_text: str, year: int) -> dict[str, tuple[int, float] | None]:
    """Output per person of the richest member over that of the poorest, in the set and in two other groups."""
    groups = tuple(dict.fromkeys((members_text, "EU27", "ASEAN")))
    frame = inequality_inside(library, attribute=INCOME, dispersion="range", groups=groups)
    return {group: latest(frame[group], year) if len(members(group)) > 1 else None for group in groups}


def tabulate_sets(library: Library, year: int) -> pd.DataFrame:
    """Share of every set of members and of other groups, written out for a table."""
    rows = []
    for group in (*SETS, *OTHERS):
        found = {what: latest(group_share(library, what, group), year) for what in WEIGHTS}
        cells = {what.capitalize(): "n/a" if known is None else f"{known[1]:.1%}" for what, known in found.items()}
        rows.append({"Set": states_name(group)} | cells)
    return pd.DataFrame(rows).drop_duplicates("Set").reset_index(drop=True)
