"""The library: the only way from a Parquet file to a frame, and the record of everything that was read."""

from __future__ import annotations

import functools

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from scoledger.cards import Card, read_card, table_path
from scoledger.errors import SchemaError
from scoledger.paths import Project
from scoledger.tables.corrections import Correction, apply_corrections, corrections_of
from scoledger.tables.inputs import Input, input_digest
from scoledger.tables.schema import check_frame, dtype_of

#: Most rows of a table.
MOST_ROWS = 20_000_000


class Library:
    """The tables of one project, checked and corrected, with a record of what was read.

    Parameters
    ----------
    project : Project

    Examples
    --------
    >>> library = Library(Project.find())
    >>> trade = library.read("imf-imts-china-usa")
    >>> list(trade.columns)
    ['reporter', 'partner', 'flow', 'year', 'value_musd']
    >>> [(entry.kind, entry.id) for entry in library.inputs]
    [('table', 'imf-imts-china-usa')]
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._frames: dict[str, pd.DataFrame] = {}
        self._inputs: dict[tuple[str, str], Input] = {}

    def card(self, table_id: str) -> Card:
        """Card of a table.

        Raises
        ------
        UnknownTableError
            If no card has the id.
        CardError
            If the card is incomplete.
        """
        return read_card(self.project, table_id)

    def read(self, table_id: str) -> pd.DataFrame:
        """Read a table and record that it was read.

        Parameters
        ----------
        table_id : str
            For example ``"imf-imts-china-usa"``.

        Returns
        -------
        pandas.DataFrame, shape (n_rows, n_columns)
            Columns, units and what missing means as the card states; rows in the order of the key; corrected.
            A fresh copy each time: changing it changes nothing here.

        Raises
        ------
        UnknownTableError
            If no card has the id.
        ChecksumError
            If the file is missing or its bytes are not those that the card names.
        SchemaError
            If a column is missing or a value is out of bounds.
        CorrectionError
            If a correction no longer fits.
        """
        if table_id not in self._frames:
            card = self.card(table_id)
            digest = input_digest(self.project, "table", table_id)
            self._frames[table_id] = load_table(self.project, table_id, digest)
            self.note("table", table_id, digest, card.vintage)
        return self._frames[table_id].copy(deep=False)  # pandas copies what is changed

    def note(self, kind: str, input_id: str, digest: str, vintage: str = "") -> None:
        """Record an input that was read elsewhere: a claim, the rules, a file of records."""
        self._inputs[kind, input_id] = Input(kind, input_id, digest, vintage)

    @property
    def inputs(self) -> list[Input]:
        """Everything read so far, sorted by kind and id."""
        return sorted(self._inputs.values())

    def corrections(self, table_id: str) -> tuple[Correction, ...]:
        """Corrections of a table, flags among them."""
        return corrections_of(self.project, table_id)

    def flags(self, table_id: str) -> tuple[Correction, ...]:
        """Remarks on single values that were left as they are."""
        return tuple(item for item in self.corrections(table_id) if item.flag)


# A process may hold several libraries, and a kernel inherits the tables of the process that it was forked from: a table
# is read and checked again only when its file, its card or its corrections have changed, which the digest tells.
@functools.lru_cache(maxsize=256)
def load_table(project: Project, table_id: str, digest: str) -> pd.DataFrame:  # noqa: ARG001 - part of the key
    """Read, check and correct a table; who changes the frame takes a copy.

    Parameters
    ----------
    project : Project
    table_id : str
    digest : str
        As `input_digest` gives it for the table, which has compared its bytes with the card.

    Raises
    ------
    LedgerError
        As `Library.read`.
    """
    card = read_card(project, table_id)
    frame = read_parquet(project, card)
    check_frame(card, frame)
    corrections = corrections_of(project, table_id)
    corrected = apply_corrections(card, frame, corrections)
    if any(item.replace is not None for item in corrections):
        check_frame(card, corrected)
    return corrected


def read_parquet(project: Project, card: Card) -> pd.DataFrame:
    """Read a table's file in the types that its card states, unchecked and uncorrected.

    Returns
    -------
    pandas.DataFrame
        Columns that the card does not describe keep the type of the file.
    """
    # From memory and without threads: they gain nothing here, and only a process that has none may be forked.
    try:
        file = pq.ParquetFile(pa.BufferReader(table_path(project, card).read_bytes()))
        rows = file.metadata.num_rows
        if rows > MOST_ROWS:  # a few kilobytes can stand for more equal rows than any memory holds
            raise SchemaError(f"data/{card.file.path} has {rows:,} rows.\nExpected at most {MOST_ROWS:,}. Divide it.")
        frame: pd.DataFrame = file.read(use_threads=False).to_pandas(date_as_object=False, use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise SchemaError(
            f"data/{card.file.path} is no Parquet file: {error}.\nExpected the table of data/cards/{card.id}.toml.\n"
            f"Restore it from version control, or add it again: scoledger data add FILE.csv --card {card.id}"
        ) from error
    # Only gaps change a type here (whole numbers with gaps arrive as floats); a wrong type is left for the schema.
    gaps = {
        name: dtype_of(column)
        for name, column in card.columns.items()
        if column.nullable and name in frame.columns and column.type in {"int", "bool", "str"}
    }
    return frame.astype(gaps)


def verify_table(project: Project, table_id: str) -> Card:
    """Check one table from its bytes to its corrections, and its number of rows.

    Returns
    -------
    Card
        Its card.

    Raises
    ------
    LedgerError
        As `Library.read`; a `SchemaError` when the file has more or fewer rows than the card says.
    """
    library = Library(project)
    card = library.card(table_id)
    library.read(table_id)
    found = len(read_parquet(project, card))
    if found != card.file.rows:
        raise SchemaError(
            f"data/{card.file.path} has {found} rows.\nExpected {card.file.rows} (data/cards/{card.id}.toml).\n"
            f"Add the table again: scoledger data add FILE.csv --card {card.id}"
        )
    return card
