"""Notebooks as readers open them: with the parameters of a run of the book, not executed."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import nbformat
import pytest

from scoledger.errors import NotebookError, OverwriteError, UnknownRunError
from scoledger.paths import Project
from scoledger.runs import Opened, find_planned, open_notebook, read_plan, save_notebook, scratch_path, write_notebook
from scoledger.runs.opening import fill_parameters

PROJECT = Project(Path(__file__).resolve().parents[2])
PLANNED = read_plan(PROJECT)


def values_of(text: str) -> dict[str, object]:
    """Values that the cell of parameters of a notebook sets."""
    cell = next(cell for cell in json.loads(text)["cells"] if "parameters" in cell["metadata"].get("tags", []))
    nodes = [node for node in ast.parse("".join(cell["source"])).body if isinstance(node, ast.Assign)]
    return {target.id: ast.literal_eval(node.value) for node in nodes for target in node.targets}


def test_every_run_of_the_book_opens_with_its_own_parameters() -> None:
    """Typed as the run has them, all of them, and nothing else."""
    wrong = [
        str(run)
        for run in PLANNED
        if values_of(write_notebook(PROJECT, run.notebook, run.parameters)) != run.parameters
    ]

    assert len(PLANNED) > 300
    assert wrong == []


def test_nothing_but_the_values_differs_from_the_notebook() -> None:
    """With the defaults, the file is the notebook itself, byte for byte but for the escaping of quotes."""
    path = PROJECT.notebooks / "russia_turn.ipynb"
    opened = json.loads(write_notebook(PROJECT, "russia_turn", {"event_year": 2022}))
    kept = json.loads(path.read_text("utf-8"))
    changed = [
        ("".join(one["source"]), "".join(other["source"]))
        for one, other in zip(kept["cells"], opened["cells"], strict=True)
        if "".join(one["source"]) != "".join(other["source"])
    ]

    assert [(one.replace("2014", "2022") == other) for one, other in changed] == [True]
    assert opened["metadata"] == kept["metadata"]


def test_values_are_written_as_python_and_comments_stay() -> None:
    """Words in quotes, also with quotes and letters beyond ASCII in them; numbers and truth as they are."""
    source = 'ä = "ü"  # é: one\nyear = (\n    2001\n)  # two\nis_on = True\nlast = 3'
    filled = fill_parameters(source, {"ä": 'a "ö"', "year": 2010, "is_on": False}, "here")

    assert filled == 'ä = "a \\"ö\\""  # é: one\nyear = (\n    2010\n)  # two\nis_on = False\nlast = 3'


def test_a_parameter_that_the_cell_does_not_set_is_refused() -> None:
    """The message names the file, the parameter and what was found."""
    with pytest.raises(NotebookError, match=r"here: the cell of parameters does not set yaer\.\nFound: year"):
        fill_parameters("year = 2001", {"yaer": 2010}, "here")


def test_a_file_that_is_no_notebook_is_named(tiny: Project) -> None:
    """Neither a file that is missing, nor one without cells, nor one that no reader can follow passes."""
    (tiny.notebooks / "broken.ipynb").write_text("{}", "utf-8")
    (tiny.notebooks / "deep.ipynb").write_text("[" * 100_000, "utf-8")

    for name in ("broken", "deep", "missing"):
        with pytest.raises(NotebookError, match=f"notebooks/{name}.ipynb cannot be read as a notebook"):
            write_notebook(tiny, name, {})


def test_the_outputs_of_an_editor_are_left_out(tiny: Project) -> None:
    """A notebook that somebody has executed and saved opens empty, as version 4 of the format wants it."""
    path = tiny.notebooks / "plain.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].outputs = [nbformat.v4.new_output("stream", text="seen")]
    notebook.cells[2].execution_count = 7
    nbformat.write(notebook, path)
    opened = nbformat.reads(write_notebook(tiny, "plain", {}, "first()"), as_version=4)
    nbformat.validate(opened)

    assert opened.cells[0].source == "first()"
    assert [(cell.outputs, cell.execution_count) for cell in opened.cells if cell.cell_type == "code"] == [
        ([], None)
    ] * 8


def test_a_run_is_found_by_slug_and_by_page(tiny: Project) -> None:
    """With and without the folder of the book; a slip of the keyboard is answered with the nearest name."""
    run = read_plan(tiny)[0]

    assert [find_planned(tiny, name).slug for name in (run.slug, run.page, run.page.removeprefix("book/"))] == [
        run.slug
    ] * 3
    with pytest.raises(UnknownRunError, match=f"no run 'plain-kax'. Did you mean '{run.slug}'"):
        find_planned(tiny, "plain-kax")


def test_a_notebook_opens_in_the_scratch_folder(tiny: Project) -> None:
    """Below _build, which version control ignores, or where one says."""
    run = read_plan(tiny)[0]

    assert open_notebook(tiny, run) == Opened(tiny.root / scratch_path(run.page), is_kept=False)
    assert scratch_path(run.page).startswith("_build/lab/")
    assert save_notebook(tiny, run, tiny.root / "own.ipynb").read_text("utf-8").startswith("{")


def test_a_notebook_that_a_reader_has_changed_is_kept(tiny: Project) -> None:
    """Opened again it is as it was left; unchanged, or when asked for, it is the page's."""
    run = read_plan(tiny)[0]
    path = open_notebook(tiny, run).path
    text = path.read_text("utf-8")

    assert not open_notebook(tiny, run).is_kept
    path.write_text("mine", "utf-8")
    assert open_notebook(tiny, run).is_kept
    assert path.read_text("utf-8") == "mine"
    assert not open_notebook(tiny, run, is_fresh=True).is_kept
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize(
    "name", ["notebooks/plain.ipynb", "book/own.ipynb", "data/a/b.ipynb", "x/../notebooks/a.ipynb"]
)
def test_no_notebook_is_written_over_the_sources_of_the_book(tiny: Project, name: str) -> None:
    """Not even when forced, nor by a detour."""
    before = sorted(tiny.root.rglob("*.ipynb"))

    with pytest.raises(OverwriteError, match="Expected a file outside notebooks/, book/ and data/"):
        save_notebook(tiny, read_plan(tiny)[0], tiny.root / name, is_forced=True)
    assert sorted(tiny.root.rglob("*.ipynb")) == before


def test_a_cell_of_parameters_that_is_no_python_is_named() -> None:
    """With the line of the cell."""
    with pytest.raises(NotebookError, match=r"here: the cell of parameters is no Python: .*, line 2 of the cell"):
        fill_parameters("a = 1\nb = = 2", {"a": 2}, "here")


def test_a_parameter_with_a_type_is_set_too() -> None:
    """The type stays."""
    assert fill_parameters("a: int = 1  # one\nb: str", {"a": 2}, "here") == "a: int = 2  # one\nb: str"
