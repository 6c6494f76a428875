"""The numbers of the chapter, and the sentences that cite them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.trade_partners.paths import FLOWS, RIVALS, Paths, call
from scoledger.countries import country_name

#: Years by which the last year that both sides know may lie behind the last that one knows.
NEAR = 3
#: Years by which books may end before the others and still say who leads at present.
PRESENT = 10
SHORT_SIDES = {"reported": "own", "mirror": "partner"}
#: States whose own books are not quite what the others' are.
ODD_BOOKS = {
    "UZB": "Uzbekistan's own books very probably count services and gold, and give no total of exports and imports.",
    "TJK": "Tajikistan's own books are known for a few years only, and for imports alone after the first.",
    "TKM": "Turkmenistan's own books are known for four early years only.",
}


def list_quantities(
    shares: Mapping[str, Paths], crossings: pd.DataFrame, by_source: pd.DataFrame, sides: Mapping[str, str]
) -> tuple[Quantity, ...]:
    """Every number of the page: shares in all trade, years of overtaking, and how far the two sides are apart."""
    made = [_share(partner, paths) for partner, paths in shares["total"].items()]
    rivals = [rival for rival in RIVALS if (crossings["rival"] == rival).any()]
    made += [one for rival in rivals for one in _since(rival, crossings, by_source, sides)]
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


def _since(rival: str, crossings: pd.DataFrame, by_source: pd.DataFrame, sides: Mapping[str, str]) -> list[Quantity]:
    """Year since when the leader is ahead of one rival: over everything, and by flow and side."""
    made = []
    own = crossings[crossings["rival"] == rival]
    total = own[own["flow"] == "total"].dropna(subset=["value"])
    every = _dated(by_source, rival, "total")
    years = sorted([*total["value"], *every["value"]])
    if years:
        made.append(
            Quantity(f"since-{rival.lower()}", f"Earliest year since when China is ahead of {call(rival)} in all trade",
                     years[0], "year", years[0], years[-1], len(years), is_main=rival == "RUS",
                     caption="Interval: over both sides' books and each source alone; n: how many date it.")
        )  # fmt: skip
    for row in own.dropna(subset=["value"]).to_dict("records"):
        side = next(short for mirror, short in SHORT_SIDES.items() if sides[mirror] == row["side"])
        alone = _dated(by_source, rival, row["flow"])
        dated = sorted([row["value"], *alone.loc[alone["side"] == row["side"], "value"]])
        place = f"{FLOWS[row['flow']]}{' or earlier' if row['is_bound'] else ''}, by {row['side']}"
        made.append(
            Quantity(f"since-{rival.lower()}-{row['flow']}-{side}",
                     f"Year since when China is ahead of {call(rival)} in {place}",
                     row["value"], "year", dated[0], dated[-1], int(row["lead"]),
                     "Interval: over these books' sources; one that ends early may date a lead that was lost again. "
                     f"n: known years since then, to {row['last_year']}.")
        )  # fmt: skip
    return made


def _dated(by_source: pd.DataFrame, rival: str, flow: object) -> pd.DataFrame:
    """Sources that date an overtaking: ahead in their last year, and behind in one before."""
    rows = by_source[(by_source["rival"] == rival) & (by_source["flow"] == flow) & ~by_source["is_bound"].astype(bool)]
    return rows.dropna(subset=["value"])


def at_present(crossings: pd.DataFrame) -> pd.DataFrame:
    """The comparisons whose books do not end long before the others."""
    recent: pd.DataFrame = crossings[crossings["last_year"] >= crossings["last_year"].max() - PRESENT]
    return recent


def _counts(crossings: pd.DataFrame) -> list[Quantity]:
    """How many comparisons the leader leads, by flow; and in how many the sides do not agree."""
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


def _known(quantities: Sequence[Quantity]) -> set[str]:
    return {quantity.name for quantity in quantities if quantity.is_known}


def write_answer(
    country: str, quantities: Sequence[Quantity], crossings: pd.DataFrame, sides: Mapping[str, str]
) -> str:
    """The shares, and since when the leader is ahead of whom by which books."""
    known, state = _known(quantities), country_name(country)
    dated = {one.name: _year(one) for one in quantities if one.name.startswith("share-") and one.is_known}
    told = [
        f"{call(name.removeprefix('share-').upper())} {{{name}}} ({year})"
        for name, year in dated.items()
        if year >= max(dated.values()) - PRESENT
    ]
    if not told:
        return f"The tables hold no trade of {state} with these partners in both directions."
    lines = [f"Shares in {state}'s trade, the mean of both sides' books where both are known: {'; '.join(told)}."]
    lines += [clause for rival in RIVALS if (clause := _compare(rival, "total", crossings, known, sides))]
    return " ".join(lines)


def _year(quantity: Quantity) -> int:
    """The year of a share: the end of its title."""
    return int(quantity.title.rsplit(", ", 1)[1])


def _compare(rival: str, flow: str, crossings: pd.DataFrame, known: set[str], sides: Mapping[str, str]) -> str:
    """Since when the leader is ahead of a rival in a flow, by each side's books that are not long ended."""
    recent = at_present(crossings)
    rows = _records(recent[(recent["rival"] == rival) & (recent["flow"] == flow)])
    clauses = [_clause(row, known, sides) for row in rows]
    return f"In {FLOWS[flow]} China, set against {call(rival)}, {' and '.join(clauses)}." if clauses else ""


def _clause(row: Mapping[str, object], known: set[str], sides: Mapping[str, str]) -> str:
    side = next(short for mirror, short in SHORT_SIDES.items() if sides[mirror] == row["side"])
    name = f"since-{str(row['rival']).lower()}-{row['flow']}-{side}"
    if name not in known:
        return f"is behind in the last year known by {row['side']}"
    if row["lead"] == 1:
        return f"is ahead only in the last year known ({{{name}}}) by {row['side']}"
    return f"has been ahead since {{{name}}}{' or earlier' if row['is_bound'] else ''} by {row['side']}"


def write_data(country: str, quantities: Sequence[Quantity], crossings: pd.DataFrame, sides: Mapping[str, str]) -> str:
    """How often the leader leads, and since when in imports, where it sells."""
    if crossings.empty:
        return f"The tables do not hold China's and its rivals' trade with {country_name(country)} side by side."
    known = _known(quantities)
    words = [
        f"in {FLOWS[flow]} it leads in {{ahead-{flow}}} of {{compared-{flow}}} comparisons (rival and books)"
        for flow in ("import", "export")
        if f"ahead-{flow}" in known
    ]
    lines = [f"In the last year known China's place is this: {'; '.join(words)}."] if words else []
    lines += [clause for rival in RIVALS if (clause := _compare(rival, "import", crossings, known, sides))]
    return " ".join(lines) or f"Exports and imports of {country_name(country)} are not known apart."


def write_certainty(country: str, quantities: Sequence[Quantity], crossings: pd.DataFrame) -> str:
    """How far the two sides are apart, whether they agree on who leads, and what is odd in the books."""
    odd = f" {ODD_BOOKS[country]}" if country in ODD_BOOKS else ""
    if "widest-band" not in _known(quantities):
        return f"Only one side's books are known, so that nothing checks them.{odd}"
    return (
        f"{_agree(crossings)}the shares of one partner in one year differ by up to {{widest-band}}. Neither side is "
        "right by rule: goods in transit, goods carried by traders and gold stand in one book only. That several "
        f"sources give one year is no second witness where they repeat the same customs' figures.{odd}"
    )


def _agree(crossings: pd.DataFrame) -> str:
    """Whether both sides, where they tell of the present, agree on who leads."""
    pairs = [
        (f"{call(str(rival))} in {FLOWS[str(flow)]}", rows["value"])
        for (rival, flow), rows in at_present(crossings).groupby(["rival", "flow"], sort=False)
        if len(rows) > 1
    ]
    if not pairs:
        return "No comparison is known from both sides in the last years, and "
    turned = [name for name, years in pairs if years.notna().any() and years.isna().any()]
    if turned:
        return f"The two sides do not agree on whether China is ahead of {' or of '.join(turned)}, and "
    return "Where both sides know who leads in the end, they agree on it, but "


def list_missing(shares: Mapping[str, Paths], sides: Mapping[str, str]) -> tuple[str, ...]:
    """Flows, sides and partners of which the tables hold no path."""
    words = []
    for flow in ("export", "import"):
        for side in sides.values():
            absent = [call(one) for one, paths in shares[flow].items() if side not in paths]
            if absent:
                words.append(f"shares in {flow}s by {side} of {', '.join(absent)}")
    return tuple(words)


def write_caption(crossings: pd.DataFrame) -> str:
    """What the figure of the crossings does not show: where the leader is behind, and where the year is a bound."""
    is_behind = crossings["value"].isna()
    behind, bound = (
        [f"{str(row['label']).removeprefix('past ')} by {row['side']}" for row in _records(rows)]
        for rows in (crossings[is_behind], crossings[~is_behind & crossings["is_bound"].astype(bool)])
    )
    words = "Dots: the year from which China is ahead in every year known; lines: to the last year known."
    words += f" The year is the first known, and only a bound, against {'; '.join(bound)}." if bound else ""
    return words + (f" Behind in the last year known: {'; '.join(behind)}." if behind else "")


def order_sides(crossings: pd.DataFrame, sides: Mapping[str, str]) -> pd.DataFrame:
    """The leads, the state's own books first, so that a side has one colour and mark on every page."""
    place = {side: at for at, side in enumerate(sides.values())}
    leads = crossings.dropna(subset=["value"])
    return leads.sort_values("side", key=lambda side: side.map(place), kind="stable").reset_index(drop=True)


def write_share_caption(paths: Paths, sides: Mapping[str, str]) -> str:
    """Whose books a figure of shares shows."""
    shown = [side for side in sides.values() if any(side in own for own in paths.values())]
    if len(shown) == 1:
        return f"All lines are from {shown[0]}: the other side gives no share."
    return "Shaded: between the two sides. A side that does not report has no line."


def _records(crossings: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(key): value for key, value in row.items()} for row in crossings.to_dict("records")]


def tabulate_crossings(crossings: pd.DataFrame) -> pd.DataFrame:
    """The crossings for a reader."""
    return pd.DataFrame([_tell(row) for row in _records(crossings)], columns=_COLUMNS)


def tabulate_sources(by_source: pd.DataFrame) -> pd.DataFrame:
    """The crossings by each source alone, for a reader."""
    rows = [_tell(row) | {"Source": row["source"]} for row in _records(by_source)]
    return pd.DataFrame(rows, columns=["China", "Books", "Source", *_COLUMNS[2:]])


_COLUMNS = ["China", "Books", "Years known", "Ahead in", "Ahead since", "For"]


def _tell(row: Mapping[str, object]) -> dict[str, object]:
    is_behind = pd.isna(row["value"])  # type: ignore[call-overload]  # one cell
    since = f"{row['value']:.0f}" + (" or earlier" if row["is_bound"] else "")
    return {
        "China": row["label"], "Books": row["side"], "Years known": f"{row['first_year']}-{row['last_year']}",
        "Ahead in": f"{row['ahead']} of {row['n']} years",
        "Ahead since": "behind in the last year" if is_behind else since,
        "For": "" if is_behind else f"{row['lead']} known {'year' if row['lead'] == 1 else 'years'}",
    }  # fmt: skip
