"""What goes wrong while runs are under way: tables that their cards do not allow, devices, a second build."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from checkout import write_plan, write_tiny_frame
from click.testing import CliRunner, Result
from devices import mounted

from scoledger.cli import main
from scoledger.paths import Project

pytestmark = pytest.mark.slow


def call(*words: str) -> Result:
    """Call the command line."""
    return CliRunner().invoke(main, words, catch_exceptions=False)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"year": [2001, 2002], "value_musd": [1.0, 101.0]}), "101"),
        (pd.DataFrame({"year": [2001, 2002]}), "'value_musd'"),
    ],
    ids=["out of bounds", "missing column"],
)
def test_a_table_that_its_card_does_not_allow_fails_the_run(tiny: Project, frame: pd.DataFrame, message: str) -> None:
    """Its checksum is right, so the cell that reads it says what is wrong; status 1, no traceback."""
    write_tiny_frame(tiny, frame)
    result = call("run", "plain")

    assert "cell 4: SchemaError: data/tables/tiny.parquet" in result.output
    assert message in result.output
    assert "Traceback" not in result.output
    assert result.exit_code == 1


def expect_no_output(result: Result, project: Project) -> None:
    """Status 2, where and why, no traceback, nothing half-written."""
    assert result.exit_code == 2, result.output
    assert "_build" in result.output
    assert "cannot be written: " in result.output or "cannot write " in result.output
    assert "Traceback" not in result.output
    assert not list(project.runs.glob("*/run.json"))
    assert not list(project.runs.glob(".staging/*"))


@pytest.mark.parametrize("size", ["8k", "64k"])
def test_a_full_device_is_answered_with_a_message(tiny: Project, size: str) -> None:
    """No room before the kernel starts, or no room for what it makes; else, an index that takes no bytes."""
    write_plan(tiny, '[[runs]]\nnotebook = "plain"\n')
    with mounted(tiny.build, f"size={size}") as is_mounted:
        if not is_mounted:
            tiny.runs.mkdir()
            (tiny.runs / "index").symlink_to("/dev/full")
        expect_no_output(call("book"), tiny)


@pytest.mark.parametrize("words", [["book"], ["run", "plain"]], ids=" ".join)
def test_a_read_only_device_is_answered_with_a_message(tiny: Project, words: list[str]) -> None:
    """Before anything is executed; else, a file in the place of the folder."""
    with mounted(tiny.build, "ro") as is_mounted:
        if not is_mounted:
            tiny.build.rmdir()
            tiny.build.write_text("in the way", encoding="utf-8")
        expect_no_output(call(*words), tiny)


WAIT = """
import time
from pathlib import Path

while not Path({gate!r}).exists():
    time.sleep(0.05)
"""


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a living process has made a file."""
    while not path.exists():
        assert process.poll() is None
        time.sleep(0.05)


def test_a_second_book_is_refused_at_once(tiny: Project, tmp_path: Path) -> None:
    """While the first is still executing; the message names its process, and the first goes on."""
    gate = tmp_path / "gate"
    path = tiny.notebooks / "raises.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = WAIT.format(gate=str(gate)) + notebook.cells[-1].source
    nbformat.write(notebook, path)
    write_plan(tiny, '[[runs]]\nnotebook = "raises"\n')
    command = [sys.executable, "-c", "from scoledger.cli import main; main()", "book"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as first:
        try:
            wait_for(tiny.build / ".lock-holder.json", first)
            second = call("book")
            was_running = first.poll() is None
        finally:
            gate.touch()
        output, _ = first.communicate()

    assert was_running
    assert f"another build is at work in {tiny.root}: process {first.pid}, since 20" in second.output
    assert second.exit_code == 2
    assert "1 of 1 runs failed" in output
    assert first.returncode == 1
