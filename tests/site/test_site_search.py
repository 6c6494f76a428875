"""What the search page knows by name, and what the index leaves out, without a browser."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bookmaker import BookMaker

from scoledger.site import build_book
from scoledger.site.search import LedgerSearch, fill_search, is_checksum, known_names, read_summaries


def environment(*pages: str) -> Any:
    """What Sphinx knows of a book with two glossary terms and a label."""
    terms = {("term", "mirror"): ("book/glossary", "term-mirror"), ("label", "ledger"): ("book/claims/index", "ledger")}
    return SimpleNamespace(found_docs=set(pages), domaindata={"std": {"objects": terms}})


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("00e1a3405764", True),
        ("0223eb26851722b316c06360177c3c948b22cdd6", True),
        ("65bcm", False),
        ("2020", False),
        ("defaced", False),
        ("kyrgyzstan", False),
    ],
)
def test_checksums_are_told_from_words(word: str, *, expected: bool) -> None:
    """Ids of runs and commits are long and have a digit; years, quantities and words stay in the index."""
    assert is_checksum(word) is expected
    assert LedgerSearch({}).word_filter(word) is not expected


def test_countries_and_terms_are_known_by_name() -> None:
    """A country by code and name, not its index page; a term with its place; no other object of Sphinx."""
    names = known_names(environment("book/countries/kgz", "book/countries/index", "book/method"))

    assert [(item["name"], item["page"], item["anchor"]) for item in names] == [
        ("KGZ", "book/countries/kgz", ""),
        ("Kyrgyzstan", "book/countries/kgz", ""),
        ("mirror", "book/glossary", "term-mirror"),
    ]


def test_only_the_search_page_gets_the_scripts(tmp_path: Path) -> None:
    """Other pages carry neither scripts nor names, and no name can end the element that it stands in."""
    asked: list[str] = []
    app: Any = SimpleNamespace(env=environment(), outdir=tmp_path, add_js_file=lambda name, **_: asked.append(name))
    app.env.domaindata["std"]["objects"]["term", "a </script> b"] = ("book/glossary", "term-a")
    other: dict[str, Any] = {}
    search: dict[str, Any] = {}
    fill_search(app, "book/method", "page.html", other, None)
    fill_search(app, "search", "search.html", search, None)

    assert (asked, other) == (["searchtools.js", "language_data.js", "search.js"], {})
    assert "</script>" not in search["known_names"]


def test_a_summary_is_the_description_of_a_page(tmp_path: Path) -> None:
    """As a reader sees it, without the signs of HTML and the page's other text; a page without one is absent."""
    (tmp_path / "a.html").write_text('<meta name="description" content="China&#x27;s &quot;share&quot;."><p>x', "utf-8")
    (tmp_path / "b.html").write_text("<p>Words.</p>", "utf-8")

    assert read_summaries(tmp_path, {"a", "b"}) == {"a": 'China\'s "share".'}


def test_the_book_s_own_search_page_is_the_one_built(maker: BookMaker) -> None:
    """Not the theme's: it offers lists to who has no script, and the index comes after the scripts that ask it."""
    built = (build_book(maker.project).parent / "search.html").read_text("utf-8")
    scripts = ("searchtools.js", "language_data.js", "search.js", "summaries.js", "searchindex.js")
    places = [built.index(name) for name in scripts]

    assert 'id="find-told"' in built
    assert "Please activate JavaScript" not in built
    assert places == sorted(places)
