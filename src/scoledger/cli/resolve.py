"""`scoledger resolve`: what has become of a result that an edition published."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from scoledger.cli.listing import echo_table
from scoledger.editions import Standing, latest_known, read_edition, read_withdrawn, split_id
from scoledger.editions import resolve as resolve_result
from scoledger.paths import Project
from scoledger.results import to_json, write_text


@click.command()
@click.argument("result_id", metavar="ID@EDITION")
@click.option("--json", "target", type=click.Path(path_type=Path, dir_okay=False), help="Write it as JSON too.")
def resolve(result_id: str, target: Path | None) -> None:
    """Say what became of a result since an edition.

    What it was worth then, what it is worth now, and why it has changed.
    """
    project = Project.find()
    name, edition = split_id(result_id)
    now = latest_known(project)
    standing = resolve_result(name, read_edition(project, edition), now, read_withdrawn(project))
    click.echo(f"{name}@{edition}: {standing.standing}" + (f" ({standing.note})" if standing.note else ""))
    echo_table(("", f"edition {edition}", now.name), [row for row in _rows(standing) if any(row[1:])])
    for cause in standing.causes:
        click.echo(f"  {cause}")
    if standing.successor:
        click.echo(f"In its place: {standing.successor}")
    if target is not None:
        write_text(target, to_json(asdict(standing)))


def _rows(standing: Standing) -> list[tuple[str, ...]]:
    was, now = standing.was, standing.now
    names = {"text": "worth", "interval": "interval", "n": "n", "title": "title", "digest": "digest", "run": "run"}
    rows = [
        (label, *(str(getattr(entry, name) or "") if entry else "" for entry in (was, now)))
        for name, label in names.items()
    ]
    if standing.standing == "changed within rounding":
        ends = [("value", "value"), ("from", "low"), ("to", "high")]
        rows += [
            (label, *(_digits(getattr(entry, name)) if entry else "" for entry in (was, now))) for label, name in ends
        ]
    return rows


def _digits(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
