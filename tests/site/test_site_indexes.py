"""The first page of a chapter: its question once, and each of its pages with what it finds."""

from __future__ import annotations

import pytest
from bookmaker import BookMaker, claim_cells

from scoledger.site.indexes import write_indexes

CHAPTER = """
id = "trade_dependence"
question = "How far does it hang on one partner?"
articles = "They say far."
reverse = "Other books."
identifies = "Nothing."
claims = ["alpha"]
references = ["smith2020"]
"""


@pytest.fixture
def index(maker: BookMaker) -> str:
    """The index of a chapter with two pages, of which one has three main estimates and a plain number."""
    maker.write("data/claims/kocamaz2019/alpha.toml", "")
    maker.write("data/chapters/trade_dependence.toml", CHAPTER)
    for state in ("kgz", "uzb"):
        maker.add_run(f"run-{state}", f"book/dependence/{state}", claim_cells("alpha"), notebook="trade_dependence")
    keys = {"run": "run-kgz", "page": "book/dependence/kgz", "notebook": "trade_dependence"}
    for name in ("a-share", "b-trend", "c-rank"):
        maker.add_result(name, details={"is_main": True}, **keys)
    maker.add_result("a-plain", **keys)
    write_indexes(maker.project)
    return (maker.project.book / "dependence" / "index.md").read_text("utf-8")


def test_the_question_stands_once(index: str) -> None:
    """Without the notebook's summary, which would say it again."""
    assert index.count("How far does it hang on one partner?") == 1
    assert "Share of one partner." not in index
    assert "They say far." in index


def test_each_page_has_its_answer(index: str) -> None:
    """Two main estimates and how many more there are; a page without any is a plain link."""
    lines = [line for line in index.splitlines() if line.startswith("- ")]

    first = "Title of a-share: {result}`a-share`; Title of b-trend: {result}`b-trend`; and 1 more"
    assert lines == [f"- {{doc}}`/book/dependence/kgz`: {first}", "- {doc}`/book/dependence/uzb`"]
