"""Writing the pages of countries, topics and articles, and their index pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from scoledger.claims import read_articles, read_theses
from scoledger.countries import GROUP_NAMES, GROUPS, country_name
from scoledger.paths import Project
from scoledger.results import Result
from scoledger.site.badges import order_verdicts
from scoledger.site.chapters import read_book_chapters
from scoledger.site.indexes import article_name
from scoledger.site.listings.entries import Entry, article_page, country_page, read_entries, topic_page
from scoledger.site.listings.groups import group_of
from scoledger.site.listings.settings import COUNTRY, Settings, read_settings
from scoledger.site.registry import current_results
from scoledger.site.run_pages import planned_pages
from scoledger.site.writing import write_template
from scoledger.units import write_value


def write_listings(project: Project) -> list[Path]:
    """Write a page for every country, topic and article that a judged claim names, and three index pages.

    Returns
    -------
    list of pathlib.Path
        The pages; the index pages stand last of their kind.
    """
    results = {result.id: result for result in current_results(project)}
    entries = read_entries(result for result in results.values() if result.kind == "verdict")
    settings = read_settings(project)
    return [
        *_write_topics(project, entries, settings),
        *_write_countries(project, entries, settings, results),
        *_write_articles(project, entries),
    ]


def _write_countries(
    project: Project, entries: list[Entry], settings: Settings, results: dict[str, Result]
) -> list[Path]:
    pages: list[Path] = []
    rows: list[tuple[str, list[str]]] = []
    runs = [(page, entry) for page, entry in planned_pages(project).items() if not page.startswith("book/claims/")]
    codes = {code for entry in entries for code in entry.countries}
    for code in sorted(codes, key=country_name):
        named = [entry for entry in entries if code in entry.countries]
        alone = [entry for entry in named if not group_of(code, entry.countries)]
        grouped = [entry for entry in named if group_of(code, entry.countries)]
        wanted = {number.replace(COUNTRY, code.lower()): settings.books.get(number, "") for number in settings.numbers}
        page = country_page(code)
        path = project.root / f"{page}.md"
        write_template(
            path,
            "country.md.j2",
            code=code,
            name=country_name(code),
            alone=_by_topic(alone, settings),
            grouped=_by_topic(grouped, settings),
            groups=_name_groups(code, grouped),
            numbers=[(number, _label(results[number], books)) for number, books in wanted.items() if number in results],
            own=sorted((page for page, entry in runs if code in _states_of(entry)), key=partial(_is_beside, code)),
            shared=[page for page, entry in runs if _is_in_group(code, entry)],
        )
        pages.append(path)
        rows.append((page, [code, str(len(alone)), str(len(grouped))]))
    about = (
        "Every state that a claim names; its page says how these claims come out. "
        "A claim about a group, such as Central Asia, counts for each state of the group."
    )
    columns = ["Country", "Code", "Claims that name it", "Claims about a group with it"]
    return [*pages, _write_index(project, "countries", about, columns, rows)]


def _write_topics(project: Project, entries: list[Entry], settings: Settings) -> list[Path]:
    pages: list[Path] = []
    rows: list[tuple[str, list[str]]] = []
    chapters = {chapter.index: chapter.text.claims for chapter in read_book_chapters(project)}
    for topic, concerned in sorted(_group(entries, "topic").items()):
        ids = {entry.id for entry in concerned}
        bearing = {page: len(ids & set(claims)) for page, claims in chapters.items() if ids & set(claims)}
        page, words = topic_page(topic), settings.topic(topic)
        path = project.root / f"{page}.md"
        write_template(
            path,
            "topic.md.j2",
            topic=words,
            slug=page.rpartition("/")[2],
            ids=[entry.id for entry in concerned],
            verdicts=_by_verdict(concerned),
            chapters=sorted(bearing.items(), key=lambda item: (-item[1], item[0])),
        )
        pages.append(path)
        rows.append((page, _count(concerned)))
    columns = ["Topic", "Claims", *_JUDGEMENTS]
    return [*pages, _write_index(project, "topics", "Every claim belongs to one topic.", columns, rows)]


def _write_articles(project: Project, entries: list[Entry]) -> list[Path]:
    pages: list[Path] = []
    rows: list[tuple[str, list[str]]] = []
    known = read_articles(project) if (project.claims / "articles.toml").is_file() else {}
    theses = list(read_theses(project).values()) if (project.claims / "theses.toml").is_file() else []
    for article, concerned in sorted(_group(entries, "article").items()):
        page = article_page(article)
        path = project.root / f"{page}.md"
        write_template(
            path,
            "article.md.j2",
            name=article_name(project, article),
            slug=page.rpartition("/")[2],
            article=known.get(article),
            theses=[thesis for thesis in theses if thesis.source == article],
            ids=[entry.id for entry in concerned],
            sections=_by_section(concerned),
        )
        pages.append(path)
        rows.append((page, _count(concerned)))
    about = "The articles whose statements are tested, each with its claims in the order of the text."
    return [*pages, _write_index(project, "articles", about, ["Article", "Claims", *_JUDGEMENTS], rows)]


def _write_index(
    project: Project, kind: str, about: str, columns: list[str], rows: list[tuple[str, list[str]]]
) -> Path:
    """Write the page that lists those of a kind."""
    path = project.book / kind / "index.md"
    words = {"label": kind, "title": kind.capitalize(), "about": about}
    write_template(path, "listing.md.j2", **words, columns=columns, rows=rows)
    return path


def _label(number: Result, books: str) -> str:
    """Title of a number, with whose books it rests on and the range of both sides'."""
    if not books:
        return number.title
    ends = [write_value(end, number.unit) for end in (number.low, number.high) if end is not None]
    both = f" (both sides' books: {ends[0]} to {ends[1]})" if len(set(ends)) > 1 else ""
    return f"{number.title}, {books}{both}"


def _group(entries: Iterable[Entry], key: str) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if getattr(entry, key):
            found[getattr(entry, key)].append(entry)
    return found


def _by_topic(entries: list[Entry], settings: Settings) -> list[dict[str, Any]]:
    return [
        {"title": settings.topic(topic).title, "page": topic_page(topic), "ids": [entry.id for entry in concerned]}
        for topic, concerned in sorted(_group(entries, "topic").items())
    ]


def _by_verdict(entries: list[Entry]) -> list[tuple[str, list[str]]]:
    found = _group(entries, "verdict")
    return [(verdict.capitalize(), [entry.id for entry in found[verdict]]) for verdict in order_verdicts(found)]


def _by_section(entries: list[Entry]) -> list[tuple[str, list[str]]]:
    """Claims in the order of the text, under headings that differ by more than capitals."""
    sections: dict[str, tuple[str, list[str]]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.line, entry.id)):
        title = entry.section or "Without a section"
        sections.setdefault(title.casefold(), (title, []))[1].append(entry.id)
    return list(sections.values())


def _count(entries: list[Entry]) -> list[str]:
    found = Counter(entry.verdict for entry in entries)
    return [str(len(entries)), *(str(sum(found[word] for word in words)) for words in _JUDGEMENTS.values())]


#: Columns of the index pages: verdicts of statistics and of records that say the same.
_JUDGEMENTS: dict[str, tuple[str, ...]] = {
    "Supported or confirmed": ("supported", "confirmed"),
    "Mixed or disputed": ("mixed", "disputed"),
    "Contradicted": ("contradicted",),
    "Undecided": ("not identified", "unverified", "not testable"),
}


def _name_groups(code: str, entries: list[Entry]) -> list[str]:
    found = Counter(group_of(code, entry.countries) for entry in entries)
    return [GROUP_NAMES[group] for group, _ in found.most_common()]


def _states_of(entry: dict[str, Any]) -> set[str]:
    texts = [value for value in entry.get("parameters", {}).values() if isinstance(value, str)]
    return {code for text in texts for code in text.split(",")}


def _is_beside(code: str, page: str) -> bool:
    """Whether a page concerns others too, as its name says: pages about the state alone come first."""
    return page.rpartition("/")[2] != code.lower()


def _is_in_group(code: str, entry: dict[str, Any]) -> bool:
    return code not in _states_of(entry) and any(code in GROUPS.get(name, ()) for name in _states_of(entry))
