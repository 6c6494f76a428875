"""A lock that one process holds, and a file beside it that says who does."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from scoledger.builds.writing import cannot_write, read_note, write_note
from scoledger.errors import LedgerError


@contextmanager
def hold_alone(path: Path, refuse: Callable[[str], LedgerError]) -> Iterator[Callable[[str], None]]:
    """Hold a lock for as long as this process is at work, however it ends.

    Parameters
    ----------
    path : pathlib.Path
        Of the lock.
    refuse : callable
        Makes the error for whoever comes second, from words on who holds the lock.

    Yields
    ------
    callable
        Adds to those words where the holder can be found.

    Raises
    ------
    LedgerError
        The one that `refuse` makes, if another process holds the lock.
    OutputError
        If the folder cannot be written.
    """
    # The system releases the lock when its process ends; who holds it is read only while somebody does.
    holder = path.with_name(f"{path.name}-holder.json")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, timeout=0)
        lock.acquire()
    except Timeout:
        raise refuse(_tell_holder(holder)) from None
    except OSError as error:
        raise cannot_write(path.parent, error) from error
    now = dt.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    note = {"process": os.getpid(), "since": now}
    try:
        write_note(holder, note)
        yield lambda place: write_note(holder, {**note, "place": place})
    finally:
        with contextlib.suppress(OSError):
            holder.unlink()
        lock.release()


def _tell_holder(path: Path) -> str:
    holder = read_note(path)
    if {"process", "since"} <= set(holder):
        place = f", at {holder['place']}" if "place" in holder else ""
        return f"process {holder['process']}, since {holder['since']}{place}"
    return "a process that has only just begun"
