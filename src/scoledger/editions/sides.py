"""What can be compared: an edition, the registry as it is, and any run of the store."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scoledger.editions.cells import CellDifference, compare_cells
from scoledger.editions.comparison import CHANGED, Pair, pair_entries
from scoledger.editions.edition import Edition, Entry, RunBasis, edition_names, read_edition
from scoledger.editions.present import edition_of_results, present_edition
from scoledger.editions.withdrawn import read_withdrawn
from scoledger.errors import AmbiguousRunError, ComparisonError, UnknownRunError, nearest
from scoledger.paths import Project
from scoledger.results import read_manifest
from scoledger.runs import RunRecord, RunStore

PRESENT = "present"
_EDITION = re.compile(r"\d{4}\.\d+")
_RUN = re.compile(r"[0-9a-f]{1,12}")
#: Runs that a message names before it stops.
_NAMED = 8


@dataclass(frozen=True)
class Side:
    """One of two things that are compared.

    Parameters
    ----------
    edition : Edition
        Its results and what they were made from.
    kind : str
        ``edition``, ``present`` or ``run``.
    slug : str
        Of a run: what its ids begin with.
    files : pathlib.Path or None
        Folder of the files of its tables; an edition keeps none.
    """

    edition: Edition
    kind: str
    slug: str = ""
    files: Path | None = None

    @property
    def basis(self) -> RunBasis | None:
        """What a run was made from; None of an edition or the registry."""
        return next(iter(self.edition.runs.values())) if self.kind == "run" else None


@dataclass(frozen=True)
class Comparison:
    """Two sides and their results in pairs.

    Parameters
    ----------
    one, other : Side
        A and B, cut down to the run in question where one of them is a run.
    pairs : list of Pair
    """

    one: Side
    other: Side
    pairs: list[Pair]


def find_side(project: Project, word: str) -> Side:
    """Find what a word names.

    Parameters
    ----------
    project : Project
    word : str
        An edition (``2026.1``), ``present``, the slug of a run of the book, the id of a run or its first letters, or
        the slug of a run that only the store has.

    Raises
    ------
    UnknownEditionError
        If it looks like an edition and none is kept under it.
    UnknownRunError
        If nothing has that name, or the run is damaged.
    AmbiguousRunError
        If several runs of the store have it.
    ComparisonError
        If what it names has no result.
    """
    if word == PRESENT:
        return _check(Side(present_edition(project), "present", files=project.registry / "files"))
    if _EDITION.fullmatch(word):
        return Side(read_edition(project, word), "edition")
    store, manifest = RunStore(project), read_manifest(project)
    book = {entry["slug"]: entry for entry in manifest["runs"]}
    if word in book:
        return _find_in_book(project, store, book[word])
    stored = sorted(path.parent.name for path in project.runs.glob("*/run.json") if _RUN.fullmatch(path.parent.name))
    fitting = [run for run in stored if run.startswith(word)] if _RUN.fullmatch(word) else []
    if word in stored or len(fitting) == 1:
        return _side_of_run(store, store.record(word if word in stored else fitting[0]))
    records = [store.record(run) for run in fitting] or _find_slug(store, stored, word)
    if len(records) == 1:
        return _side_of_run(store, records[0])
    if records:
        raise AmbiguousRunError(
            f"{word!r} fits {len(records)} runs of the store:\n{_list_runs(records)}\n"
            "Write more letters of the id of the one that you mean."
        )
    known = [PRESENT, *edition_names(project), *book, *stored]
    raise UnknownRunError(
        f"there is no edition and no run {word!r}.{nearest(word, known)}\n"
        f"Expected an edition ({', '.join(edition_names(project)) or 'none is kept'}), 'present', the slug of a run of "
        f"the book,\nor the id of a run or its first letters ({len(stored)} are stored; 'scoledger run' prints the id)."
    )


def compare_sides(project: Project, one: Side, other: Side) -> Comparison:
    """Set two sides side by side, tables cell by cell where the files of both are at hand.

    Where one is a run and the other an edition or the registry, the run is set against the run there that became the
    same page.

    Raises
    ------
    ComparisonError
        If they have no result in common.
    """
    one, other = _narrow(project, one, other), _narrow(project, other, one)
    if one.basis and other.basis and one.basis.notebook != other.basis.notebook:
        raise ComparisonError(
            f"{one.edition.name} is a run of {one.basis.notebook}, {other.edition.name} one of {other.basis.notebook}: "
            "they have no result in common.\nExpected two runs of one notebook."
        )
    pairs = pair_entries(one.edition, other.edition, (one.slug, other.slug), read_withdrawn(project))
    if all(pair.was is None or pair.now is None for pair in pairs):
        raise ComparisonError(
            f"{one.edition.name} and {other.edition.name} have no result in common.\n"
            f"Found {len(one.edition.entries)} and {len(other.edition.entries)} results. Compare what belongs together."
        )
    return Comparison(one, other, [_add_cells(pair, one, other) for pair in pairs])


def _find_in_book(project: Project, store: RunStore, entry: dict[str, Any]) -> Side:
    """Side of a run of the book: from the store, or where that lacks it, from the registry."""
    run, slug = entry["run"], entry["slug"]
    if (store.folder(run) / "run.json").is_file():
        return _side_of_run(store, store.record(run))
    edition = _select(present_edition(project), lambda name, _: name == run)
    return _check(Side(replace(edition, name=f"run {run}"), "run", slug, project.registry / "files"))


def _find_slug(store: RunStore, stored: Iterable[str], slug: str) -> list[RunRecord]:
    found = []
    for run in stored:
        with contextlib.suppress(UnknownRunError):  # a damaged run is none that could be meant
            found.append(store.record(run))
    return [record for record in found if record.slug == slug]


def _side_of_run(store: RunStore, record: RunRecord) -> Side:
    files = store.folder(record.run) / "files"
    try:
        edition = edition_of_results(f"run {record.run}", store.results(record), {record.run: record}, files)
    except (OSError, ValueError) as error:
        raise UnknownRunError(
            f"a result of run {record.run} in _build/runs cannot be read: {error}.\n"
            f"Run it again: scoledger run {record.notebook} --force."
        ) from error
    return _check(Side(edition, "run", record.slug, files))


def _check(side: Side) -> Side:
    if side.edition.entries:
        return side
    what = "the registry" if side.kind == "present" else side.edition.name
    raise ComparisonError(
        f"{what} holds no number, table, figure or verdict.\n"
        "Expected at least one. Run 'scoledger book', or name another run or edition."
    )


def _narrow(project: Project, side: Side, other: Side) -> Side:
    """Cut an edition or the registry down to the run that became the page of the other side's run."""
    basis = other.basis
    if side.basis or basis is None:
        return side
    edition = _select(side.edition, lambda _, each: (each.notebook, each.page) == (basis.notebook, basis.page))
    if edition.entries:
        return replace(side, edition=edition, slug=other.slug)
    slugs = [entry["slug"] for entry in read_manifest(project)["runs"] if entry["notebook"] == basis.notebook]
    raise ComparisonError(
        f"{side.edition.name} has no run of {basis.notebook} with the page {basis.page}.\n"
        "Expected a run of the same notebook and page. Name one run of the book instead, by its slug: "
        f"{', '.join(slugs) or 'it has none of this notebook yet'}."
    )


def _select(edition: Edition, is_wanted: Callable[[str, RunBasis], bool]) -> Edition:
    runs = {name: basis for name, basis in edition.runs.items() if is_wanted(name, basis)}
    entries = {name: entry for name, entry in edition.entries.items() if entry.run in runs}
    return replace(edition, entries=entries, runs=runs)


def _add_cells(pair: Pair, one: Side, other: Side) -> Pair:
    was, now = pair.was, pair.now
    if was is None or now is None or pair.standing != CHANGED or was.digest == now.digest:
        return pair
    return replace(pair, cells=_compare_files(_table_of(was, one), _table_of(now, other)))


def _table_of(entry: Entry, side: Side) -> Path | None:
    """File of a table, or of what a figure shows."""
    path = side.files / f"{entry.id}.csv" if side.files and entry.kind in {"table", "figure"} else None
    return path if path and path.is_file() else None


def _compare_files(one: Path | None, other: Path | None) -> CellDifference | None:
    return compare_cells(one.read_text("utf-8"), other.read_text("utf-8")) if one and other else None


def _list_runs(records: list[RunRecord]) -> str:
    lines = [f"  {record.run}  {record.notebook} {_write_parameters(record)}" for record in records[:_NAMED]]
    return "\n".join([*lines, *([f"  and {len(records) - _NAMED} more"] if len(records) > _NAMED else [])])


def _write_parameters(record: RunRecord) -> str:
    return ", ".join(f"{name}={value}" for name, value in record.parameters.items())
