"""Keeps a notebook from changing the checkout by mistake.

In the checkout nothing may be opened for writing, made, removed, renamed, moved, linked, cut short or given other
times, permissions, owners or attributes, whichever library of Python's asks for it, through whichever link the path
leads and from whichever open folder it is counted; nor may the checkout itself, or a folder that holds it, be removed
or moved away.  Reading is free, and so are the folder in which the run is put together and what the interpreter and
libraries keep in their caches.

The text of this file is executed by every kernel of a run when it starts, and imports nothing of the package.  It is
no wall: a notebook is code.  Not seen are a program that the notebook starts, a library that opens files by itself
(pyarrow, SQLite), a file that is opened by its name in an open folder (``os.open`` with ``dir_fd``), a pipe or device
that is made, and, where the system has no ``/proc``, what is done by the handle of an open file or folder.  What people
keep and is changed all the same is found afterwards (`scoledger.runs.sources`), and the run is not kept.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: Where an argument of an event names a file, and which argument is the open folder that the name is counted from.
_Named = tuple[tuple[int, int | None], ...]
#: Events of the interpreter that make, remove or rename what a name stands for; a link is not followed.
NAMES: dict[str, _Named] = {
    "os.link": ((0, 2), (1, 3)),
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.rmdir": ((0, 1),),
    "os.symlink": ((1, 2),),
    "shutil.move": ((0, None), (1, None)),
    "shutil.rmtree": ((0, 1),),
}
#: Those whose first name is gone afterwards, with everything below it.
GONE = frozenset({"os.rename", "shutil.move", "shutil.rmtree"})
#: Events that change a file or folder itself; a link is followed.
FILES: dict[str, _Named] = {
    "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),),
    "os.removexattr": ((0, None),),
    "os.setxattr": ((0, None),),
    "os.truncate": ((0, None),),
    "os.utime": ((0, 3),),
}
#: Folders that the interpreter, Jupyter and libraries write by themselves; the checkout may be somebody's home.
CACHES = frozenset({"__pycache__", ".ipynb_checkpoints", ".cache", ".config"})


def guard_checkout(root: str, folders: tuple[str, ...], own: str) -> None:
    """Refuse, from here on and in this process, to change the checkout and anything below it.

    Parameters
    ----------
    root : str
        Of the checkout.
    folders : tuple of str
        Paths below it that may be links to another disk.
    own : str
        Folder in which the run is put together: there it may write.

    Raises
    ------
    PermissionError
        Not here, but wherever this process is about to change something there; it names the path below the root.
    """
    real = os.path.realpath(root)
    guarded = tuple(os.path.realpath(f"{real}{os.sep}{folder}") + os.sep for folder in (os.curdir, *folders))
    free = os.path.realpath(own) + os.sep

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        for number, path in enumerate(_changed(event, arguments)):
            name = path + os.sep
            holds = event in GONE and number == 0 and any(folder.startswith(name) for folder in guarded)
            if holds or (name.startswith(guarded) and not name.startswith(free)):
                shown = Path(os.path.relpath(path, real))
                if CACHES.isdisjoint(shown.parts):
                    raise PermissionError(errno.EACCES, "a run may only read the checkout", str(shown))

    sys.addaudithook(look)


def _changed(event: str, arguments: tuple[Any, ...]) -> Iterator[str]:
    """Real paths that an event changes."""
    if event == "open":
        path, mode, flags = arguments
        writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
        if isinstance(path, str | bytes | os.PathLike) and (flags & writing or set(mode or "") & set("wax+")):
            yield os.path.realpath(os.fsdecode(path))
        return
    for number, folder in NAMES.get(event) or FILES.get(event) or ():
        path = _path(arguments[number], None if folder is None else arguments[folder])
        if path is not None:
            yield os.path.realpath(path) if event in FILES else _name(path)


def _path(path: Any, folder: Any) -> str | None:
    """Path that an event means, by name or by an open file; None where it cannot be told."""
    if isinstance(path, int):
        return _opened(path)
    if not isinstance(path, str | bytes | os.PathLike):
        return None
    name = str(os.fsdecode(path))
    if name.startswith(os.sep) or not isinstance(folder, int) or folder < 0:
        return name
    start = _opened(folder)
    return None if start is None else f"{start}{os.sep}{name}"


def _opened(handle: int) -> str | None:
    """Path of an open file or folder; None where the system does not tell."""
    try:
        return os.readlink(f"/proc/self/fd/{handle}")  # noqa: PTH115 - here and below, paths are asked for in passing
    except OSError:
        return None


def _name(path: str) -> str:
    """Real path of a name: links on the way to it are followed, itself it is not."""
    head, tail = os.path.split(path.rstrip(os.sep) or os.sep)
    if tail in ("", os.curdir, os.pardir):
        return os.path.realpath(path)
    return f"{os.path.realpath(head).rstrip(os.sep)}{os.sep}{tail}"
