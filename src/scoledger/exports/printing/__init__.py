"""The book, or any page of it, as a PDF: from the built HTML, through headless Chromium."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from scoledger.citations import read_book
from scoledger.exports.printing.chromium import find_chromium, print_file
from scoledger.exports.printing.destinations import count_pages, read_places, settle_dates
from scoledger.exports.printing.document import Document, make_book_document, make_page_document
from scoledger.exports.printing.faults import BookMissingError, BrowserError, UnknownPageError
from scoledger.exports.printing.order import find_leaf, read_order
from scoledger.exports.printing.outline import close_outline
from scoledger.paths import Project
from scoledger.results import write_bytes, write_text
from scoledger.site.registry import current_runs

__all__ = ["BookMissingError", "BrowserError", "Printed", "UnknownPageError", "print_pages"]

#: Prints after which the numbers in the contents must be those of the pages.
_MOST = 4


@dataclass(frozen=True)
class Printed:
    """A PDF that was written, with the number of its pages and its size in bytes."""

    path: Path
    pages: int
    size: int


def print_pages(project: Project, name: str | None, target: Path) -> Printed:
    """Print the built book, or one page of it.

    Parameters
    ----------
    project : Project
    name : str or None
        A page, the id of a claim or the slug of a run; nothing for the whole book.
    target : pathlib.Path
        The PDF; an old one is replaced when the new one is whole.

    Raises
    ------
    BookMissingError
        If the book has not been built.
    UnknownPageError
        If it has no such page, or several.
    BrowserError
        If Chromium is missing or does not print.
    OutputError
        If the target cannot be written.
    """
    leaves = read_order(project.html)
    if name is not None:
        slugs = {str(entry["slug"]): str(entry["page"]) for entry in current_runs(project).values()}
        leaf = find_leaf(leaves, slugs, name)
    browser = find_chromium()
    book = read_book(project)
    document = (
        make_book_document(project.html, leaves, book) if name is None else make_page_document(project.html, leaf, book)
    )
    pdf = settle_dates(_print(document, browser), book.released)
    pdf = close_outline(pdf) if document.is_whole else pdf
    write_bytes(target, pdf)
    return Printed(target, count_pages(pdf), len(pdf))


def _print(document: Document, browser: str) -> bytes:
    """Print until the numbers in the contents are those of the pages: as a rule twice."""
    numbers: dict[str, int] = {}
    wanted = [entry.anchor for entry in document.entries]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "print.html")
        for _ in range(_MOST):
            write_text(path, document.write(numbers))
            pdf = print_file(path, browser)
            places = read_places(pdf)
            found = {anchor: places[anchor] for anchor in wanted if anchor in places}
            if found == numbers and len(found) == len(set(wanted)):
                return pdf
            numbers = found
    lost = [anchor for anchor in wanted if anchor not in numbers]
    raise BrowserError(
        f"{browser} has printed {_MOST} times, and the numbers in the contents are still not those of the pages; "
        f"places that it has lost: {len(lost)} of {len(wanted)}.\nExpected the same pages twice. "
        "Try another version of Chromium."
    )
