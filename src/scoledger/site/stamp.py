"""A note of what a folder was last made from, so that it is not made again from the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scoledger.results import output_error, write_json


@dataclass(frozen=True)
class Stamp:
    """What some folders were last made from.

    Parameters
    ----------
    path : pathlib.Path
        File of the note.
    folders : tuple of pathlib.Path
        What was made.
    """

    path: Path
    folders: tuple[Path, ...]

    def is_current(self, digest: str) -> bool:
        """Whether the folders were made from what has this digest and hold every file, with its size, still."""
        if not self.path.is_file():
            return False
        noted = json.loads(self.path.read_text(encoding="utf-8"))
        return bool(noted.get("digest") == digest and noted.get("files") == self._sizes())

    def forget(self) -> None:
        """Remove the note before the folders are written: what is broken off is made again."""
        self.path.unlink(missing_ok=True)

    def note(self, digest: str) -> None:
        """Note that the folders are made, whole."""
        write_json(self.path, {"digest": digest, "files": self._sizes()})

    def _sizes(self) -> dict[str, int]:
        return {
            f"{folder.name}/{path.relative_to(folder).as_posix()}": path.stat().st_size
            for folder in self.folders
            for path in files_of(folder)
        }


def files_of(folder: Path) -> list[Path]:
    """Files of a folder and of those in it, sorted."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def remove_files(paths: Iterable[Path]) -> None:
    """Remove files that are no longer wanted.

    Raises
    ------
    OutputError
        If one cannot be removed.
    """
    for path in paths:
        try:
            path.unlink()
        except OSError as error:
            raise output_error(path, error) from error


def digest_files(paths: Iterable[Path], root: Path, *more: str) -> str:
    """Digest files by name and content, and words beside them."""
    digest = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        name = path.relative_to(root) if path.is_relative_to(root) else path.name
        digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
