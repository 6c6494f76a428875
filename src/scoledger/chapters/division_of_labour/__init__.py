"""Division of labour: one power against another in a region, on every economic and military indicator."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter
from scoledger.chapters.division_of_labour.measures import (
    ECONOMIC,
    SECURITY,
    WORDS,
    amounts_of,
    ends_of,
    list_crossings,
    part_of,
)
from scoledger.chapters.division_of_labour.words import (
    list_quantities,
    write_answer,
    write_certainty,
    write_data,
)
from scoledger.countries import country_name, parse_states, states_name
from scoledger.tables import Library


@dataclass(frozen=True, kw_only=True)
class DivisionOfLabour(Chapter):
    """One power against another.

    Parameters
    ----------
    shares : pandas.DataFrame, shape (n_rows, 8)
        ``label`` (indicator and both years), ``value`` (part of the first power in the sum of both), ``group`` (early
        or late, with the field), ``year``, ``field``, ``name``, ``words`` (indicator) and ``when``.
    paths : dict of str to dict of str to pandas.Series
        By field and indicator: part of the first power by year.
    states : pandas.DataFrame, shape (n_states, n_indicators)
        Part of the first power in the last year known, for each state.
    crossings : pandas.DataFrame
        For a table: since when the first power is ahead.
    """

    shares: pd.DataFrame
    paths: dict[str, dict[str, pd.Series]]
    states: pd.DataFrame
    crossings: pd.DataFrame


def collect(
    library: Library, *, states: str, one: str, other: str, first_year: int, last_year: int
) -> DivisionOfLabour:
    """Compare two powers in a region.

    Parameters
    ----------
    states : str
        The region: a group, or codes joined by commas.
    one, other : str
        ISO codes: the power expected to lead in the economy, and the one expected to lead in security.
    first_year, last_year : int
    """
    codes = [code for code in parse_states(states) if code not in {one, other}]
    window = slice(first_year, last_year)
    amounts = {name: amounts_of(library, name, codes, one, other).loc[window] for name in (*ECONOMIC, *SECURITY)}
    parts = {name: part_of(frame, one, other) for name, frame in amounts.items()}
    known = {name: part for name, part in parts.items() if len(part)}
    shares = ends_of(known)
    by_state, oldest = _last_by_state(library, codes, window, one, other)
    crossings = list_crossings(amounts, one, other)
    quantities = list_quantities(shares, by_state, oldest, one, other)
    return DivisionOfLabour(
        title=f"Division of labour: {country_name(one)} and {country_name(other)} in {states_name(states)}",
        quantities=quantities,
        answer=write_answer(shares, quantities, one, other),
        data=write_data(crossings, one, other),
        sure=write_certainty(shares, quantities),
        missing=tuple(WORDS[name] for name in parts if name not in known),
        shares=shares,
        paths={
            field: {WORDS[name]: known[name] for name in names if name in known and name != "treaty"}
            for field, names in (("economy", ECONOMIC), ("security and votes", SECURITY))
        },
        states=by_state.dropna(how="all"),
        crossings=crossings,
    )


def _last_by_state(
    library: Library, codes: Sequence[str], window: slice, one: str, other: str
) -> tuple[pd.DataFrame, int]:
    """Part of the first power in the last year known, states x indicators, and the oldest of these years."""
    last: dict[str, dict[str, float]] = {WORDS[name]: {} for name in (*ECONOMIC, *SECURITY)}
    years = []
    for name, code in itertools.product((*ECONOMIC, *SECURITY), codes):
        part = part_of(amounts_of(library, name, [code], one, other).loc[window], one, other)
        if len(part):
            last[WORDS[name]][code] = float(part.iloc[-1])
            years.append(int(part.index[-1]))
    return pd.DataFrame(last), min(years, default=0)
