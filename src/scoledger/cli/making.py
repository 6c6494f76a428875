"""Making the book, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scoledger.builds import WholeBook, file_index
from scoledger.cli.listing import stop_at_failures
from scoledger.errors import StaleResultError
from scoledger.exports import export_registry, fill_registry
from scoledger.paths import Project
from scoledger.runs import (
    PlannedRun,
    RunStore,
    check_sources,
    clear_leftovers,
    execute_runs,
    read_plan,
    stale_runs,
)
from scoledger.site import build_book
from scoledger.site.pages import is_generated_page


def make_book(
    project: Project,
    whole: WholeBook,
    tell_runs: Callable[[int, int], None],
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    timeout: float | None = None,
) -> Path:
    """Execute what is stale, then bring every stage of the book up to date.

    Parameters
    ----------
    project : Project
    whole : WholeBook
        Where the book is noted in the end.
    tell_runs : callable
        Is told how many runs are planned and how many were executed.
    jobs : int, optional
        Runs at once; by default one per core.
    scheduler : str, optional
        Address of the Dask scheduler whose workers execute the runs.
    timeout : float, optional
        Seconds that one cell may take.

    Returns
    -------
    pathlib.Path
        The first page.

    Raises
    ------
    LedgerError
        If anything stands in the way of a whole book.
    """
    whole.see_sources()
    clear_leftovers(project)
    check_sources(project)
    planned = read_plan(project)
    reasons = stale_runs(project, planned)
    outcomes = execute_runs(project, planned, jobs=jobs, scheduler=scheduler, timeout=timeout, reasons=reasons)
    stop_at_failures(outcomes, len(planned) - len(outcomes))
    tell_runs(len(planned), len(outcomes))
    whole.see_store(RunStore(project).places(planned))
    if outcomes:
        reasons = stale_runs(project, planned)
    _refuse_moving_sources(planned, reasons)
    fill_registry(project, planned, reasons)
    export_registry(project)
    index = build_book(project)
    file_index(project).save()
    whole.note({"runs": len(planned), "index": index.relative_to(project.root).as_posix()}, is_generated_page)
    return index


def _refuse_moving_sources(planned: Sequence[PlannedRun], stale: Mapping[str, Sequence[str]]) -> None:
    """Stop when code or data changed while the runs were under way: the registry would lack their results."""
    if moved := [run for run in planned if run.key in stale]:
        first, why = moved[0].slug, stale[moved[0].key][0]
        raise StaleResultError(
            f"{len(stale)} runs went stale while the book was being made, the first {first!r}: {why}.\n"
            "Nothing was installed. Run the command again."
        )
