"""Where runs are executed: any `concurrent.futures.Executor`; here, processes of this machine.

Never threads: papermill changes the working folder of its process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import ExitStack, contextmanager
from pathlib import Path

from scoledger.paths import Project
from scoledger.runs.cluster import ClusterExecutor
from scoledger.runs.digests import Basis, read_basis
from scoledger.runs.failure import worker_died
from scoledger.runs.plan import PlannedRun
from scoledger.runs.pool import WorkerPool
from scoledger.runs.progress import Progress
from scoledger.runs.store import DAMAGED, RunStore
from scoledger.runs.warm.link import ForkServer, WarmKernelError
from scoledger.runs.work import Outcome, execute_run, fixed_environment, import_kernels


def make_executor(jobs: int, scheduler: str | None = None, *, is_warm: bool = True) -> Executor:
    """Make the executor of a batch.

    Parameters
    ----------
    jobs : int
        How many runs at once, if they are executed here.
    scheduler : str, optional
        Address of the Dask scheduler whose workers execute them.
    is_warm : bool
        Whether the workers of a cluster have warm kernels.

    Returns
    -------
    concurrent.futures.Executor

    Raises
    ------
    LedgerError
        If the cluster cannot be used.
    """
    if scheduler:
        return ClusterExecutor(scheduler, is_warm=is_warm)
    return WorkerPool(jobs, first=import_kernels)


def default_jobs() -> int:
    """One job per core that this process may use: a container or a batch system may have given it a few of many."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1  # a system that binds no process to cores


def stale_runs(project: Project, planned: Sequence[PlannedRun]) -> dict[str, list[str]]:
    """Say why runs are stale.

    Returns
    -------
    dict of str to list of str
        Reasons by key (runs of a sweep may share a slug), in the order of the plan; a current run is not in it.
    """
    store, basis = RunStore(project), read_basis(project)
    reasons = {run.key: store.why(run, basis) for run in planned}
    return {key: words for key, words in reasons.items() if words}


def execute_runs(
    project: Project,
    planned: Sequence[PlannedRun],
    *,
    jobs: int | None = None,
    force: bool = False,
    reasons: Mapping[str, list[str]] | None = None,
    scheduler: str | None = None,
    timeout: float | None = None,
) -> list[Outcome]:
    """Execute those of the planned runs that are stale.

    Parameters
    ----------
    project : Project
    planned : sequence of PlannedRun
    jobs : int, optional
        How many at once; by default one per core, or one per worker of the cluster.
    force : bool
        Execute the current ones too.
    reasons : mapping of str to list of str, optional
        By key, what `stale_runs` has just said of them; by default it is asked.
    scheduler : str, optional
        Address of the Dask scheduler whose workers execute them.
    timeout : float, optional
        Seconds that one cell may take.

    Returns
    -------
    list of Outcome
        Of the executed runs, in the order of the plan; a failed one among them stops no other.

    Raises
    ------
    OutputError
        If the store cannot be written.
    LedgerError
        If the cluster cannot be used, or is lost (`scoledger.runs.cluster`); what was finished is in the store.
    """
    RunStore(project).remove_left()
    stale = list(planned)
    if not force:
        reasons = stale_runs(project, planned) if reasons is None else reasons
        stale = [run for run in planned if run.key in reasons]
        _tell_damage(stale, reasons)
    if not stale:
        return []
    jobs = min(jobs or (len(stale) if scheduler else default_jobs()), len(stale))
    basis = read_basis(project)  # before anything imports the code: what changes from here on makes the runs stale
    with ExitStack() as begun:
        executor = begun.enter_context(make_executor(jobs, scheduler, is_warm=len(stale) > 1))  # its workers import
        with (
            warm_kernels(project, 0 if scheduler else len(stale)) as server,
            Progress(len(stale)) as progress,
            begun.pop_all(),  # the executor ends before the server of its kernels
        ):
            outcomes = _execute(project, stale, basis, executor, jobs, progress, server, timeout)
            found = {outcome.planned.key: outcome for outcome in outcomes}  # runs of a sweep may share a slug
    return [found[run.key] for run in stale]


@contextmanager
def warm_kernels(project: Project, runs: int) -> Iterator[Path | None]:
    """Give the socket of a fork server for a batch; None where kernels are cold, which a message then says.

    One run is no sooner done by a process that first imports everything in order to be forked.
    """
    try:
        server = ForkServer({**os.environ, **fixed_environment(project)}) if runs > 1 else None
    except WarmKernelError as error:
        print(f"scoledger: kernels start cold, because {error}", file=sys.stderr)  # noqa: T201 - beside the progress
        server = None
    try:
        yield server.path if server else None
    finally:
        if server:
            server.close()


def _execute(
    project: Project,
    stale: Sequence[PlannedRun],
    basis: Basis,
    executor: Executor,
    jobs: int,
    progress: Progress,
    server: Path | None,
    timeout: float | None,
) -> Iterator[Outcome]:
    """Hand out no more runs than are executed at once, so that it is known which are under way."""
    waiting = list(reversed(stale))
    under_way: dict[Future[Outcome], PlannedRun] = {}
    try:
        while waiting or under_way:
            while waiting and len(under_way) < _places(executor, jobs):
                run = waiting.pop()
                under_way[submit_run(executor, project, run, basis, server, timeout)] = run
                progress.start(run)
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                outcome = wait_for_outcome(project, under_way.pop(future), future, jobs)
                progress.finish(outcome)
                yield outcome
    finally:
        for future in under_way:
            future.cancel()


def _places(executor: Executor, jobs: int) -> int:
    """How many runs may be under way now: the workers of a cluster come and go."""
    return min(jobs, executor.places) if isinstance(executor, ClusterExecutor) else jobs


def submit_run(
    executor: Executor, project: Project, run: PlannedRun, basis: Basis, server: Path | None, timeout: float | None
) -> Future[Outcome]:
    """Hand a run to an executor; one that cannot take it gives a future that says so."""
    try:
        return executor.submit(execute_run, project, run, basis, timeout=timeout, server=server)
    except BrokenExecutor as error:
        future: Future[Outcome] = Future()
        future.set_exception(error)
        return future


def wait_for_outcome(project: Project, run: PlannedRun, future: Future[Outcome], jobs: int) -> Outcome:
    """Wait until a run has ended; one whose worker has died has failed."""
    try:
        return future.result()
    except BrokenExecutor:
        return Outcome(run, 0.0, "", worker_died(jobs), project.notebooks / f"{run.notebook}.ipynb")


def _tell_damage(stale: Sequence[PlannedRun], reasons: Mapping[str, Sequence[str]]) -> None:
    """Say which runs are executed again because their files are not what was stored."""
    for run in stale:
        words = reasons[run.key][0]
        if words.startswith(DAMAGED):
            print(f"scoledger: {run.slug} is executed again, because it is {words}", file=sys.stderr)  # noqa: T201
