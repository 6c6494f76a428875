"""Which files there are and whether they are the same as before, without reading them.

As version control does it: a file whose size, times and inode are the same has the same content.  The time of the last
change of the inode (ctime) is among them, which no program can set.  One case is left: a file that was changed within
the tick of the clock in which it was looked at.  Such young files are compared by content.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scoledger.builds.underway import part_of

#: Coarsest tick of the clock of a file system, in nanoseconds.
TICK = 2_000_000_000
#: Folders that programs fill while they read.
_SKIPPED = frozenset({"__pycache__", ".ipynb_checkpoints"})


@dataclass(frozen=True)
class Listing:
    """Files as they were at one time.

    Parameters
    ----------
    states : dict of str to str
        By path: size, times and inode.
    young : dict of str to str
        By path: sha256 of what had changed less than a tick before.
    """

    states: dict[str, str] = field(default_factory=dict)
    young: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Digest of the states."""
        lines = "\n".join(f"{path}\0{state}" for path, state in sorted(self.states.items()))
        return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()

    def changed(self, later: Listing) -> set[str]:
        """Paths that a later listing lacks, has beside these, or has with another state or content."""
        paths = {path for path, _ in self.states.items() ^ later.states.items()}
        return paths | {path for path in self.young if path not in paths and content_digest(path) != self.young[path]}


def read_clock(folder: Path) -> int:
    """Read the clock of the file system that a folder is on, in nanoseconds.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = part_of(folder / "clock")
    try:
        path.write_bytes(b"0")
        return path.stat().st_ctime_ns
    finally:
        path.unlink(missing_ok=True)


def list_files(places: Iterable[Path], clock: int) -> Listing:
    """List files and those below folders; links are followed, and a place that is not there is left out.

    Parameters
    ----------
    places : iterable of pathlib.Path
        Files and folders.
    clock : int
        What the clock of the file system said before; in the past of it by a tick or more, a file is not young.
    """
    states, young = {}, []
    for path, state in _walk(places):
        states[path] = _tell(state)
        if state.st_ctime_ns > clock - TICK:
            young.append(path)
    return Listing(states, {path: content_digest(path) for path in young})


def file_state(path: str | Path) -> tuple[str, int]:
    """State of one file, and when it was last changed; of a file that is gone, nothing."""
    try:
        state = os.stat(path)  # noqa: PTH116 - asked of fifty thousand files
    except OSError:
        return "", 0
    return _tell(state), state.st_ctime_ns


def content_digest(path: str | Path) -> str:
    """Hexadecimal sha256 of a file's bytes; empty where it cannot be read."""
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _tell(state: os.stat_result) -> str:
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"


def _walk(places: Iterable[Path]) -> Iterator[tuple[str, os.stat_result]]:
    waiting, entered = list[str](), set[str]()
    for place in places:
        if place.is_dir():
            waiting.append(str(place))
        elif place.is_file():
            yield str(place), place.stat()
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    real = os.path.realpath(entry.path) if entry.is_symlink() else ""
                    if entry.name not in _SKIPPED and real not in entered:
                        waiting.append(entry.path)
                        entered |= {real} - {""}
                else:
                    try:
                        yield entry.path, entry.stat()
                    except FileNotFoundError:  # a link to nothing, or a file that has just been removed
                        continue
