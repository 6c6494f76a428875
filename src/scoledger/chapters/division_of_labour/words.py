"""Numbers and sentences of the chapter on the division of labour."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.division_of_labour.chances import flip_indicators, permute_labels
from scoledger.chapters.division_of_labour.measures import COUNTED, ECONOMIC, KINDS, WORDS
from scoledger.countries import country_name

#: From here on the first power leads.
HALF = 0.5
#: Why an indicator that is drawn is not among those counted.
NOT_COUNTED = "all trade is not counted beside exports and imports"


def agreeing(by_state: pd.DataFrame) -> pd.DataFrame:
    """Which states' counted indicators come out as said.

    Parameters
    ----------
    by_state : pandas.DataFrame, shape (n_states, n_indicators)
        Part of the first power, columns as in `WORDS`.

    Returns
    -------
    pandas.DataFrame, shape (n_states, n_counted)
        1 as said, -1 otherwise, missing where the part is unknown.

    Examples
    --------
    >>> parts = pd.DataFrame({"all trade": [0.9], "public debt to it": [0.7], "identical votes": [0.6]})
    >>> agreeing(parts).to_dict("list")
    {'public debt to it': [1.0], 'identical votes': [-1.0]}
    """
    columns = {}
    for name in COUNTED:
        if WORDS[name] in by_state:
            part = by_state[WORDS[name]].astype(float)
            is_as_said = (part > HALF) == (name in ECONOMIC)
            columns[WORDS[name]] = is_as_said.map({True: 1.0, False: -1.0}).where(part.notna())
    return pd.DataFrame(columns, index=by_state.index).dropna(axis=1, how="all")


def _chance(late: pd.DataFrame, names: Sequence[str]) -> tuple[float, int, float] | None:
    """Chance of labels dealt out at random over some indicators, their number and the smallest chance there could be.

    None without indicators of both fields.
    """
    rows = late[late["name"].isin(names)]
    is_economic = (rows["field"] == "economy").tolist()
    if not any(is_economic) or all(is_economic):
        return None
    chance = permute_labels(rows["value"].tolist(), is_economic)
    return chance, len(rows), 1 / math.comb(len(rows), sum(is_economic))


def list_quantities(
    shares: pd.DataFrame, by_state: pd.DataFrame, oldest: int, one: str, other: str
) -> tuple[Quantity, ...]:
    """List every number that the page shows: parts first, then what comes out as said, and by what chance.

    Parameters
    ----------
    shares, by_state : pandas.DataFrame
        As `measures.ends_of` gives them; part of the first power by state and indicator.
    oldest : int
        Oldest of the years that `by_state` holds.
    one, other : str
    """
    late = shares[shares["when"] == "last"]
    made = [
        Quantity(f"part-{row['name']}", f"{country_name(one)}'s part of both in {row['words']}, {row['year']}",
                 row["value"], "share")
        for row in late.to_dict("records")
    ]  # fmt: skip
    labels = _chance(late, COUNTED)
    if labels is None:
        return tuple(made)
    return (
        *made,
        *_count_as_said(late, by_state, one, other),
        Quantity("labels-p", "Chance that labels dealt out at random part the fields as far", labels[0], "probability",
                 n=labels[1], form=".3f", caption=f"n: indicators; {NOT_COUNTED}."),
        *_chance_of_kinds(late),
        Quantity("oldest", "Oldest of the last years known, over indicators", int(late["year"].min()), "year"),
        Quantity("newest", "Newest of them", int(late["year"].max()), "year"),
        Quantity("oldest-state", "Oldest of the last years known, over states and indicators", oldest, "year"),
    )  # fmt: skip


def _count_as_said(late: pd.DataFrame, by_state: pd.DataFrame, one: str, other: str) -> list[Quantity]:
    counted, signs = late[late["name"].isin(COUNTED)], agreeing(by_state)
    as_said = int((counted["value"].gt(HALF) == (counted["field"] == "economy")).sum())
    hits, known = signs.eq(1.0).sum(), signs.notna().sum()
    without = (hits.sum() - hits) / (known.sum() - known)
    led = f"{country_name(one)} in the economy, {country_name(other)} in security"
    return [
        Quantity("as-said", f"Indicators on which the power leads that is said to ({led})", as_said, "count",
                 n=len(counted), caption=f"n: {NOT_COUNTED}."),
        Quantity("cells", "Share of states and indicators that come out as said", float(hits.sum() / known.sum()),
                 "share", float(without.min()), float(without.max()), int(known.sum()),
                 "Interval: without each indicator in turn.", is_main=True),
        Quantity("cells-p", "Chance of so many if each indicator could as well be otherwise, in all states together",
                 flip_indicators(signs), "probability", n=signs.shape[1], form=".3f", caption="n: indicators."),
    ]  # fmt: skip


def _chance_of_kinds(late: pd.DataFrame) -> list[Quantity]:
    kinds = _chance(late, KINDS)
    if kinds is None:
        return []
    chance, n, least = kinds
    alone = f"All trade stands for exports, imports and fuels; among so few labels no chance is below {least:.3f}."
    title = "The same with one indicator of each kind"
    return [Quantity("kinds-p", title, chance, "probability", n=n, form=".3f", caption=alone)]


def write_answer(shares: pd.DataFrame, quantities: Sequence[Quantity], one: str, other: str) -> str:
    """How many indicators come out as said, and who leads in what, in which year."""
    known = {quantity.name for quantity in quantities if quantity.is_known}
    if "as-said" not in known:
        return "The tables hold too few indicators of the economy or of security to compare the two powers."
    late = shares[shares["when"] == "last"]
    led = {
        field: [f"{row['words']} ({row['year']})" for row in rows.to_dict("records") if row["value"] > HALF]
        for field, rows in late.groupby("field")
    }
    ahead = ", ".join(led["economy"]) or "nothing"
    beside = ", ".join(led["security and votes"]) or "nothing"
    counted = int(late["name"].isin(COUNTED).sum())
    return (
        f"{{as-said}} of {counted} indicators come out as said, {{cells}} of all states and indicators, each in the "
        f"last year known. In the economy {country_name(one)} leads in {ahead}; in security and votes it leads "
        f"{country_name(other)} in {beside}."
    )


def write_data(crossings: pd.DataFrame, one: str, other: str) -> str:
    """For the closing box: in what the first power overtook the second."""
    if crossings.empty:
        return "There is nothing to compare."
    economy = crossings[crossings["Field"] == "economy"]
    passed = economy[economy["Ahead since"].str.match(r"^\d{4}$")]
    told = [f"{row['Indicator']} since {row['Ahead since']}" for row in passed.to_dict("records")]
    first, second = country_name(one), country_name(other)
    if told:
        return f"{first} overtook {second} in {'; '.join(told)}."
    return f"{first} overtook {second} in no economic indicator within these years."


def write_certainty(shares: pd.DataFrame, quantities: Sequence[Quantity]) -> str:
    """How firm this is: what chance would do, and of which years the indicators are."""
    made = {quantity.name for quantity in quantities}
    if "labels-p" not in made:
        return "Nothing can be said."
    late = shares[shares["when"] == "last"]
    old = ", ".join(late.loc[late["year"] == late["year"].min(), "words"])
    kinds = " (with one indicator of each kind: {kinds-p})" if "kinds-p" in made else ""
    return (
        "The indicators are few and lean on one another: by chance alone the fields would part as far with probability "
        f"{{labels-p}}{kinds}, and as many states and indicators would come out as said with probability {{cells-p}}. "
        "They are not of one year: the last known lies between {oldest} "
        f"({old}) and {{newest}}, for single states from {{oldest-state}} on. What is counted decides: bases, training "
        "and language are in no table, and trade is read from the powers' own books."
    )
