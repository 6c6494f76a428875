"""Methods that a result rests on, as entries of the bibliography."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable

from pybtex.database import Entry, parse_file  # type: ignore[import-untyped]
from pybtex.exceptions import PybtexError  # type: ignore[import-untyped]

from scoledger.claims import read_articles, read_chapter, read_rules
from scoledger.errors import CitationError
from scoledger.paths import Project
from scoledger.results import Result

FILE_NAME = "methods.toml"


def find_methods(project: Project, results: Iterable[Result]) -> list[str]:
    """Find the keys of the bibliography for what results rest on.

    A verdict rests on the article whose claim it judges, on the methods of the rules of its readings and on that of all
    verdicts, as ``data/claims/methods.toml`` lists them by kind of rule; a chapter's result on what the chapter names.

    Returns
    -------
    list of str
        Sorted.

    Raises
    ------
    CitationError
        If methods.toml cannot be read or lacks a kind of rule.
    """
    by_kind, kinds = _read_methods(project), {name: rule.kind for name, rule in read_rules(project).items()}
    missing = sorted({"every", *kinds.values()} - set(by_kind))
    if missing:
        raise CitationError(
            f"data/claims/{FILE_NAME} lacks {', '.join(missing)}.\n"
            "Expected a list of keys for each kind of rule in rules.toml, and one for all verdicts. Add them."
        )
    keys: set[str] = set()
    for result in results:
        if (project.chapters / f"{result.notebook}.toml").is_file():
            keys |= set(read_chapter(project, result.notebook).references)
        elif result.kind == "verdict":
            # A reading whose parts have different rules names them all: "COMP, RANK".
            rules = [reading.get("rule") or "" for reading in result.details.get("readings") or []]
            used = {kinds[rule] for named in rules for rule in named.split(", ") if rule}
            keys |= {key for kind in ("every", *used) for key in by_kind[kind]}
            source = result.details.get("claim", {}).get("source")
            keys |= {article.citation_key for name, article in read_articles(project).items() if name == source}
    return sorted(keys)


def write_methods_bibtex(project: Project, keys: Iterable[str]) -> str:
    """Write entries of the bibliography as BibTeX, in the order of `keys`.

    Raises
    ------
    CitationError
        If the bibliography cannot be read or lacks a key.
    """
    path = project.book / "references.bib"
    try:
        known = parse_file(str(path)).entries
    except (OSError, PybtexError) as error:
        raise CitationError(f"book/references.bib cannot be read: {error}.\nMend the entry named above.") from error
    wanted = list(keys)
    missing = [key for key in wanted if key not in known]
    if missing:
        raise CitationError(
            f"book/references.bib lacks {', '.join(missing)}.\n"
            "A chapter, data/claims/articles.toml or data/claims/methods.toml names them. Add the entries."
        )
    return "\n\n".join(_write_entry(key, known[key]) for key in wanted) + ("\n" if wanted else "")


def _write_entry(key: str, entry: Entry) -> str:
    """Write an entry with its LaTeX as it stands: pybtex's own writer would escape what is escaped."""
    people = {role: " and ".join(map(str, persons)) for role, persons in entry.persons.items()}
    lines = [f"  {name} = {{{value}}}" for name, value in {**people, **entry.fields}.items()]
    return f"@{entry.type}{{{key},\n" + ",\n".join(lines) + "\n}"


def _read_methods(project: Project) -> dict[str, list[str]]:
    path = project.claims / FILE_NAME
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        return {kind: [str(key) for key in keys] for kind, keys in content.items()}
    except (OSError, ValueError, TypeError) as error:
        raise CitationError(
            f"data/claims/{FILE_NAME} cannot be read: {error}.\n"
            'Expected a list of keys of the bibliography by kind of rule: trend = ["mann1945"].'
        ) from error
