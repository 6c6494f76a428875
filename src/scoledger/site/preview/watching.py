"""Watching files: what has changed since the last look, by the times of files."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable
from pathlib import Path

from scoledger.paths import Project
from scoledger.runs.sources import State, scan_files

#: Seconds between two looks, and for how long a file must be left alone before it is read.
LOOK, SETTLE = 0.2, 0.05


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

    def _look(self) -> dict[str, State]:
        seen = dict[str, State]()
        for root in self._roots:
            if root.is_dir():
                seen.update(scan_files(str(root), follow_links=True))
            elif root.is_file():
                with contextlib.suppress(FileNotFoundError):  # gone by now: the next look tells
                    status = root.stat()
                    seen[str(root)] = (status.st_size, status.st_mtime_ns, status.st_ino)
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
