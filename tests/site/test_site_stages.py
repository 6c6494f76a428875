"""Tests of the generated pages as a stage: they are made when something that they are made from has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookmaker import BookMaker

from scoledger.site import making, write_pages


@pytest.fixture
def made(maker: BookMaker, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A book whose pages are made; what is made later is noted."""
    maker.add_claim_page("alpha")
    calls: list[str] = []
    make = making.make_pages

    def note(project: object) -> list[Path]:
        calls.append("made")
        return make(maker.project)

    monkeypatch.setattr(making, "make_pages", note)
    assert write_pages(maker.project)
    calls.clear()
    return calls


def test_unchanged_pages_are_left_alone(maker: BookMaker, made: list[str]) -> None:
    """Also when a page changes that a person writes; the same pages are told."""
    pages = write_pages(maker.project)
    maker.write("book/rerun.md", "# Rerun\n\nOther words.\n")

    assert write_pages(maker.project) == pages
    assert maker.project.book / "claims" / "alpha.ipynb" in pages
    assert made == []


@pytest.mark.parametrize(
    "name",
    [
        *("_build/registry/alpha.json", "_build/registry/manifest.json", "_build/runs/run-alpha/run.json"),
        *("_build/runs/run-alpha/notebook.ipynb", "data/cards/test-trade.toml", "data/claims/rules.toml"),
        *("notebooks/parameters.toml", "CITATION.cff", "book/references.bib", "data/corrections.toml"),
    ],
)
def test_what_pages_are_made_from_is_seen(maker: BookMaker, made: list[str], name: str) -> None:
    """A space more is a change."""
    path = maker.project.root / name
    path.write_text(path.read_text("utf-8") + "\n", encoding="utf-8")
    write_pages(maker.project)

    assert made == ["made"]


@pytest.mark.parametrize("name", ["claims/alpha.ipynb", "claims/index.md", "status.md"])
def test_a_page_that_was_edited_or_removed_is_made_again(maker: BookMaker, made: list[str], name: str) -> None:
    """Changes of generated pages are lost."""
    path = maker.project.book / name
    text = path.read_text("utf-8")
    path.write_text(text.replace("alpha", "alhpa").replace("tatus", "tutas"), encoding="utf-8")
    write_pages(maker.project)
    assert path.read_text("utf-8") == text
    path.unlink()
    write_pages(maker.project)
    assert path.read_text("utf-8") == text
    assert made == ["made"] * 2


def test_a_generated_page_without_a_reason_is_removed(maker: BookMaker, made: list[str]) -> None:
    """Of either sort; a page that a person wrote stays."""
    generated = (maker.project.book / "status.md").read_text("utf-8")
    maker.write("book/left.md", generated)
    maker.write("book/left.ipynb", (maker.project.book / "claims" / "alpha.ipynb").read_text("utf-8"))
    write_pages(maker.project)

    assert not (maker.project.book / "left.md").exists()
    assert not (maker.project.book / "left.ipynb").exists()
    assert (maker.project.book / "rerun.md").is_file()
