"""`scoledger notebook`: the notebook of a page with its parameters, to be opened elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from scoledger.cli.listing import short_path
from scoledger.paths import Project
from scoledger.runs import find_planned, open_notebook, read_plan, save_notebook


@click.command()
@click.argument("name", metavar="[PAGE|SLUG]", required=False)
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--all", "is_all", is_flag=True, help="Write those of all pages, into _build/lab.")
@click.option("--force", "is_forced", is_flag=True, help="Write over a file that is there.")
def notebook(name: str | None, target: Path | None, *, is_all: bool, is_forced: bool) -> None:
    """Write a page's notebook with its parameters.

    It is not executed.  Without --to it goes into _build/lab, which version control ignores; one that you have changed
    there stays as it is.
    """
    project = Project.find()
    if is_all == bool(name) or (is_all and target):
        raise click.UsageError("Name one page or slug, with --to FILE if you like; or give --all alone.")
    chosen = [find_planned(project, name)] if name else read_plan(project)
    if target:
        click.echo(short_path(save_notebook(project, chosen[0], target, is_forced=is_forced)))
        return
    opened = [open_notebook(project, planned, is_fresh=is_forced) for planned in chosen]
    click.echo(f"{len(opened)} notebooks in _build/lab" if is_all else short_path(opened[0].path))
    if kept := [short_path(one.path) for one in opened if one.is_kept]:
        words = ", ".join(kept)
        click.echo(f"Left as you changed it: {words}; --force writes over it.", err=True)
