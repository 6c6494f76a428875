"""`scoledger notebook` and `scoledger lab`: the notebook of a page with its parameters."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scoledger.cli import main
from scoledger.paths import Project


def call(*words: str) -> Result:
    """Call the command line."""
    return CliRunner().invoke(main, words, catch_exceptions=False)


def first_values(path: Path) -> str:
    """Source of the cell of parameters."""
    return "".join(json.loads(path.read_text("utf-8"))["cells"][1]["source"])


def test_a_notebook_is_written_where_one_says(tiny: Project, tmp_path: Path) -> None:
    """With the values of the run, and its path is printed."""
    result = call("notebook", "plain-kaz", "--to", str(tmp_path / "out.ipynb"))

    assert result.exit_code == 0, result.output
    assert result.output.strip().endswith("out.ipynb")
    assert first_values(tmp_path / "out.ipynb") == 'country = "KAZ"  # State\nyear = 2001  # Year'
    assert not tiny.build.exists()


def test_a_file_that_is_there_is_written_over_only_when_forced(tiny: Project, tmp_path: Path) -> None:
    """The message says how; the same text again is no fault."""
    path = tmp_path / "out.ipynb"
    path.write_text("mine", "utf-8")
    refused = call("notebook", "plain-kaz", "--to", str(path))

    assert (refused.exit_code, path.read_text("utf-8")) == (2, "mine")
    assert "give --force to write over it" in refused.output
    assert call("notebook", "plain-kaz", "--to", str(path), "--force").exit_code == 0
    assert "KAZ" in first_values(path)
    assert call("notebook", "plain-kaz", "--to", str(path)).exit_code == 0
    assert not tiny.build.exists()


def test_no_folder_is_made_for_a_notebook(tiny: Project, tmp_path: Path) -> None:
    """A misspelt folder is named."""
    result = call("notebook", "plain-kaz", "--to", str(tmp_path / "absent" / "out.ipynb"))

    assert result.exit_code == 2
    assert f"there is no folder {tmp_path / 'absent'}" in result.output
    assert not (tmp_path / "absent").exists()
    assert not tiny.build.exists()


def test_a_changed_notebook_is_left_and_named(tiny: Project) -> None:
    """By the command for one page and by that for all; forced, it is the page's again."""
    path = tiny.root / call("notebook", "plain-kgz").stdout.strip()
    path.write_text("mine", "utf-8")

    for words in (["plain-kgz"], ["--all"]):
        assert f"Left as you changed it: {path}; --force writes over it" in call("notebook", *words).stderr
        assert path.read_text("utf-8") == "mine"
    assert call("notebook", "plain-kgz", "--force").stderr == ""
    assert "KGZ" in first_values(path)


def test_the_notebooks_of_all_pages_are_written(tiny: Project) -> None:
    """One file per planned run, in the folder that version control ignores."""
    result = call("notebook", "--all")
    written = sorted((tiny.build / "lab").rglob("*.ipynb"))

    assert result.output == "2 notebooks in _build/lab\n"
    assert [first_values(path)[11:14] for path in written] == ["KAZ", "KGZ"]


@pytest.mark.parametrize("words", [[], ["plain-kaz", "--all"], ["--all", "--to", "a.ipynb"]])
def test_one_page_or_all_must_be_asked_for(tiny: Project, words: list[str]) -> None:
    """Neither nothing nor both; nothing is written."""
    result = call("notebook", *words)

    assert result.exit_code == 2
    assert "Name one page or slug" in result.output
    assert not tiny.build.exists()


@pytest.mark.parametrize("command", ["notebook", "lab"])
def test_an_unknown_page_is_answered_with_the_nearest(tiny: Project, command: str) -> None:
    """No traceback, status 2."""
    result = call(command, "plain-kax")

    assert "the plan has no run 'plain-kax'. Did you mean 'plain-kaz'?" in result.output
    assert result.exit_code == 2
    assert not tiny.build.exists()


def test_lab_starts_jupyterlab_on_the_notebook(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the root of the checkout, on a file in the scratch folder."""
    seen: list[Any] = []
    monkeypatch.setattr(
        subprocess, "run", lambda *words, **keys: seen.append((words, keys)) or SimpleNamespace(returncode=0)
    )
    result = call("lab", "plain-kgz")

    path = result.output.strip()
    assert path.startswith("_build/lab/")
    assert 'country = "KGZ"' in first_values(tiny.root / path)
    assert seen[0][0][0][1:] == ["-m", "jupyterlab", path]
    assert seen[0][1]["cwd"] == tiny.root


def test_lab_opens_a_changed_notebook_as_it_is(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says so; asked for a fresh one, it writes it."""
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=0))
    path = tiny.root / call("lab", "plain-kgz").stdout.strip()
    path.write_text("mine", "utf-8")

    assert "is opened as it is; --fresh writes it anew" in call("lab", "plain-kgz").stderr
    assert path.read_text("utf-8") == "mine"
    assert call("lab", "plain-kgz", "--fresh").stderr == ""
    assert "KGZ" in first_values(path)


def test_lab_says_when_jupyterlab_fails(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its status is reported."""
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=3))
    result = call("lab", "plain-kgz")

    assert "JupyterLab ended with status 3" in result.output
    assert result.exit_code == 1
    assert tiny.build.is_dir()


def test_lab_without_jupyterlab_says_what_to_do(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written, and the message names both ways out."""
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, find=importlib.util.find_spec: None if name == "jupyterlab" else find(name),
    )
    result = call("lab", "plain-kgz")

    assert "JupyterLab is not installed" in result.output
    assert "make setup" in result.output
    assert "scoledger notebook plain-kgz --to FILE" in result.output
    assert result.exit_code == 2
    assert not tiny.build.exists()
