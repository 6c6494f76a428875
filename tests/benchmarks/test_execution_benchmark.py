"""Tests of the benchmark of execution: what is measured, what is compared, and what the table says."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scoledger.paths import Project
from scoledger.runs import PlannedRun

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def execution(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The benchmark, imported from its folder."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("execution")


def plan(notebook: str, number: int) -> list[PlannedRun]:
    """Runs of a notebook."""
    return [PlannedRun(notebook, {"n": n}, f"{notebook}-{n}", f"{notebook}s/{n}") for n in range(number)]


def rounds(execution: ModuleType, seconds: dict[str, list[float]]) -> list[Any]:
    """What was measured in rounds, by way."""
    return [
        execution.Measured("claims", 5, 2, number, way, value, 90.0)
        for way, values in seconds.items()
        for number, value in enumerate(values, start=1)
    ]


def test_a_sample_is_spread_over_claims_and_chapters(execution: ModuleType) -> None:
    """The same one each time; all where more are wanted than there are; a group of none is left out."""
    planned = [*plan("claim", 6), *plan("gravity", 3)]
    groups = execution.group_runs(planned, 2, 9)

    assert [run.slug for run in groups["claims"]] == ["claim-0", "claim-3"]
    assert [run.slug for run in groups["chapters"]] == ["gravity-0", "gravity-1", "gravity-2"]
    assert list(execution.group_runs(planned, None, 0)) == ["claims"]


def test_ways_that_find_something_else_are_not_compared(execution: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fastest way to a wrong number is no way."""

    def measure(_project: Project, room: Path, way: str, *_: Any) -> tuple[float, float, dict[str, Any]]:
        assert room.is_dir()
        return 1.0, 1.0, {"a": {"x": ["number", 2.0 if way == "floor" else 1.0]}}

    monkeypatch.setattr(execution, "measure", measure)
    ways = ["ours", "nbconvert"]
    found = execution.measure_round(Project(ROOT), "claims", [], ways, 2, 3)
    assert sorted((one.way, one.number) for one in found) == [("nbconvert", 3), ("ours", 3)]

    with pytest.raises(SystemExit, match="floor made other results than ours, first in a"):
        execution.measure_round(Project(ROOT), "claims", [], ["ours", "floor"], 2, 1)


def test_the_table_gives_ratios_within_a_round(execution: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """A slow round slows both: the ratio stays, and its extremes are those of the rounds."""
    seconds = {"ours": [10.0, 20.0, 10.0], "floor": [8.0, 16.0, 9.0]}
    execution.print_table(rounds(execution, seconds), 5)

    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "| floor | 9.0 | 1.80 | 0.80 | 0.80 to 0.90 | 90 |"
    assert lines[3] == "| ours | 10.0 | 2.00 | 1.00 | 1.00 to 1.00 | 90 |"


def test_every_measurement_is_a_line_of_csv(execution: ModuleType, tmp_path: Path) -> None:
    """Of every round and way, so that others can compute other ratios."""
    execution.write_rows(tmp_path / "rows.csv", rounds(execution, {"ours": [10.0, 20.25]}))

    assert (tmp_path / "rows.csv").read_text("utf-8").splitlines() == [
        "group,runs,jobs,round,way,seconds,parent_mib",
        "claims,5,2,1,ours,10.0,90",
        "claims,5,2,2,ours,20.2,90",
    ]


def test_results_are_compared_without_what_only_we_stamp(execution: ModuleType, tmp_path: Path) -> None:
    """The run, its page and the state of the code are no finding."""
    for name, run in (("a", "1"), ("b", "")):
        folder = tmp_path / name / "results"
        folder.mkdir(parents=True)
        row = {"id": "x", "kind": "number", "value": 1.5, "text": "1.5", "verdict": None, "run": run}
        (folder / "x.json").write_text(json.dumps(row), encoding="utf-8")

    assert execution.read_results(tmp_path / "a") == {"x": ["number", 1.5, "1.5", None]}
    assert execution.read_results(tmp_path / "a") == execution.read_results(tmp_path / "b")
