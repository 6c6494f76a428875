"""Checksums of files, each computed again only when the state of its file has changed."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

from scoledger.builds.listing import TICK, content_digest, file_state, list_files, read_clock
from scoledger.builds.writing import cannot_write, read_note, write_note
from scoledger.paths import Project

FILE_NAME = "index.json"
#: State and checksum.
_FIELDS = 2


class FileIndex:
    """sha256 of files by path, kept in a file from one command to the next.

    Parameters
    ----------
    path : pathlib.Path
        Where it is kept.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        entries = [(name, entry) for name, entry in read_note(path).items() if isinstance(entry, list)]
        self._kept = {name: (str(entry[0]), str(entry[1])) for name, entry in entries if len(entry) == _FIELDS}
        self._known: dict[str, tuple[str, str]] = {}

    def digest_files(self, paths: Iterable[Path], root: Path, *more: str) -> str:
        """Digest files by name and content, and words beside them.

        Parameters
        ----------
        paths : iterable of pathlib.Path
            Files, and folders of which every file counts; what is not there does not.
        root : pathlib.Path
            Names are taken from here, so that a checkout elsewhere has the same digest.

        Raises
        ------
        OutputError
            If the folder of the index cannot be written.
        """
        digest = hashlib.sha256("\0".join(more).encode())
        clock = self._read_clock()
        for name in sorted(list_files(paths, clock + 2 * TICK).states):
            path = Path(name)
            shown = path.relative_to(root) if path.is_relative_to(root) else path.name
            digest.update(f"{shown}\0{self._digest(name, clock)}\n".encode())
        return digest.hexdigest()

    def save(self) -> None:
        """Keep the checksums that were asked for, for the next command.

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        if self._known != self._kept:
            write_note(self._path, self._known)
            self._kept = dict(self._known)

    def _digest(self, name: str, clock: int) -> str:
        state, changed = file_state(name)
        known = self._known.get(name) or self._kept.get(name)
        if known and known[0] == state:
            self._known[name] = (state, known[1])
            return known[1]
        digest = content_digest(name)
        if changed <= clock - TICK:  # a younger one may change once more without a trace
            self._known[name] = (state, digest)
        return digest

    def _read_clock(self) -> int:
        try:
            return read_clock(self._path.parent)
        except OSError as error:
            raise cannot_write(self._path.parent, error) from error


def file_index(project: Project) -> FileIndex:
    """Give the index of a checkout, one for all stages of a command."""
    return _open(project.build / FILE_NAME)


@functools.lru_cache(maxsize=1)
def _open(path: Path) -> FileIndex:
    return FileIndex(path)
