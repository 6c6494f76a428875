"""What killed processes have left: folders of runs under way and of sockets, and files that were half-written."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from scoledger.builds.underway import is_left, own_prefix

#: How the folders of sockets begin; the names of sockets may have about 100 characters.
SOCKETS = "sco-"

#: Names under which `scoledger.tables.writing` puts a file together, before it is renamed.
_PART = re.compile(r"\..+\.[a-z0-9_]{8}")


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


def _is_ours(path: Path) -> bool:
    try:
        return path.lstat().st_uid == os.getuid()
    except OSError:  # its owner has just removed it
        return False
