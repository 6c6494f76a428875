"""The first page of a sweep's small book: its runs, and all results by parameter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scoledger.paths import Project
from scoledger.results import write_text
from scoledger.runs.sweeps import Sweep, table_schema
from scoledger.runs.sweeps.tidy import Row
from scoledger.site.writing import escape_markdown, write_label

#: Rows of the table that the page shows; the files have all.
SHOWN_ROWS = 500
#: Formats of the whole table, by the ending of the file.
FORMATS = {"csv": "CSV", "parquet": "Parquet"}
#: Columns of the table that the page leaves to the files.
_LEFT_OUT = {"run", "kind", "title", "value", "unit"}


def write_index(
    small: Project, sweep: Sweep, entries: Sequence[dict[str, Any]], rows: Sequence[Row], total: int
) -> None:
    """Write ``book/index.md``.

    Parameters
    ----------
    small : Project
        The small book.
    sweep : Sweep
    entries : sequence of dict
        Its runs, as the manifest lists them.
    rows : sequence of list
        First ones of the tidy table.
    total : int
        How many it has.
    """
    write_text(small.book / "index.md", "\n".join(_lines(sweep, entries, rows, total)) + "\n")


def _lines(sweep: Sweep, entries: Sequence[dict[str, Any]], rows: Sequence[Row], total: int) -> Iterator[str]:
    yield f"# Sweep of {escape_markdown(sweep.declaration.title)}"
    yield ""
    yield f"{len(entries):,} runs of `notebooks/{sweep.notebook}.ipynb` with {total:,} numbers and verdicts."
    yield "They are this copy's own and no part of the published book."
    yield ""
    yield "## Runs"
    yield ""
    head = [*map(escape_markdown, sweep.varied), "Differs from the published in", "Page"]
    yield from _table(head, ([*_values(sweep, entry), _link(entry)] for entry in entries))
    yield ""
    yield "## All results"
    yield ""
    files = " and ".join(f'<a href="../exports/results.{kind}" download>{name}</a>' for kind, name in FORMATS.items())
    if total > len(rows):
        yield f"The first {len(rows):,} rows; all {total:,} as {files}."
    else:
        yield f"As {files}, there with every digit."
    yield ""
    names = table_schema(sweep).names
    shown = [
        place
        for place, name in enumerate(names)
        if name in sweep.varied or (name not in sweep.declaration.parameters and name not in _LEFT_OUT)
    ]
    body = ([_cell(row[place]) for place in shown] for row in rows)
    yield from _table([escape_markdown(names[place]) for place in shown], body)


def _values(sweep: Sweep, entry: dict[str, Any]) -> list[str]:
    return [
        *(escape_markdown(entry["parameters"][name]) for name in sweep.varied),
        escape_markdown(entry["differs"] or "nothing"),
    ]


def _link(entry: dict[str, Any]) -> str:
    return f"{{doc}}`{write_label(entry['heading'] or entry['slug'])} </{entry['page']}>`"


def _table(head: Sequence[str], rows: Iterator[list[str]]) -> Iterator[str]:
    for cells in ([*head], ["---"] * len(head), *rows):
        yield f"| {' | '.join(cells)} |"


def _cell(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else escape_markdown(value)
