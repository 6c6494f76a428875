"""Sentences that cite the numbers of the chapter, captions, and tables for a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.trade_partners.counting import PRESENT, Row, at_present, known_names, name_lead, records
from scoledger.chapters.trade_partners.paths import FLOWS, RIVALS, Paths, call
from scoledger.countries import country_name

#: States whose own books are not quite what the others' are.
ODD_BOOKS = {
    "UZB": "Uzbekistan's own books very probably count services and gold, and give no total of exports and imports.",
    "TJK": "Tajikistan's own books are known for a few years only, and for imports alone after the first.",
    "TKM": "Turkmenistan's own books are known for four early years only.",
}


def write_answer(
    country: str, quantities: Sequence[Quantity], crossings: pd.DataFrame, sides: Mapping[str, str]
) -> str:
    """The shares, and since when the leader is ahead of whom by which books."""
    state = country_name(country)
    dated = {one.name: _year(one) for one in quantities if one.name.startswith("share-") and one.is_known}
    told = [
        f"{call(name.removeprefix('share-').upper())} {{{name}}} ({year})"
        for name, year in dated.items()
        if year >= max(dated.values()) - PRESENT
    ]
    if not told:
        return f"The tables hold no trade of {state} with these partners in both directions."
    lines = [f"Shares in {state}'s trade, the mean of both sides' books where both are known: {'; '.join(told)}."]
    lines += [clause for rival in RIVALS if (clause := _compare(rival, "total", crossings, sides))]
    return " ".join(lines)


def _year(quantity: Quantity) -> int:
    """The year of a share: the end of its title."""
    return int(quantity.title.rsplit(", ", 1)[1])


def _compare(rival: str, flow: str, crossings: pd.DataFrame, sides: Mapping[str, str]) -> str:
    """Since when the leader is ahead of a rival in a flow, by each side's books that are not long ended."""
    recent = at_present(crossings)
    rows = records(recent[(recent["rival"] == rival) & (recent["flow"] == flow)])
    clauses = [_clause(row, sides) for row in rows]
    if not clauses:
        return ""
    return f"In {FLOWS[flow]} China, set against {call(rival)}, {' and '.join(clauses)}.{_set_side_by_side(rows)}"


def _clause(row: Row, sides: Mapping[str, str]) -> str:
    name, last = name_lead(row, sides), row["last_year"]
    if not row["lead"]:
        return f"is behind in {last}, the last year known, by {row['side']}"
    if row["lead"] == 1:
        return f"is ahead only in the last year known ({{since-{name}}}) by {row['side']}"
    since = f"{{since-{name}}}{' or earlier' if row['is_bound'] else ''}"
    return f"has been ahead since {since} ({{lead-{name}}} known years, to {last}) by {row['side']}"


def _set_side_by_side(rows: Sequence[Row]) -> str:
    """Whether both sides agree on who leads in the last year that both know, and on since when."""
    if len(rows) < len(("own", "partner")) or pd.isna(rows[0]["common_year"]):
        return ""
    year = f" In {int(rows[0]['common_year'])}, the last year that both know,"
    is_ahead = {row["is_ahead_then"] for row in rows}
    if len(is_ahead) > 1:
        return f"{year} they do not agree on who is ahead."
    if not is_ahead.pop():
        return f"{year} both have China behind."
    return f"{year} both have China ahead{', but they date its lead differently' if _are_apart(rows) else ''}."


def _are_apart(rows: Sequence[Row]) -> bool:
    """Whether two leads begin in different years; a first year known says only that one began in it or earlier."""
    if any(not row["lead"] for row in rows):
        return False
    early, late = sorted(rows, key=lambda row: (row["value"], row["is_bound"]))
    return bool(early["value"] < late["value"] and not late["is_bound"])


def write_data(country: str, quantities: Sequence[Quantity], crossings: pd.DataFrame, sides: Mapping[str, str]) -> str:
    """How often the leader leads, and since when in imports, where it sells."""
    if crossings.empty:
        return f"The tables do not hold China's and its rivals' trade with {country_name(country)} side by side."
    known = known_names(quantities)
    words = [
        f"in {FLOWS[flow]} it leads in {{ahead-{flow}}} of {{compared-{flow}}} comparisons (rival and books)"
        for flow in ("import", "export")
        if f"ahead-{flow}" in known
    ]
    lines = [f"In the last year known China's place is this: {'; '.join(words)}."] if words else []
    lines += [clause for rival in RIVALS if (clause := _compare(rival, "import", crossings, sides))]
    return " ".join(lines) or f"Exports and imports of {country_name(country)} are not known apart."


def write_certainty(country: str, quantities: Sequence[Quantity], crossings: pd.DataFrame) -> str:
    """How far the two sides are apart, whether they agree on who leads, and what is odd in the books."""
    odd = f" {ODD_BOOKS[country]}" if country in ODD_BOOKS else ""
    if "widest-band" not in known_names(quantities):
        return f"Only one side's books are known, so that nothing checks them.{odd}"
    return (
        f"{_agree(crossings)}the shares of one partner in one year differ by up to {{widest-band}}. Neither side is "
        "right by rule: goods in transit, goods carried by traders and gold stand in one book only. That several "
        f"sources give one year is no second witness where they repeat the same customs' figures.{odd}"
    )


def _agree(crossings: pd.DataFrame) -> str:
    """Whether both sides, where they tell of the present, agree on who leads in the last year that both know."""
    pairs = [
        (f"{call(str(rival))} in {FLOWS[str(flow)]}", rows["is_ahead_then"])
        for (rival, flow), rows in at_present(crossings).groupby(["rival", "flow"], sort=False)
        if len(rows) > 1 and rows["common_year"].notna().all()
    ]
    if not pairs:
        return "No comparison is known from both sides in the last years, and "
    turned = [name for name, is_ahead in pairs if len(set(is_ahead)) > 1]
    if turned:
        return (
            "In the last year that both know, the two sides do not agree on whether China is ahead of "
            f"{' or of '.join(turned)}, and "
        )
    return "In the last year that both sides know they agree on who leads, in every comparison, but "


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
        [f"{str(row['label']).removeprefix('past ')} by {row['side']}" for row in records(rows)]
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


def tabulate_crossings(crossings: pd.DataFrame) -> pd.DataFrame:
    """The crossings for a reader."""
    return pd.DataFrame([_tell(row) for row in records(crossings)], columns=_COLUMNS)


def tabulate_sources(by_source: pd.DataFrame) -> pd.DataFrame:
    """The crossings by each source alone, for a reader."""
    rows = [_tell(row) | {"Source": row["source"]} for row in records(by_source)]
    return pd.DataFrame(rows, columns=["China", "Books", "Source", *_COLUMNS[2:]])


_COLUMNS = ["China", "Books", "Years known", "Ahead in", "Ahead since", "For"]


def _tell(row: Row) -> dict[str, object]:
    is_behind = not row["lead"]
    since = f"{row['value']:.0f}" + (" or earlier" if row["is_bound"] else "")
    return {
        "China": row["label"], "Books": row["side"], "Years known": f"{row['first_year']}-{row['last_year']}",
        "Ahead in": f"{row['ahead']} of {row['n']} years",
        "Ahead since": "behind in the last year" if is_behind else since,
        "For": "" if is_behind else f"{row['lead']} known {'year' if row['lead'] == 1 else 'years'}",
    }  # fmt: skip
