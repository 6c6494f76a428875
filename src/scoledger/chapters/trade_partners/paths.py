"""Years of overtaking and spans of shares, from either side's books and from each source by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from scoledger.countries import country_name
from scoledger.indicators.crossings import Crossing, find_crossing
from scoledger.indicators.two_sides import BOOKS, OWN_BOOKS, SHORTEST, flow_with
from scoledger.tables import Library

PARTNERS = ("CHN", "RUS", "EU27", "USA", "TUR")
LEADER, RIVALS = "CHN", ("RUS", "EU27")
FLOWS = {"export": "exports", "import": "imports", "total": "all trade"}
#: Books that are read by themselves, to see whether the year of overtaking is the source's.
SINGLE: dict[str, tuple[tuple[str, ...], ...]] = {
    "reported": tuple((name,) for name in OWN_BOOKS),
    "mirror": (
        ("comtrade-study-pairs",),
        ("imf-dots-exports",),
        ("imf-imts-china-usa", "imf-imts-russia", "eurostat-eu27-exports"),
        ("imf-imts-china-usa", "national-statistics"),
    ),
}
#: Years in which a pair's customs forms were not collected: no lead counts, whichever side's books show it.  Russia's
#: customs service itself holds six months of its trade with Kazakhstan in 2010.
UNCOLLECTED = {("KAZ", "RUS"): (2010,)}

Paths = dict[str, dict[str, pd.Series]]
COLUMNS = [
    *("label", "value", "low", "high", "group", "rival", "flow", "side", "source", "ahead", "lead", "n"),
    *("first_year", "last_year", "is_bound", "common_year", "is_ahead_then"),
]


def span(paths: Paths) -> dict[str, pd.DataFrame]:
    """Lower and higher of both sides' shares, by partner and year, where both are known."""
    found = {}
    for partner, sides in paths.items():
        both = pd.DataFrame(sides).dropna(thresh=2)
        if len(both):
            found[partner] = pd.DataFrame({"low": both.min(axis=1), "high": both.max(axis=1)})
    return found


@dataclass(frozen=True)
class _Question:
    """Whether the leader is ahead of one rival in one flow, by one side's books."""

    library: Library
    country: str
    window: slice
    rival: str
    flow: str
    mirror: str

    def compare(self, source: tuple[str, ...]) -> pd.DataFrame:
        """Trade with ``leader`` and ``rival`` by some sources, in the years that count and have both."""
        paths = {
            name: flow_with(self.library, source, self.mirror, self.country, code, self.flow).loc[self.window]
            for name, code in (("leader", LEADER), ("rival", self.rival))
        }
        both = pd.DataFrame(paths).dropna().sort_index()
        return both[~both.index.isin(UNCOLLECTED.get((self.country, self.rival), ()))]

    def answer(self, source: tuple[str, ...]) -> Crossing | None:
        """The crossing by some sources; None where too few years have both."""
        both = self.compare(source)
        return find_crossing(both["leader"], both["rival"]) if len(both) >= SHORTEST else None


def cross(library: Library, country: str, window: slice, sides: Mapping[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Since when the leader's trade exceeds each rival's, by flow and whose books.

    Returns
    -------
    joined, single : pandas.DataFrame, shape (n_crossings, 17)
        By all sources of a side joined, and by each of its sources alone.  ``value`` (year since when the leader is
        ahead; missing where it is behind in the last year known), ``low`` (the same), ``high`` (last year known),
        ``label``, ``group`` and ``side`` (whose books), ``rival``, ``flow``, ``source``, ``ahead`` (years ahead),
        ``lead`` (known years ahead without a break to the last), ``n`` (years known), ``first_year``, ``last_year``,
        ``is_bound``: ahead from the first year known, so that it overtook in it or earlier, and, of the joined ones of
        which the other side has a row too, ``common_year`` (the last that both sides know) and ``is_ahead_then``.
    """
    joined, single = [], []
    for rival in (one for one in RIVALS if country not in {one, LEADER}):
        for flow in FLOWS:
            asked = {mirror: _Question(library, country, window, rival, flow, mirror) for mirror in sides}
            rows = [row for mirror, one in asked.items() for row in _rows(one, [BOOKS[mirror]], sides[mirror])]
            joined += _set_side_by_side(
                rows, {sides[mirror]: one.compare(BOOKS[mirror]) for mirror, one in asked.items()}
            )
            single += [row for mirror, one in asked.items() for row in _rows(one, SINGLE[mirror], sides[mirror])]
    return pd.DataFrame(joined, columns=COLUMNS), pd.DataFrame(single, columns=COLUMNS)


def _rows(question: _Question, sources: Iterable[tuple[str, ...]], side: str) -> list[dict[str, object]]:
    answers = [(source, question.answer(source)) for source in sources]
    return [_row(found, question, side, source) for source, found in answers if found]


def _set_side_by_side(
    rows: Sequence[dict[str, object]], compared: Mapping[str, pd.DataFrame]
) -> list[dict[str, object]]:
    """Add who is ahead in the last year that both sides know; without such a year the rows stay as they are."""
    known = [set(compared[str(row["side"])].index) for row in rows]
    common = set.intersection(*known) if len(known) > 1 else set()
    if not common:
        return list(rows)
    year = max(common)
    then = {side: both.loc[year, "leader"] > both.loc[year, "rival"] for side, both in compared.items()}
    return [row | {"common_year": int(year), "is_ahead_then": bool(then[str(row["side"])])} for row in rows]


def _row(found: Crossing, question: _Question, side: str, source: tuple[str, ...]) -> dict[str, object]:
    since = float("nan") if found.since is None else float(found.since)
    return {
        "label": f"past {call(question.rival)} in {FLOWS[question.flow]}", "value": since, "low": since,
        "high": float(found.last_year), "group": side, "rival": question.rival, "flow": question.flow, "side": side,
        "source": " + ".join(source), "ahead": found.ahead, "lead": found.lead, "n": found.n,
        "first_year": found.first_year, "last_year": found.last_year, "is_bound": found.is_from_the_start,
    }  # fmt: skip


def call(code: str) -> str:
    """A partner's name in running text."""
    return {"EU27": "the European Union", "USA": "the United States"}.get(code, country_name(code))
