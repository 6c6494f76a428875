"""Files of folders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scoledger.results import output_error


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
