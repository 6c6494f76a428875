"""What fits where: contents without scripts, a wide table, and lines that do not move."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from auditing import DESKTOP, ENLARGED, STILL, Witness, watch_shifts
from bookmaker import BookMaker
from browsing import MARKS
from serving import serve

from scoledger.site import build_book

pytestmark = MARKS


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a book with a claim, a main estimate, a note in the margin and a long page."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("fit"))
    maker.add_claim_page("alpha", "mixed")
    keys: dict[str, Any] = {"page": "book/claims/alpha", "run": "run-alpha", "details": {"is_main": True}}
    keys |= {"unit": "percentage points per year", "text": "+0.54 percentage points a year", "low": 0.1, "high": 0.98}
    caption = "The slope of the share, with what the noise of such a series alone would let it be in 95 of 100 cases."
    maker.add_result("trade-slope", title="Tendency of the share, by the books of China", caption=caption, **keys)
    maker.add_figure("trade-figure", page="book/claims/alpha", run="run-alpha")
    maker.write("book/index.md", "# Front\n\n```{result-figure} trade-figure\n```\n")
    maker.write(
        "book/how-to-read.md", "# How to read\n\n## Words\n\n" + "Words and words.\n\n" * 80 + "## More\n\nWords.\n"
    )
    with serve(build_book(maker.project).parent) as address:
        yield address


def test_contents_do_not_follow_without_scripts(chromium: Any, fitted: str) -> None:
    """Nothing folds them there, so that they would cover the notes in the margin."""
    page = chromium.new_context(viewport=DESKTOP, java_script_enabled=False).new_page()
    page.goto(f"{fitted}book/how-to-read.html")
    page.evaluate("window.scrollTo(0, 2000)")
    page.wait_for_function("window.scrollY > 1000")

    assert page.locator(".bd-sidebar-secondary").bounding_box()["y"] < -500


def test_a_note_in_the_margin_needs_no_contents(chromium: Any, fitted: str) -> None:
    """A page without headings has no list of contents to fold; the console stays quiet, and no room is taken."""
    page = chromium.new_page(viewport=DESKTOP)
    witness = Witness(page, fitted)
    page.goto(f"{fitted}book/index.html")
    page.wait_for_timeout(300)

    assert page.locator(".result-margin").count() == 1
    assert witness.errors == []
    assert not page.locator(".bd-sidebar-secondary").is_visible()


def test_the_main_estimates_need_no_scrolling(chromium: Any, fitted: str) -> None:
    """On a desktop the table has the width that other pages give to their contents; the unit of a value may wrap."""
    page = chromium.new_page(viewport=DESKTOP)
    page.goto(f"{fitted}book/estimates.html")
    box = page.locator(".table-scroll")

    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert box.bounding_box()["width"] > 900
    assert box.locator("td .result").first.evaluate("value => getComputedStyle(value).whiteSpace") == "normal"


def test_the_button_to_copy_has_its_room_from_the_start(chromium: Any, fitted: str) -> None:
    """At 320 pixels it stands on a line of its own, and the verdict below does not move when a script shows it."""
    context = chromium.new_context(viewport={**ENLARGED, "height": 844})
    watch_shifts(context)
    page = context.new_page()
    page.goto(f"{fitted}book/claims/alpha.html")
    page.locator(".rerun-top button").wait_for()
    page.wait_for_timeout(300)

    assert page.evaluate("window.moved") < STILL, page.evaluate("window.movers")
