"""Grids: files that list values of parameters.  They are data and nothing else: nothing in one is executed."""

from __future__ import annotations

import csv
import itertools
import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoledger.runs.plan import MOST_RUNS
from scoledger.runs.sweeps.faults import GridError

#: Largest file of a grid, in bytes.
LARGEST = 32 << 20

_SPAN = {"from", "to", "step"}
_FORM = (
    "Expected a TOML file with one table [parameters], for example\n"
    "  [parameters]\n"
    '  method = ["a", "b"]\n'
    "  first_year = { from = 1995, to = 2010, step = 5 }\n"
    "or a CSV file with a column for each parameter and a row for each run."
)


@dataclass(frozen=True)
class Grid:
    """Values of parameters as a file lists them, not yet checked against a notebook.

    Parameters
    ----------
    names : tuple of str
        Parameters, in the order of the file.
    size : int
        Number of combinations.
    combinations : iterator of tuple
        Where in the file it stands (empty for TOML, whose lists multiply out), and the values by name.
    """

    names: tuple[str, ...]
    size: int
    combinations: Iterator[tuple[str, dict[str, Any]]]


def read_grid(path: Path) -> Grid:
    """Read a grid.

    Parameters
    ----------
    path : pathlib.Path
        TOML: values, lists and spans of values, which multiply out.  CSV: one run per row, text as on a command line.

    Returns
    -------
    Grid

    Raises
    ------
    GridError
        If the file cannot be read as a grid, is empty, or lists too many runs.
    """
    suffix = path.suffix.lower()
    if suffix not in {".toml", ".csv"}:
        raise GridError(f"{path} is no grid: its name ends neither in .toml nor in .csv.\n{_FORM}")
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise GridError(f"{path} has {size:,} bytes; a grid has {LARGEST:,} at most.\n{_FORM}")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise GridError(f"{path} cannot be read: {error.strerror or error}.\n{_FORM}") from error
    except UnicodeDecodeError as error:
        raise GridError(f"{path} is not UTF-8 text (byte {error.start}).\nSave it as UTF-8.\n{_FORM}") from error
    return _read_toml(path, text) if suffix == ".toml" else _read_csv(path, text)


def _read_toml(path: Path, text: str) -> Grid:
    try:
        content = tomllib.loads(text)
    # Not only a TOMLDecodeError: a number of five thousand digits is a ValueError, a thousand brackets recurse.
    except (ValueError, RecursionError) as error:
        raise GridError(f"{path} is no TOML: {error}.\n{_FORM}") from error
    table = content.get("parameters")
    if set(content) != {"parameters"} or not isinstance(table, dict) or not table:
        found = ", ".join(content) or "nothing"
        raise GridError(f"{path}: expected values in [parameters] and nothing else; found {found}.\n{_FORM}")
    choices = [_choices(path, name, value) for name, value in table.items()]
    size = math.prod(map(len, choices))
    _check_size(path, size)
    return Grid(tuple(table), size, (("", dict(zip(table, row, strict=True))) for row in itertools.product(*choices)))


def _choices(path: Path, name: str, value: Any) -> list[Any]:
    if isinstance(value, dict):
        return _span(path, name, value)
    values = value if isinstance(value, list) else [value]
    if not values:
        raise GridError(f"{path}, {name}: an empty list plans no run.\n{_FORM}")
    return values


def _span(path: Path, name: str, value: dict[str, Any]) -> list[int]:
    is_span = {"from", "to"} <= set(value) <= _SPAN
    if not is_span or not all(isinstance(item, int) and not isinstance(item, bool) for item in value.values()):
        raise GridError(f"{path}, {name}: expected whole numbers for from, to and step; found {value!r}.\n{_FORM}")
    step = value.get("step", 1)
    if step < 1 or value["to"] < value["from"]:
        raise GridError(f"{path}, {name}: a span rises, in steps of one or more; found {value!r}.\n{_FORM}")
    _check_size(path, (value["to"] - value["from"]) // step + 1)
    return list(range(value["from"], value["to"] + 1, step))


def _read_csv(path: Path, text: str) -> Grid:
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise GridError(f"{path}, line {reader.line_num}, is no CSV: {error}.\n{_FORM}") from error
    names = rows[0][1] if rows else []
    if not names or not all(names) or len(set(names)) != len(names):
        found = ", ".join(map(repr, names)) or "nothing"
        raise GridError(f"{path}: expected a first row that names each parameter once; found {found}.\n{_FORM}")
    for line, row in rows[1:]:
        if len(row) != len(names):
            raise GridError(f"{path}, line {line}: expected {len(names)} values; found {len(row)}.\n{_FORM}")
    _check_size(path, len(rows) - 1)
    combinations = ((f"line {line}", dict(zip(names, row, strict=True))) for line, row in rows[1:])
    return Grid(tuple(names), len(rows) - 1, combinations)


def _check_size(path: Path, size: int) -> None:
    if size > MOST_RUNS:
        raise GridError(
            f"{path} lists {size:,} runs; a sweep has {MOST_RUNS:,} at most.\nList fewer, or make several sweeps."
        )
    if not size:
        raise GridError(f"{path} names parameters but lists no run.\n{_FORM}")
