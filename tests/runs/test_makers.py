"""Which functions make a result, as the source of a notebook says it."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from scoledger.errors import StaleResultError
from scoledger.runs.makers import NotebookSource

FIRST = """
from IPython.display import display
from scoledger import figures as pictures, results, verdicts
from scoledger.chapters import trade
import scoledger.countries
run = results.begin("trade", country=country)
found = trade.collect(run.library, country)
name = scoledger.countries.country_name(country)
"""


def make_source(folder: Path, *cells: str) -> NotebookSource:
    """A notebook with a beginning and these cells, ``c1`` and so on."""
    path = folder / "trade.ipynb"
    codes = [nbformat.v4.new_code_cell(cell, id=f"c{number}") for number, cell in enumerate([FIRST, *cells])]
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# T", id="t"), *codes]), path)
    return NotebookSource(path)


COLLECT, TABLE = "scoledger.chapters.trade.collect", "scoledger.results.Session.table"
LINES, DRAWING = "scoledger.figures.draw_lines", "scoledger.results.Session.drawing"
NAMED = "scoledger.countries.country_name"


@pytest.mark.parametrize(
    ("cell", "name", "expected"),
    [
        ('run.table("a", found.a)', "a", [COLLECT, TABLE]),
        ('x = pictures.draw_lines(found.a)\ndisplay(run.drawing("a", x))', "a", [COLLECT, LINES, DRAWING]),
        ('run.table("a", found.a)\nrun.drawing("b", pictures.draw_lines(found.b))', "a", [COLLECT, TABLE]),
        ('run.table("a", found.a, title=f"Of {name}")', "a", [COLLECT, NAMED, TABLE]),
        ("for n, d in pictures.draw_lines(found).items():\n    run.drawing(n, d)", "z", [COLLECT, LINES, DRAWING]),
        ('x = verdicts.read()\nx = found.a\nrun.table("a", x)', "a", [COLLECT, TABLE]),
        ('x = found.a\nx["k"] = verdicts.read()\nrun.table("a", x)', "a", [COLLECT, "scoledger.verdicts.read", TABLE]),
        ('x = found.a\nx += verdicts.read()\nrun.table("a", x)', "a", [COLLECT, "scoledger.verdicts.read", TABLE]),
        ('run.table("a", found.a)\nfound = verdicts.read()', "a", [COLLECT, TABLE]),
        ('run.say("answer", found.words)\nrun.sources()', "sources", ["scoledger.results.Session.sources"]),
        ('run.table("a", sorted(len(x) for x in [1]))', "a", [TABLE]),
    ],
)
def test_the_calls_behind_a_result_are_found(tmp_path: Path, cell: str, name: str, expected: list[str]) -> None:
    """Those of its own call, of the last values of its names, and of what changed a part of them; no others."""
    assert make_source(tmp_path, cell).find_makers("c1", name) == tuple(expected)


def test_a_value_of_an_earlier_cell_counts_and_of_a_later_does_not(tmp_path: Path) -> None:
    """As they are executed from top to bottom."""
    source = make_source(
        tmp_path, "x = verdicts.judge(found)", 'run.table("a", x)', "x = verdicts.read()", 'run.table("b", x)'
    )

    assert source.find_makers("c2", "a") == (COLLECT, "scoledger.verdicts.judge", TABLE)
    assert source.find_makers("c4", "b") == ("scoledger.verdicts.read", TABLE)


def test_a_cell_that_is_gone_is_refused(tmp_path: Path) -> None:
    """The notebook has changed since the result was made."""
    with pytest.raises(StaleResultError, match=r"names the cell 'c9', which notebooks/trade\.ipynb does not have"):
        make_source(tmp_path, "1").find_makers("c9", "a")
