"""Tables as workbooks and as Markdown, from one result."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter
from tabulate import tabulate

from scoledger.results import Result

#: Widest column, in characters.
_WIDEST = 60


def workbook_bytes(result: Result, raw: bytes, note: Sequence[tuple[str, str]], released: dt.date) -> bytes:
    """Write a table as a workbook whose bytes depend on nothing but its content.

    Parameters
    ----------
    result : Result
        A table.
    raw : bytes
        Its CSV file: cells that are numbers there become numbers here, unrounded.
    note : sequence of (str, str)
        What stands on the second sheet: key and item, for example ``("Id", "profile-kgz-trade@2026.1")``.
    released : datetime.date
        Day of the edition, which counts as the day on which the file was made.

    Returns
    -------
    bytes
        XLSX with the sheets ``Table`` and ``About``.
    """
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        created = dt.datetime.combine(released, dt.time(), tzinfo=dt.UTC).replace(tzinfo=None)
        book.set_properties({"title": result.full_title, "created": created})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Table")
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8"))))
        for column, name in enumerate(rows[0]):
            sheet.write_string(0, column, name, head)
            longest = max((len(row[column]) for row in rows), default=0)
            sheet.set_column(column, column, min(_WIDEST, longest + 2))
        for number, row in enumerate(rows[1:], start=1):
            for column, cell in enumerate(row):
                value = _number(cell)
                if value is None and cell:
                    sheet.write_string(number, column, cell, plain)
                elif value is not None:
                    sheet.write_number(number, column, value)
        sheet.freeze_panes(1, 0)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 16)
        about.set_column(1, 1, 100)
        for number, (key, item) in enumerate(note):
            about.write_string(number, 0, key, book.add_format({"bold": True, "valign": "top"}))
            about.write_string(number, 1, item, plain)
    return content.getvalue()


def markdown_table(result: Result, note: str) -> str:
    r"""Write a table as Markdown, its cells as the page shows them.

    Examples
    --------
    >>> details = {"columns": [{"name": "a|b", "numeric": True}], "rows": [["1.5"]]}
    >>> print(markdown_table(Result("t", "table", "T", details=details), "Sources: none."))
    | a\|b |
    |-----:|
    |  1.5 |
    <BLANKLINE>
    T. Sources: none.
    <BLANKLINE>
    """
    columns, rows = result.details["columns"], result.details["rows"]
    sides = tuple("right" if column.get("numeric") else "left" for column in columns)
    text = tabulate(
        [[_escape(cell) for cell in row] for row in rows],
        headers=[_escape(column["name"]) for column in columns],
        tablefmt="pipe",
        colalign=sides if rows else None,
        disable_numparse=True,
    )
    return f"{text}\n\n{result.full_title.rstrip('.')}. {note}\n"


def _number(cell: str) -> float | None:
    """Number in a cell; a text of digits that begins with zero is a code, not a number."""
    try:
        value = float(cell)
    except ValueError:
        return None
    is_code = len(cell) > 1 and cell.startswith("0") and not cell.startswith("0.") and cell.strip("0.") != ""
    return None if is_code or value in (float("inf"), float("-inf")) or value != value else value  # noqa: PLR0124 - NaN


def _escape(cell: object) -> str:
    return " ".join(str(cell).split()).replace("|", "\\|")
