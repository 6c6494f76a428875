"""One build at a time in a checkout."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from scoledger.errors import BuildRunningError
from scoledger.paths import Project
from scoledger.results import output_error, write_json

LOCK = ".lock"


@contextmanager
def hold_checkout(project: Project) -> Iterator[None]:
    """Hold the checkout for one build.

    Raises
    ------
    BuildRunningError
        If another build holds it.
    OutputError
        If `_build` cannot be written.
    """
    # The system releases the lock when its process ends, however it ends; who holds it stands in a file beside it.
    holder = project.build / f"{LOCK}-holder.json"
    try:
        project.build.mkdir(parents=True, exist_ok=True)
        lock = FileLock(project.build / LOCK, timeout=0)
        lock.acquire()
    except Timeout:
        raise BuildRunningError(
            f"another build is at work in {project.root}: {_read_holder(holder)}.\n"
            "Wait until it is done, or end that process; 'scoledger run' may be used meanwhile."
        ) from None
    except OSError as error:
        raise output_error(project.build, error) from error
    try:
        now = dt.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        write_json(holder, {"process": os.getpid(), "since": now})
        yield
    finally:
        lock.release()


def _read_holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text("utf-8"))
        return f"process {holder['process']}, since {holder['since']}"
    except (OSError, ValueError, KeyError):
        return "a process that has only just begun"
