"""Limits of a run: time and output of its cells, and the checkout, which it may only read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from checkout import set_last_cell

from scoledger.builds.whole import MARK
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
        (("exit()", "import time; time.sleep(0.5); 1 / 0"), "cell 2: ZeroDivisionError: division by zero"),
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
@pytest.mark.parametrize(
    "cell",
    [
        "print('x' * 100_000_000)",
        "while True: print('x' * 1000)",
        "import comm; comm.create_comm(target_name='jupyter.widget', data={'state': {'x': 'x' * 30_000_000}})",
        "import comm; comm.create_comm(target_name='jupyter.widget', data={'state': {}}, buffers=[bytes(30_000_000)])",
        "import comm; w = comm.create_comm()\nwhile True: w.send({'method': 'update', 'state': {'x': 'x' * 10_000}})",
    ],
    ids=["once", "ever", "widget", "widget's bytes", "widget's changes"],
)
def test_a_cell_that_prints_without_end_fails(run: Callable[..., Failure | None], tmp_path: Path, cell: str) -> None:
    """A hundred megabytes at once, line by line, or as a widget's: what is kept has a bound, and the kernel ends."""
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


#: By notebook: a last cell that does harm to the checkout, and what its failure says.
HARM = {
    "raises": ("shutil.rmtree(root + '/data')", "cell 4: PermissionError: [Errno 13] a run may only read the checkout"),
    "late": ("pq.write_table(pa.table({'a': [1]}), root + '/book/x.parquet')", "book/x.parquet changed while"),
    "noisy": (
        "shutil.rmtree(root + '/_build')",
        "cell 5: PermissionError: [Errno 13] a run may only read",
    ),
    "plain": ("os.system('echo >> ' + root + '/README.md')", "README.md changed while"),
    "twice": ("os.system('rm -r ' + root + '/data/cards')", "data/cards/tiny.toml removed or renamed while"),
}


@pytest.mark.slow
def test_a_notebook_that_does_harm_is_not_kept(tiny: Project, capfd: pytest.CaptureFixture[str]) -> None:
    """Python is refused; what a library or a program does is found; where a source is gone there is no second time."""
    tiny.book.mkdir()
    for name, (code, _) in HARM.items():
        imports = (
            "import os, shutil\nimport pyarrow as pa, pyarrow.parquet as pq\nroot = os.environ['SCOLEDGER_ROOT']\n"
        )
        set_last_cell(tiny, imports + code, name)
    outcomes = execute_runs(tiny, [plan_run(tiny, name, {}) for name in HARM], jobs=1)

    for outcome, (_, words) in zip(outcomes, HARM.values(), strict=True):
        assert words in str(outcome.failure)
    assert list(tiny.runs.glob("*/run.json")) == []
    said = capfd.readouterr().err
    assert "late-kgz is executed again, because book/x.parquet changed meanwhile" in said
    assert "twice-kgz is executed again" not in said


TELL = """
import os, shutil, sys
from pathlib import Path
exec(Path(sys.argv[1]).read_text())
root = Path(sys.argv[2])
def tell(word, act):
    try:
        act()
        print(word, "done")
    except PermissionError as error:
        print(word, error.filename)
"""
ACTS = """
tell("read", lambda: (root / "data/a.csv").read_text())
tell("own", lambda: Path("own.txt").write_text("x"))
tell("result", lambda: Path("../run.json").write_text("x"))
tell("cache", lambda: (root / "src/__pycache__/a.pyc").write_text("x"))
tell("home", lambda: (root / ".config/fonts").mkdir(parents=True))
tell("build", lambda: (root / "_build/a").write_text("x"))
tell("other run", lambda: Path("../../b").mkdir())
for name in ("README.md", "new.txt", "tests/t.py", ".github/a.yml", ".git/config"):
    tell("top", lambda: (root / name).write_text("x"))
tell("write", lambda: (root / "data/b.csv").write_text("x"))
tell("append", lambda: open(root / "data/a.csv", "a"))
tell("low", lambda: os.open(root / "book/a.md", os.O_CREAT | os.O_WRONLY))
tell("remove", lambda: os.remove(root / "data/a.csv"))
tell("rename", lambda: os.replace("own.txt", root / "notebooks/a.ipynb"))
tell("folder", lambda: os.mkdir(root / "exports/a"))
tell("link", lambda: Path("in").symlink_to(root / "data") or Path("in/c.csv").write_text("x"))
tell("own link", lambda: Path("in").unlink())
data, here = (os.open(path, os.O_RDONLY) for path in (root / "data", "."))
os.mkdir("cards")
tell("own handle", lambda: os.rmdir("cards", dir_fd=here))
tell("remove by handle", lambda: os.remove("a.csv", dir_fd=data))
tell("rename by handle", lambda: os.rename("own.txt", "b.csv", src_dir_fd=here, dst_dir_fd=data))
tell("make by handle", lambda: os.mkdir("b", dir_fd=data))
tell("permit by handle", lambda: os.fchmod(data, 0o700))
tell("tree", lambda: shutil.rmtree(root / "data"))
tell("ignoring tree", lambda: shutil.rmtree(root / "exports", ignore_errors=True))
tell("subtree", lambda: shutil.rmtree(root / "data/cards"))
tell("tree by handle", lambda: shutil.rmtree("cards", dir_fd=data))
tell("all", lambda: shutil.rmtree(root))
tell("rename tree", lambda: os.rename(root / "data", "elsewhere"))
tell("rename with slash", lambda: os.rename(f"{root}/data/", "elsewhere"))
tell("rename all", lambda: os.rename(root, "elsewhere"))
tell("move", lambda: shutil.move(root / "data", "elsewhere"))
tell("move in", lambda: shutil.move("own.txt", root / "data"))
tell("times", lambda: os.utime(root / "data/a.csv"))
tell("linked away", lambda: os.link(root / "data/a.csv", "a.csv"))
tell("cut", lambda: os.truncate(root / "data/a.csv", 0))
tell("caches", lambda: shutil.rmtree(root / "src/__pycache__"))
tell("own tree", lambda: os.mkdir("a") or shutil.rmtree("a"))
tell("staging", lambda: shutil.rmtree("../.."))
tell("store", lambda: shutil.rmtree(root / "_build"))
"""


def act_guarded(project: Project, folder: Path, acts: str) -> list[str]:
    """Let a process try acts as a kernel of the project; give what became of each."""
    write_guard(project, folder / "ipython")
    script = folder / "ipython" / "profile_default" / "startup" / "guard.py"
    (folder / "here").mkdir()
    command = [sys.executable, "-c", TELL + acts, str(script), str(project.root)]
    done = subprocess.run(command, cwd=folder / "here", capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_what_a_guarded_kernel_may_do(tiny: Project) -> None:
    """Read everything, write its own files and caches; not change, remove or move away anything of the checkout."""
    for folder in ("src/__pycache__", "exports", "book", "tests", ".github", ".git"):
        (tiny.root / folder).mkdir(parents=True)
    (tiny.data / "a.csv").write_text("x")

    assert act_guarded(tiny, tiny.build / "staging" / "1", ACTS) == [
        *("read done", "own done", "result done", "cache done", "home done", "build _build/a"),
        *("other run _build/staging/b", "top README.md", "top new.txt", "top tests/t.py", "top .github/a.yml"),
        *("top .git/config", "write data/b.csv", "append data/a.csv"),
        *("low book/a.md", "remove data/a.csv", "rename notebooks/a.ipynb", "folder exports/a", "link data/c.csv"),
        *("own link done", "own handle done", "remove by handle data/a.csv", "rename by handle data/b.csv"),
        *("make by handle data/b", "permit by handle data", "tree data", "ignoring tree exports"),
        *("subtree data/cards", "tree by handle data/cards", "all .", "rename tree data", "rename with slash data"),
        *("rename all .", "move data", "move in data", "times data/a.csv", "linked away data/a.csv", "cut data/a.csv"),
        *("caches done", "own tree done", "staging _build/staging", "store _build"),
    ]
    assert (tiny.data / "a.csv").read_text() == "x"
    assert (tiny.cards / "tiny.toml").is_file()


def test_a_folder_that_is_a_link_is_guarded(tiny: Project, tmp_path: Path) -> None:
    """The data may lie on another disk."""
    tiny.data.rename(tmp_path / "disk")
    tiny.data.symlink_to(tmp_path / "disk")
    acts = (
        "tell('link', lambda: os.remove(root / 'data'))\ntell('file', lambda: os.remove(root / 'data/cards/tiny.toml'))"
    )

    assert act_guarded(tiny, tiny.build / "1", acts) == ["link data", "file ../disk/cards/tiny.toml"]


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


def test_what_people_keep_beside_the_sources_is_looked_at(tiny: Project) -> None:
    """Files at the top, tests and workflows; not what a shell writes there, nor what a build makes."""
    before = look_at_sources(tiny)
    kept = [".ci/run", ".github/a.yml", ".gitignore", "Makefile", "README.md", "_toc.yml", "tests/t.py"]
    for name in (*kept, "book.log", ".hidden.md", "_build/a", "exports/a"):
        (tiny.root / name).parent.mkdir(exist_ok=True)
        (tiny.root / name).write_text("x")

    assert changed_sources(before, look_at_sources(tiny)) == kept


def test_pages_that_people_write_are_looked_at(tiny: Project) -> None:
    """Whatever a library writes past the guard is seen beside them; what a build writes there is no change."""
    (tiny.book / "claims").mkdir(parents=True)
    page, made, notebook = tiny.book / "index.md", tiny.book / "claims" / "a.md", tiny.book / "claims" / "a.ipynb"
    page.write_text("# Ours")
    made.write_text(f"{MARK}\n# Made")
    before = look_at_sources(tiny)
    made.write_text(f"{MARK}\n# Made anew")
    notebook.write_text("{}")
    (tiny.book / "status.md").write_text(f"{MARK}\n# New")
    built = changed_sources(before, look_at_sources(tiny))
    made.unlink()
    (tiny.book / "x.parquet").write_bytes(b"x")
    page.write_text("# Theirs")
    (tiny.book / "status.md").write_text("# No longer made")

    assert built == []
    assert changed_sources(before, look_at_sources(tiny)) == ["book/index.md", "book/status.md", "book/x.parquet"]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_vanishes_while_it_is_looked_at_is_no_source(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """An editor's temporary file: listed, and gone when it is asked for its time."""
    passing = tiny.notebooks / "passing"
    before = look_at_sources(tiny)
    scan = os.scandir

    def scan_and_remove(folder: str) -> list[os.DirEntry[str]]:
        if folder != str(tiny.notebooks):
            return list(scan(folder))
        passing.touch() if kind == "file" else passing.mkdir()
        entries = list(scan(folder))
        passing.unlink() if kind == "file" else passing.rmdir()
        return entries

    monkeypatch.setattr(os, "scandir", scan_and_remove)

    assert look_at_sources(tiny) == before
