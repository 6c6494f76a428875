"""Reading the registry: one small file per result id, and the list of runs that are current."""

from __future__ import annotations

import json
from typing import Any

from scoledger.errors import StaleResultError, UnknownResultError, nearest
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
    """
    path = project.registry / MANIFEST
    if not path.is_file():
        return {"edition": "", "runs": [], "results": {}}
    manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return manifest


def read_result(project: Project, result_id: str) -> Result:
    """Read one current result.

    Raises
    ------
    UnknownResultError
        If no run of the book makes it.
    StaleResultError
        If the run that made it is not current.
    """
    return _read(project, result_id, read_manifest(project))


def read_registry(project: Project) -> dict[str, Result]:
    """Read every current result, by id, in the order of ids.

    Raises
    ------
    StaleResultError
        If one of them was made by a run that is not current.
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
    result = Result.from_dict(json.loads(path.read_text("utf-8"))) if present else None
    if result is None or result.run not in {run["run"] for run in manifest["runs"]}:
        made_by = f"run {result.run}" if result else "a run whose file is gone"
        raise StaleResultError(
            f"result {result_id!r} was made by {made_by}, which is not current.\n"
            "Its notebook, code or data have changed since: run 'scoledger book'."
        )
    return result
