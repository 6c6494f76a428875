"""A page of a run in a real browser: copying a command, opening the very cell, sources in the margin or in a fold."""

from __future__ import annotations

from typing import Any

import pytest
from auditing import faults_of
from bookmaker import BookMaker
from browsing import CONTRAST, MARKS, PHONE, open_page
from runmaker import add_run_page

from scoledger.site import build_book

#: A browser that notes what is copied.
NOTED = """Object.defineProperty(navigator, "clipboard", {
  value: { writeText: async (text) => { window.copied = text; } } });"""
WIDE = {"width": 1400, "height": 900}
#: What axe looks at.
PARTS = [".rerun-top", ".rerun-box", ".code-fold", "figure.result-figure", ".result-table"]
COMMAND = ".venv/bin/scoledger run claim --claim-id alpha"
pytestmark = MARKS


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of the page of a run."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("book"))
    add_run_page(maker)
    return str((build_book(maker.project).parent / "book" / "claims" / "alpha.html").as_uri())


@pytest.mark.parametrize("place", [".rerun-top", ".rerun-box"])
def test_a_button_copies_the_command_with_the_parameters(chromium: Any, address: str, place: str) -> None:
    """Below the heading and in the box, by keyboard, and the page says that it was copied."""
    page = open_page(chromium, address, NOTED)
    page.locator(f"{place} button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.copy-told').textContent")

    assert page.evaluate("window.copied") == COMMAND
    assert page.get_by_role("status").inner_text().startswith("Copied: the command")


def test_each_command_of_the_box_has_its_button(chromium: Any, address: str) -> None:
    """What is copied is what stands there."""
    page = open_page(chromium, address, NOTED)
    copied = []
    for button in page.locator(".rerun-box button").all():
        button.click()
        page.wait_for_function("window.copied")
        copied.append(page.evaluate("window.copied"))
        page.evaluate("window.copied = ''")

    assert copied == page.locator(".rerun-box pre").all_text_contents()
    assert len(copied) == 3


def test_code_opens_the_very_cell(chromium: Any, address: str) -> None:
    """From the link below the table; again after the fold was closed by hand; and from outside the page."""
    page = open_page(chromium, address)
    cell, link = page.locator("#code-rows"), page.get_by_role("link", name="Code: Title of alpha-rows")
    assert not cell.is_visible()
    link.click()
    cell.wait_for(state="visible")
    page.locator("details.code-fold[open] > summary").click()
    cell.wait_for(state="hidden")
    link.click()
    cell.wait_for(state="visible")
    other = open_page(chromium, f"{address}#code-draw")

    assert 'run.table("rows", frame' in cell.inner_text()
    assert other.locator("#code-draw").is_visible()
    assert "figures.draw_claim" in other.locator("#code-draw .code-functions").inner_text()


def test_a_function_is_one_click_from_its_cell(chromium: Any, address: str) -> None:
    """Its source stands on a page of the book, with the function in view."""
    page = open_page(chromium, f"{address}#code-prepare")
    page.locator("#code-prepare").get_by_role("link", name="figures.draw_claim").click()
    page.wait_for_url("**/code/scoledger.figures.*.html#draw_claim")

    assert page.locator("[id='draw_claim']").inner_text().startswith("def draw_claim(")
    assert page.evaluate("document.getElementById('draw_claim').getBoundingClientRect().top < innerHeight")


def test_without_a_script_code_and_commands_can_be_read(chromium: Any, address: str) -> None:
    """The fold opens, the commands stand there, and no button that could do nothing is shown."""
    page = open_page(chromium, address, java_script_enabled=False)
    page.locator("details.code-fold > summary").first.click()

    assert page.locator("#code-draw").is_visible()
    assert [text.is_visible() for text in page.locator(".rerun-box pre").all()] == [True] * 3
    assert [one.is_visible() for one in page.locator(":is(.rerun-top, .rerun-box) button").all()] == [False] * 4


def test_on_a_wide_screen_sources_stand_in_the_margin(chromium: Any, address: str) -> None:
    """Right of figure and table, within the window, off the page's contents, one below the other, and not twice."""
    page = open_page(chromium, address, viewport=WIDE)
    notes = [note.bounding_box() for note in page.locator(".result-margin").all()]
    figure = page.locator("figure.result-figure > a").bounding_box()
    contents = page.locator("#pst-page-toc-nav").bounding_box()

    assert len(notes) == 2
    assert all(note["x"] >= figure["x"] + figure["width"] for note in notes)
    assert all(note["x"] + note["width"] <= WIDE["width"] for note in notes)
    assert abs(notes[0]["y"] - figure["y"]) < 40
    assert notes[0]["y"] + notes[0]["height"] <= notes[1]["y"]
    assert contents is None or contents["y"] + contents["height"] <= notes[0]["y"]
    assert not page.locator("details.result-fold").first.is_visible()


def test_on_a_phone_sources_stand_in_a_fold(chromium: Any, address: str) -> None:
    """Below the figure, closed; the page does not scroll sideways, also with the code open."""
    page = open_page(chromium, address, viewport=PHONE)
    page.locator("details.code-fold > summary").first.click()
    fold = page.locator("figure details.result-fold")
    assert not page.locator(".result-margin").first.is_visible()
    assert not fold.locator("p").is_visible()
    fold.locator("summary").click()

    assert "Test Statistics Office" in fold.locator("p").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_and_commands_have_contrast_in_both_themes(chromium: Any, address: str, scheme: str) -> None:
    """4.5 to 1 for every word; whatever can be tapped is 24 pixels high."""
    page = open_page(chromium, f"{address}#code-draw", color_scheme=scheme)
    parts = page.locator(
        ".code-fold > summary, .code-cell > p, .code-functions a, .rerun-top > *, .rerun-box :is(p, pre, button, a)"
    ).all()

    assert len(parts) > 15
    for part in [part for part in parts if part.is_visible()]:
        ratio = part.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{part.inner_text()[:30]}: {ratio:.2f}"
    for part in page.locator(".code-fold > summary, .rerun-top > *, .rerun-ways > a, .rerun-command > button").all():
        assert part.bounding_box()["height"] >= 24


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_run_s_page_and_a_page_of_source_have_no_violation(chromium: Any, address: str, scheme: str) -> None:
    """By axe, with every fold open: of the page of a run what this file is about, of the source all."""
    page = open_page(chromium, address, color_scheme=scheme, viewport=WIDE)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    source = open_page(
        chromium, f"{address.rpartition('/book/')[0]}/code/scoledger.site.rerun.html", color_scheme=scheme
    )

    assert faults_of(page, *PARTS) == []
    assert faults_of(source) == []
