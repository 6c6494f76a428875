"""A small cluster on this machine: a Dask scheduler and workers, each a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Settings of Dask for the processes: a worker may be lost once, and nothing waits longer than it must.
SETTINGS = {
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False",
    "PYTHONDONTWRITEBYTECODE": "1",
}
#: Seconds that anything may take on a busy machine.
LIMIT = 120.0


def wait_until(condition: Callable[[], Any]) -> Any:
    """Wait until something is so, and give it."""
    end = time.monotonic() + LIMIT
    while not (found := condition()):
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.05)
    return found


class Cluster:
    """A scheduler on a port that the system picks, and the workers that are started.

    Parameters
    ----------
    folder : pathlib.Path
        Where the processes write and log.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self.workers: list[subprocess.Popen[bytes]] = []
        words = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        self.scheduler = self._start("scheduler", words, "scheduler")
        self.address = wait_until(lambda: self._find("scheduler", r"Scheduler at:\s+(tcp://\S+)"))

    def start_worker(self, *words: str, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a worker process and wait until the scheduler has it."""
        name = f"worker-{len(self.workers)}"
        words = (self.address, "--no-dashboard", "--name", name, *(words or ("--nthreads", "1", "--no-nanny")))
        process = self._start("worker", list(words), name, environment)
        self.workers.append(process)
        wait_until(lambda: self._find(name, r"Registered to:\s+(tcp://\S+)"))
        return process

    def end_worker(self, process: subprocess.Popen[bytes]) -> None:
        """End a worker process, with its nanny if it has one, and wait until the scheduler knows."""
        name = f"worker-{self.workers.index(process)}"
        process.terminate()
        process.wait()
        wait_until(lambda: self._find("scheduler", f"Remove worker addr: (.*) name: {name} "))

    def close(self) -> None:
        """Kill what is left: nothing of it is worth the time in which it ends by itself."""
        for process in (*self.workers, self.scheduler):
            process.kill()
        for process in (*self.workers, self.scheduler):
            process.wait()

    def _start(
        self, kind: str, words: list[str], name: str, environment: dict[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words]
        if kind == "worker":
            command += ["--local-directory", str(self._folder)]
        with (self._folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                command,
                cwd=self._folder,
                env={**os.environ, **SETTINGS, **(environment or {})},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _find(self, name: str, pattern: str) -> str:
        found = re.search(pattern, (self._folder / f"{name}.log").read_text("utf-8", errors="replace"))
        return found[1] if found else ""


@contextmanager
def running_cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """Give a cluster, and end it."""
    cluster = Cluster(folder)
    try:
        for _ in range(workers):
            cluster.start_worker()
        yield cluster
    finally:
        cluster.close()
