"""Tests of execution: what a batch makes, keeps, repeats and reports."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import tomllib
from pathlib import Path

import nbformat
import pytest
from checkout import write_tiny_table
from storing import stale_slugs

from scoledger.errors import ChecksumError, OutputError
from scoledger.paths import Project
from scoledger.results import read_registry
from scoledger.runs import RunStore, execute_runs, install_registry, plan_run, read_plan

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def run_one(project: Project, notebook: str, **given: object) -> tuple[RunStore, object]:
    """Execute one run; give the store and the outcome."""
    outcomes = execute_runs(project, [plan_run(project, notebook, given)], jobs=1, force=True)
    return RunStore(project), outcomes[0]


def contents(folder: Path) -> dict[str, bytes]:
    """Bytes of all files of a folder but its record, which holds times."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def test_a_batch_goes_into_the_store_and_the_registry(tiny: Project) -> None:
    """Two runs of four results and one sentence each; the second batch finds nothing to do."""
    outcomes = execute_runs(tiny, read_plan(tiny), jobs=2)
    install_registry(tiny)
    registry = read_registry(tiny)

    assert [outcome.failure for outcome in outcomes] == [None, None]
    assert sorted(registry)[:4] == ["plain-kaz-line", "plain-kaz-rows", "plain-kaz-sentence", "plain-kaz-total"]
    assert registry["plain-kgz-total"].text == "3.0 million USD"
    assert registry["plain-kgz-total"].run == outcomes[1].run
    assert registry["plain-kgz-total"].inputs[0]["id"] == "tiny"
    assert {path.name for path in (tiny.registry / "files").iterdir()} >= {"plain-kaz-line.svg", "plain-kaz-rows.csv"}
    assert RunStore(tiny).record(outcomes[1].run).heading == "Plain: KGZ"
    assert execute_runs(tiny, read_plan(tiny)) == []


def test_repeated_runs_give_equal_bytes(tiny: Project, tmp_path: Path) -> None:
    """One worker or two, first or second time: the same run id and the same bytes, figures included."""
    first = execute_runs(tiny, read_plan(tiny), jobs=2)
    before = {outcome.run: contents(tiny.runs / outcome.run) for outcome in first}
    shutil.rmtree(tiny.runs)
    second = execute_runs(tiny, list(reversed(read_plan(tiny))), jobs=1)

    assert {outcome.run: contents(tiny.runs / outcome.run) for outcome in second} == before


def test_why_names_what_has_changed(tiny: Project, code: dict[str, str]) -> None:
    """Code by file, the notebook, the lock and the table; a new table repeats the run with another id."""
    planned = plan_run(tiny, "plain", {})
    (first,) = execute_runs(tiny, [planned])
    code["verdicts/trend.py"] = "two"
    tiny.lock.write_text("nothing==2\n")
    write_tiny_table(tiny, (1.0, 5.0))
    notebook = tiny.notebooks / "plain.ipynb"
    notebook.write_text(notebook.read_text().replace("All rows", "Every row"))
    reasons = stale_slugs(tiny, [planned])
    (second,) = execute_runs(tiny, [planned])

    assert reasons == {
        "plain-kgz": [
            "notebook plain.ipynb changed",
            "code changed: verdicts/trend.py",
            "requirements.lock changed",
            "table tiny: its bytes, card or corrections changed",
        ]
    }
    assert first.run != second.run
    assert stale_slugs(tiny, [planned]) == {}


def test_metadata_of_an_editor_makes_nothing_stale(tiny: Project) -> None:
    """JupyterLab writes view state into a notebook when it saves it."""
    planned = plan_run(tiny, "late", {})
    execute_runs(tiny, [planned])
    path = tiny.notebooks / "late.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["toc"] = {"open": True}
    notebook.cells[1].metadata["collapsed"] = False
    nbformat.write(notebook, path)

    assert stale_slugs(tiny, [planned]) == {}


def test_an_input_that_is_read_after_the_last_result_counts(tiny: Project) -> None:
    """It may stand in the executed notebook."""
    store, outcome = run_one(tiny, "late")

    assert [item["id"] for item in store.record(outcome.run).inputs] == ["tiny"]


def test_a_failed_run_is_reported_and_the_others_are_kept(tiny: Project) -> None:
    """Cell 4 of the stored notebook, counted as a person does; the executed notebook is kept for a look."""
    planned = [plan_run(tiny, "raises", {}), plan_run(tiny, "plain", {})]
    failed, done = execute_runs(tiny, planned, jobs=2)

    assert str(failed.failure) == "cell 4: ValueError: no luck with KGZ"
    assert failed.notebook == tiny.runs / "failed" / f"raises-kgz-{planned[0].key[:8]}.ipynb"
    assert failed.notebook.is_file()
    assert done.failure is None
    assert stale_slugs(tiny, planned) == {"raises-kgz": ["the last run failed: cell 4: ValueError: no luck with KGZ"]}
    assert list((tiny.runs / ".staging").iterdir()) == []


@pytest.mark.parametrize(
    ("notebook", "message"),
    [
        ("twice", "makes the result 'twice-kgz-one' twice"),
        ("silent", "never called scoledger.results.begin"),
        ("dies", "DeadKernelError"),
    ],
)
def test_a_run_that_cannot_be_trusted_fails(tiny: Project, notebook: str, message: str) -> None:
    """A duplicate id, a notebook whose inputs nobody knows, a kernel that dies."""
    _, outcome = run_one(tiny, notebook)

    assert message in str(outcome.failure)
    assert outcome.run == ""


def test_a_table_that_differs_from_its_card_fails_the_run(tiny: Project) -> None:
    """The message of the loader reaches the list of failed runs."""
    (tiny.data / "tables" / "tiny.parquet").write_bytes(b"other bytes")
    _, outcome = run_one(tiny, "plain")

    assert "cell 4: ChecksumError: data/tables/tiny.parquet differs from its card" in str(outcome.failure)


def test_a_table_that_differs_from_its_card_makes_no_run_stale(tiny: Project) -> None:
    """Nothing is planned on it: the fault itself is reported, also when it comes up while runs are under way."""
    planned = plan_run(tiny, "late", {})
    execute_runs(tiny, [planned])
    with (tiny.data / "tables" / "tiny.parquet").open("ab") as file:
        file.write(b"x")

    with pytest.raises(ChecksumError, match=r"data/tables/tiny\.parquet differs from its card"):
        stale_slugs(tiny, [planned])


def test_the_executed_notebook_names_no_folder_and_no_time(tiny: Project) -> None:
    """Neither papermill's notes nor paths nor addresses; what it wrote into its folder is gone."""
    _, outcome = run_one(tiny, "noisy")
    text = outcome.notebook.read_text()
    cells = nbformat.read(outcome.notebook, as_version=4).cells

    assert "papermill" not in text
    assert str(tiny.root) not in text
    assert cells[4].outputs[0].text == ".../scratch ... 0\n"
    assert cells[4].outputs[1].data["text/plain"] == "<object>"
    assert not list(tiny.root.rglob("litter.txt"))


def test_nothing_is_left_of_the_sockets(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """They lie in the folder for temporary files, whose name is short."""
    with tempfile.TemporaryDirectory(prefix="s-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        store, _ = run_one(tiny, "late")

        assert store.latest(plan_run(tiny, "late", {})) is not None
        assert not list(Path(folder).glob("sco-*"))


def test_results_no_longer_planned_leave_the_registry(tiny: Project) -> None:
    """One run of two is taken from the plan: its results and files go, the others keep their times."""
    planned = read_plan(tiny)
    execute_runs(tiny, planned)
    install_registry(tiny, planned)
    kept = tiny.registry / "plain-kgz-total.json"
    time = kept.stat().st_mtime_ns
    install_registry(tiny, planned[1:])

    assert sorted(path.name for path in (tiny.registry / "files").iterdir()) == [
        "plain-kgz-line.csv",
        "plain-kgz-line.pdf",
        "plain-kgz-line.png",
        "plain-kgz-line.svg",
        "plain-kgz-rows.csv",
    ]
    assert all(result_id.startswith("plain-kgz") for result_id in read_registry(tiny))
    assert kept.stat().st_mtime_ns == time


def test_a_store_that_is_no_folder_is_an_output_error(tiny: Project) -> None:
    """The path of the store is taken by a file: nothing is executed, the message says where."""
    tiny.build.mkdir()
    tiny.runs.write_text("in the way")

    with pytest.raises(OutputError, match=r"_build/runs.* cannot be written"):
        execute_runs(tiny, [plan_run(tiny, "late", {})])


def test_a_full_device_is_an_output_error(tiny: Project) -> None:
    """The index cannot be written once the notebook is done: no run, nothing staged."""
    index = tiny.runs / "index"
    tiny.runs.mkdir(parents=True)
    index.symlink_to("/dev/full")

    with pytest.raises(OutputError):
        execute_runs(tiny, [plan_run(tiny, "late", {})])
    assert sorted(path.name for path in tiny.runs.iterdir()) == [".staging", "index"]
    assert list((tiny.runs / ".staging").iterdir()) == []


def test_the_record_says_how_it_was_made(tiny: Project) -> None:
    """Versions, parameters and the digests of every file."""
    store, outcome = run_one(tiny, "late")
    record = json.loads((store.folder(outcome.run) / "run.json").read_text())

    assert record["parameters"] == {"country": "KGZ"}
    assert set(record["files"]) == {"notebook.ipynb", "results/late-kgz-one.json"}
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert set(record["versions"]) == {"python", *(re.match(r"[\w-]+", word)[0] for word in asked)}
    assert record["page"] == "book/late/kgz"
