"""How the book, a page and a result are cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scoledger.cards import Card
from scoledger.citations.book import Book
from scoledger.citations.reference import Reference
from scoledger.errors import CitationError
from scoledger.results import Result
from scoledger.units import write_value

#: Key of the book in BibTeX; pages and results have the edition and their id behind it.
KEY = "scoledger"
#: Kinds of result that have a page and a citation of their own; a text is prose of the page on which it stands.
CITABLE = ("number", "table", "figure", "verdict")

_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9.-]+")


def is_citable(result: Result) -> bool:
    """Whether a result has a page and a citation of its own."""
    return result.kind in CITABLE


def result_address(result_id: str) -> str:
    """Address of a result below that of the book: it is kept for ever.

    Examples
    --------
    >>> result_address("profile-kgz-gdp")
    'r/profile-kgz-gdp.html'
    """
    return f"r/{result_id}.html"


def cite_book(book: Book) -> Reference:
    """Cite the whole book."""
    return Reference(
        f"{KEY}-{book.version}", "book", book.title, book.authors, book.released,
        edition=book.version, version=book.version, url=book.url, doi=book.doi,
    )  # fmt: skip


def cite_page(book: Book, docname: str, heading: str) -> Reference:
    """Cite a page of the book."""
    key = _NOT_IN_KEY.sub("-", docname.removeprefix("book/")).strip("-")
    return Reference(
        f"{KEY}-{book.version}-{key}", "page", heading, book.authors, book.released, container=book.title,
        edition=book.version, version=book.version, url=f"{book.url}/{docname}.html" if book.url else "",
    )  # fmt: skip


def cite_result(book: Book, result: Result) -> Reference:
    """Cite a number, table, figure or verdict.

    Raises
    ------
    CitationError
        If it is a text: prose is cited by its page.
    """
    if not is_citable(result):
        raise CitationError(
            f"{result.id!r} is a {result.kind} and has no citation of its own.\n"
            f"Expected a {', '.join(CITABLE[:-1])} or {CITABLE[-1]}. Cite its page, {result.page}."
        )
    return Reference(
        f"{KEY}-{result.edition}-{result.id}", result.kind, cited_title(result), book.authors, book.released,
        container=book.title, edition=result.edition, version=result.edition, id=result.id, note=result_note(result),
        url=f"{book.url}/{result_address(result.id)}" if book.url else "",
    )  # fmt: skip


def cited_title(result: Result) -> str:
    """Title under which a result is cited; what an article claims is marked as such, since it is not what we say.

    Examples
    --------
    >>> cited_title(Result("a", "verdict", "Trade rose.", text="mixed"))
    'Claim: Trade rose.'
    """
    return f"Claim: {result.full_title}" if result.kind == "verdict" else result.full_title


def result_note(result: Result) -> str:
    """Say in a sentence what a number or verdict is; nothing for figures and tables.

    Examples
    --------
    >>> result_note(Result("a", "number", "A", value=45.0, unit="billion USD", text="45.0 billion USD", n=3))
    'Value: 45.0 billion USD (n = 3)'
    """
    if result.kind == "verdict":
        return f"Verdict: {result.text}"
    if result.kind != "number":
        return ""
    more = [f"interval {interval_of(result)}"] if interval_of(result) else []
    more += [f"n = {result.n:,d}"] if result.n is not None else []
    return f"Value: {result.text}" + (f" ({'; '.join(more)})" if more else "")


def interval_of(result: Result) -> str:
    """Low and high end of a number with their unit, or nothing; a result of an edition brings what was printed."""
    if result.details.get("interval"):
        return str(result.details["interval"])
    if result.low is None or result.high is None:
        return ""
    return " to ".join(write_value(end, result.unit, result.format or None) for end in (result.low, result.high))


def write_sentence(book: Book, result: Result, cards: Sequence[Card] = ()) -> str:
    """Say in one sentence what was found, where it stands and on which data it rests.

    Parameters
    ----------
    book : Book
    result : Result
    cards : sequence of Card
        What it was computed from.
    """
    found = result_note(result).partition(": ")[2]
    subject = cited_title(result).rstrip(".")
    words = f"{subject}: {found}" if found else f"{subject} ({result.kind})"
    title = book.title.partition(":")[0]
    data = "; ".join(dict.fromkeys(f"{card.producer} ({card.vintage})" for card in cards))
    return f"{words}; {title}, edition {result.edition}, result {result.id}" + (f"; data: {data}." if data else ".")
