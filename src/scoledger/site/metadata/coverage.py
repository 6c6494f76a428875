"""Which years a table covers."""

from __future__ import annotations

import pandas as pd

from scoledger.cards import Card, table_path
from scoledger.paths import Project

_YEAR = "year"


def read_years(project: Project, card: Card) -> tuple[int, int] | None:
    """Read the first and last year of a table's rows.

    Returns
    -------
    tuple of int, or None
        None where the table has no whole years or no row, or its file is not there.
    """
    path = table_path(project, card)
    if _YEAR not in card.columns or card.columns[_YEAR].type != "int" or not path.is_file():
        return None
    years = pd.read_parquet(path, columns=[_YEAR])[_YEAR].dropna()
    return (int(years.min()), int(years.max())) if len(years) else None
