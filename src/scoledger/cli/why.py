"""`scoledger why`: which runs of the book are stale, and why."""

from __future__ import annotations

import click

from scoledger.errors import UnknownRunError, nearest
from scoledger.paths import Project
from scoledger.runs import check_tables, read_plan, stale_runs


@click.command()
@click.argument("run", metavar="[SLUG|PAGE]", required=False)
def why(run: str | None) -> None:
    """Say which runs of the book are stale, and why."""
    project = Project.find()
    check_tables(project)
    planned = read_plan(project)
    if run is not None:
        names = {name for item in planned for name in (item.slug, item.page)}
        chosen = [item for item in planned if run in (item.slug, item.page, item.page.removeprefix("book/"))]
        if not chosen:
            raise UnknownRunError(
                f"the plan has no run {run!r}.{nearest(run, names)}\n"
                "Expected the slug or the page of a run; 'scoledger why' alone lists all that are stale."
            )
        planned = chosen
    reasons = stale_runs(project, planned)
    for item in (item for item in planned if item.key in reasons):
        click.echo(item.slug)
        for word in reasons[item.key]:
            click.echo(f"  {word}".replace("\n", "\n    "))
    current = len(planned) - len(reasons)
    click.echo(f"{len(reasons)} stale, {current} current")
