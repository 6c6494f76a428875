"""Pages of tables: what a reader needs to trust, find again and cite the data."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from scoledger.cards import Card, read_cards
from scoledger.paths import Project
from scoledger.results import Result
from scoledger.site.registry import current_results, current_runs
from scoledger.site.writing import write_template
from scoledger.tables import read_corrections


def write_data_pages(project: Project) -> list[Path]:
    """Write one page per card and their index.

    Returns
    -------
    list of pathlib.Path
        The pages, sorted by id, the index last.
    """
    cards = read_cards(project)
    results = current_results(project)
    corrections = read_corrections(project)
    headings = page_headings(project)
    folder = project.book / "data"
    pages = []
    for card in cards.values():
        path = folder / f"{card.id}.md"
        concerned = [item for item in corrections if item.table == card.id]
        uses = {page: number for page, number in count_uses(card, results).items() if page in headings}
        write_template(path, "card.md.j2", card=card, corrections=concerned, uses=uses, headings=headings)
        pages.append(path)
    index = folder / "index.md"
    topics = sorted({card.topic for card in cards.values()})
    write_template(index, "cards.md.j2", cards=list(cards.values()), topics=topics)
    return [*pages, index]


def count_uses(card: Card, results: list[Result]) -> dict[str, int]:
    """Count the results that rest on a table, by the page that made them."""
    pages = (
        result.page
        for result in results
        if any(item["kind"] == "table" and item["id"] == card.id for item in result.inputs)
    )
    return dict(sorted(Counter(pages).items()))


def page_headings(project: Project) -> dict[str, str]:
    """Read the headings of the pages of runs, by docname."""
    runs = current_runs(project).values()
    return {run["page"]: run["heading"] for run in runs if run.get("page") and run.get("heading")}
