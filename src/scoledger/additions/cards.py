"""A card for a new table, drafted from its file: what a program can see, and gaps for what only a person knows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd

from scoledger.cards import ColumnType, card_path
from scoledger.errors import CardError, DuplicateIdError
from scoledger.paths import Project
from scoledger.tables import read_raw, write_whole

#: Stands in a drafted card wherever a person must write; a table is not added while it does.
FILL_IN = "FILL IN"

_PATTERNS: tuple[tuple[ColumnType, str], ...] = (
    # A leading zero belongs to a code ("010"), not to a number.
    ("int", r"-?(0|[1-9]\d*)"),
    ("float", r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?"),
    ("date", r"\d{4}-\d{2}-\d{2}"),
)


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
        The card.

    Raises
    ------
    CardError
        If the id is none, or a column has no name that can be used.
    DuplicateIdError
        If the table has a card already.
    NoDataError
        If the file does not exist or is no CSV.
    OutputError
        If the card cannot be written.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", table_id):
        raise CardError(
            f"{table_id!r} is no id of a table.\nExpected small letters, digits and single dashes, as in 'my-customs'."
        )
    path = card_path(project, table_id)
    if path.exists():
        raise DuplicateIdError(
            f"data/cards/{path.name} exists already.\nExpected the id of a new table. "
            "Edit that card, or take another id."
        )
    raw = read_raw(source)
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
        If a line still says ``FILL IN``, or there is no card; the message says what to do.
    """
    path = card_path(project, table_id)
    if not path.is_file():
        raise CardError(
            f"there is no card data/cards/{path.name}.\nExpected one that says how to read the file.\n"
            f"Draft it: scoledger data draft FILE.csv --card {table_id}"
        )
    numbers = [str(number) for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if FILL_IN in line]
    if numbers:
        raise CardError(
            f"data/cards/{path.name} still says {FILL_IN!r} in line {', '.join(numbers)}.\n"
            "Expected what the producer states. Fill these lines in, then run the command again."
        )


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
    texts = cells.str.strip()
    texts = texts[texts != ""]
    for kind, pattern in _PATTERNS:
        if len(texts) and texts.str.fullmatch(pattern).all():
            return kind
    return "str"


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
    texts = cells.str.strip()
    known = texts[texts != ""]
    lines = ["", f"[columns.{name}]", f'type = "{kind}"']
    if name != original:
        lines.append(f"from = {json.dumps(original, ensure_ascii=False)}")
    if kind in {"int", "float"}:
        numbers = known.astype("float64")
        low, high = numbers.min(), numbers.max()
        bounds = (int(low), int(high)) if kind == "int" else (float(low), float(high))
        unit = '"year"' if name == "year" else json.dumps(FILL_IN)
        lines += [f"unit = {unit}", f"minimum = {bounds[0]}", f"maximum = {bounds[1]}"]
    lines.append(f"description = {json.dumps(FILL_IN)}")
    return lines + (["nullable = true"] if len(known) < len(texts) else [])
