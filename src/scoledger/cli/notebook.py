"""`scoledger notebook`: the notebook of a page with its parameters, to be opened elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from scoledger.cli.listing import short_path
from scoledger.paths import Project
from scoledger.runs import find_planned, open_notebook, read_plan


@click.command()
@click.argument("name", metavar="[PAGE|SLUG]", required=False)
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--all", "is_all", is_flag=True, help="Write those of all pages, into _build/lab.")
def notebook(name: str | None, target: Path | None, *, is_all: bool) -> None:
    """Write a page's notebook with its parameters.

    It is not executed.  Without --to it goes into _build/lab, which version control ignores.
    """
    project = Project.find()
    if is_all == bool(name) or (is_all and target):
        raise click.UsageError("Name one page or slug, with --to FILE if you like; or give --all alone.")
    chosen = [find_planned(project, name)] if name else read_plan(project)
    written = [open_notebook(project, planned, target) for planned in chosen]
    click.echo(f"{len(written)} notebooks in _build/lab" if is_all else short_path(written[0]))
