"""What each of two powers has in a region, by indicator, and the part of the first in the sum of both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from scoledger.indicators.books import book
from scoledger.indicators.crossings import find_crossing
from scoledger.indicators.exercises import participation
from scoledger.indicators.security import influence
from scoledger.tables import Library

#: Indicators by field.  Of the economic ones the first power is expected to lead, of the others the second.
ECONOMIC = ("trade", "exports", "imports", "fuels", "debt")
SECURITY = ("arms", "exercises", "votes", "treaty")
#: All trade is the sum of exports and imports: it is drawn, but not counted beside them.
COUNTED = ("exports", "imports", "fuels", "debt", *SECURITY)
#: One indicator of each kind: all trade stands for exports, imports and the fuels among the exports.
KINDS = ("trade", "debt", *SECURITY)
WORDS = {
    "trade": "all trade",
    "exports": "exports of the region",
    "imports": "imports of the region",
    "fuels": "fuels sold to it",
    "debt": "public debt to it",
    "arms": "arms delivered, five years",
    "exercises": "exercises together, five years",
    "votes": "identical votes",
    "treaty": "mutual defence treaty",
}
FUELS, TREATY = "comtrade-mineral-fuels-hs27", "organisations"
#: Years over which exercises are summed.
YEARS = 5


def amounts_of(library: Library, name: str, codes: Sequence[str], one: str, other: str) -> pd.DataFrame:
    """What each power has in the region by one indicator, years x two powers."""
    group = ",".join(codes)
    if not codes:
        return pd.DataFrame(columns=[one, other], dtype=float)
    if name == "fuels":
        columns = {
            power: pd.concat([book(library, FUELS, power, code, "import") for code in codes], axis=1).sum(
                axis=1, min_count=1
            )
            for power in (one, other)
        }
        return pd.DataFrame(columns).dropna().sort_index()
    if name == "exercises":
        return _exercises(library, codes, one, other)
    if name == "treaty":
        return _treaty(library, codes, one, other)
    return influence(library, indicator_of=name, states=group, partners=(one, other)).sort_index()


def _exercises(library: Library, codes: Sequence[str], one: str, other: str) -> pd.DataFrame:
    """States' participations in exercises in which the power took part, over five years; the table ends in 2010."""
    frame = participation(library)
    ours = frame.reindex(columns=list(codes), fill_value=0).sum(axis=1)
    years = frame["year"] if "year" in frame else frame.index.get_level_values("year")
    together = pd.DataFrame(
        {power: ours.where(frame[power].astype(bool), 0) for power in (one, other) if power in frame}
    )
    if together.shape[1] < 2:  # noqa: PLR2004 - both powers
        return pd.DataFrame(columns=[one, other], dtype=float)
    yearly = together.groupby(np.asarray(years)).sum()
    span = range(int(yearly.index.min()), int(yearly.index.max()) + 1)
    return yearly.reindex(span, fill_value=0.0).rolling(YEARS).sum().dropna()


def _treaty(library: Library, codes: Sequence[str], one: str, other: str) -> pd.DataFrame:
    """How many of the states are in a treaty of mutual defence with the power, by year."""
    table = library.read(TREATY)
    rows = table[(table["org"] == "CSTO") & (table["status"] == "member")]
    first = int(rows["start"].dt.year.min())
    counts = {}
    for power in (one, other):
        counts[power] = {
            year: float(rows[(rows["start"].dt.year <= year) & (rows["end"].isna() | (rows["end"].dt.year > year))
                             & rows["iso3"].isin(codes)]["iso3"].nunique()) if power in set(rows["iso3"]) else 0.0
            for year in range(first, 2025)
        }  # fmt: skip
    return pd.DataFrame(counts)


def part_of(amounts: pd.DataFrame, one: str, other: str) -> pd.Series:
    """Part of the first power in the sum of both, by year; years in which neither has anything are absent."""
    both = amounts[[one, other]].sum(axis=1)
    return (amounts[one] / both.where(both > 0)).dropna().astype(float)


def ends_of(parts: dict[str, pd.Series]) -> pd.DataFrame:
    """Part of the first power at both ends of what is known."""
    rows = []
    for name, part in parts.items():
        field = "economy" if name in ECONOMIC else "security and votes"
        years = "-".join(str(year) for year in dict.fromkeys((int(part.index[0]), int(part.index[-1]))))
        for when, place in (("first", 0), ("last", -1)):
            rows.append(
                {"label": f"{WORDS[name]}, {years}", "value": float(part.iloc[place]), "year": int(part.index[place])}
                | {"group": f"{field}, {when} year", "field": field, "name": name, "words": WORDS[name], "when": when}
            )
    return pd.DataFrame(rows, columns=["label", "value", "group", "year", "field", "name", "words", "when"])


def list_crossings(amounts: dict[str, pd.DataFrame], one: str, other: str) -> pd.DataFrame:
    """Since when the first power is ahead, one row for each indicator, ready for a reader."""
    rows = []
    for name, frame in amounts.items():
        found = find_crossing(frame[one], frame[other]) if len(frame) else None
        if found:
            since = "behind in the last year" if found.since is None else str(found.since)
            early = " or earlier" if found.is_from_the_start else ""
            rows.append(
                {"Indicator": WORDS[name], "Field": "economy" if name in ECONOMIC else "security and votes"}
                | {"Years known": f"{found.first_year}-{found.last_year}", "Ahead in": f"{found.ahead} of {found.n}"}
                | {"Ahead since": since + early}
            )
    return pd.DataFrame(rows, columns=["Indicator", "Field", "Years known", "Ahead in", "Ahead since"])
