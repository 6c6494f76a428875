"""What becomes of a book when Sphinx is broken off or has no room; a stand-in for Sphinx is enough to see it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bookmaker import BookMaker
from dying import is_alive, wait_until

from scoledger.errors import BuildFailedError, OutputError
from scoledger.site import build as site_build
from scoledger.site import build_book, leash

Start = Callable[[Path], subprocess.CompletedProcess[str]]


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch) -> Callable[[Start], None]:
    """Have another program started in the place of Sphinx; it is given the folder in which Sphinx works."""

    def replace(start: Start) -> None:
        monkeypatch.setattr(site_build, "run_leashed", lambda _, words, *__: start(Path(words[-1]) / "_build"))

    return replace


def write(folder: Path) -> subprocess.CompletedProcess[str]:
    """Write what Sphinx remembers, the image of an output, and a page."""
    for name in (".doctrees/environment.pickle", "jupyter_execute/a.png", f"html/{site_build.FRONT}"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("whole", encoding="utf-8")
    return subprocess.CompletedProcess([], 0, "", "")


def remembered(folder: Path) -> list[str]:
    """What there is when Sphinx begins of that by which it takes pages and images for whole."""
    return [name for name in (".doctrees/environment.pickle", "jupyter_execute/a.png") if (folder / name).is_file()]


def test_what_was_broken_off_is_read_and_written_again(maker: BookMaker, begin: Callable[[Start], None]) -> None:
    """A page half-written by a killed Sphinx is younger than its source, which Sphinx takes for a whole one."""
    found: list[list[str]] = []

    def break_off(folder: Path) -> subprocess.CompletedProcess[str]:
        write(folder)
        raise KeyboardInterrupt

    def look(folder: Path) -> subprocess.CompletedProcess[str]:
        found.append(remembered(folder))
        return write(folder)

    begin(break_off)
    with pytest.raises(KeyboardInterrupt):
        build_book(maker.project)
    assert not (maker.project.html / "index.html").exists()
    for number in range(2):
        begin(look)
        maker.write("book/method.md", f"# Method {number}\n")
        build_book(maker.project)

    assert found[0] == []
    assert len(found[1]) == 2
    assert (maker.project.html / site_build.FRONT).read_text("utf-8") == "whole"


@pytest.mark.parametrize(
    ("words", "kind", "message"),
    [
        ("OSError: [Errno 28] No space left on device", OutputError, r"sphinx/_build/html cannot be written: No space"),
        ("WARNING: error writing file a.html: [Errno 28] No space left on device", OutputError, "No space left"),
        ("ERROR: cannot copy a.js: OSError(27, 'File too large')", OutputError, "File too large"),
        ("book/a.md:3: WARNING: there is no result 'x'.", BuildFailedError, "faults found: 1"),
        ("OSError: [Errno 2] No such file or directory: 'a'", BuildFailedError, "faults found: 1"),
    ],
)
def test_a_full_device_is_no_fault_of_a_page(
    maker: BookMaker, begin: Callable[[Start], None], words: str, kind: type[Exception], message: str
) -> None:
    """It is told as everywhere else, in one message, and what is half-written is not remembered."""

    def fail(folder: Path) -> subprocess.CompletedProcess[str]:
        write(folder)
        return subprocess.CompletedProcess([], 1, "", words)

    begin(fail)
    with pytest.raises(kind, match=message):
        build_book(maker.project)
    assert remembered(maker.project.build / "sphinx" / "_build") == []
    assert not (maker.project.html / "index.html").exists()


OWNER = """
import os, sys
from pathlib import Path
from scoledger.site.leash import run_leashed

code = "import time; open('begun', 'w').write(str(os.getpid())); time.sleep(600)"
run_leashed(code, [], Path(sys.argv[1]), os.environ)
"""


def test_no_sphinx_outlives_a_killed_command(tmp_path: Path) -> None:
    """It would go on writing into the folder in which the next command has Sphinx work."""
    begun = tmp_path / "begun"
    with subprocess.Popen([sys.executable, "-c", OWNER, str(tmp_path)]) as owner:
        is_begun = wait_until(lambda: begun.is_file() and begun.read_text())
        owner.kill()

    assert is_begun
    assert wait_until(lambda: not is_alive(int(begun.read_text())))


def test_a_leashed_python_is_told_words_and_heard(tmp_path: Path) -> None:
    """Its words, its folder, its variables, what it prints, and how it ends."""
    code = "import sys, os; print(sys.argv[1:], os.getcwd(), os.environ['A']); sys.exit(3)"
    done = leash.run_leashed(code, ["b", "c"], tmp_path, {**os.environ, "A": "d"})

    assert done.stdout == f"['b', 'c'] {tmp_path} d\n"
    assert done.returncode == 3
