"""`scoledger data`: look at, check, export and add tables."""

from __future__ import annotations

from pathlib import Path

import click

from scoledger.additions import FILL_IN, check_filled, draft_card, list_coverage, take_draft
from scoledger.cards import Card, read_card, read_cards
from scoledger.cli.listing import echo_table
from scoledger.countries import country_name
from scoledger.errors import ChecksumError, LedgerError
from scoledger.paths import Project
from scoledger.tables import (
    FORMATS,
    Library,
    add_table,
    corrections_of,
    export_bytes,
    is_package_current,
    verify_table,
    write_datapackage,
    write_whole,
)


@click.group()
def data() -> None:
    """Tables and their source cards."""


@data.command("list")
@click.option("--topic", help="Only tables of this topic.")
def list_tables(topic: str | None) -> None:
    """List every table: id, rows, rule, topic, vintage, title."""
    cards = [card for card in read_cards(Project.find()).values() if topic in {None, card.topic}]
    width = max((len(card.id) for card in cards), default=0)
    for card in cards:
        columns = (f"{card.id:<{width}}", f"{card.file.rows:>7,}", f"{card.rule:<7}", f"{card.topic:<8}", card.vintage)
        click.echo("  ".join((*columns[:4], f"{columns[4]:<10}", card.title)))
    click.echo(f"{len(cards)} tables. One of them in full: scoledger data show ID")


@data.command("show")
@click.argument("table_id", metavar="ID")
def show_table(table_id: str) -> None:
    """Show the card of one table: source, terms, limits, columns, corrections."""
    project = Project.find()
    card = read_card(project, table_id)
    for line in [*_describe_source(card), *_describe_columns(card)]:
        click.echo(line)
    for item in corrections_of(project, table_id):
        action = item.flag or ("left out" if item.drop else f"replaced by {item.replace}")
        click.echo(f"correction  {item.place}: {item.column} {item.expect}: {action} ({item.reason})")


def _describe_source(card: Card) -> list[str]:
    firmness = "verified" if card.licence.verified else "as we understand the terms, not verified"
    carrier = card.carrier
    lines = [
        f"{card.id}: {card.title}",
        f"producer    {card.producer}",
        f"citation    {card.citation}",
        f"vintage     {card.vintage}",
        f"licence     {card.licence.name} ({firmness}) {card.licence.url}".rstrip(),
        f"rule        {card.rule}",
        f"obtained    {card.obtained}",
        f"file        data/{card.file.path}, {card.file.rows:,} rows, sha256 {card.file.sha256}",
        f"key         {', '.join(card.key)}",
    ]
    if carrier:
        lines.append(f"carrier     {carrier.repository} {carrier.commit} {carrier.path}".rstrip())
    return lines + [f"limit       {limit}" for limit in card.known_limits]


def _describe_columns(card: Card) -> list[str]:
    lines = []
    for name, column in card.columns.items():
        bounds = f", {column.minimum} to {column.maximum}" if column.minimum is not None else ""
        lines.append(f"column      {name} ({column.type}{bounds} {column.unit}".rstrip() + f"): {column.description}")
    lines += [
        f"series      {name} ({series.minimum:g} to {series.maximum:g} {series.unit}): {series.description}"
        for name, series in card.series.items()
    ]
    return lines


@data.command("verify")
@click.argument("table_ids", nargs=-1, metavar="[ID]...")
def verify_tables(table_ids: tuple[str, ...]) -> None:
    """Check bytes, columns, bounds and corrections of all tables, or of those named."""
    project = Project.find()
    wanted = table_ids or tuple(read_cards(project))
    faults: dict[str, LedgerError] = {}
    for table_id in wanted:
        try:
            verify_table(project, table_id)
        except LedgerError as error:
            faults[table_id] = error
    broken = [table_id for table_id, error in faults.items() if isinstance(error, ChecksumError)]
    if not table_ids and not is_package_current(project, broken):
        faults["datapackage.json"] = LedgerError(
            "datapackage.json is not what the cards say.\n"
            "Expected it to be written after the last change of a card.\n"
            "Write it again: scoledger data package"
        )
    if faults:
        # All at once: whoever mends ten tables should not have to ask ten times.
        raise type(next(iter(faults.values())))("\n\n".join(map(str, faults.values())))
    what = "1 table is as its card says" if len(wanted) == 1 else f"{len(wanted)} tables are as their cards say"
    click.echo(f"{what}.")


@data.command("export")
@click.argument("table_id", metavar="ID")
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True, help="Format.")
@click.option("--to", "target", type=click.Path(path_type=Path), help="File to write; by default, standard output.")
def export_table(table_id: str, form: str, target: Path | None) -> None:
    """Export one table, corrected, for another program."""
    library = Library(Project.find())
    content = export_bytes(library.card(table_id), library.read(table_id), form)
    if target is None:
        click.echo(content, nl=False)
        return
    write_whole(target, content)
    click.echo(f"{target}: {len(content):,} bytes")


@data.command("add")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--card", "table_id", required=True, help="Id of the card that says how to read the file.")
def add_file(source: Path, table_id: str) -> None:
    """Make a table from a CSV file (plain or .gz) by its card, and fill in the card's checksum and rows."""
    project = Project.find()
    check_filled(project, table_id)
    with take_draft(project, table_id):
        card = add_table(project, source, table_id)
    write_datapackage(project)
    click.echo(f"data/{card.file.path}: {card.file.rows:,} rows, sha256 {card.file.sha256}")


@data.command("draft")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--card", "table_id", required=True, help="Id of the new table.")
def draft_file(source: Path, table_id: str) -> None:
    """Draft the card of a new table from a CSV file (plain or .gz), with gaps for what only a person knows."""
    path = draft_card(Project.find(), source, table_id)
    gaps = path.read_text("utf-8").count(FILL_IN)
    click.echo(f"data/drafts/{path.name}: {gaps} times {FILL_IN!r}.")
    click.echo("Fill these in, and widen the bounds to what can be. `scoledger data add` makes it a card.")


@data.command("about")
@click.argument("code", metavar="STATE")
def tables_about(code: str) -> None:
    """List the tables that name a state, with the years that they have of it."""
    project = Project.find()
    found = list_coverage(project, code)
    echo_table(
        ("table", "rows", "years", "as", "title"),
        [(one.table, f"{one.rows:,}", _years(one.first, one.last), ", ".join(one.columns), one.title) for one in found],
    )
    click.echo(f"{len(found)} of {len(read_cards(project))} tables name {country_name(code)} ({code}).")


def _years(first: int | None, last: int | None) -> str:
    return "-" if first is None else f"{first}-{last}"


@data.command("package")
def write_package() -> None:
    """Write datapackage.json from the cards."""
    project = Project.find()
    write_datapackage(project)
    click.echo(f"datapackage.json: {len(read_cards(project))} resources")
