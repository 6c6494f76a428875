"""One run from start to store: what a worker does."""

from __future__ import annotations

import datetime as dt
import functools
import importlib.metadata
import json
import os
import platform
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import scoledger
from scoledger.errors import OutputError
from scoledger.paths import ROOT_VARIABLE, Project
from scoledger.results import FOLDER_VARIABLE, Result, output_error, write_json, write_text
from scoledger.runs.digests import Basis, digest_of, notebook_digest
from scoledger.runs.failure import Failure, has_no_room
from scoledger.runs.formats import import_without_grammar
from scoledger.runs.plan import PlannedRun
from scoledger.runs.sources import changed_sources, look_at_sources, write_guard
from scoledger.runs.store import RunRecord, RunStore
from scoledger.runs.warm.link import answers
from scoledger.tables.inputs import file_digest

DISTRIBUTION = "sco-ledger"

EXECUTED = "notebook.ipynb"
#: Where a notebook keeps its results, and where it may write whatever it likes: its working folder.
FOLDERS = ("run", "scratch")
#: Changed files that a message names.
_NAMED = 3


@dataclass(frozen=True)
class Outcome:
    """How a run ended.

    Parameters
    ----------
    planned : PlannedRun
    seconds : float
    run : str
        Run id; empty after a failure.
    failure : Failure or None
    notebook : pathlib.Path
        The executed notebook.
    worker : str
        Address of the worker of a cluster that executed it; empty for this machine.
    """

    planned: PlannedRun
    seconds: float
    run: str
    failure: Failure | None
    notebook: Path
    worker: str = ""


def execute_run(
    project: Project, planned: PlannedRun, basis: Basis, timeout: float | None = None, server: Path | None = None
) -> Outcome:
    """Execute one run and take it into the store, or keep its notebook when it fails.

    Parameters
    ----------
    project : Project
    planned : PlannedRun
        Checked.
    basis : Basis
        Code and lock as they were when the batch began: what changes meanwhile makes the run stale.
    timeout : float, optional
        Seconds that a cell may take.
    server : pathlib.Path, optional
        Socket of the fork server that gives a warm kernel; without it, the kernel is cold.

    Returns
    -------
    Outcome

    Raises
    ------
    OutputError
        If the store cannot be written.
    """
    import_kernels()
    from scoledger.runs.cleaning import clean_notebook  # noqa: PLC0415 - imported there

    store = RunStore(project)
    started, clock = dt.datetime.now(dt.UTC), time.perf_counter()
    with store.stage() as staging:
        folder, failure, text, seconds = staging / "1", None, "", 0.0
        try:
            folder, failure = _execute_undisturbed(project, planned, staging, timeout, server)
            seconds = round(time.perf_counter() - clock, 2)
            text = clean_notebook(folder / EXECUTED, [folder, project.root])
            if failure is None:
                write_text(folder / "run" / EXECUTED, text)
                record = _record(planned, basis, folder, started.isoformat(timespec="seconds"), seconds)
        except Exception as error:  # noqa: BLE001 - whatever it is that the notebook has left
            failure = failure or _blame(folder, error)
        if failure:
            path = store.keep_failed(planned, failure, text or _stored_text(project, planned))
            return Outcome(planned, seconds, "", failure, path)
        store.keep(planned, record, folder / "run")
    return Outcome(planned, seconds, record.run, None, store.folder(record.run) / EXECUTED)


def fixed_environment(project: Project) -> dict[str, str]:
    """Variables that every kernel of a project has, and that libraries read when they are imported."""
    return {
        ROOT_VARIABLE: str(project.root),
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",  # sums do not depend on the number of cores
        "OPENBLAS_NUM_THREADS": "1",
    }


def import_kernels() -> None:
    """Import what executes notebooks: a worker needs it, the process that hands out the work does not."""
    import_without_grammar("scoledger.runs.kernels")


def _execute_undisturbed(
    project: Project, planned: PlannedRun, staging: Path, timeout: float | None, server: Path | None
) -> tuple[Path, Failure | None]:
    """Execute a run, a second time where the first was disturbed: by the end of the fork server or a changed source.

    Somebody may save a file in an editor meanwhile, which is not the run's fault; what happens both times is.  Where a
    source was removed there is no second time: it would run on what is left, and might remove more.
    """
    changed: list[str] = []
    for number in ("1", "2"):
        folder = staging / number
        before = look_at_sources(project)
        failure = _execute(project, planned, folder, timeout, server)
        after = look_at_sources(project)
        if removed := sorted(before.keys() - after.keys()):
            return folder, _add(failure, _tell_removal(removed))
        changed = changed_sources(before, after)
        is_lost = failure is not None and server is not None and not answers(server)
        if not changed and not is_lost:
            return folder, failure
        server = None if is_lost else server
        if number == "1":
            what = f"{changed[0]} changed meanwhile" if changed else "the fork server has ended"
            print(f"scoledger: {planned.slug} is executed again, because {what}", file=sys.stderr)  # noqa: T201
    if changed and failure is None:
        failure = Failure(_tell_changes(changed))
    return folder, failure


def _tell_changes(changed: Sequence[str]) -> str:
    """Say what changed beside a run, both times; nobody knows who has changed it."""
    return (
        f"{_name_files(changed)} changed while the notebook was executed, twice.\n"
        "Expected a checkout that stays as it is meanwhile, since nobody could say what the run has read. Either the "
        "notebook writes there, or another did: an editor, a program, another run.\n"
        "If it was the notebook, let it write into its working folder or keep a result; restore what was changed by "
        "mistake (git status), and run the same command again when nobody writes."
    )


def _tell_removal(removed: Sequence[str]) -> str:
    """Say what was gone after a run; nobody knows who has removed it."""
    return (
        f"{_name_files(removed)} removed or renamed while the notebook was executed.\n"
        "Expected a checkout that stays as it is meanwhile; the notebook was not executed again on what is left. "
        "Either the notebook removes files there, or another did.\n"
        "Restore what was removed by mistake (git status, git restore), let a notebook remove only what it has made, "
        "and run the same command again."
    )


def _name_files(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more files" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _add(failure: Failure | None, words: str) -> Failure:
    return replace(failure, error=f"{failure.error}\n{words}") if failure else Failure(words)


def _blame(folder: Path, error: Exception) -> Failure:
    """Make the failure of a run that an error has broken, unless nothing can be written here, which is raised."""
    if _is_locked(folder, error.__cause__ if isinstance(error, OutputError) else error):
        return Failure(
            "the folder in which the notebook was executed, or that of its results, may no longer be written: "
            "the notebook has changed its permissions (let it leave them as they are)"
        )
    if isinstance(error, OutputError) and has_no_room(error.__cause__):
        raise error
    if has_no_room(error):
        raise output_error(error.filename or folder, error) from error
    return _find_gone(folder) or Failure(f"{type(error).__name__}: {error}")


def _is_locked(folder: Path, error: BaseException | None) -> bool:
    """Whether what may not be written is this run's own, which we had made ourselves just before."""
    return (
        isinstance(error, PermissionError)
        and isinstance(error.filename, str | os.PathLike)
        and Path(error.filename).is_relative_to(folder)
    )


def _find_gone(folder: Path) -> Failure | None:
    """Make the failure of a run whose own folders are no more."""
    if all((folder / name).is_dir() for name in FOLDERS):
        return None
    return Failure(
        "the folder in which the notebook was executed, or that of its results, was removed meanwhile "
        "(let a notebook remove only what it has made)"
    )


def _stored_text(project: Project, planned: PlannedRun) -> str:
    """Text of the stored notebook, to be kept where there is no executed one; empty where that is gone too."""
    path = project.notebooks / f"{planned.notebook}.ipynb"
    return path.read_text("utf-8") if path.is_file() else ""


def _execute(
    project: Project, planned: PlannedRun, staging: Path, timeout: float | None, server: Path | None
) -> Failure | None:
    """Execute a run; what breaks the execution is the run's failure."""
    try:
        return _execute_in(project, planned, staging, timeout, server)
    except Exception as error:  # noqa: BLE001 - a batch goes on
        return _blame(staging, error)


def _execute_in(
    project: Project, planned: PlannedRun, staging: Path, timeout: float | None, server: Path | None
) -> Failure | None:
    from scoledger.runs.kernels import execute_notebook  # noqa: PLC0415 - imported by import_kernels

    for name in FOLDERS:
        (staging / name).mkdir(parents=True)
    # A copy is run and digested: the notebook may be saved in an editor meanwhile.
    source = staging / "source.ipynb"
    write_guard(project, staging / "ipython")
    source.write_bytes((project.notebooks / f"{planned.notebook}.ipynb").read_bytes())
    failure = execute_notebook(
        source,
        staging / EXECUTED,
        planned.parameters,
        folder=staging / "scratch",  # where a notebook that writes files can litter
        environment={
            **fixed_environment(project),
            FOLDER_VARIABLE: str(staging / "run"),
            "IPYTHONDIR": str(staging / "ipython"),  # nobody's start-up files but ours
        },
        timeout=timeout,
        server=server,
    )
    if gone := _find_gone(staging):
        return gone
    if failure is None and not (staging / "run" / "inputs.json").is_file():
        return Failure("the notebook never called scoledger.results.begin, so nobody knows what it rests on")
    return failure


def _record(planned: PlannedRun, basis: Basis, staging: Path, started: str, seconds: float) -> RunRecord:
    """Name a run by what it was made from, and stamp its results with the name."""
    folder, basis = staging / "run", basis.of(planned.notebook)
    inputs = json.loads((folder / "inputs.json").read_text("utf-8"))
    (folder / "inputs.json").unlink()
    heading = folder / "heading.txt"
    title = heading.read_text("utf-8").strip() if heading.is_file() else ""
    heading.unlink(missing_ok=True)
    source = notebook_digest(staging / "source.ipynb")
    rests_on = [planned.key, source, basis.code_digest, basis.lock, inputs]
    run = digest_of(rests_on)[:12]
    for path in sorted((folder / "results").glob("*.json")):
        result = Result.from_dict(json.loads(path.read_text("utf-8")))
        stamped = replace(result, run=run, heading=title, code_digest=basis.code_digest, edition=scoledger.__version__)
        write_json(path, stamped.to_dict())
    return RunRecord(
        **asdict(planned),
        run=run,
        heading=title,
        inputs=inputs,
        notebook_digest=source,
        code_digest=basis.code_digest,
        code_files=basis.code,
        lock_digest=basis.lock,
        edition=scoledger.__version__,
        started=started,
        seconds=seconds,
        versions=read_versions(),
        files={p.relative_to(folder).as_posix(): file_digest(p) for p in sorted(folder.rglob("*")) if p.is_file()},
    )


@functools.cache  # libraries do not change below a process
def read_versions() -> dict[str, str]:
    """Versions of Python and of every library that the project asks for itself."""
    asked = [word for word in importlib.metadata.requires(DISTRIBUTION) or [] if "extra ==" not in word]
    names = [re.split(r"[^\w.-]", word, maxsplit=1)[0] for word in asked]
    return {"python": platform.python_version()} | {name: importlib.metadata.version(name) for name in names}
