"""Work for worker processes that are killed in tests; imported by name in the workers."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def note_start(path: Path) -> int:
    """Add this process to a file that lists who has begun; say how many have."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")
    return len(path.read_text("utf-8").split())


def die(path: Path, times: int) -> str:
    """Be killed a number of times, then end well."""
    if note_start(path) <= times:
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def interrupted(path: Path) -> str:
    """Be sent what a Ctrl-C sends, and go on."""
    note_start(path)
    os.kill(os.getpid(), signal.SIGINT)
    return "done"


def sleep(path: Path) -> None:
    """Be under way for as long as a test may take."""
    note_start(path)
    time.sleep(600)


def is_alive(pid: int) -> bool:
    """Whether a process exists and has not ended."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(condition: object, seconds: float = 60) -> bool:
    """Wait for what must come."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False
