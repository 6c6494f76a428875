"""Watching files: what has changed since the last look, by the times of files."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from scoledger.paths import Project

#: Seconds between two looks, and for how long a file must be left alone before it is read.
LOOK, SETTLE = 0.2, 0.05
#: Names that editors, Python and Jupyter write beside files.
_APART = ("__pycache__", ".ipynb_checkpoints")

#: Time, size and node of every file: an editor that puts a new file in the place of the old one changes the last.
_Seen = dict[str, tuple[int, int, int]]


class Watcher:
    """Tells which files were changed, added or removed.

    Parameters
    ----------
    roots : iterable of pathlib.Path
        Files, and folders with all that is in them.
    """

    def __init__(self, roots: Iterable[Path]) -> None:
        self._roots = tuple(roots)
        self._seen = self._look()

    def poll(self) -> set[Path]:
        """Paths that differ from the last time; a file that is being written is waited for."""
        now = self._look()
        if now == self._seen:
            return set()
        while True:
            time.sleep(SETTLE)
            later = self._look()
            if later == now:
                break
            now = later
        names = {name for name in {*self._seen, *now} if self._seen.get(name) != now.get(name)}
        self._seen = now
        return {Path(name) for name in names}

    def wait(self) -> set[Path]:
        """Wait for the next change."""
        while not (changed := self.poll()):
            time.sleep(LOOK)
        return changed

    def _look(self) -> _Seen:
        seen: _Seen = {}
        for root in self._roots:
            if root.is_dir():
                seen.update(_scan(str(root)))
            elif root.is_file():
                with contextlib.suppress(FileNotFoundError):  # gone by now: the next look tells
                    status = root.stat()
                    seen[str(root)] = (status.st_mtime_ns, status.st_size, status.st_ino)
        return seen


def watched(project: Project, package: Path) -> tuple[Path, ...]:
    """What a preview watches: everything that runs and pages are made from.

    Parameters
    ----------
    project : Project
    package : pathlib.Path
        Folder of the package.
    """
    names = ("_config.yml", "_toc.yml", "CITATION.cff", "requirements.lock")
    return (project.data, project.notebooks, project.book, package, *(project.root / name for name in names))


def _scan(folder: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):  # gone by now: the next look tells
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith("~") or entry.name in _APART:
            continue
        try:
            is_folder = entry.is_dir()
            status = None if is_folder else entry.stat()
        except FileNotFoundError:  # gone by now, or a link to nothing
            continue
        if status is None:
            yield from _scan(entry.path)
        else:
            yield entry.path, (status.st_mtime_ns, status.st_size, status.st_ino)
