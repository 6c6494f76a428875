"""The process beside a Dask worker: it reads a run per line, executes it and answers with a line.

It imports the code when it starts and is given runs of one batch only, so that no result is made by code that has
changed since.  Its warm kernels are forked by a server of its own, which ends with it.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from scoledger.errors import LedgerError
from scoledger.paths import Project
from scoledger.runs.cluster.survey import find_faults
from scoledger.runs.cluster.wire import pack_error, pack_outcome, read_line, unpack_run, write_line
from scoledger.runs.executors import warm_kernels
from scoledger.runs.store import RunStore
from scoledger.runs.work import execute_run

#: Seconds without a request after which it ends: whoever had the batch was killed.
IDLE = 600.0
#: Seconds that it may take to tidy up.
TIDY = 10.0


def answer_request(request: Mapping[str, Any], server: Path | None) -> dict[str, Any]:
    """Execute a run.

    Returns
    -------
    dict
        ``outcome``, or ``error`` where the store cannot be written.
    """
    project, planned, basis, options = unpack_run(request)
    try:
        return pack_outcome(execute_run(project, planned, basis, server=server, **options))
    except LedgerError as error:
        return pack_error(error)


def serve(requests: queue.SimpleQueue[dict[str, Any]], answers: TextIO, idle: float = IDLE) -> None:
    """Answer requests until there are none for a while."""
    with ExitStack() as stack:
        server, refused = None, list[str]()
        is_first = True
        while True:
            try:
                request = requests.get(timeout=idle)
            except queue.Empty:
                return
            if is_first:
                # Looked at after the import: what is imported is what the batch began with.
                refused = find_faults(request["root"], request["ours"])
                project = Project(Path(request["root"]))
                many = 2 if request["is_warm"] and not refused else 0
                if not refused:  # what was killed on this machine is not seen from the one that clears the store
                    RunStore(project).remove_left()
                server = stack.enter_context(warm_kernels(project, many))
                is_first = False
            write_line(answers, {"refused": refused} if refused else answer_request(request, server))


def _listen(requests: queue.SimpleQueue[dict[str, Any]]) -> None:
    for line in sys.stdin:
        requests.put(read_line(line))
    # The worker has ended, or ends the batch: nobody wants the run that is under way.
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(TIDY)
    os._exit(1)


def _end(*_: object) -> None:
    raise SystemExit(0)  # through every `finally`: staging folder, sockets and fork server go


def main() -> None:
    """Listen and serve."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints goes into the worker's log, not between the answers
    signal.signal(signal.SIGTERM, _end)
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    serve(requests, answers)


if __name__ == "__main__":
    main()
