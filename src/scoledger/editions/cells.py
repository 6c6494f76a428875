"""Two tables, cell by cell: which rows belong together, and which cells of them differ."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from scoledger.editions.present import round_decimals

_FRACTION = re.compile(r"-?\d*\.\d+(e[+-]?\d+)?|-?\d+e[+-]?\d+", re.IGNORECASE)


@dataclass(frozen=True)
class CellChange:
    """One cell that differs.

    Parameters
    ----------
    row : str
        What the row is about, or ``row 3``.
    column, was, now : str
    """

    row: str
    column: str
    was: str
    now: str


@dataclass(frozen=True)
class CellDifference:
    """What differs between two tables.

    Parameters
    ----------
    compared : int
        Number of cells that both have; those by which rows are matched are not counted.
    changes : tuple of CellChange
        In the order of the first table.
    matched_by : tuple of str
        Columns by which rows are matched; none where they are matched by their place.
    rows_only_a, rows_only_b, columns_only_a, columns_only_b : tuple of str
        What one of them lacks.
    """

    compared: int
    changes: tuple[CellChange, ...] = ()
    matched_by: tuple[str, ...] = ()
    rows_only_a: tuple[str, ...] = ()
    rows_only_b: tuple[str, ...] = ()
    columns_only_a: tuple[str, ...] = ()
    columns_only_b: tuple[str, ...] = ()


def compare_cells(one: str, other: str) -> CellDifference:
    r"""Compare two tables in CSV.

    Rows are matched by the first columns that both have, as many as tell every row from the others; where these hold
    fractions or do not suffice, by their place.  Two decimal numbers are one cell when six significant digits are.

    Parameters
    ----------
    one, other : str
        With a header.

    Examples
    --------
    >>> found = compare_cells("year,share\n2014,0.5\n2015,0.6\n", "year,share\n2015,0.7\n2016,0.8\n")
    >>> found.compared, found.changes, found.rows_only_b
    (1, (CellChange(row='2015', column='share', was='0.6', now='0.7'),), ('2016',))
    """
    first, second = _read(one), _read(other)
    shared = [column for column in first.columns if column in second.columns]
    key = _find_key(shared, first, second)
    rows, others = first.label(key), second.label(key)
    changes = [
        CellChange(label, column, row[column], others[label][column])
        for label, row in rows.items()
        if label in others
        for column in shared
        if column not in key and round_decimals(row[column]) != round_decimals(others[label][column])
    ]
    return CellDifference(
        compared=sum(label in others for label in rows) * (len(shared) - len(key)),
        changes=tuple(changes),
        matched_by=tuple(key),
        rows_only_a=tuple(label for label in rows if label not in others),
        rows_only_b=tuple(label for label in others if label not in rows),
        columns_only_a=tuple(column for column in first.columns if column not in shared),
        columns_only_b=tuple(column for column in second.columns if column not in shared),
    )


@dataclass(frozen=True)
class _Cells:
    columns: list[str]
    rows: list[dict[str, str]]

    def label(self, key: Sequence[str]) -> dict[str, dict[str, str]]:
        """Rows by what tells them apart."""
        if not key:
            return {f"row {number}": row for number, row in enumerate(self.rows, 1)}
        return {_label(row, key): row for row in self.rows}

    def is_told_apart_by(self, key: Sequence[str]) -> bool:
        return len({_label(row, key) for row in self.rows}) == len(self.rows)

    def has_fractions(self, column: str) -> bool:
        return any(_FRACTION.fullmatch(row[column]) for row in self.rows)


def _label(row: dict[str, str], key: Sequence[str]) -> str:
    return ", ".join(row[column] for column in key)


def _read(text: str) -> _Cells:
    head, *lines = [*csv.reader(io.StringIO(text, newline=""))] or [[]]
    seen = [head[:place].count(name) for place, name in enumerate(head)]  # two columns of one name are two columns
    columns = [f"{name} ({before + 1})" if before else name for name, before in zip(head, seen, strict=True)]
    filled = [line + [""] * (len(columns) - len(line)) for line in lines]
    return _Cells(columns, [dict(zip(columns, line, strict=False)) for line in filled])


def _find_key(shared: Sequence[str], first: _Cells, second: _Cells) -> list[str]:
    key: list[str] = []
    for column in shared[:-1]:  # what would be left of a row whose every cell is its name?
        if first.has_fractions(column) or second.has_fractions(column):
            return []
        key.append(column)
        if first.is_told_apart_by(key) and second.is_told_apart_by(key):
            return key
    return []
