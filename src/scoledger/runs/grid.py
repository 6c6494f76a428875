"""Grids: which combinations of parameters a sweep runs, read from a file that is data and nothing else."""

from __future__ import annotations

import csv
import itertools
import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoledger.errors import GridError, LedgerError, WindowError
from scoledger.parameters import Declaration, check_names, read_declaration
from scoledger.paths import Project
from scoledger.runs.plan import PlannedRun, plan_run

#: More runs than this are a slip of the pen.
MOST_RUNS = 100_000
#: Largest file of a grid, in bytes.
LARGEST = 32 << 20
_SPAN = {"from", "to", "step"}
_FORM = (
    'Expected a TOML file with a table [parameters], for example: country = ["KAZ", "KGZ"], '
    "first_year = { from = 1995, to = 2010, step = 5 }; or a CSV file with a column for each parameter and a row for "
    "each run."
)


@dataclass(frozen=True)
class Sweep:
    """The runs of a grid.

    Parameters
    ----------
    notebook : str
    varied : tuple of str
        Parameters that the grid names, in its order.
    runs : tuple of PlannedRun
        Each once, in the order of the grid.
    impossible : tuple of str
        Combinations that were left out, in words.
    """

    notebook: str
    varied: tuple[str, ...]
    runs: tuple[PlannedRun, ...]
    impossible: tuple[str, ...]


def read_sweep(project: Project, notebook: str, path: Path, *, skip_impossible: bool = False) -> Sweep:
    """Read a grid and plan its runs; every one is checked before anything starts.

    Parameters
    ----------
    project : Project
    notebook : str
    path : pathlib.Path
        TOML: lists and spans of values, which multiply out.  CSV: one run per row.
    skip_impossible : bool
        Leave out combinations whose window ends before it begins, instead of refusing the grid.

    Raises
    ------
    GridError
        If the file cannot be read as a grid, is empty, or plans too many runs.
    LedgerError
        If a parameter or one of its values is refused (`scoledger.parameters.validate`).
    """
    declaration = read_declaration(project, notebook)
    names, combinations = _read(path)
    check_names(declaration, names)
    runs: dict[str, PlannedRun] = {}
    impossible = list[str]()
    for given in combinations:
        try:
            run = _plan(project, declaration, given, path)
        except WindowError as error:
            if not skip_impossible:
                raise type(error)(f"{error}\nLeave such combinations out with: --skip-impossible") from None
            impossible.append(", ".join(f"{key}={value}" for key, value in given.items()))
            continue
        runs.setdefault(run.key, run)
    if not runs:
        raise GridError(f"{path} plans no run.\n{_FORM}")
    return Sweep(declaration.name, tuple(names), tuple(runs.values()), tuple(impossible))


def _plan(project: Project, declaration: Declaration, given: Mapping[str, Any], path: Path) -> PlannedRun:
    try:
        return plan_run(project, declaration.name, given)
    except LedgerError as error:
        combination = ", ".join(f"{key}={value}" for key, value in given.items())
        raise type(error)(f"{path}, {combination}: {error}") from error


def _read(path: Path) -> tuple[list[str], Iterator[dict[str, Any]]]:
    suffix = path.suffix.lower()
    if suffix not in {".toml", ".csv"}:
        raise GridError(f"{path} is no grid: its name ends neither in .toml nor in .csv.\n{_FORM}")
    try:
        if path.stat().st_size > LARGEST:
            raise GridError(f"{path} has {path.stat().st_size:,} bytes, more than the {LARGEST:,} of a grid.\n{_FORM}")
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GridError(f"{path} cannot be read: {error}\n{_FORM}") from error
    return _read_toml(path, text) if suffix == ".toml" else _read_csv(path, text)


def _read_toml(path: Path, text: str) -> tuple[list[str], Iterator[dict[str, Any]]]:
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise GridError(f"{path} is no TOML: {error}\n{_FORM}") from error
    table = content.get("parameters")
    if set(content) != {"parameters"} or not isinstance(table, dict) or not table:
        raise GridError(f"{path} holds {', '.join(content) or 'nothing'}, and not [parameters] alone.\n{_FORM}")
    choices = [_choices(path, name, value) for name, value in table.items()]
    planned = math.prod(map(len, choices))
    if planned > MOST_RUNS:
        raise GridError(f"{path} plans {planned:,} runs, more than {MOST_RUNS:,}.\nPlan fewer, or several sweeps.")
    return list(table), (dict(zip(table, values, strict=True)) for values in itertools.product(*choices))


def _choices(path: Path, name: str, value: Any) -> list[Any]:
    if isinstance(value, dict):
        whole = set(value) <= _SPAN and {"from", "to"} <= set(value)
        if not whole or not all(isinstance(item, int) and not isinstance(item, bool) for item in value.values()):
            raise GridError(f"{path}, {name}: {value!r} is no span of whole numbers with from, to and step.\n{_FORM}")
        step = value.get("step", 1)
        if step < 1 or value["to"] < value["from"]:
            raise GridError(f"{path}, {name}: a span rises, in steps of one or more; found {value!r}.\n{_FORM}")
        if (value["to"] - value["from"]) // step >= MOST_RUNS:
            raise GridError(f"{path}, {name}: the span has more than {MOST_RUNS:,} values.\n{_FORM}")
        return list(range(value["from"], value["to"] + 1, step))
    values = value if isinstance(value, list) else [value]
    if not values:
        raise GridError(f"{path}, {name}: an empty list plans no run.\n{_FORM}")
    return values


def _read_csv(path: Path, text: str) -> tuple[list[str], Iterator[dict[str, Any]]]:
    try:
        rows = [row for row in csv.reader(text.splitlines(), strict=True) if row]
    except csv.Error as error:
        raise GridError(f"{path} is no CSV: {error}\n{_FORM}") from error
    names = [name.strip() for name in rows[0]] if rows else []
    if len(set(names)) != len(names) or not all(names):
        raise GridError(f"{path}: the first row names each parameter once; found {', '.join(names) or 'nothing'}.")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(names):
            raise GridError(f"{path}, row {number}: expected {len(names)} values, found {len(row)}.\n{_FORM}")
    if len(rows) - 1 > MOST_RUNS:
        raise GridError(f"{path} plans {len(rows) - 1:,} runs, more than {MOST_RUNS:,}.\nPlan several sweeps.")
    return names, ({name: value.strip() for name, value in zip(names, row, strict=True)} for row in rows[1:])
