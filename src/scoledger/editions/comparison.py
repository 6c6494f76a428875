"""Two editions, two runs, or one and the other: every result side by side."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoledger.editions.cells import CellDifference
from scoledger.editions.edition import Edition, Entry
from scoledger.editions.standing import compare_entries, find_causes
from scoledger.editions.withdrawn import Withdrawal

CHANGED, ROUNDING, UNCHANGED = "changed", "changed within rounding", "unchanged"
ONLY_A, ONLY_B = "only in A", "only in B"
#: How two results can stand to each other, those that a reader wants first in front.
RELATIONS = (CHANGED, ROUNDING, ONLY_A, ONLY_B, UNCHANGED)

#: Units whose zero is no nothing: a year later is no percentage.
_WITHOUT_PERCENT = {"year", "rank"}


@dataclass(frozen=True)
class Pair:
    """One result of both sides, or of one.

    Parameters
    ----------
    name : str
        Its id, or the part behind the slug where two runs with other slugs are compared.
    standing : str
        One of `RELATIONS`.
    was, now : Entry or None
        What it is worth in A and in B.
    causes : tuple of str
        What differs of what it was made from.
    cells : CellDifference or None
        Of a table, or of the data of a figure, where the files of both are at hand and their digests differ.
    note : str
        Why it is in one alone, where that was recorded.
    """

    name: str
    standing: str
    was: Entry | None
    now: Entry | None
    causes: tuple[str, ...] = ()
    cells: CellDifference | None = None
    note: str = ""

    @property
    def entry(self) -> Entry:
        """What is known of it: as it stands in B, or in A where B lacks it."""
        entry = self.now or self.was
        if entry is None:
            raise ValueError(f"{self.name} is on neither side")
        return entry

    @property
    def difference(self) -> float | None:
        """B less A in their unit; None unless both are numbers of one unit."""
        ends = self._ends()
        return _finite(ends[1] - ends[0]) if ends else None

    @property
    def percent(self) -> float | None:
        """The difference in percent of A's size; None where A is zero or a year or rank."""
        ends = self._ends()
        if ends is None or not ends[0] or self.entry.unit in _WITHOUT_PERCENT:
            return None
        return _finite(100 * (ends[1] - ends[0]) / abs(ends[0]))

    def _ends(self) -> tuple[float, float] | None:
        if self.was is None or self.now is None or self.was.unit != self.now.unit:
            return None
        if self.was.value is None or self.now.value is None:
            return None
        return self.was.value, self.now.value


def pair_entries(
    one: Edition,
    other: Edition,
    slugs: tuple[str, str] = ("", ""),
    withdrawn: Mapping[str, Withdrawal] | None = None,
) -> list[Pair]:
    """Set the results of two editions side by side.

    Parameters
    ----------
    one, other : Edition
        A and B.
    slugs : tuple of (str, str)
        Where each is one run: what its ids begin with.  The rest of an id then says which results belong together.
    withdrawn : mapping of str to Withdrawal, optional

    Returns
    -------
    list of Pair
        In the order of `RELATIONS`, then of names.
    """
    mine, theirs = _by_name(one, slugs[0]), _by_name(other, slugs[1])
    known: dict[tuple[str, str], tuple[str, ...]] = {}
    pairs = []
    for name in sorted({*mine, *theirs}):
        was, now = mine.get(name), theirs.get(name)
        if was is None or now is None:
            pairs.append(Pair(name, ONLY_B if was is None else ONLY_A, was, now, note=_note(was, withdrawn or {})))
            continue
        runs = was.run, now.run
        if runs not in known:
            known[runs] = tuple(find_causes(one.runs[was.run], other.runs[now.run]))
        pairs.append(Pair(name, compare_entries(was, now), was, now, known[runs]))
    return sorted(pairs, key=lambda pair: (RELATIONS.index(pair.standing), pair.name))


def count_standings(pairs: Sequence[Pair]) -> dict[str, int]:
    """Count results by how they stand, all of `RELATIONS`, in that order."""
    counts = Counter(pair.standing for pair in pairs)
    return {word: counts[word] for word in RELATIONS}


def count_causes(pairs: Sequence[Pair]) -> list[tuple[str, int, int]]:
    """Count the results that each cause concerns.

    Returns
    -------
    list of (str, int, int)
        The cause, the number of results made from what differs, and how many of these have changed; most of these
        first.
    """
    concerned, changed = Counter[str](), Counter[str]()
    for pair in pairs:
        concerned.update(pair.causes)
        changed.update(pair.causes if pair.standing != UNCHANGED else ())
    return sorted(((cause, concerned[cause], changed[cause]) for cause in concerned), key=lambda row: (-row[2], row[0]))


def _by_name(edition: Edition, slug: str) -> dict[str, Entry]:
    return {_behind(entry_id, slug): entry for entry_id, entry in edition.entries.items()}


def _behind(entry_id: str, slug: str) -> str:
    """Part of an id behind the slug; of the verdict that is the slug itself, what it is."""
    if not slug:
        return entry_id
    return "verdict" if entry_id == slug else entry_id.removeprefix(f"{slug}-")


def _note(was: Entry | None, withdrawn: Mapping[str, Withdrawal]) -> str:
    gone = withdrawn.get(was.id) if was else None
    if gone is None:
        return ""
    return f"withdrawn in {gone.edition}: {gone.reason}" + (f"; see {gone.successor}" if gone.successor else "")


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
