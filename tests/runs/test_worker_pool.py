"""Workers that are killed: each costs the run that it was at, which is repeated once, and no other."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from concurrent.futures.process import _ExecutorManagerThread
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import SimpleNamespace

import pytest
from dying import die, interrupted, is_alive, note_start, sleep, wait_until

from scoledger.runs.pool import WorkerPool

pytestmark = pytest.mark.slow

#: What the system says where it has no memory for a process, and Python where it has none for a thread.
FAILURES = [OSError(errno.ENOMEM, "Cannot allocate memory"), RuntimeError("can't start new thread")]

OWNER = """
import sys, time
from pathlib import Path
from dying import sleep
from scoledger.runs.pool import WorkerPool

if __name__ == "__main__":
    pool = WorkerPool(1)
    pool.submit(sleep, Path(sys.argv[1]))
    time.sleep(600)
"""


def test_a_killed_worker_costs_its_run_only(tmp_path: Path) -> None:
    """Killed once, a call is repeated; killed twice, it fails; its neighbour ran once, and the pool goes on."""
    with WorkerPool(2) as pool:
        once, twice = pool.submit(die, tmp_path / "once", 1), pool.submit(die, tmp_path / "twice", 9)
        error, result = twice.exception(), once.result()
        after = pool.submit(die, tmp_path / "after", 0).result()

    assert result == after == "done"
    assert isinstance(error, BrokenExecutor)
    assert [len((tmp_path / name).read_text().split()) for name in ("once", "twice", "after")] == [2, 2, 1]


def test_a_worker_leaves_an_interrupt_to_its_owner_and_may_die_idle(tmp_path: Path) -> None:
    """Ctrl-C reaches every process of the terminal; a worker that is killed between two runs costs nothing."""
    with WorkerPool(1) as pool:
        first = pool.submit(interrupted, tmp_path / "first").result()
        pid = int((tmp_path / "first").read_text())
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not is_alive(pid))
        second = pool.submit(die, tmp_path / "second", 0).result()

    assert first == second == "done"
    assert int((tmp_path / "second").read_text()) != pid


def test_an_interrupt_ends_workers_at_once(tmp_path: Path) -> None:
    """Whoever presses Ctrl-C does not wait for the runs under way."""
    begun = tmp_path / "begun"

    def press() -> None:
        with WorkerPool(1) as pool:
            pool.submit(sleep, begun)
            wait_until(lambda: begun.is_file() and begun.read_text())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        press()

    assert not is_alive(int(begun.read_text()))


def test_workers_end_with_a_killed_owner(tmp_path: Path) -> None:
    """A kill -9 of the command leaves no worker waiting for ever."""
    script = tmp_path / "owner.py"
    script.write_text(OWNER, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen([sys.executable, str(script), str(tmp_path / "begun")], env=environment) as owner:
        begun = wait_until(lambda: (tmp_path / "begun").is_file() and (tmp_path / "begun").read_text())
        pid = int((tmp_path / "begun").read_text())
        owner.kill()

    assert begun
    assert wait_until(lambda: not is_alive(pid))


@pytest.mark.parametrize("error", FAILURES, ids=repr)
@pytest.mark.parametrize("step", ["submit", "make"])
def test_a_repetition_that_cannot_start_fails_its_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, step: str
) -> None:
    """Where memory has run out there may be none for another worker either: nobody waits for it."""

    def fail(*_: object, **__: object) -> None:
        raise error

    unable = SimpleNamespace(submit=fail, shutdown=lambda **_: None)
    with WorkerPool(1) as pool:
        begun = pool.submit(sleep, tmp_path / "begun")
        wait_until(lambda: (tmp_path / "begun").is_file() and (tmp_path / "begun").read_text())
        monkeypatch.setattr(pool, "_make_pool", fail if step == "make" else lambda: unable)
        os.kill(int((tmp_path / "begun").read_text()), signal.SIGKILL)

        assert isinstance(begun.exception(timeout=60), BrokenExecutor)


@pytest.fixture(params=[(SpawnProcess, FAILURES[0]), (_ExecutorManagerThread, FAILURES[1])], ids=["process", "thread"])
def exhausted(request: pytest.FixtureRequest) -> Callable[[], AbstractContextManager[None]]:
    """A state of the system in which no process, or no thread of a pool, can be started."""
    kind, error = request.param

    def fail(_: object) -> None:
        raise error

    @contextmanager
    def exhaust() -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kind, "start", fail)
            yield

    return exhaust


def test_a_call_that_cannot_start_fails_and_is_not_begun_later(
    tmp_path: Path, exhausted: Callable[[], AbstractContextManager[None]]
) -> None:
    """The next call is executed as if nothing had been."""
    with WorkerPool(1) as pool:
        with exhausted(), pytest.raises(BrokenExecutor, match=r"Cannot allocate memory|can't start new thread"):
            pool.submit(die, tmp_path / "failed", 0)
        result = pool.submit(die, tmp_path / "after", 0).result(timeout=60)
        loads = list(pool._loads)

    assert result == "done"
    assert loads == [0]
    assert not (tmp_path / "failed").exists()


def test_every_worker_begins_with_what_is_done_first(tmp_path: Path) -> None:
    """Without a call, and once; calls are then given to these processes."""
    with WorkerPool(2, first=partial(note_start, tmp_path / "first")) as pool:
        done = wait_until(lambda: (tmp_path / "first").is_file() and len(read_starts(tmp_path / "first")) == 2)
        calls = [pool.submit(die, tmp_path / name, 0) for name in ("a", "b")]
        results = [call.result() for call in calls]

    assert done
    assert results == ["done", "done"]
    assert {*read_starts(tmp_path / "a"), *read_starts(tmp_path / "b")} <= set(read_starts(tmp_path / "first"))
    assert len(set(read_starts(tmp_path / "first"))) == 2


def test_a_worker_that_dies_before_its_first_call_costs_nothing(tmp_path: Path) -> None:
    """It is killed at what it does first; the call is executed in another."""
    with WorkerPool(1, first=partial(die, tmp_path / "first", 1)) as pool:
        begun = wait_until(lambda: (tmp_path / "first").is_file() and read_starts(tmp_path / "first"))
        wait_until(lambda: not is_alive(read_starts(tmp_path / "first")[0]))
        result = pool.submit(die, tmp_path / "call", 0).result()

    assert begun
    assert result == "done"
    assert read_starts(tmp_path / "call") != read_starts(tmp_path / "first")


def test_workers_that_cannot_start_at_first_are_started_by_the_first_call(
    tmp_path: Path, exhausted: Callable[[], AbstractContextManager[None]]
) -> None:
    """What they would have done first is left to that call."""
    with exhausted():
        pool = WorkerPool(1, first=partial(note_start, tmp_path / "first"))
    with pool:
        result = pool.submit(die, tmp_path / "call", 0).result(timeout=60)

    assert result == "done"
    assert not (tmp_path / "first").exists()


def read_starts(path: Path) -> list[int]:
    """Processes that have noted their start."""
    return [int(word) for word in path.read_text("utf-8").split()]
