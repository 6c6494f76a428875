"""`scoledger claims`: what the articles say, and how it stands."""

from __future__ import annotations

import click

from scoledger.additions import ClaimCheck, check_addition
from scoledger.claims import Claim, read_claims
from scoledger.cli.listing import echo_table
from scoledger.errors import StaleResultError, UnknownClaimError, UnknownResultError, nearest
from scoledger.paths import Project
from scoledger.results import Result, read_result

#: What to do next, by the state of the lock.
_LOCK = {
    "locked": "as it was locked",
    "not locked": "not locked yet; before you look at the verdict: scoledger lock",
    "changed": 'changed since; to keep the change: scoledger lock --relock {} --reason "why"',
}


@click.command()
@click.argument("claim", metavar="[ID]", required=False)
@click.option("--check", is_flag=True, help="Say whether this claim can be judged, over how many specifications.")
def claims(claim: str | None, *, check: bool) -> None:
    """List the claims with their verdicts, or show one."""
    project = Project.find()
    if check:
        if claim is None:
            raise click.UsageError("--check needs the ID of a claim.")
        _check(check_addition(project, claim))
        return
    known = read_claims(project)
    if claim is None:
        rows = [(item.id, _word(project, item.id), item.paraphrase) for item in known.values()]
        echo_table(("claim", "verdict", "what is said"), rows)
    elif claim in known:
        _show(project, known[claim])
    else:
        raise UnknownClaimError(
            f"there is no claim {claim!r}.{nearest(claim, known)}\n'scoledger claims' lists all {len(known)}."
        )


def _check(found: ClaimCheck) -> None:
    click.echo(f"{found.claim.id}: every article, state, measure, rule and table that it names is there")
    for reading in found.claim.readings:
        ways = found.specifications[reading.name]
        parts = ", ".join(f"{part.name} by {part.rule}" for part in reading.parts)
        what = "decided by documents" if not ways else f"{ways} specification" + ("s" if ways > 1 else "")
        click.echo(f"reading {reading.name}: {what}; parts: {parts}")
    if not found.claim.readings:
        click.echo(f"no reading, since it cannot be tested: {found.claim.reason_untestable}")
    click.echo(f"lock: {_LOCK[found.lock].format(found.claim.id)}")


def _show(project: Project, claim: Claim) -> None:
    for name, value in (
        ("claim", claim.id),
        ("article", claim.source),
        ("topic", claim.topic),
        ("what is said", claim.paraphrase),
        ("verdict", _word(project, claim.id)),
    ):
        click.echo(f"{name:<14}{value}")
    result = _verdict(project, claim.id)
    if isinstance(result, Result):
        click.echo(f"{'in words':<14}{result.caption}")
        click.echo(f"{'page':<14}{result.page}")


def _word(project: Project, claim_id: str) -> str:
    result = _verdict(project, claim_id)
    return result.text if isinstance(result, Result) else result


def _verdict(project: Project, claim_id: str) -> Result | str:
    """Read the verdict of a claim, or say why there is none."""
    try:
        return read_result(project, claim_id)
    except UnknownResultError:
        return "not judged yet"
    except StaleResultError:
        return "stale"
