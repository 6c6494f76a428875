"""The option of every command that executes runs: where they are executed."""

from __future__ import annotations

import click


def _check(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from scoledger.runs.cluster import check_scheduler  # noqa: PLC0415 - an unchanged book needs nothing of the runs

    return check_scheduler(value)


#: ``--scheduler ADDRESS``, checked before anything else is done.
scheduler_option = click.option(
    "--scheduler",
    metavar="ADDRESS",
    callback=_check,
    help="Execute the runs on the cluster of this Dask scheduler, for example tcp://10.0.0.1:8786.",
)
