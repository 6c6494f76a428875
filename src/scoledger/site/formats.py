"""In which formats figures and tables leave the book, and under which addresses."""

from __future__ import annotations

from scoledger.results import PICTURES, Result

#: Kind of result -> folder below exports/.
FOLDERS = {"figure": "figures", "table": "tables"}
#: Formats of a figure and of a table; those of a table are all written from its CSV file and its cells.
FORMATS = {"figure": (*PICTURES, "csv"), "table": ("csv", "xlsx", "tex", "md")}


def result_files(result: Result) -> list[tuple[str, str]]:
    """Name the files of a figure or table by format; none for other kinds.

    Examples
    --------
    >>> result_files(Result("t", "table", "T", files={"csv": "t.csv"}))[:2]
    [('csv', 't.csv'), ('xlsx', 't.xlsx')]
    """
    if result.kind == "table":
        return [(form, f"{result.id}.{form}") for form in FORMATS["table"] if result.files]
    return [(form, f"{result.id}.{form}") for form in FORMATS.get(result.kind, ()) if form in result.files]
