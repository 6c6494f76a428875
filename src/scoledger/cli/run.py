"""`scoledger run`: one notebook with parameters of one's own."""

from __future__ import annotations

from collections.abc import Sequence

import click

from scoledger.cli.limits import timeout_option
from scoledger.cli.listing import echo_table, short_path, stop_at_failures
from scoledger.cli.scheduler import scheduler_option
from scoledger.errors import InvalidParameterError
from scoledger.paths import Project
from scoledger.runs import RunStore, check_sources, execute_runs, plan_run


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("notebook")
@click.argument("given", metavar="[--NAME VALUE]...", nargs=-1, type=click.UNPROCESSED)
@click.option("--force", is_flag=True, help="Execute it even if nothing has changed.")
@scheduler_option
@timeout_option
def run(notebook: str, given: tuple[str, ...], scheduler: str | None, *, force: bool, timeout: float | None) -> None:
    """Execute one notebook and print its results.

    NOTEBOOK is its name; its parameters become options (see: scoledger params NOTEBOOK).
    """
    project = Project.find()
    planned = plan_run(project, notebook, parse_options(given))
    check_sources(project, planned.notebook)
    outcomes = execute_runs(project, [planned], jobs=1, force=force, scheduler=scheduler, timeout=timeout)
    stop_at_failures(outcomes, 0)
    store = RunStore(project)
    record = store.latest(planned)
    if record is None:  # somebody has removed it in this moment
        raise click.ClickException("the run is gone; run the command again")
    made = [item for item in store.results(record) if item.kind != "text"]  # prose belongs on a page
    echo_table(("result", "value"), [(item.id, item.text or item.title) for item in made])
    click.echo(f"{'executed' if outcomes else 'current'}: run {record.run}")
    click.echo(short_path(store.folder(record.run) / "notebook.ipynb"))


def parse_options(given: Sequence[str]) -> dict[str, str]:
    """Read ``--name value`` and ``--name=value``; a dash in a name counts as an underscore.

    Raises
    ------
    InvalidParameterError
        If a value is missing, a name is given twice, or something is neither name nor value.

    Examples
    --------
    >>> parse_options(["--first-year", "2001", "--country=KGZ"])
    {'first_year': '2001', 'country': 'KGZ'}
    """
    words, options = list(given), dict[str, str]()
    while words:
        word = words.pop(0)
        if not word.startswith("--"):
            raise InvalidParameterError(f"{word!r} is not the name of a parameter.\nExpected --NAME VALUE.")
        name, equals, value = word.removeprefix("--").partition("=")
        name = name.replace("-", "_")
        if not equals:
            if not words or words[0].startswith("--"):
                raise InvalidParameterError(f"--{name} has no value.\nExpected --{name} VALUE.")
            value = words.pop(0)
        if name in options:
            raise InvalidParameterError(f"--{name} is given twice: {options[name]!r} and {value!r}.\nGive it once.")
        options[name] = value
    return options
