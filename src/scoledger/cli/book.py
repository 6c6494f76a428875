"""`scoledger book`: from the checkout to the book."""

from __future__ import annotations

import click

from scoledger.cli.listing import stop_at_failures
from scoledger.errors import StaleResultError
from scoledger.exports import write_exports
from scoledger.paths import Project
from scoledger.runs import RunStore, check_sources, execute_runs, hold_checkout, install_registry, read_plan, stale_runs
from scoledger.site import build_book


@click.command()
@click.option("--jobs", type=click.IntRange(min=1), help="Runs at once; by default one per core.")
def book(jobs: int | None) -> None:
    """Execute what is stale and build the book."""
    project = Project.find()
    with hold_checkout(project):
        RunStore(project).sweep()
        check_sources(project)
        planned = read_plan(project)
        outcomes = execute_runs(project, planned, jobs=jobs)
        current = len(planned) - len(outcomes)
        stop_at_failures(outcomes, current)
        click.echo(f"{len(planned)} runs: {len(outcomes)} executed, {current} current")
        _refuse_moving_sources(stale_runs(project, planned))
        install_registry(project, planned)
        write_exports(project)
        index = build_book(project)
    click.echo(index.resolve().as_uri())


def _refuse_moving_sources(stale: dict[str, list[str]]) -> None:
    """Stop when code or data changed while the runs were under way: the registry would lack their results."""
    if stale:
        slug, reasons = next(iter(stale.items()))
        raise StaleResultError(
            f"{len(stale)} runs went stale while the book was being made, the first {slug!r}: {reasons[0]}.\n"
            "Nothing was installed. Run the command again."
        )
