"""The listener that gives every page of the book its metadata."""

from __future__ import annotations

from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx

from scoledger.cards import Card, card_path, read_card
from scoledger.citations import Book, cite_book, cite_page, read_book
from scoledger.claims import Article, read_articles
from scoledger.errors import ClaimError
from scoledger.paths import Project
from scoledger.results import Result
from scoledger.site.lookup import project_of
from scoledger.site.metadata.block import write_block
from scoledger.site.metadata.coverage import read_years
from scoledger.site.metadata.linked import write_linked
from scoledger.site.metadata.page import Page, first_figure, first_words, read_written, shorten
from scoledger.site.metadata.tags import write_tags
from scoledger.site.registry import current_runs

#: Folder of the pages of tables.
_TABLES = "book/data/"


class PageMetadata:
    """Adds tags to the head and a block to the foot of a page; pages without a source, as the search, stay as they are.

    What is the same on every page is read once in a build.
    """

    def __init__(self) -> None:
        self._book: Book | None = None
        self._articles: dict[str, Article] = {}
        self._runs: dict[str, dict[str, Any]] = {}

    def __call__(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Extend what the page is written from."""
        del templatename
        if doctree is None:
            return
        book = self._read(project_of(app.env))
        page = self._make(app, book, pagename, doctree)
        context["metatags"] = (
            f"{context.get('metatags', '')}{write_tags(page, book)}{write_linked(page, book, self._articles)}"
        )
        context["body"] = f"{context['body']}{write_block(page)}"

    def _read(self, project: Project) -> Book:
        if self._book is None:
            self._book = read_book(project)
            self._runs = {entry["page"]: entry for entry in current_runs(project).values()}
            self._articles = _read_articles(project)
        return self._book

    def _make(self, app: Sphinx, book: Book, docname: str, doctree: nodes.document) -> Page:
        project, title = project_of(app.env), " ".join(app.env.titles[docname].astext().split())
        verdict, card = self._verdict(project, docname), _card(project, docname)
        is_root = docname == app.config.root_doc
        kind = "book" if is_root else "claim" if verdict else "table" if card else ""
        description = first_words(doctree)
        if verdict:
            description = shorten(f"{verdict.text.capitalize()}: {verdict.caption}")
        return Page(
            docname=docname,
            title=title,
            kind=kind or ("chapter" if docname in self._runs else "page"),
            description=shorten(book.abstract) if is_root else description or title,
            reference=cite_book(book) if is_root else cite_page(book, docname, title),
            language=app.config.language,
            url=book.url,
            figure=first_figure(project, doctree),
            verdict=verdict,
            card=card,
            years=read_years(project, card) if card else None,
        )

    def _verdict(self, project: Project, docname: str) -> Result | None:
        result = read_written(project, self._runs[docname]["slug"]) if docname in self._runs else None
        return result if result is not None and result.kind == "verdict" else None


def _card(project: Project, docname: str) -> Card | None:
    name = docname.removeprefix(_TABLES)
    return read_card(project, name) if name != docname and card_path(project, name).is_file() else None


def _read_articles(project: Project) -> dict[str, Article]:
    """Articles by source id; none while nothing is known of them, as on the ledger's page."""
    try:
        return read_articles(project)
    except ClaimError:
        return {}
