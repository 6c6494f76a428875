"""Options of the commands that execute notebooks."""

from __future__ import annotations

import click

#: Seconds after which a cell is interrupted.
timeout_option = click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds that one cell may take; by default as many as it needs.",
)
