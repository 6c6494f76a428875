"""The executor of a batch whose runs are executed on a cluster."""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, InvalidStateError
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from scoledger.paths import Project
from scoledger.runs.cluster.connection import KEPT, LOST, connect, leave, load_library, lost
from scoledger.runs.cluster.faults import WorkerDiffersError, WorkersMissingError
from scoledger.runs.cluster.survey import NAMED, Survey, take_survey
from scoledger.runs.cluster.wire import bind_run, pack_run, unpack_error, unpack_outcome
from scoledger.runs.cluster.worker import RunnerLostError, end_here, execute_here, look_here
from scoledger.runs.digests import Basis
from scoledger.runs.failure import Failure
from scoledger.runs.plan import PlannedRun
from scoledger.runs.store import RunStore
from scoledger.runs.work import Outcome

#: How often a run is begun whose process dies.
TRIES = 3
#: Seconds between two looks at the workers, and without any worker until the batch is given up.
LOOK, ALONE = 1.0, 60.0


class ClusterExecutor(Executor):
    """Executes runs on the workers of a Dask scheduler, each in a process beside its worker.

    A run whose worker is lost is repeated by another one.  Before the first run every worker is looked at.

    Parameters
    ----------
    scheduler : str
        Address, for example ``tcp://10.0.0.1:8786``.
    is_warm : bool
        Whether kernels are warm; for a single run that takes longer.

    Raises
    ------
    LedgerError
        As `connection.connect`.
    """

    def __init__(self, scheduler: str, *, is_warm: bool = True) -> None:
        self._address = scheduler
        self._is_warm = is_warm
        self._client, self._workers = connect(scheduler)
        self._inner = self._client.get_executor(pure=False, retries=TRIES - 1)
        self._batch = uuid.uuid4().hex
        self._ours: Survey | None = None
        self._under_way: set[Future[Outcome]] = set()
        self._is_lost = False
        self._ended = threading.Event()
        self._folders = list[str]()
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def places(self) -> int:
        """How many runs may be under way now: one per worker."""
        # No more, or Dask would count the death of a worker against runs that only wait for it.
        return max(1, self._workers)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ARG002 - see below
        """Have a run executed.

        Parameters
        ----------
        fn : callable
            `execute_run`: nothing else is executed on a cluster.
        *args, **kwargs
            What it is called with.

        Returns
        -------
        concurrent.futures.Future
            Of the `Outcome`.

        Raises
        ------
        WorkerDiffersError
            Before the first run: if a worker would make other results, or not put them into this store.
        SchedulerLostError
            Before the first run: if the scheduler is lost meanwhile.
        """
        named = bind_run(*args, **kwargs)
        if self._ours is None:
            self._ours = self._look_at_workers(named["project"], named["basis"])
        request = pack_run(self._batch, self._ours, named, is_warm=self._is_warm)
        future: Future[Outcome] = Future()
        self._under_way.add(future)
        inner = self._inner.submit(execute_here, request)
        inner.add_done_callback(partial(self._pass_on, future, named["project"], named["planned"]))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002 - nothing is left
        """End the batch on every worker, runs under way included, and leave the cluster."""
        self._ended.set()
        if not self._is_lost:
            with contextlib.suppress(*LOST):  # lost in this moment: then it has ended everywhere
                self._inner.shutdown(wait=False)
                self._client.run(end_here, self._batch, on_error="ignore")
        leave(self._client)
        for folder in self._folders:  # a listing makes a network file system look for what others have written
            with contextlib.suppress(OSError):
                list(Path(folder).iterdir())

    def _look_at_workers(self, project: Project, basis: Basis) -> Survey:
        """Have every worker say why it cannot take part."""
        ours, store = take_survey(project, basis), RunStore(project)
        with store.stage() as folder:
            token = folder / "token"
            token.write_text(self._batch, encoding="utf-8")
            words = (str(project.root), asdict(ours), (str(token), self._batch))
            try:
                answers = self._client.run(look_here, *words, on_error="return")
            except LOST as error:
                self._is_lost = True
                raise lost(self._address, "while its workers were looked at") from error
        faults = {worker: _read_faults(answer) for worker, answer in sorted(answers.items())}
        bad = [f"worker {worker}: {'; '.join(words)}." for worker, words in faults.items() if words]
        if bad:
            raise _differ(project, bad)
        self._folders = [str(project.runs), str(project.runs / "index"), str(project.runs / "failed")]
        return ours

    def _pass_on(self, future: Future[Outcome], project: Project, planned: PlannedRun, inner: Future[Any]) -> None:
        """Translate what Dask gives for a run."""
        self._under_way.discard(future)
        with contextlib.suppress(InvalidStateError):  # it was cancelled, or the batch given up
            try:
                answer = inner.result()
            except CancelledError:
                self._is_lost = not self._ended.is_set()
                future.set_exception(lost(self._address, "while runs were under way"))
            except (RunnerLostError, load_library().KilledWorker) as error:
                path = project.notebooks / f"{planned.notebook}.ipynb"
                future.set_result(Outcome(planned, 0.0, "", _died(error), path))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the run is waited for
                future.set_exception(error)
            else:
                _settle(future, project, planned, answer)

    def _watch(self) -> None:
        """Count the workers; give the batch up when none is left for a while."""
        seen = time.monotonic()
        while not self._ended.wait(LOOK):
            with contextlib.suppress(Exception):  # no answer is no news: of a lost scheduler the runs under way tell
                self._workers = len(self._client.nthreads())
            seen = time.monotonic() if self._workers else seen
            if time.monotonic() - seen > ALONE:
                for future in list(self._under_way):
                    with contextlib.suppress(InvalidStateError):
                        future.set_exception(_alone(self._address))


def _settle(future: Future[Outcome], project: Project, planned: PlannedRun, answer: dict[str, Any]) -> None:
    if "refused" in answer:
        future.set_exception(_differ(project, [f"worker {answer['worker']}: {'; '.join(answer['refused'])}."]))
    elif "error" in answer:
        future.set_exception(unpack_error(answer))
    else:
        future.set_result(unpack_outcome(planned, answer))


def _read_faults(answer: list[str] | Exception) -> list[str]:
    if isinstance(answer, load_library().comm.CommClosedError):  # the worker has died: it is given no run
        return []
    if isinstance(answer, ModuleNotFoundError):
        return [f"its Python has no module {answer.name!r}"]
    return [f"{type(answer).__name__}: {answer}"] if isinstance(answer, Exception) else answer


def _differ(project: Project, bad: list[str]) -> WorkerDiffersError:
    more = [f"... and {len(bad) - NAMED} more workers."] if len(bad) > NAMED else []
    return WorkerDiffersError(
        "\n".join(["the cluster cannot be used:", *bad[:NAMED], *more])
        + f"\nExpected on every worker: the folder {project.root} on a file system that all machines share, the same "
        "code and environment as here, and one thread.\n"
        "Start such workers anew from this checkout: dask worker --nthreads 1 --nworkers N ADDRESS\n"
        f"{KEPT}"
    )


def _alone(address: str) -> WorkersMissingError:
    return WorkersMissingError(
        f"the scheduler at {address} has had no worker for {ALONE:.0f} seconds.\n{KEPT}\nStart workers first."
    )


def _died(error: Exception) -> Failure:
    times = getattr(error, "allowed_failures", TRIES - 1) + 1
    words = str(error) if isinstance(error, RunnerLostError) else "its worker was lost each time"
    return Failure(f"the run was begun {times} times, and never ended: {words} (killed, or memory ran out)")
