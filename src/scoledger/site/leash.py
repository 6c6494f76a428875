"""A Python of our own that ends with the process that started it, however that one ends."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

#: Read first: the end of the pipe is the end of whoever holds its other side.
_FOLLOW = """
import os, sys, threading
end = int(sys.argv.pop(1))
threading.Thread(target=lambda: (os.read(end, 1), os._exit(1)), daemon=True).start()
"""


def run_leashed(
    statements: str, words: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Have a Python execute statements, and wait for it.

    Parameters
    ----------
    statements : str
        Python.
    words : sequence of str
        What it is called with: ``sys.argv[1:]``.
    folder : pathlib.Path
        Its working folder.
    environment : mapping of str to str

    Returns
    -------
    subprocess.CompletedProcess
        With what it printed.
    """
    end, held = os.pipe()
    try:
        command = [sys.executable, "-c", _FOLLOW + statements, str(end), *words]
        return subprocess.run(  # noqa: S603 - our own Python, no shell
            command, cwd=folder, env=environment, pass_fds=(end,), capture_output=True, text=True, check=False
        )
    finally:
        os.close(end)
        os.close(held)
