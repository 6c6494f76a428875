"""What several commands print: tables in plain text, paths, failed runs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from scoledger.cli.signs import write_plain
from scoledger.errors import RunFailedError
from scoledger.runs import Outcome


def echo_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table with aligned columns."""
    lines = [[write_plain(cell).replace("\n", " ") for cell in row] for row in (head, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def short_path(path: Path) -> str:
    """Path as one would type it here."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def stop_at_failures(outcomes: Sequence[Outcome], current: int) -> None:
    """Stop when a run has failed, with a list of all that have.

    Parameters
    ----------
    outcomes : sequence of Outcome
        Of the runs that were executed.
    current : int
        Number of planned runs that were current already.

    Raises
    ------
    RunFailedError
        If one failed.
    """
    failed = [outcome for outcome in outcomes if outcome.failure]
    if not failed:
        return
    total = len(outcomes) + current
    parts = [f"{len(failed)} of {total} runs failed; the {total - len(failed)} others are kept."]
    for outcome in failed:
        message = str(outcome.failure).replace("\n", "\n  ")
        parts.append(f"{outcome.planned}\n  {message}\n  executed notebook: {short_path(outcome.notebook)}")
    raise RunFailedError("\n\n".join(parts))
