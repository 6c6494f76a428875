"""Checksums of a bundle, written beside its files: by them a change by hand is seen."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath

from scoledger.editions.paper.reading import Paper
from scoledger.errors import PaperError
from scoledger.results import to_json
from scoledger.tables.inputs import file_digest

#: File of the checksums in the folder of a bundle.
SUMS = ".scoledger.json"
_LARGEST = 5_000_000
_FILE = re.compile(r"(?:(?:figures|tables)/)?[A-Za-z0-9][\w.-]{,200}", re.ASCII)


def write_sums(files: Mapping[str, bytes]) -> bytes:
    """Write the list: path and sha256 of each file.

    Examples
    --------
    >>> b'"README.md": "e3b0c44298fc1c' in write_sums({"README.md": b""})
    True
    """
    return to_json({"files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}}).encode()


def read_sums(folder: Path) -> dict[str, str]:
    """Read the list of a folder; empty where it has none.

    Raises
    ------
    PaperError
        If the file is there and no such list.
    """
    path = folder / SUMS
    if not path.is_file():
        return {}
    try:
        words = path.read_text("utf-8") if path.stat().st_size <= _LARGEST else ""
        sums = json.loads(words)["files"]
        if all(_FILE.fullmatch(name) and isinstance(digest, str) for name, digest in sums.items()):
            return dict(sums)
        problem = "it names something else than a file of a bundle and its checksum"
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        problem = f"{type(error).__name__}: {error}"
    raise PaperError(
        f"{path} cannot be read: {problem}.\n"
        "Expected the checksums that 'scoledger export paper' writes beside its files.\n"
        "Write the bundle again into a new folder."
    )


def is_as_written(path: Path, digest: str) -> bool:
    """Whether a file is there, no link, and still holds what was written.

    Raises
    ------
    PaperError
        If it cannot be read.
    """
    try:
        return path.is_file() and not path.is_symlink() and file_digest(path) == digest
    except OSError as error:
        raise PaperError(f"{path} cannot be read: {error.strerror}.\nMend its permissions.") from error


def find_edited(paper: Paper) -> dict[str, list[str]] | None:
    """Find the files of a paper's bundles that were altered since they were written.

    Looks at what the paper reads, at its bibliography, and at every figure and table; a file that is gone counts
    only by the error that LaTeX makes of it. README.md and example.tex are the user's to change.

    Returns
    -------
    dict of str to list of str, or None
        Their paths as seen from the paper's folder, by id, under ``""`` for those of the whole bundle. None where no
        bundle with a list is found, so that nothing can be said.

    Raises
    ------
    PaperError
        If a list cannot be read.
    """
    root = paper.path.resolve().parent
    folders = {parent for name in paper.files for parent in (root / name).parents if parent.is_relative_to(root)}
    bundles = [folder for folder in sorted(folders) if _is_inside(folder / SUMS, root) and (folder / SUMS).is_file()]
    edited: dict[str, list[str]] = {}
    for folder in bundles:
        for name, digest in sorted(read_sums(folder).items()):
            path, place = folder / name, PurePosixPath(name)
            if place.name in {"README.md", "example.tex"} or not (path.is_symlink() or path.exists()):
                continue
            if not _is_inside(path, folder) or not is_as_written(path, digest):
                result_id = place.stem if len(place.parts) > 1 else ""
                edited.setdefault(result_id, []).append(_name(path, root))
    return edited if bundles else None


def select_read(paper: Paper, edited: Mapping[str, Collection[str]], told: Collection[str]) -> tuple[str, ...]:
    """Choose the altered files that no finding tells of: the bundle's own, and tables that the paper reads."""
    return tuple(
        name
        for result_id, names in edited.items()
        for name in names
        if not result_id or (result_id not in told and name in paper.files)
    )


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder)


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
