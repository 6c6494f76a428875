"""Tags in the head of a page: for indexes of literature (Highwire), for previews (Open Graph), for search engines."""

from __future__ import annotations

import html

from scoledger.citations import Book
from scoledger.site.metadata.page import Page


def write_tags(page: Page, book: Book) -> str:
    """Write the tags of a page, one on a line; what is not known is left out.

    Examples
    --------
    >>> import datetime as dt
    >>> from scoledger.citations import Reference
    >>> page = Page("book/a", "A & B", "page", "Words.", Reference("k", "page", "A & B"))
    >>> book = Book("Title", (), "2026.1", dt.date(2026, 1, 2))
    >>> print(write_tags(page, book).splitlines()[1])
    <meta name="citation_title" content="A &amp; B">
    """
    named = [("description", page.description), *_highwire(page, book)]
    lines = [f'<meta name="{name}" content="{_escape(content)}">' for name, content in named if content]
    lines += [
        f'<meta property="{name}" content="{_escape(content)}">' for name, content in _graph(page, book) if content
    ]
    return "\n".join(lines) + "\n"


def _highwire(page: Page, book: Book) -> list[tuple[str, str]]:
    reference, is_book = page.reference, page.kind == "book"
    return [
        ("citation_title", reference.title),
        *(("citation_author", author.name) for author in reference.authors),
        ("citation_publication_date", f"{book.released:%Y/%m/%d}"),
        ("citation_inbook_title", reference.container),
        ("citation_language", page.language),
        ("citation_doi", book.doi if is_book else ""),
        ("citation_public_url", reference.url),
        ("citation_keywords", "; ".join(book.keywords) if is_book else ""),
    ]


def _graph(page: Page, book: Book) -> list[tuple[str, str]]:
    return [
        ("og:title", page.reference.title),
        ("og:type", "book" if page.kind == "book" else "article"),
        ("og:site_name", book.title),
        ("og:description", page.description),
        ("og:url", page.reference.url),
        ("og:image", page.image),
        ("og:image:type", "image/png" if page.image else ""),
        ("og:image:alt", page.figure.alt if page.figure else ""),
    ]


def _escape(text: str) -> str:
    return html.escape(" ".join(text.split()))
