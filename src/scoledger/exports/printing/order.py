"""The pages of the built book in the order of its table of contents, and which of them a name means."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from scoledger.errors import nearest
from scoledger.exports.printing.faults import BookMissingError, UnknownPageError

#: First page of the book and folder of all of them, below the built HTML.
FRONT, FOLDER = "book/index", "book/"
_MENU = re.compile(r'<nav class="bd-links.*?</nav>', re.DOTALL)
_INDEX = "/index"


@dataclass(frozen=True)
class Leaf:
    """One page of the built book.

    Parameters
    ----------
    page : str
        Name below the built HTML without its suffix: ``book/claims/an-id``.
    title : str
        As the menu has it.
    depth : int
        1 for the first page, 2 for a chapter, 3 for a page below one.
    part : str
        Caption of the part that it belongs to; empty for the first page.
    """

    page: str
    title: str
    depth: int
    part: str


def read_order(html: Path) -> list[Leaf]:
    """Read the pages in the order in which the menu of the first one lists them.

    Parameters
    ----------
    html : pathlib.Path
        Folder of the built book.

    Returns
    -------
    list of Leaf
        Each page once, where it is listed first.

    Raises
    ------
    BookMissingError
        If there is no built book with a menu.
    """
    front = html / f"{FRONT}.html"
    found = _MENU.search(front.read_text("utf-8")) if front.is_file() else None
    if found is None:
        raise BookMissingError(
            f"there is no built book to print: {front} {'has no menu' if front.is_file() else 'is missing'}.\n"
            "Expected the pages that the book is built into.\nBuild them first: make book"
        )
    leaves: dict[str, Leaf] = {}
    for leaf in _walk(BeautifulSoup(found[0], "html.parser")):
        if (html / f"{leaf.page}.html").is_file():
            leaves.setdefault(leaf.page, leaf)
    return list(leaves.values())


def find_leaf(leaves: list[Leaf], slugs: Mapping[str, str], name: str) -> Leaf:
    """Find the page that a name means.

    Parameters
    ----------
    leaves : list of Leaf
    slugs : mapping of str to str
        Page by slug of the run that makes it.
    name : str
        A page (``book/claims/an-id``, ``claims/an-id.html``), a folder of pages for its index, the last word of a
        page, such as the id of a claim, or a slug.

    Raises
    ------
    UnknownPageError
        If the name fits no page; the message hints at the nearest.  Or if it fits several.
    """
    by_page = {leaf.page: leaf for leaf in leaves}
    names = _names(leaves)
    for slug, page in slugs.items():
        if page in by_page:
            names[slug] = {page}
    asked = name.strip("/").removesuffix(".html")
    pages = sorted(names.get(asked, ()))
    if not pages:
        raise UnknownPageError(
            f"the book has no page {name!r}.{nearest(asked, names)}\n"
            f"Expected one of its {len(leaves)} pages, the id of a claim, or the slug of a run, as 'scoledger claims' "
            "and the addresses of the built book have them."
        )
    if len(pages) > 1:
        raise UnknownPageError(
            f"the name {name!r} fits {len(pages)} pages: {', '.join(pages)}.\nName one of them in full."
        )
    return by_page[pages[0]]


def _names(leaves: list[Leaf]) -> dict[str, set[str]]:
    """Pages by everything that they may be called; a name in full means one page whatever else it fits."""
    short: dict[str, set[str]] = {}
    for leaf in leaves:
        folder, _, last = leaf.page.removesuffix(_INDEX).rpartition("/")
        for word in {last, f"{folder}/{last}".removeprefix(FOLDER)}:
            short.setdefault(word, set()).add(leaf.page)
    full = {form: {leaf.page} for leaf in leaves for form in (leaf.page, leaf.page.removeprefix(FOLDER))}
    folders = {
        leaf.page.removesuffix(_INDEX).removeprefix(FOLDER): {leaf.page} for leaf in leaves if _INDEX in leaf.page
    }
    return {**short, **folders, **full}


def _walk(menu: BeautifulSoup) -> Iterator[Leaf]:
    part = ""
    for tag in menu.find_all(["p", "a"]):
        if tag.name == "p":
            part = _words(tag)
            continue
        address = str(tag.get("href", "")).partition("#")[0]
        if "://" in address:
            continue
        target = posixpath.normpath(posixpath.join(FOLDER, address)).removesuffix(".html") if address else FRONT
        depth = 1 + len(tag.find_parents("li")) if part else 1
        yield Leaf(target, _words(tag), depth, part)


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())
