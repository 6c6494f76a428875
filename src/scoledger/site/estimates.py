"""The page of the chapters' main estimates, each with its interval."""

from __future__ import annotations

from pathlib import Path

from scoledger.citations import interval_of
from scoledger.parameters import read_declarations
from scoledger.paths import Project
from scoledger.results import Result
from scoledger.site.registry import current_results
from scoledger.site.run_pages import planned_pages
from scoledger.site.writing import write_template


def main_estimates(project: Project) -> list[Result]:
    """Main estimates of the current runs: in the order of the chapters, within one by id."""
    order = list(read_declarations(project))
    found = [result for result in current_results(project, "number") if result.details.get("is_main")]
    return sorted(found, key=lambda result: (order.index(result.notebook), result.id))


def write_estimates(project: Project) -> Path:
    """Write ``book/estimates.md``."""
    pages = planned_pages(project)
    rows = [
        {
            "id": result.id,
            "page": result.page,
            "heading": pages[result.page]["heading"],
            "title": result.title,
            "interval": interval_of(result),
            "n": "" if result.n is None else f"{result.n:,d}",
            "caption": result.caption,
        }
        for result in main_estimates(project)
        if result.page in pages
    ]
    path = project.book / "estimates.md"
    write_template(path, "estimates.md.j2", rows=rows)
    return path
