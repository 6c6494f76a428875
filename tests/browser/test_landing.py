"""The landing page and the notes on terms in a real browser: looking a claim up, keyboard, phone, and no script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from auditing import faults_of
from bookmaker import ROOT, BookMaker
from browsing import CONTRAST, MARKS, PHONE

from scoledger.exports import write_summary
from scoledger.site import build_book

DESKTOP = {"width": 1280, "height": 900}
GLOSSARY = (
    "# Glossary\n\n:::{glossary}\nmirror\n  A figure read from the partner's books.\n\nnoise\n  Ups and downs.\n:::\n"
)

pytestmark = MARKS


def head_of_front() -> str:
    """What the book's own landing page shows first, with the numbers that a small book has."""
    text = (ROOT / "book" / "index.md").read_text("utf-8")
    return text[: text.index("## Five findings")]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with two claims and the head of the real landing page, a finding, and terms."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("book"))
    maker.add_claim_page("gas-share", "supported", title="Gas from afar")
    maker.add_claim_page("oil-share", "contradicted", source="schafer2016")
    for claim, verdict in {"a": "mixed", "b": "confirmed", "c": "disputed", "d": "not identified",
                           "e": "unverified", "f": "not testable"}.items():  # fmt: skip
        maker.add_claim_page(claim, verdict, source="schafer2016")
    maker.add_figure("small", page="book/claims/gas-share", run="run-gas-share")
    maker.write("book/glossary.md", GLOSSARY)
    maker.write(
        "book/index.md",
        f"{head_of_front()}## Five findings\n\n````{{finding}} small\nOne sentence.\n````\n\n"
        "Read the mirror, which stands at the left; at the right, far from everything else on this line, is noise.\n",
    )
    write_summary(maker.project)
    return build_book(maker.project).parent / "book"


@pytest.fixture
def front(chromium: Any, book: Path) -> Iterator[Any]:
    """The landing page on a desk."""
    page = chromium.new_page(viewport=DESKTOP)
    page.goto((book / "index.html").as_uri())
    yield page
    page.close()


def end_of(page: Any, selector: str) -> float:
    """Lower edge of an element, in pixels from the top of the page."""
    box = page.locator(selector).first.bounding_box()
    return float(box["y"] + box["height"])


def test_the_first_screen_holds_the_scoreboard_and_the_form(front: Any) -> None:
    """With all eight verdicts; on a desk nobody scrolls for the answer."""
    assert front.locator(".scoreboard tbody tr").count() == 8
    assert end_of(front, ".scoreboard") <= DESKTOP["height"]
    assert end_of(front, ".claim-lookup") <= DESKTOP["height"]


def test_a_phone_holds_both_within_two_screens_and_does_not_scroll_sideways(chromium: Any, book: Path) -> None:
    """The picture of a finding fits too, and what is tapped is large enough."""
    page = chromium.new_page(viewport=PHONE)
    page.goto((book / "index.html").as_uri())

    assert end_of(page, ".scoreboard") <= 2 * PHONE["height"]
    assert end_of(page, ".claim-lookup") <= 2 * PHONE["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture = page.locator("img.finding-figure").bounding_box()
    assert picture["x"] >= 0
    assert picture["x"] + picture["width"] <= PHONE["width"]
    for control in page.locator(".claim-lookup :is(input, button), .scoreboard a").all():
        assert control.bounding_box()["height"] >= 24


@pytest.mark.parametrize("script", [True, False])
def test_the_form_opens_the_ledger(chromium: Any, book: Path, script: bool) -> None:
    """With a script the claims are filtered; without one the whole ledger stands there."""
    page = chromium.new_context(java_script_enabled=script).new_page()
    page.goto((book / "index.html").as_uri())
    page.get_by_label("Look up a claim", exact=True).last.fill("gas afar")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/index.html?words=gas+afar")
    shown = [row.get_attribute("data-claim") for row in page.locator("tr[data-claim]").all() if row.is_visible()]

    assert sorted(shown) == (["gas-share"] if script else ["a", "b", "c", "d", "e", "f", "gas-share", "oil-share"])


def test_a_number_of_the_scoreboard_opens_its_claims(front: Any) -> None:
    """The ledger opens with the verdict chosen."""
    front.get_by_role("link", name="1 claim: contradicted").click()
    front.wait_for_url("**/claims/index.html?verdict=contradicted")

    assert front.locator("select[name=verdict]").input_value() == "contradicted"
    assert front.locator("tr[data-claim]:visible").count() == 1


def test_a_term_opens_by_keyboard_and_closes_with_escape(front: Any) -> None:
    """Focus opens its note, Escape closes it, Enter leads to the glossary."""
    term = front.locator(".term > .result-value", has_text="mirror")
    note = front.locator(".term > .result-note").first

    assert not note.is_visible()
    term.focus()
    assert note.is_visible()
    assert note.inner_text() == "A figure read from the partner's books."
    front.keyboard.press("Escape")
    assert not note.is_visible()
    assert front.evaluate("document.activeElement.textContent") == "mirror"
    front.keyboard.press("Enter")
    front.wait_for_url("**/glossary.html#term-mirror")


def test_a_term_opens_on_hover_without_a_script(chromium: Any, book: Path) -> None:
    """As style alone."""
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto((book / "index.html").as_uri())
    page.locator(".term > .result-value").first.hover()

    assert page.locator(".term > .result-note").first.is_visible()


def test_a_tap_opens_a_term_and_its_note_stays_on_the_screen(chromium: Any, book: Path) -> None:
    """A first tap does not leave the page."""
    page = chromium.new_context(viewport=PHONE, has_touch=True).new_page()
    page.goto((book / "index.html").as_uri())
    for number in range(page.locator(".term").count()):
        page.locator(".term > .result-value").nth(number).tap()
        box = page.locator(".term > .result-note").nth(number).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    assert page.locator(".term").count() == 2
    assert page.url.endswith("/index.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_landing_page_has_no_accessibility_fault(chromium: Any, book: Path, scheme: str) -> None:
    """By axe, with a note open, in both schemes; bars and words contrast with what is behind them."""
    page = chromium.new_context(color_scheme=scheme, viewport=DESKTOP).new_page()
    page.goto((book / "index.html").as_uri())
    page.locator(".term > .result-value").first.focus()

    assert faults_of(page, ".bd-article") == []
    for words in (".claim-lookup > label", ".claim-lookup > button", ".scoreboard thead th", ".term > .result-note"):
        assert page.locator(words).first.evaluate(CONTRAST) >= 4.5
