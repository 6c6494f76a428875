"""Options of the commands that execute notebooks."""

from __future__ import annotations

import math

import click


def _refuse_infinite(_: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    """Refuse what a range lets pass: 'nan' is neither inside nor outside, and 'inf' would be no limit."""
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(
            f"expected a number of seconds above 0, found {value}; leave the option out for no limit.", param=parameter
        )
    return value


#: Seconds after which a cell is interrupted.
timeout_option = click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    callback=_refuse_infinite,
    help="Seconds that one cell may take; by default as many as it needs.",
)
