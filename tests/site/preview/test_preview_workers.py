"""What the workers of a preview are told, without starting one."""

from __future__ import annotations

import importlib
from concurrent.futures import BrokenExecutor, Future
from contextlib import nullcontext
from typing import Any

import pytest
from click.testing import CliRunner

from scoledger.cli import main
from scoledger.paths import Project
from scoledger.runs import Outcome, PlannedRun, plan_run
from scoledger.site.preview import running


class Pool:
    """A pool that notes what it is told; the first call finds it broken, or every call ends with a dead worker."""

    def __init__(self, *, is_broken: bool = False) -> None:
        self.told: list[dict[str, Any]] = []
        self._is_broken = is_broken

    def submit(self, _call: object, _project: Project, run: PlannedRun, _basis: object, **options: Any) -> Future[Any]:
        """Note the options."""
        if self._is_broken:
            raise BrokenExecutor
        self.told.append(options)
        future: Future[Any] = Future()
        future.set_result(Outcome(run, 1.0, "a", None, _project.root))
        return future

    def shutdown(self, **_: object) -> None:
        """Have nothing to end."""


@pytest.mark.parametrize("is_broken", [False, True])
def test_a_cell_may_take_so_long(tiny: Project, monkeypatch: pytest.MonkeyPatch, *, is_broken: bool) -> None:
    """The limit reaches every run, also that which is begun again because the pool was broken."""
    pools = [Pool(is_broken=is_broken), Pool()]
    waiting = iter(pools)
    monkeypatch.setattr(running, "warm_kernels", lambda *_: nullcontext())
    monkeypatch.setattr(running.Workers, "_start", lambda _: next(waiting))
    workers = running.Workers(tiny, 2, 30.0)
    (outcome,) = workers.execute([plan_run(tiny, "late", {})], lambda: True, lambda _: True)

    assert outcome.failure is None
    assert pools[is_broken].told == [{"timeout": 30.0, "server": None}]


def test_the_command_takes_a_limit(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same option as that of `scoledger run` and `scoledger book`."""
    asked: list[object] = []

    def begin(*words: object, **_: object) -> None:
        asked.extend(words)
        raise KeyboardInterrupt

    monkeypatch.setattr(importlib.import_module("scoledger.cli.preview"), "Preview", begin)
    CliRunner().invoke(main, ["preview", "--timeout", "30", "--jobs", "2"], catch_exceptions=False)

    assert asked == [tiny, "", 0, 2, 30.0]
