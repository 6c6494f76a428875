"""The block that says how a page is cited, in a real browser: copying, keyboard, no script, contrast, a phone."""

from __future__ import annotations

from typing import Any

import pytest
from bookmaker import BookMaker
from browsing import CONTRAST, MARKS, PHONE, open_page

from scoledger.site import build_book

NAMES = ["Plain text", "BibTeX", "CSL-JSON", "RIS"]

#: A browser in which a page may not reach the clipboard, and which notes what is copied in the older way.
STRICT = """Object.defineProperty(navigator, "clipboard", { value: undefined });
document.execCommand = (name) => {
  window.copied = `${name}: ${getSelection()}`;
  return window.isAllowed !== false;
};"""
#: One that notes what is copied.
NOTED = """Object.defineProperty(navigator, "clipboard", {
  value: { writeText: async (text) => { window.copied = text; } } });"""
pytestmark = MARKS


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a page of a small book."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("book"))
    html = build_book(maker.project).parent
    return str((html / "book" / "method.html").as_uri())


def test_the_block_is_closed_and_opens_by_keyboard(chromium: Any, address: str) -> None:
    """From its summary, Tab goes to the four buttons and on to the status page."""
    page = open_page(chromium, address)
    summary = page.locator(".cite-page > summary")
    assert not page.locator(".cite-form pre").first.is_visible()
    summary.focus()
    page.keyboard.press("Enter")
    seen = []
    for _ in range(5):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent"))

    assert page.locator(".cite-form pre").first.is_visible()
    assert seen == [*(f"Copy {name}" for name in NAMES), "what it was made with"]


@pytest.mark.parametrize("name", NAMES)
def test_a_button_copies_its_citation_and_says_so(chromium: Any, address: str, name: str) -> None:
    """By keyboard; the words come where a screen reader hears them."""
    page = open_page(chromium, address, NOTED)
    page.locator(".cite-page > summary").click()
    button = page.get_by_role("button", name=f"Copy {name}")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.copy-told').textContent")

    expected = page.locator(f".cite-form:has(button[aria-label='Copy {name}']) pre").text_content()
    assert page.evaluate("window.copied") == expected
    assert "Method" in expected
    assert page.get_by_role("status").inner_text() == f"Copied: {name}"
    assert page.get_by_role("status").get_attribute("aria-live") == "polite"


@pytest.mark.parametrize(
    ("is_allowed", "said"), [("true", "Copied: BibTeX"), ("false", "BibTeX is selected; copy it with the keyboard.")]
)
def test_without_a_clipboard_the_older_way_is_taken(chromium: Any, address: str, is_allowed: str, said: str) -> None:
    """The citation is selected and copied; where even that is forbidden it stays selected, and the page says so."""
    page = open_page(chromium, address, f"window.isAllowed = {is_allowed};\n{STRICT}")
    page.locator(".cite-page > summary").click()
    page.get_by_role("button", name="Copy BibTeX").click()
    page.wait_for_function("document.querySelector('.copy-told').textContent")

    assert page.evaluate("window.copied").startswith("copy: @misc{scoledger-")
    assert page.evaluate("getSelection().toString()").startswith("@misc{scoledger-")
    assert page.get_by_role("status").inner_text() == said


def test_without_a_script_the_citations_are_there_and_no_button_is(chromium: Any, address: str) -> None:
    """A button that could do nothing is not shown."""
    page = open_page(chromium, address, java_script_enabled=False)
    page.locator(".cite-page > summary").click()

    assert all(text.is_visible() for text in page.locator(".cite-form pre").all())
    assert [button.is_visible() for button in page.locator(".cite-form button").all()] == [False] * 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_block_has_contrast_in_both_themes(chromium: Any, address: str, scheme: str) -> None:
    """Summary, labels, buttons, citations and link: 4.5 to 1."""
    page = open_page(chromium, address, color_scheme=scheme)
    page.locator(".cite-page > summary").click()
    parts = page.locator(".cite-page :is(summary, .cite-form > p, button, pre, .cite-more, .cite-more > a)").all()

    assert len(parts) == 15
    for part in parts:
        ratio = part.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{part.inner_text()[:30]}: {ratio:.2f}"


def test_the_block_fits_a_phone_and_asks_nobody(chromium: Any, address: str) -> None:
    """Within 390 pixels, with buttons high enough to tap, and without a request but to files."""
    requests: list[str] = []
    page = open_page(chromium, address, viewport=PHONE)
    page.on("request", lambda request: requests.append(request.url))
    page.reload()
    page.locator(".cite-page > summary").click()

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for part in page.locator(".cite-page :is(summary, button, pre)").all():
        box = part.bounding_box()
        assert box["height"] >= 24
        assert box["x"] + box["width"] <= PHONE["width"]
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
