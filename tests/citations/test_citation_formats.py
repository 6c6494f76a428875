"""References in five formats, each read back by a program that others use."""

from __future__ import annotations

import datetime as dt
import json
import warnings

import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string

from scoledger.citations import (
    FORMATS,
    Author,
    Book,
    Reference,
    cite_book,
    cite_page,
    cite_result,
    escape_latex,
    write_citation,
    write_csl,
    write_sentence,
)
from scoledger.errors import CitationError
from scoledger.results import Result

BOOK = Book(
    "Trade & Power: a book", (Author("Ünal", "S."), Author("Bureau of A and B")), "2026.1", dt.date(2026, 11, 21)
)
NUMBER = Result(
    "alpha-2014", "number", "Trade, 100% of {it}", value=45.0, unit="billion USD", text="45.0 billion USD", low=27.1,
    high=45.2, n=1200, edition="2026.1", heading="A heading",
)  # fmt: skip
TABLE = Result("alpha-table", "table", "A table", edition="2026.1")


def test_bibtex_is_read_back_with_every_author_and_sign() -> None:
    """A body whose name holds the word "and" stays one author; signs of LaTeX are escaped."""
    entry = parse_string(write_citation(cite_result(BOOK, NUMBER), "bibtex"), "bibtex").entries[
        "scoledger-2026.1-alpha-2014"
    ]

    assert [str(person) for person in entry.persons["author"]] == ["Ünal, S.", "{Bureau of A and B}"]
    assert entry.fields["title"] == r"{A heading: Trade, 100\% of \{it\}}"
    assert entry.fields["year"] == "2026"
    assert "27.1 billion USD to 45.2 billion USD; n = 1,200" in entry.fields["note"]


def test_ris_is_read_back() -> None:
    """The format of reference managers: one tag a line, closed by ER."""
    (entry,) = rispy.loads(write_citation(cite_result(BOOK, TABLE), "ris"))

    assert entry["type_of_reference"] == "DATA"
    assert entry["authors"] == ["Ünal, S.", "Bureau of A and B"]
    assert entry["title"] == "A table"
    assert entry["year"] == "2026"


def test_a_citation_processor_sets_our_csl() -> None:
    """A processor accepts the items and sets author, year, title and container."""
    item = json.loads(write_citation(cite_page(BOOK, "book/claims/alpha", "A claim"), "csl"))[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        listed = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
        listed.register(Citation([CitationItem(item["id"])]))
        (text,) = map(str, listed.bibliography())

    assert text == "Ünal, S. and Bureau of A and B (2026) “A claim”, Trade & Power: a book. 2026.1."


def test_csl_has_only_types_that_csl_knows() -> None:
    """CSL 1.0.2 names its types; an unknown one is refused by a reference manager."""
    known = {"book", "chapter", "entry", "dataset", "figure"}
    page = cite_page(BOOK, "book/index", "Front")
    references = [cite_book(BOOK), page, cite_result(BOOK, NUMBER), cite_result(BOOK, TABLE)]

    assert {write_csl(reference)["type"] for reference in references} <= known


def test_plain_text_says_what_where_and_which_edition() -> None:
    """Author, year, title, book, edition, id at its edition, value."""
    text = write_citation(cite_result(BOOK, NUMBER), "text").strip()

    assert text == (
        "Ünal, S.; Bureau of A and B (2026). A heading: Trade, 100% of {it}. In: Trade & Power: a book. "
        "Edition 2026.1. Result alpha-2014@2026.1. "
        "Value: 45.0 billion USD (interval 27.1 billion USD to 45.2 billion USD; n = 1,200)."
    )


@pytest.mark.parametrize("form", FORMATS)
def test_an_address_is_in_every_format_once_the_book_has_one(form: str) -> None:
    """Before it is published there is none; afterwards it leads to the page of the result."""
    published = Book(BOOK.title, BOOK.authors, BOOK.version, BOOK.released, url="https://example.org/book")

    assert "example.org" not in write_citation(cite_result(BOOK, NUMBER), form)
    assert "https://example.org/book/r/alpha-2014.html" in write_citation(cite_result(published, NUMBER), form)


def test_latex_is_escaped_but_for_letters() -> None:
    """LaTeX reads letters of UTF-8; arrows and signs become macros that need no package."""
    assert escape_latex("5 % of Kürşat_2") == r"5 \% of Kürşat\_2"
    assert escape_latex(r"\input{x}") == r"\textbackslash{}input\{x\}"


def test_latex_says_nothing_to_the_terminal(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """What the fonts lack has a stand-in, marks of direction and joiners are dropped, an accent joins its letter."""
    words = escape_latex("\u0420\u4e2d\U0001f600\ufe0f a\u202eb\u200dc\x07 e\u0301 \u0119 \ue000")

    assert words == "[U+0420][U+4E2D][U+1F600] abc \xe9 [U+0119] [U+E000]"
    assert (*capfd.readouterr(), caplog.records) == ("", "", [])


def test_bibtex_says_in_which_book_and_edition_a_result_stands() -> None:
    """In a field that styles print of an entry that needs no publisher; the book names its edition there."""
    result = write_citation(cite_result(BOOK, TABLE), "bibtex")

    assert result.startswith("@misc{scoledger-2026.1-alpha-table,")
    assert r"howpublished = {In: Trade \& Power: a book, edition 2026.1}" in result
    assert "howpublished = {Edition 2026.1}" in write_citation(cite_book(BOOK), "bibtex")


def test_a_text_has_no_citation() -> None:
    """Prose is cited by its page, which the message names."""
    with pytest.raises(CitationError, match="Cite its page, book/a"):
        cite_result(BOOK, Result("alpha-answer", "text", "Answer", page="book/a"))


def test_the_sentence_ends_once() -> None:
    """What was found, the book, the edition and the id, without a stop in between."""
    assert write_sentence(BOOK, TABLE) == "A table (table); Trade & Power, edition 2026.1, result alpha-table."


def test_a_reference_without_a_year_says_so() -> None:
    """A vintage in words has no year: n.d. in text, no field in BibTeX."""
    reference = Reference("data-x", "data", "X", vintage="last of all")

    assert "(n.d.)" in write_citation(reference, "text")
    assert "year" not in write_citation(reference, "bibtex")
