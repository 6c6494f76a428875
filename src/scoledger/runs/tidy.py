"""The results of many runs as one tidy table: a row for every number and verdict, a column for every parameter."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from scoledger.errors import OutputError, UnknownRunError
from scoledger.results import Result, output_error, write_bytes
from scoledger.runs.plan import PlannedRun
from scoledger.runs.store import RunStore

#: Kinds of result that are one value.
KINDS = ("number", "verdict")
#: Columns beside the parameters.
COLUMNS = ("run", "result", "kind", "title", "value", "unit", "low", "high", "n", "text")


def tabulate_runs(store: RunStore, runs: Sequence[PlannedRun]) -> pd.DataFrame:
    """Put the numbers and verdicts of runs into one table.

    Parameters
    ----------
    store : RunStore
    runs : sequence of PlannedRun
        Of one notebook; those without a finished run are left out.

    Returns
    -------
    pandas.DataFrame, shape (n_results, n_parameters + 10)
        The parameters; ``run``; ``result``, the id without the prefix of its run; ``kind``, ``title``; ``value``,
        ``low``, ``high`` (float, in ``unit``; missing for a verdict), ``n``; ``text``, as a page prints it.
    """
    parameters = list(runs[0].parameters) if runs else []
    rows = [row for run in runs for row in _rows(store, run)]
    frame = pd.DataFrame(rows, columns=[*parameters, *COLUMNS])
    numbers = {name: "float64" for name in ("value", "low", "high")}
    return frame.astype({**numbers, "n": "Int64"})


def write_tidy(path: Path, frame: pd.DataFrame) -> None:
    """Write a tidy table, as CSV or Parquet by the ending of its name.

    Raises
    ------
    OutputError
        If it ends otherwise, or cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        write_bytes(path, frame.to_csv(index=False, lineterminator="\n").encode("utf-8"))
    elif suffix == ".parquet":
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            frame.to_parquet(temporary, index=False)
            temporary.replace(path)
        except OSError as error:
            raise output_error(path, error) from error
        finally:
            temporary.unlink(missing_ok=True)
    else:
        raise OutputError(f"{path} names no kind of table.\nExpected a name that ends in .csv or .parquet.")


def estimate_seconds(store: RunStore, runs: Iterable[PlannedRun], jobs: int) -> float | None:
    """Estimate how long runs will take, from how long the same notebook took before; None when it never ran."""
    waiting = list(runs)
    known = store.seconds_of({run.notebook for run in waiting})
    if not waiting or not known:
        return None
    return statistics.median(known) * len(waiting) / jobs


def _rows(store: RunStore, run: PlannedRun) -> Iterable[list[object]]:
    record = store.latest(run)
    if record is None:
        return
    try:
        results = store.results(record)
    except OSError as error:
        raise UnknownRunError(f"run {record.run} cannot be read: {error}\nRun the same command again.") from error
    given = [",".join(map(str, value)) if isinstance(value, list) else value for value in run.parameters.values()]
    for result in results:
        if result.kind in KINDS:
            yield [*given, record.run, *_cells(result, run.slug)]


def _cells(result: Result, slug: str) -> list[object]:
    name = result.id.removeprefix(slug).removeprefix("-") or "verdict"
    value = result.value if result.kind == "number" else None
    return [name, result.kind, result.title, value, result.unit, result.low, result.high, result.n, result.text]
