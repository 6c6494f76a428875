"""What is built again after a change: the citing pages, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bookmaker import BookMaker
from sphinx.application import Sphinx

from scoledger.errors import BuildFailedError
from scoledger.site import build as site_build
from scoledger.site import build_book

pytestmark = pytest.mark.slow


def pages_read(maker: BookMaker, tmp_path: Path) -> list[str]:
    """Run plain Sphinx over three pages and return those that it read."""
    read: list[str] = []
    app = Sphinx(
        str(maker.project.root),
        None,
        str(tmp_path / "out"),
        str(tmp_path / "trees"),
        "html",
        confoverrides={
            "extensions": ["myst_nb", "scoledger.site.extension"],
            "root_doc": "book/index",
            "include_patterns": ["book/index.md", "book/method.md", "book/rerun.md"],
            "nb_execution_mode": "off",
        },
        status=None,
        warning=None,
    )
    app.connect("source-read", lambda _app, docname, _source: read.append(docname))
    app.build()
    return sorted(read)


def test_a_changed_value_reads_exactly_the_citing_pages_again(maker: BookMaker, tmp_path: Path) -> None:
    """Of three untouched pages, two cite the value: first all are read, then none, then those two."""
    maker.add_result("trade-2014")
    maker.add_result("other")
    for name in ("index", "method"):
        maker.write(f"book/{name}.md", f"# {name}\n\nIt was {{result}}`trade-2014`.\n")
    maker.write("book/rerun.md", "# Rerun\n\nIt was {result}`other`.\n")

    assert pages_read(maker, tmp_path) == ["book/index", "book/method", "book/rerun"]
    assert pages_read(maker, tmp_path) == []
    maker.add_result("trade-2014", text="46.0 billion USD", value=46.0)
    assert pages_read(maker, tmp_path) == ["book/index", "book/method"]
    assert "46.0 billion USD" in (tmp_path / "out" / "book" / "method.html").read_text("utf-8")


def contents(folder: Path, pattern: str = "*") -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob(pattern) if path.is_file()}


def change(path: Path, old: str, new: str) -> None:
    """Replace words of a result's file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def changed_pages(maker: BookMaker) -> set[str]:
    """Build, and name the HTML pages of the book that are not what they were."""
    before = contents(maker.project.html, "*.html")
    build_book(maker.project)
    after = contents(maker.project.html, "*.html")
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.fixture
def small_book(maker: BookMaker) -> BookMaker:
    """Pages of each sort: an executed notebook, a number, a figure, a verdict, and one that cites nothing."""
    shown: dict[str, Any] = {"text/plain": "45", "text/markdown": "{result}`trade-2014`"}
    output = nbformat.v4.new_output("execute_result", shown, execution_count=1)
    cells = [nbformat.v4.new_markdown_cell("# T\n\nWords.", id="words"),
             nbformat.v4.new_code_cell("run.number(45)", outputs=[output], execution_count=1, id="number")]  # fmt: skip
    maker.add_run("run-kgz", "book/dependence/kgz", cells, notebook="trade_dependence")
    maker.add_claim_page("alpha")
    maker.add_result("trade-2014", page="book/dependence/kgz", run="run-kgz")
    maker.add_figure("trade-figure", page="book/dependence/kgz", run="run-kgz")
    maker.write("book/index.md", "# Front\n\nIt was {result}`trade-2014`.\n")
    maker.write("book/method.md", "# Method\n\n```{result-figure} trade-figure\n```\n")
    maker.write("book/how-to-read.md", "# How\n\n```{verdict} alpha\n:short:\n```\n")
    build_book(maker.project)
    return maker


def test_after_a_change_exactly_the_citing_pages_differ(small_book: BookMaker) -> None:
    """Through the whole build: a number, a figure, a verdict and the drawing of a figure change one after another."""
    registry = small_book.project.registry

    change(registry / "trade-2014.json", "45.0 billion", "46.0 billion")
    assert changed_pages(small_book) == {"book/index.html", "book/dependence/kgz.html"}
    change(registry / "trade-figure.json", "Trade, 2002-2014.", "Trade until 2014.")
    assert changed_pages(small_book) == {"book/method.html"}
    change(registry / "alpha.json", "something about alpha", "nothing about alpha")
    assert changed_pages(small_book) == {"book/how-to-read.html", "book/claims/alpha.html"}
    change(registry / "files" / "trade-figure.svg", "#1f5f8b", "#8c2d19")
    assert changed_pages(small_book) == set()
    assert b"#8c2d19" in (small_book.project.html / "_images" / "trade-figure.svg").read_bytes()


def test_a_changed_style_reaches_the_book(small_book: BookMaker) -> None:
    """No page is read again for it, but each is written, with the checksum of the new style."""
    style = small_book.project.book / "_static" / "ledger.css"
    style.write_text(style.read_text("utf-8") + "\n.new-look { color: red; }\n", encoding="utf-8")

    assert {"book/index.html", "book/rerun.html", "book/claims/alpha.html"} <= changed_pages(small_book)
    assert ".new-look" in (small_book.project.html / "_static" / "ledger.css").read_text("utf-8")


def test_a_failed_build_leaves_the_last_good_book(small_book: BookMaker, cold: None) -> None:
    """One page cites a missing id and another has changed: not a byte of the built book does, until it is mended."""
    html = small_book.project.html
    good = contents(html)
    path = small_book.project.registry / "trade-2014.json"
    result = json.loads(path.read_text("utf-8"))
    change(path, "45.0 billion", "46.0 billion")
    page = small_book.write("book/rerun.md", "# Rerun\n\nIt was {result}`trade-2041`.\n")

    with pytest.raises(BuildFailedError, match=r"book/rerun\.md:3"):
        build_book(small_book.project)
    assert contents(html) == good
    page.write_text("# Rerun\n\nWords.\n", encoding="utf-8")
    path.write_text(json.dumps(result, indent=1), encoding="utf-8")
    build_book(small_book.project)
    assert contents(html, "*.html") == {name: text for name, text in good.items() if name.endswith(".html")}


def test_an_unchanged_book_does_not_start_sphinx(maker: BookMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second build returns the same address although Sphinx would raise."""
    maker.add_claim_page("alpha")
    index = build_book(maker.project)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("Sphinx was started")

    monkeypatch.setattr(site_build, "_run_sphinx", fail)
    assert build_book(maker.project) == index
    index.unlink()
    with pytest.raises(AssertionError):
        build_book(maker.project)
