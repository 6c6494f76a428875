"""Grids: files that list values of parameters.  They are data and nothing else: nothing in one is executed.

Whatever a file holds, time and memory are bounded: it is counted before it is multiplied out, and read no further than
it takes to refuse it.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
import stat
import tomllib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoledger.runs.sweeps.faults import GridError
from scoledger.runs.values import LONGEST, MOST_RUNS, brief, count_combinations, is_plain, write_count

#: Largest files of a grid, in bytes: as many values or rows as there may be runs, of ten or eighty letters each.
LARGEST = {".toml": 1 << 20, ".csv": 8 << 20}

_SPAN = {"from", "to", "step"}
#: Longest name of a parameter, and how many names a message repeats.
_LONGEST_NAME, _SHOWN = 60, 6
#: Comments, texts and bare words, in turn; words and texts joined by dots are one piece, and the group is the fourth.
#: Each name makes a table in the one before it, so that reading many takes the square of their number.
_PART = (
    r"(?:[\w-]++"
    r'|"""(?:[^"\\]++|\\.|"(?!""))*+"{0,5}+'
    r"|'''(?:[^']++|'(?!''))*+'{0,5}+"
    r'|"(?:[^"\\\n]++|\\.)*+"?'
    r"|'[^'\n]*+'?)"
)
_DOT = r"[ \t]*+\.[ \t]*+"
_PIECE = re.compile(rf"#[^\n]*+|{_PART}(?:{_DOT}{_PART}){{0,2}}+({_DOT}{_PART})?", re.DOTALL)
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
        If the file cannot be read as a grid, is empty, lists too many runs, or lists what is no value.
    """
    suffix = path.suffix.lower()
    if suffix not in LARGEST:
        raise GridError(f"{path} is no grid: its name ends neither in .toml nor in .csv.\n{_FORM}")
    text = _read_text(path, LARGEST[suffix])
    return _read_toml(path, text) if suffix == ".toml" else _read_csv(path, text)


def _read_text(path: Path, largest: int) -> str:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a device has no end, and a pipe may never begin
            raise GridError(f"{path} cannot be read: it is no file.\n{_FORM}")
        if status.st_size > largest:
            raise GridError(f"{path} has {status.st_size:,} bytes; such a grid has {largest:,} at most.\n{_FORM}")
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise GridError(f"{path} cannot be read: {error.strerror or error}.\n{_FORM}") from error
    except UnicodeDecodeError as error:
        raise GridError(f"{path} is not UTF-8 text (byte {error.start}).\nSave it as UTF-8.\n{_FORM}") from error


def _read_toml(path: Path, text: str) -> Grid:
    if chain := next((piece[0] for piece in _PIECE.finditer(text) if piece[1]), None):
        raise GridError(f"{path}: {brief(chain)} joins more than three names by dots.\n{_FORM}")
    try:
        content = tomllib.loads(text)
    # Not only a TOMLDecodeError: a number of five thousand digits is a ValueError, a thousand brackets recurse.
    except (ValueError, RecursionError) as error:
        raise GridError(f"{path} is no TOML: {error}.\n{_FORM}") from error
    table = content.get("parameters")
    if set(content) != {"parameters"} or not isinstance(table, dict) or not table:
        raise GridError(f"{path}: expected values in [parameters] and nothing else; found {_list(content)}.\n{_FORM}")
    _check_names(path, table)
    choices = [_choices(path, name, value) for name, value in table.items()]
    size = count_combinations(map(len, choices))
    _check_size(path, size)
    return Grid(tuple(table), size, (("", dict(zip(table, row, strict=True))) for row in itertools.product(*choices)))


def _choices(path: Path, name: str, value: Any) -> Sequence[Any]:
    if isinstance(value, dict):
        return _span(path, name, value)
    values = value if isinstance(value, list) else [value]
    if not values:
        raise GridError(f"{path}, {name}: an empty list plans no run.\n{_FORM}")
    for item in values:
        _check_value(f"{path}, {name}", item)
    return values


def _span(path: Path, name: str, value: dict[str, Any]) -> Sequence[int]:
    found = ", ".join(f"{key} = {brief(item)}" for key, item in itertools.islice(value.items(), _SHOWN))
    is_span = {"from", "to"} <= set(value) <= _SPAN
    if not is_span or not all(isinstance(item, int) and not isinstance(item, bool) for item in value.values()):
        raise GridError(f"{path}, {name}: expected whole numbers for from, to and step; found {found}.\n{_FORM}")
    for item in value.values():
        _check_value(f"{path}, {name}", item)
    step = value.get("step", 1)
    if step < 1 or value["to"] < value["from"]:
        raise GridError(f"{path}, {name}: a span rises, in steps of one or more; found {found}.\n{_FORM}")
    _check_size(path, (value["to"] - value["from"]) // step + 1)
    return range(value["from"], value["to"] + 1, step)


def _read_csv(path: Path, text: str) -> Grid:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[str, list[str]]] = []
    try:
        filled = ([cell.strip() for cell in row] for row in reader if any(map(str.strip, row)))
        names = next(filled, [])
        if not names or not all(names) or len(set(names)) != len(names):
            raise GridError(
                f"{path}: expected a first row that names each parameter once; found {_list(names, repr)}.\n{_FORM}"
            )
        _check_names(path, names)
        for row in filled:
            where = f"line {reader.line_num}"
            if len(row) != len(names):
                raise GridError(f"{path}, {where}: expected {len(names)} values; found {len(row)}.\n{_FORM}")
            for cell in row:
                _check_value(f"{path}, {where}", cell)
            rows.append((where, row))
            if len(rows) > MOST_RUNS:
                raise _size_error(path, f"more than {MOST_RUNS:,}")
    except csv.Error as error:
        raise GridError(f"{path}, line {reader.line_num}, is no CSV: {error}.\n{_FORM}") from error
    _check_size(path, len(rows))
    return Grid(tuple(names), len(rows), ((where, dict(zip(names, row, strict=True))) for where, row in rows))


def _check_names(path: Path, names: Collection[str]) -> None:
    if long := [name for name in names if len(name) > _LONGEST_NAME]:
        raise GridError(
            f"{path}: {brief(long[0])} is no name of a parameter: it has {len(long[0]):,} letters.\n"
            f"Expected {_LONGEST_NAME} at most.\n{_FORM}"
        )


def _check_value(where: str, value: Any) -> None:
    if not is_plain(value):
        size = f" of {len(value):,} letters" if isinstance(value, str) else ""
        raise GridError(
            f"{where}: a value is one number, date, truth value, or text of at most {LONGEST:,} letters; "
            f"found {brief(value)}{size}.\n{_FORM}"
        )


def _list(names: Collection[str], write: Callable[[str], str] = str) -> str:
    shown = ", ".join(write(brief(name)) for name in itertools.islice(names, _SHOWN))
    return f"{shown}, and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else shown or "nothing"


def _check_size(path: Path, size: int) -> None:
    if size > MOST_RUNS:
        raise _size_error(path, write_count(size))
    if not size:
        raise GridError(f"{path} names parameters but lists no run.\n{_FORM}")


def _size_error(path: Path, size: str) -> GridError:
    return GridError(
        f"{path} lists {size} runs; a sweep has {MOST_RUNS:,} at most.\nList fewer, or make several sweeps."
    )
