"""The page that moves the window, in a real browser: selects change the cells and the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bookmaker import BookMaker
from browsing import MARKS
from charts import add_explorer
from moving import make_moving

from scoledger.exports import write_exports
from scoledger.site import build_book

pytestmark = MARKS

LIVE = ".explore[data-state=ready] .explore-live svg"
ID = "what-if-windows"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built book with the chart of a small grid."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("moving"))
    add_explorer(maker, ID, make_moving())
    maker.write("book/explore/moved.md", f"# What if?\n\n```{{result-figure}} {ID}\n```\n")
    toc = maker.project.root / "_toc.yml"
    words = toc.read_text("utf-8").replace("chapters:\n", "chapters:\n      - file: book/explore/moved\n", 1)
    toc.write_text(words, "utf-8")
    write_exports(maker.project)
    return build_book(maker.project).parent / "book" / "explore" / "moved.html"


@pytest.fixture
def moved(chromium: Any, book: Path) -> Iterator[Any]:
    """The page, its chart ready, with what the console said."""
    page = chromium.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(book.as_uri())
    page.wait_for_selector(LIVE)
    yield page
    page.close()


def _letters(page: Any) -> list[str]:
    """Letters in the cells of the live chart."""
    return [word for word in page.locator(f"{LIVE} text").all_text_contents() if word in {"S", "C", "n", "?"}]


def _expect(page: Any, sentence: str) -> None:
    page.wait_for_function("words => document.querySelector('.explore-sentence').textContent === words", arg=sentence)


def test_another_reading_changes_letters_and_sentence(moved: Any) -> None:
    """The charitable reading supports what the literal one leaves open."""
    _expect(moved, "level own, literal: counted.")
    before = sorted(_letters(moved))
    moved.get_by_label("Reading").select_option("charitable")
    _expect(moved, "level own, charitable: counted.")

    assert before == ["?", "C", "n"]
    assert sorted(_letters(moved)) == ["?", "C", "S"]
    assert moved.said == []


def test_a_combination_without_a_view_says_so(moved: Any) -> None:
    """No cell is drawn; the keyboard alone leads there and back."""
    select = moved.get_by_label("Books")
    select.focus()
    select.press("ArrowDown")
    _expect(moved, "There is no such view.")
    assert _letters(moved) == []

    select.press("ArrowUp")
    _expect(moved, "level own, literal: counted.")
    assert len(_letters(moved)) == 3


def test_without_scripts_the_picture_of_the_default_view_stays(chromium: Any, book: Path) -> None:
    """With its alternative text."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(book.as_uri())

    assert page.locator(".explore-stage img").is_visible()
    assert "level own, literal: counted." in page.locator(".explore-stage img").get_attribute("alt")
    context.close()
