"""The statement of data availability, and the list of outputs: complete, and true of the notebooks."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bookmaker import BookMaker

from scoledger.cards import read_cards
from scoledger.errors import StaleResultError
from scoledger.exports import tabulate_outputs, write_exports
from scoledger.paths import Project
from scoledger.site.availability import write_access, write_availability, write_duration
from scoledger.site.outputs import SUMMARY_MAKER
from scoledger.site.pages import write_pages
from scoledger.site.registry import current_results

ROOT = Path(__file__).resolve().parents[2]
CELLS = {
    "begin": "from scoledger import figures, results, verdicts\nrun = results.begin('claim', claim_id=claim_id)",
    "draw": "drawing = figures.draw_lines(run.parameters)\nrun.drawing('trade', drawing)",
    "tell": "run.sources()",
}


@pytest.fixture
def maker(tmp_path: Path) -> BookMaker:
    """A project with a notebook, and a page of it that has a verdict, a figure and a table."""
    maker = BookMaker.begin(tmp_path)
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in CELLS.items()]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), maker.project.notebooks / "claim.ipynb")
    maker.add_claim_page("alpha")
    keys = {"page": "book/claims/alpha", "run": "run-alpha"}
    maker.add_figure("alpha-trade", cell="draw", **keys)
    details = {"columns": [{"name": "Table", "numeric": False}], "rows": [["test-trade"]]}
    maker.add_result("alpha-sources", "table", cell="tell", details=details, files={"csv": "alpha-sources.csv"}, **keys)
    return maker


def resolve(name: str) -> object:
    """What a dotted name stands for."""
    first, *words = name.split(".")
    place, found = first, importlib.import_module(first)
    for word in words:
        place = f"{place}.{word}"
        if not hasattr(found, word):  # a module that its package has not imported
            importlib.import_module(place)
        found = getattr(found, word)
    return found


def check_outputs(project: Project) -> pd.DataFrame:
    """Check that the list is complete, and that each row names a notebook, a cell and functions that are there."""
    outputs = tabulate_outputs(project)
    listed = sorted(result.id for result in current_results(project) if result.kind in {"figure", "table"})
    assert list(outputs["id"]) == listed
    made = outputs[outputs["functions"] != SUMMARY_MAKER]
    for notebook, cells in made.groupby("notebook")["cell"]:
        known = {cell["id"] for cell in json.loads((project.root / notebook).read_text("utf-8"))["cells"]}
        assert set(cells) <= known
    functions = {name for names in outputs["functions"] for name in names.split()}
    assert [name for name in sorted(functions) if not callable(resolve(name))] == []
    assert (outputs["functions"] != "").all()
    return outputs


def test_every_figure_and_table_has_a_row(maker: BookMaker) -> None:
    """With the cell that makes it and the functions behind it; those about the ledger come from the verdicts."""
    write_exports(maker.project)
    outputs = check_outputs(maker.project).set_index("id")

    assert set(outputs.index) >= {"alpha-trade", "alpha-sources", "ledger-scoreboard"}
    assert outputs.loc["alpha-trade", "functions"] == "scoledger.figures.draw_lines scoledger.results.Session.drawing"
    assert outputs.loc["alpha-sources", "functions"] == "scoledger.results.Session.sources"
    assert tuple(outputs.loc["ledger-scoreboard", ["notebook", "functions"]]) == ("", SUMMARY_MAKER)


def test_the_file_holds_the_list(maker: BookMaker) -> None:
    """As plain CSV below the exports."""
    write_exports(maker.project)
    read = pd.read_csv(maker.project.exports / "outputs.csv", dtype=str, keep_default_na=False)

    pd.testing.assert_frame_equal(read, tabulate_outputs(maker.project), check_dtype=False)


def test_a_figure_of_a_cell_that_is_gone_is_refused(maker: BookMaker) -> None:
    """The page would name what nobody can find."""
    maker.add_figure("alpha-other", cell="drew", page="book/claims/alpha", run="run-alpha")

    with pytest.raises(StaleResultError, match="names the cell 'drew'"):
        write_availability(maker.project)


def test_the_real_list_is_complete() -> None:
    """Where the book has been built: every row of it names what is there."""
    project = Project(ROOT)
    if not current_results(project, "figure"):
        pytest.skip("no figure in the registry: the book has not been built in this checkout")
    outputs = check_outputs(project)

    assert set(outputs["notebook"]) - {""} == {f"notebooks/{path.name}" for path in project.notebooks.glob("*.ipynb")}


def test_the_statement_names_every_table(maker: BookMaker) -> None:
    """Producer, citation, vintage, terms, what is passed on, where it comes from and its files."""
    text = write_availability(maker.project).read_text("utf-8")

    for words in (
        "</book/data/test-trade>", "Test Statistics Office, vintage 2024-05", "Trade of the tests \\| 2024 edition",
        "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)", "Whole: the terms", "Made up for the tests.",
        "`example/repository` at `0123456789abcdef`", "`data/tables/test_trade.parquet` (12,345 rows)",
    ):  # fmt: skip
        assert words in text


def test_the_statement_says_what_a_rerun_needs(maker: BookMaker) -> None:
    """Versions and time as the runs noted them, and two commands."""
    text = write_availability(maker.project).read_text("utf-8")

    assert "python 3.11." in text
    assert "1 run took under 10 minutes" in text
    assert re.findall(r"^\$ (.*)$", text, re.MULTILINE) == ["make book", "make test"]


def test_the_statement_lists_what_makes_each_output(maker: BookMaker) -> None:
    """One row for a cell, with its functions and its page."""
    text = write_availability(maker.project).read_text("utf-8")
    row = next(line for line in text.splitlines() if line.startswith("| `trade`"))

    assert "| figure | 1 | `draw` | `figures.draw_lines`, `results.Session.drawing` |" in row
    assert "{doc}`Claim alpha </book/claims/alpha>`" in row


def test_an_extract_says_why_it_is_one() -> None:
    """No table is passed on beyond its terms, and each says so."""
    cards = read_cards(Project(ROOT)).values()

    assert {write_access(card).partition(":")[0] for card in cards if not card.redistributable} == {"An extract"}
    assert {write_access(card).partition(":")[0] for card in cards if card.redistributable} == {"Whole"}


def test_the_page_does_not_change_with_the_seconds(maker: BookMaker) -> None:
    """Two builds of one commit give one page, although they never take the same time."""
    before = write_availability(maker.project).read_bytes()
    path = maker.project.runs / "run-alpha" / "run.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"seconds": 2.5}), encoding="utf-8")
    write_pages(maker.project)

    assert (maker.project.book / "availability.md").read_bytes() == before
    assert (write_duration(2.5), write_duration(599), write_duration(600), write_duration(9e4)) == (
        "under 10 minutes", "under 10 minutes", "10 to 60 minutes", "over 8 hours",
    )  # fmt: skip
