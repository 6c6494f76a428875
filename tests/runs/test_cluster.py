"""Runs on a cluster of real processes on this machine: the same results, and what is lost when something dies."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from checkout import write_plan, write_tiny_claim, write_tiny_table
from click.testing import CliRunner
from clusters import Cluster, running_cluster, wait_until
from storing import stale_slugs

from scoledger.cli import main
from scoledger.errors import OutputError
from scoledger.paths import ROOT_VARIABLE, Project
from scoledger.runs import execute_runs, plan_run, read_plan
from scoledger.runs.cluster import (
    ClusterExecutor,
    SchedulerLostError,
    WorkerDiffersError,
    WorkersMissingError,
    connection,
    count_workers,
    executor,
)

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
pytestmark = pytest.mark.slow

NOTEBOOKS = Path(__file__).parent / "notebooks"
#: A cell that says which process is at work and who its parents are, and goes on once a file is there.
WAIT = """
import os, time
from pathlib import Path

def parent(pid):
    return int(Path(f"/proc/{{pid}}/stat").read_text().rsplit(")", 1)[1].split()[1])

chain = [os.getpid()]
while chain[-1] > 1:
    chain.append(parent(chain[-1]))
note = Path({folder!r}, f"{{country}}-{{os.getpid()}}.new")
note.write_text(" ".join(map(str, chain)))
note.rename(note.with_suffix(".txt"))
while country != "KAZ" and not Path({folder!r}, "gate").exists():
    time.sleep(0.05)
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers, which the tests leave as they were."""
    with running_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler without a worker, as every test leaves it."""
    with running_cluster(tmp_path_factory.mktemp("bare"), workers=0) as cluster:
        yield cluster


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A checkout in miniature; the code is the real one, as on the workers."""
    project = Project(tmp_path / "checkout")
    shutil.copytree(NOTEBOOKS, project.notebooks)
    for folder in (project.cards, project.claims, project.records):
        folder.mkdir(parents=True)
    write_tiny_claim(project)
    write_tiny_table(project, (1.0, 2.0))
    project.lock.write_text("nothing==1\n", encoding="utf-8")
    write_plan(project, '[[runs]]\nnotebook = "plain"\nparameters = { country = ["KAZ", "KGZ", "TJK"] }\n')
    monkeypatch.setenv(ROOT_VARIABLE, str(project.root))
    return project


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the workers what only many runs are worth: to import everything for warm kernels."""
    begin = ClusterExecutor.__init__
    monkeypatch.setattr(ClusterExecutor, "__init__", lambda self, address, **_: begin(self, address, is_warm=False))


@pytest.fixture
def notes(project: Project, cold: None, tmp_path: Path) -> Path:
    """Folder in which runs of the notebook ``late`` say who they are, and wait for the file ``gate``, KAZ not."""
    folder = tmp_path / "notes"
    folder.mkdir()
    path = project.notebooks / "late.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = WAIT.format(folder=str(folder))
    nbformat.write(notebook, path)
    write_plan(project, '[[runs]]\nnotebook = "late"\nparameters = { country = ["KAZ", "KGZ"] }\n')
    return folder


def noted(notes: Path, country: str) -> list[list[int]]:
    """Processes of every kernel that has begun a run: its own number, its parent's, and so on."""
    return [[int(word) for word in path.read_text().split()] for path in sorted(notes.glob(f"{country}-*.txt"))]


def meanwhile(action: Callable[[], None]) -> threading.Thread:
    """Do something while this thread waits for the runs."""
    thread = threading.Thread(target=action, daemon=True)
    thread.start()
    return thread


def is_gone(process: int) -> bool:
    """Whether a process has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def digests(project: Project, runs: list[str]) -> dict[str, dict[str, str]]:
    """Digest by file and run of all but the record, which holds times, and what the record says of the files."""
    found = {}
    for run in runs:
        folder = project.runs / run
        record = json.loads((folder / "run.json").read_text())
        files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "run.json"]
        found[run] = {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
        }
        assert record.pop("files") == found[run]
        del record["started"], record["seconds"]
        found[run]["record"] = json.dumps(record)
    return found


def test_a_cluster_makes_the_bytes_that_this_machine_makes(
    cluster: Cluster, project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    """Three runs, with figures: the same ids, files and records; both workers have a share, nothing is left."""
    here = execute_runs(project, read_plan(project), jobs=1)
    before = digests(project, [outcome.run for outcome in here])
    shutil.rmtree(project.runs)
    capfd.readouterr()
    there = execute_runs(project, read_plan(project), scheduler=cluster.address)

    assert [str(outcome.failure) for outcome in there] == ["None"] * 3
    assert digests(project, [outcome.run for outcome in there]) == before
    assert len({outcome.worker for outcome in there}) == count_workers(cluster.address) == 2
    assert f"done plain-tjk ({there[2].seconds:.1f} s) on {there[2].worker}, " in capfd.readouterr().err
    assert stale_slugs(project, read_plan(project)) == {}
    assert list((project.runs / ".staging").iterdir()) == []


def test_a_killed_worker_costs_its_run_which_is_repeated(cluster: Cluster, project: Project, notes: Path) -> None:
    """It was at KGZ; KAZ, on the other worker, is executed once; the kernel of the killed one ends with it."""

    def kill() -> None:
        (chain,) = wait_until(lambda: noted(notes, "KGZ"))
        victim = next(worker for worker in cluster.workers if worker.pid in chain)
        victim.kill()
        victim.wait()
        cluster.start_worker()
        wait_until(lambda: len(noted(notes, "KGZ")) == 2)
        (notes / "gate").touch()

    thread = meanwhile(kill)
    outcomes = execute_runs(project, read_plan(project), scheduler=cluster.address)
    thread.join()

    assert [outcome.failure for outcome in outcomes] == [None, None]
    assert len(noted(notes, "KAZ")) == 1
    first, second = noted(notes, "KGZ")
    assert first[0] != second[0]
    wait_until(lambda: is_gone(first[0]) and is_gone(first[1]))
    assert stale_slugs(project, read_plan(project)) == {}


def test_a_run_that_kills_its_process_fails_alone(
    cluster: Cluster, project: Project, cold: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is begun twice here; the other run is done, and the message says what became of it."""
    monkeypatch.setattr(executor, "TRIES", 2)
    path = project.notebooks / "raises.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = "import os\n\nos.kill(os.getppid(), 9)"
    nbformat.write(notebook, path)
    planned = [plan_run(project, "raises", {}), plan_run(project, "late", {})]
    failed, done = execute_runs(project, planned, scheduler=cluster.address)

    assert str(failed.failure) == (
        "the run was begun 2 times, and never ended: the process that executed the run ended with status -9 "
        "(killed, or memory ran out)"
    )
    assert done.failure is None
    assert stale_slugs(project, planned) == {"raises-kgz": ["never run"]}


def test_a_run_that_kills_its_worker_fails_alone(bare: Cluster, project: Project, cold: None) -> None:
    """The scheduler allows one failure, so the second is the last; a nanny brings the worker back for the rest."""
    path = project.notebooks / "raises.ipynb"
    notebook = nbformat.read(path, as_version=4)
    find = "parent = lambda pid: int(open(f'/proc/{pid}/stat').read().rsplit(')', 1)[1].split()[1])"
    notebook.cells[-1].source = f"import os\n\n{find}\nos.kill(parent(os.getppid()), 9)"
    nbformat.write(notebook, path)
    planned = [plan_run(project, "raises", {}), plan_run(project, "late", {})]
    nanny = bare.start_worker("--nthreads", "1")
    failed, done = execute_runs(project, planned, scheduler=bare.address)
    bare.end_worker(nanny)

    assert str(failed.failure) == (
        "the run was begun 2 times, and never ended: its worker was lost each time (killed, or memory ran out)"
    )
    assert done.failure is None


def test_ctrl_c_ends_what_is_under_way_and_cancels_the_rest(cluster: Cluster, project: Project, notes: Path) -> None:
    """KAZ is kept; the kernel of KGZ ends; what was queued is never begun; the next command goes on."""
    write_plan(project, '[[runs]]\nnotebook = "late"\nparameters = { country = ["KAZ", "KGZ", "TJK", "UZB"] }\n')

    def interrupt() -> None:
        wait_until(lambda: noted(notes, "KGZ") and noted(notes, "TJK"))
        os.kill(os.getpid(), signal.SIGINT)

    thread = meanwhile(interrupt)
    with pytest.raises(KeyboardInterrupt):
        execute_runs(project, read_plan(project), scheduler=cluster.address)
    thread.join()

    kernels = [chain[0] for country in ("KGZ", "TJK") for chain in noted(notes, country)]
    wait_until(lambda: all(is_gone(kernel) for kernel in kernels))
    wait_until(lambda: not list((project.runs / ".staging").iterdir()))
    assert list(stale_slugs(project, read_plan(project))) == ["late-kgz", "late-tjk", "late-uzb"]
    assert noted(notes, "UZB") == []


def test_a_lost_scheduler_is_told_and_the_next_command_does_the_rest(
    tmp_path: Path, project: Project, notes: Path
) -> None:
    """Status 2 and what to do; no process is left; KAZ is kept, and only KGZ is executed again."""
    with running_cluster(tmp_path / "cluster", workers=1) as cluster:

        def kill() -> None:
            wait_until(lambda: noted(notes, "KGZ") and len(list(project.runs.glob("*/run.json"))) == 1)
            cluster.scheduler.kill()

        thread = meanwhile(kill)
        result = CliRunner().invoke(main, ["book", "--scheduler", cluster.address], catch_exceptions=False)
        thread.join()
        (chain,) = noted(notes, "KGZ")
        wait_until(lambda: all(is_gone(process) for process in chain[: chain.index(os.getpid())]))

    assert f"the connection to the scheduler at {cluster.address} was lost while runs were under way" in result.output
    assert "the same command executes only the rest" in result.output
    assert result.exit_code == 2
    (notes / "gate").touch()
    assert [outcome.run != "" for outcome in execute_runs(project, read_plan(project), jobs=1)] == [True]
    assert stale_slugs(project, read_plan(project)) == {}


def test_a_scheduler_lost_while_workers_are_looked_at_is_told(
    tmp_path: Path, project: Project, cold: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One error, and nothing was executed."""
    with running_cluster(tmp_path / "cluster", workers=1) as cluster:
        victim = cluster.scheduler.pid
        monkeypatch.setattr(executor, "look_here", lambda *_: __import__("os").kill(victim, 9))
        with pytest.raises(SchedulerLostError, match="was lost while its workers were looked at"):
            execute_runs(project, [plan_run(project, "late", {})], scheduler=cluster.address)

    assert list(stale_slugs(project, [plan_run(project, "late", {})])) == ["late-kgz"]


def test_a_worker_that_dies_while_it_is_looked_at_differs_in_nothing(
    cluster: Cluster, project: Project, cold: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others execute the run."""

    def look(*_: Any, dask_worker: Any) -> list[str]:  # pickled with all that it needs
        if dask_worker.name == name:
            __import__("os").kill(__import__("os").getpid(), 9)
        return []

    name = f"worker-{len(cluster.workers)}"
    worker = cluster.start_worker()
    monkeypatch.setattr(executor, "look_here", look)
    (outcome,) = execute_runs(project, [plan_run(project, "late", {})], scheduler=cluster.address)

    assert outcome.failure is None
    assert worker.wait() == -signal.SIGKILL


def test_a_batch_without_workers_is_given_up(
    bare: Cluster, project: Project, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither before it begins nor when the last worker has died does it wait for ever."""
    monkeypatch.setattr(connection, "FIRST_WORKER", 0.1)
    monkeypatch.setattr(executor, "ALONE", 0.5)
    with pytest.raises(WorkersMissingError, match="has no worker, and none came within"):
        execute_runs(project, read_plan(project), scheduler=bare.address)
    worker = bare.start_worker()
    thread = meanwhile(lambda: wait_until(lambda: noted(notes, "KGZ")) and worker.kill())
    with pytest.raises(WorkersMissingError, match=r"has had no worker for .* seconds\.\nFinished runs are kept"):
        execute_runs(project, read_plan(project), scheduler=bare.address)
    thread.join()

    assert list(stale_slugs(project, read_plan(project))) == ["late-kgz"]


def test_a_worker_that_differs_is_refused_before_anything_is_executed(
    cluster: Cluster, project: Project, cold: None
) -> None:
    """It has two threads, or its code is another; it is named, with what differs."""
    worker = cluster.start_worker("--nthreads", "2", "--no-nanny")
    with pytest.raises(WorkerDiffersError, match=r"worker tcp://\S+: it has 2 threads, and runs are executed one"):
        execute_runs(project, read_plan(project), scheduler=cluster.address)
    cluster.end_worker(worker)

    assert list(stale_slugs(project, read_plan(project))) == ["plain-kaz", "plain-kgz", "plain-tjk"]


def test_a_store_that_a_worker_cannot_write_ends_the_batch(cluster: Cluster, project: Project, cold: None) -> None:
    """The error is the one that is raised here, with the worker's address."""
    (project.runs / "index").mkdir(parents=True)
    key = plan_run(project, "late", {}).key
    (project.runs / "index" / f"{key}.json").mkdir()

    with pytest.raises(OutputError, match=r"worker tcp://\S+: cannot write .*_build/runs/index/"):
        execute_runs(project, [plan_run(project, "late", {})], scheduler=cluster.address)
