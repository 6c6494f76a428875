"""One result with everything that belongs to it, in a folder of one's own."""

from __future__ import annotations

from pathlib import Path

from scoledger.citations import (
    FORMATS,
    cite_card,
    cite_result,
    read_book,
    read_sources,
    write_bibtex,
    write_citation,
    write_sentence,
)
from scoledger.editions import edition_of, read_published
from scoledger.errors import EditionError
from scoledger.exports.files import write_result_files
from scoledger.exports.terms import write_terms
from scoledger.paths import Project
from scoledger.results import write_json, write_text
from scoledger.site.formats import FOLDERS


def export_result(project: Project, result_id: str, folder: Path) -> list[Path]:
    """Write one result: its files in every format, its citations, its sources and their terms.

    Returns
    -------
    list of pathlib.Path
        What was written, sorted.

    Raises
    ------
    LedgerError
        If there is no such result, it is stale or a text, an edition keeps no files of it, or a published edition of
        the same name says something else of it.
    OutputError
        If the folder cannot be written.
    """
    result = read_published(project, result_id)
    book = edition_of(project, result, read_book(project))
    if result.kind in FOLDERS and not result.files:
        raise EditionError(
            f"edition {result.edition} keeps what the {result.kind} {result.id!r} was worth, not its files, and the "
            "registry has another now.\nBuild the book at the commit of that edition (scoledger edition list), and "
            "export it there."
        )
    reference, cards = cite_result(book, result), read_sources(project, [result])
    texts = {f"{result.id}.cite.{ending}": write_citation(reference, form) for form, (_, ending) in FORMATS.items()}
    texts[f"{result.id}.cite.bib"] = "\n\n".join(map(write_bibtex, [reference, *map(cite_card, cards)])) + "\n"
    texts[f"{result.id}.about.md"] = (
        f"# {result.full_title}\n\n{write_sentence(book, result, cards)}\n\n{result.caption}\n\n{write_terms(cards)}"
    )
    for name, text in texts.items():
        write_text(folder / name, text)
    write_json(folder / f"{result.id}.json", result.to_dict())
    files = write_result_files(project, book, result, folder)
    return sorted([*(folder / name for name in texts), folder / f"{result.id}.json", *files])
