"""The book itself: ``CITATION.cff`` is the one place that says how it is cited and where it stands."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import yaml

from scoledger import __version__
from scoledger.citations.reference import Author
from scoledger.errors import CitationError
from scoledger.paths import Project

FILE_NAME = "CITATION.cff"
#: A user or a token before the host would be published with the book.
_ADDRESS = re.compile(r"https?://[^\s/@?#\"'<>\\`{}]+(/[^\s\"'<>\\`{}]*)?")
#: Deepest list or table in a list or table that a citation file needs, and more.
_DEEPEST = 20


@dataclass(frozen=True)
class Book:
    """What ``CITATION.cff`` says of the book.

    Parameters
    ----------
    title, abstract, version : str
    authors : tuple of Author
    released : datetime.date
    url : str
        Address of the published book without a slash at its end; empty while it is not published.
    code : str
        Address of its repository; empty as above.
    doi : str
    licences : tuple of str
        SPDX ids, the code's first.
    keywords : tuple of str
    """

    title: str
    authors: tuple[Author, ...]
    version: str
    released: dt.date
    abstract: str = ""
    url: str = ""
    code: str = ""
    doi: str = ""
    licences: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


def read_book(project: Project) -> Book:
    """Read ``CITATION.cff``.

    Raises
    ------
    CitationError
        If it is missing, is no YAML, lacks what a citation needs, or names another edition than the package.
    """
    path = project.root / FILE_NAME
    try:
        content = _read_yaml(path.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise CitationError(f"{FILE_NAME} cannot be read: {error}.\nRestore it from version control.") from error
    if not isinstance(content, dict):
        raise CitationError(f"{FILE_NAME} holds no keys.\nExpected the Citation File Format, version 1.2.0.")
    missing = [key for key in ("title", "authors", "version", "date-released") if not content.get(key)]
    if missing:
        raise CitationError(
            f"{FILE_NAME} lacks {', '.join(missing)}.\nExpected title, authors, version and date-released. Add them."
        )
    if str(content["version"]) != __version__:
        raise CitationError(
            f"{FILE_NAME} says version {content['version']}, the package is {__version__}.\nLet both name one edition."
        )
    return _make_book(content)


def _read_yaml(text: str) -> Any:
    """Read plain YAML: no aliases, of which a few lines can stand for more than any memory holds, and nothing deep."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError(f"the alias *{event.anchor} repeats another part of it")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise yaml.YAMLError(f"it nests more than {_DEEPEST} lists or tables")
    return yaml.safe_load(text)


def _make_book(content: dict[str, Any]) -> Book:
    licences, keywords = content.get("license") or [], content.get("keywords") or []
    try:
        licences = (licences,) if isinstance(licences, str) else tuple(map(str, licences))
        keywords = tuple(map(str, keywords))
        released = dt.date.fromisoformat(str(content["date-released"]))
        authors = tuple(_make_author(author) for author in content["authors"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CitationError(
            f"{FILE_NAME}: {type(error).__name__}: {error}.\n"
            "Expected date-released as 2026-11-21, authors with family-names and given-names, or a name, and lists of\n"
            "keywords and licences."
        ) from error
    return Book(
        title=str(content["title"]),
        authors=authors,
        version=str(content["version"]),
        released=released,
        abstract=str(content.get("abstract") or ""),
        url=_check_address(content, "url"),
        code=_check_address(content, "repository-code"),
        doi=str(content.get("doi") or ""),
        licences=licences,
        keywords=keywords,
    )


def _make_author(author: dict[str, Any]) -> Author:
    if author.get("name"):
        return Author(str(author["name"]))
    return Author(str(author["family-names"]), str(author.get("given-names") or ""))


def _check_address(content: dict[str, Any], key: str) -> str:
    address = str(content.get(key) or "").rstrip("/")
    if address and not _ADDRESS.fullmatch(address):
        raise CitationError(
            f"{FILE_NAME}: {key} is no address.\nExpected an address that begins with https:// and names no user."
        )
    return address
