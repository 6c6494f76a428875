"""Gas lines to look around in: every line of the tracker once, and the capacities that the answer cites."""

from __future__ import annotations

from pathlib import Path

from scoledger.chapters import explore_pipelines
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))
FOUND = explore_pipelines.collect(LIBRARY)
VALUES = {one.name: one.value for one in FOUND.quantities}


def test_the_table_has_every_line_once() -> None:
    """As many rows as the tracker has lines and phases, counted by status too."""
    count = LIBRARY.read(explore_pipelines.LINES)["line_id"].nunique()
    counted = [value for name, value in VALUES.items() if name.endswith("-lines") and value is not None]

    assert len(FOUND.table) == count == sum(counted)


def test_the_answer_cites_what_is_built_of_the_line_shown_first() -> None:
    """Lines A, B and C: 15, 15 and 25 billion cubic metres; D: 30."""
    assert (VALUES["built-capacity"], VALUES["started-capacity"]) == (55.0, 30.0)
    assert "{built-capacity}" in FOUND.answer
    assert "{started-capacity}" in FOUND.answer


def test_a_reader_sees_name_status_capacity_and_length() -> None:
    """The facts that the map tells on hover."""
    row = FOUND.table[FOUND.table["Part"] == "Line C"].iloc[0]

    assert (row["Line"], row["Status"]) == ("Central Asia-China Gas Pipeline", "Operating")
    assert (row["Capacity, bcm a year"], row["Length, km"], row["Start, or plan of it"]) == (25.0, 1833.0, 2014.0)
