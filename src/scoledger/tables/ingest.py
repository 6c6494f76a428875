"""From a producer's CSV to a Parquet table, by the recipe on the card."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from scoledger.cards import Card, Column, YearRange, card_path, read_card, table_path
from scoledger.errors import CardError, NoDataError, SchemaError
from scoledger.paths import Project
from scoledger.tables.inputs import file_digest
from scoledger.tables.schema import check_frame, dtype_of
from scoledger.tables.writing import write_whole

ARROW_TYPES = {"int": pa.int64(), "float": pa.float64(), "str": pa.string(), "bool": pa.bool_(), "date": pa.date32()}
#: Bound of the whole numbers that a table can hold.
_INT64 = 2.0**63
#: Most bytes that a gzipped file may hold.
MOST_BYTES = 2**30
TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def add_table(project: Project, source: Path, table_id: str) -> Card:
    """Make a table from a CSV file by its card, and write checksum and number of rows into the card.

    Parameters
    ----------
    project : Project
    source : pathlib.Path
        A CSV file, plain or gzipped.
    table_id : str

    Returns
    -------
    Card
        The card with its new checksum.

    Raises
    ------
    NoDataError
        If the file does not exist, is no CSV, or no row is left after selection.
    SchemaError
        If a column is missing or a value does not fit the card.
    OutputError
        If the table or the card cannot be written.

    Notes
    -----
    Every cell is read as text, so that a country with the letters NA stays one and "010" stays "010".  Spaces,
    non-breaking ones too, are stripped at both ends.  An empty cell is a missing value.  A scaled number is rounded to
    12 decimals, because 57 times 0.01 is not 0.57 in binary.
    """
    card = read_card(project, table_id)
    raw = read_raw(source)
    if len(raw) and not isinstance(raw.index, pd.RangeIndex):  # the cells would stand below the wrong names
        raise NoDataError(
            f"{source} has rows with more cells than its header names.\n"
            f"Expected {len(raw.columns)}: {', '.join(map(str, raw.columns))}.\n"
            "Name every column, and put texts that hold a comma into quotes."
        )
    frame = shape_rows(card, raw)
    check_frame(card, frame)
    write_whole(table_path(project, card), parquet_bytes(card, frame))
    _fill_in(project, card, len(frame))
    return read_card(project, table_id)


def shape_rows(card: Card, raw: pd.DataFrame) -> pd.DataFrame:
    """Rename, convert, select and sort the rows of a producer's file.

    Parameters
    ----------
    card : Card
    raw : pandas.DataFrame, shape (n_rows, n_columns)
        Every cell a text.

    Returns
    -------
    pandas.DataFrame, shape (n_kept, len(card.columns))
        Sorted by the key.

    Raises
    ------
    SchemaError
        If a column is missing or a cell is no number, truth value or date.
    NoDataError
        If no row is left.
    """
    shaped = pd.DataFrame({name: _convert(card, name, column, raw) for name, column in card.columns.items()})
    kept = _select(card, shaped)
    if kept.empty:
        raise NoDataError(
            f"no row is left for {card.id} after the selection of its card.\n"
            f"Expected rows with {', '.join(card.select) or 'values'} as data/cards/{card.id}.toml states; "
            f"found {len(shaped)} rows, none of them so.\nCheck that the file is the one that the card describes."
        )
    return kept.sort_values(list(card.key), kind="stable", ignore_index=True)


def parquet_bytes(card: Card, frame: pd.DataFrame) -> bytes:
    """Write a frame as Parquet: the same rows always give the same bytes under one version of pyarrow.

    No pandas metadata and no Arrow schema are stored, because both name the versions of the libraries.
    """
    schema = pa.schema([pa.field(name, ARROW_TYPES[column.type]) for name, column in card.columns.items()])
    table = pa.Table.from_pandas(frame, schema=schema, preserve_index=False).replace_schema_metadata(None)
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", compression_level=9, store_schema=False, version="2.6")
    return buffer.getvalue()


def read_raw(source: Path) -> pd.DataFrame:
    """Read a producer's CSV file, plain or gzipped, with every cell as the text that it is.

    Returns
    -------
    pandas.DataFrame, shape (n_rows, n_columns)
        Columns as in the header; an empty cell is an empty text.

    Raises
    ------
    NoDataError
        If the file does not exist or is no CSV.
    """
    try:
        return pd.read_csv(_unpack(source), dtype=str, keep_default_na=False, encoding="utf-8-sig", compression=None)
    except (OSError, ValueError, EOFError, zlib.error) as error:
        raise NoDataError(
            f"cannot read {source}: {error}.\nExpected a CSV file with a header, plain or gzipped. Check its name."
        ) from error


def _unpack(source: Path) -> Path | io.BytesIO:
    """Unpack a gzipped file up to a bound: a small file can hold more nothing than any memory."""
    if source.suffix != ".gz":
        return source
    with gzip.open(source) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError(f"unpacked, it has more than {MOST_BYTES:,} bytes")
    return io.BytesIO(content)


def _convert(card: Card, name: str, column: Column, raw: pd.DataFrame) -> pd.Series[Any]:
    source = column.source or name
    if source not in raw.columns:
        raise SchemaError(
            f"the file lacks the column {source!r}, which becomes {name!r} in {card.id}.\n"
            f"Found: {', '.join(raw.columns)}.\nCorrect `from` in data/cards/{card.id}.toml, or take the right file."
        )
    text = raw[source].str.strip()
    text = text.mask(text.isin(["", *column.missing]))
    values = _typed(column, text)
    lost = values.isna() & text.notna()
    if lost.any():
        line = int(lost.to_numpy().argmax())
        raise SchemaError(
            f"line {line + 2} of the file: column {source!r} holds {text.iloc[line]!r}.\n"
            f"Expected a value of the type {column.type} for {name!r} in {card.id}. Correct the card or the file."
        )
    # A missing value in a column that may have none is left for the schema to name.
    if column.nullable or not values.isna().any():
        return cast("pd.Series[Any]", values.astype(dtype_of(column)))  # type: ignore[call-overload]  # a name from the card
    return values


def _typed(column: Column, text: pd.Series[str]) -> pd.Series[Any]:
    if column.is_number:
        numbers = pd.to_numeric(text, errors="coerce").astype("float64")
        if column.scale != 1.0:
            numbers = (numbers * column.scale).round(12)
        if column.type == "int":
            return numbers.where((numbers % 1 == 0) & (numbers.abs() < _INT64)).astype("Int64")
        return numbers
    if column.type == "bool":
        return text.str.lower().map(TRUTH).astype("boolean")
    if column.type == "date":
        return pd.to_datetime(text, format="%Y-%m-%d", errors="coerce").astype("datetime64[ms]")
    return text.astype("str")


def _select(card: Card, frame: pd.DataFrame) -> pd.DataFrame:
    for name, wanted in card.select.items():
        if isinstance(wanted, YearRange):
            frame = frame[frame[name].between(wanted.first, wanted.last)]
        else:
            frame = frame[frame[name].isin(list(wanted))]
    return frame


def _fill_in(project: Project, card: Card, rows: int) -> None:
    """Change two lines of the card and leave every other as its author wrote it."""
    path = card_path(project, card.id)
    text = path.read_text(encoding="utf-8")
    for name, value in (("sha256", f'"{file_digest(table_path(project, card))}"'), ("rows", str(rows))):
        text, count = re.subn(rf"(?m)^{name} = .*$", f"{name} = {value}", text)
        if count != 1:
            raise CardError(
                f"data/cards/{path.name} has {count} lines that begin with '{name} ='.\n"
                "Expected one, below [file]. Add it; any value will do."
            )
    write_whole(path, text.encode())
