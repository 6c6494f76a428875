"""A card for a new table, drafted from its file: what a program can see, and gaps for what only a person knows.

A draft stands in a folder of its own, so that nothing takes it for a card before its table has been made.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from scoledger.cards import ColumnType, card_path
from scoledger.errors import CardError, DuplicateIdError, LedgerError, NoDataError, SchemaError
from scoledger.paths import Project
from scoledger.tables import read_raw, write_whole

#: Stands in a drafted card wherever a person must write; a table is not added while it does.
FILL_IN = "FILL IN"

# A leading zero belongs to a code ("010"), not to a number.
_WHOLE = r"-?(0|[1-9]\d*)"
_NUMBER = r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?"
_DAY = r"\d{4}-\d{2}-\d{2}"
#: What separates columns elsewhere.
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
#: Whole numbers that a table can hold.
_INT64 = range(-(2**63), 2**63)


def draft_path(project: Project, table_id: str) -> Path:
    """Path of a card that is not filled in yet, or whose table has not been made."""
    return project.data / "drafts" / f"{table_id}.toml"


def draft_card(project: Project, source: Path, table_id: str) -> Path:
    """Write a card for a CSV file: columns, types, observed bounds and a key; the rest says ``FILL IN``.

    Parameters
    ----------
    project : Project
    source : pathlib.Path
        A CSV file, plain or gzipped.
    table_id : str
        Id of the new table.

    Returns
    -------
    pathlib.Path
        The draft.

    Raises
    ------
    CardError
        If the id is none, or a column has no name that can be used.
    DuplicateIdError
        If the table has a card or a draft already.
    NoDataError
        If the file does not exist or is no CSV, or its columns are not separated by commas.
    SchemaError
        If a number is too large to be one.
    OutputError
        If the card cannot be written.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", table_id):
        raise CardError(
            f"{table_id!r} is no id of a table.\nExpected small letters, digits and single dashes, as in 'my-customs'."
        )
    path = draft_path(project, table_id)
    for there in (card_path(project, table_id), path):
        if there.exists():
            raise DuplicateIdError(
                f"{_name(there)} exists already.\nExpected the id of a new table. Edit that file, or take another id."
            )
    raw = _read_rows(source)
    names = _name_columns(raw)
    types = {name: _guess_type(raw[original]) for name, original in names.items()}
    lines = _write_head(table_id, _guess_key(raw, names, types))
    for name, original in names.items():
        lines += _write_column(name, original, types[name], raw[original])
    write_whole(path, ("\n".join(lines) + "\n").encode())
    return path


def check_filled(project: Project, table_id: str) -> None:
    """Make sure that nobody has left a gap in a drafted card.

    Raises
    ------
    CardError
        If a line still says ``FILL IN``, or there is neither card nor draft; the message says what to do.
    """
    card = card_path(project, table_id)
    path = card if card.is_file() else draft_path(project, table_id)
    if not path.is_file():
        raise CardError(
            f"there is no card {_name(card)}.\nExpected one that says how to read the file.\n"
            f"Draft it: scoledger data draft FILE.csv --card {table_id}"
        )
    numbers = [str(number) for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if FILL_IN in line]
    if numbers:
        raise CardError(
            f"{_name(path)} still says {FILL_IN!r} in line {', '.join(numbers)}.\n"
            "Expected what the producer states. Fill these lines in, then run the command again."
        )


@contextmanager
def take_draft(project: Project, table_id: str) -> Iterator[None]:
    """Have a draft be a card while its table is made, and stay one if that succeeds.

    Raises
    ------
    LedgerError
        That of the block; where it names the card, it then names the draft, which is back in its place.
    """
    card, draft = card_path(project, table_id), draft_path(project, table_id)
    if card.exists() or not draft.is_file():
        yield
        return
    before = draft.read_bytes()
    write_whole(card, before)
    try:
        yield
    except LedgerError as error:
        card.unlink()
        raise type(error)(str(error).replace(_name(card), _name(draft))) from error
    except BaseException:
        card.unlink()
        raise
    draft.unlink()


def _name(path: Path) -> str:
    return f"data/{path.parent.name}/{path.name}"


def _read_rows(source: Path) -> pd.DataFrame:
    raw = read_raw(source)
    names = [str(name) for name in raw.columns]
    for separator, words in _SEPARATORS.items():
        if len(names) == 1 and separator in names[0]:
            raise NoDataError(
                f"{source} separates its columns by {words}.\nExpected commas; found the header {names[0]!r}.\n"
                "Save the file anew as CSV with commas, and decimal points in numbers."
            )
    if not isinstance(raw.index, pd.RangeIndex):
        raise NoDataError(
            f"{source} has rows with more cells than its header names.\n"
            f"Expected {len(names)}: {', '.join(names)}.\n"
            "Name every column, and put texts that hold a comma into quotes."
        )
    return raw


def _name_columns(raw: pd.DataFrame) -> dict[str, str]:
    """Columns of the table, each with its name in the file."""
    names: dict[str, str] = {}
    for original in map(str, raw.columns):
        name = re.sub(r"[^a-z0-9]+", "_", original.lower()).strip("_")
        if not name or name in names:
            raise CardError(
                f"the file's column {original!r} has no name of its own in small letters and digits.\n"
                f"Found: {', '.join(map(str, raw.columns))}. Rename it in the header of the file."
            )
        names[name] = original
    return names


def _guess_type(cells: pd.Series[str]) -> ColumnType:
    texts = _known(cells)
    if texts and all(re.fullmatch(_WHOLE, text) for text in texts):
        # More digits than a table can hold as a number: a code.
        return "int" if all(int(text) in _INT64 for text in texts) else "str"
    if texts and all(re.fullmatch(_NUMBER, text) for text in texts):
        return "float"
    return "date" if texts and all(map(_is_day, texts)) else "str"


def _known(cells: pd.Series[str]) -> list[str]:
    return [text for text in cells.str.strip() if text]


def _is_day(text: str) -> bool:
    if not re.fullmatch(_DAY, text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _guess_key(raw: pd.DataFrame, names: dict[str, str], types: dict[str, ColumnType]) -> list[str]:
    """First columns other than measured values that tell all rows apart; a gap where none do."""
    candidates = [name for name in names if types[name] != "float"]
    for count in range(1, len(candidates) + 1):
        if not raw[[names[name] for name in candidates[:count]]].duplicated().any():
            return candidates[:count]
    return [FILL_IN]


def _write_head(table_id: str, key: list[str]) -> list[str]:
    gap = json.dumps(FILL_IN)
    return [
        f'id = "{table_id}"',
        *(f"{name} = {gap}" for name in ("title", "producer", "citation", "vintage")),
        'topic = "trade"',
        'rule = "ship"',
        "redistributable = true",
        f"obtained = {gap}",
        f"known_limits = [{gap}]",
        f"key = {json.dumps(key)}",
        *("", "[licence]", f"name = {gap}", "verified = false"),
        *("", "[file]", f'path = "tables/{table_id.replace("-", "_")}.parquet"', 'sha256 = ""', "rows = 0"),
    ]


def _write_column(name: str, original: str, kind: ColumnType, cells: pd.Series[str]) -> list[str]:
    known = _known(cells)
    lines = ["", f"[columns.{name}]", f'type = "{kind}"']
    if name != original:
        lines.append(f"from = {json.dumps(original, ensure_ascii=False)}")
    if kind in {"int", "float"}:
        low, high = _bounds(original, kind, known)
        unit = '"year"' if name == "year" else json.dumps(FILL_IN)
        lines += [f"unit = {unit}", f"minimum = {low}", f"maximum = {high}"]
    lines.append(f"description = {json.dumps(FILL_IN)}")
    return lines + (["nullable = true"] if len(known) < len(cells) else [])


def _bounds(original: str, kind: ColumnType, texts: list[str]) -> tuple[float, float]:
    """Smallest and largest number; whole ones stay exact."""
    numbers = [int(text) if kind == "int" else float(text) for text in texts]
    for text, number in zip(texts, numbers, strict=True):
        if kind == "float" and not math.isfinite(number):
            raise SchemaError(
                f"the file's column {original!r} holds {text}, which no computer number reaches.\n"
                "Expected numbers below 1.8e308. Correct the file, or empty the cell."
            )
    return min(numbers), max(numbers)
