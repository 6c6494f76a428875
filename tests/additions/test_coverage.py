"""Which tables know a state."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from scoledger.additions import Coverage, list_coverage
from scoledger.cards import read_cards
from scoledger.cli import main
from scoledger.errors import UnknownCountryError
from scoledger.paths import Project
from scoledger.tables import Library

PROJECT = Project.find()


@pytest.fixture(scope="module")
def vietnam() -> dict[str, Coverage]:
    """Tables that know Vietnam, by id."""
    return {item.table: item for item in list_coverage(PROJECT, "VNM")}


def test_rows_and_years_are_those_of_the_table(vietnam: dict[str, Coverage]) -> None:
    """Counted by hand in one table."""
    frame = Library(PROJECT).read("imf-imts-china-usa")
    rows = frame[(frame["reporter"] == "VNM") | (frame["partner"] == "VNM")]
    found = vietnam["imf-imts-china-usa"]

    assert (found.rows, found.columns) == (len(rows), ("partner",))
    assert (found.first, found.last) == (rows["year"].min(), rows["year"].max())


def test_a_row_that_names_the_state_twice_counts_once(vietnam: dict[str, Coverage]) -> None:
    """As exporter or importer."""
    frame = Library(PROJECT).read("gravity-panel-4yearly")
    rows = (frame["exporter"] == "VNM") | (frame["importer"] == "VNM")

    assert vietnam["gravity-panel-4yearly"].rows == rows.sum()


def test_tables_without_the_state_or_without_years_are_shown_as_such(vietnam: dict[str, Coverage]) -> None:
    """The register of statuses in the organisation names no Vietnam; a distance has no year."""
    assert "sco-status" not in vietnam
    assert vietnam["cepii-geodist"].first is None


def test_a_code_must_be_one() -> None:
    """The nearest is named."""
    with pytest.raises(UnknownCountryError, match="Did you mean 'VNM'"):
        list_coverage(PROJECT, "VNN")


def test_the_command_lists_them_and_counts(vietnam: dict[str, Coverage]) -> None:
    """One line per table, and a last one."""
    lines = CliRunner().invoke(main, ["data", "about", "VNM"]).output.splitlines()

    assert [line.split()[0] for line in lines[1:-1]] == list(vietnam)
    assert lines[-1] == f"{len(vietnam)} of {len(read_cards(PROJECT))} tables name Vietnam (VNM)."
