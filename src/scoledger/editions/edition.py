"""An edition: what every id was worth when it was published, in small files below ``data/editions``.

``results.csv`` has a row for each id, ``runs.json`` what each run was made from, ``edition.json`` the rest.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import json
import math
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from scoledger.errors import EditionError, UnknownEditionError, nearest
from scoledger.paths import Project
from scoledger.results import output_error, to_json, write_text

COLUMNS = ("id", "kind", "run", "title", "value", "unit", "text", "low", "high", "interval", "n", "digest")

_NAME = re.compile(r"\d{4}\.\d+")
#: Fields of a run's basis that are tables; all others are text.
_TABLES = ("parameters", "inputs", "vintages")
_FILES = ("edition.json", "results.csv", "runs.json")
#: Letters of a digest that a reader needs to tell two apart.
_LETTERS = 12


@dataclass(frozen=True)
class Entry:
    """What one id was worth.

    Parameters
    ----------
    id, kind, run, title : str
        `run` is the id of the run that made it.
    value, low, high : float or None
        Of a number, in `unit`.
    unit, text, interval : str
        `text` and `interval` are what is printed: a number with its unit, the word of a verdict.
    n : int or None
    digest : str
        Of what a figure or table shows and of what a verdict rests on, at six significant digits; a number has none.
    """

    id: str
    kind: str
    run: str
    title: str
    value: float | None = None
    unit: str = ""
    text: str = ""
    low: float | None = None
    high: float | None = None
    interval: str = ""
    n: int | None = None
    digest: str = ""


@dataclass(frozen=True)
class RunBasis:
    """What a run was made from.

    Parameters
    ----------
    notebook : str
    page : str
    parameters : dict
    notebook_digest, code_digest, lock_digest : str
    inputs : dict of str to str
        Digest by kind and id (``"table imf-imts"``); of a table, its vintage stands in `vintages`.
    vintages : dict of str to str
    """

    notebook: str
    page: str
    parameters: dict[str, Any]
    notebook_digest: str
    code_digest: str
    lock_digest: str
    inputs: dict[str, str]
    vintages: dict[str, str]


@dataclass(frozen=True)
class Edition:
    """All ids of one edition, of the present registry, or of one run.

    Parameters
    ----------
    name : str
        ``"2026.1"``, or what else it is.
    entries : dict of str to Entry
    runs : dict of str to RunBasis
        By id of the run.
    about : dict
        Day, commit, versions: for a reader, not for comparison.
    """

    name: str
    entries: dict[str, Entry]
    runs: dict[str, RunBasis]
    about: dict[str, Any] = field(default_factory=dict)


def edition_names(project: Project) -> list[str]:
    """Name the editions that are kept, the oldest first."""
    folders = [path.name for path in project.editions.glob("*") if path.is_dir() and _NAME.fullmatch(path.name)]
    return sorted(folders, key=edition_order)


def edition_order(name: str) -> tuple[int, ...]:
    """Give the place of an edition's name among others, for sorting; what is no name comes first.

    Examples
    --------
    >>> max("2026.9", "2026.10", "draft", key=edition_order)
    '2026.10'
    """
    return tuple(map(int, name.split("."))) if _NAME.fullmatch(name) else ()


def newest_edition(project: Project) -> Edition:
    """Read the newest edition.

    Raises
    ------
    UnknownEditionError
        If none is kept.
    """
    names = edition_names(project)
    if not names:
        raise UnknownEditionError(
            "data/editions holds no edition.\nExpected one folder for each, written by 'scoledger edition freeze'."
        )
    return read_edition(project, names[-1])


def read_edition(project: Project, name: str) -> Edition:
    """Read an edition.

    Raises
    ------
    UnknownEditionError
        If it is not kept.
    EditionError
        If its files cannot be read or do not fit together, or its results are not those that were frozen.
    """
    names = edition_names(project)
    if name not in names:
        raise UnknownEditionError(
            f"there is no edition {name!r}.{nearest(name, names)}\nKept are: {', '.join(names) or 'none'}."
        )
    try:
        return _read_folder(project.editions / name, name)
    except EditionError as error:
        raise EditionError(f"data/editions/{name} {error}\nRestore it from version control.") from error


def _read_folder(folder: Path, name: str) -> Edition:
    """Read an edition's files; the message of an error goes on behind the name of what was read."""
    return _read_files(folder, name, tuple(_state(folder / file) for file in _FILES))


def _state(path: Path) -> tuple[int, ...]:
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


# Every page of a result that is gone asks for its edition; the files are read again only when they have changed.
@functools.lru_cache(maxsize=16)
def _read_files(folder: Path, name: str, states: tuple[tuple[int, ...], ...]) -> Edition:  # noqa: ARG001 - of the key
    try:
        about = json.loads((folder / "edition.json").read_text("utf-8"))
        runs = {
            run: _read_basis(run, basis) for run, basis in json.loads((folder / "runs.json").read_text("utf-8")).items()
        }
        with (folder / "results.csv").open(encoding="utf-8", newline="") as file:
            entries = [_read_row(row) for row in csv.DictReader(file)]
        expected = about.get("results")
    except (OSError, ValueError, TypeError, KeyError, AttributeError, csv.Error) as error:
        raise EditionError(f"cannot be read: {type(error).__name__}: {error}.") from error
    strangers = sorted({entry.run for entry in entries} - set(runs))
    number = len({entry.id for entry in entries})
    if strangers or number != expected or number != len(entries):
        found = (
            f"runs that runs.json lacks: {', '.join(strangers)}"
            if strangers
            else f"{number} ids in {len(entries)} rows"
        )
        raise EditionError(
            "is damaged: results.csv and its fellows do not fit together.\n"
            f"Expected {expected} results of known runs, found {found}."
        )
    edition = Edition(name, {entry.id: entry for entry in entries}, runs, about)
    if "digest" in about and about["digest"] != (digest := write_digest(edition)):
        raise EditionError(
            "is damaged: results.csv is not what was frozen.\n"
            f"Expected the digest {str(about['digest'])[:_LETTERS]} of edition.json, found {digest[:_LETTERS]}."
        )
    return edition


def write_digest(edition: Edition) -> str:
    """One digest of everything that an edition's results are worth, whatever runs made them."""
    rows = [
        [getattr(edition.entries[entry_id], name) for name in COLUMNS if name != "run"]
        for entry_id in sorted(edition.entries)
    ]
    return hashlib.sha256(to_json(rows).encode()).hexdigest()


def write_edition(project: Project, edition: Edition, *, is_replaced: bool = False) -> Path:
    """Write an edition's folder, all of it or nothing: until it is whole, the old one stands.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    EditionError
        If its name is none, it has no results, its digest is that of others, or it is there already and may not be
        replaced.
    OutputError
        If it cannot be written; what was there before is there still.
    """
    if not _NAME.fullmatch(edition.name):
        raise EditionError(f"{edition.name!r} is no name of an edition.\nExpected year and number, as 2026.1.")
    if not edition.entries:
        raise EditionError("there is no result to freeze.\nBuild the book first: scoledger book.")
    folder = project.editions / edition.name
    if folder.exists() and not is_replaced:
        raise EditionError(
            f"edition {edition.name} is there already: data/editions/{edition.name}.\n"
            "What was published keeps its worth. Give the book the next version; an edition that nobody has seen yet\n"
            "may be replaced with --replace."
        )
    about = {**edition.about, "edition": edition.name, "results": len(edition.entries)}
    try:
        project.editions.mkdir(parents=True, exist_ok=True)
        # Beside the folder, because a rename is whole within one file system only; no edition's name begins with a dot.
        with tempfile.TemporaryDirectory(dir=project.editions, prefix=f".{edition.name}.") as beside:
            new = Path(beside) / "new"
            write_text(new / "results.csv", _write_rows(edition.entries))
            write_text(new / "runs.json", to_json({run: asdict(basis) for run, basis in edition.runs.items()}))
            write_text(new / "edition.json", to_json(about))
            _read_folder(new, edition.name)
            _put_in_place(new, folder)
    except EditionError as error:
        raise EditionError(
            f"edition {edition.name} was not frozen: read back, it {error}\nRun 'scoledger book', then freeze it again."
        ) from error
    except OSError as error:
        raise output_error(error.filename or folder, error) from error
    return folder


def _put_in_place(new: Path, folder: Path) -> None:
    """Give a folder its name; one that has it already makes way, and comes back if that fails."""
    old = folder.with_name(f".{folder.name}.old")
    if folder.exists():
        if old.exists():  # left by a replacement that was broken off after the new folder had its name
            shutil.rmtree(old)
        folder.rename(old)
    try:
        new.rename(folder)
    finally:
        if old.exists() and not folder.exists():
            old.rename(folder)
    if old.exists():
        shutil.rmtree(old)


def _write_rows(entries: Mapping[str, Entry]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for entry_id in sorted(entries):
        row = asdict(entries[entry_id])
        writer.writerow({name: "" if value is None else _write_cell(value) for name, value in row.items()})
    return text.getvalue()


def _write_cell(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _read_basis(run: str, basis: Mapping[str, Any]) -> RunBasis:
    found = RunBasis(**basis)
    for name, value in basis.items():
        if not isinstance(value, dict if name in _TABLES else str):
            raise TypeError(f"{name} of run {run} is {value!r}")
    if not all(isinstance(value, str) for value in [*found.inputs.values(), *found.vintages.values()]):
        raise TypeError(f"inputs or vintages of run {run} hold what is no text")
    return found


def _read_row(row: Mapping[str, str]) -> Entry:
    if set(row) != {each.name for each in fields(Entry)}:
        raise ValueError(f"columns of results.csv are {', '.join(map(str, row))}")
    if None in row.values():
        raise ValueError(f"{row['id']} has fewer cells than columns")
    values: dict[str, Any] = dict(row)
    values |= {name: float(row[name]) if row[name] else None for name in ("value", "low", "high")}
    values["n"] = int(row["n"]) if row["n"] else None
    if not all(math.isfinite(values[name] or 0.0) for name in ("value", "low", "high")):
        raise ValueError(f"{row['id']} has a number that is not finite")
    return Entry(**values)
