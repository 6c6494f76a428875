"""`scoledger export`: files of a result, for a paper or for slides."""

from __future__ import annotations

from pathlib import Path

import click

from scoledger.cli.listing import short_path
from scoledger.cli.paper import paper
from scoledger.exports import export_result
from scoledger.paths import Project


class ExportGroup(click.Group):
    """Takes the id of a result where no command of that name is known."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; any other word is an id."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            return "result", self.commands["result"], args
        return super().resolve_command(ctx, args)


@click.group(cls=ExportGroup)
def export() -> None:
    """Export a result, or all that a paper cites.

    `scoledger export ID --to DIR` writes one result: its files, its citations and its sources.
    `scoledger export paper --ids ID,ID --to DIR` writes what a LaTeX paper needs.
    """


@export.command("result")
@click.argument("result_id", metavar="ID")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder.")
def export_one(result_id: str, folder: Path) -> None:
    """Write the files of one result: every format, its citations, and what it was computed from."""
    for path in export_result(Project.find(), result_id, folder):
        click.echo(f"{short_path(path)}: {path.stat().st_size:,} bytes")


export.add_command(paper)
