"""`scoledger export paper`: what a paper needs of the book, in one folder."""

from __future__ import annotations

from pathlib import Path

import click

from scoledger.cli.listing import short_path
from scoledger.errors import PaperError
from scoledger.exports.paper import write_paper
from scoledger.paths import Project


@click.command()
@click.option("--ids", multiple=True, metavar="ID,ID,...", help="What the paper cites. May be repeated.")
@click.option(
    "--ids-from", metavar="FILE", type=click.Path(path_type=Path), help="A file with the ids, one on each line."
)
@click.option("--to", "folder", required=True, metavar="DIR", type=click.Path(path_type=Path), help="Folder to write.")
def paper(ids: tuple[str, ...], ids_from: Path | None, folder: Path) -> None:
    """Write macros, bibliography, figures and tables for a paper into one folder."""
    named = [name.strip() for words in ids for name in words.split(",")]
    named += _read_ids(ids_from) if ids_from else []
    content = write_paper(Project.find(), [name for name in named if name], folder)
    kinds = ("number", "verdict", "table", "figure")
    counts = [f"{count} {kind}{'s' if count > 1 else ''}" for kind in kinds if (count := len(content.of_kind(kind)))]
    click.echo(
        f"{short_path(folder)}: {', '.join(counts)} of edition {content.edition}; README.md says how to use them"
    )
    if content.held:
        click.echo(f"It holds an excerpt of {', '.join(card.id for card in content.held)}: README.md names the terms.")


def _read_ids(path: Path) -> list[str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        words = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise PaperError(f"{path} cannot be read: {words}.\nExpected a text file with an id on each line.") from error
    return [line.strip() for line in lines]
