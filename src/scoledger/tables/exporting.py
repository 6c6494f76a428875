"""Tables in formats that other programs read."""

from __future__ import annotations

import pandas as pd

from scoledger.cards import Card
from scoledger.tables.ingest import parquet_bytes

FORMATS = ("csv", "parquet", "json")
DAY = "%Y-%m-%d"


def export_bytes(card: Card, frame: pd.DataFrame, form: str) -> bytes:
    """Write a table as CSV, Parquet or JSON.

    Parameters
    ----------
    card : Card
    frame : pandas.DataFrame, shape (n_rows, len(card.columns))
    form : {"csv", "parquet", "json"}

    Returns
    -------
    bytes
        CSV: UTF-8, comma, missing values empty, dates as 2001-06-15.  JSON: a list of records.
    """
    if form == "parquet":
        return parquet_bytes(card, frame)
    if form == "json":
        dates = {name: frame[name].dt.strftime(DAY) for name, column in card.columns.items() if column.type == "date"}
        return (frame.assign(**dates).to_json(orient="records", force_ascii=False, indent=1) + "\n").encode()
    return frame.to_csv(index=False, date_format=DAY, lineterminator="\n").encode()
