"""Tests of the note of a whole book: what it vouches for, and what makes it worthless."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scoledger.builds import WholeBook, listing
from scoledger.paths import Project

TOLD = {"runs": 3, "index": "_build/html/index.html"}
FILES = (
    *("_config.yml", "requirements.lock", "data/cards/a.toml", "data/tables/a.parquet", "data/claims/a.toml"),
    *("notebooks/a.ipynb", "notebooks/plan.toml", "book/index.md", "book/_static/a.css", "exports/a.csv"),
    *("_build/html/book/index.html", "_build/registry/a.json", "_build/r/a.html", "_build/open/a.ipynb"),
    *("_build/runs/abc/run.json", "_build/runs/index/k.json", "_build/summary/a.json", "_build/exports.json"),
    *("_build/code/a.html", "_build/sphinx/built.json"),
)


def is_page(path: Path) -> bool:
    """Stand for the pages that a build writes."""
    return path.name.startswith("generated")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A checkout in which a book was made and noted."""
    project = Project(tmp_path)
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one", encoding="utf-8")
    assert make(project)
    return project


def make(project: Project, meanwhile: Callable[[], object] = lambda: None) -> bool:
    """Note a book; something may happen while it is made."""
    whole = WholeBook(project)
    whole.see_sources()
    whole.see_store([project.runs / "abc", project.runs / "index" / "k.json"])
    meanwhile()
    return whole.note(TOLD, is_page)


def test_an_unchanged_book_is_known(project: Project) -> None:
    """By another process as well, with what was told of it."""
    assert WholeBook(project).find() == TOLD
    assert WholeBook(Project(project.root)).find() == TOLD


def test_a_book_that_was_never_made_is_not_known(tmp_path: Path) -> None:
    """Nor one whose note is damaged."""
    assert WholeBook(Project(tmp_path)).find() == {}
    (tmp_path / "_build" / "whole.json").parent.mkdir(exist_ok=True)
    for text in ('{"basis": ', "[" * 100_000):
        (tmp_path / "_build" / "whole.json").write_text(text, encoding="utf-8")
        assert WholeBook(Project(tmp_path)).find() == {}


@pytest.mark.parametrize("name", FILES)
def test_whatever_changes_is_seen(project: Project, name: str) -> None:
    """A file of the same length, then none at all; with its content back it is made again, and known."""
    path = project.root / name
    path.write_text("two", encoding="utf-8")
    assert WholeBook(project).find() == {}
    assert make(project)
    assert WholeBook(project).find() == TOLD
    path.unlink()
    assert WholeBook(project).find() == {}


@pytest.mark.parametrize("name", ["_build/runs/.staging/12-a/x", "_build/html/more.html", "data/records/new.toml"])
def test_what_is_new_is_seen(project: Project, name: str) -> None:
    """What a killed run has left is to be swept, an output that nobody made to be removed, a source to be read."""
    (project.root / name).parent.mkdir(parents=True, exist_ok=True)
    (project.root / name).write_text("x", encoding="utf-8")

    assert WholeBook(project).find() == {}


@pytest.mark.parametrize("name", ["_build/runs/def/run.json", "_build/runs/index/l.json", "_build/runs/failed/b.ipynb"])
def test_a_run_that_is_not_in_the_book_is_none_of_its_business(project: Project, name: str) -> None:
    """`scoledger run` and `scoledger sweep` keep theirs in the same store, done or failed."""
    (project.root / name).parent.mkdir(parents=True, exist_ok=True)
    (project.root / name).write_text("x", encoding="utf-8")

    assert WholeBook(project).find() == TOLD


def test_another_environment_is_another_book(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages link to the repository that a variable names."""
    monkeypatch.setenv("SCOLEDGER_REPOSITORY", "https://example.org/a/b")

    assert WholeBook(project).find() == {}


def test_another_commit_is_another_book(project: Project) -> None:
    """Exports and pages name it."""
    for words in (["init", "-q"], ["add", "book"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(project.root), *words], check=True)
    assert WholeBook(project).find() == {}
    assert make(project)
    assert WholeBook(project).find() == TOLD


def test_what_was_young_is_read_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its content decides; later it is old, and its state does."""
    path = project.build / "whole.json"
    noted = json.loads(path.read_text("utf-8"))
    page = str(project.book / "index.md")
    assert page in noted["young"]
    path.write_text(json.dumps({**noted, "young": {**noted["young"], page: "0" * 64}}), encoding="utf-8")
    assert WholeBook(project).find() == {}
    path.write_text(json.dumps(noted), encoding="utf-8")
    monkeypatch.setattr(listing, "TICK", 0)
    assert WholeBook(project).find() == TOLD
    assert json.loads(path.read_text("utf-8"))["young"] == {}
    assert WholeBook(project).find() == TOLD


@pytest.mark.parametrize("name", ["data/claims/a.toml", "book/index.md", "_build/runs/index/k.json"])
def test_a_book_whose_sources_move_meanwhile_is_not_noted(project: Project, name: str) -> None:
    """Else the next command would take what was never read for built."""
    assert not make(project, lambda: (project.root / name).write_text("two", encoding="utf-8"))
    assert WholeBook(project).find() == {}
    assert make(project)
    assert WholeBook(project).find() == TOLD


def test_pages_that_the_build_writes_are_no_moving_sources(project: Project) -> None:
    """They stand among the pages that people wrote."""
    assert make(project, lambda: (project.book / "generated.md").write_text("x", encoding="utf-8"))
    assert WholeBook(project).find() == TOLD


def test_an_unchanged_book_needs_no_library() -> None:
    """What the command imports before it knows whether anything has changed takes no time."""
    heavy = [
        "pandas",
        "numpy",
        "matplotlib",
        "pydantic",
        "jinja2",
        "nbformat",
        "sphinx",
        "pyarrow",
        "scoledger.results",
    ]
    code = f"import sys, scoledger.cli.book; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
