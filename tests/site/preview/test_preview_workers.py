"""What the workers of a preview are told, and what becomes of them."""

from __future__ import annotations

import importlib
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from checkout import set_last_cell
from click.testing import CliRunner
from dying import is_alive, wait_until

from scoledger.builds.whole import STAGING
from scoledger.cli import main
from scoledger.paths import Project
from scoledger.runs import Outcome, plan_run
from scoledger.site.preview import running

#: Notes its kernel; kills its worker the first time, does nothing the second time, and ends no third time.
HURT = """
import os, signal, time
from pathlib import Path

with Path({begun!r}).open("a") as file:
    file.write(f"{{os.getpid()}}\\n")
number = len(Path({begun!r}).read_text().split())
if number == 1:
    os.kill(os.getppid(), signal.SIGKILL)
time.sleep(600 if number in (1, 3) else 0)
"""


def kernels(begun: Path) -> list[int]:
    """Processes of the kernels that have begun."""
    return [int(word) for word in begun.read_text().split()] if begun.exists() else []


class Pool(Executor):
    """A pool that notes what it is told; it has no place for a run, or ends every one well."""

    def __init__(self, *, is_broken: bool = False) -> None:
        self.told: list[dict[str, Any]] = []
        self._is_broken = is_broken

    def submit(self, _call: object, /, *words: Any, **options: Any) -> Future[Any]:
        """Note the options of a run."""
        future: Future[Any] = Future()
        if words:
            self.told.append(options)
            if self._is_broken:
                raise BrokenExecutor
            future.set_result(Outcome(words[1], 1.0, "a", None, words[0].root))
        return future

    def stop(self) -> None:
        """Have nothing to end."""


@pytest.mark.parametrize("is_broken", [False, True])
def test_a_cell_may_take_so_long(tiny: Project, monkeypatch: pytest.MonkeyPatch, *, is_broken: bool) -> None:
    """The limit reaches a run; one for which no worker can be started has failed, and the preview goes on."""
    pool = Pool(is_broken=is_broken)
    monkeypatch.setattr(running, "warm_kernels", lambda *_: nullcontext())
    monkeypatch.setattr(running, "WorkerPool", lambda _: pool)
    workers = running.Workers(tiny, 2, 30.0)
    (outcome,) = workers.execute([plan_run(tiny, "late", {})], lambda: True, lambda _: True)

    assert (outcome.failure is None) != is_broken
    assert pool.told == [{"timeout": 30.0, "server": None}]


@pytest.mark.slow
def test_a_run_whose_worker_is_killed_is_repeated(
    tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, by itself; and a run that is under way when the preview ends leaves neither kernel nor folder."""
    begun = tmp_path / "begun"
    set_last_cell(tiny, HURT.format(begun=str(begun)))
    monkeypatch.setattr(running, "warm_kernels", lambda *_: nullcontext())
    workers, planned = running.Workers(tiny, 1), [plan_run(tiny, "raises", {})]
    (outcome,) = workers.execute(planned, lambda: True, lambda _: True)
    rest = list(workers.execute(planned, lambda: len(kernels(begun)) < 3, lambda _: True))
    workers.close()

    assert outcome.failure is None
    assert rest == []
    assert list((tiny.runs / STAGING).iterdir()) == []
    assert len(kernels(begun)) == 3
    assert wait_until(lambda: not any(map(is_alive, kernels(begun))))


def test_the_command_takes_a_limit(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same option as that of `scoledger run` and `scoledger book`."""
    asked: list[object] = []

    def begin(*words: object, **_: object) -> None:
        asked.extend(words)
        raise KeyboardInterrupt

    monkeypatch.setattr(importlib.import_module("scoledger.cli.preview"), "Preview", begin)
    CliRunner().invoke(main, ["preview", "--timeout", "30", "--jobs", "2"], catch_exceptions=False)

    assert asked == [tiny, "", 0, 2, 30.0]
