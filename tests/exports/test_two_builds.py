"""Two clean builds of one commit give the same registry, tables, figures, pages and exports, byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scoledger.exports import write_exports
from scoledger.paths import ROOT_VARIABLE, Project
from scoledger.runs import execute_runs, install_registry, read_plan

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PLAN = """
[[runs]]
notebook = "trade_partners"
parameters = { country = ["TJK"] }

[[runs]]
notebook = "claim"
parameters = { claim_id = ["tkm-65bcm-2020"] }
"""


def build(folder: Path, jobs: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Build registry and exports in a clean copy of the project; give all their files."""
    for name in ("data", "notebooks", "book/_static", "book/references.bib", "CITATION.cff", "requirements.lock"):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    project = Project(folder)
    monkeypatch.setenv(ROOT_VARIABLE, str(folder))
    (project.notebooks / "plan.toml").write_text(PLAN, encoding="utf-8")
    outcomes = execute_runs(project, read_plan(project), jobs=jobs)
    assert [outcome.failure for outcome in outcomes] == [None, None]
    install_registry(project)
    write_exports(project)
    made = (project.registry, project.exports, project.result_pages)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for part in made
        for path in sorted(part.rglob("*"))
        if path.is_file()
    }


def test_two_clean_builds_are_equal_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In folders of different names, with one worker and with two: every kind of file is there, and all are equal."""
    one = build(tmp_path / "one", 1, monkeypatch)
    two = build(tmp_path / "second checkout", 2, monkeypatch)

    assert {Path(name).suffix for name in one} >= {".json", ".csv", ".svg", ".pdf", ".png", ".xlsx", ".md", ".html"}
    assert len(one) > 150
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []
