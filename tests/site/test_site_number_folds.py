"""Long tables of all numbers of an answer are folded; others are left as they are."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from bookmaker import BookMaker
from sphinx.application import Sphinx

from scoledger.site.number_folds import MOST_ROWS

HEADS = ("What", "Value", "Interval", "n", "How to read it")


def build_table(maker: BookMaker, folder: Path, heads: tuple[str, ...], rows: int, name: str = "index.ipynb") -> str:
    """Build a page, a run's by default, with one table below an answer; give the page."""
    lines = [heads, ("---",) * len(heads), *[(f"cell {row}",) * len(heads) for row in range(rows)]]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    text = f"# Front\n\n## The answer\n\nIt rose.\n\n{table}\n\n## More\n\nWords.\n"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text, id="answer")])
    maker.write(f"book/{name}", nbformat.writes(notebook) if name.endswith(".ipynb") else text)
    app = Sphinx(
        str(maker.project.root), None, str(folder / "out"), str(folder / "trees"), "html",
        confoverrides={"extensions": ["myst_nb", "scoledger.site.extension"], "root_doc": "book/index",
                       "include_patterns": [f"book/{name}"], "nb_execution_mode": "off"},
        status=None, warning=None,
    )  # fmt: skip
    app.build()
    return (folder / "out" / "book" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("heads", [HEADS, HEADS[:2], ("What", "Value", "n", "How to read it")])
def test_a_long_table_of_numbers_is_folded(maker: BookMaker, tmp_path: Path, heads: tuple[str, ...]) -> None:
    """With its box, under a heading that counts them; a column that no number fills may be absent."""
    page = build_table(maker, tmp_path, heads, MOST_ROWS + 1)
    found = re.search(r'<details class="number-fold"><summary>([^<]*)</summary>(.*?)</details>', page, re.DOTALL)

    assert found is not None
    assert found[1] == f"All numbers of this answer ({MOST_ROWS + 1})"
    assert found[2].startswith('<div class="table-scroll"')
    assert found[2].count("<tr") == MOST_ROWS + 2


@pytest.mark.parametrize(
    ("heads", "rows"), [(HEADS, MOST_ROWS), (("Word", "Meaning"), 30), ((*HEADS[:2], "Source"), 30)]
)
def test_other_tables_stay_open(maker: BookMaker, tmp_path: Path, heads: tuple[str, ...], rows: int) -> None:
    """A short one, and one of something else."""
    page = build_table(maker, tmp_path, heads, rows)

    assert page.count("<tr") == rows + 1
    assert "number-fold" not in page


def test_the_numbers_of_a_country_stay_open(maker: BookMaker, tmp_path: Path) -> None:
    """On a page that is no run's they are what the page has to say."""
    page = build_table(maker, tmp_path, HEADS[:2], 15, "index.md")

    assert page.count("<tr") == 16
    assert "number-fold" not in page
