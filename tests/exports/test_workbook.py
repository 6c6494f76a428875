"""Tables as workbooks and as Markdown."""

from __future__ import annotations

import datetime as dt
import io
import time

import openpyxl

from scoledger.exports.workbook import markdown_table, workbook_bytes
from scoledger.results import Result

TABLE = Result(
    "t-1", "table", "Trade", edition="2026.1",
    details={
        "columns": [{"name": "a|b", "numeric": True}, {"name": "Who", "numeric": False}],
        "rows": [["1.5", "=A1"]],
    },
)  # fmt: skip
RAW = b'value,code,who\n1.23456789,007,=A1+1\nnan,2014,"http://example.org, x"\n,0.5,-3e5\n'
DAY = dt.date(2026, 1, 2)


def test_numbers_are_numbers_and_texts_stay_texts() -> None:
    """Unrounded; a code with zeros in front, a formula and an address are words; nothing missing becomes a number."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(TABLE, RAW, [("Id", "t-1@2026.1")], DAY)))
    rows = [list(row) for row in book["Table"].iter_rows(values_only=True)]

    assert rows[1] == [1.23456789, "007", "=A1+1"]
    assert book["Table"]["C2"].data_type == "s"
    assert rows[2] == ["nan", 2014, "http://example.org, x"]
    assert rows[3] == [None, 0.5, -300000]
    assert [list(row) for row in book["About"].iter_rows(values_only=True)] == [["Id", "t-1@2026.1"]]


def test_a_workbook_depends_on_its_content_alone() -> None:
    """No clock in it: made again a second later it has the same bytes."""
    first = workbook_bytes(TABLE, RAW, [], DAY)
    time.sleep(1.1)

    assert workbook_bytes(TABLE, RAW, [], DAY) == first
    assert workbook_bytes(TABLE, RAW, [], DAY + dt.timedelta(1)) != first


def test_markdown_escapes_what_would_end_a_cell() -> None:
    """A bar in a cell is no border; numbers stand to the right."""
    lines = markdown_table(TABLE, "Sources: none.").splitlines()

    assert lines[0].startswith("|   a\\|b | Who")
    assert lines[1].split("|")[1].endswith(":")
    assert lines[-1] == "Trade. Sources: none."
