"""What the page of a claim by documents leaves out: columns and tables with nothing in them."""

from __future__ import annotations

from typing import Any

import pytest
from docutils import nodes  # type: ignore[import-untyped]

from scoledger.results import Result
from scoledger.site.directives import drop_empty
from scoledger.site.readings import make_readings

READING = {"name": "literal", "verdict": "confirmed"}
COUNTED = READING | {"specifications": 165, "share_supporting": 0.5, "share_contradicting": 0.2, "not_computable": 8}


@pytest.mark.parametrize(("readings", "columns"), [([READING], 2), ([READING, COUNTED], 6)])
def test_readings_by_documents_have_no_counts(readings: list[dict[str, Any]], columns: int) -> None:
    """Reading and verdict alone, unless another reading of the claim is counted."""
    table = make_readings(Result("a", "verdict", "A", details={"readings": readings}))[0]

    assert [len(row.children) for row in table.findall(nodes.row)] == [columns] * (len(readings) + 1)
    assert ("n/a" in table.astext()) == (columns > 2)


def test_shares_say_of_what() -> None:
    """Only where some specifications could not be computed does the caption name the base."""
    captions = [
        make_readings(Result("a", "verdict", "A", details={"readings": [COUNTED | {"not_computable": gap}]}))[0]
        .next_node(nodes.title)
        .astext()
        for gap in (8, 0)
    ]

    assert captions[0].endswith("shares of the specifications of core parts that the data can answer.")
    assert captions[1] == "The claim under each reading"


def test_a_column_that_no_row_fills_is_left_out() -> None:
    """The first stays, and so does a number in one row; without rows there is nothing to judge by."""
    columns = [{"name": name} for name in "abc"]

    assert drop_empty(columns, [["", "", 0]]) == ([columns[0], columns[2]], [["", 0]])
    assert drop_empty(columns, []) == (columns, [])
