"""What is told of one page of the built book."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes  # type: ignore[import-untyped]

from scoledger.cards import Card
from scoledger.citations import Reference
from scoledger.paths import Project
from scoledger.results import Result
from scoledger.site.nodes import RESULT_KEY, relative_address
from scoledger.site.registry import result_path

#: Longest description: what a preview shows of it.
LONGEST = 300

#: Text inside these opens no page: it belongs to something else, or is on every page of its kind.
_APART = (nodes.table, nodes.figure, nodes.Admonition, nodes.Invisible, nodes.container, nodes.literal_block)


@dataclass(frozen=True)
class Page:
    """One page.

    Parameters
    ----------
    docname, title : str
    kind : {"book", "claim", "table", "chapter", "page"}
        The first page stands for the book; a chapter is an executed notebook that judges no claim.
    description : str
    reference : Reference
        How it is cited.
    language : str
    url : str
        Address of the published book; empty while it is not published.
    figure : Result or None
        First figure of the page that is there as PNG.
    verdict : Result or None
        Of a claim's page.
    card : Card or None
        Of a table's page.
    years : tuple of int or None
        First and last year of that table.
    """

    docname: str
    title: str
    kind: str
    description: str
    reference: Reference
    language: str = "en"
    url: str = ""
    figure: Result | None = None
    verdict: Result | None = None
    card: Card | None = None
    years: tuple[int, int] | None = None

    def address(self, target: str) -> str:
        """Address of a file of the built book: whole where the book is published, else as seen from this page."""
        return f"{self.url}/{target}" if self.url else relative_address(self.docname, target)

    @property
    def image(self) -> str:
        """Address of the picture that stands for the page, or nothing."""
        return self.address(f"exports/figures/{self.figure.id}.png") if self.figure else ""


def first_words(doctree: nodes.document) -> str:
    """First paragraph that is the page's own, cut to `LONGEST`."""
    for paragraph in doctree.findall(nodes.paragraph):
        words = paragraph.astext()
        if words.strip() and not any(isinstance(node, _APART) for node in _above(paragraph)):
            return shorten(words)
    return ""


def shorten(text: str) -> str:
    """Cut a text after the last word that fits into `LONGEST`.

    Examples
    --------
    >>> shorten("one two")
    'one two'
    >>> len(shorten("word " * 100))
    300
    """
    words = " ".join(text.split())
    if len(words) <= LONGEST:
        return words
    return words[:LONGEST].rpartition(" ")[0].rstrip(" ,;:") + "…"


def first_figure(project: Project, doctree: nodes.document) -> Result | None:
    """First figure of a page that has a PNG file; None where there is none."""
    for node in doctree.findall(nodes.figure):
        result = read_written(project, node.get(RESULT_KEY, ""))
        if result is not None and "png" in result.files:
            return result
    return None


def read_written(project: Project, result_id: str) -> Result | None:
    """Read a result that a page shows; None where the registry has none of this id."""
    path = result_path(project, result_id)
    return Result.from_dict(json.loads(path.read_text("utf-8"))) if path.is_file() else None


def _above(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node
