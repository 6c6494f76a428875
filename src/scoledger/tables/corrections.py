"""Corrections to producers' values: data with a reason and a guard, never an edit of a table."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import math
import tomllib
from typing import Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from scoledger.cards import Card
from scoledger.errors import CorrectionError
from scoledger.paths import Project
from scoledger.tables.schema import plain

Cell = bool | int | float | str
#: Bound of the whole numbers that a table can hold.
_INT64 = 2**63


class Correction(BaseModel):
    """What is wrong with one cell and what is done about it.

    Parameters
    ----------
    table : str
        Table id.
    where : mapping of str to value
        The row: a value for every column of the table's key.
    column : str
        The cell.
    expect : value
        The producer's value, which must still stand there.
    replace : value, optional
        Action: this value instead.
    drop : bool
        Action: leave the row out.
    flag : str
        Action: change nothing, but say this wherever the table is shown.
    reason, source : str
        Why, and on whose word.
    date : datetime.date
        When the correction was written.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str
    where: dict[str, Cell]
    column: str
    expect: Cell
    replace: Cell | None = None
    drop: bool = False
    flag: str = ""
    reason: str
    source: str
    date: dt.date

    @model_validator(mode="after")
    def _has_one_action(self) -> Correction:
        if (self.replace is not None) + self.drop + bool(self.flag) != 1:
            raise ValueError("state exactly one of replace, drop and flag")
        return self

    @property
    def place(self) -> str:
        """The row in words, for messages and pages."""
        return ", ".join(f"{name} = {value}" for name, value in self.where.items())


def read_corrections(project: Project) -> tuple[Correction, ...]:
    """Read every correction, in the order of ``data/corrections.toml``.

    Raises
    ------
    CorrectionError
        If the file is not TOML or an entry is incomplete.
    """
    path = project.corrections
    if not path.is_file():
        return ()
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CorrectionError(f"data/corrections.toml is no UTF-8: {error}.\nSave it anew as UTF-8.") from error
    return _parse(text)


# Each table that is read asks for its corrections; the file is parsed again only when its text has changed.
@functools.lru_cache(maxsize=8)
def _parse(text: str) -> tuple[Correction, ...]:
    try:
        entries = tomllib.loads(text).get("corrections", [])
    except (ValueError, RecursionError) as error:
        raise CorrectionError(f"data/corrections.toml is not TOML: {error}.\nCorrect it at that place.") from error
    if not isinstance(entries, list):
        raise CorrectionError(
            f"data/corrections.toml: corrections is {entries!r:.60}.\nExpected tables that begin with [[corrections]]."
        )
    found = []
    for number, entry in enumerate(entries, start=1):
        try:
            found.append(Correction.model_validate(entry))
        except ValidationError as error:
            fault = error.errors()[0]
            raise CorrectionError(
                f"data/corrections.toml, entry {number}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}.\n"
                "Expected table, where, column, expect, reason, source, date and one of replace, drop, flag."
            ) from error
    return tuple(found)


def corrections_of(project: Project, table_id: str) -> tuple[Correction, ...]:
    """Corrections of one table."""
    return tuple(item for item in read_corrections(project) if item.table == table_id)


def corrections_digest(project: Project, table_id: str) -> str:
    """Digest of the corrections that concern one table; it changes with any word of them.

    Returns
    -------
    str
        Hexadecimal sha256.
    """
    entries = [item.model_dump(mode="json") for item in corrections_of(project, table_id)]
    return hashlib.sha256(json.dumps(entries, sort_keys=True).encode()).hexdigest()


def apply_corrections(card: Card, frame: pd.DataFrame, corrections: tuple[Correction, ...]) -> pd.DataFrame:
    """Apply corrections to a table whose values are still the producer's.

    Parameters
    ----------
    card : Card
    frame : pandas.DataFrame, shape (n_rows, len(card.columns))
    corrections : tuple of Correction
        All of this table.

    Returns
    -------
    pandas.DataFrame, shape (n_rows - n_dropped, len(card.columns))
        A new frame with a fresh index.

    Raises
    ------
    CorrectionError
        If a correction names no single row, or the value that it expects is not there any more.
    """
    corrected = frame.copy()
    dropped = []
    for item in corrections:
        label = _locate(card, frame, item)
        _guard(card, frame.loc[label, item.column], item)
        if item.drop:
            dropped.append(label)
        elif item.replace is not None:
            corrected.loc[label, item.column] = _fit(card, item)
    return corrected.drop(index=dropped).reset_index(drop=True)


def _locate(card: Card, frame: pd.DataFrame, item: Correction) -> Any:
    unknown = [name for name in [*item.where, item.column] if name not in frame.columns]
    if unknown or set(item.where) != set(card.key):
        raise CorrectionError(
            f"data/corrections.toml: the correction of {item.table} ({item.place}) does not name one row.\n"
            f"Expected where = {{{', '.join(card.key)}}} and a column of the table; "
            f"found where = {{{', '.join(item.where)}}}, column = {item.column!r}."
        )
    rows = pd.Series(data=True, index=frame.index)
    for name, value in item.where.items():
        wanted = pd.to_datetime(str(value), errors="coerce") if card.columns[name].type == "date" else value
        rows &= frame[name] == wanted
    labels = frame.index[rows]
    if len(labels) != 1:
        raise CorrectionError(
            f"data/{card.file.path} has no row {item.place}.\n"
            f"Expected the row with {item.column} = {item.expect!r}, which data/corrections.toml corrects.\n"
            "The producer has removed it: delete the correction, or point it at the row that took its place."
        )
    return labels[0]


def _guard(card: Card, found: Any, item: Correction) -> None:
    if _same(found, item.expect):
        return
    raise CorrectionError(
        f"data/{card.file.path}: {item.column} in the row {item.place} is {plain(found)!r}.\n"
        f"Expected {item.expect!r}, the value that data/corrections.toml corrects ({item.reason})\n"
        "The producer has changed it: check the new value, then change or delete the correction."
    )


def _fit(card: Card, item: Correction) -> Any:
    """Give the new value in the type of its column."""
    column = card.columns[item.column]
    kinds: dict[str, tuple[type, ...]] = {"int": (int,), "float": (int, float), "bool": (bool,)}
    value: Any = item.replace
    if column.type == "date":
        day = pd.to_datetime(str(value), format="%Y-%m-%d", errors="coerce")
        is_fit = not pd.isna(day)
        value = day if is_fit else value
    else:
        is_fit = isinstance(value, kinds.get(column.type, (str,))) and (column.type == "bool") == isinstance(
            value, bool
        )
    if not is_fit or (column.type == "int" and abs(int(value)) >= _INT64):
        raise CorrectionError(
            f"data/corrections.toml: {item.column} in the row {item.place} cannot become {value!r:.60}.\n"
            f"Expected a value of the type {column.type}, as data/cards/{card.id}.toml states. Correct `replace`."
        )
    return value


def _same(found: Any, expected: Cell) -> bool:
    if isinstance(expected, str | bool) or isinstance(found, str):
        return bool(str(found) == str(expected))
    return not pd.isna(found) and math.isclose(float(found), float(expected), rel_tol=1e-9)
