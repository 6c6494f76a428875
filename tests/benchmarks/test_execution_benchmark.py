"""Tests of the benchmark of execution: what is measured, what is compared, and what the table says."""

from __future__ import annotations

import importlib
import itertools
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
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


@pytest.mark.parametrize(("way", "seconds"), [("nbconvert", 9.0), ("floor", 8.0)])
def test_what_comes_before_a_tool_begins_is_not_counted(
    execution: ModuleType, tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, seconds: float
) -> None:
    """Twelve seconds in all, three of them to write notebooks for a tool that takes no parameters."""
    said = json.dumps({"prepared": 3.0, "seconds": 8.0, "peak": 90.0, "failed": []})
    clock = iter([100.0, 112.0])
    monkeypatch.setattr(execution.subprocess, "run", lambda words, **_: subprocess.CompletedProcess(words, 0, said, ""))
    monkeypatch.setattr(execution.time, "perf_counter", lambda: next(clock))

    (tmp_path / "room").mkdir()

    assert execution.measure(tiny, tmp_path / "room", way, [], 2) == (seconds, 90.0, {})


@pytest.mark.parametrize("way", ["nbconvert", "floor"])
def test_only_tools_that_take_no_parameters_need_preparing(
    execution: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    """The clock ticks once a look: what the preparing took is told apart from the executing, and is nothing else."""
    ways, ticks, prepared = importlib.import_module("ways"), itertools.count(), list[object]()
    (tmp_path / "plan.json").write_text("[]", encoding="utf-8")

    def prepare(tasks: object) -> None:
        prepared.append(tasks)
        next(ticks)

    monkeypatch.setattr(ways, "prepare", prepare)
    monkeypatch.setitem(ways.WAYS, way, lambda *_: [])
    monkeypatch.setattr(ways.time, "perf_counter", lambda: float(next(ticks)))
    monkeypatch.setattr(sys, "argv", ["ways.py", way, str(tmp_path / "plan.json"), str(tmp_path), "2"])
    ways.main()
    said = json.loads(capsys.readouterr().out)

    assert prepared == ([[]] if way == "nbconvert" else [])
    assert (said["prepared"], said["seconds"]) == (1.0 + len(prepared), 1.0)


def tabulated(execution: ModuleType, seconds: dict[str, list[float]]) -> pd.DataFrame:
    """What was measured in rounds, as it is kept."""
    stamp = {"measured": "2026-01-02", "commit": "abc"}
    return pd.DataFrame([row | stamp for row in execution.list_rows(rounds(execution, seconds))])


def test_the_table_gives_ratios_within_a_round(execution: ModuleType) -> None:
    """A slow round slows both: the ratio stays, and its extremes are those of the rounds in which a way took part."""
    seconds = {"ours": [10.0, 20.0, 10.0], "floor": [8.0, 16.0, 9.0], "nbconvert": [50.0]}
    lines = execution.kept.tabulate_execution(tabulated(execution, seconds)).splitlines()

    assert lines[0] == "Claim pages: 5, 2 at once; measured 2026-01-02 at commit abc."
    assert lines[4:] == [
        "| floor | 3 | 9.0 | 1.80 | 0.80 | 0.80 to 0.90 | 90 |",
        "| ours | 3 | 10.0 | 2.00 | 1.00 | 1.00 to 1.00 | 90 |",
        "| nbconvert | 1 | 50.0 | 10.00 | 5.00 | 5.00 to 5.00 | 90 |",
        "",
        "Wanted, as times ours: floor at least 0.5 (0.80, met).",
    ]


def test_what_is_wanted_and_not_met_is_told(execution: ModuleType) -> None:
    """Of the books the slowest claim counts; a way or a step that was not measured is left out."""
    slow = execution.kept.tabulate_execution(tabulated(execution, {"ours": [10.0], "papermill-loop": [49.0]}))
    rows = [("unchanged book", None, 0.5), ("edit to page", "a", 1.0), ("edit to page", "b", 7.0)]
    frame = pd.DataFrame(rows, columns=["what", "claim", "seconds"]).assign(measured="2026-01-02", commit="abc")
    lines = execution.kept.tabulate_books(frame).splitlines()

    assert slow.splitlines()[-1] == "Wanted, as times ours: papermill-loop at least 5 (4.90, not met)."
    assert lines[4:7] == [
        "| unchanged book |  | 1 | 0.50 | 0.50 to 0.50 |",
        "| edit to page | `a` | 1 | 1.00 | 1.00 to 1.00 |",
        "| edit to page | `b` | 1 | 7.00 | 7.00 to 7.00 |",
    ]
    assert lines[-1].endswith("unchanged book under 2 s (0.50, met); edit to page under 5 s (7.00, not met).")


def test_the_curve_of_sweeps_has_a_line_for_each_size(execution: ModuleType) -> None:
    """Medians of the repeats, three digits each."""
    sweeps = importlib.import_module("sweeps")
    one = dict.fromkeys(sweeps.MEASURES, 0.012345) | {"memory": 161.94}
    found = {10: [one, {**one, "memory": 163.94}], 1000: [one]}
    frame = pd.DataFrame(sweeps.list_rows(2, found, {"measured": "2026-01-02", "commit": "abc"}))
    lines = execution.kept.tabulate_sweeps(frame).splitlines()

    assert lines[0] == "Medians, 2 at once; measured 2026-01-02 at commit abc."
    assert lines[2].endswith("| Table, ms a run | Peak memory of the parent, MB |")
    assert lines[4:] == [
        "| 10 | 2 | 0.0123 | 0.0123 | 0.0123 | 0.0123 | 163 |",
        "| 1,000 | 1 | 0.0123 | 0.0123 | 0.0123 | 0.0123 | 162 |",
    ]


def test_every_measurement_is_a_line_of_csv(execution: ModuleType, tmp_path: Path) -> None:
    """Of every round and way, so that others can compute other ratios; rounds of the same runs can be added."""
    path = tmp_path / "rows.csv"
    execution.kept.write_rows(path, tabulated(execution, {"ours": [10.0, 20.25]}).to_dict("records"))

    assert path.read_text("utf-8").splitlines() == [
        "group,runs,jobs,round,way,seconds,parent_mib,measured,commit",
        "claims,5,2,1,ours,10.0,90,2026-01-02,abc",
        "claims,5,2,2,ours,20.2,90,2026-01-02,abc",
    ]
    assert [row["round"] for row in execution.read_kept(path, {"claims": plan("claim", 5)}, 2)] == [1, 2]
    with pytest.raises(SystemExit, match=r"keeps other runs, of which \('claims', 5, 2\)"):
        execution.read_kept(path, {"claims": plan("claim", 6)}, 2)
    with pytest.raises(SystemExit, match="no rounds to which others"):
        execution.read_kept(tmp_path / "none.csv", {}, 2)


def test_the_page_has_the_tables_of_what_is_kept(execution: ModuleType, tmp_path: Path) -> None:
    """As `benchmarks/kept.py` writes them; a page without a place for one is an error, an empty folder a sentence."""
    page = (ROOT / "benchmarks" / "README.md").read_text("utf-8")

    assert execution.kept.fill(page) == page
    assert execution.kept.fill(page, tmp_path).count("No measurement is kept yet.") == len(execution.kept.TABLES)
    with pytest.raises(SystemExit, match="no place for books"):
        execution.kept.fill(page.replace("<!-- end books -->", ""))


def test_results_are_compared_without_what_only_we_stamp(execution: ModuleType, tmp_path: Path) -> None:
    """The run, its page and the state of the code are no finding."""
    for name, run in (("a", "1"), ("b", "")):
        folder = tmp_path / name / "results"
        folder.mkdir(parents=True)
        row = {"id": "x", "kind": "number", "value": 1.5, "text": "1.5", "verdict": None, "run": run}
        (folder / "x.json").write_text(json.dumps(row), encoding="utf-8")

    assert execution.read_results(tmp_path / "a") == {"x": ["number", 1.5, "1.5", None]}
    assert execution.read_results(tmp_path / "a") == execution.read_results(tmp_path / "b")
