"""How many runs are executed at once when nobody says it."""

from __future__ import annotations

import pytest

from scoledger.runs import default_jobs, executors


def test_one_run_per_core_that_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container that was given two of 64 cores has two, and not 64 processes on them."""
    monkeypatch.setattr(executors.os, "cpu_count", lambda: 64)
    monkeypatch.setattr(executors.os, "sched_getaffinity", lambda _: {3, 17}, raising=False)
    bound = default_jobs()
    monkeypatch.delattr(executors.os, "sched_getaffinity")

    assert bound == 2
    assert default_jobs() == 64
