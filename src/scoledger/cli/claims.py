"""`scoledger claims`: what the articles say, and how it stands."""

from __future__ import annotations

import click

from scoledger.claims import Claim, read_claims
from scoledger.cli.listing import echo_table
from scoledger.errors import StaleResultError, UnknownClaimError, UnknownResultError, nearest
from scoledger.paths import Project
from scoledger.results import Result, read_result


@click.command()
@click.argument("claim", metavar="[ID]", required=False)
def claims(claim: str | None) -> None:
    """List the claims with their verdicts, or show one."""
    project = Project.find()
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
