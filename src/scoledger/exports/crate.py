"""The edition as a research object: ``exports/ro-crate-metadata.json`` says what every file is and where it comes from.

The folder ``exports`` is the root of the crate: what is listed as a file lies in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rocrate.model.contextentity import ContextEntity  # type: ignore[import-untyped]
from rocrate.rocrate import ROCrate  # type: ignore[import-untyped]

from scoledger.cards import Card, read_cards
from scoledger.citations import Author, Book, cite_book, read_book
from scoledger.citations.formats import write_text as write_reference
from scoledger.paths import Project
from scoledger.results import Result, write_bytes, write_json
from scoledger.site.formats import FOLDERS
from scoledger.site.registry import current_results
from scoledger.site.status import merge_versions, read_runs

FILE_NAME = "ro-crate-metadata.json"
#: Version of the specification that is followed; the newest reach fewer readers.
VERSION = "1.1"
#: Files of the edition beside figures and tables: what each is called, and what it holds.
FILES = {
    "ledger.json": ("The ledger", "Every claim with its verdict, readings and figures."),
    "ledger.csv": ("The ledger as a table", "One row per claim: verdict, shares of specifications and what decides."),
    "estimates.csv": ("Main estimates", "The chapters' main estimates with their intervals."),
    "tests.csv": ("Family of tests", "Every test of the ledger, with its p-value corrected for the family."),
    "outputs.csv": ("List of outputs", "Every figure and table with its page, notebook, cell and functions."),
    "edition.json": ("Colophon", "What this build was made with: commit, digests, versions."),
    "datapackage.json": (
        "Schema of the data tables",
        "Columns, units and bounds; its paths are those of the checkout.",
    ),
    "CITATION.cff": ("Citation", "How the book is cited."),
}
#: Files of the checkout of which the crate holds a copy.
COPIES = ("CITATION.cff", "datapackage.json")
#: Media type by ending of a file.
FORMATS = {
    "cff": "application/yaml",
    "csv": "text/csv",
    "json": "application/json",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "tex": "application/x-tex",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ANY = "application/octet-stream"
_SPDX = "https://spdx.org/licenses/"
_SOFTWARE, _MAKING = "#software", "#making"


def write_crate(project: Project) -> Path:
    """Write ``exports/ro-crate-metadata.json``; call it when everything else below ``exports`` is written.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    CitationError
        If CITATION.cff cannot be used.
    OutputError
        If a file cannot be written.
    """
    for name in COPIES:
        source = project.root / name
        if source.is_file():
            write_bytes(project.exports / name, source.read_bytes())
    path = project.exports / FILE_NAME
    write_json(path, make_crate(project))
    return path


def make_crate(project: Project) -> dict[str, Any]:
    """Make the metadata of the crate.

    Returns
    -------
    dict
        ``@context`` and ``@graph``: the crate, its files (each with the tables that it was computed from), the tables
        (no part of the crate, with producer, terms and vintage), the software and the making of it all.
    """
    book, cards = read_book(project), read_cards(project)
    crate = ROCrate(version=VERSION)
    authors = [_add(crate, f"#author-{number}", _describe_author(one)) for number, one in enumerate(book.authors, 1)]
    licences = [_add(crate, f"{_SPDX}{name}", {"@type": "CreativeWork", "name": name}) for name in book.licences]
    _describe_root(crate, book, authors, licences)
    tables = {name: _add_table(crate, card) for name, card in cards.items()}
    _add_software(crate, project, book, licences)
    _add(crate, _MAKING, {
        "@type": "CreateAction", "name": f"Making of edition {book.version}", "instrument": {"@id": _SOFTWARE},
        "object": list(tables.values()), "result": {"@id": "./"},
    })  # fmt: skip
    crate.root_dataset["mentions"] = [*tables.values(), {"@id": _MAKING}]
    for path, about in _list_files(project, tables):
        about["encodingFormat"] = FORMATS.get(path.suffix.removeprefix("."), _ANY)
        about["contentSize"] = str(path.stat().st_size)
        crate.add_file(path, path.relative_to(project.exports).as_posix(), properties=about)
    content: dict[str, Any] = crate.metadata.generate()
    return {**content, "@graph": sorted(map(_compact, content["@graph"]), key=lambda entity: str(entity["@id"]))}


def _compact(entity: dict[str, Any]) -> dict[str, Any]:
    """Write a list of one as that one, and leave out a list of none, as the compacted form of JSON-LD wants it."""
    singles = {key: value[0] for key, value in entity.items() if isinstance(value, list) and len(value) == 1}
    return {key: value for key, value in (entity | singles).items() if value != []}


def _describe_root(crate: Any, book: Book, authors: list[dict[str, str]], licences: list[dict[str, str]]) -> None:
    root = crate.root_dataset
    root["name"], root["description"] = book.title, book.abstract or book.title
    root["datePublished"], root["version"] = book.released.isoformat(), book.version
    root["author"], root["license"] = authors, licences
    root["keywords"], root["citation"] = list(book.keywords), write_reference(cite_book(book))
    if book.url:
        root["url"] = book.url
    if book.doi:
        root["identifier"] = f"https://doi.org/{book.doi}"


def _add(crate: Any, identity: str, about: dict[str, Any]) -> dict[str, str]:
    """Add something that is no file; gives the reference to it."""
    crate.add(ContextEntity(crate, identity, properties={key: value for key, value in about.items() if value != ""}))
    return {"@id": identity}


def _describe_author(author: Author) -> dict[str, Any]:
    if not author.given:
        return {"@type": "Organization", "name": author.family}
    return {"@type": "Person", "name": author.name, "familyName": author.family, "givenName": author.given}


def _add_table(crate: Any, card: Card) -> dict[str, str]:
    slug = card.id
    producer = _add(crate, f"#producer-{slug}", {"@type": "Organization", "name": card.producer})
    terms = {"@type": "CreativeWork", "name": card.licence.name, "url": card.licence.url}
    terms["description"] = card.licence.note or "Terms of the producer, as we understand them."
    licence = _add(crate, f"#terms-{slug}", terms)
    shipped = "Shipped whole." if card.rule == "ship" else "Shipped as an extract."
    return _add(crate, f"#table-{slug}", {
        "@type": "Dataset", "name": card.title, "identifier": slug, "version": card.vintage, "creator": producer,
        "license": licence, "citation": card.citation, "description": f"{shipped} {card.obtained}",
    })  # fmt: skip


def _add_software(crate: Any, project: Project, book: Book, licences: list[dict[str, str]]) -> None:
    versions = merge_versions(read_runs(project))
    about: dict[str, Any] = {
        "@type": "SoftwareSourceCode", "name": "scoledger", "version": book.version, "programmingLanguage": "Python",
        "description": "The package that made the edition.", "codeRepository": book.code,
        "softwareRequirements": [f"{name} {version}" for name, version in versions.items()],
    }  # fmt: skip
    _add(crate, _SOFTWARE, about | ({"license": licences[0]} if licences else {}))


def _list_files(project: Project, tables: dict[str, dict[str, str]]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """List the files that lie in the crate, each with what is known of it."""
    for name, (title, words) in FILES.items():
        path = project.exports / name
        if path.is_file():
            yield path, {"name": title, "description": words}
    results = {result.id: result for result in current_results(project)}
    for folder in FOLDERS.values():
        for path in sorted((project.exports / folder).glob("*.*")):
            result = results[path.name.partition(".")[0]]
            yield path, _describe_result(result, [tables[name] for name in tables_behind(result, results)])


def _describe_result(result: Result, tables: list[dict[str, str]]) -> dict[str, Any]:
    about = {
        "name": result.title,
        "description": result.alt or result.caption or result.title,
        "identifier": f"{result.id}@{result.edition}",
        "isBasedOn": tables,
    }
    return {key: value for key, value in about.items() if value}


def tables_behind(result: Result, results: Mapping[str, Result]) -> list[str]:
    """Tables that a result was computed from, also by way of other results, sorted by id.

    `scoledger.citations.read_sources` says the same of a few results and reads their cards; this is for all at once.
    """
    waiting, seen, tables = [result.id], set[str](), set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        inputs = results[name].inputs
        tables |= {item["id"] for item in inputs if item["kind"] == "table"}
        waiting += [item["id"] for item in inputs if item["kind"] == "result"]
    return sorted(tables)
