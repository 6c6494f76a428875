"""``scoledger lock``: fix readings and rules before the results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import click

from scoledger.cards import read_cards
from scoledger.claims import changed_since_lock, read_claims, read_lock, read_rules, relock, tell_changes, write_lock
from scoledger.paths import Project
from scoledger.verdicts import check_claim


@click.command()
@click.option("--check", is_flag=True, help="Only say what differs from the lock, and how; exit 1 if anything does.")
@click.option(
    "--relock", "again", multiple=True, metavar="ID", help="Lock a changed claim anew, on purpose. May be repeated."
)
@click.option(
    "--relock-rule",
    "rules",
    multiple=True,
    metavar="RULE",
    help="Lock anew every claim that differs in this rule and what it asks alone. May be repeated.",
)
@click.option("--reason", default="", metavar="TEXT", help="Why the claims were changed: shown on their pages.")
def lock(*, check: bool, again: tuple[str, ...], rules: tuple[str, ...], reason: str) -> None:
    """Fix readings and rules before the results."""
    project, today = Project.find(), dt.datetime.now(tz=dt.UTC).date()
    if check:
        raise SystemExit(_print_differences(project))
    if reason and not (again or rules):
        raise click.UsageError("--reason says why claims are locked anew: name them with --relock or --relock-rule.")
    if again or rules:
        _check_claims(project, set(again))
        for claim_id, lines in relock(project, today, reason, claims=again, rules=rules).items():
            _print_lines(claim_id, "locked anew", lines)
        left = {key: how for key, how in changed_since_lock(project).items() if how != "not locked"}
        click.echo(f"Locked claims that still differ: {', '.join(left) or 'none'}.")
        return
    _check_claims(project, None)
    locked = write_lock(project, today)
    what = "1 claim" if len(locked) == 1 else f"{len(locked)} claims"
    click.echo(f"Locked {what}: {', '.join(locked)}." if locked else "Every claim was locked already.")


def _check_claims(project: Project, chosen: Collection[str] | None) -> None:
    """Refuse to lock what cannot be judged."""
    rules, tables = read_rules(project), read_cards(project)
    for claim_id, claim in read_claims(project).items():
        if chosen is None or claim_id in chosen:
            check_claim(claim, rules, tables)


def _print_differences(project: Project) -> int:
    changed, lines = changed_since_lock(project), tell_changes(project)
    for claim_id, how in changed.items():
        _print_lines(claim_id, how, lines.get(claim_id, ()))
    click.echo(
        f"{len(changed)} of {len(read_claims(project))} claims differ from the lock ({len(read_lock(project))} locked)."
    )
    return 1 if changed else 0


def _print_lines(claim_id: str, how: str, lines: Collection[str]) -> None:
    click.echo("\n  ".join([f"{claim_id}: {how}", *lines]))
