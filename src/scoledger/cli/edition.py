"""`scoledger edition`: the editions that are kept."""

from __future__ import annotations

import datetime as dt
import platform

import click

from scoledger.builds import read_commit
from scoledger.citations import read_book
from scoledger.cli.listing import echo_table, short_path
from scoledger.editions import (
    Edition,
    edition_names,
    present_edition,
    read_edition,
    read_withdrawn,
    write_digest,
    write_edition,
)
from scoledger.errors import EditionError
from scoledger.paths import Project


@click.group()
def edition() -> None:
    """List the editions that are kept, or keep the present one."""


@edition.command("list")
def list_editions() -> None:
    """List the editions that are kept."""
    project = Project.find()
    kept = [read_edition(project, name) for name in edition_names(project)]
    rows = [
        (one.name, str(one.about.get("released", "")), f"{len(one.entries):,}", str(one.about.get("digest", ""))[:12])
        for one in kept
    ]
    echo_table(("edition", "released", "results", "digest"), rows)


@edition.command("freeze")
@click.option("--replace", "is_replaced", is_flag=True, help="Replace an edition that nobody has seen yet.")
def freeze_edition(*, is_replaced: bool) -> None:
    """Keep what every id is worth now as the edition that CITATION.cff names.

    An id that an earlier edition has must still be there, or stand in data/editions/withdrawn.toml.
    """
    project = Project.find()
    book, present = read_book(project), present_edition(project)
    _refuse_lost_ids(project, present, book.version)
    about = {
        "released": book.released.isoformat(),
        "commit": read_commit(project),
        "digest": write_digest(present),
        "python": platform.python_version(),
        "frozen": dt.datetime.now(dt.UTC).date().isoformat(),
    }
    folder = write_edition(
        project, Edition(book.version, present.entries, present.runs, about), is_replaced=is_replaced
    )
    click.echo(f"{short_path(folder)}: {len(present.entries):,} results, digest {about['digest'][:12]}")


def _refuse_lost_ids(project: Project, present: Edition, version: str) -> None:
    withdrawn = read_withdrawn(project)
    for name in edition_names(project):
        if name == version:
            continue
        lost = sorted(set(read_edition(project, name).entries) - set(present.entries) - set(withdrawn))
        if lost:
            raise EditionError(
                f"{len(lost)} ids of edition {name} are gone, the first {lost[0]!r}.\n"
                "Expected every id that was published, or a row in data/editions/withdrawn.toml that says why it went."
            )
