"""A pandera schema made from a card, and one readable message for the first value that breaks it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pandera.errors
import pandera.pandas as pa

from scoledger.cards import Card, Column
from scoledger.errors import SchemaError

DTYPES = {"int": "int64", "float": "float64", "str": "str", "bool": "bool", "date": "datetime64[ms]"}
#: A column of whole numbers or truth values with gaps needs pandas' masked types.
NULLABLE_DTYPES = {**DTYPES, "int": "Int64", "bool": "boolean"}


def dtype_of(column: Column) -> str:
    """Pandas type of a column."""
    return (NULLABLE_DTYPES if column.nullable else DTYPES)[column.type]


def build_schema(card: Card) -> pa.DataFrameSchema:
    """Make the schema of a table: types, gaps, bounds, allowed values and the unique key.

    Parameters
    ----------
    card : Card

    Returns
    -------
    pandera.pandas.DataFrameSchema
        Strict: a column that the card does not describe is an error, as is one that is missing.
    """
    return pa.DataFrameSchema(
        {
            name: pa.Column(dtype_of(column), checks=_checks(column), nullable=column.nullable, required=True)
            for name, column in card.columns.items()
        },
        checks=_series_checks(card),
        strict=True,
        unique=list(card.key),
    )


def check_frame(card: Card, frame: pd.DataFrame) -> None:
    """Check a frame against its card.

    Parameters
    ----------
    card : Card
    frame : pandas.DataFrame, shape (n_rows, len(card.columns))
        The table as read.

    Raises
    ------
    SchemaError
        Names the first fault: a column that is missing or unknown, or the column, value and row key of a value
        that the card does not allow, with its bounds.
    """
    _check_names(card, frame)
    try:
        build_schema(card).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        raise SchemaError(_explain(card, frame, error.failure_cases)) from error


def plain(value: Any) -> Any:
    """Turn a NumPy scalar into Python's own, so that a message says 3.0 and not np.float64(3.0)."""
    return value.item() if isinstance(value, np.generic) else value


def _checks(column: Column) -> list[pa.Check]:
    checks = []
    if column.minimum is not None:
        checks.append(pa.Check.ge(_bound(column.minimum)))
    if column.maximum is not None:
        checks.append(pa.Check.le(_bound(column.maximum)))
    if column.allowed:
        checks.append(pa.Check.isin(list(column.allowed)))
    if column.pattern:
        checks.append(pa.Check.str_matches(rf"^(?:{column.pattern})$"))
    return checks


def _bound(value: Any) -> Any:
    return value if isinstance(value, int | float) else pd.Timestamp(value)


def _series_checks(card: Card) -> list[pa.Check]:
    """Bounds of each indicator, for tables whose rows differ in unit."""
    if not card.series:
        return []
    low = {name: series.minimum for name, series in card.series.items()}
    high = {name: series.maximum for name, series in card.series.items()}

    def within(frame: pd.DataFrame) -> pd.Series[bool]:
        names, values = frame[card.series_column], frame[card.value_column]
        inside = (values >= names.map(low)) & (values <= names.map(high))
        return inside | values.isna()

    return [pa.Check(within, name="series bounds", ignore_na=False)]


def _check_names(card: Card, frame: pd.DataFrame) -> None:
    missing = [name for name in card.columns if name not in frame.columns]
    unknown = [name for name in frame.columns if name not in card.columns]
    if missing or unknown:
        which = f"lacks the column {missing[0]!r}" if missing else f"has a column {unknown[0]!r} that nobody described"
        raise SchemaError(
            f"data/{card.file.path} {which}.\n"
            f"Expected: {', '.join(card.columns)} (data/cards/{card.id}.toml).\n"
            f"Found: {', '.join(map(str, frame.columns))}.\n"
            "Restore the file from version control, or correct the columns in the card."
        )


def _explain(card: Card, frame: pd.DataFrame, cases: pd.DataFrame) -> str:
    case = cases.iloc[0]
    where = f"data/{card.file.path}"
    mend = (
        "If the producer's value is right, widen the bounds in the card; if it is wrong, write the correction down in\n"
        "data/corrections.toml; if the file was changed here, restore it from version control."
    )
    if case["check"] == "multiple_fields_uniqueness":
        return (
            f"{where}: two rows have the same key, {_row_key(card, frame, case['index'])}.\n"
            f"Expected one row per {', '.join(card.key)} (key of data/cards/{card.id}.toml).\n{mend}"
        )
    if str(case["check"]).startswith("series bounds"):
        return _explain_series(card, frame, case["index"], where, mend)
    name = str(case["column"])
    column = card.columns[name]
    if str(case["check"]).startswith("dtype"):
        return (
            f"{where}: column {name!r} has the type {case['failure_case']}.\n"
            f"Expected {dtype_of(column)} ({column.type} in data/cards/{card.id}.toml).\n"
            "Restore the file from version control, or add the table again."
        )
    count = int((cases["column"] == name).sum())
    found = "a missing value" if pd.isna(case["failure_case"]) else repr(plain(case["failure_case"]))
    return (
        f"{where}: column {name!r} holds {found} in the row {_row_key(card, frame, case['index'])}.\n"
        f"Expected {_rule(column)} (data/cards/{card.id}.toml). Found: {count} such value(s).\n{mend}"
    )


def _explain_series(card: Card, frame: pd.DataFrame, index: object, where: str, mend: str) -> str:
    row = frame.loc[index]  # type: ignore[call-overload]  # the label comes from pandera's report on this frame
    name, value = row[card.series_column], row[card.value_column]
    series = card.series.get(name)
    wanted = (
        f"{series.minimum:g} to {series.maximum:g} {series.unit}"
        if series
        else f"one of the series {', '.join(card.series)}"
    )
    return (
        f"{where}: column {card.value_column!r} holds {plain(value)!r} for {name!r} in the row "
        f"{_row_key(card, frame, index)}.\nExpected {wanted} (data/cards/{card.id}.toml).\n{mend}"
    )


def _rule(column: Column) -> str:
    parts = []
    if column.minimum is not None or column.maximum is not None:
        parts.append(f"{column.minimum} to {column.maximum} {column.unit}".strip())
    if column.allowed:
        parts.append(f"one of {', '.join(map(str, column.allowed))}")
    if column.pattern:
        parts.append(f"a text of the form {column.pattern}")
    if not column.nullable:
        parts.append("no missing value")
    return "; ".join(parts)


def _row_key(card: Card, frame: pd.DataFrame, index: object) -> str:
    if index is None or index not in frame.index:
        return "(unknown)"
    row = frame.loc[index]  # type: ignore[call-overload]  # the label comes from pandera's report on this frame
    return ", ".join(f"{name} = {row[name]}" for name in card.key)
