"""Filling the registry from the store: the results of the book's current runs, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import scoledger
from scoledger.errors import DuplicateIdError
from scoledger.paths import Project
from scoledger.results import MANIFEST, Result, output_error, write_bytes, write_json
from scoledger.runs.executors import stale_runs
from scoledger.runs.plan import PlannedRun, read_plan
from scoledger.runs.store import RunRecord, RunStore

FILES = "files"


def install_registry(
    project: Project, planned: Sequence[PlannedRun] | None = None, reasons: Mapping[str, list[str]] | None = None
) -> Path:
    """Install the results of the planned runs that are current.

    A file is written only when its content has changed.  The results of a planned run that is not current stay, but the
    manifest does not name the run: whoever reads one is told that it is stale.  What no planned run makes is removed.

    Parameters
    ----------
    project : Project
    planned : sequence of PlannedRun, optional
        By default the plan of the book.
    reasons : mapping of str to list of str, optional
        By key, what `stale_runs` has just said of them; by default it is asked.

    Returns
    -------
    pathlib.Path
        The manifest.

    Raises
    ------
    DuplicateIdError
        If two runs make one id; the registry is then as it was.
    OutputError
        If the registry cannot be written.
    """
    planned = read_plan(project) if planned is None else planned
    store = RunStore(project)
    reasons = stale_runs(project, planned) if reasons is None else reasons
    current = [run for run in planned if run.key not in reasons]
    records = [record for run in current if (record := store.latest(run)) is not None]
    results = _gather(store, records)
    for result, folder in results.values():
        _install(project, result, folder)
    _remove_others(project, set(results), [run for run in planned if run not in current])
    manifest = project.registry / MANIFEST
    write_json(manifest, _manifest(records, results))
    return manifest


def _gather(store: RunStore, records: Sequence[RunRecord]) -> dict[str, tuple[Result, Path]]:
    found: dict[str, tuple[Result, Path]] = {}
    for record in records:
        for result in store.results(record):
            if result.id in found:
                raise DuplicateIdError(
                    f"two runs make the result {result.id!r}:\n"
                    f"{_describe(found[result.id][0])}\n{_describe(result)}\nGive one of them another name."
                )
            found[result.id] = (result, store.folder(record.run))
    return found


def _describe(result: Result) -> str:
    return f"notebooks/{result.notebook}.ipynb with {result.parameters} (run {result.run})"


def _install(project: Project, result: Result, folder: Path) -> None:
    for name in result.files.values():
        write_bytes(project.registry / FILES / name, (folder / FILES / name).read_bytes())
    write_json(project.registry / f"{result.id}.json", result.to_dict())


def _remove_others(project: Project, installed: set[str], stale: Sequence[PlannedRun]) -> None:
    """Remove what is neither installed nor made by a planned run that happens to be stale."""
    kept = [(run.notebook, run.parameters) for run in stale]
    files: set[str] = set()
    try:
        for path in sorted(project.registry.glob("*.json")):
            if path.name == MANIFEST:
                continue
            try:
                data = json.loads(path.read_text("utf-8"))
                is_kept = path.stem in installed or (data["notebook"], data["parameters"]) in kept
                named = set(data["files"].values())
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                # Damaged: what is installed was just written.
                is_kept, named = False, set()
            if is_kept:
                files |= named
            else:
                path.unlink()
        for path in sorted((project.registry / FILES).glob("*")):
            if path.name not in files:
                path.unlink()
    except OSError as error:
        raise output_error(project.registry, error) from error


def _manifest(records: Sequence[RunRecord], results: dict[str, tuple[Result, Path]]) -> dict[str, Any]:
    fields = ("run", "notebook", "slug", "page", "heading", "parameters")
    return {
        "edition": scoledger.__version__,
        "runs": [{name: getattr(record, name) for name in fields} for record in sorted(records, key=lambda r: r.slug)],
        "results": {result_id: result.run for result_id, (result, _) in results.items()},
    }
