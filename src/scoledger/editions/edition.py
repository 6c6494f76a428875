"""An edition: what every id was worth when it was published, in small files below ``data/editions``.

``results.csv`` has a row for each id, ``runs.json`` what each run was made from, ``edition.json`` the rest.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from scoledger.errors import EditionError, UnknownEditionError, nearest
from scoledger.paths import Project
from scoledger.results import to_json, write_text

COLUMNS = ("id", "kind", "run", "title", "value", "unit", "text", "low", "high", "interval", "n", "digest")

_NAME = re.compile(r"\d{4}\.\d+")


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
    return sorted(folders, key=lambda name: tuple(map(int, name.split("."))))


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
        If its files cannot be read or do not fit together.
    """
    names = edition_names(project)
    if name not in names:
        raise UnknownEditionError(
            f"there is no edition {name!r}.{nearest(name, names)}\nKept are: {', '.join(names) or 'none'}."
        )
    folder = project.editions / name
    try:
        about = json.loads((folder / "edition.json").read_text("utf-8"))
        runs = {run: RunBasis(**basis) for run, basis in json.loads((folder / "runs.json").read_text("utf-8")).items()}
        with (folder / "results.csv").open(encoding="utf-8", newline="") as file:
            entries = [_read_row(row) for row in csv.DictReader(file)]
        expected = about.get("results")
    except (OSError, ValueError, TypeError, KeyError, AttributeError, csv.Error) as error:
        raise EditionError(
            f"data/editions/{name} cannot be read: {type(error).__name__}: {error}.\nRestore it from version control."
        ) from error
    strangers = sorted({entry.run for entry in entries} - set(runs))
    number = len({entry.id for entry in entries})
    if strangers or number != expected or number != len(entries):
        found = (
            f"runs that runs.json lacks: {', '.join(strangers)}"
            if strangers
            else f"{number} ids in {len(entries)} rows"
        )
        raise EditionError(
            f"data/editions/{name}: results.csv and its fellows do not fit together.\n"
            f"Expected {expected} results of known runs, found {found}.\nRestore it from version control."
        )
    return Edition(name, {entry.id: entry for entry in entries}, runs, about)


def write_edition(project: Project, edition: Edition, *, is_replaced: bool = False) -> Path:
    """Write an edition's folder, all of it or nothing.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    EditionError
        If its name is none, it has no results, or it is there already and may not be replaced.
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
    # edition.json comes last: without it the folder counts as no edition that can be read.
    write_text(folder / "results.csv", _write_rows(edition.entries))
    write_text(folder / "runs.json", to_json({run: asdict(basis) for run, basis in edition.runs.items()}))
    write_text(folder / "edition.json", to_json(about))
    return folder


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


def _read_row(row: Mapping[str, str]) -> Entry:
    if set(row) != {each.name for each in fields(Entry)}:
        raise ValueError(f"columns of results.csv are {', '.join(map(str, row))}")
    values: dict[str, Any] = dict(row)
    values |= {name: float(row[name]) if row[name] else None for name in ("value", "low", "high")}
    values["n"] = int(row["n"]) if row["n"] else None
    if not all(math.isfinite(values[name] or 0.0) for name in ("value", "low", "high")):
        raise ValueError(f"{row['id']} has a number that is not finite")
    return Entry(**values)
