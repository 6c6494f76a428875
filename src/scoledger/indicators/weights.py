"""What states weigh in the world: people, output, trade, arms and energy, as shares of the world's."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from scoledger.countries import members
from scoledger.indicators.macro import WDI, indicator
from scoledger.indicators.membership import states_at
from scoledger.indicators.power import TRADE, capabilities
from scoledger.indicators.registry import check_choice
from scoledger.tables import Library

REVIEW = "statistical-review"
URANIUM = "uranium-production-wna"
#: Weight -> name and unit in the Statistical Review.
ENERGY = {
    "oil reserves": ("oil_proved_reserves", "billion bbl"),
    "gas reserves": ("gas_proved_reserves", "tcm"),
    "oil production": ("oil_production", "Mt"),
    "gas production": ("gas_production", "bcm"),
    "energy use": ("total_energy_supply", "EJ"),
}
MONEY = {
    "output at market rates": "GDP",
    "output at purchasing power": "GDP, PPP",
    "military spending": "military spending",
}
MINES = "uranium production"
#: Producers as the World Nuclear Association names them.
MINERS = {
    "Australia": "AUS", "Brazil": "BRA", "Canada": "CAN", "China": "CHN", "Czech Republic": "CZE", "France": "FRA",
    "Germany": "DEU", "India": "IND", "Kazakhstan": "KAZ", "Malawi": "MWI", "Namibia": "NAM", "Niger": "NER",
    "Pakistan": "PAK", "Romania": "ROU", "Russia": "RUS", "South Africa": "ZAF", "USA": "USA", "Ukraine": "UKR",
    "Uzbekistan": "UZB", "World": "WLD",
}  # fmt: skip
WEIGHTS = ("population", *MONEY, "trade", *ENERGY, MINES)
#: Weights whose tables list only those that matter in the world: who is not listed counts as nothing.
LISTED = (*ENERGY, MINES)
#: Members that report must have this share of the group's people, or their sum is no weight of the group.
ENOUGH = 0.9


@functools.lru_cache(maxsize=32)
def weight(library: Library, what: str) -> pd.DataFrame:
    """One weight of every state, years x states, with the world as ``WLD``.

    Parameters
    ----------
    what : str
        One of `WEIGHTS`.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_states)
        In the unit of its table.  A state that the table does not list is absent: the Statistical Review names only
        those whose energy matters in the world.
    """
    check_choice("what", what, WEIGHTS)
    if what == "population":
        return indicator(library, "population")
    if what == "trade":
        return capabilities(library, "trade", TRADE)
    if what in MONEY:
        return capabilities(library, MONEY[what], WDI)
    if what == MINES:
        table = library.read(URANIUM).sort_values("vintage").drop_duplicates(["country", "year"], keep="last")
        table = table[table["country"].isin(MINERS)].assign(iso3=lambda rows: rows["country"].map(MINERS))
        return table.pivot(index="year", columns="iso3", values="tonnes_u").sort_index()
    name, unit = ENERGY[what]
    table = library.read(REVIEW)
    rows = table[(table["indicator"] == name) & (table["unit"] == unit)]
    return rows.pivot(index="year", columns="iso3", values="value").sort_index()


def world_share(library: Library, what: str, states: Collection[str]) -> pd.Series:
    """Share of a set of states in the world's total, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].  A year is absent when the states that are known have less than 90 percent of the set's people;
        energy and uranium that their tables do not list count as nothing.
    """
    frame = weight(library, what)
    known = [state for state in states if state in frame]
    parts = frame[known]
    share: pd.Series = (parts.sum(axis=1, min_count=1) / frame["WLD"]).dropna()
    if what in LISTED:
        return share.rename("share")
    people = weight(library, "population").reindex(share.index).reindex(columns=sorted(states))
    covered = (people[known].where(parts.reindex(share.index).notna())).sum(axis=1) / people.sum(axis=1)
    return share[covered >= ENOUGH].rename("share")


def group_share(library: Library, what: str, group: str) -> pd.Series:
    """Share of a group in the world's total, by year: the table's own sum where it has one, or its members'.

    The Statistical Review lists few members of the European Union and of OPEC, but sums both.
    """
    frame = weight(library, what)
    if group in frame and what in ENERGY:
        own: pd.Series = (frame[group] / frame["WLD"]).dropna()
        return own.rename("share")
    return world_share(library, what, members(group))


def unlisted(library: Library, what: str, group: str) -> tuple[str, ...]:
    """Members of a group that the table of a weight does not list, so that its sum is without them.

    None are where the table has the group's own sum.
    """
    frame = weight(library, what)
    return () if group in frame else tuple(state for state in members(group) if state not in frame)


def share_of_members_then(library: Library, what: str, first_year: int) -> pd.Series:
    """Share of those who were members in the middle of each year, from the first year on."""
    years = [int(year) for year in weight(library, what).index if year >= first_year]
    sets = {year: states_at(library, f"{year}-07-01", ("member",)) for year in years}
    shares = {states: world_share(library, what, states) for states in set(sets.values())}
    found = {year: shares[states].get(year, np.nan) for year, states in sets.items()}
    return pd.Series(found, dtype=float).dropna().rename("share").rename_axis("year")


def latest(series: pd.Series, year: int) -> tuple[int, float] | None:
    """Last known year no later than a year, and its value; None when there is none.

    Examples
    --------
    >>> latest(pd.Series({2001: 0.1, 2004: 0.4}), 2003)
    (2001, 0.1)
    """
    known = series.dropna()
    known = known[known.index <= year]
    return (int(known.index[-1]), float(known.iloc[-1])) if len(known) else None


def effective_members(values: Sequence[float]) -> float:
    """Effective number of members: one over the Herfindahl-Hirschman index of their parts.

    Examples
    --------
    >>> effective_members([1.0, 1.0, 1.0, 1.0]), round(effective_members([8.0, 1.0, 1.0]), 2)
    (4.0, 1.52)
    """
    parts = np.array([value for value in values if np.isfinite(value)], dtype=float)
    return float(parts.sum() ** 2 / (parts**2).sum())
