"""The list of outputs: every figure and table of the book, with the page, notebook, cell and functions that make it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scoledger.paths import Project
from scoledger.results import Result
from scoledger.runs.makers import NotebookSource
from scoledger.site.registry import SUMMARY_PREFIX, current_results, current_runs

#: Kinds of result that are listed.
KINDS = ("figure", "table")
#: What makes the results about the ledger itself: they come from the verdicts, not from a notebook.
SUMMARY_MAKER = "scoledger.exports.write_summary"


@dataclass(frozen=True)
class Output:
    """One figure or table.

    Parameters
    ----------
    id, kind, title, page : str
    name : str
        Id without the slug of its run.
    notebook : str
        Path in the checkout; empty for results about the ledger itself.
    cell : str
        Id of the notebook's cell.
    functions : tuple of str
        Functions of the package that make it, in the order in which they are called.
    """

    id: str
    kind: str
    title: str
    page: str
    name: str
    notebook: str = ""
    cell: str = ""
    functions: tuple[str, ...] = ()


def list_outputs(project: Project) -> list[Output]:
    """List every current figure and table, sorted by id.

    Raises
    ------
    StaleResultError
        If a result names a cell that its notebook does not have.
    """
    slugs = {run: str(entry["slug"]) for run, entry in current_runs(project).items()}
    sources: dict[str, NotebookSource] = {}
    return [
        _trace(project, result, slugs[result.run], sources)
        for result in current_results(project)
        if result.kind in KINDS
    ]


def group_outputs(outputs: Iterable[Output]) -> dict[str, list[list[Output]]]:
    """Group outputs by notebook and, within one, by the cell and the functions that make them.

    Returns
    -------
    dict of str to list of list of Output
        Notebooks sorted by path; their groups by cell.
    """
    found: dict[str, dict[tuple[str, tuple[str, ...]], list[Output]]] = defaultdict(lambda: defaultdict(list))
    for output in outputs:
        found[output.notebook][output.cell, output.functions].append(output)
    return {notebook: [groups[key] for key in sorted(groups)] for notebook, groups in sorted(found.items())}


def _trace(project: Project, result: Result, slug: str, sources: dict[str, NotebookSource]) -> Output:
    name = result.id.removeprefix(f"{slug}-")
    about: dict[str, Any] = {key: getattr(result, key) for key in ("id", "kind", "title", "page")} | {"name": name}
    if result.id.startswith(SUMMARY_PREFIX):
        return Output(**about, functions=(SUMMARY_MAKER,))
    path = project.notebooks / f"{result.notebook}.ipynb"
    notebook = f"notebooks/{path.name}"
    if not result.cell:  # made before results named their cell: nothing can be said of its functions
        return Output(**about, notebook=notebook)
    if result.notebook not in sources:
        sources[result.notebook] = NotebookSource(path)
    return Output(
        **about, notebook=notebook, cell=result.cell, functions=sources[result.notebook].find_makers(result.cell, name)
    )
