"""Division of labour: one power against another in a region, on every economic and military indicator."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from scoledger.chapters.chapter import Chapter, Quantity
from scoledger.countries import country_name, parse_states, states_name
from scoledger.indicators.books import book
from scoledger.indicators.crossings import find_crossing
from scoledger.indicators.exercises import participation
from scoledger.indicators.security import influence
from scoledger.tables import Library

#: Indicators by field.  Of the economic ones the first power is expected to lead, of the others the second.
ECONOMIC = ("trade", "exports", "imports", "fuels", "debt")
SECURITY = ("arms", "exercises", "votes", "treaty")
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
FUELS, TREATY, EXERCISES = "comtrade-mineral-fuels-hs27", "organisations", "military-exercises-1990-2010"
#: Years over which exercises are summed; years within which an early and a late value are looked for.
YEARS, NEAR, LEVEL = 5, 5, 0.05


@dataclass(frozen=True, kw_only=True)
class DivisionOfLabour(Chapter):
    """One power against another.

    Parameters
    ----------
    shares : pandas.DataFrame, shape (n_rows, 5)
        ``label`` (indicator), ``value`` (part of the first power in the sum of both), ``group`` (early or late, with
        the field), ``year``, ``field``.
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
    amounts = {name: _amounts(library, name, codes, one, other).loc[window] for name in (*ECONOMIC, *SECURITY)}
    parts = {name: _part(frame, one, other) for name, frame in amounts.items()}
    known = {name: part for name, part in parts.items() if len(part)}
    shares = _ends(known)
    by_state = pd.DataFrame(
        {
            WORDS[name]: {
                code: part.iloc[-1]
                for code in codes
                if len(part := _part(_amounts(library, name, [code], one, other).loc[window], one, other))
            }
            for name in (*ECONOMIC, *SECURITY)
        }
    )
    crossings = _cross(amounts, one, other)
    quantities = _quantities(shares, by_state, one, other)
    return DivisionOfLabour(
        title=f"Division of labour: {country_name(one)} and {country_name(other)} in {states_name(states)}",
        quantities=quantities,
        answer=_write_answer(shares, quantities, one, other),
        data=_write_data(crossings, one, other),
        sure=_write_certainty(quantities),
        missing=tuple(WORDS[name] for name in parts if name not in known),
        shares=shares,
        paths={
            field: {WORDS[name]: known[name] for name in names if name in known and name != "treaty"}
            for field, names in (("economy", ECONOMIC), ("security and votes", SECURITY))
        },
        states=by_state.dropna(how="all"),
        crossings=crossings,
    )


def _amounts(library: Library, name: str, codes: Sequence[str], one: str, other: str) -> pd.DataFrame:
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


def _part(amounts: pd.DataFrame, one: str, other: str) -> pd.Series:
    both = amounts[[one, other]].sum(axis=1)
    return (amounts[one] / both.where(both > 0)).dropna().astype(float)


def _ends(parts: dict[str, pd.Series]) -> pd.DataFrame:
    """Part of the first power at both ends of what is known."""
    rows = []
    for name, part in parts.items():
        field = "economy" if name in ECONOMIC else "security and votes"
        for when, place in (("first", 0), ("last", -1)):
            rows.append(
                {"label": WORDS[name], "value": float(part.iloc[place]), "year": int(part.index[place]), "name": name}
                | {"group": f"{field}, {when} year", "field": field, "when": when}
            )
    return pd.DataFrame(rows, columns=["label", "value", "year", "name", "group", "field", "when"])


def _cross(amounts: dict[str, pd.DataFrame], one: str, other: str) -> pd.DataFrame:
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


def permute_labels(values: Sequence[float], is_economic: Sequence[bool]) -> float:
    """Chance that labels dealt out at random would part the values as far, in the expected direction.

    Parameters
    ----------
    values : sequence of float
    is_economic : sequence of bool

    Returns
    -------
    float
        Share of all ways to deal out the labels whose difference of means is at least the one observed.

    Examples
    --------
    >>> permute_labels([0.9, 0.8, 0.1, 0.2], [True, True, False, False])
    0.16666666666666666
    """
    data, chosen = np.array(values, dtype=float), int(sum(is_economic))
    everyone = range(len(data))

    def gap(inside: tuple[int, ...]) -> float:
        rest = [place for place in everyone if place not in inside]
        return float(data[list(inside)].mean() - data[rest].mean())

    own = gap(tuple(place for place, label in enumerate(is_economic) if label))
    gaps = [gap(inside) for inside in itertools.combinations(everyone, chosen)]
    return float(np.mean([one >= own - 1e-12 for one in gaps]))


def _quantities(shares: pd.DataFrame, by_state: pd.DataFrame, one: str, other: str) -> tuple[Quantity, ...]:
    late = shares[shares["when"] == "last"]
    made = [
        Quantity(f"part-{row['name']}", f"{country_name(one)}'s part of both in {row['label']}, {row['year']}",
                 row["value"], "share")
        for row in late.to_dict("records")
    ]  # fmt: skip
    is_economic = (late["field"] == "economy").tolist()
    if not any(is_economic) or all(is_economic):
        return tuple(made)
    as_said = int((late["value"].gt(0.5) == (late["field"] == "economy")).sum())
    cells = by_state.stack().dropna()  # noqa: PD013 - a series of cells, whose names are its index
    economic = cells.index.get_level_values(1).isin([WORDS[name] for name in ECONOMIC])
    agreeing = int((cells.gt(0.5).to_numpy() == economic).sum())
    test = stats.binomtest(agreeing, len(cells), alternative="greater")
    interval = test.proportion_ci()
    return (
        *made,
        Quantity("as-said", f"Indicators on which the power leads that is said to ({country_name(one)} in the economy, "
                 f"{country_name(other)} in security)", as_said, "count", n=len(late)),
        Quantity("cells", "Share of states and indicators that come out as said", agreeing / len(cells), "share",
                 float(interval.low), 1.0, len(cells), "Interval: one-sided, 95 percent, as if cells were independent.",
                 is_main=True),
        Quantity("cells-p", "Chance of so many if each could as well be otherwise", float(test.pvalue), "probability",
                 n=len(cells), form=".3f"),
        Quantity("labels-p", "Chance that labels dealt out at random part the fields as far",
                 permute_labels(late["value"].tolist(), is_economic), "probability", n=len(late), form=".3f"),
    )  # fmt: skip


def _write_answer(shares: pd.DataFrame, quantities: Sequence[Quantity], one: str, other: str) -> str:
    known = {quantity.name for quantity in quantities if quantity.is_known}
    if "as-said" not in known:
        return "The tables hold too few indicators of the economy or of security to compare the two powers."
    late = shares[shares["when"] == "last"]
    led = {
        field: [row["label"] for row in rows.to_dict("records") if row["value"] > 0.5]  # noqa: PLR2004 - a half
        for field, rows in late.groupby("field")
    }
    ahead = ", ".join(led["economy"]) or "nothing"
    beside = ", ".join(led["security and votes"]) or "nothing"
    return (
        f"{{as-said}} of {len(late)} indicators come out as said, {{cells}} of all states and indicators. In the "
        f"economy {country_name(one)} leads in {ahead}; in security and votes it leads "
        f"{country_name(other)} in {beside}."
    )


def _write_data(crossings: pd.DataFrame, one: str, other: str) -> str:
    if crossings.empty:
        return "There is nothing to compare."
    economy = crossings[crossings["Field"] == "economy"]
    passed = economy[economy["Ahead since"].str.match(r"^\d{4}$")]
    told = [f"{row['Indicator']} since {row['Ahead since']}" for row in passed.to_dict("records")]
    first, second = country_name(one), country_name(other)
    if told:
        return f"{first} overtook {second} in {'; '.join(told)}."
    return f"{first} overtook {second} in no economic indicator within these years."


def _write_certainty(quantities: Sequence[Quantity]) -> str:
    if not any(quantity.name == "labels-p" for quantity in quantities):
        return "Nothing can be said."
    return (
        "The indicators are few and lean on one another, so that the tests ({cells-p} over states, {labels-p} over "
        "labels) flatter; what is counted decides: bases, training and language are in no table, exercises end in "
        "2010, and trade is read from the powers' own books."
    )
