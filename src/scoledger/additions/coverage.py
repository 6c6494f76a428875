"""Which tables know a state, over which years."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoledger.cards import read_cards
from scoledger.countries import validate_country
from scoledger.paths import Project
from scoledger.tables import Library

YEAR = "year"


@dataclass(frozen=True)
class Coverage:
    """What one table holds on a state.

    Parameters
    ----------
    table, title : str
        Id and title of the table.
    columns : tuple of str
        Columns in which the state's code stands, in the order of the card.
    rows : int
        Rows with the code in any of them.
    first, last : int or None
        Years of these rows; None where the table has no column ``year``.
    """

    table: str
    title: str
    columns: tuple[str, ...]
    rows: int
    first: int | None
    last: int | None


def list_coverage(project: Project, code: str) -> list[Coverage]:
    """List the tables that name a state.

    Parameters
    ----------
    project : Project
    code : str
        ISO 3166-1 alpha-3.

    Returns
    -------
    list of Coverage
        By table; those that do not name it are absent.

    Raises
    ------
    UnknownCountryError
        If it is no such code.
    """
    validate_country(code)
    library = Library(project)
    found = []
    for table, card in read_cards(project).items():
        texts = [name for name, column in card.columns.items() if column.type == "str"]
        frame = library.read(table)
        named = {name: frame[name] == code for name in texts}
        columns = tuple(name for name, rows in named.items() if rows.any())
        if columns:
            rows = frame[pd.DataFrame(named)[list(columns)].any(axis=1)]
            years = rows[YEAR] if YEAR in rows else pd.Series(dtype=int)
            first, last = (int(years.min()), int(years.max())) if len(years) else (None, None)
            found.append(Coverage(table, card.title, columns, len(rows), first, last))
    return found
