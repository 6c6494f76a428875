"""Long tables of all numbers of an answer are folded; others are left as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bookmaker import BookMaker
from sphinx.application import Sphinx

from scoledger.site.number_folds import MOST_ROWS

HEADS = ("What", "Value", "Interval", "n", "How to read it")


def build_table(maker: BookMaker, folder: Path, heads: tuple[str, ...], rows: int) -> str:
    """Build a page with one table below an answer; give the page."""
    lines = [heads, ("---",) * len(heads), *[(f"cell {row}",) * len(heads) for row in range(rows)]]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    maker.write("book/index.md", f"# Front\n\n## The answer\n\nIt rose.\n\n{table}\n\n## More\n\nWords.\n")
    app = Sphinx(
        str(maker.project.root), None, str(folder / "out"), str(folder / "trees"), "html",
        confoverrides={"extensions": ["myst_nb", "scoledger.site.extension"], "root_doc": "book/index",
                       "include_patterns": ["book/index.md"], "nb_execution_mode": "off"},
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
