"""`scoledger preview`: the book kept current while somebody works on it."""

from __future__ import annotations

import signal

import click

from scoledger.cli.limits import timeout_option
from scoledger.paths import Project
from scoledger.site.preview import Preview, find_page


@click.command()
@click.argument("page", required=False)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of this machine; by default a free one.")
@click.option("--jobs", type=click.IntRange(min=1), help="Runs at once; by default one per core.")
@timeout_option
def preview(page: str | None, port: int, jobs: int | None, timeout: float | None) -> None:
    """Serve the book and keep it current while you edit.

    PAGE, for example claims/ID: only this page's run is repeated. Without it, every run that a change makes stale.

    Serves to this machine only, until Ctrl-C. It begins with the pages of the last 'scoledger book', and leaves that
    book as it is; lists and counts are those of that book.
    """
    project = Project.find()
    found = find_page(project, page) if page else ""
    click.echo("Getting ready ...", err=True)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # in the background a shell has Ctrl-C ignored
        signal.signal(number, signal.default_int_handler)
    try:
        with Preview(project, found, port, jobs, timeout, say=_say) as view:
            click.echo(view.address)
            view.follow()
    except KeyboardInterrupt:
        click.echo("The preview has ended.", err=True)


def _say(line: str) -> None:
    click.echo(line, err=True)
