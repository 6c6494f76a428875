"""Index pages: the ledger of claims, and one list for every other folder of runs."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from scoledger.claims import read_articles
from scoledger.errors import ClaimError
from scoledger.parameters import Declaration, read_declarations
from scoledger.paths import Project
from scoledger.results import Result
from scoledger.site.argument import order_claims
from scoledger.site.chapters import read_book_chapters
from scoledger.site.estimates import main_estimates
from scoledger.site.listings.entries import article_page, topic_page
from scoledger.site.registry import SUMMARY_PREFIX, current_results
from scoledger.site.run_pages import planned_pages
from scoledger.site.writing import write_template

#: Folder below book/ whose index is the ledger itself.
LEDGER = "claims"
#: Main estimates of a page that its line in a chapter's index gives.
MOST = 2


def write_indexes(project: Project) -> list[Path]:
    """Write ``index.md`` of every folder that the notebooks' pages stand in.

    Returns
    -------
    list of pathlib.Path
        The index pages, the ledger first.
    """
    pages = planned_pages(project)
    written = [_write_ledger(project, pages)]
    titles = _titles(project)
    chapters = {chapter.folder: chapter.text for chapter in read_book_chapters(project)}
    answers: dict[str, list[Result]] = defaultdict(list)
    for result in main_estimates(project):
        answers[result.page].append(result)
    by_folder: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for docname, entry in pages.items():
        by_folder[docname.split("/")[1]].append((docname, entry))
    for folder in sorted({*titles, *by_folder} - {LEDGER}):
        path = project.book / folder / "index.md"
        title, summary = titles.get(folder, (folder.capitalize(), ""))
        keys = {"title": title, "summary": summary, "chapter": chapters.get(folder), "answers": answers, "most": MOST}
        write_template(path, "folder.md.j2", pages=by_folder[folder], **keys)
        written.append(path)
    return written


def article_name(project: Project, source: str) -> str:
    """Name an article as in running text: author and year; its id while nothing more is known."""
    try:
        article = read_articles(project).get(source)
    except ClaimError:
        return source
    return article.short if article else source


def _write_ledger(project: Project, pages: dict[str, Any]) -> Path:
    path = project.book / LEDGER / "index.md"
    verdicts = current_results(project, "verdict")
    current = [result for result in current_results(project) if result.id.startswith(SUMMARY_PREFIX)]
    summaries = {result.id for result in current if result.kind != "number" or result.value}
    order = {page: place for place, page in enumerate(order_claims(project))}
    rows = [_row(project, result, pages) for result in sorted(verdicts, key=lambda verdict: order[verdict.page])]
    write_template(path, "ledger.md.j2", rows=rows, summaries=summaries)
    return path


def _row(project: Project, result: Result, pages: dict[str, Any]) -> dict[str, str]:
    claim = result.details.get("claim", {})
    return {
        "id": result.id,
        "page": result.page if result.page in pages else "",
        "title": claim.get("title") or result.title,
        "shares": write_shares(result),
        "topic": claim.get("topic", ""),
        "topic_page": topic_page(claim.get("topic", "")),
        "article": article_name(project, claim.get("source", "")),
        "article_page": article_page(claim.get("source", "")),
    }


def write_shares(result: Result) -> str:
    """Write how many specifications of each reading support a claim.

    Examples
    --------
    >>> reading = {"name": "literal", "specifications": 40, "share_supporting": 0.5}
    >>> write_shares(Result("a", "verdict", "A", details={"readings": [reading, {"name": "charitable"}]}))
    'literal 50% of 40; charitable by documents'
    """
    readings = result.details.get("readings") or []
    return "; ".join(f"{reading['name']} {_share(reading)}" for reading in readings)


def _share(reading: dict[str, Any]) -> str:
    count, share = reading.get("specifications") or 0, reading.get("share_supporting")
    return f"{share:.0%} of {count}" if count and share is not None else "by documents"


def _titles(project: Project) -> dict[str, tuple[str, str]]:
    """Title and summary of each folder; one that several notebooks share is called by its own name."""
    shared: dict[str, list[Declaration]] = defaultdict(list)
    for item in read_declarations(project).values():
        if "/" in item.page:
            shared[item.page.split("/")[0]].append(item)
    return {
        folder: (items[0].title if len(items) == 1 else folder.capitalize(), " ".join(item.summary for item in items))
        for folder, items in shared.items()
    }
