"""Whether a run of the store is still what was stored: every file has the checksum that its record names.

What was once found whole is noted beside the runs with size, times and number of the file, so that it is read again
only when the system says that it was touched.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from scoledger.builds.writing import read_note
from scoledger.errors import OutputError
from scoledger.results import write_json
from scoledger.tables.inputs import file_digest

#: Checksum, size, times in nanoseconds of the last change of content and of anything, and number of a file.
Note = list[str | int]


def find_damage(folder: Path, files: Mapping[str, str], seen: Path) -> str:
    """Look for a file that is missing or that has another checksum.

    Parameters
    ----------
    folder : pathlib.Path
        Of a run.
    files : mapping of str to str
        sha256 by path within the folder.
    seen : pathlib.Path
        Where what was found whole is noted.

    Returns
    -------
    str
        What is wrong with the first such file; empty when the run is whole.

    Notes
    -----
    Times are compared for being equal only: a clock that jumps makes a file read again, no more.  The time of any
    change cannot be set by a program, so that a file that was given back its old time is read again too.
    """
    noted, found = read_note(seen), dict[str, Note]()
    for name, digest in files.items():
        try:
            status = os.stat(f"{folder}/{name}")  # noqa: PTH116 - a path object per file takes longer than the question
        except OSError:
            return f"{name} is missing"
        note: Note = [digest, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
        if noted.get(name) != note and _digest(folder / name) != digest:
            return f"{name} differs from its checksum"
        found[name] = note
    if found != noted:
        with contextlib.suppress(OutputError):  # it is a note that saves time: a store may be read where none is kept
            write_json(seen, found)
    return ""


def _digest(path: Path) -> str:
    try:
        return file_digest(path)
    except OSError:
        return "unreadable"
