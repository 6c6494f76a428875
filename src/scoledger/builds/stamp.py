"""A note of what some folders were last made from, so that they are not made again from the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from scoledger.builds.listing import Listing, content_digest, list_files, read_clock
from scoledger.builds.writing import cannot_write, read_note, write_note


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
        """Whether the folders were made from what has this digest and hold every file, with its content, still.

        Files are read only when their states are not those of the note: after a copy of the folders, for example.

        Raises
        ------
        OutputError
            If the folder of the note cannot be written.
        """
        noted = read_note(self.path)
        if not noted or noted.get("digest") != digest:
            return False
        listing = self._list()
        young = noted.get("young") or {}
        if listing.digest == noted.get("files") and all(content_digest(path) == young[path] for path in young):
            return True
        contents = self._digest_contents(listing)
        if contents != noted.get("contents"):
            return False
        self._write(digest, listing, contents)
        return True

    def forget(self) -> None:
        """Remove the note before the folders are written: what is broken off is made again."""
        self.path.unlink(missing_ok=True)

    def note(self, digest: str) -> None:
        """Note that the folders are made, whole.

        Raises
        ------
        OutputError
            If the note cannot be written.
        """
        listing = self._list()
        self._write(digest, listing, self._digest_contents(listing))

    def _write(self, digest: str, listing: Listing, contents: str) -> None:
        note = {"digest": digest, "files": listing.digest, "young": listing.young, "contents": contents}
        write_note(self.path, note)

    def _list(self) -> Listing:
        try:
            return list_files(self.folders, read_clock(self.path.parent))
        except OSError as error:
            raise cannot_write(self.path.parent, error) from error

    def _digest_contents(self, listing: Listing) -> str:
        digest = hashlib.sha256()
        for path in sorted(listing.states):
            below = next(folder for folder in self.folders if Path(path).is_relative_to(folder))
            name = f"{below.name}/{Path(path).relative_to(below).as_posix()}"
            digest.update(f"{name}\0{listing.young.get(path) or content_digest(path)}\n".encode())
        return digest.hexdigest()
