"""Worker processes of this machine, each by itself: one that dies costs no more than the run that it was at."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, TypeVar

_T = TypeVar("_T")

#: What is raised where a worker has died, or no process or thread can be started.
_NO_WORKER = (OSError, RuntimeError)


@dataclass
class _Task:
    """A call under way, and the future that whoever asked for it has."""

    call: Callable[..., Any]
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    future: Future[Any] = field(default_factory=Future)
    is_second: bool = False


class WorkerPool(Executor):
    """An executor whose workers may be killed.

    A call whose worker has died is repeated once, in a new worker; a call that dies twice ends with `BrokenExecutor`,
    and stops no other.  Workers end with this process, be it killed, and are no party to a Ctrl-C at the keyboard.

    Parameters
    ----------
    jobs : int
        Number of workers; hand out no more calls at once.
    first : callable, optional
        What each worker does while nobody has called it yet: its imports.
    """

    def __init__(self, jobs: int, first: Callable[[], object] | None = None) -> None:
        # A fresh interpreter per worker: what this process has imported or opened shall not show in a result.
        self._context = multiprocessing.get_context("spawn")
        # The system closes our end when this process ends, however it ends; the workers see that and end too.
        self._leash, self._held = multiprocessing.Pipe(duplex=False)
        self._lock = threading.RLock()
        self._pools = [self._make_pool() for _ in range(jobs)]
        self._loads = [0] * jobs
        self._is_closed = False
        if first:
            with _blocked_interrupt():
                for pool in self._pools:
                    with contextlib.suppress(*_NO_WORKER):  # the first call tries again, and tells
                        _hand_out(pool, first)

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
        """Hand a call to the worker that has least to do.

        Raises
        ------
        RuntimeError
            If the pool is closed.
        BrokenExecutor
            If no worker can be started.
        """
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the pool is closed")
            task = _Task(fn, args, kwargs)
            task.future.set_running_or_notify_cancel()
            number = self._loads.index(min(self._loads))
            self._loads[number] += 1
            try:
                self._start(task, number)
            except _NO_WORKER as error:
                self._loads[number] -= 1
                raise BrokenExecutor(str(error)) from error
        return task.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls, and wait for those under way."""
        with self._lock:
            self._is_closed = True
        for pool in self._pools:
            pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def stop(self) -> None:
        """End the workers at once, whatever they are at."""
        with self._lock:
            self._is_closed = True
        self._held.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the calls under way, unless somebody wants an end of it all."""
        if error is not None and not isinstance(error, Exception):
            self.stop()
        self.shutdown()
        self._held.close()
        self._leash.close()

    def _start(self, task: _Task, number: int) -> None:
        with _blocked_interrupt():
            try:
                started = _hand_out(self._pools[number], task.call, *task.arguments, **task.options)
            except _NO_WORKER:  # it died while it had nothing to do, or was never begun
                self._pools[number] = self._make_pool()
                started = _hand_out(self._pools[number], task.call, *task.arguments, **task.options)
        pool = self._pools[number]
        started.add_done_callback(lambda future: self._end(task, number, pool, future))

    def _end(self, task: _Task, number: int, pool: ProcessPoolExecutor, done: Future[Any]) -> None:
        error = CancelledError() if done.cancelled() else done.exception()
        with self._lock:
            if isinstance(error, BrokenExecutor) and not self._is_closed:
                try:
                    if self._pools[number] is pool:
                        self._pools[number] = self._make_pool()
                    if not task.is_second:
                        task.is_second = True
                        self._start(task, number)
                        return
                except _NO_WORKER as failed:
                    error = BrokenExecutor(str(failed))
            self._loads[number] -= 1
        if error is None:
            task.future.set_result(done.result())
        else:
            task.future.set_exception(error)

    def _make_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, mp_context=self._context, initializer=begin_worker, initargs=(self._leash,))


def _hand_out(pool: ProcessPoolExecutor, call: Callable[..., _T], *arguments: Any, **options: Any) -> Future[_T]:
    """Have a call executed; a pool that cannot is closed, or it might do so later."""
    try:
        return pool.submit(call, *arguments, **options)
    except BaseException:
        pool.shutdown(wait=False)
        raise


def begin_worker(leash: Connection) -> None:
    """Let this process, a worker, end with the one that started it, and leave Ctrl-C to that one.

    Parameters
    ----------
    leash : multiprocessing.connection.Connection
        Nothing is ever sent through it; its end is the end of whoever holds the other side.
    """
    # Not ignored, which kernels would inherit: they are interrupted when a cell takes too long.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_follow, args=(leash,), daemon=True).start()


def _follow(leash: Connection) -> None:
    leash.poll(None)
    os._exit(1)


@contextmanager
def _blocked_interrupt() -> Iterator[None]:
    """Keep Ctrl-C from a process that is just being started, until it has begun as a worker."""
    resource_tracker.ensure_running()  # else it is started below, and unblocks the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
