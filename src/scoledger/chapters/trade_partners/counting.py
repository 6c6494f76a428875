"""The numbers of the chapter: shares, who is ahead since when, and how far the two sides are apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.trade_partners.paths import FLOWS, Paths, call

#: Years by which the last year that both sides know may lie behind the last that one knows.
NEAR = 3
#: Years by which books may end before the others and still say who leads at present.
PRESENT = 10
SHORT_SIDES = {"reported": "own", "mirror": "partner"}
#: Flows of the main numbers.  The European Union's own books cover its exports only, so that imports, where it sells,
#: are the one flow that both sides know.
MAIN_FLOWS = {"RUS": ("total",), "EU27": ("total", "import")}

Row = Mapping[str, Any]


def list_quantities(
    shares: Mapping[str, Paths], crossings: pd.DataFrame, sides: Mapping[str, str]
) -> tuple[Quantity, ...]:
    """Every number of the page: shares in all trade, leads by each side's books, and how far the sides are apart."""
    made = [_share(partner, paths) for partner, paths in shares["total"].items()]
    recent = set(at_present(crossings).index)
    rows = zip(crossings.index, records(crossings), strict=True)
    made += [one for at, row in rows for one in _lead(row, sides, is_present=at in recent)]
    made += _counts(crossings)
    apart = [
        float((both.max(axis=1) - both.min(axis=1)).max())
        for flow in ("export", "import")
        for paths in shares[flow].values()
        if len(both := pd.DataFrame(paths).dropna(thresh=2))
    ]
    if apart:
        made.append(
            Quantity("widest-band", "Largest distance between both sides' shares of one partner in one year",
                     max(apart), "share", n=len(apart), caption="n: partners, exports and imports apart.")
        )  # fmt: skip
    return tuple(made)


def _share(partner: str, sides: Mapping[str, pd.Series]) -> Quantity:
    """The share in the last year that both sides know, or, where that is long ago, in the last that one knows."""
    name, title = f"share-{partner.lower()}", f"Share of {call(partner)} in all trade"
    if not sides:
        return Quantity(name, title, None, "share")
    latest = max(sides.values(), key=lambda path: int(path.index[-1]))
    both = pd.DataFrame(dict(sides)).dropna() if len(sides) > 1 else pd.DataFrame()
    if len(both) and both.index[-1] >= latest.index[-1] - NEAR:
        last, year = both.iloc[-1], int(both.index[-1])
        return Quantity(
            name, f"{title}, {year}", float(last.mean()), "share", float(last.min()), float(last.max()), len(both),
            "Mean of both sides' books; interval: the two. n: years that both know.",
        )  # fmt: skip
    side = next(side for side, path in sides.items() if path is latest)
    return Quantity(
        name, f"{title}, {int(latest.index[-1])}", float(latest.iloc[-1]), "share", n=len(latest),
        caption=f"Only {side} are known near that year.",
    )  # fmt: skip


def name_lead(row: Row, sides: Mapping[str, str]) -> str:
    """Rival, flow and side of a comparison as the end of a quantity's name: ``rus-total-own``."""
    side = next(short for mirror, short in SHORT_SIDES.items() if sides[mirror] == row["side"])
    return f"{row['rival'].lower()}-{row['flow']}-{side}"


def _lead(row: Row, sides: Mapping[str, str], *, is_present: bool) -> list[Quantity]:
    """Since when the leader is ahead of one rival in one flow by one side's joined books, and for how many years.

    The main number is the year, or, where the leader is behind in the last year known, its lead of no years.
    """
    is_main = is_present and row["flow"] in MAIN_FLOWS[row["rival"]]
    name, rival, last = name_lead(row, sides), call(row["rival"]), row["last_year"]
    where, lead = f"{FLOWS[str(row['flow'])]}, by {row['side']}", int(row["lead"])
    length = Quantity(
        f"lead-{name}", f"Years that China has been ahead of {rival} without a break, to {last}, in {where}",
        lead, "count", n=int(row["n"]), is_main=is_main and not lead,
        caption="Known years; 0: behind in the last of them. n: years known.",
    )  # fmt: skip
    if not lead:
        return [length]
    year = "Year (or earlier)" if row["is_bound"] else "Year"
    since = Quantity(
        f"since-{name}", f"{year} since when China is ahead of {rival} in {where}",
        float(row["value"]), "year", n=lead, is_main=is_main,
        caption=f"All sources of these books joined. n: known years since then, to {last}.",
    )  # fmt: skip
    return [since, length]


def records(crossings: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table of crossings, one by one."""
    return [{str(key): value for key, value in row.items()} for row in crossings.to_dict("records")]


def at_present(crossings: pd.DataFrame) -> pd.DataFrame:
    """The comparisons whose books do not end long before the others."""
    recent: pd.DataFrame = crossings[crossings["last_year"] >= crossings["last_year"].max() - PRESENT]
    return recent


def _counts(crossings: pd.DataFrame) -> list[Quantity]:
    """How many comparisons the leader leads, by flow."""
    made = []
    recent = at_present(crossings)
    for flow in ("import", "export"):
        rows = recent[recent["flow"] == flow]
        if len(rows):
            made.append(
                Quantity(f"ahead-{flow}", f"Comparisons in which China leads in {FLOWS[flow]} in the last year known",
                         int(rows["value"].notna().sum()), "count", n=len(rows), caption="Of n: rival and whose books.")
            )  # fmt: skip
            made.append(Quantity(f"compared-{flow}", f"Comparisons of {FLOWS[flow]}", len(rows), "count"))
    return made


def known_names(quantities: Sequence[Quantity]) -> set[str]:
    """Names of the quantities that have a value."""
    return {quantity.name for quantity in quantities if quantity.is_known}
