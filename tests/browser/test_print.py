"""The printed book as its reader gets it: read back from the PDF, and the style of paper in a browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from browsing import MARKS
from pypdf import PdfReader

from scoledger.exports.printing import print_pages
from scoledger.paths import Project

pytestmark = MARKS

#: Width of the text on A4 between our margins, in pixels of a style sheet.
TEXT_WIDTH = 658
CONTENTS = re.compile(r"^(?P<title>.+?) (?P<page>\d+)$")


@pytest.fixture(scope="module")
def whole_pdf(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole small book, printed."""
    target = tmp_path_factory.mktemp("print") / "book.pdf"
    print_pages(Project(small.parents[1]), None, target)
    return target


@pytest.fixture(scope="module")
def texts(whole_pdf: Path) -> list[str]:
    """Text of each of its pages."""
    return [page.extract_text() for page in PdfReader(whole_pdf).pages]


def titles(outline: list[Any]) -> list[str]:
    """Titles of an outline, in order."""
    return [title for item in outline for title in (titles(item) if isinstance(item, list) else [item.title])]


def links(reader: PdfReader) -> list[Any]:
    """All links of a PDF."""
    return [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]


def test_every_page_but_the_first_has_its_number_and_running_title(texts: list[str]) -> None:
    """The number is that of the sheet, so that a reader finds it in the viewer too."""
    numbered = [str(number) in text.splitlines() for number, text in enumerate(texts, 1)]

    assert numbered == [False] + [True] * (len(texts) - 1)
    assert any(text.startswith("The ledger · Claim alpha\n") for text in texts)


def test_the_numbers_in_the_contents_are_right(texts: list[str]) -> None:
    """Each title stands on the page that the contents name: compared with the text of that page."""
    pages = [text for text in texts if text.startswith("Contents\n")]
    lines = [found for text in pages for line in text.splitlines() if (found := CONTENTS.match(line))]
    wrong = [line[0] for line in lines if line["title"] not in texts[int(line["page"]) - 1].splitlines()]

    assert len(lines) > 40
    assert {"Front", "The ledger", "Claim alpha"} <= {line["title"] for line in lines}
    assert wrong == []


def test_links_within_the_book_resolve(whole_pdf: Path) -> None:
    """Every place that a link names is there; no link leads to a file of the machine that printed."""
    reader = PdfReader(whole_pdf)
    found = links(reader)
    places = {link["/Dest"] for link in found if "/Dest" in link}
    outside = {link["/A"]["/URI"] for link in found if "/A" in link}

    assert len(places) > 40
    assert places <= set(reader.named_destinations)
    assert all(address.startswith("https://") for address in outside)


def test_the_file_names_its_title_language_and_headings(whole_pdf: Path) -> None:
    """It is tagged, pictures have their alternative text, and the outline follows the parts."""
    reader = PdfReader(whole_pdf)
    root = reader.trailer["/Root"]
    listed = titles(reader.outline)
    alternatives = {
        item.get("/Alt")
        for item in (reader.get_object(n + 1) for n in range(len(reader.xref[0]) - 1))
        if isinstance(item, dict)
    }

    assert reader.metadata is not None
    assert reader.metadata.title is not None
    assert reader.metadata.title.startswith("Partnership, Put to the Test")
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert "A line that rises from 1 to 45" in alternatives
    assert listed.index("The ledger") < listed.index("The ledger of claims") < listed.index("Claim alpha")


def test_the_outline_is_closed(whole_pdf: Path) -> None:
    """A viewer shows the contents, the first page and the parts; each says how many entries it would show."""
    reader = PdfReader(whole_pdf)
    root = reader.trailer["/Root"]["/Outlines"]
    parts = [item for item in reader.outline if not isinstance(item, list)]
    ledger = next(item.node for item in parts if item.title == "The ledger")

    assert root["/Count"] == len(parts) == 8
    assert ledger["/Count"] == -5


def test_nothing_that_only_works_on_a_screen_is_printed(texts: list[str]) -> None:
    """No control, no code that was folded, no note of a number; the sources, folded there, are open."""
    text = "\n".join(texts)

    for word in (
        "Copy",
        "Show the code",
        "run.verdict(verdict)",
        "See how it was made",
        "Cite this page",
        "CSV",
        "sideways",
    ):
        assert word not in text
    assert "Sources: Test Statistics Office (2024-05)." in text


def test_two_prints_are_the_same_bytes(small: Path, tmp_path: Path) -> None:
    """Of one page: its own title, the sections below it, and the date of the edition in place of the clock's."""
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    project = Project(small.parents[1])

    done = print_pages(project, "alpha", first)
    print_pages(project, "claims/alpha", second)

    assert first.read_bytes() == second.read_bytes()
    reader = PdfReader(first)
    assert (done.pages, done.size) == (len(reader.pages), first.stat().st_size)
    assert reader.metadata is not None
    assert reader.metadata.title == "Claim alpha"
    assert "Contradicted" in reader.pages[0].extract_text()
    assert not [link for link in links(reader) if "/A" in link and link["/A"]["/URI"].startswith("file:")]


def test_paper_is_white_and_shows_the_text_alone(chromium: Any, site: str) -> None:
    """A page that is printed from a browser in the dark: no menu, no control, sources open, no number underlined."""
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{site}/book/index.html")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.emulate_media(media="print")

    look = "(name) => getComputedStyle(document.querySelector(name))"
    assert page.evaluate(f"({look})('body').backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(f"({look})('.bd-article p').color") == "rgb(22, 25, 29)"
    assert page.evaluate(f"({look})('.result-value').textDecorationLine") == "none"
    for name in (".bd-sidebar-primary", ".bd-header-article", "details.cite-page", "a.headerlink"):
        assert not page.locator(name).first.is_visible()
    assert page.locator("details.result-fold > p.result-source").first.is_visible()
    context.close()


def test_a_wide_table_fits_the_paper(chromium: Any, site: str) -> None:
    """Twenty-one columns between the margins, letters of at least 4.5 points, and a head that is repeated."""
    page = chromium.new_page(viewport={"width": TEXT_WIDTH, "height": 900})
    page.goto(f"{site}/book/index.html")
    page.emulate_media(media="print")

    width = page.evaluate("document.querySelector('#trade-table').getBoundingClientRect().right")
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('#trade-table td')).fontSize)")
    head = page.evaluate("getComputedStyle(document.querySelector('#trade-table thead')).display")

    assert width <= TEXT_WIDTH
    assert size >= 6
    assert head == "table-header-group"
    assert page.evaluate("document.documentElement.scrollWidth") <= TEXT_WIDTH
    page.close()
