"""`scoledger print`: the built book, or a page of it, as a PDF."""

from __future__ import annotations

from pathlib import Path

import click

from scoledger.cli.listing import short_path
from scoledger.exports.printing import print_pages
from scoledger.paths import Project


@click.command()
@click.argument("page", metavar="[PAGE|CLAIM|SLUG]", required=False)
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The PDF.")
def print(page: str | None, target: Path) -> None:  # noqa: A001 - a command is named as it is called
    """Print the built book, or one page, as a PDF.

    It needs Chromium, and a book that was built with 'make book'.  The whole takes minutes and about 8 GB of memory.
    """
    done = print_pages(Project.find(), page, target)
    click.echo(f"{short_path(done.path)}: {done.pages:,} pages, {done.size:,} bytes")
