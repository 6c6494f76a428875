"""Addresses that nobody has made: a percent sign that encodes nothing, and folders beside the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bookmaker import ROOT
from browsing import MARKS

from scoledger.site.static_pages import write_not_found

pytestmark = MARKS
HOST = "http://book.example/deep/"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("book/claims/gone.html", "gone"),
        ("code/scoledger.gone.html", "scoledger.gone"),
        ("open/colab/claims/gone.ipynb", "gone.ipynb"),
        ("_images/a%20b.svg", "a b.svg"),
        ("book/%E0.html", "%E0"),
    ],
)
def test_the_page_for_a_wrong_address_finds_the_book(chromium: Any, address: str, words: str) -> None:
    """Links start at its root, and the last part of the address is in the search field."""
    page, faults = chromium.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("**/*", lambda route: route.fulfill(body=write_not_found("Book", ""), content_type="text/html"))
    page.goto(HOST + address)

    assert page.evaluate("document.baseURI") == HOST
    assert page.locator("#words").input_value() == words
    assert faults == []
    page.close()


def test_a_place_that_encodes_nothing_is_taken_as_it_stands(chromium: Any, tmp_path: Path) -> None:
    """The script that opens folds goes on: the next place works."""
    script = (ROOT / "book" / "_static" / "run.js").as_uri()
    fold = '<details><summary>Code</summary><p id="code-a">a</p></details>'
    path = tmp_path / "page.html"
    path.write_text(f'<!DOCTYPE html><title>Page</title>{fold}<script src="{script}"></script>', "utf-8")
    page, faults = chromium.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{path.as_uri()}#%E0")
    page.evaluate("location.hash = 'code-a'")
    page.locator("#code-a").wait_for(state="visible")

    assert faults == []
    page.close()
