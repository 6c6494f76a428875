"""A checkout in miniature, for tests of the engine: one table, one claim, and the fixture notebooks."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

#: Read by libraries when they are imported.  One thread, as in every run: on a busy machine threads that wait for one
#: another take many times the work.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1")

#: A shell has Ctrl-C ignored in what it starts in the background; tests, and the programs that they start, would too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

from checkout import write_plan, write_tiny_claim, write_tiny_table
from pace import put_longest_first, spare_the_collector

from scoledger.paths import ROOT_VARIABLE, Project
from scoledger.runs import digests

NOTEBOOKS = Path(__file__).parent / "runs" / "notebooks"


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Digests that stand for the code: a test changes them instead of the package."""
    files = {"verdicts/trend.py": "one", "units.py": "one"}
    monkeypatch.setattr(digests, "code_digests", lambda: dict(files))
    return files


@pytest.fixture
def tiny(tmp_path: Path, code: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Project:
    """A checkout with the table ``tiny``, the claim ``tiny-claim`` and the notebooks of tests/runs."""
    project = Project(tmp_path / "checkout")
    shutil.copytree(NOTEBOOKS, project.notebooks)
    for folder in (project.cards, project.claims, project.records):
        folder.mkdir(parents=True)
    write_tiny_claim(project)
    project.lock.write_text("nothing==1\n", encoding="utf-8")
    write_plan(project, '[[runs]]\nnotebook = "plain"\nparameters = { country = ["KAZ", "KGZ"] }\n')
    write_tiny_table(project, (1.0, 2.0))
    monkeypatch.setenv(ROOT_VARIABLE, str(project.root))
    return project


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    put_longest_first(items)


def pytest_collection_finish() -> None:
    """Libraries and tests stay."""
    spare_the_collector()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """What a module leaves in memory when it is done stays too."""
    if nextitem is not None and nextitem.path != item.path:
        spare_the_collector()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in which a test was skipped, where everything must run: the variable is set in CI."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("SCOLEDGER_NO_SKIPS") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
