"""Names of files and folders under way: each tells its process, so that what a killed one has left can be told."""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import re
from collections.abc import Iterable
from pathlib import Path

_FOLDER = re.compile(r"(?:([0-9a-f]{6})-)?(\d+)-[^-]+")
_FILE = re.compile(r"\..+\.([0-9a-f]{6})-(\d+)\.part")


def own_prefix() -> str:
    """How the names of this process's folders begin: the machine, since a checkout may be shared, and the process."""
    return f"{_machine()}-{os.getpid()}-"


def part_of(path: Path) -> Path:
    """Name under which this process puts a file together, beside the file, before it is renamed."""
    return path.with_name(f".{path.name}.{_machine()}-{os.getpid()}.part")


def is_left(name: str) -> bool:
    """Whether a folder of this name belongs to a process of this machine that is no more."""
    found = _FOLDER.fullmatch(name)
    return found is not None and found[1] in (None, _machine()) and not _is_alive(int(found[2]))


def remove_left_parts(folders: Iterable[Path], name: str = "*") -> None:
    """Remove what killed processes of this machine have left of files that they were putting together.

    Parameters
    ----------
    folders : iterable of pathlib.Path
        Folders in which such files lie; not the folders below them.
    name : str
        Pattern of the names that the files would have had.
    """
    for folder in folders:
        for path in folder.glob(f".{name}.*.part"):
            found = _FILE.fullmatch(path.name)
            if found and found[1] == _machine() and not _is_alive(int(found[2])):
                path.unlink(missing_ok=True)


@functools.cache
def _machine() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
