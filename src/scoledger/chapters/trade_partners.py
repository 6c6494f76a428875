"""Partners in trade: who buys from a state and sells to it, by both sides' books, and when China overtook whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter, Quantity
from scoledger.countries import country_name
from scoledger.indicators.books import pair_flow, world_flow
from scoledger.indicators.crossings import Crossing, find_crossing
from scoledger.tables import Library

PARTNERS = ("CHN", "RUS", "EU27", "USA", "TUR")
LEADER, RIVALS = "CHN", ("RUS", "EU27")
FLOWS = ("export", "import", "total")
#: Books in order of preference.  Uzbekistan's own count services and gold as well.
OWN_BOOKS = ("comtrade-study-pairs", "national-statistics")
PARTNER_BOOKS = (
    *("imf-imts-china-usa", "comtrade-study-pairs", "imf-imts-russia", "eurostat-eu27-exports", "imf-dots-exports"),
)
BOOKS = {"reported": OWN_BOOKS, "mirror": PARTNER_BOOKS}
WORLD = "imf-dots-world-by-country"
#: Fewest years of a path; years within which two last values are compared.
SHORTEST, NEAR = 3, 3

Paths = dict[str, dict[str, pd.Series]]


@dataclass(frozen=True, kw_only=True)
class TradePartners(Chapter):
    """Partners of one state.

    Parameters
    ----------
    shares : dict of str to dict of str to dict of str to pandas.Series
        By flow (``export``, ``import``, ``total``), then partner, then whose books: share in the state's flow by year.
    bands : dict of str to dict of str to pandas.DataFrame
        By flow and partner, ``low`` and ``high`` over both sides' books, where both are known.
    crossings : pandas.DataFrame, shape (n_crossings, 9)
        ``label``, ``value`` (year since when China is ahead), ``low`` (first year ahead), ``high`` (last year known),
        ``rival``, ``flow``, ``side``, ``ahead`` and ``n``.
    tables : tuple of str
        Tables that hold anything.
    """

    shares: dict[str, Paths]
    bands: dict[str, dict[str, pd.DataFrame]]
    crossings: pd.DataFrame
    crossings_table: pd.DataFrame


def collect(library: Library, *, country: str, first_year: int, last_year: int) -> TradePartners:
    """Measure the partners of a state in both sides' books.

    Parameters
    ----------
    country : str
        ISO code.
    first_year, last_year : int

    Notes
    -----
    A share has both its parts from one side: the state's books over its own total, or the partner's books over what all
    reporters record with the state.  Years in which the state's customs forms were not collected are left out of the
    tables by correction.
    """
    state, window = country_name(country), slice(first_year, last_year)
    sides = name_sides(country)
    shares = {
        flow: {
            partner: {
                sides[mirror]: path
                for mirror in sides
                if len(path := _share(library, mirror, country, partner, flow).loc[window]) >= SHORTEST
            }
            for partner in PARTNERS
            if partner != country
        }
        for flow in FLOWS
    }
    crossings = _cross(library, country, window, sides)
    missing = _list_missing(shares, sides)
    quantities = _quantities(shares["total"], crossings)
    return TradePartners(
        title=f"{state}: partners in trade",
        quantities=quantities,
        answer=_write_answer(state, quantities, crossings),
        data=_write_data(state, crossings),
        sure=_write_certainty(shares, crossings),
        missing=missing,
        shares=shares,
        bands={flow: _span(paths) for flow, paths in shares.items()},
        crossings=crossings,
        crossings_table=_tabulate(crossings),
    )


def tables(library: Library) -> tuple[str, ...]:
    """Tables of both sides' books that were read."""
    read = {item.id for item in library.inputs if item.kind == "table"}
    return tuple(table for table in dict.fromkeys((*OWN_BOOKS, *PARTNER_BOOKS, WORLD)) if table in read)


def name_sides(country: str) -> dict[str, str]:
    """Plain names of the books by mirror side."""
    return {"reported": f"{country_name(country)}'s books", "mirror": "the partner's books"}


def _share(library: Library, mirror: str, country: str, partner: str, flow: str) -> pd.Series:
    source = BOOKS[mirror]
    part = pair_flow(library, source, mirror, country, partner, flow)
    whole = world_flow(library, source, mirror, country, flow)
    return (part / whole).dropna().sort_index()


def _span(paths: Paths) -> dict[str, pd.DataFrame]:
    found = {}
    for partner, sides in paths.items():
        both = pd.DataFrame(sides).dropna(thresh=2)
        if len(both):
            found[partner] = pd.DataFrame({"low": both.min(axis=1), "high": both.max(axis=1)})
    return found


def _cross(library: Library, country: str, window: slice, sides: Mapping[str, str]) -> pd.DataFrame:
    """Since when China's trade exceeds each rival's, by flow and whose books."""
    rows = []
    for rival in (one for one in RIVALS if country not in {one, LEADER}):
        for flow in FLOWS:
            for mirror, side in sides.items():
                pair = [pair_flow(library, BOOKS[mirror], mirror, country, code, flow) for code in (LEADER, rival)]
                found = find_crossing(pair[0].loc[window], pair[1].loc[window])
                if found and found.n >= SHORTEST:
                    rows.append(_row(found, rival, flow, side))
    columns = ["label", "value", "low", "high", "group", "rival", "flow", "side", "ahead", "n", "first_year"]
    return pd.DataFrame(rows, columns=columns)


def _row(found: Crossing, rival: str, flow: str, side: str) -> dict[str, object]:
    words = {"export": "exports", "import": "imports", "total": "all trade"}[flow]
    since = float(found.since) if found.since is not None else float("nan")
    return {
        "label": f"past {country_name(rival)} in {words}", "value": since, "low": since, "high": float(found.last_year),
        "group": side, "rival": rival, "flow": flow, "side": side, "ahead": found.ahead, "n": found.n,
        "first_year": found.first_year,
    }  # fmt: skip


def _tabulate(crossings: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {
            "China": row["label"], "Books": row["side"], "Years known": f"{row['first_year']}-{row['high']:.0f}",
            "Ahead in": f"{row['ahead']} of {row['n']} years",
            "Ahead since": "behind in the last year" if pd.isna(row["value"]) else f"{row['value']:.0f}"
            + (" or earlier" if row["value"] == row["first_year"] else ""),
        }
        for row in crossings.to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["China", "Books", "Years known", "Ahead in", "Ahead since"])


def _list_missing(shares: Mapping[str, Paths], sides: Mapping[str, str]) -> tuple[str, ...]:
    words = []
    for flow in ("export", "import"):
        for side in sides.values():
            absent = [country_name(one) for one, paths in shares[flow].items() if side not in paths]
            if absent:
                words.append(f"{flow}s by {side} with {', '.join(absent)}")
    return tuple(words)


def _quantities(total: Paths, crossings: pd.DataFrame) -> tuple[Quantity, ...]:
    made = []
    for partner, sides in total.items():
        if not sides:
            made.append(Quantity(f"share-{partner.lower()}", f"Share of {country_name(partner)}", None, "share"))
            continue
        # The side that is known for the latest year; the other's value of its own last year is the far end.
        ordered = sorted(sides.values(), key=lambda path: int(path.index[-1]))
        year = int(ordered[-1].index[-1])
        values = [float(path.iloc[-1]) for path in ordered if path.index[-1] >= year - NEAR]
        made.append(
            Quantity(f"share-{partner.lower()}", f"Share of {country_name(partner)} in all trade, {year}", values[-1],
                     "share", min(values) if len(values) > 1 else None, max(values) if len(values) > 1 else None,
                     len(ordered[-1]), "Interval: both sides' books, each in its last year." if len(values) > 1 else "")
        )  # fmt: skip
    for rival in RIVALS:
        rows = crossings[(crossings["rival"] == rival) & (crossings["flow"] == "total")].dropna(subset=["value"])
        years = sorted(rows["value"].tolist())
        made.append(
            Quantity(f"since-{rival.lower()}", f"Year since when China is ahead of {country_name(rival)} in all trade",
                     years[0] if years else None, "year", years[0] if years else None, years[-1] if years else None,
                     len(rows), "Interval: over both sides' books.", is_main=rival == "RUS" and bool(years))
        )  # fmt: skip
    return tuple(made)


def _known(quantities: Sequence[Quantity]) -> set[str]:
    return {quantity.name for quantity in quantities if quantity.is_known}


def _write_answer(state: str, quantities: Sequence[Quantity], crossings: pd.DataFrame) -> str:
    known = _known(quantities)
    told = [f"{country_name(one)} {{share-{one.lower()}}}" for one in PARTNERS if f"share-{one.lower()}" in known]
    if not told:
        return f"The tables hold no trade of {state} with these partners."
    words = [f"Shares in {state}'s trade, in the last year known: {', '.join(told)}."]
    for rival in RIVALS:
        rows = crossings[(crossings["rival"] == rival) & (crossings["flow"] == "total")]
        if f"since-{rival.lower()}" in known:
            open_start = " or earlier" if (rows["value"] == rows["first_year"]).any() else ""
            split = "" if rows["value"].notna().all() else ", but by other books it is behind"
            words.append(f"China is ahead of {country_name(rival)} since {{since-{rival.lower()}}}{open_start}{split}.")
        elif len(rows):
            words.append(f"China was not ahead of {country_name(rival)} in the last year known.")
    return " ".join(words)


def _write_data(state: str, crossings: pd.DataFrame) -> str:
    if crossings.empty:
        return f"The tables do not hold China's and its rivals' trade with {state} side by side."
    words = []
    for flow, noun in (("import", "imports"), ("export", "exports")):
        rows = crossings[crossings["flow"] == flow]
        ahead = int(rows["value"].notna().sum())
        if len(rows):
            words.append(f"in {noun} China leads by {ahead} of {len(rows)} comparisons (rival and books)")
    return f"In the last year known, {' and '.join(words)}."


def _write_certainty(shares: Mapping[str, Paths], crossings: pd.DataFrame) -> str:
    gaps = [
        float((both.max(axis=1) - both.min(axis=1)).max())
        for paths in shares.values()
        for sides in paths.values()
        if len(both := pd.DataFrame(sides).dropna(thresh=2))
    ]
    if not gaps:
        return "Only one side's books are known, so that nothing checks them."
    turned = [
        key
        for key, rows in crossings.groupby(["rival", "flow"])
        if rows["value"].notna().any() and rows["value"].isna().any()
    ]
    sides = f" In {len(turned)} comparisons the two sides do not agree on who leads." if turned else ""
    return (
        f"The two sides' books differ by up to {100 * max(gaps):.0f} percentage points of a share.{sides} "
        "Neither side is right by rule: goods in transit, goods carried by traders and gold stand in one book only."
    )
