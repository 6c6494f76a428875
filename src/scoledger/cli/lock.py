"""``scoledger lock``: fix readings and rules before the results."""

from __future__ import annotations

import datetime as dt

import click

from scoledger.cards import read_cards
from scoledger.claims import changed_since_lock, read_claims, read_rules, write_lock
from scoledger.paths import Project
from scoledger.verdicts import check_claim


@click.command()
@click.option("--check", is_flag=True, help="Only say what differs from the lock; exit 1 if anything does.")
@click.option("--relock", multiple=True, metavar="ID", help="Lock a changed claim anew, on purpose. May be repeated.")
def lock(*, check: bool, relock: tuple[str, ...]) -> None:
    """Fix readings and rules before the results."""
    project = Project.find()
    if check:
        changed = changed_since_lock(project)
        for claim_id, how in changed.items():
            click.echo(f"{claim_id}: {how}")
        click.echo(f"{len(changed)} of {len(read_claims(project))} claims differ from the lock.")
        raise SystemExit(1 if changed else 0)
    rules, tables = read_rules(project), read_cards(project)
    for claim in read_claims(project).values():
        check_claim(claim, rules, tables)
    locked = write_lock(project, dt.datetime.now(tz=dt.UTC).date(), relock=frozenset(relock))
    click.echo(f"Locked {len(locked)} claims: {', '.join(locked)}." if locked else "Every claim was locked already.")
