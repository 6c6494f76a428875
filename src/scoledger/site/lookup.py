"""Looking up an id from a page: notes the dependency, and reports a missing or stale id where it is used."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from scoledger.claims import LockEntry, contents_path, lock_path, read_locked
from scoledger.errors import CardError, StaleResultError, UnknownResultError, UnknownTableError
from scoledger.paths import Project
from scoledger.results import Result, read_result
from scoledger.site.registry import current_runs, result_path, sources_of

LOGGER = logging.getLogger(__name__)

#: myst-nb numbers the lines of a notebook as 10,000 times the cell, plus the line within the cell.
_LINES_PER_CELL = 10_000
#: Before the id of a claim whose entry in the lock a page shows; no id of a result has a slash.
_LOCK = "lock/"
#: What a page has seen of an id that it could not use.
_UNUSABLE = "unusable"


def project_of(env: BuildEnvironment) -> Project:
    """Checkout of the book that is being built."""
    return Project(Path(env.srcdir))


def look_up(env: BuildEnvironment, result_id: str, line: int, kinds: tuple[str, ...] = ()) -> Result | None:
    """Read a result for the page under way.

    Parameters
    ----------
    env : sphinx.environment.BuildEnvironment
    result_id : str
    line : int
        Line of the page, for the message.
    kinds : tuple of str
        Kinds of result that may stand here; any, when empty.

    Returns
    -------
    Result or None
        None after a warning, which fails the build under ``-W``.
    """
    project = project_of(env)
    env.note_dependency(str(result_path(project, result_id)))
    uses = _uses(env).setdefault(env.docname, {})
    uses[result_id] = _UNUSABLE
    try:
        result = read_result(project, result_id)
        sources_of(project, result)
    except (UnknownResultError, StaleResultError, UnknownTableError, CardError) as error:
        _warn(env, line, str(error).replace("\n", " "))
        return None
    if kinds and result.kind not in kinds:
        _warn(env, line, f"the result {result_id!r} is a {result.kind}; expected here: {' or '.join(kinds)}.")
        return None
    uses[result_id] = _fingerprint(project, result_id)
    return result


def note_lock(env: BuildEnvironment, claim_id: str) -> None:
    """Have the page under way read again when the claim's entry in the lock changes, but not for the entry of another.

    A change of the claim itself needs no note: its verdict changes with it.
    """
    name = f"{_LOCK}{claim_id}"
    _uses(env).setdefault(env.docname, {})[name] = _fingerprint(project_of(env), name)


def pages_out_of_date(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Name the pages that cite a result which has changed, gone or become stale since they were read.

    Sphinx compares the times of files; this compares what they say, and so also sees a result whose file is
    untouched while its run is no longer current.
    """
    del app, added, changed, removed
    project = project_of(env)
    runs = frozenset(current_runs(project))
    return sorted(
        docname
        for docname, uses in _uses(env).items()
        if any(seen == _UNUSABLE or seen != _fingerprint(project, name, runs) for name, seen in uses.items())
    )


def forget_page(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget what a page cited, before it is read again or after it is gone."""
    del app
    _uses(env).pop(docname, None)
    anchors(env).pop(docname, None)


def claim_anchor(env: BuildEnvironment, result_id: str) -> list[str]:
    """Ids for a node: the result's own where it first stands on the page that made it."""
    here = anchors(env).setdefault(env.docname, set())
    if result_id in here:
        return []
    here.add(result_id)
    return [result_id]


def anchors(env: BuildEnvironment) -> dict[str, set[str]]:
    """Give the result ids that can be linked to, by page."""
    known: dict[str, set[str]] = _attribute(env, "scoledger_anchors")
    return known


def locked_once(project: Project) -> tuple[dict[str, LockEntry], dict[str, Any]]:
    """Read the lock and its contents, again only when one of the two files has changed.

    Raises
    ------
    LockError
        If the two do not agree.
    """
    times = [path.stat().st_mtime_ns if path.is_file() else 0 for path in (lock_path(project), contents_path(project))]
    key = (str(project.root), times[0], times[1])
    if key not in _LOCKED:
        _LOCKED.clear()
        _LOCKED[key] = read_locked(project)
    return _LOCKED[key]


def _uses(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    uses: dict[str, dict[str, str]] = _attribute(env, "scoledger_uses")
    return uses


def _attribute(env: BuildEnvironment, name: str) -> Any:
    if not hasattr(env, name):
        setattr(env, name, {})
    return getattr(env, name)


def _fingerprint(project: Project, result_id: str, runs: frozenset[str] | None = None) -> str:
    if result_id.startswith(_LOCK):
        return repr(locked_once(project)[0].get(result_id.removeprefix(_LOCK)))
    path = result_path(project, result_id)
    if not path.is_file():
        return _UNUSABLE
    content = path.read_bytes()
    if runs is not None and json.loads(content).get("run") not in runs:
        return _UNUSABLE
    return hashlib.sha256(content).hexdigest()


#: The lock read last, by the time of its file: every claim's page asks for it.
_LOCKED: dict[tuple[str, int, int], tuple[dict[str, LockEntry], dict[str, Any]]] = {}


def _warn(env: BuildEnvironment, line: int, message: str) -> None:
    place: Any = (env.docname, line)
    if line >= _LINES_PER_CELL:
        place = (env.docname, None)
        message = f"cell {line // _LINES_PER_CELL}: {message}"
    LOGGER.warning(message, location=place, type="scoledger", subtype="result")
