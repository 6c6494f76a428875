"""Judged claims as the listings know them, and where the pages of countries, topics and articles stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scoledger.countries import GROUPS, is_country
from scoledger.results import Result


@dataclass(frozen=True)
class Entry:
    """One judged claim.

    Parameters
    ----------
    id, verdict, topic, article, section : str
        The article by its id; the section in which the claim stands.
    line : int
        Line of the stored text, by which claims of one article are put in order.
    countries : tuple of str
        Codes of the states that the claim names, those of its groups among them.
    """

    id: str
    verdict: str
    topic: str
    article: str
    section: str
    line: int
    countries: tuple[str, ...]


def read_entries(verdicts: Iterable[Result]) -> list[Entry]:
    """Take from verdicts what the listings need, in the order of the verdicts."""
    return [_make_entry(result) for result in verdicts]


def states_named(claim: Mapping[str, Any]) -> tuple[str, ...]:
    """States that a claim names, each once; a group counts as its members, and what is neither is left out.

    Examples
    --------
    >>> states_named({"countries": ["CHN", "CA2", "KAZ", "NATO"]})
    ('CHN', 'KAZ', 'KGZ')
    """
    codes = [str(code) for code in claim.get("countries", [])]
    states = [state for code in codes for state in GROUPS.get(code, (code,))]
    return tuple(dict.fromkeys(state for state in states if is_country(state)))


def country_page(code: str) -> str:
    """Name the page of a country.

    Examples
    --------
    >>> country_page("KGZ")
    'book/countries/kgz'
    """
    return f"book/countries/{_slug(code)}"


def topic_page(topic: str) -> str:
    """Name the page of a topic.

    Examples
    --------
    >>> topic_page("votes/alignment")
    'book/topics/votes-alignment'
    """
    return f"book/topics/{_slug(topic)}"


def article_page(article: str) -> str:
    """Name the page of an article.

    Examples
    --------
    >>> article_page("kocamaz2019")
    'book/articles/kocamaz2019'
    """
    return f"book/articles/{_slug(article)}"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _make_entry(result: Result) -> Entry:
    about = result.details.get("claim", {})
    locator = about.get("locator") or {}
    return Entry(
        id=result.id,
        verdict=str(result.details.get("verdict", result.text)),
        topic=str(about.get("topic", "")),
        article=str(about.get("source", "")),
        section=str(locator.get("section", "")),
        line=int(locator.get("line", 0)),
        countries=states_named(about),
    )
