"""Tests of the hold of a checkout: what it leaves behind, and what it removes that others have left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scoledger.builds import hold_checkout, read_clock
from scoledger.builds.underway import part_of
from scoledger.builds.writing import write_note
from scoledger.errors import BuildRunningError
from scoledger.paths import Project

#: Holds a checkout and is killed before a note has its name, or the file that tells the time is removed.
DIE = """
import os, signal, sys
from pathlib import Path
from scoledger.builds import hold_checkout, read_clock
from scoledger.builds.writing import write_note
from scoledger.paths import Project

build = Project(Path(sys.argv[1])).build
with hold_checkout(Project(Path(sys.argv[1]))):
    setattr(Path, sys.argv[2], lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
    read_clock(build)
    write_note(build / "sphinx" / "built.json", {})
"""


def left(project: Project) -> list[str]:
    """Hidden files below `_build`, but for the lock itself."""
    paths = [path.relative_to(project.build).as_posix() for path in project.build.rglob(".*")]
    return sorted(path for path in paths if path != ".lock")


def test_a_hold_leaves_nothing_behind(tmp_path: Path) -> None:
    """While it lasts, a note says who holds the checkout, and whoever is refused leaves it."""
    project = Project(tmp_path)
    with hold_checkout(project):
        with pytest.raises(BuildRunningError, match=f"process {os.getpid()}, since 20"), hold_checkout(project):
            pass
        during = left(project)

    assert during == [".lock-holder.json"]
    assert left(project) == []


@pytest.mark.parametrize(("act", "begin"), [("unlink", ".clock."), ("replace", "sphinx/.built.json.")])
def test_what_a_killed_command_left_goes_with_the_next(tmp_path: Path, act: str, begin: str) -> None:
    """A half-written note, the question for the time, who held it; those of a living process, and of others, stay."""
    project = Project(tmp_path)
    done = subprocess.run([sys.executable, "-c", DIE, str(tmp_path), act], check=False)
    killed = left(project)
    mine, foreign = part_of(project.build / "index.json"), project.build / ".index.json.0123ab-1.part"
    for path in (mine, foreign):
        path.write_text("half", encoding="utf-8")
    with hold_checkout(project):
        pass

    assert done.returncode == -signal.SIGKILL
    assert killed[0 if act == "unlink" else 1].startswith(begin)
    assert ".lock-holder.json" in killed
    assert left(project) == sorted([mine.name, foreign.name])


def test_notes_and_clock_leave_nothing_behind(tmp_path: Path) -> None:
    """What is put together under another name has its own in the end."""
    write_note(tmp_path / "note.json", {"a": 1})
    read_clock(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["note.json"]
