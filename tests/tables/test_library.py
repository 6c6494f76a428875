"""The library: what it checks before it hands out a frame, and what it remembers."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoledger.cards import Card
from scoledger.errors import ChecksumError, SchemaError, UnknownTableError
from scoledger.paths import Project
from scoledger.tables import Input, Library, input_digest, verify_table
from scoledger.tables.inputs import file_digest
from scoledger.tables.library import read_parquet


def _write(project: Project, frame: pd.DataFrame) -> None:
    """Write a frame as the toy table and make the card's checksum agree, so that only the schema can object."""
    path = project.data / "tables" / "toy_trade.parquet"
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), path)
    card = project.cards / "toy-trade.toml"
    lines = [
        f'sha256 = "{file_digest(path)}"' if line.startswith("sha256 = ") else line
        for line in card.read_text(encoding="utf-8").splitlines()
    ]
    card.write_text("\n".join(lines), encoding="utf-8")


def test_changing_a_frame_changes_nothing_in_the_library(toy: Project) -> None:
    """Each read hands out a fresh copy."""
    library = Library(toy)
    first = library.read("toy-trade")
    first.loc[0, "value_musd"] = -1.0

    assert library.read("toy-trade").loc[0, "value_musd"] == 20.25


def test_what_is_read_is_remembered_with_vintage_and_digest(toy: Project) -> None:
    """One input per table, however often it is read; others may add theirs."""
    library = Library(toy)
    library.note("claim", "toy-claim", "abc")
    library.read("toy-trade")
    library.read("toy-trade")

    digest = input_digest(toy, "table", "toy-trade")
    assert library.inputs == [Input("claim", "toy-claim", "abc"), Input("table", "toy-trade", digest, "2020-01")]


def test_a_card_that_is_only_looked_at_is_no_input(toy: Project) -> None:
    """Looking at a card does not make a run depend on its table."""
    library = Library(toy)
    library.card("toy-trade")

    assert library.inputs == []


def test_a_table_whose_bytes_differ_names_both_checksums(toy: Project, toy_card: Card) -> None:
    """One more byte at the end is enough."""
    path = toy.data / "tables" / "toy_trade.parquet"
    path.write_bytes(path.read_bytes() + b"x")

    with pytest.raises(ChecksumError) as caught:
        Library(toy).read("toy-trade")
    message = str(caught.value)
    assert "data/tables/toy_trade.parquet differs from its card" in message
    assert toy_card.file.sha256 in message
    assert file_digest(path) in message


def test_a_missing_table_says_how_to_get_it_back(toy: Project) -> None:
    """The message names the file and the command."""
    (toy.data / "tables" / "toy_trade.parquet").unlink()

    with pytest.raises(ChecksumError, match=r"toy_trade\.parquet is missing"):
        Library(toy).read("toy-trade")


def test_an_unknown_table_is_answered_with_the_nearest(toy: Project) -> None:
    """A misspelt id gets a hint."""
    with pytest.raises(UnknownTableError, match="Did you mean 'toy-trade'"):
        Library(toy).read("toy-trades")


def test_a_missing_column_is_named(toy: Project, toy_card: Card) -> None:
    """The column, what was expected and what was found."""
    _write(toy, read_parquet(toy, toy_card).drop(columns="share"))

    with pytest.raises(SchemaError, match="lacks the column 'share'"):
        Library(toy).read("toy-trade")


def test_a_column_that_nobody_described_is_refused(toy: Project, toy_card: Card) -> None:
    """A column without unit and bounds has no place in a table."""
    _write(toy, read_parquet(toy, toy_card).assign(extra=1))

    with pytest.raises(SchemaError, match="has a column 'extra' that nobody described"):
        Library(toy).read("toy-trade")


def test_a_value_out_of_bounds_names_column_value_row_and_bounds(toy: Project, toy_card: Card) -> None:
    """A share of 40.6 is a percentage in disguise."""
    frame = read_parquet(toy, toy_card)
    frame.loc[2, "share"] = 40.6
    _write(toy, frame)

    with pytest.raises(SchemaError) as caught:
        Library(toy).read("toy-trade")
    message = str(caught.value)
    assert "column 'share' holds 40.6 in the row reporter = NA, year = 2011" in message
    assert "Expected 0 to 1 share" in message


def test_a_wrong_type_is_named(toy: Project, toy_card: Card) -> None:
    """Years as text are not converted in silence."""
    _write(toy, read_parquet(toy, toy_card).astype({"year": "str"}))

    with pytest.raises(SchemaError, match="column 'year' has the type str"):
        Library(toy).read("toy-trade")


def test_verify_counts_rows(toy: Project, card_text: Callable[[str, str], None]) -> None:
    """The card says four rows, the file has three."""
    card_text("rows = 3", "rows = 4")

    with pytest.raises(SchemaError, match="has 3 rows"):
        verify_table(toy, "toy-trade")


def test_series_bounds_apply_to_their_own_rows_only() -> None:
    """1,500 dollars are fine, 1,500 percent are not."""
    from scoledger.tables import check_frame

    column = {"type": "float", "unit": "see name", "description": "Value.", "minimum": 0, "maximum": 1e6}
    card = Card.model_validate(
        {
            "id": "toy-series", "title": "t", "producer": "p", "citation": "c", "vintage": "v", "topic": "macro",
            "rule": "ship", "redistributable": True, "licence": {"name": "n", "verified": True}, "obtained": "o",
            "known_limits": [], "key": ["name"], "file": {"path": "tables/toy_series.parquet"},
            "columns": {"name": {"type": "str", "description": "Name."}, "value": column},
            "series_column": "name", "value_column": "value",
            "series": {"gdp": {"unit": "USD", "minimum": 0, "maximum": 1e6},
                       "rent": {"unit": "percent", "minimum": 0, "maximum": 100}},
        }
    )  # fmt: skip
    check_frame(card, pd.DataFrame({"name": ["gdp", "rent"], "value": [1500.0, 99.0]}))

    with pytest.raises(SchemaError, match=r"holds 1500\.0 for 'rent'"):
        check_frame(card, pd.DataFrame({"name": ["gdp", "rent"], "value": [1500.0, 1500.0]}))
    with pytest.raises(SchemaError, match="Expected one of the series gdp, rent"):
        check_frame(card, pd.DataFrame({"name": ["gnp"], "value": [1.0]}))
