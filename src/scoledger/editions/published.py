"""Finding a result by ``id`` or ``id@edition``, in the registry or in an edition that is kept."""

from __future__ import annotations

from scoledger import __version__
from scoledger.editions.edition import Edition, edition_names, newest_edition, read_edition
from scoledger.editions.present import present_edition
from scoledger.editions.withdrawn import read_withdrawn
from scoledger.errors import UnknownResultError, WithdrawnResultError, nearest
from scoledger.paths import Project
from scoledger.results import Result, read_manifest, read_result


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

    Raises
    ------
    UnknownResultError
        If nobody knows the id; the message names the nearest.
    WithdrawnResultError
        If an edition had it and it was withdrawn.
    StaleResultError, UnknownEditionError
        If it is not current, or the edition is not kept.
    """
    result_id, _, edition = text.partition("@")
    if edition:
        return _from_edition(read_edition(project, edition), result_id)
    try:
        return read_result(project, result_id)
    except UnknownResultError:
        gone = read_withdrawn(project).get(result_id)
        if gone is not None:
            more = f" In its place: {gone.successor}." if gone.successor else ""
            raise WithdrawnResultError(
                f"{result_id!r} was withdrawn in edition {gone.edition}: {gone.reason}.{more}\n"
                f"As an earlier edition has it: {result_id}@EDITION (kept: {', '.join(edition_names(project))})."
            ) from None
        raise


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
        id=entry.id, kind=entry.kind, title=entry.title, value=entry.value, unit=entry.unit, text=entry.text,
        low=entry.low, high=entry.high, n=entry.n, alt=entry.title, notebook=basis.notebook, page=basis.page,
        run=entry.run, parameters=basis.parameters, inputs=inputs, code_digest=basis.code_digest, edition=edition.name,
    )  # fmt: skip
