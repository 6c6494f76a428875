"""Damage in the store: every file that is not what was stored is noticed, and nothing that is whole is read twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from storing import fill_device, runs_of, store_run

from scoledger.builds.underway import own_prefix
from scoledger.errors import OutputError, UnknownRunError
from scoledger.paths import Project
from scoledger.results import read_registry, write_json
from scoledger.runs import Failure, RunStore, execute_runs, install_registry, integrity, plan_run, read_basis
from scoledger.runs.leftovers import remove_parts
from scoledger.runs.store import clear_leftovers

RUN = "a" * 12
#: JSON that no reader can follow to its end.
DEEP = "[" * 100_000


def why(project: Project) -> list[str]:
    """Why the run of ``plain`` is stale."""
    return RunStore(project).why(plan_run(project, "plain", {}), read_basis(project))


def change_byte(path: Path) -> None:
    """Change one byte and give the file its old time again."""
    status, content = path.stat(), bytearray(path.read_bytes())
    content[5] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def truncate(path: Path) -> None:
    """Cut a file in half."""
    os.truncate(path, path.stat().st_size // 2)


def rename_parameter(path: Path) -> None:
    """Let the record tell of another state."""
    path.write_text(path.read_text("utf-8").replace('"KGZ"', '"KAZ"'), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "harm", "words"),
    [
        ("notebook.ipynb", truncate, "notebook.ipynb differs from its checksum"),
        ("notebook.ipynb", change_byte, "notebook.ipynb differs from its checksum"),
        ("files/plain-kgz-one.csv", change_byte, "files/plain-kgz-one.csv differs from its checksum"),
        ("results/plain-kgz-one.json", Path.unlink, "results/plain-kgz-one.json is missing"),
        ("run.json", truncate, "run.json is no record"),
        ("run.json", lambda path: path.write_text("[]"), "run.json is no record"),
        ("run.json", lambda path: path.write_text(DEEP), "run.json is no record"),
        ("run.json", rename_parameter, "run.json is not the record that was kept"),
    ],
)
def test_a_damaged_run_counts_as_not_run(tiny: Project, name: str, harm: Callable[[Path], object], words: str) -> None:
    """Also when it was found whole before; the reason names the file, and once it is made again all is well."""
    store_run(tiny)
    whole = why(tiny)
    harm(tiny.runs / RUN / name)
    found = why(tiny)
    is_there = RunStore(tiny).latest(plan_run(tiny, "plain", {})) is not None
    store_run(tiny)

    assert whole == []
    assert found == [f"damaged in the store: run {RUN}: {words}"]
    assert not is_there
    assert why(tiny) == []


def test_a_damaged_run_says_what_to_do(tiny: Project) -> None:
    """Whoever asks for it by its id is told what is wrong, what was expected and what is next."""
    store_run(tiny)
    truncate(tiny.runs / RUN / "notebook.ipynb")

    with pytest.raises(UnknownRunError, match=r"(?s)differs.*Expected every file of _build/runs/aaa.*executed again"):
        RunStore(tiny).record(RUN)


@pytest.mark.parametrize(
    "text",
    ["", "[]", '"x"', "{}", '{"run": 3}', '{"run": null, "failed": {"no": 1}}', '{"run": "aaa', DEEP],
    ids=lambda text: repr(text[:40]),
)
def test_a_damaged_index_counts_as_not_run(tiny: Project, text: str) -> None:
    """Nothing stumbles over it, and the next run writes it anew."""
    store_run(tiny)
    (path,) = (tiny.runs / "index").iterdir()
    path.write_text(text, encoding="utf-8")
    found = why(tiny)
    RunStore(tiny).keep_failed(plan_run(tiny, "plain", {}), Failure("no luck"), "{}")
    failed = why(tiny)
    path.write_text(text, encoding="utf-8")
    RunStore(tiny).clear()
    store_run(tiny)

    assert found == [f"damaged in the store: index/{path.name} is no note of a run"]
    assert failed == ["the last run failed: no luck"]
    assert why(tiny) == []


def test_what_is_whole_is_read_once(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the system says that it was touched; a note that is damaged is no obstacle."""
    store_run(tiny)
    read: list[str] = []
    digest = integrity.file_digest
    monkeypatch.setattr(integrity, "file_digest", lambda path: read.append(path.name) or digest(path))
    counts = []
    for harm in (None, None, "time", "[", DEEP):
        if harm == "time":
            os.utime(tiny.runs / RUN / "notebook.ipynb", (1, 1))  # a clock that was set back: read again, no more
        elif harm:
            (tiny.runs / ".seen" / f"{RUN}.json").write_text(harm)
        assert why(tiny) == []
        counts.append(len(read))

    assert counts == [3, 3, 4, 7, 10]


def test_a_result_that_was_put_into_a_run_is_none(tiny: Project) -> None:
    """Only what the record names is a result of the run."""
    record = store_run(tiny)
    write_json(tiny.runs / RUN / "results" / "planted.json", {"id": "planted"})

    assert [result.id for result in RunStore(tiny).results(record)] == ["plain-kgz-one"]


def test_the_last_run_is_the_last_that_was_kept(tiny: Project) -> None:
    """Not the one with the latest time: the clock may have been set back."""
    store_run(tiny, run="b" * 12, started="2036-01-01")
    store_run(tiny, started="2026-01-01")

    assert RunStore(tiny).latest(plan_run(tiny, "plain", {})).run == RUN


@pytest.mark.parametrize("name", ["notebook.ipynb", "-one.json", "run.json", ".json"])
def test_a_full_device_leaves_no_half_run(tiny: Project, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Whichever file it is that has no room; the run before stays, and with room again the run is kept."""
    store_run(tiny, run="b" * 12)
    with monkeypatch.context() as full:
        fill_device(full, name)
        with pytest.raises(OutputError, match="No space left"):
            store_run(tiny)
    between = RunStore(tiny).latest(plan_run(tiny, "plain", {}))
    staged, parts = list((tiny.runs / ".staging").iterdir()), list(tiny.runs.rglob(".*.????????"))
    store_run(tiny)

    assert between.run == "b" * 12
    assert staged == parts == []
    assert runs_of(tiny) == [RUN, "b" * 12]
    assert why(tiny) == []


@pytest.mark.parametrize("name", ["one.csv", "-one.json", "manifest.json"])
def test_a_full_device_leaves_a_registry_that_the_next_command_mends(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Every file of it is the old one or the new one."""
    planned = [plan_run(tiny, "plain", {})]
    store_run(tiny)
    with monkeypatch.context() as full:
        fill_device(full, name)
        with pytest.raises(OutputError, match="No space left"):
            install_registry(tiny, planned)
    parts = list(tiny.registry.rglob(".*"))
    install_registry(tiny, planned)

    assert parts == []
    assert read_registry(tiny)["plain-kgz-one"].run == RUN


@pytest.mark.parametrize("text", ['{"id": "pl', DEEP], ids=["cut", "deep"])
@pytest.mark.parametrize("name", ["plain-kgz-one.json", "manifest.json", "gone.json"])
def test_a_damaged_registry_is_written_anew(tiny: Project, name: str, text: str) -> None:
    """Also where the damaged file is of a result that is no longer made."""
    planned = [plan_run(tiny, "plain", {})]
    store_run(tiny)
    install_registry(tiny, planned)
    (tiny.registry / name).write_text(text, encoding="utf-8")
    install_registry(tiny, planned)

    assert list(read_registry(tiny)) == ["plain-kgz-one"]
    assert not (tiny.registry / "gone.json").exists()


def test_leftovers_of_others_stay(tiny: Project) -> None:
    """Of another machine that shares the store, nobody here knows; half-written files go when nobody writes."""
    foreign = own_prefix().replace(own_prefix().split("-")[0], "0123ab")
    index = tiny.runs / "index" / ".key.json.abcd1234"
    for path in (tiny.runs / ".staging" / f"{foreign}x" / "file", index, tiny.registry / ".one.json.abcd1234"):
        path.parent.mkdir(parents=True)
        path.write_text("half")
    clear_leftovers(tiny)
    first = sorted(path.name for path in tiny.build.rglob("*") if path.is_file())
    (tiny.runs / ".staging" / f"{foreign}x" / "file").unlink()
    (tiny.runs / ".staging" / f"{foreign}x").rmdir()
    clear_leftovers(tiny)

    assert first == [".key.json.abcd1234", "file"]
    assert not index.exists()


def test_a_hidden_file_of_somebody_s_is_no_half_of_ours(tiny: Project) -> None:
    """What we write has an ending of its own before that of the half."""
    tiny.book.mkdir(exist_ok=True)
    for name in (".page.md.abcd1234", ".draft.markdown", ".env.defaults", ".gitignore"):
        (tiny.book / name).write_text("kept")
    remove_parts([tiny.book])

    assert sorted(path.name for path in tiny.book.iterdir()) == [".draft.markdown", ".env.defaults", ".gitignore"]


@pytest.mark.parametrize(("country", "run"), [("KAZ", "c" * 12), ("KGZ", "b" * 12)], ids=["new", "named no more"])
@pytest.mark.parametrize("look", [0, 1], ids=["at the first look", "at the second"])
def test_a_run_that_is_kept_while_the_store_is_cleared_stays(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, country: str, run: str, look: int
) -> None:
    """Another process keeps it right after a look at the index: a new one, or one whose folder no key names."""
    for kept in ("b" * 12, RUN):
        store_run(tiny, run=kept)
    looks = [0]
    read = RunStore._read_named

    def read_and_keep(store: RunStore) -> set[str | None]:
        named = read(store)
        looks[0] += 1
        if looks[0] == look + 1:
            store_run(tiny, run=run, country=country)
        return named

    monkeypatch.setattr(RunStore, "_read_named", read_and_keep)
    RunStore(tiny).clear()

    assert looks == [2]
    assert RunStore(tiny).latest(plan_run(tiny, "plain", {"country": country})).run == run
    assert list((tiny.runs / ".staging").iterdir()) == []


KEEP = """
import itertools, sys
from scoledger.paths import Project
from storing import store_run
project = Project.find()
print("begun", flush=True)
for number in itertools.count():
    store_run(project, run=f"{number % 3:012x}")
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_a_whole_run_or_none(tiny: Project) -> None:
    """A process that does nothing but keep runs is killed at random moments; what it is killed at is drawn by luck."""
    moments = random.Random(7)
    command = [sys.executable, "-c", KEEP]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    for _ in range(5):
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "begun\n"
            time.sleep(moments.uniform(0.05, 0.4))
            process.send_signal(signal.SIGKILL)
        for run in runs_of(tiny):
            assert RunStore(tiny).record(run).run == run
        clear_leftovers(tiny)

        assert list((tiny.runs / ".staging").glob("*")) == list(tiny.runs.rglob(".*.json.*")) == []
        assert len(runs_of(tiny)) <= 1


@pytest.mark.slow
def test_a_damaged_run_is_said_to_be_and_executed_again(tiny: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """The same command repeats it, and the bytes are those of the first time."""
    planned = [plan_run(tiny, "late", {})]
    (first,) = execute_runs(tiny, planned)
    before = first.notebook.read_bytes()
    truncate(first.notebook)
    (second,) = execute_runs(tiny, planned)

    assert f"late-kgz is executed again, because it is damaged in the store: run {first.run}" in capsys.readouterr().err
    assert second.run == first.run
    assert second.notebook.read_bytes() == before
