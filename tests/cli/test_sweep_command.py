"""`scoledger sweep`: plan, runs, failures, table."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from checkout import write_plan, write_tiny_claim, write_tiny_table
from click.testing import CliRunner, Result
from storing import store_run

from scoledger.cli import main
from scoledger.cli.sweep import sweep_name, write_time
from scoledger.errors import OutputError
from scoledger.paths import ROOT_VARIABLE, Project
from scoledger.runs import RunStore, executors, plan_run
from scoledger.runs.cluster import connection
from scoledger.runs.sweeps import read_sweep

NOTEBOOKS = Path(__file__).resolve().parents[1] / "runs" / "notebooks"
GRID = "[parameters]\nyear = [2001, 2002, 2003]\n"
LINE = 'frame = run.library.read(\\"tiny\\")\\n'


def call(*words: object) -> Result:
    """Call the command line."""
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


@dataclass
class Story:
    """What three equal commands printed: in the year 2002 the first had no luck."""

    project: Project
    dry: Result
    is_dry: bool
    first: Result
    failed: pd.DataFrame
    kept: list[str]
    second: Result
    third: Result


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A sweep whose runs have one slug; it is planned, executed, mended and found current."""
    project = Project(tmp_path_factory.mktemp("sweep") / "checkout")
    shutil.copytree(NOTEBOOKS, project.notebooks)
    for folder in (project.cards, project.claims, project.records):
        folder.mkdir(parents=True)
    write_tiny_claim(project)
    write_plan(project, "runs = []\n")
    write_tiny_table(project, (0.1, 0.2))
    luck, grid = project.root / "luck", project.root / "grid.toml"
    path = project.notebooks / "plain.ipynb"
    unlucky = (
        f'import pathlib\\nif year == 2002 and not pathlib.Path(\\"{luck}\\").exists():\\n    raise ValueError(year)\\n'
    )
    path.write_text(path.read_text("utf-8").replace(LINE, unlucky + LINE), "utf-8")
    grid.write_text(GRID, "utf-8")
    words = ["sweep", "plain", "--grid", grid, "--jobs", "2"]
    words += [word for kind in ("csv", "parquet") for word in ("--out", project.root / f"table.{kind}")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ROOT_VARIABLE, str(project.root))
        dry = call(*words, "--dry-run")
        is_dry = not project.build.exists() and not (project.root / "table.csv").exists()
        first = call(*words)
        failed, store = pd.read_csv(project.root / "table.csv"), RunStore(project)
        kept = [year for year in ("2001", "2003") if store.latest(plan_run(project, "plain", {"year": year}))]
        luck.touch()
        yield Story(project, dry, is_dry, first, failed, kept, call(*words), call(*words))


@pytest.mark.slow
def test_a_dry_run_says_what_would_be_executed(story: Story) -> None:
    """Number, reuse, time and the first combinations; nothing is executed and nothing written."""
    assert story.dry.output.splitlines() == [
        "3 runs of notebooks/plain.ipynb: 0 current, 3 to execute",
        "estimated time with 2 at once: unknown, since no run of the notebook is among the latest here",
        "year  state",
        "2001  to execute",
        "2002  to execute",
        "2003  to execute",
    ]
    assert story.dry.exit_code == 0
    assert story.is_dry


@pytest.mark.slow
def test_a_failed_run_stops_no_other(story: Story) -> None:
    """It is listed with its parameters and stands in the table; the others, of the same slug, are kept."""
    assert story.first.exit_code == 1
    assert "1 of 3 runs failed; the 2 others are kept." in story.first.output
    assert "notebooks/plain.ipynb (country=KGZ, year=2002)\n  cell 4: ValueError: 2002" in story.first.output
    assert "3 rows of 3 runs, 1 of them failed" in story.first.output
    assert story.failed["kind"].tolist() == ["number", "failed", "number"]
    assert story.failed["text"].tolist() == ["0.3 million USD", "cell 4: ValueError: 2002", "0.3 million USD"]
    assert story.kept == ["2001", "2003"]


@pytest.mark.slow
def test_the_same_command_goes_on_with_the_rest(story: Story) -> None:
    """Only what failed is executed again; after that nothing is."""
    assert "3 runs of notebooks/plain.ipynb: 2 current, 1 to execute" in story.second.output
    assert "estimated time with 2 at once: about " in story.second.output
    assert "[1/1] done" in story.second.output
    assert story.second.exit_code == 0
    assert "3 runs of notebooks/plain.ipynb: 3 current, 0 to execute" in story.third.output
    assert "done" not in story.third.output


@pytest.mark.slow
def test_both_tables_hold_the_same_to_the_last_bit(story: Story) -> None:
    """A row per value, a column per parameter, with its type; no trace of the failure is left."""
    csv = pd.read_csv(story.project.root / "table.csv", dtype={"value": str})
    parquet = pd.read_parquet(story.project.root / "table.parquet")

    assert list(csv) == list(parquet)
    assert list(parquet)[:5] == ["country", "year", "run", "result", "kind"]
    assert list(map(float, csv["value"])) == parquet["value"].tolist() == [0.1 + 0.2] * 3
    assert parquet["year"].tolist() == csv["year"].tolist() == [2001, 2002, 2003]
    assert str(parquet["year"].dtype) == "int64"
    assert parquet["result"].tolist() == ["total"] * 3
    assert parquet["kind"].tolist() == ["number"] * 3
    assert parquet["run"].nunique() == 3
    assert parquet["low"].isna().all()
    assert not list(story.project.root.glob(".table*"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["sweep", "plian", "--grid", "grid.toml"], "there is no notebook 'plian'. Did you mean 'plain'?"),
        (["sweep", "plain", "--grid", "absent.toml"], "absent.toml cannot be read"),
        (["sweep", "plain", "--grid", "grid.csv", "--out", "grid.csv"], "grid.csv is the grid itself"),
        (
            ["sweep", "plain", "--grid", "grid.toml", "--out", "new.csv", "--out", "link/../new.csv"],
            "new.csv is named more than once",
        ),
        (
            ["sweep", "plain", "--grid", "grid.toml", "--out", "notebooks/plan.csv"],
            "notebooks/plan.csv lies in notebooks/, which holds sources of the book",
        ),
        (["sweep", "plain", "--grid", "grid.toml", "--out", "link/tiny.csv"], "Name another file with --out"),
        (["sweep", "plain", "--grid", "grid.toml", "--out", "table.xlsx"], "ends in .csv or .parquet"),
        (["sweep", "plain", "--grid", "grid.toml", "--out", "absent/table.csv"], "there is no folder absent"),
        (
            ["sweep", "plain", "--grid", "grid.toml", "--out", "other.csv"],
            "other.csv is there and is no table of a sweep",
        ),
        (["sweep", "plain", "--grid", "grid.toml", "--out", "other.parquet"], "Found: nothing of the kind"),
        (["sweep", "plain", "--grid", "grid.toml", "--pages"], "Run 'scoledger book' first, or leave out --pages"),
    ],
)
def test_a_mistake_is_answered_before_anything_runs(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    """Status 2, nothing executed, and files that are there stay as they are."""
    monkeypatch.chdir(tiny.root)
    Path("grid.toml").write_text(GRID, "utf-8")
    Path("grid.csv").write_text("year\n2001\n", "utf-8")
    Path("other.csv").write_text("my,own\n", "utf-8")
    Path("other.parquet").write_text("my own\n", "utf-8")
    Path("link").symlink_to("data")
    result = call(*words)

    assert message in result.output
    assert result.exit_code == 2
    assert not tiny.build.exists()
    assert Path("other.csv").read_text("utf-8") == "my,own\n"
    assert Path("grid.csv").read_text("utf-8") == "year\n2001\n"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "about 1 s"), (99.4, "about 99 s"), (1800, "about 30 min"), (9000, "about 2.5 h")]
)
def test_a_time_is_told_as_people_do(seconds: float, words: str) -> None:
    """Seconds, minutes, hours."""
    assert write_time(seconds) == words


def test_runs_may_go_to_a_cluster_and_have_a_limit(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both options reach the runs; without a number of jobs, all workers are used."""
    asked: dict[str, object] = {}

    def refuse(project: Project, planned: object, **options: object) -> None:
        asked.update(options)
        raise OutputError("enough is known")

    monkeypatch.setattr("scoledger.cli.sweep.execute_runs", refuse)
    monkeypatch.setattr(connection, "connect", lambda _: (Connection(), 3))
    grid = tiny.root / "grid.toml"
    grid.write_text(GRID, "utf-8")
    address = "tcp://127.0.0.1:8786"
    result = call("sweep", "plain", "--grid", grid, "--scheduler", address, "--timeout", "60")

    assert "enough is known" in result.output
    assert asked.pop("reasons") == {run.key: ["never run"] for run in read_sweep(tiny, "plain", grid).runs}
    assert asked == {"jobs": None, "scheduler": address, "timeout": 60.0}


@pytest.mark.parametrize(("words", "count"), [([], 3), (["--jobs", "2"], 2), (["--jobs", "9"], 3)], ids=str)
def test_the_time_on_a_cluster_is_that_of_its_workers(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, words: list[str], count: int
) -> None:
    """One run per worker at once, however many cores there are here; fewer where one asks for fewer."""
    monkeypatch.setattr(connection, "connect", lambda _: (Connection(), 3))
    grid = tiny.root / "grid.toml"
    grid.write_text(GRID, "utf-8")
    result = call("sweep", "plain", "--grid", grid, "--dry-run", "--scheduler", "tcp://127.0.0.1:8786", *words)

    assert f"estimated time with {count} at once: " in result.output


class Connection:
    """A connection to a scheduler."""

    def close(self, timeout: float) -> None:
        """End it."""


def test_damage_of_a_kept_run_is_told(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where another run of the sweep has the same slug; the run is executed again."""
    store_run(tiny)
    (tiny.runs / ("a" * 12) / "notebook.ipynb").write_text("{", "utf-8")
    monkeypatch.setattr(executors, "warm_kernels", lambda *_: nullcontext())
    monkeypatch.setattr(executors, "make_executor", lambda *_, **__: DeadExecutor())
    grid = tiny.root / "grid.toml"
    grid.write_text(GRID, "utf-8")
    result = call("sweep", "plain", "--grid", grid, "--jobs", "2")

    told = "is executed again, because it is damaged in the store: run aaaaaaaaaaaa: notebook.ipynb differs"
    assert result.output.count(f"scoledger: plain-kgz {told}") == 1
    assert "3 of 3 runs failed" in result.output


class DeadExecutor(Executor):
    """An executor whose workers are dead."""

    def submit(self, *_: object, **__: object) -> Future[Any]:
        """Have nobody to do it."""
        raise BrokenExecutor


@pytest.mark.parametrize(("words", "is_advised"), [(["run", "plain"], False), (["sweep", "plain"], True)])
def test_fewer_jobs_are_advised_where_there_are_several(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, words: list[str], *, is_advised: bool
) -> None:
    """`scoledger run` has no option --jobs."""
    monkeypatch.setattr(executors, "warm_kernels", lambda *_: nullcontext())
    monkeypatch.setattr(executors, "make_executor", lambda *_, **__: DeadExecutor())
    grid = tiny.root / "grid.toml"
    grid.write_text(GRID, "utf-8")
    result = call(*words, *(["--grid", grid, "--jobs", "2"] if is_advised else []))

    assert "its worker process died, twice: it was killed, or memory ran out" in result.output
    assert ("(try fewer --jobs)" in result.output) == is_advised


def test_two_grids_of_one_name_are_two_sweeps(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is named after the place too: the second takes nobody's place, and the same grid has the same one."""
    paths = [tiny.root / name for name in ("a/grid.toml", "b/grid.toml", "b/grid.csv")]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_text(GRID if path.suffix == ".toml" else "year\n2001\n", "utf-8")
    planned = read_sweep(tiny, "plain", paths[0])
    names = [sweep_name(tiny, planned, path) for path in paths]
    monkeypatch.chdir(tiny.root / "a")

    assert len(set(names)) == 3
    assert all(re.fullmatch(r"plain-grid-[0-9a-f]{6}", name) for name in names)
    assert sweep_name(tiny, planned, Path("grid.toml")) == names[0]
