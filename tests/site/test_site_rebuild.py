"""What is built again after a change: the citing pages, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookmaker import BookMaker
from sphinx.application import Sphinx

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


def test_an_unchanged_book_does_not_start_sphinx(maker: BookMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second build returns the same address although Sphinx would raise."""
    maker.add_claim_page("alpha")
    index = build_book(maker.project)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("Sphinx was started")

    monkeypatch.setattr(site_build.subprocess, "run", fail)
    assert build_book(maker.project) == index
    index.unlink()
    with pytest.raises(AssertionError):
        build_book(maker.project)
