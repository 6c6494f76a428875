"""Limits of a run: time and output of its cells, and the checkout, which it may only read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from checkout import set_last_cell

from scoledger.paths import Project
from scoledger.runs import execute_runs, plan_run, watch, work
from scoledger.runs.failure import Failure
from scoledger.runs.kernels import execute_notebook
from scoledger.runs.sources import changed_sources, look_at_sources, write_guard

#: Ends by nothing but a kill.
STUBBORN = "import time\nwhile True:\n    try: time.sleep(9)\n    except KeyboardInterrupt: pass"
CAUGHT = "import time\ntry: time.sleep(600)\nexcept KeyboardInterrupt: print('I go on')"


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Failure | None]:
    """Execute cells; the executed notebook is ``target.ipynb``."""

    def execute(*cells: str, timeout: float | None = None) -> Failure | None:
        metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells], metadata=metadata)
        nbformat.write(notebook, tmp_path / "source.ipynb")
        (tmp_path / "folder").mkdir(exist_ok=True)
        environment = {"IPYTHONDIR": str(tmp_path / "ipython")}
        paths = tmp_path / "source.ipynb", tmp_path / "target.ipynb"
        return execute_notebook(*paths, {}, folder=tmp_path / "folder", environment=environment, timeout=timeout)

    return execute


@pytest.mark.slow
@pytest.mark.parametrize("cell", [STUBBORN, CAUGHT], ids=["stubborn", "caught"])
def test_a_cell_that_never_ends_is_ended(
    run: Callable[..., Failure | None], monkeypatch: pytest.MonkeyPatch, cell: str
) -> None:
    """It is interrupted, then its kernel is killed; that it caught the interruption makes it no success."""
    monkeypatch.setattr(watch, "GRACE", 0.5)
    failure = run("1", cell, timeout=1)

    assert str(failure).startswith("cell 2: it took longer than 1 seconds and was ended")
    assert "--timeout SECONDS" in str(failure)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "failure"),
    [
        (("1", "exit()"), "None"),
        (("exit()", "1 / 0"), "cell 2: ZeroDivisionError: division by zero"),
        (("import sys", "sys.exit(3)"), "cell 2: SystemExit: 3"),
    ],
)
def test_a_cell_that_says_exit_ends_no_run_early(
    run: Callable[..., Failure | None], cells: tuple[str, str], failure: str
) -> None:
    """It is a request to a person's program, which nobody answers: the cells after it are executed."""
    assert str(run(*cells)) == failure


@pytest.mark.slow
def test_an_interrupted_cell_shows_where_it_was(run: Callable[..., Failure | None], tmp_path: Path) -> None:
    """The stored notebook holds the traceback, the failure what was too much."""
    failure = run("import time\ntime.sleep(600)", timeout=1)

    assert "cell 1: it took longer" in str(failure)
    assert "KeyboardInterrupt" in (tmp_path / "target.ipynb").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["print('x' * 100_000_000)", "while True: print('x' * 1000)"], ids=["once", "ever"])
def test_a_cell_that_prints_without_end_fails(run: Callable[..., Failure | None], tmp_path: Path, cell: str) -> None:
    """A hundred megabytes at once, or line by line: what is kept has a bound, and the kernel ends."""
    failure = run("1", cell)

    assert "cell 2: the notebook has put out more than 20 million characters" in str(failure)
    assert (tmp_path / "target.ipynb").stat().st_size < 2 * watch.MOST_OUTPUT


@pytest.mark.slow
def test_a_notebook_that_writes_into_the_checkout_is_refused(tiny: Project) -> None:
    """The write is refused in its cell; where another program writes, the run is, and the message names the file."""
    planned = [plan_run(tiny, "raises", {})]
    set_last_cell(tiny, "import os\nopen(os.environ['SCOLEDGER_ROOT'] + '/data/mine.csv', 'w')")
    (first,) = execute_runs(tiny, planned)
    set_last_cell(tiny, "import os\nos.system('date +%N >> $SCOLEDGER_ROOT/data/mine.csv')")
    (second,) = execute_runs(tiny, planned)

    assert "cell 4: PermissionError" in str(first.failure)
    assert "a run may only read the checkout: 'data/mine.csv'" in str(first.failure)
    assert "data/mine.csv changed while the notebook was executed, twice" in str(second.failure)
    assert "Either the notebook writes there, or another did" in str(second.failure)
    assert list(tiny.runs.glob("*/run.json")) == []


GUARDED = """
import os, sys
from pathlib import Path
exec(Path(sys.argv[1]).read_text())
root = Path(sys.argv[2])
names = set(globals())
def tell(word, act):
    try:
        act()
        print(word, "done")
    except PermissionError as error:
        print(word, error.filename)
tell("read", lambda: (root / "data/a.csv").read_text())
tell("own", lambda: Path("own.txt").write_text("x"))
tell("cache", lambda: (root / "src/__pycache__/a.pyc").write_text("x"))
tell("build", lambda: (root / "_build/a").write_text("x"))
tell("write", lambda: (root / "data/b.csv").write_text("x"))
tell("append", lambda: open(root / "data/a.csv", "a"))
tell("low", lambda: os.open(root / "book/a.md", os.O_CREAT | os.O_WRONLY))
tell("remove", lambda: os.remove(root / "data/a.csv"))
tell("rename", lambda: os.replace("own.txt", root / "notebooks/a.ipynb"))
tell("folder", lambda: os.mkdir(root / "exports/a"))
tell("link", lambda: Path("in").symlink_to(root / "data") or Path("in/c.csv").write_text("x"))
"""


def test_what_a_guarded_kernel_may_do(tiny: Project, tmp_path: Path) -> None:
    """Read everything, write elsewhere and into caches; not write, add to, remove, rename or link into the checkout."""
    for folder in ("src/__pycache__", "_build", "exports", "book"):
        (tiny.root / folder).mkdir(parents=True)
    (tiny.data / "a.csv").write_text("x")
    (tmp_path / "here").mkdir()
    write_guard(tiny, tmp_path / "ipython")
    script = tmp_path / "ipython" / "profile_default" / "startup" / "guard.py"
    command = [sys.executable, "-c", GUARDED, str(script), str(tiny.root)]
    done = subprocess.run(command, cwd=tmp_path / "here", capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == [
        *("read done", "own done", "cache done", "build done", "write data/b.csv", "append data/a.csv"),
        *("low book/a.md", "remove data/a.csv", "rename notebooks/a.ipynb", "folder exports/a", "link data/c.csv"),
    ]


@pytest.mark.parametrize(
    ("saves", "number", "words"), [(1, "2", "None"), (9, "2", "data/note.md changed while the notebook was executed")]
)
def test_a_file_that_is_saved_meanwhile_has_the_run_repeated(
    tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saves: int, number: str, words: str
) -> None:
    """Once, somebody at an editor did it; every time, the notebook did."""
    tiny.book.mkdir()
    left = list(range(saves))

    def execute(*_: object) -> None:
        if left:
            (tiny.data / "note.md").write_text("x" * left.pop())

    monkeypatch.setattr(work, "_execute", execute)
    folder, failure = work._execute_undisturbed(tiny, plan_run(tiny, "plain", {}), tmp_path, None, None)

    assert folder == tmp_path / number
    assert str(failure).startswith(words)


def test_caches_and_hidden_files_are_no_sources(tiny: Project) -> None:
    """What an editor or the interpreter keeps beside the sources may change."""
    before = look_at_sources(tiny)
    (tiny.data / ".hidden").write_text("x")
    (tiny.notebooks / "__pycache__").mkdir()
    (tiny.notebooks / "__pycache__" / "a.pyc").write_text("x")
    unchanged = changed_sources(before, look_at_sources(tiny))
    (tiny.cards / "new.toml").write_text("x")

    assert unchanged == []
    assert changed_sources(before, look_at_sources(tiny)) == ["data/cards/new.toml"]
