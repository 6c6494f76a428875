"""Workers that are killed: each costs the run that it was at, which is repeated once, and no other."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest
from dying import die, interrupted, is_alive, sleep, wait_until

from scoledger.runs.pool import WorkerPool

pytestmark = pytest.mark.slow

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


def test_a_repetition_that_cannot_start_fails_its_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where memory has run out there may be none for another worker either: nobody waits for it."""
    with WorkerPool(1) as pool:
        begun = pool.submit(sleep, tmp_path / "begun")
        wait_until(lambda: (tmp_path / "begun").is_file() and (tmp_path / "begun").read_text())
        monkeypatch.setattr(pool, "_make_pool", Unable)
        os.kill(int((tmp_path / "begun").read_text()), signal.SIGKILL)

        assert isinstance(begun.exception(timeout=60), BrokenExecutor)


class Unable:
    """A pool that cannot start a process."""

    def submit(self, *_: object, **__: object) -> None:
        """Have no memory."""
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    def shutdown(self, **_: object) -> None:
        """Have nothing to end."""
