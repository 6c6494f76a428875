"""Interactive charts in a real browser: they come from the book's own files and take the place of their picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bookmaker import BookMaker
from browsing import MARKS, PHONE
from charts import add_explorer

from scoledger.exports import write_exports
from scoledger.site import build_book

pytestmark = MARKS

LIVE = ".explore[data-state=ready] .explore-live svg"
SENTENCE = ".explore-sentence"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built book: the chart on a page to explore, and on the landing page."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("explorers"))
    add_explorer(maker, "shares-explorer")
    maker.write("book/index.md", "# Front\n\n```{result-figure} shares-explorer\n```\n")
    maker.write("book/explore/shares.md", "# Shares\n\n```{result-figure} shares-explorer\n```\n")
    toc = maker.project.root / "_toc.yml"
    toc.write_text(
        toc.read_text("utf-8").replace("chapters:\n", "chapters:\n      - file: book/explore/shares\n", 1), "utf-8"
    )
    write_exports(maker.project)
    return build_book(maker.project).parent / "book"


@pytest.fixture
def explorer(chromium: Any, book: Path) -> Iterator[Any]:
    """The page to explore, its chart ready, with what was asked for and what the console said."""
    page = chromium.new_page()
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto((book / "explore" / "shares.html").as_uri())
    page.wait_for_selector(LIVE)
    yield page
    page.close()


def test_the_chart_takes_the_place_of_the_picture_and_says_the_same(explorer: Any) -> None:
    """Same size, same words, nothing in the console."""
    live, stage = explorer.locator(LIVE).bounding_box(), explorer.locator(".explore-stage").bounding_box()

    assert (live["width"], live["height"]) == (stage["width"], stage["height"])
    assert explorer.locator(SENTENCE).text_content() == "Kazakhstan: 10% to 20%"
    assert explorer.locator(LIVE).get_attribute("aria-label") == "Kazakhstan: 10% to 20%"
    assert explorer.said == []
