"""Reading the registry: one small file per result id, and the list of runs that are current."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scoledger.errors import ResultError, StaleResultError, UnknownResultError, nearest
from scoledger.paths import Project
from scoledger.results.result import Result

MANIFEST = "manifest.json"


def read_manifest(project: Project) -> dict[str, Any]:
    """Read which runs are current.

    Returns
    -------
    dict
        ``edition``; ``runs``: a list with ``run``, ``notebook``, ``slug``, ``page``, ``heading``, and ``parameters``
        of every run of the book, sorted by slug; ``results``: run id by result id.  Empty before the
        first build.

    Raises
    ------
    StaleResultError
        If its file is damaged.
    """
    path = project.registry / MANIFEST
    if not path.is_file():
        return {"edition": "", "runs": [], "results": {}}
    try:
        manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
        _check_manifest(manifest)
    except (OSError, ValueError, TypeError) as error:
        raise _damage(project, path, "the edition, the current runs and the run of every result", error) from error
    return manifest


def _check_manifest(manifest: Any) -> None:
    if not isinstance(manifest, dict) or not {"edition", "runs", "results"} <= set(manifest):
        raise ValueError("edition, runs or results are missing")
    if not isinstance(manifest["results"], dict):
        raise TypeError("results is no table")
    if not all(isinstance(entry, dict) and isinstance(entry.get("run"), str) for entry in _list_of(manifest, "runs")):
        raise ValueError("runs holds an entry without a run")


def read_result(project: Project, result_id: str) -> Result:
    """Read one current result.

    Raises
    ------
    UnknownResultError
        If no run of the book makes it.
    StaleResultError
        If the run that made it is not current, or a file of the registry is damaged.
    """
    return _read(project, result_id, read_manifest(project))


def read_registry(project: Project) -> dict[str, Result]:
    """Read every current result, by id, in the order of ids.

    Raises
    ------
    StaleResultError
        If one of them was made by a run that is not current, or a file of the registry is damaged.
    """
    manifest = read_manifest(project)
    return {result_id: _read(project, result_id, manifest) for result_id in sorted(manifest["results"])}


def _read(project: Project, result_id: str, manifest: dict[str, Any]) -> Result:
    known = manifest["results"]
    path = project.registry / f"{result_id}.json"
    present = path.is_file() and path.name != MANIFEST
    if result_id not in known and not present:
        raise UnknownResultError(
            f"there is no result {result_id!r}.{nearest(result_id, known)}\n"
            f"The registry holds {len(known)} results; 'scoledger book' makes those that are missing."
        )
    result = _read_file(project, path) if present else None
    if result is None or result.run not in {run["run"] for run in manifest["runs"]}:
        made_by = f"run {result.run}" if result else "a run whose file is gone"
        raise StaleResultError(
            f"result {result_id!r} was made by {made_by}, which is not current.\n"
            "Its notebook, code or data have changed since: run 'scoledger book'."
        )
    return result


def _read_file(project: Project, path: Path) -> Result:
    try:
        data = json.loads(path.read_text("utf-8"))
        _check_result(data, path.stem)
        return Result.from_dict(data)
    except (OSError, ValueError, TypeError, ResultError) as error:
        raise _damage(project, path, "one result", error) from error


def _check_result(data: Any, result_id: str) -> None:
    """Check what `Result` takes on trust: of which result the file is, and what is a table or a list in it."""
    if not isinstance(data, dict) or data.get("id") != result_id:
        raise ValueError(f"it is not the result {result_id!r}")
    for name in ("parameters", "files", "details"):
        if not isinstance(data.get(name, {}), dict):
            raise TypeError(f"{name} is no table")
    if not all(isinstance(item, dict) and {"kind", "id", "digest"} <= set(item) for item in _list_of(data, "inputs")):
        raise ValueError("inputs holds an entry without kind, id or digest")


def _list_of(data: dict[str, Any], name: str) -> list[Any]:
    found: list[Any] = data.get(name, [])
    if not isinstance(found, list):
        raise TypeError(f"{name} is no list")
    return found


def _damage(project: Project, path: Path, expected: str, error: Exception) -> StaleResultError:
    return StaleResultError(
        f"{path.relative_to(project.root)} is damaged: {error}\n"
        f"Expected {expected}, as the last build wrote it.\n"
        "Remove the file, then run 'scoledger book': it writes the file anew."
    )
