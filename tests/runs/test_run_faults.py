"""Cells that break what executes them: each fails its own run, and the others of the batch are executed."""

from __future__ import annotations

import errno
from pathlib import Path

import nbformat
import pytest

from scoledger.errors import OutputError
from scoledger.paths import Project
from scoledger.runs import RunStore, execute_runs, leftovers, plan_run, read_basis, work
from scoledger.runs.cluster.runner import answer_request
from scoledger.runs.cluster.survey import take_survey
from scoledger.runs.cluster.wire import bind_run, pack_run
from scoledger.runs.failure import Failure

#: A message of the kernel that lacks what the protocol asks for.
EMPTY = """
shell = get_ipython().display_pub
shell.session.send(shell.pub_socket, "display_data", {}, parent=shell.parent_header, ident=b"display_data")
"""
#: By notebook: what its last cell does, and how its failure begins.
BROKEN = {
    "raises": (
        "from IPython.display import display\ndisplay({'image/png': 5, 'text/plain': ['a', 3]}, raw=True)",
        "cell 4: NotebookValidationError: ",
    ),
    "silent": (EMPTY, "KeyError: 'metadata'"),
    "twice": ("import os, shutil\nshutil.rmtree(os.getcwd())", "the folder in which the notebook was executed"),
}


def set_last_cell(project: Project, name: str, code: str) -> None:
    """Let a notebook do something else in the end."""
    path = project.notebooks / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = code
    nbformat.write(notebook, path)


@pytest.mark.slow
def test_a_cell_that_breaks_the_execution_fails_its_run_only(tiny: Project) -> None:
    """Contents that are none, a message without a content, a working folder that is gone; the last run is kept."""
    for name, (code, _) in BROKEN.items():
        set_last_cell(tiny, name, code)
    planned = [plan_run(tiny, name, {}) for name in (*BROKEN, "late")]
    *failed, done = execute_runs(tiny, planned, jobs=1)

    for outcome, (_, words) in zip(failed, BROKEN.values(), strict=True):
        assert words in str(outcome.failure)
        assert outcome.notebook.parent == tiny.runs / "failed"
        assert nbformat.read(outcome.notebook, as_version=4).cells
    assert done.failure is None
    assert RunStore(tiny).record(done.run).slug == "late-kgz"
    assert list((tiny.runs / ".staging").iterdir()) == []


def execute_with(project: Project, monkeypatch: pytest.MonkeyPatch, error: Exception) -> work.Outcome:
    """Execute a run whose execution ends with an error."""

    def execute(*_: object) -> None:
        raise error

    monkeypatch.setattr(work, "_execute_in", execute)
    return work.execute_run(project, plan_run(project, "plain", {}), read_basis(project))


@pytest.mark.parametrize("error", [OSError(errno.EMFILE, "Too many open files"), TypeError("no text")], ids=repr)
def test_any_other_error_is_the_run_s_failure(tiny: Project, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """The stored notebook is kept in the place of the executed one."""
    monkeypatch.setattr(work, "_find_gone", lambda _: None)
    outcome = execute_with(tiny, monkeypatch, error)

    assert outcome.failure == Failure(f"{type(error).__name__}: {error}")
    assert outcome.notebook.read_text("utf-8") == (tiny.notebooks / "plain.ipynb").read_text("utf-8")


def test_on_a_cluster_too_it_is_the_run_s_failure(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process beside a worker answers with the outcome, and stays for the next run."""

    def execute(*_: object) -> None:
        raise KeyError("metadata")

    monkeypatch.setattr(work, "_execute_in", execute)
    monkeypatch.setattr(work, "_find_gone", lambda _: None)
    planned, basis = plan_run(tiny, "plain", {}), read_basis(tiny)
    named = bind_run(tiny, planned, basis)
    answer = answer_request(pack_run("batch", take_survey(tiny, basis), named, is_warm=False), None)

    assert answer["outcome"]["failure"] == {"error": "KeyError: 'metadata'", "cell": None}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES])
def test_where_nothing_can_be_written_the_batch_ends(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Every other run would be told the same; the message names the place."""
    with pytest.raises(OutputError, match=r"^/place cannot be written"):
        execute_with(tiny, monkeypatch, OSError(number, "no", "/place"))


@pytest.mark.parametrize("is_told", [True, False])
def test_what_a_notebook_has_locked_is_its_own_failure(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, is_told: bool
) -> None:
    """Its folder was ours to write a moment before: the batch goes on."""

    def execute(*arguments: object) -> None:
        path = Path(str(arguments[2])) / "run" / work.EXECUTED
        error = PermissionError(errno.EACCES, "no", str(path))
        if is_told:
            raise OutputError("cannot be written") from error
        raise error

    monkeypatch.setattr(work, "_execute_in", execute)
    outcome = work.execute_run(tiny, plan_run(tiny, "plain", {}), read_basis(tiny))

    assert "the notebook has changed its permissions" in str(outcome.failure)


def test_a_locked_folder_under_way_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system refuses while a folder in it may not be written; a link in it leads to what stays as it is."""
    remove = leftovers.shutil.rmtree

    def refuse(folder: Path, **options: bool) -> None:
        if all(path.lstat().st_mode & 0o200 for path in (folder, *folder.rglob("*"))):
            remove(folder, **options)

    other, folder = tmp_path / "other", tmp_path / "staging"
    other.mkdir(mode=0o500)
    (folder / "run" / "results").mkdir(parents=True)
    (folder / "link").symlink_to(other)
    for path in (folder / "run" / "results", folder / "run"):
        path.chmod(0o500)
    monkeypatch.setattr(leftovers.shutil, "rmtree", refuse)
    leftovers.remove_tree(folder)

    assert not folder.exists()
    assert other.stat().st_mode & 0o777 == 0o500


@pytest.mark.parametrize("name", ["results/odd.json", "inputs.json"])
def test_results_that_are_none_fail_the_run(tiny: Project, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A notebook may write anything into the folder of its results."""

    def execute(*arguments: object) -> None:
        folder = Path(str(arguments[2]))
        (folder / "run" / "results").mkdir(parents=True)
        (folder / "scratch").mkdir()
        for path in (folder / work.EXECUTED, folder / "source.ipynb"):
            path.write_bytes((tiny.notebooks / "plain.ipynb").read_bytes())
        (folder / "run" / "inputs.json").write_text("[]")
        (folder / "run" / name).write_text('{"id')

    monkeypatch.setattr(work, "_execute_in", execute)
    outcome = work.execute_run(tiny, plan_run(tiny, "plain", {}), read_basis(tiny))

    assert str(outcome.failure).startswith("JSONDecodeError")
    assert "All rows" in outcome.notebook.read_text("utf-8")


def test_sources_that_cannot_be_looked_at_end_the_batch(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody may read them: the message names the place."""

    def look(_: Project) -> None:
        raise PermissionError(errno.EACCES, "no", "/place")

    monkeypatch.setattr(work, "look_at_sources", look)
    with pytest.raises(OutputError, match=r"^/place cannot be written"):
        work.execute_run(tiny, plan_run(tiny, "plain", {}), read_basis(tiny))


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (Failure("no luck", cell=4), "cell 4: no luck\n"),
        (KeyError("metadata"), "the folder in which the notebook was executed"),
        (None, "data/cards/tiny.toml removed or renamed while the notebook was executed."),
    ],
    ids=["failed", "broken", "done"],
)
def test_what_removes_sources_is_not_executed_again(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, end: Failure | KeyError | None, words: str
) -> None:
    """It would run on what is left; what the run itself says is said too, however it ends."""
    times = []

    def execute(*_: object) -> Failure | None:
        times.append(1)
        (tiny.cards / "tiny.toml").unlink()
        if isinstance(end, KeyError):
            raise end
        return end

    monkeypatch.setattr(work, "_execute_in", execute)
    outcome = work.execute_run(tiny, plan_run(tiny, "plain", {}), read_basis(tiny))

    assert len(times) == 1
    assert str(outcome.failure).startswith(words)
    assert "data/cards/tiny.toml removed or renamed while" in str(outcome.failure)
    assert "git restore" in str(outcome.failure)
