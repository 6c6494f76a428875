"""`scoledger compare`: two editions, two runs, or one and the other, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import click

from scoledger.cli.listing import echo_table
from scoledger.editions import (
    UNCHANGED,
    Comparison,
    Pair,
    compare_sides,
    count_causes,
    count_standings,
    find_side,
    write_cell,
    write_difference,
    write_worth,
)
from scoledger.exports import describe_side, plain, write_comparison_json, write_comparison_page
from scoledger.paths import Project

#: Differing cells of a table that the terminal shows; JSON and page have more.
_SHOWN = 3


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--json", "data", type=click.Path(path_type=Path, dir_okay=False), help="Also write all as JSON.")
@click.option("--page", type=click.Path(path_type=Path, dir_okay=False), help="Also write all as one HTML page.")
@click.option("--all", "is_all", is_flag=True, help="List what is unchanged too.")
def compare(a: str, b: str, *, data: Path | None, page: Path | None, is_all: bool) -> None:
    """Set editions or runs side by side.

    A and B: an edition (2026.1), present (the registry as it is), the slug of a run of the book, or the id of a run of
    the store or its first letters ('scoledger run' prints it).
    """
    project = Project.find()
    comparison = compare_sides(project, find_side(project, a), find_side(project, b))
    _echo(comparison, is_all=is_all)
    for path, write in ((data, write_comparison_json), (page, write_comparison_page)):
        if path is not None:
            write(path, comparison)
            click.echo(path)


def _echo(comparison: Comparison, *, is_all: bool) -> None:
    click.echo(f"A  {describe_side(comparison.one)}\nB  {describe_side(comparison.other)}")
    shown = [pair for pair in comparison.pairs if is_all or pair.standing != UNCHANGED]
    for standing, group in groupby(shown, key=lambda pair: pair.standing):
        pairs = list(group)
        click.echo(f"\n{standing} ({len(pairs)})")
        echo_table(("result", "A", "B", "difference"), [_row(pair) for pair in pairs])
        for pair in pairs:
            _echo_cells(pair)
    _echo_causes(count_causes(comparison.pairs))
    counts = ", ".join(f"{number:,} {word}" for word, number in count_standings(comparison.pairs).items() if number)
    click.echo(f"\n{len(comparison.pairs):,} results: {counts}")


def _row(pair: Pair) -> tuple[str, ...]:
    return tuple(map(plain, (pair.name, write_worth(pair.was), write_worth(pair.now), write_difference(pair))))


def _echo_cells(pair: Pair) -> None:
    changes = pair.cells.changes if pair.cells else ()
    for cell in changes[:_SHOWN]:
        click.echo(plain(f"{pair.name}, {cell.row}, {cell.column}: {write_cell(cell.was)} -> {write_cell(cell.now)}"))
    if len(changes) > _SHOWN:
        click.echo(plain(f"{pair.name}: and {len(changes) - _SHOWN:,} cells more (see --page, --json)"))


def _echo_causes(causes: Sequence[tuple[str, int, int]]) -> None:
    click.echo("\nwhat they were made from")
    if not causes:
        click.echo("the same parameters, data, code and environment")
    for cause, concerned, changed in causes:
        click.echo(plain(f"{cause} ({changed:,} of {concerned:,} results changed)"))
