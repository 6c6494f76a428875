"""What travels between the machine that has the plan and the processes that execute it: plain data only."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from scoledger import errors
from scoledger.errors import LedgerError
from scoledger.paths import Project
from scoledger.runs.cluster.survey import Survey
from scoledger.runs.digests import Basis
from scoledger.runs.failure import Failure
from scoledger.runs.plan import PlannedRun
from scoledger.runs.work import Outcome, execute_run


def bind_run(*arguments: Any, **options: Any) -> dict[str, Any]:
    """Name the arguments that `execute_run` is to be called with."""
    return dict(inspect.signature(execute_run).bind(*arguments, **options).arguments)


def pack_run(batch: str, ours: Survey, named: Mapping[str, Any], *, is_warm: bool) -> dict[str, Any]:
    """Write a run as plain data.

    Parameters
    ----------
    batch : str
        Name of the batch.
    ours : Survey
        Of the machine that has the plan.
    named : mapping
        Arguments of `execute_run` by name; the fork server is the business of the other machine.
    is_warm : bool
        Whether there is to be one.

    Returns
    -------
    dict
        What `unpack_run` reads.
    """
    known = ("project", "planned", "basis", "server")
    return {
        "batch": batch,
        "is_warm": is_warm,
        "root": str(named["project"].root),
        "ours": asdict(ours),
        "planned": asdict(named["planned"]),
        "options": {name: value for name, value in named.items() if name not in known},
    }


def unpack_run(request: Mapping[str, Any]) -> tuple[Project, PlannedRun, Basis, dict[str, Any]]:
    """Read a run: project, plan, basis, and the options of `execute_run`."""
    return (
        Project(Path(request["root"])),
        PlannedRun(**request["planned"]),
        Basis(request["ours"]["code"], request["ours"]["lock"]),
        dict(request["options"]),
    )


def pack_outcome(outcome: Outcome) -> dict[str, Any]:
    """Write how a run ended as plain data."""
    failure = asdict(outcome.failure) if outcome.failure else None
    words = {"seconds": outcome.seconds, "run": outcome.run, "failure": failure, "notebook": str(outcome.notebook)}
    return {"outcome": words}


def unpack_outcome(planned: PlannedRun, answer: Mapping[str, Any]) -> Outcome:
    """Read how a run ended."""
    words = answer["outcome"]
    failure = Failure(**words["failure"]) if words["failure"] else None
    path = Path(words["notebook"])
    return Outcome(planned, words["seconds"], words["run"], failure, path, worker=answer["worker"])


def pack_error(error: LedgerError) -> dict[str, Any]:
    """Write an error that ends a batch as plain data."""
    return {"error": {"kind": type(error).__name__, "message": str(error)}}


def unpack_error(answer: Mapping[str, Any]) -> LedgerError:
    """Read an error that ends a batch.

    Parameters
    ----------
    answer : mapping
        Of a worker, which may name anything as the kind of its error.

    Returns
    -------
    LedgerError
        Of that kind where `scoledger.errors` has it; of any other the text counts.
    """
    error = answer["error"]
    named = vars(errors).get(str(error["kind"]))
    kind = named if isinstance(named, type) and issubclass(named, LedgerError) else LedgerError
    return kind(f"worker {answer['worker']}: {error['message']}")


def read_line(line: str) -> dict[str, Any]:
    """Read a request or an answer."""
    words: dict[str, Any] = json.loads(line)
    return words


def write_line(stream: TextIO, words: Mapping[str, Any]) -> None:
    """Write a request or an answer."""
    stream.write(json.dumps(words) + "\n")
    stream.flush()
