"""`scoledger book`: from the checkout to the book."""

from __future__ import annotations

import click

from scoledger.builds import WholeBook, hold_checkout
from scoledger.cli.limits import timeout_option
from scoledger.cli.scheduler import scheduler_option
from scoledger.paths import Project


@click.command()
@click.option("--jobs", type=click.IntRange(min=1), help="Runs at once; by default one per core.")
@scheduler_option
@timeout_option
def book(jobs: int | None, scheduler: str | None, timeout: float | None) -> None:
    """Execute what is stale and build the book."""
    project = Project.find()
    with hold_checkout(project):
        whole = WholeBook(project)
        noted = whole.find()
        if noted:
            tell_runs(noted["runs"], 0)
            index = project.root / noted["index"]
        else:
            from scoledger.cli.making import make_book  # noqa: PLC0415 - what makes a book takes seconds to import

            index = make_book(project, whole, tell_runs, jobs=jobs, scheduler=scheduler, timeout=timeout)
    click.echo(index.resolve().as_uri())


def tell_runs(planned: int, executed: int) -> None:
    """Say how many runs the book has, and how many of them were executed."""
    click.echo(f"{planned} runs: {executed} executed, {planned - executed} current")
