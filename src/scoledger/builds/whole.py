"""A note of the last whole book: what it was read from and what was made, so that an unchanged one is not made again.

The note vouches for all stages of a build at once.  Whatever it does not know goes the long way, where each stage
decides for itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from scoledger.builds.commit import read_commit
from scoledger.builds.index import FILE_NAME as INDEX
from scoledger.builds.listing import Listing, content_digest, list_files, read_clock
from scoledger.builds.writing import cannot_write, read_note, write_note
from scoledger.paths import Project

FILE_NAME = "whole.json"
#: Folders of `_build` that hold the book, beside those that have a name of their own in `Project`.
MADE = ("summary", "open", "code", "redirects")
#: Notes in the store that only save time: they change when a book is read.
SEEN = ".seen"
#: First lines of a generated page: by them a later build knows that it may delete it.
MARK = "<!-- generated: changes are lost -->"
#: Folder of the store in which runs are put together.
STAGING = ".staging"
_PREFIX = "SCOLEDGER_"


class WholeBook:
    """The note of one checkout, and what is seen of the files while a book is made.

    Parameters
    ----------
    project : Project
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._path = project.build / FILE_NAME
        self._seen: dict[str, Listing] = {}
        self._runs: tuple[Path, ...] = ()

    def find(self) -> dict[str, Any]:
        """Find what was noted of the book, if everything that it was read from and that was made is the same still.

        Returns
        -------
        dict
            What `note` was given; empty when anything is another, or nothing is known.

        Raises
        ------
        OutputError
            If `_build` cannot be written.
        """
        noted = read_note(self._path)
        if not noted or noted.get("basis") != self._basis():
            return {}
        clock = self._read_clock()
        store = self._store(self._project.root / name for name in noted.get("runs") or [])
        listing = list_files([*self._sources(), *store, *self._made()], clock)
        if listing.digest != noted.get("files"):
            return {}
        young = noted.get("young") or {}
        if any(content_digest(path) != digest for path, digest in young.items()):
            return {}
        if young:  # they are old by now, and need not be read the next time
            write_note(self._path, {**noted, "young": listing.young})
        told: dict[str, Any] = noted.get("told") or {}
        return told

    def see_sources(self) -> None:
        """Remember what the book is about to be read from; what changes from here on is not in it.

        Raises
        ------
        OutputError
            If `_build` cannot be written.
        """
        self._seen["basis"] = Listing({"basis": self._basis()})
        self._seen["sources"] = list_files(self._sources(), self._read_clock())

    def see_store(self, runs: Iterable[Path]) -> None:
        """Remember the runs that the book is about to be made from: what else the store holds does not concern it.

        Parameters
        ----------
        runs : iterable of pathlib.Path
            Their files and folders in the store.

        Raises
        ------
        OutputError
            If `_build` cannot be written.
        """
        self._runs = tuple(runs)
        self._seen["store"] = list_files(self._store(self._runs), self._read_clock())

    def note(self, told: dict[str, Any], is_generated: Callable[[Path], bool]) -> bool:
        """Note that the book is made, whole; unless what it was made from has changed meanwhile.

        Parameters
        ----------
        told : dict
            Plain data that `find` gives back.
        is_generated : callable
            Whether a file among the sources was written by this build.

        Returns
        -------
        bool
            Whether the note was written.

        Raises
        ------
        OutputError
            If `_build` cannot be written.
        """
        basis, clock = self._basis(), self._read_clock()
        sources, store = list_files(self._sources(), clock), list_files(self._store(self._runs), clock)
        moved = {path for path in self._seen["sources"].changed(sources) if not is_generated(Path(path))}
        if moved or self._seen["store"].changed(store) or self._seen["basis"].states != {"basis": basis}:
            self._path.unlink(missing_ok=True)
            return False
        made = list_files(self._made(), clock)
        files = Listing({**sources.states, **store.states, **made.states})
        young = {**sources.young, **store.young, **made.young}
        runs = [path.relative_to(self._project.root).as_posix() for path in self._runs]
        write_note(self._path, {"basis": basis, "files": files.digest, "young": young, "runs": runs, "told": told})
        return True

    def _basis(self) -> str:
        """Digest of what the book rests on beside files: the place, the interpreter, the environment and the commit."""
        environment = {name: value for name, value in os.environ.items() if name.startswith(_PREFIX)}
        words = [str(self._project.root), sys.version, sys.prefix, environment, read_commit(self._project)]
        return hashlib.sha256(json.dumps(words, sort_keys=True).encode("utf-8", "surrogateescape")).hexdigest()

    def _sources(self) -> Iterator[Path]:
        project = self._project
        yield from (path for path in sorted(project.root.glob("[!.]*")) if path.is_file())
        yield from (project.data, project.notebooks, project.book, Path(__file__).parents[1])

    def _store(self, runs: Iterable[Path]) -> Iterator[Path]:
        yield from runs
        yield self._project.runs / STAGING  # what a killed run has left there is to be removed

    def _made(self) -> Iterator[Path]:
        project, build = self._project, self._project.build
        yield from (path for path in sorted(build.glob("[!.]*.json")) if path.name not in {FILE_NAME, INDEX})
        yield from (project.html, project.exports, project.registry, project.result_pages)
        yield from (build / name for name in MADE)
        yield from (build / "sphinx" / name for name in ("built.json", "look.txt"))

    def _read_clock(self) -> int:
        try:
            return read_clock(self._project.build)
        except OSError as error:
            raise cannot_write(self._project.build, error) from error
