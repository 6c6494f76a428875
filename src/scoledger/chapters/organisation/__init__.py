"""The weight of the organisation: what its members make up of the world, and what enlargement adds."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter
from scoledger.chapters.organisation.measures import (
    EDITIONS,
    OTHERS,
    RIVAL,
    add_candidates,
    compare_editions,
    compare_groups,
    look_inside,
    rank_members,
    spread_of_incomes,
    stand_against_rival,
    tabulate_sets,
)
from scoledger.chapters.organisation.words import (
    list_inside,
    list_missing,
    list_rivals,
    list_weights,
    note_membership,
    note_unlisted,
    write_answer,
    write_certainty,
    write_data,
)
from scoledger.countries import country_name, parse_states, states_name
from scoledger.indicators.macro import WDI
from scoledger.indicators.power import CINC, TRADE
from scoledger.indicators.weights import REVIEW, URANIUM, WEIGHTS, share_of_members_then, world_share
from scoledger.tables import Library

FOUNDED = 2001
#: Weights whose path is drawn.
PATHS = (
    "population",
    "output at market rates",
    "output at purchasing power",
    "trade",
    "gas reserves",
    "oil production",
)
#: Tables of the weights, of reserves, of reserves by edition, and of places.
TABLES = (WDI, TRADE, REVIEW, URANIUM)
RESERVES = (REVIEW,)
VINTAGES = (EDITIONS,)
PLACES = (WDI, CINC)


@dataclass(frozen=True, kw_only=True)
class Organisation(Chapter):
    """Weights of one set of members.

    Parameters
    ----------
    weights : pandas.DataFrame, shape (n_rows, 5)
        As `measures.compare_groups` gives them.
    paths : dict of str to dict of str to pandas.Series
        Share by year for each of `PATHS`: the set as it is, and whoever was a member in each year.
    additions : pandas.DataFrame, shape (n_candidates, n_weights)
        Share of the world that each candidate would add.
    rivals : pandas.DataFrame, shape (n_rows, 4)
        Oil and gas of the members and of OPEC, with and without Iran.
    groups_note, rivals_note : str
        Of which year the members of other groups are; the same of OPEC, with those whom its sums leave out.
    editions : pandas.DataFrame, shape (n_rows, 7)
        Shares of gas reserves of one date, with their range over editions of the Review.
    sets : pandas.DataFrame, shape (n_sets, n_weights)
        Share of every set of members, for a table.
    inside : pandas.DataFrame, shape (n_weights, 5)
        Part of the largest member, and effective number of members.
    ranks : pandas.DataFrame, shape (n_members, n_kinds + 1)
        Place of every member among all countries, for a table.
    """

    weights: pd.DataFrame
    paths: dict[str, dict[str, pd.Series]]
    additions: pd.DataFrame
    rivals: pd.DataFrame
    groups_note: str
    rivals_note: str
    editions: pd.DataFrame
    sets: pd.DataFrame
    inside: pd.DataFrame
    ranks: pd.DataFrame


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
    weights, inside = compare_groups(library, members, shares, year), look_inside(library, states, year)
    additions, rivals = add_candidates(library, states, year), stand_against_rival(library, members, year)
    editions, ranks = compare_editions(library), rank_members(library, states, year)
    missing = list_missing(library, states)
    quantities = (
        *list_weights(library, shares, states, year),
        *list_inside(inside, ranks, spread_of_incomes(library, members, year), members),
        *list_rivals(rivals, editions),
    )
    return Organisation(
        title=f"The weight of {name}",
        quantities=quantities,
        answer=write_answer(name, quantities),
        data=write_data(weights, name, additions, quantities),
        sure=write_certainty(library, weights, name, quantities, missing),
        missing=missing,
        weights=weights,
        paths=_follow(library, shares, name),
        additions=additions,
        rivals=rivals,
        groups_note=note_membership(OTHERS),
        rivals_note=" ".join(note for note in (note_membership((RIVAL,)), note_unlisted(library)) if note),
        editions=editions,
        sets=tabulate_sets(library, year),
        inside=inside,
        ranks=_write_ranks(ranks),
    )


def _follow(library: Library, shares: dict[str, pd.Series], name: str) -> dict[str, dict[str, pd.Series]]:
    found = {}
    for what in PATHS:
        fixed, then = shares[what], share_of_members_then(library, what, FOUNDED)
        if len(then) and len(fixed):
            found[what] = {name: fixed[fixed.index >= FOUNDED], "members of each year": then}
    return found


def _write_ranks(ranks: pd.DataFrame) -> pd.DataFrame:
    """Places for a reader, in the order of the first column."""
    if ranks.empty:
        return pd.DataFrame(columns=["Member"])
    rows = ranks.sort_values(str(next(iter(ranks))))
    return pd.DataFrame(
        {"Member": [country_name(str(state)) for state in rows.index]}
        | {
            str(column).capitalize(): ["n/a" if pd.isna(place) else str(int(place)) for place in rows[column]]
            for column in rows
        }
    )
