"""One browser for all tests of a module, and one small book, served, for those that look at any page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bookmaker import BookMaker
from browsing import CHROMIUM, FLAGS
from charts import add_explorer, make_explorer
from moving import make_moving
from serving import serve
from sphinx_ahead import warm_sphinx

from scoledger.exports import write_exports
from scoledger.paths import Project
from scoledger.site import build_book

__all__ = ["chromium", "site", "small", "warm_sphinx", "whole"]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser that asks nobody for anything by itself."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def make_book(root: Path) -> Path:
    """Build a book with a page of every kind.

    A claim, figures, a wide table, a note, two tables without a title, a long table of numbers, code, a reference,
    pages of a country, a topic and an article, charts to explore, a guide, and a page that moved.
    """
    maker = BookMaker.begin(root)
    maker.add_claim_page("alpha", "contradicted", countries=["KGZ", "CHN"])
    _add_kinds(maker)
    keys = {"page": "book/claims/alpha", "run": "run-alpha"}
    maker.add_result("trade-2014", low=27.1, high=45.9, format=".1f", **keys)
    for name in ("trade-figure", "second-figure"):
        maker.add_figure(name, **keys)
    maker.add_wide_table("trade-table", **keys)
    maker.write(
        "book/index.md",
        "# Front\n\nIt was {result}`trade-2014` in one year.\n\n```{result-figure} trade-figure\n```\n\n"
        + "Words and words.\n\n" * 60
        + "## More\n\n```{result-figure} second-figure\n```\n\n```{result-table} trade-table\n```\n\n"
        "```{note}\nA note.\n```\n\n",
    )
    table = "| Word | Meaning |\n|---|---|\n| alpha | first |\n\n"
    maker.write("book/how-to-read.md", f"# How to read\n\n## Words\n\n{table}{table}```bash\nscoledger book\n```\n")
    maker.write("book/bibliography.md", "# Books\n\n```{bibliography}\n:all:\n```\n")
    write_exports(maker.project)
    return build_book(maker.project).parent


def _add_kinds(maker: BookMaker) -> None:
    """What pages outside the ledger are made from: the book's own words, charts, a guide, and an old address."""
    for name in ("listings.toml", "claims/articles.toml"):
        maker.write(f"data/{name}", (ROOT / "data" / name).read_text("utf-8"))
    maker.add_figure("intra-sco2017-shares")  # that of the topic
    for name, explorer in (("shares", make_explorer()), ("moved", make_moving())):
        add_explorer(maker, name, explorer)
        maker.write(f"book/explore/{name}.md", f"# Look\n\n## The chart\n\n```{{result-figure}} {name}\n```\n")
    maker.write("book/guides/claim.md", (ROOT / "book/guides/claim.md").read_text("utf-8"))
    maker.write("data/redirects.toml", '[pages]\n"book/claims/old" = "book/claims/alpha"\n')
    heads = ("What", "Value", "Interval", "n", "How to read it")
    lines = [heads, ("---",) * len(heads), *[(f"Number {row}", "{result}`trade-2014`", "", "", "") for row in range(9)]]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    maker.write("book/estimates.md", f"# Estimates\n\n## The answer\n\nIt rose.\n\n{table}\n\n## More\n\nWords.\n")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a small built book."""
    return make_book(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="session")
def site(small: Path) -> Iterator[str]:
    """Address of the small book."""
    with serve(small) as address:
        yield address


@pytest.fixture(scope="session")
def whole() -> Iterator[str]:
    """Address of the whole book, when it has been built."""
    folder = Project(ROOT).html
    if not (folder / "book/claims/ca-china-trade-2002-2014.html").is_file():
        pytest.skip("the whole book has not been built in this checkout")
    with serve(folder) as address:
        yield address
