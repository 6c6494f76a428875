"""Keeps a notebook from changing the checkout by mistake.

In the guarded folders nothing may be opened for writing, made, removed, renamed, linked, cut short or given other times
or permissions, whichever library asks for it and through whichever link the path leads.  Reading is free, and so is
what the interpreter keeps in ``__pycache__``.

The text of this file is executed by every kernel of a run when it starts, and imports nothing of the package.  It is no
wall: a notebook is code, and a program that it starts is not seen.  What is changed all the same is found afterwards
(`scoledger.runs.sources`), and the run is not kept.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import Any

#: Events of the interpreter that change files, and how many of their arguments name them.
CHANGES = {
    **dict.fromkeys(("os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "os.utime", "os.symlink"), 1),
    **dict.fromkeys(("os.rename", "os.link"), 2),
}
#: Folders that the interpreter writes by itself.
CACHES = f"{os.sep}__pycache__{os.sep}"


def guard_folders(root: str, folders: tuple[str, ...]) -> None:
    """Refuse, from here on and in this process, to change anything below some folders.

    Parameters
    ----------
    root : str
        Of the checkout.
    folders : tuple of str
        Paths below it.

    Raises
    ------
    PermissionError
        Not here, but wherever this process is about to change something there; it names the path below the root.
    """
    real = os.path.realpath(root)
    guarded = tuple(f"{real}{os.sep}{folder}{os.sep}" for folder in folders)
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            paths = (path,) if flags & writing or set(mode or "") & set("wax+") else ()
        elif event in CHANGES:
            paths = arguments[1:2] if event == "os.symlink" else arguments[: CHANGES[event]]
        else:
            return
        for path in paths:
            if isinstance(path, str | bytes | os.PathLike):
                name = os.path.realpath(os.fsdecode(path))
                if name.startswith(guarded) and CACHES not in name:
                    below = os.path.relpath(name, real)
                    raise PermissionError(errno.EACCES, "a run may only read the checkout", below)

    sys.addaudithook(look)
