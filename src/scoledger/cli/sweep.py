"""`scoledger sweep`: one notebook over a grid of parameters."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path

import click

from scoledger.cli.limits import timeout_option
from scoledger.cli.listing import echo_table, short_path, stop_at_failures
from scoledger.cli.scheduler import scheduler_option
from scoledger.paths import Project
from scoledger.results import MANIFEST
from scoledger.runs import (
    Outcome,
    PlannedRun,
    RunStore,
    check_sources,
    default_jobs,
    execute_runs,
    refuse_source,
    stale_runs,
)
from scoledger.runs.cluster import count_workers
from scoledger.runs.sweeps import (
    BookNotBuiltError,
    Sweep,
    SweepTableError,
    check_table_path,
    estimate_seconds,
    make_rows,
    read_sweep,
    write_tables,
)

#: Combinations that are shown before anything is executed.
_SHOWN = 5
#: Seconds from which on an estimate is told in minutes, and in hours.
_MINUTES, _HOURS = 100, 6_000
#: Letters of a folder's name from which on it is cut.
_LONGEST = 100
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("notebook")
@click.option("--grid", required=True, type=_FILE, help="Values of parameters: TOML (multiplied out) or CSV (rows).")
@click.option("--jobs", type=click.IntRange(min=1), help="Runs at once; by default one per core.")
@click.option("--dry-run", is_flag=True, help="Say what would be executed, and execute nothing.")
@click.option("--out", multiple=True, type=_FILE, help="The table: a .csv or .parquet file; may be given twice.")
@click.option("--pages", is_flag=True, help="Also build a page of every run, in _build/sweeps.")
@click.option("--skip-impossible", is_flag=True, help="Leave out windows that end before they begin.")
@scheduler_option
@timeout_option
def sweep(
    notebook: str,
    *,
    grid: Path,
    jobs: int | None,
    dry_run: bool,
    out: tuple[Path, ...],
    pages: bool,
    skip_impossible: bool,
    scheduler: str | None,
    timeout: float | None,
) -> None:
    """Execute a notebook over a grid of parameters.

    All numbers and verdicts go into one table.  NOTEBOOK is its name; the grid names some of its parameters (see:
    scoledger params NOTEBOOK).  Runs that are current are not executed again, so the same command goes on where it was
    stopped.
    """
    project = Project.find()
    planned = read_sweep(project, notebook, grid, skip_impossible=skip_impossible)
    name = sweep_name(project, planned, grid)
    folder = project.build / "sweeps" / name
    tables = out or (folder / "results.csv", folder / "results.parquet")
    _check_out(project, out, grid, planned)
    if pages:
        _check_built(project)
    check_sources(project, planned.notebook)
    reasons = stale_runs(project, planned.runs)
    stale = [run for run in planned.runs if run.key in reasons]
    _echo_plan(project, planned, stale, _at_once(jobs, scheduler) if stale else 1)
    if dry_run:
        return
    outcomes = execute_runs(project, planned.runs, jobs=jobs, reasons=reasons, scheduler=scheduler, timeout=timeout)
    _write(RunStore(project), planned, outcomes, tables, folder)
    if pages:
        _build(project, planned, outcomes, name)
    stop_at_failures(outcomes, len(planned.runs) - len(stale))


def sweep_name(project: Project, planned: Sweep, grid: Path) -> str:
    """Name the folder of a sweep.

    Parameters
    ----------
    project : Project
    planned : Sweep
    grid : pathlib.Path

    Returns
    -------
    str
        Names of the notebook and of the grid's file, in small letters and dashes and cut where they are long, and six
        hexadecimal digits for the path of the grid: two grids of one name in different folders are two sweeps.
    """
    words = re.sub(r"[^a-z0-9]+", "-", f"{planned.notebook}-{grid.stem}".lower()).strip("-")[:_LONGEST]
    place = os.path.relpath(grid.resolve(), project.root.resolve())  # the same when the checkout is moved with it
    return f"{words}-{hashlib.sha256(os.fsencode(place)).hexdigest()[:6]}"


def _at_once(jobs: int | None, scheduler: str | None) -> int:
    """How many runs are executed at once: on a cluster, one per worker at most."""
    if scheduler is None:
        return jobs or default_jobs()
    workers = count_workers(scheduler)
    return min(jobs or workers, workers)


def _check_out(project: Project, out: Sequence[Path], grid: Path, planned: Sweep) -> None:
    places = [path.resolve() for path in out]
    for path, place in zip(out, places, strict=True):
        if place == grid.resolve():
            raise SweepTableError(f"{path} is the grid itself.\nName another file for the table.")
        if places.count(place) > 1:
            raise SweepTableError(
                f"{path} is named more than once for the table.\nExpected a file of its own with each --out."
            )
        refuse_source(project, path, "--out")
        check_table_path(path, planned)


def _check_built(project: Project) -> None:
    if not (project.registry / MANIFEST).is_file():
        raise BookNotBuiltError(
            "pages of a sweep show verdicts of the published book, which has not been built in this checkout.\n"
            "Expected _build/registry. Run 'scoledger book' first, or leave out --pages."
        )


def _echo_plan(project: Project, planned: Sweep, stale: Sequence[PlannedRun], jobs: int) -> None:
    total = len(planned.runs)
    click.echo(
        f"{total:,} runs of {planned.declaration.path}: {total - len(stale):,} current, {len(stale):,} to execute"
    )
    if planned.repeated:
        click.echo(f"{planned.repeated:,} rows of the grid name a run that another row names")
    if planned.impossible:
        click.echo(
            f"{len(planned.impossible):,} left out, since they end before they begin: {planned.impossible[0]} ..."
        )
    if stale:
        seconds = estimate_seconds(project, planned.notebook, len(stale), jobs)
        words = (
            "unknown, since no run of the notebook is among the latest here" if seconds is None else write_time(seconds)
        )
        click.echo(f"estimated time with {jobs} at once: {words}")
    waiting = {run.key for run in stale}
    shown = [
        (*(str(run.parameters[name]) for name in planned.varied), "to execute" if run.key in waiting else "current")
        for run in planned.runs[:_SHOWN]
    ]
    echo_table((*planned.varied, "state"), shown)
    if total > _SHOWN:
        click.echo(f"... and {total - _SHOWN:,} more")


def write_time(seconds: float) -> str:
    """Write an estimate in words.

    Examples
    --------
    >>> write_time(1234.5)
    'about 21 min'
    """
    if seconds < _MINUTES:
        return f"about {max(1, round(seconds))} s"
    return f"about {seconds / 60:.0f} min" if seconds < _HOURS else f"about {seconds / 3600:.1f} h"


def _write(store: RunStore, planned: Sweep, outcomes: Sequence[Outcome], tables: Sequence[Path], folder: Path) -> None:
    failures = {outcome.planned.key: outcome.failure for outcome in outcomes if outcome.failure}
    if any(path.parent == folder for path in tables):
        folder.mkdir(parents=True, exist_ok=True)
    rows = write_tables(tables, planned, make_rows(store, planned, failures))
    total, failed = len(planned.runs), len(failures)
    words = f", {failed:,} of them failed" if failed else ""
    click.echo(f"{rows:,} rows of {total:,} runs{words}: {', '.join(short_path(path) for path in tables)}")


def _build(project: Project, planned: Sweep, outcomes: Sequence[Outcome], name: str) -> None:
    from scoledger.exports.sweeps import build_sweep_book  # noqa: PLC0415 - Sphinx, for those who want pages

    failed = {outcome.planned.key for outcome in outcomes if outcome.failure}
    runs = [run for run in planned.runs if run.key not in failed]
    if not runs:
        click.echo("no run has come to its end, so there are no pages")
        return
    click.echo(build_sweep_book(project, planned, runs, name).resolve().as_uri())
