"""The registry as a stage of the book: filled from the store, with the summary, unless it is so already."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from scoledger.builds import Stamp, file_index
from scoledger.exports.summary import write_summary
from scoledger.paths import Project
from scoledger.runs import PlannedRun, RunStore, install_registry


def fill_registry(project: Project, planned: Sequence[PlannedRun], reasons: Mapping[str, list[str]]) -> None:
    """Install the results of the current runs and write the summary, unless both are as they were left.

    Parameters
    ----------
    project : Project
    planned : sequence of PlannedRun
    reasons : mapping of str to list of str
        By key, what `scoledger.runs.stale_runs` says of them.

    Raises
    ------
    DuplicateIdError
        If two runs make one id.
    OutputError
        If the registry cannot be written.
    """
    digest = _digest(project, planned, reasons)
    stamp = Stamp(project.build / "registry.json", (project.registry, project.build / "summary"))
    if stamp.is_current(digest):
        return
    stamp.forget()
    install_registry(project, planned, reasons)
    write_summary(project)
    stamp.note(digest)


def _digest(project: Project, planned: Sequence[PlannedRun], reasons: Mapping[str, list[str]]) -> str:
    """Digest of the plan, of its runs in the store, and of what makes a summary."""
    package = Path(__file__).parents[1]
    words = json.dumps([[run.key for run in planned], sorted(reasons)])
    runs = RunStore(project).places(planned)
    return file_index(project).digest_files([package, project.claims, *runs], project.root, words)
