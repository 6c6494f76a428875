"""What killed processes have left: folders of runs under way and of sockets, and files that were half-written."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from scoledger.builds.underway import is_left, own_prefix

#: How the folders of sockets begin; the names of sockets may have about 100 characters.
SOCKETS = "sco-"

#: Names under which `scoledger.tables.writing` puts a file together before it is renamed; each of them has an ending.
_PART = re.compile(r"\..+\.[a-z]+\.[a-z0-9_]{8}")


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
            remove_tree(folder)


def remove_tree(folder: Path) -> None:
    """Remove a folder that was under way, also where a notebook has taken from its owner the right to do so."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.is_dir():
        _unlock(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _unlock(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.chmod(0o700)
        for entry in os.scandir(folder):
            if entry.is_dir(follow_symlinks=False):
                _unlock(Path(entry.path))


def remove_parts(folders: Iterable[Path]) -> None:
    """Remove files that a killed process was about to rename; nobody may be writing meanwhile."""
    for folder in folders:
        for path in folder.rglob(".*"):
            if _PART.fullmatch(path.name) and path.is_file():
                path.unlink(missing_ok=True)


def _is_ours(path: Path) -> bool:
    try:
        return path.lstat().st_uid == os.getuid()
    except OSError:  # its owner has just removed it
        return False
