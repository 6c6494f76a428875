"""What Dask calls on a worker.

A Dask worker stays for days, and what it has imported with it.  So it executes no run itself: beside it stands a
process for each batch, which imports the code as it is, changes its working folder as papermill wants, and ends with
the batch or with the worker, whichever is first.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Any

from scoledger.runs.cluster.connection import load_library
from scoledger.runs.cluster.survey import find_faults

#: Name by which a worker knows what ends with it.
PLUGIN = "scoledger-runs"
#: Seconds that the process beside a worker may take to end.
END = 15

_runners: dict[str, Runner] = {}
_ended: set[str] = set()


class RunnerLostError(Exception):
    """The process that executed a run has ended before the run; Dask repeats the run."""


class Runner:
    """The process beside a worker that executes the runs of one batch, one after the other.

    It is spoken with in lines of JSON, and ends when its input does: also when the worker was killed.
    """

    def __init__(self) -> None:
        # Not `multiprocessing`: a worker under a nanny is a daemon, and daemons may have no children of that kind.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "scoledger.runs.cluster.runner"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def execute(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Have a run executed, and give the answer.

        Raises
        ------
        RunnerLostError
            If the process ends before it has answered.
        """
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        line = ""
        with contextlib.suppress(OSError, ValueError):  # it has ended, or is being ended
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        if not line.endswith("\n"):
            raise RunnerLostError(f"the process that executed the run ended with status {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """Have it end, with whatever it is at; do not wait for it."""
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        threading.Thread(target=self._reap, daemon=True).start()

    def _reap(self) -> None:
        try:
            self._process.wait(END)
        except subprocess.TimeoutExpired:
            self._process.kill()


def look_here(root: str, ours: Mapping[str, Any], token: tuple[str, str], dask_worker: Any = None) -> list[str]:
    """Say why this worker cannot take part; nothing when it can.  Dask fills in the worker."""
    return _find_thread_faults(dask_worker) or find_faults(root, ours, token)


def execute_here(request: Mapping[str, Any]) -> dict[str, Any]:
    """Execute a run in the process beside this worker.

    Returns
    -------
    dict
        The answer of `runner.answer_request`, with the ``worker``.

    Raises
    ------
    RunnerLostError
        If that process dies.
    """
    worker = load_library().get_worker()
    _end_with(worker)
    faults = _find_thread_faults(worker)  # a worker that came later was never looked at
    answer = {"refused": faults} if faults else _runner_of(request["batch"]).execute(request)
    return {**answer, "worker": worker.address}


def _end_with(worker: Any) -> None:
    """Have the processes beside a worker end as soon as it begins to close: it would wait for the run under way."""

    class Ending(load_library().WorkerPlugin):  # type: ignore[misc] # the library is loaded where there is a cluster
        """Ends what stands beside its worker."""

        def teardown(self, worker: Any) -> None:  # noqa: ARG002 - the signature is Dask's
            """End every batch."""
            for batch in list(_runners):
                end_here(batch)

    worker.plugins.setdefault(PLUGIN, Ending())


def end_here(batch: str) -> None:
    """End what this worker has of a batch, runs under way included."""
    _ended.add(batch)
    runner = _runners.pop(batch, None)
    if runner:
        runner.close()


def _runner_of(batch: str) -> Runner:
    if batch in _ended:
        raise RunnerLostError("the batch has ended")
    runner = _runners.get(batch)
    if runner is None or not runner.is_alive:  # none yet, or it was killed, or nobody has asked it for a while
        runner = _runners[batch] = Runner()
    return runner


def _find_thread_faults(worker: Any) -> list[str]:
    count = worker.state.nthreads
    return [f"it has {count} threads, and runs are executed one at a time"] if count != 1 else []
