"""The one HTML file that is printed: title, contents with page numbers, and the pages one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Comment, Tag

from scoledger.citations import Book
from scoledger.exports.printing.article import prepare_article, read_article
from scoledger.exports.printing.links import Links
from scoledger.exports.printing.order import Leaf
from scoledger.site.templating import html_templates

#: Style sheets of the built book that its articles need on paper, as far as it has them.
STYLES = ("pygments.css", "ledger.css", "landing.css", "run.css", "find.css", "curve.css", "explore.css", "print.css")
_TEMPLATES = Path(__file__).parents[1] / "templates"
_STYLE = Path(__file__).with_name("document.css")
#: Where the contents stand in the article of a single page.
_MARK = "contents of this page"
#: Letters of a running title: more do not fit in a line.
_LETTERS = 100
#: Fewer sections are seen at a glance.
_FEWEST_SECTIONS = 2


@dataclass(frozen=True)
class Entry:
    """A line of the contents.

    Parameters
    ----------
    anchor, title : str
    depth : int
        1 for a part and the first page, 2 for what stands below, and so on.
    """

    anchor: str
    title: str
    depth: int


@dataclass(frozen=True)
class Sheet:
    """A page of the book in the document: its name among the pages of paper, its running title, its HTML."""

    name: str
    running: str
    content: str


@dataclass(frozen=True)
class Document:
    """What is printed, but for the numbers of its pages.

    Parameters
    ----------
    title : str
    book : Book
    address : str
        Of the printed page; empty for the whole book, and while the book is not published.
    styles : tuple of str
        Addresses of style sheets.
    entries : tuple of Entry
    sheets : tuple of Sheet
    is_whole : bool
    """

    title: str
    book: Book
    address: str
    styles: tuple[str, ...]
    entries: tuple[Entry, ...]
    sheets: tuple[Sheet, ...]
    is_whole: bool

    def write(self, numbers: Mapping[str, int]) -> str:
        """Write it with the numbers that are known; where one is not, room is kept for it."""
        contents = _fill("print_contents", entries=self.entries, numbers=numbers)
        sheets = [
            Sheet(sheet.name, sheet.running, sheet.content.replace(f"<!--{_MARK}-->", contents))
            for sheet in self.sheets
        ]
        return _fill("print", document=self, contents=contents, sheets=sheets, style=_STYLE.read_text("utf-8"))


def make_book_document(html: Path, leaves: list[Leaf], book: Book) -> Document:
    """Make the document of the whole book: title, contents, then every page in order, each part under its caption."""
    links = Links({leaf.page: f"p{number}" for number, leaf in enumerate(leaves, 1)}, book.url)
    entries, sheets, part = [], [], ""
    for leaf in leaves:
        article = prepare_article(read_article(html, leaf), leaf, html, links, above=leaf.depth - 1)
        anchor = links.anchors[leaf.page]
        if leaf.part != part:
            part = leaf.part
            _head_part(article, f"{anchor}-part", part)
            entries.append(Entry(f"{anchor}-part", part, 1))
        entries.append(Entry(anchor, leaf.title, leaf.depth))
        running = f"{leaf.part} · {leaf.title}" if leaf.part else leaf.title
        sheets.append(Sheet(anchor, shorten(running), str(article)))
    return Document(book.title, book, "", _find_styles(html), tuple(entries), tuple(sheets), is_whole=True)


def make_page_document(html: Path, leaf: Leaf, book: Book) -> Document:
    """Make the document of one page; the contents below its title name its sections."""
    links = Links({leaf.page: "p1"}, book.url)
    article = prepare_article(read_article(html, leaf), leaf, html, links, above=0)
    entries = [
        Entry(str(section["id"]), " ".join(heading.get_text().split()), 2)
        for section in article.find_all("section", id=True)
        if isinstance(heading := section.find("h2", recursive=False), Tag)
    ]
    title = article.h1
    if title is None or len(entries) < _FEWEST_SECTIONS:
        entries = []
    else:
        title.insert_after(Comment(_MARK))
    name = " ".join(title.get_text().split()) if title is not None else leaf.title
    sheet = Sheet("p1", shorten(f"{book.title.partition(':')[0]} · {name}"), str(article))
    address = f"{book.url}/{leaf.page}.html" if book.url else ""
    return Document(name, book, address, _find_styles(html), tuple(entries), (sheet,), is_whole=False)


def shorten(text: str) -> str:
    """Shorten a running title to one line.

    Examples
    --------
    >>> shorten("word"), shorten("word " * 30)[-11:]
    ('word', ' word word…')
    """
    return text if len(text) <= _LETTERS else f"{text[:_LETTERS].rsplit(' ', 1)[0].rstrip()}…"


def _head_part(article: Tag, anchor: str, title: str) -> None:
    heading = BeautifulSoup("", "html.parser").new_tag("h1", attrs={"class": "printed-part", "id": anchor})
    heading.string = title
    article.insert(0, heading)


def _find_styles(html: Path) -> tuple[str, ...]:
    paths = [html / "_static" / name for name in STYLES]
    return tuple(path.resolve().as_uri() for path in paths if path.is_file())


def write_style_string(text: str) -> str:
    r"""Write text as a string of a style sheet.

    Examples
    --------
    >>> print(write_style_string('a "b" <c>'))
    "a \22 b\22  \3c c>"
    """
    escaped = text.replace("\\", "\\5c ").replace('"', "\\22 ").replace("<", "\\3c ").replace("\n", " ")
    return f'"{escaped}"'


def _fill(template: str, **content: Any) -> str:
    templates = html_templates(_TEMPLATES)
    templates.filters["style_string"] = write_style_string
    return templates.get_template(f"{template}.html.j2").render(**content)
