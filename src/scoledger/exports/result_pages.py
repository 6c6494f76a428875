"""A page for every number, table, figure and verdict under an address that is kept for ever: ``r/<id>.html``."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoledger.builds import read_commit
from scoledger.citations import (
    FORMATS,
    Book,
    Reference,
    cite_result,
    is_citable,
    read_book,
    read_sources,
    result_note,
    write_citation,
    write_sentence,
)
from scoledger.editions import (
    Edition,
    Standing,
    edition_names,
    edition_of,
    present_edition,
    read_edition,
    read_published,
    read_withdrawn,
    resolve,
    tell_departure,
)
from scoledger.paths import Project
from scoledger.results import Result, output_error, write_text
from scoledger.site.badges import draw_badge
from scoledger.site.formats import FOLDERS, call_format, result_files
from scoledger.site.registry import current_results
from scoledger.site.templating import html_templates

#: Rows of a table that its page shows; the files have all.
SHOWN_ROWS = 25
#: Ids in roles and directives.
_SHOWN = re.compile(
    r"\{result\}`([a-z0-9-]+)|^\s*`{3,}\{(?:result-figure|result-table|verdict)\} ([a-z0-9-]+)", re.MULTILINE
)
_TEMPLATES = Path(__file__).parent / "templates"
#: Letters of a digest that a reader needs to tell two apart.
_LETTERS = 12


@dataclass(frozen=True)
class _Context:
    project: Project
    book: Book
    commit: str
    present: Edition
    editions: list[Edition]


def write_result_pages(project: Project, present: Edition | None = None) -> list[Path]:
    """Write the page of every result that can be cited, and of every id that an edition had and that is gone.

    Parameters
    ----------
    project : Project
    present : Edition, optional
        The registry, where it has been read already.

    Returns
    -------
    list of pathlib.Path
        Sorted.

    Raises
    ------
    LedgerError
        If ``CITATION.cff``, an edition or a card cannot be read.
    OutputError
        If a page cannot be written.
    """
    context = _Context(
        project, read_book(project), read_commit(project),
        present or present_edition(project), [read_edition(project, name) for name in edition_names(project)],
    )  # fmt: skip
    results = [result for result in current_results(project) if is_citable(result)]
    pages = [_write(project, result.id, "result.html.j2", _describe(context, result)) for result in results]
    gone = find_gone(project, context.editions, context.present)
    pages += [_write(project, one.id, "withdrawn.html.j2", _describe_gone(context, one)) for one in gone]
    for path in sorted(set(project.result_pages.glob("*.html")) - set(pages)):
        _remove(path)
    return sorted(pages)


def find_gone(project: Project, editions: Iterable[Edition], present: Edition | None = None) -> list[Standing]:
    """Find the ids that an edition had and the registry has not, each as it stood last, sorted by id."""
    present, withdrawn = present or present_edition(project), read_withdrawn(project)
    last = {result_id: edition for edition in editions for result_id in edition.entries}
    return [
        resolve(result_id, edition, present, withdrawn)
        for result_id, edition in sorted(last.items())
        if result_id not in present.entries
    ]


def _describe(context: _Context, result: Result) -> dict[str, Any]:
    cards = read_sources(context.project, [result])
    reference = cite_result(context.book, result)
    kept = next((edition for edition in context.editions if edition.name == result.edition), None)
    note = result_note(result).partition(": ")[2]
    return {
        "result": result,
        "book": context.book,
        "departs": tell_departure(context.project, result, kept) if kept else "",
        "more": note.removeprefix(result.text).strip(" ()"),
        "anchor": f"#{result.id}" if is_shown(context.project, result) else "",
        "has_notebook": (context.project.notebooks / f"{result.notebook}.ipynb").is_file(),
        "heading": result.heading or context.book.title,
        "badge": draw_badge(result.text) if result.kind == "verdict" else "",
        "rows": result.details.get("rows", [])[:SHOWN_ROWS],
        "files": [(call_format(form), f"exports/{FOLDERS[result.kind]}/{name}") for form, name in result_files(result)],
        "cards": cards,
        "vintages": {item["id"]: item["vintage"] for item in result.inputs},
        "checksums": {card.id: card.file.sha256[:_LETTERS] for card in cards}
        | {item["id"]: item["digest"][:_LETTERS] for item in result.inputs},
        "others": [item for item in result.inputs if item["kind"] != "table"],
        "code": result.code_digest[:_LETTERS],
        "commit": context.commit,
        "command": _command(result),
        "history": [
            resolve(result.id, edition, context.present) for edition in context.editions if result.id in edition.entries
        ],
        "sentence": write_sentence(context.book, result, cards),
        "address": reference.url,
        "title": reference.title,
        "citations": _write_citations(reference),
    }


def _describe_gone(context: _Context, gone: Standing) -> dict[str, Any]:
    """A result that is made no more, as the last edition that had it says."""
    result = read_published(context.project, f"{gone.id}@{gone.edition}")
    book = edition_of(context.project, result, context.book)
    reference = cite_result(book, result)
    return {
        "gone": gone,
        "book": book,
        "title": reference.title,
        "sentence": write_sentence(book, result),
        "citations": _write_citations(reference),
    }


def _write_citations(reference: Reference) -> list[tuple[str, str, str]]:
    """Name, label and text of a citation in each format."""
    return [(name, label, write_citation(reference, name).rstrip("\n")) for name, (label, _) in FORMATS.items()]


def is_shown(project: Project, result: Result) -> bool:
    """Whether a result stands on the page that it names, so that it can be linked to there."""
    notebook, page = project.runs / result.run / "notebook.ipynb", project.root / f"{result.page}.md"
    source = notebook if notebook.is_file() else page
    return source.is_file() and result.id in _shown_ids(source, source.stat().st_mtime_ns)


@functools.lru_cache(maxsize=64)  # results of one run come one after another
def _shown_ids(source: Path, time: int) -> frozenset[str]:
    """Ids that an executed notebook, or a page that a person wrote, shows."""
    del time  # part of the key
    text = source.read_text("utf-8")
    if source.suffix == ".ipynb":
        outputs = [output for cell in json.loads(text)["cells"] for output in cell.get("outputs", [])]
        text = "\n".join("".join(output.get("data", {}).get("text/markdown", "")) for output in outputs)
    return frozenset(found for pair in _SHOWN.findall(text) for found in pair if found)


def _command(result: Result) -> str:
    """Command that makes the result again; the summary of the ledger comes from the whole book."""
    if not result.parameters:
        return "make book"
    given = " ".join(f"--{name.replace('_', '-')} {value}" for name, value in result.parameters.items())
    return f"scoledger run {result.notebook} {given}"


def _write(project: Project, result_id: str, template: str, content: dict[str, Any]) -> Path:
    path = project.result_pages / f"{result_id}.html"
    write_text(path, html_templates(_TEMPLATES).get_template(template).render(**content))
    return path


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise output_error(path, error) from error
