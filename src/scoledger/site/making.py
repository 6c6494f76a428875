"""Every generator of pages, one after another."""

from __future__ import annotations

from pathlib import Path

from scoledger.paths import Project
from scoledger.site.availability import write_availability
from scoledger.site.data_pages import write_data_pages
from scoledger.site.estimates import write_estimates
from scoledger.site.indexes import write_indexes
from scoledger.site.listings.writing import write_listings
from scoledger.site.run_pages import write_run_pages
from scoledger.site.status import write_status
from scoledger.site.writing import is_generated


def make_pages(project: Project) -> list[Path]:
    """Write every generated page whose content has changed, for `write_pages`; give them all, sorted."""
    pages = [*write_run_pages(project), *write_indexes(project), *write_data_pages(project)]
    pages += write_listings(project)
    pages += [write_estimates(project), write_availability(project), write_status(project)]
    for path in sorted(project.book.rglob("*.md")):
        if path not in pages and is_generated(path):
            path.unlink()
    return sorted(pages)
