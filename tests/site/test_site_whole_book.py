"""The book that was built in this checkout: every page of a result and every page hold together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scoledger.paths import Project

PROJECT = Project(Path(__file__).resolve().parents[2])
BUILT = (PROJECT.html / "book" / "index.html").is_file()
pytestmark = pytest.mark.skipif(not BUILT, reason="the book has not been built in this checkout")

_LINK = re.compile(r'(?:href|src)="([^"]+)"')
_OUTSIDE = re.compile(r"[a-z]+:|//|#$|data:")
_ID = re.compile(r'\bid="([^"]+)"')


def broken(folder: str) -> list[str]:
    """Links from the pages of a folder of the built book to a file or a place that is not there."""
    places: dict[Path, set[str]] = {}
    faults = []
    for page in sorted((PROJECT.html / folder).rglob("*.html")):
        for link in set(_LINK.findall(page.read_text("utf-8"))):
            address, _, place = link.replace("&amp;", "&").partition("#")
            if _OUTSIDE.match(link):
                continue
            target = (page.parent / address.partition("?")[0]).resolve() if address else page
            if not target.is_file():
                faults.append(f"{page.relative_to(PROJECT.html)}: {link}")
            elif place and target.suffix == ".html":
                if target not in places:
                    places[target] = set(_ID.findall(target.read_text("utf-8")))
                if place not in places[target]:
                    faults.append(f"{page.relative_to(PROJECT.html)}: {link} names no place there")
    return faults


def test_every_link_of_a_result_page_leads_somewhere() -> None:
    """Files, data pages, the page on which the result stands and the place on it."""
    assert len(list((PROJECT.html / "r").glob("*.html"))) > 1000
    assert broken("r") == []


def test_every_link_of_the_book_leads_somewhere() -> None:
    """Pages, places, files of figures and tables, and pages of results."""
    assert broken("book") == []
