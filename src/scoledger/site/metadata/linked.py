"""A page as JSON-LD in the words of schema.org: the book, a chapter, a review of a claim, a dataset."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scoledger.cards import Card
from scoledger.citations import Author, Book
from scoledger.claims import Article
from scoledger.results import Result
from scoledger.site.metadata.page import Page

#: What would end a script or a comment, and the two line ends that JSON allows and JavaScript does not.
_UNSAFE = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
#: Where the terms that SPDX lists are explained.
_SPDX = "https://spdx.org/licenses/"
#: What names the book on a page of it.
_NAMING = ("@type", "name", "bookEdition", "url", "sameAs")
_PARQUET = "application/vnd.apache.parquet"


def write_linked(page: Page, book: Book, articles: Mapping[str, Article]) -> str:
    """Write the script that holds what `describe_page` says; nothing in it can end the script."""
    text = json.dumps(describe_page(page, book, articles), sort_keys=True, ensure_ascii=False, allow_nan=False)
    return f'<script type="application/ld+json">{text.translate(_UNSAFE)}</script>\n'


def describe_page(page: Page, book: Book, articles: Mapping[str, Article]) -> dict[str, Any]:
    """Describe a page; what is not known is left out.

    Returns
    -------
    dict
        A ``Book``, a ``ClaimReview``, a ``Dataset``, a ``Chapter`` or a ``WebPage``.
    """
    about: dict[str, Any] = {"@context": "https://schema.org", "inLanguage": page.language, "url": page.reference.url}
    if page.kind == "book":
        return _known(about | _describe_book(book) | {"description": page.description, "image": page.image})
    whole = _describe_book(book)
    if page.card is not None:
        return _known(about | _describe_table(page.card, page.years, whole))
    about |= {"isPartOf": _only(whole, *_NAMING), "datePublished": whole["datePublished"], "author": whole["author"]}
    if page.verdict is not None:
        return _known(about | _describe_review(page, page.verdict, articles))
    return _known(
        about
        | {
            "@type": "Chapter" if page.kind == "chapter" else "WebPage",
            "name": page.title,
            "description": page.description,
            "image": page.image,
            **_only(whole, "license"),
        }
    )


def _describe_book(book: Book) -> dict[str, Any]:
    return _known(
        {
            "@type": "Book",
            "name": book.title,
            "author": [_describe_author(author) for author in book.authors],
            "bookEdition": book.version,
            "datePublished": book.released.isoformat(),
            "keywords": list(book.keywords),
            "license": [f"{_SPDX}{licence}" for licence in book.licences],
            "url": book.url,
            "sameAs": f"https://doi.org/{book.doi}" if book.doi else "",
        }
    )


def _describe_author(author: Author) -> dict[str, Any]:
    if not author.given:
        return {"@type": "Organization", "name": author.family}
    return {"@type": "Person", "name": author.name, "familyName": author.family, "givenName": author.given}


def _describe_review(page: Page, verdict: Result, articles: Mapping[str, Article]) -> dict[str, Any]:
    """Describe a verdict; its rating is the word alone, since no scale of numbers lies behind it."""
    claim = verdict.details.get("claim", {})
    source = str(claim.get("source", ""))
    return {
        "@type": "ClaimReview",
        "name": page.title,
        "claimReviewed": claim.get("paraphrase", verdict.title),
        "itemReviewed": _describe_claim(articles.get(source), source, is_own=claim.get("voice") != "quoted"),
        "reviewRating": {"@type": "Rating", "alternateName": verdict.text},
        "reviewBody": verdict.caption,
        "image": page.image,
        "identifier": f"{verdict.id}@{page.reference.edition}",
    }


def _describe_claim(article: Article | None, source: str, *, is_own: bool) -> dict[str, Any]:
    """Describe where a claim appeared; whoever wrote that made it, unless somebody else is quoted there."""
    if article is None:
        return {"@type": "Claim", "appearance": {"@type": "ScholarlyArticle", "name": source}}
    author = {"@type": "Person", "name": article.author}
    appearance = {
        "@type": "ScholarlyArticle",
        "name": article.title,
        "author": author,
        "datePublished": str(article.year),
        "isPartOf": {"@type": "Periodical", "name": article.journal},
        "sameAs": f"https://doi.org/{article.doi}" if article.doi else "",
    }
    claim = {"@type": "Claim", "datePublished": str(article.year), "appearance": _known(appearance)}
    return claim | ({"author": author} if is_own else {})


def _describe_table(card: Card, years: tuple[int, int] | None, whole: dict[str, Any]) -> dict[str, Any]:
    terms = {"@type": "CreativeWork", "name": card.licence.name, "url": card.licence.url}
    about = f"{card.title}, by {card.producer}, {card.vintage}."
    what = "The whole table" if card.rule == "ship" else "An extract"
    return {
        "@type": "Dataset",
        "name": card.title,
        "description": " ".join([about, f"{what}: {card.file.rows:,} rows.", card.obtained]),
        "identifier": card.id,
        "creator": {"@type": "Organization", "name": card.producer},
        "citation": card.citation,
        "license": _known(terms),
        "version": card.vintage,
        "temporalCoverage": f"{years[0]}/{years[1]}" if years else "",
        "variableMeasured": [
            _known({"@type": "PropertyValue", "name": name, "description": column.description, "unitText": column.unit})
            for name, column in card.columns.items()
            if name not in card.key
        ],
        "includedInDataCatalog": {"@type": "DataCatalog", "name": whole["name"], **_only(whole, "url")},
        "distribution": _describe_file(card) if card.redistributable else {},
    }


def _describe_file(card: Card) -> dict[str, Any]:
    """Describe the shipped file by its place in the checkout: it has no address of its own."""
    return _known(
        {
            "@type": "DataDownload",
            "name": f"data/{card.file.path}",
            "encodingFormat": _PARQUET,
            "sha256": card.file.sha256,
        }
    )


def _only(whole: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: whole[key] for key in keys if key in whole}


def _known(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if value not in ("", [], {}, None)}
