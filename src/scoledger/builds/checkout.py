"""One build at a time in a checkout."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from scoledger.builds.underway import remove_left_parts
from scoledger.builds.writing import cannot_write, read_note, write_note
from scoledger.errors import BuildRunningError
from scoledger.paths import Project

LOCK = ".lock"


@contextmanager
def hold_checkout(project: Project) -> Iterator[None]:
    """Hold the checkout for one build, without what a killed one has left of its notes.

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
        raise cannot_write(project.build, error) from error
    try:
        now = dt.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        write_note(holder, {"process": os.getpid(), "since": now})
        remove_left_parts((project.build, project.build / "sphinx"))
        yield
    finally:
        with contextlib.suppress(OSError):  # it is read only while somebody holds the checkout
            holder.unlink()
        lock.release()


def _read_holder(path: Path) -> str:
    holder = read_note(path)
    if {"process", "since"} <= set(holder):
        return f"process {holder['process']}, since {holder['since']}"
    return "a process that has only just begun"
