"""The set-up of Binder: it prepares what the links of the book open."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import click
import yaml

from scoledger.cli import main

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / ".binder" / "postBuild"


def test_binder_takes_the_python_that_the_project_allows() -> None:
    """The bounds are those of environment.yml."""
    files = (ROOT / "environment.yml", ROOT / ".binder" / "environment.yml")
    ours, theirs = (yaml.safe_load(path.read_text("utf-8"))["dependencies"] for path in files)

    assert theirs == ["python >=3.11,<3.14", "pip"]
    assert [word for word in theirs if word in ours] == theirs


def test_binder_installs_the_lock_and_writes_the_notebooks_of_all_pages() -> None:
    """The script is executable, bash can read it, and its last command is one of ours."""
    lines = [line for line in SCRIPT.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    checked = subprocess.run(["bash", "-n", str(SCRIPT)], capture_output=True, text=True, check=False)

    assert (checked.returncode, checked.stderr) == (0, "")
    assert os.access(SCRIPT, os.X_OK)
    assert lines[0] == "set -euo pipefail"
    assert "--require-hashes -r requirements.lock" in lines[1]
    assert lines[-1] == "scoledger notebook --all"
    assert re.split(r"\s+", lines[-1])[1] in main.list_commands(click.Context(main))
