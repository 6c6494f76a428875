"""The results of a sweep as one tidy table: a row for every number and verdict, a column for every parameter.

Rows are made and written run by run, so that memory does not grow with the sweep.
"""

from __future__ import annotations

import csv
import glob
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scoledger.builds.underway import part_of, remove_left_parts
from scoledger.errors import OverwriteError, UnknownRunError
from scoledger.parameters import Parameter
from scoledger.results import Result, output_error
from scoledger.runs.failure import Failure
from scoledger.runs.store import RunStore
from scoledger.runs.sweeps.faults import SweepTableError
from scoledger.runs.sweeps.sweep import Sweep

#: Kinds of result that are one value.
KINDS = ("number", "verdict")
#: Kind of the one row of a run that failed.
FAILED = "failed"
#: Columns beside the parameters, and their types.
COLUMNS = {
    "run": pa.string(), "result": pa.string(), "kind": pa.string(), "title": pa.string(), "value": pa.float64(),
    "unit": pa.string(), "low": pa.float64(), "high": pa.float64(), "n": pa.int64(), "text": pa.string(),
}  # fmt: skip
#: Rows that are held at once.
_ROWS = 5_000

Row = list[Any]
_Write = Callable[[Sequence[Row]], None]


def table_schema(sweep: Sweep) -> pa.Schema:
    """Columns and types of a sweep's table.

    A column per parameter of the notebook (``parameter_NAME`` where the name is taken); then ``run``, the id of the
    run; ``result``, the id without the prefix of its run; ``kind`` (number, verdict or failed); ``title``; ``value``,
    ``low``, ``high`` (in ``unit``; missing for what is no number); ``n``; ``text``, as a page prints it or as the run
    failed.
    """
    given = {_column(name): _type(parameter) for name, parameter in sweep.declaration.parameters.items()}
    return pa.schema([*given.items(), *COLUMNS.items()])


def make_rows(store: RunStore, sweep: Sweep, failures: Mapping[str, Failure]) -> Iterator[Row]:
    """Make the rows of a sweep, run by run.

    Parameters
    ----------
    store : RunStore
    sweep : Sweep
    failures : mapping of str to Failure
        By key, of the runs that failed.

    Yields
    ------
    list
        Cells of a row, in the order of `table_schema`.

    Raises
    ------
    UnknownRunError
        If a run is neither failed nor in the store.
    """
    types = [field.type for field in table_schema(sweep)]
    for run in sweep.runs:
        given = [_cell(value, kind) for value, kind in zip(run.parameters.values(), types, strict=False)]
        failure = failures.get(run.key)
        if failure is not None:
            yield [*given, "", "", FAILED, "", None, "", None, None, None, str(failure)]
            continue
        record = store.latest(run)
        if record is None:
            raise UnknownRunError(f"the store does not hold {run} any more.\nRun the same command again.")
        for result in store.results(record):
            if result.kind in KINDS:
                yield [*given, record.run, *_cells(result, run.slug)]


def write_tables(paths: Sequence[Path], sweep: Sweep, rows: Iterator[Row]) -> int:
    """Write the rows of a sweep into files, each as CSV or Parquet by the ending of its name, whole or not at all.

    Returns
    -------
    int
        Number of rows.

    Raises
    ------
    OutputError
        If a file cannot be written; the old one is then still whole.
    """
    written = 0
    with ExitStack() as stack:
        writers = [stack.enter_context(_open(path, table_schema(sweep))) for path in paths]
        for part in _parts(rows):
            written += len(part)
            for write in writers:
                write(part)
    return written


def check_table_path(path: Path, sweep: Sweep) -> None:
    """Make sure that a table can be written to a path, before anything is executed for it.

    Raises
    ------
    SweepTableError
        If the ending of its name is that of no table, or there is no such folder.
    OverwriteError
        If the file is there and is no table of a sweep of this notebook.
    """
    if path.suffix.lower() not in {".csv", ".parquet"}:
        raise SweepTableError(f"{path} names no kind of table.\nExpected a name that ends in .csv or .parquet.")
    if not path.parent.is_dir():
        raise SweepTableError(f"there is no folder {path.parent}.\nExpected one that {path.name} can be written into.")
    if not path.exists():
        return
    expected, found = table_schema(sweep).names, _head(path)
    if found != expected:
        raise OverwriteError(
            f"{path} is there and is no table of a sweep of notebooks/{sweep.notebook}.ipynb.\n"
            f"Expected columns: {', '.join(expected)}\nFound: {', '.join(found) or 'nothing of the kind'}\n"
            "Name another file, or remove this one."
        )


def _head(path: Path) -> list[str]:
    """Names of the columns of a file; none where it is no table."""
    try:
        if path.suffix.lower() == ".parquet":
            return list(pq.read_schema(path).names)
        with path.open(encoding="utf-8", newline="") as file:
            return next(csv.reader(file, strict=True), [])
    except (OSError, pa.ArrowException, UnicodeDecodeError, csv.Error):
        return []


def _parts(rows: Iterator[Row]) -> Iterator[list[Row]]:
    part: list[Row] = []
    for row in rows:
        part.append(row)
        if len(part) >= _ROWS:
            yield part
            part = []
    yield part


@contextmanager
def _open(path: Path, schema: pa.Schema) -> Iterator[_Write]:
    """Give what writes rows into a file that takes its name when all are written."""
    remove_left_parts([path.parent], glob.escape(path.name))
    temporary = part_of(path)
    try:
        try:
            with (_open_csv if path.suffix.lower() == ".csv" else _open_parquet)(temporary, schema) as write:
                yield write
            temporary.replace(path)
        except OSError as error:
            raise output_error(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _open_csv(path: Path, schema: pa.Schema) -> Iterator[_Write]:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(schema.names)

        def write(rows: Sequence[Row]) -> None:
            writer.writerows([_write_cell(cell) for cell in row] for row in rows)

        yield write


@contextmanager
def _open_parquet(path: Path, schema: pa.Schema) -> Iterator[_Write]:
    with pq.ParquetWriter(path, schema) as writer:

        def write(rows: Sequence[Row]) -> None:
            columns = [
                pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), schema.types, strict=True)
            ]
            writer.write_table(pa.table(columns, schema=schema) if rows else schema.empty_table())

        yield write


def _column(name: str) -> str:
    return f"parameter_{name}" if name in COLUMNS else name


def _type(parameter: Parameter) -> pa.DataType:
    kinds: dict[str, pa.DataType] = {
        "year": pa.int64(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
    }  # fmt: skip
    if parameter.type != "choice":
        return kinds.get(parameter.type, pa.string())
    found = {type(choice) for choice in [*parameter.choices, parameter.default]}
    of_one: dict[type, pa.DataType] = {int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    return of_one.get(found.pop(), pa.string()) if len(found) == 1 else pa.string()


def _cell(value: Any, kind: pa.DataType) -> Any:
    return str(value) if kind == pa.string() else value


def _cells(result: Result, slug: str) -> Row:
    name = result.id.removeprefix(slug).removeprefix("-") or result.kind
    value = result.value if result.kind == "number" else None
    return [name, result.kind, result.title, value, result.unit, result.low, result.high, result.n, result.text]


def _write_cell(cell: Any) -> str:
    """Text of a cell: the shortest that gives back every bit of a number."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else repr(cell) if isinstance(cell, float) else str(cell)
