"""In which formats figures and tables leave the book, and under which addresses."""

from __future__ import annotations

from scoledger.results import PICTURES, SPEC, Result

#: Kind of result -> folder below exports/.
FOLDERS = {"figure": "figures", "table": "tables"}
#: Formats of a figure and of a table; those of a table are all written from its CSV file and its cells.
#: Only figures that a page can make interactive have a definition.
FORMATS = {"figure": (*PICTURES, "csv", SPEC), "table": ("csv", "xlsx", "tex", "md")}

#: What formats are called whose ending does not say it.
_CALLED = {SPEC: "Vega-Lite"}


def call_format(form: str) -> str:
    """What a format is called in a link.

    Examples
    --------
    >>> call_format("csv"), call_format("vl.json")
    ('CSV', 'Vega-Lite')
    """
    return _CALLED.get(form, form.upper())


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
