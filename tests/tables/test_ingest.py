"""Adding tables: from a producer's CSV to Parquet by the recipe on the card."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from scoledger.errors import NoDataError, OutputError, SchemaError, UnknownTableError
from scoledger.paths import Project
from scoledger.tables import Library, add_table


def test_namibia_is_not_missing(toy: Project) -> None:
    """The text NA stays a text: read as a gap, Namibia would vanish."""
    frame = Library(toy).read("toy-trade")

    assert "NA" in set(frame["reporter"])


def test_columns_are_renamed_and_in_the_order_of_the_card(toy: Project) -> None:
    """`Country Code` becomes reporter, share_pct becomes share."""
    frame = Library(toy).read("toy-trade")

    assert list(frame.columns) == ["reporter", "year", "value_musd", "share", "is_estimate", "joined"]


def test_percent_becomes_share_without_binary_dust(toy: Project) -> None:
    """57 percent is exactly 0.57, though 57 times 0.01 is not; an empty cell is a gap."""
    share = Library(toy).read("toy-trade").set_index("reporter")["share"]

    assert share["NA"] == 0.57
    assert pd.isna(share["KGZ"])


def test_rows_outside_the_selection_are_left_out_and_the_rest_is_sorted(toy: Project) -> None:
    """2009 is not selected; rows follow the key, padding with non-breaking spaces is stripped."""
    frame = Library(toy).read("toy-trade")

    assert list(zip(frame["reporter"], frame["year"], strict=True)) == [("KAZ", 2010), ("KGZ", 2010), ("NA", 2011)]


def test_dates_and_truth_values_are_typed(toy: Project) -> None:
    """False is no text, and 2001-06-15 is a day."""
    row = Library(toy).read("toy-trade").set_index("reporter").loc["NA"]

    assert not row["is_estimate"]
    assert row["joined"] == pd.Timestamp("2001-06-15")


def test_only_two_lines_of_the_card_change(bare: Project, csv_file: Path) -> None:
    """Checksum and rows are filled in; remarks and order stay as written."""
    path = bare.cards / "toy-trade.toml"
    before = path.read_text(encoding="utf-8").splitlines()
    add_table(bare, csv_file, "toy-trade")
    after = path.read_text(encoding="utf-8").splitlines()

    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [line.split(" = ")[0] for line in changed] == ["sha256", "rows"]
    assert changed[1] == "rows = 3"


def test_the_same_file_gives_the_same_bytes(toy: Project, tmp_path: Path) -> None:
    """Twice the same rows, once shuffled and gzipped: one checksum."""
    first = (toy.data / "tables" / "toy_trade.parquet").read_bytes()
    lines = (tmp_path / "producer.csv").read_text(encoding="utf-8").splitlines()
    packed = tmp_path / "again.csv.gz"
    packed.write_bytes(gzip.compress("\n".join([lines[0], *reversed(lines[1:])]).encode()))
    add_table(toy, packed, "toy-trade")

    assert (toy.data / "tables" / "toy_trade.parquet").read_bytes() == first


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("value_musd", "value", "lacks the column 'value_musd'"),
        ("20.25", "twenty", r"line 4 of the file: column 'value_musd' holds 'twenty'"),
        ("20.25", "2000", "holds 2000.0 in the row reporter = KAZ, year = 2010"),
        ("KGZ,2010,10", "KGZ,2010,", "column 'value_musd' holds a missing value in the row reporter = KGZ"),
        ("KGZ,2010", "KAZ,2010", "two rows have the same key, reporter = KAZ, year = 2010"),
        ("KGZ,2010", "Kirgizia,2010", "column 'reporter' holds 'Kirgizia'"),
        ("2011,30.5", "2011.5,30.5", "column 'year' holds '2011.5'"),
        ("2001-06-15", "15.6.2001", "column 'joined' holds '15.6.2001'"),
    ],
)
def test_a_bad_file_is_refused_and_nothing_is_written(
    bare: Project, csv_file: Path, old: str, new: str, message: str
) -> None:
    """Each message names the cell; neither table nor card changes."""
    csv_file.write_text(csv_file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    card = (bare.cards / "toy-trade.toml").read_bytes()

    with pytest.raises(SchemaError, match=message):
        add_table(bare, csv_file, "toy-trade")
    assert not (bare.data / "tables").exists()
    assert (bare.cards / "toy-trade.toml").read_bytes() == card


def test_a_selection_that_leaves_nothing_is_an_error(
    bare: Project, csv_file: Path, card_text: Callable[[str, str], None]
) -> None:
    """An empty table would be judged as no evidence: better to stop."""
    card_text("first = 2010, last = 2011", "first = 2015, last = 2016")

    with pytest.raises(NoDataError, match="no row is left for toy-trade"):
        add_table(bare, csv_file, "toy-trade")


def test_a_file_that_is_not_there(bare: Project, tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(NoDataError, match=r"cannot read .*nowhere\.csv"):
        add_table(bare, tmp_path / "nowhere.csv", "toy-trade")


def test_an_unknown_card_is_answered_with_the_nearest(bare: Project, csv_file: Path) -> None:
    """toy-trad is probably toy-trade."""
    with pytest.raises(UnknownTableError, match="Did you mean 'toy-trade'"):
        add_table(bare, csv_file, "toy-trad")


def test_a_full_disk_leaves_the_old_table(toy: Project, csv_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails leaves table, card and no temporary file behind."""
    folder = toy.data / "tables"
    before = (folder / "toy_trade.parquet").read_bytes()

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="No space left on device"):
        add_table(toy, csv_file, "toy-trade")
    assert (folder / "toy_trade.parquet").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["toy_trade.parquet"]
