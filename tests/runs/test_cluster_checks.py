"""What is checked of a cluster without one: addresses, the library, and in what two machines differ."""

from __future__ import annotations

import io
import json
import queue
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from scoledger.builds.underway import own_prefix
from scoledger.cli import main
from scoledger.errors import LedgerError, OutputError
from scoledger.paths import Project
from scoledger.runs.cluster import (
    ClusterMissingError,
    SchedulerAddressError,
    SchedulerLostError,
    check_scheduler,
    connection,
    count_workers,
    faults,
    runner,
)
from scoledger.runs.cluster.runner import serve
from scoledger.runs.cluster.survey import find_differences, find_faults, take_survey
from scoledger.runs.cluster.wire import unpack_error
from scoledger.runs.cluster.worker import Runner


@pytest.mark.parametrize("address", ["tcp://10.0.0.1:8786", "tls://node-1.example.org:1", "tcp://[::1]:8786"])
def test_an_address_is_taken(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name, a number or a number of the newer kind, with its port."""
    monkeypatch.setattr(connection.importlib.util, "find_spec", lambda _: True)

    assert check_scheduler(address) == address


@pytest.mark.parametrize("address", ["", "10.0.0.1:8786", "http://a:1", "tcp://a", "tcp://a:b", "tcp://a:1/x"])
def test_what_is_no_address_is_refused(address: str) -> None:
    """Before anything is started."""
    with pytest.raises(SchedulerAddressError, match="Expected tcp://HOST:PORT or tls://HOST:PORT"):
        check_scheduler(address)


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    monkeypatch.setattr(connection.importlib.util, "find_spec", lambda _: None)

    with pytest.raises(ClusterMissingError, match=r"pip install '\.\[cluster\]'"):
        check_scheduler("tcp://10.0.0.1:8786")


def test_a_scheduler_lost_before_its_workers_are_counted_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask says so by an error of any kind, here when it is asked and again when it is left."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("ConnectionPool is closed")

    client = SimpleNamespace(wait_for_workers=lambda *_, **__: None, nthreads=fail, close=fail)
    monkeypatch.setattr(connection, "check_scheduler", str)
    monkeypatch.setattr(connection, "load_library", lambda: SimpleNamespace(Client=lambda *_, **__: client))

    with pytest.raises(SchedulerLostError, match=r"at tcp://a:1 was lost before a run was begun"):
        count_workers("tcp://a:1")


@pytest.mark.parametrize("words", [["book"], ["run", "plain"]], ids=" ".join)
def test_commands_refuse_what_is_no_address(tiny: Project, words: list[str]) -> None:
    """Status 2, and nothing is written."""
    result = CliRunner().invoke(main, [*words, "--scheduler", "nowhere"], catch_exceptions=False)

    assert "scoledger: 'nowhere' is not the address of a scheduler." in result.output
    assert result.exit_code == 2
    assert not tiny.build.exists()


@pytest.mark.parametrize("kind", ["nearest", "annotations", "difflib", "WorkerDiffersError", "SystemExit", "", 7, []])
def test_what_a_worker_calls_an_error_is_no_name_to_trust(kind: object) -> None:
    """Only mistakes that the package knows are named; anything else is a general one, with its text."""
    answer = {"worker": "tcp://a:1", "error": {"kind": kind, "message": "no room"}}
    error = unpack_error(answer)
    known = unpack_error({**answer, "error": {"kind": "OutputError", "message": "no room"}})

    assert type(error) is LedgerError
    assert str(error) == str(known) == "worker tcp://a:1: no room"
    assert type(known) is OutputError


def test_two_machines_are_told_apart(tiny: Project) -> None:
    """A file of the code, the lock, and a library; a machine is like itself."""
    ours = take_survey(tiny)
    theirs = replace(ours, code={**ours.code, "units.py": "two"}, lock="x", versions={**ours.versions, "numpy": "1"})

    assert find_differences(ours, ours) == []
    assert find_differences(ours, theirs) == [
        "its code differs: units.py",
        "its requirements.lock differs",
        f"numpy 1, here {ours.versions['numpy']}",
    ]


def test_a_folder_that_is_not_shared_is_noticed(tiny: Project, tmp_path: Path) -> None:
    """It is not there, or does not hold what was just written; one that is shared has no fault."""
    ours: dict[str, Any] = asdict(take_survey(tiny))
    token = tmp_path / "token"
    token.write_text("one")

    assert find_faults(str(tmp_path / "none"), ours) == [f"it has no folder {tmp_path / 'none'}"]
    assert find_faults(str(tiny.root), ours, (str(token), "two")) == [f"its {tiny.root} is another folder than ours"]
    assert find_faults(str(tiny.root), ours, (str(token), "one")) == []


def test_a_process_beside_a_worker_refuses_a_batch_of_other_code(tiny: Project, tmp_path: Path) -> None:
    """It answers, executes nothing, and ends when nobody asks for a while."""
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    requests.put({"root": str(tmp_path / "none"), "ours": asdict(take_survey(tiny)), "is_warm": True})
    answers = io.StringIO()
    serve(requests, answers, idle=0.01)

    assert json.loads(answers.getvalue()) == {"refused": [f"it has no folder {tmp_path / 'none'}"]}


def test_a_process_beside_a_worker_removes_what_was_killed_on_its_machine(
    tiny: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From another machine nobody can tell that it was; what lives, or was begun elsewhere, stays."""
    monkeypatch.setattr(runner, "answer_request", lambda *_: {})
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    machine, process, _ = own_prefix().split("-")
    names = [f"{machine}-{gone.pid}-killed", f"{machine}-{process}-alive", f"000000-{gone.pid}-elsewhere"]
    staging = tiny.runs / ".staging"
    for name in names:
        (staging / name).mkdir(parents=True)
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    requests.put({"root": str(tiny.root), "ours": asdict(take_survey(tiny)), "is_warm": False})
    serve(requests, io.StringIO(), idle=0.01)

    assert sorted(path.name for path in staging.iterdir()) == sorted(names[1:])


@pytest.mark.slow
def test_a_process_beside_a_worker_ends_with_its_input() -> None:
    """As it does when the worker is killed."""
    runner = Runner()
    was_alive = runner.is_alive
    runner.close()

    assert was_alive
    assert runner._process.wait(120) is not None


def test_every_fault_of_a_cluster_is_one_mistake() -> None:
    """Each class says which, and no two say the same."""
    kinds = [kind for name, kind in vars(faults).items() if name.endswith("Error") and name != "LedgerError"]

    assert all(kind.__bases__ == (faults.LedgerError,) for kind in kinds)
    assert len({kind.__doc__ for kind in kinds}) == len(kinds) == 6
