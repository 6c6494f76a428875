"""A build that is broken off, again and again: one story in one checkout, of which each test tells a part.

Of two runs the first is done and the second waits at a gate.  Its kernel, its worker, the fork server and the command
itself are ended there; in the end the gate is opened.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from checkout import write_plan, write_tiny_claim, write_tiny_table
from dying import is_alive, wait_until

from scoledger.paths import ROOT_VARIABLE, Project
from scoledger.runs.warm import link

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not link.can_fork(), reason="this system cannot fork a process"),
]

NOTEBOOKS = Path(__file__).parents[1] / "runs" / "notebooks"
#: Notes its kernel and the kernel's parent, then waits.
GATE = """
import os, time
from pathlib import Path

with Path({begun!r}).open("a") as file:
    file.write(f"{{os.getpid()}} {{os.getppid()}}\\n")
while not Path({gate!r}).exists():
    time.sleep(0.05)
"""
#: `scoledger book` without pages: they are not what this is about.
BOOK = """
import scoledger.cli.making as making
from scoledger.cli import main

making.export_registry = lambda project: None
making.build_book = lambda project: project.html / "index.html"
main()
"""


@dataclass
class Story:
    """What happened: output and status by command, who was left over after each."""

    project: Project
    folder: Path
    output: dict[str, str] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    left: dict[str, list[int]] = field(default_factory=dict)
    pids: set[int] = field(default_factory=set)

    def begun(self) -> list[list[int]]:
        """Kernel and its parent, for every time that the second run has begun."""
        path = self.folder / "begun"
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
        return [[int(word) for word in line.split()] for line in lines if len(line.split()) == 2]

    def wait(self, times: int) -> list[int]:
        """Wait until the second run has begun so often; give kernel, parent of the kernel, and worker."""
        assert wait_until(lambda: len(self.begun()) >= times, 120), (self.begun(), self.output)
        (staged,) = (self.project.runs / ".staging").iterdir()
        found = [*self.begun()[times - 1], int(staged.name.split("-")[1])]
        self.pids |= set(found)
        return found

    def start(self) -> subprocess.Popen[str]:
        """Start the command in a process group of its own."""
        environment = {**os.environ, ROOT_VARIABLE: str(self.project.root), "TMPDIR": str(self.folder / "t")}
        words = [sys.executable, "-c", BOOK, "--jobs", "1"]
        words.insert(3, "book")
        return subprocess.Popen(
            words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )

    def end(self, name: str, process: subprocess.Popen[str]) -> None:
        """Note how the command ended, and which of the processes that it had are still there."""
        self.output[name], _ = process.communicate(timeout=120)
        self.status[name] = process.returncode
        wait_until(lambda: not any(is_alive(pid) for pid in self.pids), 10)
        self.left[name] = [pid for pid in self.pids if is_alive(pid)]


@pytest.fixture(scope="module")
def story() -> Iterator[Story]:
    """End everything that can be ended, in one checkout."""
    folder = Path(tempfile.mkdtemp(prefix="s-"))  # short: names of sockets are
    project = Project(folder / "checkout")
    shutil.copytree(NOTEBOOKS, project.notebooks)
    for path in (project.cards, project.claims, project.records, folder / "t"):
        path.mkdir(parents=True)
    write_tiny_claim(project)
    write_tiny_table(project, (1.0, 2.0))
    project.lock.write_text("nothing==1\n", encoding="utf-8")
    write_plan(project, '[[runs]]\nnotebook = "late"\n[[runs]]\nnotebook = "silent"\n')
    path = project.notebooks / "silent.ipynb"
    notebook = nbformat.read(path, as_version=4)
    gate = GATE.format(begun=str(folder / "begun"), gate=str(folder / "gate"))
    notebook.cells[-1].source = gate + 'from scoledger import results\nresults.begin("silent", country=country)'
    nbformat.write(notebook, path)
    story = Story(project, folder)
    try:
        _end_everything(story)
        yield story
    finally:
        (folder / "gate").touch()
        shutil.rmtree(folder, ignore_errors=True)


def _end_everything(story: Story) -> None:
    first = story.start()
    _, server, _ = story.wait(1)
    os.kill(server, signal.SIGKILL)
    _, _, worker = story.wait(2)
    os.kill(worker, signal.SIGKILL)
    story.pids.discard(server)
    wait_until(lambda: len(story.begun()) == 3)
    story.pids |= set(story.begun()[2])
    first.kill()
    story.end("killed", first)

    second = story.start()
    story.wait(4)
    os.killpg(second.pid, signal.SIGINT)
    story.end("interrupted", second)

    third = story.start()
    kernel, _, _ = story.wait(5)
    os.kill(kernel, signal.SIGKILL)
    story.end("kernel", third)

    (story.folder / "gate").touch()
    story.end("last", story.start())


def test_a_killed_server_and_a_killed_worker_have_the_run_repeated(story: Story) -> None:
    """The same command goes on by itself, with a cold kernel and with a new worker."""
    assert "silent-kgz is executed again, because the fork server has ended" in story.output["killed"]
    assert story.status["killed"] == -signal.SIGKILL


def test_ctrl_c_keeps_what_is_done(story: Story) -> None:
    """Status 130, no traceback, and the run that was done before is not repeated."""
    assert "scoledger: interrupted." in story.output["interrupted"]
    assert "0 of 1 runs have ended" in story.output["interrupted"]
    assert "Traceback" not in story.output["interrupted"]
    assert story.status["interrupted"] == 130


def test_a_killed_kernel_fails_its_run_only(story: Story) -> None:
    """The message names the cell; status 1."""
    assert "1 of 2 runs failed; the 1 others are kept." in story.output["kernel"]
    assert "cell 3: DeadKernelError: Kernel died" in story.output["kernel"]
    assert story.status["kernel"] == 1


def test_the_next_command_goes_on(story: Story) -> None:
    """Whatever happened before, it executes what is missing and no more."""
    assert "2 runs: 1 executed, 1 current" in story.output["last"]
    assert story.status["last"] == 0


def test_nothing_is_left_over(story: Story) -> None:
    """No process after any of the commands; no folder after the last."""
    assert story.left == {"killed": [], "interrupted": [], "kernel": [], "last": []}
    assert list((story.folder / "t").glob("sco-*")) == []
    assert list((story.project.runs / ".staging").iterdir()) == []
