"""What goes into a bundle: the results that were asked for, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scoledger.builds import read_commit
from scoledger.cards import Card
from scoledger.citations import (
    Book,
    cite_book,
    cite_card,
    cite_result,
    find_methods,
    read_book,
    read_sources,
    write_bibtex,
    write_methods_bibtex,
)
from scoledger.editions import Entry, compare_entries, edition_names, make_entry, read_edition
from scoledger.errors import CitationError, EditionError, PaperError
from scoledger.paths import Project
from scoledger.results import MARKS, Result, read_result

#: Standings with which a result may go out under the name of its edition.
_SAME = ("unchanged", "changed within rounding")


@dataclass(frozen=True)
class Content:
    """Results for a paper and what they rest on.

    Parameters
    ----------
    book : Book
    edition, commit : str
        `commit` is empty where no version control is at hand.
    is_frozen : bool
        Whether the edition is kept, so that a paper can be checked against it.
    results : tuple of Result
        In the order in which they were asked for.
    entries : dict of str to Entry
    sources : dict of str to tuple of Card
        Of each result, also by way of other results.
    cards : tuple of Card
        All of them, each once.
    methods : tuple of str
        Keys of the bibliography.
    """

    project: Project
    book: Book
    edition: str
    commit: str
    is_frozen: bool
    results: tuple[Result, ...]
    entries: dict[str, Entry]
    sources: dict[str, tuple[Card, ...]]
    cards: tuple[Card, ...]
    methods: tuple[str, ...]

    @property
    def held(self) -> tuple[Card, ...]:
        """Tables that may not be passed on whole."""
        return tuple(card for card in self.cards if card.rule == "extract" or not card.redistributable)

    def of_kind(self, *kinds: str) -> list[Result]:
        """Results of some kinds."""
        return [result for result in self.results if result.kind in kinds]

    def source_note(self, result: Result) -> str:
        """Name producers and vintages, and id and edition, in plain text."""
        named = "; ".join(dict.fromkeys(f"{card.producer} ({card.vintage})" for card in self.sources[result.id]))
        return (f"Source: {named}. " if named else "") + f"Result {result.id}@{self.edition}."


def gather(project: Project, ids: Iterable[str]) -> Content:
    """Read results for a paper, and what they rest on.

    Raises
    ------
    PaperError
        If no id is given.
    UnknownResultError, StaleResultError
        If the registry does not hold one of them, or not a current one.
    CitationError
        If one of them is prose, or the bibliography lacks something.
    EditionError
        If the edition is published and says something else of one of them.
    """
    names = list(dict.fromkeys(ids))
    if not names:
        raise PaperError("no id is given.\nName what the paper cites: --ids ID,ID or --ids-from FILE.")
    book = read_book(project)
    results = tuple(read_result(project, name) for name in names)
    entries = {result.id: make_entry(result, project.registry / "files") for result in results}
    is_frozen = _check_edition(project, book.version, entries)
    return Content(
        project=project,
        book=book,
        edition=book.version,
        commit=read_commit(project),
        is_frozen=is_frozen,
        results=results,
        entries=entries,
        sources={result.id: tuple(read_sources(project, [result])) for result in results},
        cards=tuple(read_sources(project, results)),
        methods=tuple(find_methods(project, results)),
    )


def cite_key(content: Content, result: Result) -> str:
    """Key of a result in the bibliography of the bundle."""
    return cite_result(content.book, result).key


def write_bibliography(content: Content) -> str:
    """Write ``results.bib``: the edition, each result, the data that were read, the methods.

    Raises
    ------
    CitationError
        If two entries have one key.
    """
    references = [cite_book(content.book), *(cite_result(content.book, result) for result in content.results)]
    references += [cite_card(card) for card in content.cards]
    keys = [key.casefold() for key in (*(reference.key for reference in references), *content.methods)]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise CitationError(
            f"the bibliography would hold {', '.join(twice)} twice.\n"
            "Keys differ in more than capitals. Rename the entry of book/references.bib."
        )
    methods = write_methods_bibtex(content.project, content.methods).strip()
    return "\n\n".join([*map(write_bibtex, references), *([methods] if methods else [])]) + "\n"


def read_files(content: Content, result: Result) -> dict[str, bytes]:
    """Read the files of a figure or table by suffix, as far as the registry has them; not what only a page needs."""
    folder: Path = content.project.registry / "files"
    paths = {suffix: folder / name for suffix, name in sorted(result.files.items()) if suffix != MARKS}
    return {suffix: path.read_bytes() for suffix, path in paths.items() if path.is_file()}


def _check_edition(project: Project, edition: str, entries: dict[str, Entry]) -> bool:
    """Refuse to send out under the name of a published edition what it does not say; tells whether it is published."""
    if edition not in edition_names(project):
        return False
    published = read_edition(project, edition).entries
    for name, entry in entries.items():
        was = published.get(name)
        if was is None or compare_entries(was, entry) not in _SAME:
            said = f"{was.text or was.digest!r}" if was else "nothing"
            raise EditionError(
                f"the registry says {entry.text or entry.digest!r} of {name!r}, published edition {edition} {said}.\n"
                "What a paper cites under the name of an edition must be what that edition says.\n"
                "Give the book the next version, or build the book at the commit of the edition."
            )
    return True
