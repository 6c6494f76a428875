"""What machines read on every page, and the block that says how the page is cited."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bookmaker import ROOT, BookMaker

from scoledger.cards import read_card
from scoledger.citations import Author, Book, cite_book, cite_page
from scoledger.claims import read_articles
from scoledger.errors import CitationError
from scoledger.exports import write_exports
from scoledger.paths import Project
from scoledger.results import Result
from scoledger.site import build_book
from scoledger.site.metadata import Page, describe_page, write_block, write_linked, write_tags
from scoledger.site.metadata.coverage import read_years
from scoledger.site.metadata.page import LONGEST, shorten

TITLE = "Partnership, Put to the Test"


class Reader(HTMLParser):
    """Reads a page as a machine does: its tags, and its script of linked data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: dict[str, list[str]] = {}
        self.scripts: list[str] = []
        self._is_linked = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag of the head, and where linked data begin."""
        about = {key: value or "" for key, value in attrs}
        if tag == "meta" and "content" in about:
            self.tags.setdefault(about.get("name") or about.get("property", ""), []).append(about["content"])
        self._is_linked = about.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        """Note linked data."""
        if self._is_linked:
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:
        """The data end with their tag."""
        del tag
        self._is_linked = False

    @property
    def linked(self) -> dict[str, Any]:
        """The one script of linked data."""
        (script,) = self.scripts
        content: dict[str, Any] = json.loads(script)
        return content


def make_book(root: Path, more: str = "") -> BookMaker:
    """A book with a claim, a figure that has a PNG, and articles."""
    maker = BookMaker.begin(root)
    shutil.copy(ROOT / "data" / "claims" / "articles.toml", root / "data" / "claims" / "articles.toml")
    maker.add_claim_page("alpha", "contradicted")
    files = {"svg": "trade-figure.svg", "png": "trade-figure.png"}
    keys = {"page": "book/claims/alpha", "run": "run-alpha"}
    maker.add_result("trade-figure", "figure", alt='A line & "more"', caption="Trade.", files=files, **keys)
    maker.add_figure("plain-figure", **keys)
    figures = "".join(f"```{{result-figure}} {name}\n```\n\n" for name in ("plain-figure", "trade-figure"))
    maker.write("book/method.md", f"# How <it> was done\n\n{figures}First & foremost.\n\nThen.\n")
    with (root / "CITATION.cff").open("a", encoding="utf-8") as file:
        file.write(more)
    write_exports(maker.project)
    return maker


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built book without an address."""
    return build_book(make_book(tmp_path_factory.mktemp("book")).project).parent


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built book with an address and an identifier."""
    more = 'url: "https://example.org/book/"\ndoi: "10.5555/book"\n'
    return build_book(make_book(tmp_path_factory.mktemp("published"), more).project).parent


def read(html: Path, docname: str) -> Reader:
    """A page as a machine reads it."""
    return Reader((html / f"{docname}.html").read_text("utf-8"))


def pages(html: Path) -> list[str]:
    """Docnames of the pages of the book."""
    return sorted(path.relative_to(html).with_suffix("").as_posix() for path in (html / "book").rglob("*.html"))


@pytest.mark.slow
def test_every_page_has_all_of_it(html: Path) -> None:
    """Tags of both kinds, a description, linked data and one block; no address is made up."""
    assert {"book/index", "book/claims/alpha", "book/data/test-trade", "book/availability"} <= set(pages(html))
    for docname in pages(html):
        page, text = read(html, docname), (html / f"{docname}.html").read_text("utf-8")
        names = ("citation_title", "citation_publication_date", "citation_author", "og:title", "og:type", "description")
        assert [name for name in names if len(page.tags.get(name, [])) != 1] == [], docname
        assert page.tags["citation_language"] == ["en"]
        assert {"citation_public_url", "og:url"} & set(page.tags) == set()
        assert 0 < len(page.tags["og:description"][0]) <= LONGEST
        assert page.linked["@context"] == "https://schema.org"
        assert text.count('<details class="cite-page">') == 1


@pytest.mark.slow
def test_pages_without_a_source_stay_as_they_are(html: Path) -> None:
    """Nobody cites the search."""
    assert "citation_title" not in read(html, "search").tags
    assert "cite-page" not in (html / "search.html").read_text("utf-8")


@pytest.mark.slow
def test_the_first_page_stands_for_the_book(html: Path, published: Path) -> None:
    """Its title, without a book that holds it; its identifier once there is one."""
    front, known = read(html, "book/index"), read(published, "book/index")

    assert front.tags["citation_title"][0].startswith(TITLE)
    assert "citation_inbook_title" not in front.tags
    assert front.tags["og:type"] == ["book"]
    assert (front.linked["@type"], front.linked["bookEdition"]) == ("Book", "2026.1")
    assert "https://spdx.org/licenses/CC-BY-4.0" in front.linked["license"]
    assert known.tags["citation_doi"] == ["10.5555/book"]
    assert known.linked["sameAs"] == "https://doi.org/10.5555/book"


@pytest.mark.slow
def test_a_page_is_part_of_the_book(html: Path) -> None:
    """Title, container, day, and the words of its first paragraph, as they were written."""
    page = read(html, "book/method")

    assert page.tags["citation_title"] == ["How <it> was done"]
    assert page.tags["citation_inbook_title"][0].startswith(TITLE)
    assert page.tags["citation_publication_date"] == ["2026/11/21"]
    assert page.tags["description"] == page.tags["og:description"] == ["First & foremost."]
    assert (page.linked["@type"], page.linked["isPartOf"]["@type"]) == ("WebPage", "Book")


@pytest.mark.slow
def test_the_picture_is_the_first_that_has_one(html: Path, published: Path) -> None:
    """As PNG with its alt text; seen from the page, or whole where the book has an address."""
    page = read(html, "book/method")

    assert page.tags["og:image"] == ["../exports/figures/trade-figure.png"]
    assert (html / "book" / page.tags["og:image"][0]).resolve().is_file()
    assert page.tags["og:image:alt"] == ['A line & "more"']
    assert "og:image" not in read(html, "book/glossary").tags
    address = "https://example.org/book/exports/figures/trade-figure.png"
    assert read(published, "book/method").tags["og:image"] == [address]


@pytest.mark.slow
def test_an_address_is_told_once_the_book_has_one(published: Path) -> None:
    """Of every page, in both kinds of tag, in the linked data and in the citation."""
    page, address = read(published, "book/claims/alpha"), "https://example.org/book/book/claims/alpha.html"

    assert page.tags["citation_public_url"] == page.tags["og:url"] == [address]
    assert page.linked["url"] == address
    assert "citation_doi" not in page.tags
    assert f"url = {{{address}}}" in (published / "book/claims/alpha.html").read_text("utf-8")


@pytest.mark.slow
def test_a_verdict_is_a_review_of_a_claim(html: Path) -> None:
    """Our words for the claim, the article as its author's, the verdict as a word and no number."""
    review = read(html, "book/claims/alpha").linked
    article = read_articles(Project(ROOT))["kocamaz2019"]
    appearance = review["itemReviewed"]["appearance"]

    assert (review["@type"], review["claimReviewed"]) == ("ClaimReview", "Paraphrase of alpha.")
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "contradicted"}
    assert review["itemReviewed"]["author"]["name"] == article.author
    assert (appearance["name"], appearance["sameAs"]) == (article.title, f"https://doi.org/{article.doi}")
    assert review["author"] == [{"@type": "Organization", "name": "The SCO ledger authors"}]
    assert review["identifier"] == "alpha@2026.1"
    assert read(html, "book/claims/alpha").tags["description"][0].startswith("Contradicted: The data <say>")


@pytest.mark.slow
def test_a_table_is_a_dataset(html: Path) -> None:
    """Producer, citation, terms, vintage; its file only because the card lets it be passed on."""
    table = read(html, "book/data/test-trade").linked

    assert (table["@type"], table["identifier"], table["version"]) == ("Dataset", "test-trade", "2024-05")
    assert table["creator"]["name"] == "Test Statistics Office"
    assert table["citation"] == "Test Statistics Office, Trade of the tests | 2024 edition"
    assert table["license"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert table["distribution"]["name"] == "data/tables/test_trade.parquet"
    assert [column["name"] for column in table["variableMeasured"]] == ["value_musd"]
    assert len(table["description"]) >= 50


@pytest.mark.slow
def test_builds_give_the_same_pages_until_the_citation_changes(html: Path, cold: None, tmp_path: Path) -> None:
    """In another folder and process, and once more, byte for byte; another day of release is on every page then."""
    maker = make_book(tmp_path)
    other = build_book(maker.project).parent
    assert pages(other) == pages(html)
    first = {docname: (html / f"{docname}.html").read_bytes() for docname in pages(html)}
    assert [name for name, page in first.items() if (other / f"{name}.html").read_bytes() != page] == []
    (maker.project.build / "sphinx" / "built.json").unlink()
    build_book(maker.project)
    assert [name for name, page in first.items() if (other / f"{name}.html").read_bytes() != page] == []
    path = maker.project.root / "CITATION.cff"
    path.write_text(path.read_text("utf-8").replace("2026-11-21", "2026-12-24"), encoding="utf-8")
    build_book(maker.project)

    assert {read(other, docname).tags["citation_publication_date"][0] for docname in pages(other)} == {"2026/12/24"}


def test_a_book_without_a_citation_is_not_built(maker: BookMaker) -> None:
    """Before anything is written: every page would lack its block."""
    (maker.project.root / "CITATION.cff").unlink()

    with pytest.raises(CitationError, match="cannot be read"):
        build_book(maker.project)


BOOK = Book("A book", (Author("Doe", "Jane"),), "2026.1", dt.date(2026, 1, 2), abstract="Of things.")


def make_page(title: str = "A page", **keys: Any) -> Page:
    """A page of `BOOK`."""
    return Page("book/a", title, "page", title, cite_page(BOOK, "book/a", title), **keys)


def test_nothing_in_the_linked_data_can_end_the_script() -> None:
    """The end of a script, the start of a comment and odd line ends are written as escapes and read as themselves."""
    title = "</script><script>alert(1)</script><!-- & \u2028"
    text = write_linked(make_page(title), BOOK, {})

    assert text.count("<") == 2
    assert Reader(text).linked["name"] == title


def test_tags_and_block_escape_what_they_hold() -> None:
    """A title in quotes and brackets ends neither an attribute nor an element."""
    page = make_page('"><script>alert(1)</script>')

    assert "<script" not in write_tags(page, BOOK) + write_block(page)
    assert Reader(write_tags(page, BOOK)).tags["citation_title"] == [page.title]


def test_a_person_is_named_as_one() -> None:
    """With both names, and family name first in the tags."""
    author = describe_page(make_page(), BOOK, {})["author"]

    assert author == [{"@type": "Person", "name": "Doe, Jane", "familyName": "Doe", "givenName": "Jane"}]
    assert Reader(write_tags(make_page(), BOOK)).tags["citation_author"] == ["Doe, Jane"]


def test_a_table_that_may_not_be_passed_on_has_no_file() -> None:
    """Every card of the project: a distribution where the whole may be passed on, and nowhere else."""
    project = Project(ROOT)
    cards = [read_card(project, path.stem) for path in sorted(project.cards.glob("*.toml"))]
    described = {card.id: describe_page(make_page(card=card), BOOK, {}) for card in cards}

    assert {name for name, each in described.items() if "distribution" in each} == {
        card.id for card in cards if card.redistributable
    }
    assert all(each["@type"] == "Dataset" and 50 <= len(each["description"]) <= 5000 for each in described.values())


def test_the_years_of_a_table_are_those_of_its_rows(maker: BookMaker) -> None:
    """Not the bounds of the card; a table without a file has none."""
    card = read_card(maker.project, "test-trade")
    assert read_years(maker.project, card) is None
    frame = pd.DataFrame({"year": [2004, 2001], "value_musd": [1.0, 2.0]})
    frame.to_parquet(maker.project.data / card.file.path)

    years = read_years(maker.project, card)
    assert years == (2001, 2004)
    assert describe_page(make_page(card=card, years=years), BOOK, {})["temporalCoverage"] == "2001/2004"


def test_an_unknown_article_is_named_by_its_id() -> None:
    """As on the ledger's page, while nothing more is known."""
    verdict = Result("a", "verdict", "It is so.", text="mixed", caption="It is and is not.")
    review = describe_page(make_page(verdict=verdict), BOOK, {})

    assert review["itemReviewed"]["appearance"]["@type"] == "ScholarlyArticle"
    assert review["claimReviewed"] == "It is so."


def test_a_quoted_claim_is_not_laid_at_the_author_s_door() -> None:
    """The article is where it appeared; who made it is not said."""
    articles = read_articles(Project(ROOT))
    reviewed = {
        voice: describe_page(make_page(verdict=_verdict(voice)), BOOK, articles)["itemReviewed"]
        for voice in ("author", "quoted")
    }

    assert "author" in reviewed["author"]
    assert "author" not in reviewed["quoted"]
    assert reviewed["author"]["appearance"] == reviewed["quoted"]["appearance"]


def _verdict(voice: str) -> Result:
    claim = {"source": "kocamaz2019", "voice": voice, "paraphrase": "It is so."}
    return Result("a", "verdict", "It is so.", text="mixed", details={"claim": claim})


def test_the_block_shows_four_formats_and_the_status_page() -> None:
    """Each named by its label, its button hidden until a script shows it; the book is called a book."""
    block = write_block(make_page())
    front = write_block(Page("book/index", "A book", "book", "Words.", cite_book(BOOK)))

    assert re.findall(r'<p id="cite-\w+">([^<]+)</p>', block) == ["Plain text", "BibTeX", "CSL-JSON", "RIS"]
    assert block.count(' hidden aria-label="Copy ') == 4
    assert re.findall(r'data-copy="([\w-]+)"', block) == re.findall(r'<pre id="([\w-]+)"', block)
    assert 'href="status.html"' in block
    assert "@misc{scoledger-2026.1-a," in block
    assert "Cite this page" in block
    assert "Cite this book" in front
    assert "@misc{scoledger-2026.1," in front
    assert len(block) < 4000


def test_a_long_description_ends_with_a_whole_word() -> None:
    """And says that something follows."""
    text = shorten("some words, " * 60)

    assert len(text) <= LONGEST
    assert text.endswith(("words…", "some…"))
