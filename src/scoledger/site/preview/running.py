"""Executing runs again and again: the workers and the server of warm kernels stay for as long as a preview lasts."""

from __future__ import annotations

import importlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NoReturn

from scoledger.paths import Project
from scoledger.runs import Basis, Outcome, PlannedRun, execute_run, read_basis
from scoledger.runs.executors import warm_kernels
from scoledger.runs.failure import worker_died
from scoledger.site.preview.watching import LOOK

#: Kernels are warm when there are more runs than this one batch of a few.
_MANY = 2


class Workers:
    """Processes that execute runs in warm kernels.

    Parameters
    ----------
    project : Project
    jobs : int
        How many runs at once.
    timeout : float, optional
        Seconds that one cell may take.
    """

    def __init__(self, project: Project, jobs: int, timeout: float | None = None) -> None:
        self._project, self._jobs, self._timeout = project, jobs, timeout
        self._stack = ExitStack()
        self.basis: Basis = read_basis(project)
        self._server: Path | None = self._stack.enter_context(warm_kernels(project, _MANY))
        self._pool = self._start()
        self._under_way: dict[Future[Outcome], PlannedRun] = {}

    def execute(
        self, runs: Sequence[PlannedRun], goes_on: Callable[[], bool], is_stale: Callable[[PlannedRun], bool]
    ) -> Iterator[Outcome]:
        """Execute runs, and give each outcome as it comes, with those of runs that are under way from the last time.

        Parameters
        ----------
        runs : sequence of PlannedRun
            In the order in which they are begun; never one twice at a time.
        goes_on : callable
            Asked again and again; when it says no, what is under way is left to the next call.
        is_stale : callable
            Asked before a run is begun: another may have made it current.
        """
        waiting = list(runs)
        while (waiting or self._under_way) and goes_on():
            self._fill(waiting, is_stale)
            for future in wait(self._under_way, LOOK, return_when=FIRST_COMPLETED).done:
                yield self._outcome(self._under_way.pop(future), future)

    def close(self) -> None:
        """End the workers, with what they are at, and the kernels."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        self._stack.close()
        self._pool.shutdown()

    def _start(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(self._jobs, multiprocessing.get_context("spawn"), prepare_worker)
        pool.submit(is_ready)  # the first one imports while the pages are made ready
        return pool

    def _fill(self, waiting: list[PlannedRun], is_stale: Callable[[PlannedRun], bool]) -> None:
        """Begin as many runs as there are free workers."""
        busy = {run.slug for run in self._under_way.values()}
        for run in [run for run in waiting if run.slug not in busy]:
            if len(self._under_way) == self._jobs:
                return
            waiting.remove(run)
            if is_stale(run):
                self._under_way[self._submit(run)] = run

    def _submit(self, run: PlannedRun) -> Future[Outcome]:
        options: dict[str, Any] = {"timeout": self._timeout, "server": self._server}
        try:
            return self._pool.submit(execute_run, self._project, run, self.basis, **options)
        except BrokenExecutor:  # a worker was killed since the last run
            self._pool.shutdown(wait=False)
            self._pool = self._start()
            return self._pool.submit(execute_run, self._project, run, self.basis, **options)

    def _outcome(self, run: PlannedRun, future: Future[Outcome]) -> Outcome:
        try:
            return future.result()
        except BrokenExecutor:
            return Outcome(run, 0.0, "", worker_died(self._jobs), self._project.notebooks / f"{run.notebook}.ipynb")


def prepare_worker() -> None:
    """Import what executes notebooks, leave Ctrl-C to the process that handed out the work, and end when it says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    importlib.import_module("scoledger.runs.kernels")


def is_ready() -> bool:
    """Answer that a worker is there."""
    return True


def _end(*_: object) -> NoReturn:
    raise SystemExit(0)  # not a kill: what is under way removes its folders
