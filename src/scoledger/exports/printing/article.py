"""One built page as a part of a printed document: what a screen needs is left out, what was folded is open."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from scoledger.exports.printing.faults import BookMissingError
from scoledger.exports.printing.links import Links
from scoledger.exports.printing.order import Leaf

_ARTICLE = re.compile(r'<article class="bd-article".*?</article>', re.DOTALL)
#: Controls, and what only answers a pointer or says again what stands elsewhere on the page.
LEFT_OUT = (
    *("script", "style", "noscript", "template", "button", "form", "input", "select", "iframe", "link"),
    *("a.headerlink", ".result-note", ".result-margin", "details.hide", "details.code-fold", "details.cite-page"),
    *(".rerun-top", ".rerun-buttons", ".curve-bar", ".curve-layer", ".curve-note", ".ledger-filter", ".claim-lookup"),
    *(".explore-controls", ".explore-start", ".explore-sentence", ".explore-live", ".toctree-wrapper"),
)
#: Links to files: they lead somewhere once the book is published.
_FILES = (".result-files", ".rerun-ways")
#: Attributes that only a screen or a script reads.
_ATTRIBUTES = ("aria-describedby", "aria-labelledby", "tabindex", "download", "loading", "title", "hidden", "target")
_HEADING = re.compile(r"h[1-6]")
_DEEPEST = 6


def read_article(html: Path, leaf: Leaf) -> BeautifulSoup:
    """Read what a page says, without the theme around it.

    Raises
    ------
    BookMissingError
        If the page has no article: it was not built with this book's theme.
    """
    found = _ARTICLE.search((html / f"{leaf.page}.html").read_text("utf-8"))
    if found is None:
        raise BookMissingError(
            f"{html / leaf.page}.html has no article.\nExpected a page of the built book.\nBuild it again: make book"
        )
    return BeautifulSoup(found[0], "html.parser")


def prepare_article(soup: BeautifulSoup, leaf: Leaf, html: Path, links: Links, *, above: int) -> Tag:
    """Make an article fit to stand in a document with others.

    Parameters
    ----------
    soup : bs4.BeautifulSoup
        What `read_article` has read; it is changed.
    leaf : Leaf
    html : pathlib.Path
        Folder of the built book, from which pictures are taken.
    links : Links
    above : int
        By how many levels its headings move down.

    Returns
    -------
    bs4.Tag
        The article: its id is the page's, all other ids begin with it and occur once.
    """
    article = soup.article
    if article is None:  # pragma: no cover - `read_article` has found one
        raise ValueError(leaf.page)
    _leave_out(article, [*LEFT_OUT, *([] if links.url else _FILES)])
    for fold in article.find_all("details"):
        fold["open"] = ""
    for heading in article.find_all(_HEADING):
        level = int(heading.name[1])
        heading.name = f"h{min(level + above, _DEEPEST)}"
        heading["class"] = f"level-{level}"
    _move_ids(article, links.anchors[leaf.page])
    _move_links(article, leaf, links)
    for image in article.find_all("img"):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(leaf.page), unquote(str(image.get("src", "")))))
        image["src"] = (html / path).resolve().as_uri()
    article["id"] = links.anchors[leaf.page]
    return article


def _leave_out(article: Tag, selectors: list[str]) -> None:
    for tag in article.select(", ".join(selectors)):
        tag.decompose()
    for tag in article.find_all(True):
        for name in _ATTRIBUTES:
            tag.attrs.pop(name, None)


def _move_ids(article: Tag, anchor: str) -> None:
    """Put the page's own word before every id; one that occurs again is dropped."""
    seen: set[str] = set()
    for tag in article.find_all(id=True):
        name = str(tag["id"])
        if name in seen:
            del tag["id"]
            continue
        seen.add(name)
        tag["id"] = f"{anchor}-{name}"


def _move_links(article: Tag, leaf: Leaf, links: Links) -> None:
    """Have links lead to where things stand in the document; one that would lead nowhere leads nowhere."""
    for link in article.find_all("a"):
        address = link.attrs.get("href")
        place = links.resolve(leaf.page, str(address)) if address is not None else None
        if place == f"#{links.anchors[leaf.page]}" and address == "#":
            place = None
        if place is None:
            link.attrs.pop("href", None)
        else:
            link["href"] = place
