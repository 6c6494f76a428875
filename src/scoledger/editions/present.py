"""The registry as it is now, and any set of results, in the form of an edition."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scoledger.citations import interval_of
from scoledger.editions.edition import Edition, Entry, RunBasis
from scoledger.errors import StaleResultError, UnknownRunError
from scoledger.paths import Project
from scoledger.results import Result, read_manifest, read_registry
from scoledger.runs import RunRecord, RunStore

#: Kinds of result that an edition keeps: prose is no result that somebody cites.
KEPT = ("number", "table", "figure", "verdict")
#: Digits at which two figures or tables are the same, whatever processor computed them.
_DIGITS = 6
_LETTERS = 16
_DECIMAL = re.compile(r"-?\d+\.\d+(e[+-]?\d+)?|-?\d+e[+-]?\d+", re.IGNORECASE)


def present_edition(project: Project) -> Edition:
    """Make an edition of the registry: empty before the first build.

    Raises
    ------
    StaleResultError
        If a result was made by a run that is not current, or a file of the registry is damaged or gone.
    """
    manifest, store = read_manifest(project), RunStore(project)
    results = list(read_registry(project).values())
    records = {entry["run"]: _record(store, entry["run"]) for entry in manifest["runs"]}
    files = project.registry / "files"
    return edition_of_results("present", results, {run: record for run, record in records.items() if record}, files)


def edition_of_results(name: str, results: Iterable[Result], records: Mapping[str, RunRecord], files: Path) -> Edition:
    """Make an edition of results.

    Parameters
    ----------
    name : str
    results : iterable of Result
    records : mapping of str to RunRecord
        By id of the run; of a run that is missing, only what its results say is known.
    files : pathlib.Path
        Folder of the files of figures and tables.

    Raises
    ------
    StaleResultError
        If one of these files is damaged or gone.
    """
    kept = [result for result in results if result.kind in KEPT]
    runs = {result.run: _basis(result, records.get(result.run)) for result in kept}
    return Edition(name, {result.id: make_entry(result, files) for result in kept}, runs)


def make_entry(result: Result, files: Path) -> Entry:
    """Make the row of one result.

    Raises
    ------
    StaleResultError
        If a file that it names is damaged or gone.
    """
    return Entry(
        id=result.id,
        kind=result.kind,
        run=result.run,
        title=result.full_title,
        value=None if result.value is None else float(result.value),
        unit=result.unit,
        text=result.text,
        low=None if result.low is None else float(result.low),
        high=None if result.high is None else float(result.high),
        interval=interval_of(result),
        n=result.n,
        digest=_digest(result, files),
    )


def _record(store: RunStore, run: str) -> RunRecord | None:
    """Record of a run; the summary of the ledger is made without a notebook and has none."""
    with contextlib.suppress(UnknownRunError):
        return store.record(run)
    return None


def _basis(result: Result, record: RunRecord | None) -> RunBasis:
    inputs = record.inputs if record else result.inputs
    return RunBasis(
        notebook=result.notebook,
        page=result.page,
        parameters=result.parameters,
        notebook_digest=record.notebook_digest[:_LETTERS] if record else "",
        code_digest=result.code_digest[:_LETTERS],
        lock_digest=record.lock_digest[:_LETTERS] if record else "",
        inputs={f"{item['kind']} {item['id']}": item["digest"][:_LETTERS] for item in inputs},
        vintages={item["id"]: item["vintage"] for item in inputs if item["kind"] == "table"},
    )


def _digest(result: Result, files: Path) -> str:
    if result.kind == "number":
        return ""
    content: list[Any] = [result.details]
    if "csv" in result.files:
        content.append(_read_cells(result, files / result.files["csv"]))
    rounded = round_decimals(json.dumps(content, sort_keys=True))
    return hashlib.sha256(rounded.encode()).hexdigest()[:_LETTERS]


def _read_cells(result: Result, path: Path) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    except (OSError, ValueError, csv.Error) as error:
        raise StaleResultError(
            f"{result.kind} {result.id!r} is damaged: {path.parent.name}/{path.name} of run {result.run} cannot be read"
            f" ({type(error).__name__}).\n"
            "Expected every file that a result names. Run 'scoledger book', or, if it is no page of the book,\n"
            "'scoledger run' with the run's notebook and parameters: they write the file anew."
        ) from error


def round_decimals(text: str) -> str:
    """Write every decimal number in a text with the digits that count when two figures or tables are compared.

    Examples
    --------
    >>> round_decimals("2014: 0.12345678, 1234567")
    '2014: 0.123457, 1234567'
    """
    return _DECIMAL.sub(_round, text)


def _round(number: re.Match[str]) -> str:
    return f"{float(number[0]):.{_DIGITS}g}"
