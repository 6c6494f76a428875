"""The files of figures and tables under stable addresses: ``exports/figures/<id>.svg`` and so on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scoledger.citations import Book, read_book, read_sources, write_sentence
from scoledger.errors import StaleResultError
from scoledger.exports.tables import latex_table
from scoledger.exports.workbook import markdown_table, workbook_bytes
from scoledger.paths import Project
from scoledger.results import Result, output_error, write_bytes
from scoledger.site.formats import FOLDERS, result_files
from scoledger.site.registry import current_results, result_file, source_line


def write_files(project: Project) -> list[Path]:
    """Write every current figure and table in each of its formats, and remove those of ids that are gone.

    Returns
    -------
    list of pathlib.Path
        All files, sorted.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    book, written = read_book(project), []
    for kind, folder in FOLDERS.items():
        kept = [
            path
            for result in current_results(project, kind)
            for path in write_result_files(project, book, result, project.exports / folder)
        ]
        for path in set((project.exports / folder).glob("*.*")) - set(kept):
            _remove(path)
        written += kept
    return sorted(written)


def write_result_files(project: Project, book: Book, result: Result, folder: Path) -> list[Path]:
    """Write one figure or table in each of its formats.

    Returns
    -------
    list of pathlib.Path
        The files; none of a number or verdict, and none of a result that an edition holds: it keeps no files.

    Raises
    ------
    StaleResultError
        If the registry lacks what one is made from; nothing is written then.
    OutputError
        If a file cannot be written.
    """
    raw = {name: (form, _read_source(project, result, form)) for form, name in result_files(result)}
    for name, (form, content) in raw.items():
        write_bytes(folder / name, _WRITERS[form](project, book, result, content) if form in _WRITERS else content)
    return [folder / name for name in raw]


def _read_source(project: Project, result: Result, form: str) -> bytes:
    source = result_file(project, result, form if form in result.files else "csv")
    if source is None:
        raise StaleResultError(
            f"{result.kind} {result.id!r} is damaged: it names no csv file, of which its {form} file is made.\n"
            f"Expected one among its files, found {', '.join(result.files)}. Run 'scoledger book'."
        )
    try:
        return source.read_bytes()
    except OSError as error:
        raise StaleResultError(
            f"{result.kind} {result.id!r} is damaged: {source.relative_to(project.root)} cannot be read"
            f" ({error.strerror or error}).\n"
            "Expected every file that the result names. Run 'scoledger book': it writes the file anew."
        ) from error


def _write_workbook(project: Project, book: Book, result: Result, raw: bytes) -> bytes:
    cards = read_sources(project, [result])
    note = [
        ("Title", result.full_title),
        ("How to read it", result.caption),
        ("Id", f"{result.id}@{result.edition}"),
        ("Cite as", write_sentence(book, result, cards)),
        *(("Data", f"{card.citation} Vintage {card.vintage}. Terms: {card.licence.name}.") for card in cards),
    ]
    return workbook_bytes(result, raw, note, book.released)


def _write_markdown(project: Project, book: Book, result: Result, raw: bytes) -> bytes:
    del book, raw
    return markdown_table(result, write_table_note(project, result)).encode()


def _write_latex(project: Project, book: Book, result: Result, raw: bytes) -> bytes:
    del book, raw
    return latex_table(result, write_table_note(project, result)).encode()


def write_table_note(project: Project, result: Result) -> str:
    """Say below a table where it comes from and under which id it is cited."""
    return f"Sources: {source_line(project, result)}. {result.id}@{result.edition}."


#: Formats that are made from a table's CSV file and cells; all others are copied.
_WRITERS: dict[str, Callable[[Project, Book, Result, bytes], bytes]] = {
    "xlsx": _write_workbook,
    "tex": _write_latex,
    "md": _write_markdown,
}


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise output_error(path, error) from error
