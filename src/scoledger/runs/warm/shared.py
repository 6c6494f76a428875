"""The fork server of a user, for kernels that papermill, nbclient or JupyterLab start by the kernelspec.

One server for each state of the code and of the variables that libraries read when they are imported; it ends by itself
when nobody has asked for ten minutes.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import sysconfig
import tempfile
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock, Timeout

import scoledger
from scoledger.runs.warm.link import START, WarmKernelError, answers, can_fork, start_server

#: Seconds without a kernel after which a shared server ends.
IDLE = 600.0
#: How variables begin that Python or a library reads when it starts: a kernel with others needs another server.
AT_START = ("PYTHON", "OMP_", "OPENBLAS_", "MKL_", "NUMBA_", "MPL", "LD_", "LANG", "LC_", "TZ", "SCOLEDGER_ROOT")


def shared_server(environment: Mapping[str, str]) -> str:
    """Socket of this user's fork server; it is started when there is none.

    Raises
    ------
    WarmKernelError
        If there is none to be had.
    """
    if not can_fork():
        raise WarmKernelError("this system cannot fork a process")
    try:
        path = _folder() / f"{_state(environment)}.sock"
        with FileLock(path.parent / "lock", timeout=START):
            if not answers(path):
                for left in path.parent.glob("*.sock"):  # of servers that were killed
                    if not answers(left):
                        left.unlink(missing_ok=True)
                start_server(path, environment, owned=False, idle=IDLE)
    except (OSError, Timeout) as error:
        raise WarmKernelError(f"the fork server cannot be reached: {error}") from error
    return str(path)


def _folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"scoledger-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if status.st_uid != os.getuid() or status.st_mode & 0o077 or folder.is_symlink():
        raise WarmKernelError(f"{folder} is open to other users")
    return folder


def _state(environment: Mapping[str, str]) -> str:
    """Name of the state of code, libraries and variables that a server has taken in."""
    package = Path(scoledger.__file__).parent
    files = sorted((path.as_posix(), path.stat().st_mtime_ns) for path in package.rglob("*.py"))
    variables = sorted((key, value) for key, value in environment.items() if key.startswith(AT_START))
    libraries = Path(sysconfig.get_paths()["purelib"]).stat().st_mtime_ns  # whatever is installed changes it
    words = json.dumps([sys.executable, files, variables, libraries])
    return hashlib.sha256(words.encode()).hexdigest()[:16]
