"""Finding a result by ``id`` or ``id@edition``, in the registry or in an edition that is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from scoledger import __version__
from scoledger.citations import Book
from scoledger.editions.edition import Edition, edition_names, newest_edition, read_edition
from scoledger.editions.present import make_entry, present_edition
from scoledger.editions.standing import STANDINGS, compare_entries
from scoledger.editions.withdrawn import read_withdrawn
from scoledger.errors import EditionError, StaleResultError, UnknownResultError, WithdrawnResultError, nearest
from scoledger.paths import Project
from scoledger.results import Result, read_manifest, read_result

#: Standings of what an edition and the registry print alike.
ALIKE = STANDINGS[:2]


def split_id(text: str) -> tuple[str, str]:
    """Split ``id@edition``.

    Raises
    ------
    UnknownResultError
        If it names no edition.

    Examples
    --------
    >>> split_id("profile-kgz-gdp@2026.1")
    ('profile-kgz-gdp', '2026.1')
    """
    result_id, _, edition = text.partition("@")
    if not result_id or not edition:
        raise UnknownResultError(
            f"{text!r} names no edition.\nExpected an id and an edition, for example {result_id or 'ID'}@{__version__}."
        )
    return result_id, edition


def latest_known(project: Project) -> Edition:
    """Give the registry as it is, or the newest edition where no book has been built.

    Raises
    ------
    UnknownEditionError
        If there is neither.
    """
    return present_edition(project) if read_manifest(project)["results"] else newest_edition(project)


def read_published(project: Project, text: str) -> Result:
    """Read a result by ``id``, as it is now, or by ``id@edition``, as that edition has it.

    Where the registry still says what the edition said, the result comes with all its details and files; otherwise with
    what the edition keeps.

    Raises
    ------
    UnknownResultError
        If nobody knows the id, the message names the nearest; or if an ``@`` names no edition.
    WithdrawnResultError
        If an edition had it and it was withdrawn.
    StaleResultError, UnknownEditionError
        If it is not current, or the edition is not kept.
    """
    result_id, edition = split_id(text) if "@" in text else (text, "")
    if edition:
        return _read_kept(project, read_edition(project, edition), result_id)
    try:
        result = read_result(project, result_id)
        refuse_unpublished(project, result)
    except UnknownResultError:
        gone = read_withdrawn(project).get(result_id)
        if gone is not None:
            more = f" In its place: {gone.successor}." if gone.successor else ""
            raise WithdrawnResultError(
                f"{result_id!r} was withdrawn in edition {gone.edition}: {gone.reason}.{more}\n"
                f"As an earlier edition has it: {result_id}@EDITION (kept: {', '.join(edition_names(project))})."
            ) from None
        raise
    return result


def refuse_unpublished(project: Project, result: Result) -> None:
    """Refuse to give out under the name of a published edition what that edition does not say.

    Raises
    ------
    EditionError
        If the edition that the result names is kept and says something else of it, or nothing.
    """
    words = tell_departure(project, result)
    if words:
        raise EditionError(
            f"{words}\nWhat is cited under the name of an edition must be what that edition says.\n"
            f"Cite {result.id}@{result.edition} as it was published, or give the book its next version."
        )


def tell_departure(project: Project, result: Result, kept: Edition | None = None) -> str:
    """Say how a result departs from the edition whose name it bears; nothing where that is not kept or says the same.

    Parameters
    ----------
    project : Project
    result : Result
    kept : Edition, optional
        The edition of that name, where it has been read already.
    """
    if kept is None:
        if result.edition not in edition_names(project):
            return ""
        kept = read_edition(project, result.edition)
    was, now = kept.entries.get(result.id), make_entry(result, project.registry / "files")
    if was is None:
        return f"Edition {kept.name}, as it was published, has no result {result.id!r}."
    if compare_entries(was, now) in ALIKE:
        return ""
    said = f"{was.text!r}" if was.text else "another content"
    return f"Edition {kept.name} was published with {said} for {result.id!r}; the registry has {now.text!r}."


def edition_of(project: Project, result: Result, book: Book) -> Book:
    """Give the book as of the edition of a result: its version and its day."""
    if result.edition == book.version:
        return book
    released = str(read_edition(project, result.edition).about.get("released") or book.released)
    return replace(book, version=result.edition, released=dt.date.fromisoformat(released))


def _read_kept(project: Project, edition: Edition, result_id: str) -> Result:
    kept = _from_edition(edition, result_id)
    try:
        present = read_result(project, result_id)
    except (UnknownResultError, StaleResultError):
        return kept
    entry = make_entry(present, project.registry / "files")
    is_same = compare_entries(edition.entries[result_id], entry) == ALIKE[0]
    return replace(present, edition=edition.name) if is_same else kept


def _from_edition(edition: Edition, result_id: str) -> Result:
    entry = edition.entries.get(result_id)
    if entry is None:
        raise UnknownResultError(
            f"edition {edition.name} has no result {result_id!r}.{nearest(result_id, edition.entries)}\n"
            f"It holds {len(edition.entries)} results. Correct the id, or name the edition that has it."
        )
    basis = edition.runs[entry.run]
    inputs = [
        {"kind": kind, "id": name, "digest": digest, "vintage": basis.vintages.get(name, "")}
        for (kind, _, name), digest in ((key.partition(" "), digest) for key, digest in basis.inputs.items())
    ]
    return Result(
        id=entry.id,
        kind=entry.kind,
        title=entry.title,
        value=entry.value,
        unit=entry.unit,
        text=entry.text,
        low=entry.low,
        high=entry.high,
        n=entry.n,
        alt=entry.title,
        notebook=basis.notebook,
        page=basis.page,
        run=entry.run,
        parameters=basis.parameters,
        inputs=inputs,
        code_digest=basis.code_digest,
        edition=edition.name,
        details={"interval": entry.interval},
    )
