"""The page that says where the data come from, what a rerun needs, and what makes every figure and table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scoledger.cards import Card, read_cards, table_path
from scoledger.paths import Project
from scoledger.results import read_manifest
from scoledger.site.data_pages import page_headings
from scoledger.site.outputs import Output, group_outputs, list_outputs
from scoledger.site.status import merge_versions, read_runs
from scoledger.site.writing import write_template

#: Longest sum of the runs' seconds and the words for it: classes, so that a page does not change with every build.
DURATIONS = ((600, "under 10 minutes"), (3600, "10 to 60 minutes"), (7200, "1 to 2 hours"), (28800, "2 to 8 hours"))
#: Up to as many outputs and pages are named in a row.
_MOST = 8
_PREFIX = "scoledger."


def write_availability(project: Project) -> Path:
    """Write ``book/availability.md``."""
    cards, runs = list(read_cards(project).values()), read_runs(project)
    outputs, headings = list_outputs(project), page_headings(project)
    path = project.book / "availability.md"
    write_template(
        path,
        "availability.md.j2",
        edition=read_manifest(project)["edition"],
        cards=cards,
        topics=sorted({card.topic for card in cards}),
        whole=sum(card.redistributable for card in cards),
        access={card.id: write_access(card) for card in cards},
        megabytes=_megabytes(project, cards),
        runs=runs,
        duration=write_duration(sum(run["seconds"] for run in runs)),
        versions=merge_versions(runs),
        count=len(outputs),
        notebooks={
            notebook: [_row(group, headings) for group in groups] for notebook, groups in group_outputs(outputs).items()
        },
    )
    return path


def write_access(card: Card) -> str:
    """Say whether a table is passed on whole, and why not."""
    if card.rule == "extract":
        return "An extract: the terms, as we understand them, do not let the whole be passed on."
    if card.redistributable:
        return "Whole: the terms, as we understand them, let it be passed on."
    return "Whole, here only: the terms, as we understand them, do not let it be passed on."


def write_duration(seconds: float) -> str:
    """Name the class of time that runs took.

    Examples
    --------
    >>> write_duration(59), write_duration(3601), write_duration(1e6)
    ('under 10 minutes', '1 to 2 hours', 'over 8 hours')
    """
    return next((words for longest, words in DURATIONS if seconds < longest), "over 8 hours")


def _megabytes(project: Project, cards: Sequence[Card]) -> float:
    paths = [table_path(project, card) for card in cards]
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def _row(group: Sequence[Output], headings: dict[str, str]) -> dict[str, Any]:
    """Make a row of the list of outputs: what one cell makes in one way, on however many pages."""
    pages = sorted({output.page for output in group})
    names = sorted({output.name for output in group})
    return {
        "names": names if len(names) <= _MOST else [*names[:_MOST], f"{len(names) - _MOST} more"],
        "kinds": " and ".join(sorted({output.kind for output in group})),
        "count": len(group),
        "cell": group[0].cell,
        "functions": [function.removeprefix(_PREFIX) for function in group[0].functions],
        "pages": [(page, headings.get(page, "")) for page in pages] if len(pages) <= _MOST else [],
        "folder": pages[0].rpartition("/")[0],
    }
