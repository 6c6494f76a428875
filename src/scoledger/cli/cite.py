"""`scoledger cite`: a reference to the book or to one of its results."""

from __future__ import annotations

import click

from scoledger.citations import (
    FORMATS,
    Reference,
    cite_book,
    cite_result,
    read_book,
    read_sources,
    write_citation,
    write_sentence,
)
from scoledger.editions import edition_of, read_published
from scoledger.paths import Project


@click.command()
@click.argument("result_id", metavar="[ID[@EDITION]]", required=False)
@click.option(
    "--format", "form", type=click.Choice([*FORMATS, "sentence"]), default="text", show_default=True, help="Format."
)
def cite(result_id: str | None, form: str) -> None:
    """Cite a number, table, figure or verdict; without an id, the book.

    ID@EDITION cites it as that edition has it.
    """
    project = Project.find()
    book = read_book(project)
    if result_id is None:
        click.echo(_write(cite_book(book), "text" if form == "sentence" else form))
        return
    result = read_published(project, result_id)
    book = edition_of(project, result, book)
    if form == "sentence":
        click.echo(write_sentence(book, result, read_sources(project, [result])))
        return
    click.echo(_write(cite_result(book, result), form))


def _write(reference: Reference, form: str) -> str:
    return write_citation(reference, form).strip()
