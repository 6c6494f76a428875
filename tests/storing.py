"""A finished run for tests of the store, kept as a worker keeps one, without a kernel; and a device that is full."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

import pytest

from scoledger.paths import Project
from scoledger.results import Result
from scoledger.results.writing import write_json, write_text
from scoledger.runs import PlannedRun, RunRecord, RunStore, plan_run, read_basis, stale_runs
from scoledger.runs.digests import notebook_digest
from scoledger.tables.inputs import file_digest

#: Folders of a store that hold no run.
NO_RUNS = {".staging", ".seen", "index", "failed"}


def store_run(project: Project, *, run: str = "a" * 12, started: str = "2026-01-01", country: str = "KGZ") -> RunRecord:
    """Keep a run of the notebook ``plain`` with one number, made from the code and the notebook as they are."""
    planned = plan_run(project, "plain", {"country": country})
    store, basis = RunStore(project), read_basis(project).of("plain")
    with store.stage() as staging:
        folder = staging / "run"
        write_text(folder / "notebook.ipynb", '{"cells": []}\n' * 100)
        write_json(folder / "results" / f"{planned.slug}-one.json", number_of(planned, run).to_dict())
        write_text(folder / "files" / f"{planned.slug}-one.csv", "year,value\n2001,1\n")
        record = RunRecord(
            **asdict(planned),
            run=run,
            heading="",
            inputs=[],
            notebook_digest=notebook_digest(project.notebooks / "plain.ipynb"),
            code_digest=basis.code_digest,
            code_files=basis.code,
            lock_digest=basis.lock,
            edition="2026.1",
            started=started,
            seconds=1.0,
            versions={},
            files={p.relative_to(folder).as_posix(): file_digest(p) for p in sorted(folder.rglob("*.*"))},
        )
        store.keep(planned, record, folder)
    return record


def number_of(planned: PlannedRun, run: str) -> Result:
    """Give the number that the run has made."""
    return Result(
        id=f"{planned.slug}-one",
        kind="number",
        title="One",
        value=1.0,
        unit="count",
        text="1",
        run=run,
        notebook="plain",
        page=planned.page,
        parameters=planned.parameters,
        files={"csv": f"{planned.slug}-one.csv"},
    )


def stale_slugs(project: Project, planned: Sequence[PlannedRun]) -> dict[str, list[str]]:
    """Reasons by slug why planned runs are stale, for plans in which every run has its own."""
    reasons = stale_runs(project, planned)
    return {run.slug: reasons[run.key] for run in planned if run.key in reasons}


def runs_of(project: Project) -> list[str]:
    """Names of the folders of the store that hold a run."""
    return sorted(path.name for path in project.runs.glob("*") if path.name not in NO_RUNS)


def fill_device(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the device be full in the middle of every file whose name ends so."""
    real_fdopen = os.fdopen

    def open_handle(handle: int, *words: Any, **options: Any) -> Any:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        file = real_fdopen(handle, *words, **options)
        return FullFile(file) if path.name.rsplit(".", 1)[0].endswith(name) else file

    monkeypatch.setattr("scoledger.tables.writing.os.fdopen", open_handle)


class FullFile:
    """A file of which half can be written."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, content: bytes) -> None:
        """Write half, then fail."""
        self.file.write(content[: len(content) // 2])
        self.file.flush()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
