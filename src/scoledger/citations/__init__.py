"""How the book, its pages and its results are cited, and what they rest on."""

from scoledger.citations.book import Book, read_book
from scoledger.citations.formats import FORMATS, write_bibtex, write_citation, write_csl, write_ris
from scoledger.citations.latex import escape_latex
from scoledger.citations.methods import find_methods, write_methods_bibtex
from scoledger.citations.reference import Author, Reference
from scoledger.citations.repository import Repository, fetch_code, read_repository
from scoledger.citations.results import (
    cite_book,
    cite_page,
    cite_result,
    cited_title,
    interval_of,
    is_citable,
    result_address,
    result_note,
    write_sentence,
)
from scoledger.citations.sources import cite_card, cite_sources, read_card_once, read_sources

__all__ = [
    "FORMATS",
    "Author",
    "Book",
    "Reference",
    "Repository",
    "cite_book",
    "cite_card",
    "cite_page",
    "cite_result",
    "cite_sources",
    "cited_title",
    "escape_latex",
    "fetch_code",
    "find_methods",
    "interval_of",
    "is_citable",
    "read_book",
    "read_card_once",
    "read_repository",
    "read_sources",
    "result_address",
    "result_note",
    "write_bibtex",
    "write_citation",
    "write_csl",
    "write_methods_bibtex",
    "write_ris",
    "write_sentence",
]
