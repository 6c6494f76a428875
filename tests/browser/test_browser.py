"""The built book in a real browser: notes on numbers, folding, dark and narrow screens, and no request outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bookmaker import BookMaker
from browsing import CONTRAST, MARKS, PHONE

from scoledger.exports import write_exports
from scoledger.site import build_book

PAGES = ("index", "claims/index", "claims/alpha", "data/index", "data/test-trade", "status", "how-to-read")

pytestmark = MARKS


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built book with one claim, a number, a figure and a wide table."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("book"))
    maker.add_claim_page("alpha", "contradicted")
    keys = {"page": "book/claims/alpha", "run": "run-alpha"}
    maker.add_result("trade-2014", low=27.1, high=45.9, format=".1f", **keys)
    maker.add_figure("trade-figure", **keys)
    maker.add_wide_table("trade-table", **keys)
    maker.write(
        "book/index.md",
        "# Front\n\nIt was {result}`trade-2014` in one year, and {result}`ledger-claims` claims.\n\n"
        "```{result-figure} trade-figure\n```\n\n```{result-table} trade-table\n```\n",
    )
    write_exports(maker.project)
    return build_book(maker.project).parent / "book"


@pytest.fixture
def front(chromium: Any, book: Path) -> Iterator[Any]:
    """The landing page."""
    page = chromium.new_page()
    page.goto((book / "index.html").as_uri())
    yield page
    page.close()


def test_a_note_opens_on_hover_and_names_the_source(front: Any) -> None:
    """Hidden at first; under the pointer it shows value, interval and producer."""
    note = front.locator(".result-note").first

    assert not note.is_visible()
    front.locator(".result-value").first.hover()
    assert note.is_visible()
    for words in (
        "45.0 billion USD",
        "27.1 billion USD to 45.9 billion USD",
        "Test Statistics Office (2024-05)",
        "run-alpha",
    ):
        assert words in note.inner_text()


def test_a_note_opens_by_keyboard_and_closes_with_escape(front: Any) -> None:
    """Focus opens, Escape closes, and the focus stays where it was."""
    front.locator(".result-value").first.focus()
    note = front.locator(".result-note").first

    assert note.is_visible()
    front.keyboard.press("Escape")
    assert not note.is_visible()
    assert front.evaluate("document.activeElement.className") == "result-value"


def test_a_note_opens_without_scripts(chromium: Any, book: Path) -> None:
    """Hover is style alone."""
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto((book / "index.html").as_uri())
    page.locator(".result-value").first.hover()

    assert page.locator(".result-note").first.is_visible()


def test_a_note_stays_on_a_phone_screen(chromium: Any, book: Path) -> None:
    """Every note of the page lies within 390 pixels when it is open."""
    page = chromium.new_page(viewport=PHONE)
    page.goto((book / "index.html").as_uri())
    for number in range(page.locator(".result-value").count()):
        page.locator(".result-value").nth(number).focus()
        box = page.locator(".result-note").nth(number).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


def test_a_first_tap_opens_the_note_and_a_second_follows_it(chromium: Any, book: Path) -> None:
    """On a touch screen a number is read before it is left."""
    page = chromium.new_context(viewport=PHONE, has_touch=True).new_page()
    page.goto((book / "index.html").as_uri())
    page.locator(".result-value").first.tap()

    assert page.locator(".result-note").first.is_visible()
    assert page.url.endswith("/index.html")
    page.locator(".result-value").first.tap()
    page.wait_for_url("**/claims/alpha.html*")


def test_code_is_one_click_away(chromium: Any, book: Path) -> None:
    """Folded at first; a click shows the cell."""
    page = chromium.new_page()
    page.goto((book / "claims" / "alpha.html").as_uri())
    code = page.get_by_text("run.verdict(verdict)")

    assert not code.is_visible()
    page.locator("details.code-fold summary").last.click()
    assert code.is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_quiet_asks_nobody_and_fits_a_phone(chromium: Any, book: Path, name: str) -> None:
    """No error in the console, no request but to files, and no sideways scrolling of the page."""
    page = chromium.new_page(viewport=PHONE)
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((book / f"{name}.html").as_uri())
    page.wait_for_timeout(500)  # what a script asks for late; "networkidle" does not always come for files

    assert errors == []
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_wide_table_scrolls_inside_its_own_box(chromium: Any, book: Path) -> None:
    """The table is wider than its box, the box no wider than the screen, and the box takes the focus."""
    page = chromium.new_page(viewport=PHONE)
    page.goto((book / "index.html").as_uri())
    box = page.locator(".table-scroll").first

    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert box.bounding_box()["width"] <= PHONE["width"]
    box.focus()
    assert box.evaluate("box => box === document.activeElement")


def test_a_table_says_that_it_scrolls_and_stops_at_the_end(chromium: Any, book: Path) -> None:
    """The mark on the right goes when the last column is in sight; a table that fits has none."""
    page = chromium.new_page(viewport=PHONE)
    page.goto((book / "index.html").as_uri())
    box = page.locator(".table-scroll.more-right").first
    box.wait_for()

    assert "Scroll sideways" in box.evaluate("box => getComputedStyle(box, '::before').content")
    page.locator(".table-scroll").first.evaluate("box => { box.scrollLeft = box.scrollWidth; }")
    page.locator(".table-scroll.more-left:not(.more-right)").first.wait_for()
    page.goto((book / "how-to-read.html").as_uri())
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.locator(".table-scroll.more-right").count() == 0


def test_a_figure_opens_at_full_size(chromium: Any, book: Path) -> None:
    """A tap on the image leads to the drawing itself."""
    page = chromium.new_context(viewport=PHONE, has_touch=True).new_page()
    page.goto((book / "index.html").as_uri())
    link = page.locator("figure.result-figure a.full-size")

    assert "Open full size" in (link.get_attribute("title") or "")
    link.tap()
    page.wait_for_url("**/exports/figures/trade-figure.svg")


def test_a_figure_stands_on_white_in_the_dark(chromium: Any, book: Path) -> None:
    """The page turns dark, the panel of the figure only dims."""
    page = chromium.new_context(color_scheme="dark").new_page()
    page.goto((book / "index.html").as_uri())
    style = "element => getComputedStyle(element)"

    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("figure.result-figure img").evaluate(f"{style}.backgroundColor") == ("rgb(255, 255, 255)")
    assert "brightness" in page.locator("figure.result-figure img").evaluate(f"{style}.filter")


def test_a_badge_has_contrast_in_both_themes(chromium: Any, book: Path) -> None:
    """Text of badges reaches 4.5 to 1 against its background, light and dark."""
    for scheme in ("light", "dark"):
        page = chromium.new_context(color_scheme=scheme).new_page()
        page.goto((book / "claims" / "alpha.html").as_uri())
        ratio = page.locator(".verdict-box .verdict").first.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{scheme}: {ratio:.2f}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_link_on_a_panel_has_contrast(chromium: Any, book: Path, scheme: str) -> None:
    """Links of the verdict box stand off its ground, and not only just; no other rule takes their colour away."""
    page = chromium.new_context(color_scheme=scheme).new_page()
    page.goto((book / "claims" / "alpha.html").as_uri())

    assert page.locator(".verdict-box dd a:not(.result-value)").first.evaluate(CONTRAST) >= 5


def test_search_finds_a_claim_by_its_id(chromium: Any, book: Path) -> None:
    """The full-text search works from files alone."""
    page = chromium.new_page()
    page.goto((book.parent / "search.html").as_uri() + "?q=alpha")
    page.locator("#search-results a").first.wait_for()

    assert "claims/alpha.html" in (page.locator("#search-results a").first.get_attribute("href") or "")


def test_the_root_leads_to_the_front_page(chromium: Any, book: Path) -> None:
    """The printed address opens the book."""
    page = chromium.new_page()
    page.goto((book.parent / "index.html").as_uri())
    page.wait_for_url("**/book/index.html")

    assert page.locator("article h1").inner_text().startswith("Front")
