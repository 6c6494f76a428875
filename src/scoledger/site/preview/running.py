"""Executing runs again and again: the workers and the server of warm kernels stay for as long as a preview lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack
from pathlib import Path

from scoledger.paths import Project
from scoledger.runs import Basis, Outcome, PlannedRun, RunStore, read_basis
from scoledger.runs.executors import submit_run, wait_for_outcome, warm_kernels
from scoledger.runs.pool import WorkerPool
from scoledger.runs.work import import_kernels
from scoledger.site.preview.watching import LOOK

#: Kernels are warm when there are more runs than this one batch of a few.
_MANY = 2


class Workers:
    """Processes that execute runs in warm kernels; they end with this one, be it killed.

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
        self._store = RunStore(project)
        self._store.remove_left()
        self.basis: Basis = read_basis(project)
        self._server: Path | None = self._stack.enter_context(warm_kernels(project, _MANY))
        self._pool = self._stack.enter_context(WorkerPool(jobs))  # ends before the server of its kernels
        self._pool.submit(import_kernels)  # the first one imports while the pages are made ready
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
                yield wait_for_outcome(self._project, self._under_way.pop(future), future, self._jobs)

    def close(self) -> None:
        """End the workers at once, with what they are at, and the kernels."""
        self._pool.stop()
        self._stack.close()
        self._store.remove_left()  # of runs that were under way

    def _fill(self, waiting: list[PlannedRun], is_stale: Callable[[PlannedRun], bool]) -> None:
        """Begin as many runs as there are free workers."""
        busy = {run.slug for run in self._under_way.values()}
        for run in [run for run in waiting if run.slug not in busy]:
            if len(self._under_way) == self._jobs:
                return
            waiting.remove(run)
            if is_stale(run):
                future = submit_run(self._pool, self._project, run, self.basis, self._server, self._timeout)
                self._under_way[future] = run
