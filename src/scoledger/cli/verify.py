"""`scoledger verify`: whether a paper still says what the book says."""

from __future__ import annotations

from pathlib import Path

import click

from scoledger.editions.paper import report_data, verify_paper, write_report
from scoledger.paths import Project
from scoledger.results import write_json


@click.command()
@click.argument("paper", metavar="PAPER.tex", type=click.Path(path_type=Path))
@click.option(
    "--json", "target", metavar="FILE", type=click.Path(path_type=Path), help="Write the report as JSON, too."
)
def verify(paper: Path, target: Path | None) -> None:
    """Check what a paper cites against its edition and the book.

    Ends with status 0 when all is unchanged or changed within rounding, with 1 otherwise, with 2 on a mistake.
    """
    report = verify_paper(Project.find(), paper)
    click.echo(write_report(report), nl=False)
    if target is not None:
        write_json(target, report_data(report))
    if not report.is_sound:
        raise SystemExit(1)
