"""Grids and the sweeps that they plan: what is read, what is refused, and with which words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scoledger.builds.underway import part_of
from scoledger.errors import InvalidParameterError, LedgerError, UnknownCountryError, WindowError
from scoledger.paths import Project
from scoledger.runs import plan as plans
from scoledger.runs.sweeps import GridError, estimate_seconds, grid, read_grid, read_sweep, write_tables

WINDOW = """
[window]
title = "Window"
summary = "A fixture."
slug = "window-{last_year}"
page = "window/{last_year}"
[window.parameters.first_year]
type = "year"
default = 2001
help = "First"
[window.parameters.last_year]
type = "year"
default = 2010
help = "Last"
"""


def write(project: Project, text: str, name: str = "grid.toml") -> Path:
    """Write a grid below the root."""
    path = project.root / name
    path.write_text(text, encoding="utf-8")
    return path


def add_window(project: Project) -> None:
    """Declare a notebook that has a window."""
    path = project.notebooks / "parameters.toml"
    path.write_text(path.read_text("utf-8") + WINDOW, "utf-8")
    (project.notebooks / "window.ipynb").write_bytes((project.notebooks / "plain.ipynb").read_bytes())


def test_lists_and_spans_multiply_out(tiny: Project) -> None:
    """The last parameter moves fastest; a single value is a list of one."""
    path = write(tiny, '[parameters]\ncountry = ["KAZ", "KGZ"]\nyear = { from = 2001, to = 2008, step = 3 }\n')
    sweep = read_sweep(tiny, "plain", path)

    assert sweep.varied == ("country", "year")
    assert [tuple(run.parameters.values()) for run in sweep.runs] == [
        (country, year) for country in ("KAZ", "KGZ") for year in (2001, 2004, 2007)
    ]
    assert read_sweep(tiny, "plain", write(tiny, "[parameters]\nyear = 2003\n")).runs[0].parameters["year"] == 2003


def test_rows_are_runs(tiny: Project) -> None:
    """Text as on a command line, with spaces, an empty line and a spreadsheet's mark; a repeated run counts once."""
    path = write(tiny, "\ufeffcountry, year\nKAZ,2001\n\nkgz ,2002\nKAZ,2001\n", "grid.csv")
    sweep = read_sweep(tiny, "plain", path)

    assert [tuple(run.parameters.values()) for run in sweep.runs] == [("KAZ", 2001), ("KGZ", 2002)]
    assert (sweep.listed, sweep.repeated) == (3, 1)


def test_a_run_of_a_sweep_is_the_run_of_the_book(tiny: Project) -> None:
    """The same key, so that what was executed for one is there for the other."""
    sweep = read_sweep(tiny, "plain.ipynb", write(tiny, '[parameters]\ncountry = "KAZ"\n'))

    assert sweep.runs[0].key == plans.plan_run(tiny, "plain", {"country": "KAZ"}).key


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("", "grid.json", r"grid.json is no grid: its name ends neither in .toml nor in .csv"),
        ("", "grid.toml", r"in \[parameters\] and nothing else; found nothing"),
        ("[parameters]\n", "grid.toml", "found parameters"),
        ("a = 1\n[parameters]\nyear = 2001\n", "grid.toml", "found a, parameters"),
        ("parameters = 3\n", "grid.toml", "found parameters"),
        ("[parameters\n", "grid.toml", "is no TOML"),
        (f"a = {'9' * 5000}\n", "grid.toml", "is no TOML"),
        (f"a = {'[' * 5000}\n", "grid.toml", "is no TOML"),
        ("[parameters]\nyear = []\n", "grid.toml", "year: an empty list plans no run"),
        ("[parameters]\nyear = [[2001]]\n", "grid.toml", "year: a value is one number, .*; found a list of 1"),
        ("[parameters]\nyear = { from = 2001 }\n", "grid.toml", "year: expected whole numbers for from, to and step"),
        ("[parameters]\nyear = { from = 1, to = 2, by = 1 }\n", "grid.toml", "expected whole numbers"),
        ("[parameters]\nyear = { from = 1.5, to = 2 }\n", "grid.toml", "expected whole numbers"),
        ("[parameters]\nyear = { from = true, to = 2 }\n", "grid.toml", "expected whole numbers"),
        ("[parameters]\nyear = { from = 2, to = 1 }\n", "grid.toml", "a span rises"),
        ("[parameters]\nyear = { from = 1, to = 2, step = 0 }\n", "grid.toml", "a span rises"),
        ("[parameters]\nyear = { from = 1, to = 1000000 }\n", "grid.toml", "lists 1,000,000 runs"),
        ("", "grid.csv", "a first row that names each parameter once; found nothing"),
        ("year,year\n1,2\n", "grid.csv", "found 'year', 'year'"),
        ("year,\n1,2\n", "grid.csv", "found 'year', ''"),
        ("year\n", "grid.csv", "names parameters but lists no run"),
        ("country,year\nKAZ,2001\nKGZ\n", "grid.csv", "line 3: expected 2 values; found 1"),
        ('year\n"20\n', "grid.csv", "is no CSV"),
    ],
)
def test_what_is_no_grid_is_refused(tiny: Project, text: str, name: str, message: str) -> None:
    """Each mistake has its words; none passes in silence."""
    with pytest.raises(GridError, match=message):
        read_sweep(tiny, "plain", write(tiny, text, name))


def test_a_grid_that_cannot_be_read_is_named(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing, in another encoding, or much too large."""
    latin = tiny.root / "latin.csv"
    latin.write_bytes("länder\n".encode("latin-1"))
    monkeypatch.setattr(grid, "LARGEST", {".toml": 20, ".csv": 20})

    with pytest.raises(GridError, match=r"absent.toml cannot be read: No such file"):
        read_grid(tiny.root / "absent.toml")
    with pytest.raises(GridError, match="is not UTF-8 text"):
        read_grid(latin)
    with pytest.raises(GridError, match="21 bytes; such a grid has 20 at most"):
        read_grid(write(tiny, "#" * 21))


def test_lists_that_multiply_beyond_measure_are_refused(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a single combination is made."""
    monkeypatch.setattr(grid, "MOST_RUNS", 5)

    with pytest.raises(GridError, match="lists 6 runs; a sweep has 5 at most"):
        read_sweep(tiny, "plain", write(tiny, '[parameters]\ncountry = ["KAZ", "KGZ"]\nyear = [2001, 2002, 2003]\n'))


@pytest.mark.parametrize(
    ("text", "name", "kind", "message"),
    [
        ("[parameters]\ncontry = 1\n", "grid.toml", LedgerError, r"grid.toml: .*'contry'. Did you mean 'country'\?"),
        ('[parameters]\ncountry = ["KAZ", "KGX"]\n', "grid.toml", UnknownCountryError, "grid.toml, country=KGX: .*KGZ"),
        ("country\nKAZ\nKGX\n", "grid.csv", UnknownCountryError, "grid.csv, line 3: .*KGZ"),
        (
            "[parameters]\nyear = 1850\n",
            "grid.toml",
            InvalidParameterError,
            r"year=1850: .*\n.*a year from 1992 to 2024",
        ),
        ("[parameters]\nyear = 2001-01-01\n", "grid.toml", InvalidParameterError, "a year from 1992 to 2024"),
    ],
)
def test_a_value_that_the_notebook_refuses_is_found_in_the_grid(
    tiny: Project, text: str, name: str, kind: type[LedgerError], message: str
) -> None:
    """The message says which combination or line, and what was expected."""
    with pytest.raises(kind, match=message):
        read_sweep(tiny, "plain", write(tiny, text, name))


def test_impossible_windows_are_refused_or_left_out(tiny: Project) -> None:
    """As one asks; a grid of nothing else is refused either way."""
    add_window(tiny)
    path = write(tiny, "[parameters]\nfirst_year = [2001, 2005]\nlast_year = [2003, 2008]\n")

    with pytest.raises(WindowError, match=r"first_year=2005, last_year=2003: .*\n.*\n.*--skip-impossible"):
        read_sweep(tiny, "window", path)
    sweep = read_sweep(tiny, "window", path, skip_impossible=True)
    assert (len(sweep.runs), sweep.repeated, sweep.impossible) == (3, 0, ("first_year=2005, last_year=2003",))
    with pytest.raises(GridError, match="each of its 1 runs ends before it begins"):
        read_sweep(tiny, "window", write(tiny, "[parameters]\nfirst_year = 2020\n"), skip_impossible=True)


def test_declarations_are_read_once_for_all_runs(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the size of the grid: opening them takes longer than a run's check."""
    from scoledger.runs.sweeps import sweep as sweeps

    asked: list[str] = []
    read = sweeps.read_declaration
    monkeypatch.setattr(sweeps, "read_declaration", lambda project, name: asked.append(name) or read(project, name))
    monkeypatch.setattr(plans, "read_declaration", lambda *_: pytest.fail("read once more"))
    sweep = read_sweep(tiny, "plain", write(tiny, "[parameters]\nyear = { from = 1992, to = 2024 }\n"))

    assert len(sweep.runs) == 33
    assert asked == ["plain"]


def test_the_time_is_estimated_from_runs_of_the_notebook(tiny: Project) -> None:
    """The median of its runs, by runs at once; other notebooks and torn records do not count."""
    for run, text in {
        "a": '{"notebook": "plain", "seconds": 2.0}',
        "b": '{"notebook": "plain", "seconds": 4.0}',
        "c": '{"notebook": "plain", "seconds": 90.0}',
        "d": '{"notebook": "late", "seconds": 500.0}',
        "e": '{"notebook": "plain", "sec',
        "f": "[" * 100_000,
    }.items():
        (tiny.runs / run).mkdir(parents=True)
        (tiny.runs / run / "run.json").write_text(text, "utf-8")

    assert estimate_seconds(tiny, "plain", 10, 2) == 20.0
    assert estimate_seconds(tiny, "plain", 1, 8) == 4.0
    assert estimate_seconds(tiny, "raises", 10, 2) is None
    assert estimate_seconds(tiny, "raises", 0, 2) == 0.0


def test_a_run_that_vanishes_meanwhile_is_not_asked(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another command may remove it between the listing and the look at its time."""
    record = tiny.runs / "a" / "run.json"
    record.parent.mkdir(parents=True)
    record.write_text('{"notebook": "plain", "seconds": 2.0}', "utf-8")
    monkeypatch.setattr(Path, "glob", lambda *_: iter([tiny.runs / "gone" / "run.json", record]))

    assert estimate_seconds(tiny, "plain", 10, 2) == 10.0


def test_a_table_removes_what_a_killed_sweep_left_of_it(tiny: Project) -> None:
    """And nothing of another table, or of a sweep that is under way."""
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    mine = part_of(tiny.root / "[a].csv")
    left, other = (
        tiny.root / mine.name.replace("[a]", name).replace(f"-{os.getpid()}.", f"-{gone.pid}.") for name in ("[a]", "a")
    )
    for path in (left, other):
        path.write_text("half", encoding="utf-8")
    sweep = read_sweep(tiny, "plain", write(tiny, "[parameters]\nyear = 2001\n"))
    write_tables([tiny.root / "[a].csv"], sweep, iter([]))

    assert [path.name for path in tiny.root.glob(".*.part")] == [other.name]
    assert (tiny.root / "[a].csv").is_file()
