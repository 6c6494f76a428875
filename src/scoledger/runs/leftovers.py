"""Folders of work under way: each is named after its process, so that what a killed one has left can be told."""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

#: How the folders of sockets begin; the names of sockets may have about 100 characters.
SOCKETS = "sco-"

_NAME = re.compile(r"(?:([0-9a-f]{6})-)?(\d+)-[^-]+")
#: Names under which `scoledger.tables.writing` puts a file together, before it is renamed.
_PART = re.compile(r"\..+\.[a-z0-9_]{8}")


def own_prefix() -> str:
    """How the names of this process's folders begin: the machine, since a store may be shared, and the process."""
    return f"{_machine()}-{os.getpid()}-"


def make_socket_folder() -> Path:
    """Make a folder for sockets in the folder for temporary files."""
    return Path(tempfile.mkdtemp(prefix=SOCKETS + own_prefix()))


def remove_left(staging: Path) -> None:
    """Remove what killed processes of this machine have left: folders of runs under way, and of sockets.

    Parameters
    ----------
    staging : pathlib.Path
        Where runs are put together.
    """
    sockets = Path(tempfile.gettempdir()).glob(f"{SOCKETS}*")
    for folder in (*staging.glob("*"), *(path for path in sockets if _is_ours(path))):
        if is_left(folder.name.removeprefix(SOCKETS)):
            shutil.rmtree(folder, ignore_errors=True)


def remove_parts(folders: Iterable[Path]) -> None:
    """Remove files that a killed process was about to rename; nobody may be writing meanwhile."""
    for folder in folders:
        for path in folder.rglob(".*"):
            if _PART.fullmatch(path.name) and path.is_file():
                path.unlink(missing_ok=True)


def is_left(name: str) -> bool:
    """Whether a folder of this name belongs to a process of this machine that is no more."""
    found = _NAME.fullmatch(name)
    return found is not None and found[1] in (None, _machine()) and not _is_alive(int(found[2]))


@functools.cache
def _machine() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def _is_ours(path: Path) -> bool:
    try:
        return path.lstat().st_uid == os.getuid()
    except OSError:  # its owner has just removed it
        return False


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
