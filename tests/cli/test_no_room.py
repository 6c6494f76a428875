"""`scoledger book` without room for what it writes: one story in one checkout, of which each test tells a part.

The device is full at the registry, at the exports and at the pages (where this user may mount one of a few kilobytes),
and files may have so many bytes and no more at the pages of results and while Sphinx writes pages.  A stand-in for
Sphinx writes as it does: not whole or not at all, and no page again that is there while it remembers to have read it.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from devices import mounted
from previewing import write_sources

from scoledger.builds import WholeBook
from scoledger.cli import main
from scoledger.paths import ROOT_VARIABLE, Project
from scoledger.site import leash

pytestmark = pytest.mark.slow

#: Two pages, of which the second is large; what is remembered comes before both.
SPHINX = """
import sys
from pathlib import Path
folder = Path(sys.argv[1])
memory, pages = folder / ".doctrees" / "environment.pickle", folder / "html" / "book"
is_known = memory.is_file()
for path in (memory, pages / "index.html", pages / "large.html"):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not is_known or not path.exists():
        path.write_text("words " * (50_000 if path.stem == "large" else 1))
"""
#: What a book consists of, below the root.
MADE = ("_build/registry", "_build/summary", "_build/r", "_build/html", "exports")


@dataclass
class Story:
    """The book before and after, what each command without room printed, and what it left half-written."""

    project: Project
    before: dict[str, bytes]
    full: dict[str, Result] = field(default_factory=dict)
    large: dict[str, Result] = field(default_factory=dict)
    parts: list[Path] = field(default_factory=list)
    known: list[bool] = field(default_factory=list)

    def without_room(self, told: dict[str, Result], name: str, room: AbstractContextManager[bool]) -> None:
        """Call the command where there is no room for one thing that it writes."""
        (self.project.build / "whole.json").unlink(missing_ok=True)
        with room as is_so:
            if is_so:
                told[name] = call()
                self.known.append(bool(WholeBook(self.project).find()))
        self.parts += [path for path in self.project.root.rglob(".*.*") if path.name != ".lock" and path.is_file()]


def call() -> Result:
    """Call the command."""
    return CliRunner().invoke(main, ["book", "--jobs", "1"], catch_exceptions=False)


def contents(project: Project) -> dict[str, bytes]:
    """Every file of the book."""
    paths = [path for name in MADE for path in (project.root / name).rglob("*") if path.is_file()]
    return {path.relative_to(project.root).as_posix(): path.read_bytes() for path in paths}


@contextmanager
def largest_file(size: int) -> Iterator[bool]:
    """Let this process and those that it starts write no larger file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield True
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A whole book, then one command after the other without room, then one with room."""
    project = write_sources(tmp_path_factory.mktemp("room"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ROOT_VARIABLE, str(project.root))
        real = subprocess.run

        def run(command: list[str], **options: Any) -> Any:
            is_sphinx = "--path-output" in command
            return real([sys.executable, "-c", SPHINX, f"{command[-1]}/_build"] if is_sphinx else command, **options)

        patch.setattr(leash.subprocess, "run", run)
        assert call().exit_code == 0
        story = Story(project, contents(project))
        story.without_room(story.full, "registry", mounted(project.registry, "size=8k"))
        story.without_room(story.full, "exports", mounted(project.exports, "size=16k"))
        shutil.rmtree(project.result_pages)
        story.without_room(story.large, "_build/r", largest_file(3_000))
        (project.html / "index.html").unlink()
        story.without_room(story.full, "html", mounted(project.html, "size=200k"))
        shutil.rmtree(project.build / "sphinx" / "_build")
        story.without_room(story.large, "sphinx/_build/html", largest_file(250_000))
        yield story


def test_it_is_told_in_one_message(story: Story) -> None:
    """What cannot be written, and why; status 2, no traceback."""
    assert set(story.full) in ({"registry", "exports", "html"}, set())
    for told, why in ((story.full, "No space left on device"), (story.large, "File too large")):
        for name, result in told.items():
            assert result.exit_code == 2, result.output
            assert result.output.count("scoledger: ") == 1
            line = next(line for line in result.output.splitlines() if line.startswith("scoledger: "))
            assert name in line
            assert line.endswith(f"{why}.")
            assert "Traceback" not in result.output


def test_nothing_half_written_is_taken_for_whole(story: Story) -> None:
    """No part of a file is left, and no book is noted."""
    assert [path for path in story.parts if path.name != ".buildinfo"] == []
    assert story.known == [False] * len({**story.full, **story.large})


def test_the_next_command_goes_on(story: Story) -> None:
    """With room again it makes the same book, byte for byte, and executes nothing for it."""
    result = call()

    assert result.exit_code == 0, result.output
    assert "2 runs: 0 executed, 2 current" in result.output
    assert contents(story.project) == story.before
    assert WholeBook(story.project).find()["runs"] == 2
