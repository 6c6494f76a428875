"""What a reader sees of two results side by side: worth, difference, cells."""

from __future__ import annotations

from scoledger.editions.cells import CellDifference
from scoledger.editions.comparison import UNCHANGED, Pair
from scoledger.editions.edition import Entry
from scoledger.editions.present import round_decimals
from scoledger.units import UNITS, write_value

#: Unit -> unit and factor of a difference in it: between two shares lie percentage points.
_BETWEEN = {
    "share": ("percentage points", 100.0),
    "percent": ("percentage points", 1.0),
    "share per year": ("percentage points per year", 100.0),
}


def write_worth(entry: Entry | None) -> str:
    """Write what a result is worth; of a figure or table, what it is.

    Examples
    --------
    >>> write_worth(Entry("a", "number", "r", "A", 2.0, "bcm", "2 bcm", interval="1 bcm to 3 bcm", n=9))
    '2 bcm (1 bcm to 3 bcm; n = 9)'
    >>> write_worth(Entry("b", "table", "r", "B")), write_worth(None)
    ('table', '')
    """
    if entry is None:
        return ""
    more = [entry.interval] if entry.interval else []
    more += [f"n = {entry.n:,d}"] if entry.n is not None else []
    return (entry.text or entry.kind) + (f" ({'; '.join(more)})" if more else "")


def write_difference(pair: Pair) -> str:
    """Write the difference of two results: absolute and in percent, or in cells, or how it was found.

    Examples
    --------
    >>> was, now = (Entry("a", "number", "r", "A", value, "share") for value in (0.4, 0.5))
    >>> write_difference(Pair("a", "changed", was, now))
    '+10 percentage points (+25%)'
    """
    if pair.was is None or pair.now is None or pair.standing == UNCHANGED:
        return pair.note
    if pair.cells:
        return write_cells(pair.cells)
    if pair.was.unit != pair.now.unit or pair.was.kind != pair.now.kind:
        return "not of one unit or kind"
    if pair.difference is None:
        return _write_digests(pair)
    if not pair.difference:
        return _tell_other(pair.was, pair.now)
    percent = f" ({pair.percent:+,.3g}%)" if pair.percent is not None else ""
    return _write_signed(pair.difference, pair.was.unit) + percent


def write_cells(found: CellDifference) -> str:
    """Write how many cells of two tables differ, and what one of them lacks.

    Examples
    --------
    >>> write_cells(CellDifference(240, rows_only_b=("2024",)))
    '0 of 240 cells differ; 1 row only in B'
    """
    parts = [f"{len(found.changes):,} of {found.compared:,} cells differ"]
    for what, side, lacking in (
        ("row", "A", found.rows_only_a),
        ("row", "B", found.rows_only_b),
        ("column", "A", found.columns_only_a),
        ("column", "B", found.columns_only_b),
    ):
        if lacking:
            parts.append(f"{len(lacking):,} {what}{'s' if len(lacking) > 1 else ''} only in {side}")
    # The digest also covers names, order and form of what is shown.
    return "; ".join(parts) if len(parts) > 1 or found.changes else f"{parts[0]}: the way it is shown does"


def write_cell(text: str) -> str:
    """Write one cell of a table with the digits that are compared.

    Examples
    --------
    >>> write_cell("0.2113868426"), write_cell("")
    ('0.211387', 'empty')
    """
    return round_decimals(text) or "empty"


def _tell_other(was: Entry, now: Entry) -> str:
    """Say what differs of two numbers of one value."""
    differing = [name for name in ("low", "high", "n") if getattr(was, name) != getattr(now, name)]
    return f"the same value; differing: {', '.join(differing) or 'the way it is printed'}"


def _write_digests(pair: Pair) -> str:
    if pair.entry.kind == "number":
        return "cannot be computed"
    if pair.entry.kind == "verdict":
        return "the word itself" if pair.was and pair.now and pair.was.text != pair.now.text else "what it rests on"
    return "compared by digest only: not both files are at hand"


def _write_signed(value: float, unit: str) -> str:
    between, factor = _BETWEEN.get(unit, (unit, 1.0))
    if unit == "year":
        return f"{value:+.0f} year{'' if abs(round(value)) == 1 else 's'}"
    if between not in UNITS:  # of an edition that knew other units
        return f"{factor * value:+,.3g} {between}"
    text = write_value(factor * value, between)
    return text if text.startswith(("-", "+")) else f"+{text}"
