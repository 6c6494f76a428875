"""Is one claim ready to be judged: all that its file names must be there."""

from __future__ import annotations

from dataclasses import dataclass

from scoledger.cards import read_cards
from scoledger.citations import write_methods_bibtex
from scoledger.claims import Claim, changed_since_lock, read_articles, read_claim, read_rules
from scoledger.countries import validate_country
from scoledger.errors import ClaimError, nearest
from scoledger.paths import Project

#: State of a claim that is as the lock fixed it.
LOCKED = "locked"


@dataclass(frozen=True)
class ClaimCheck:
    """What was found about a claim that can be judged.

    Parameters
    ----------
    claim : Claim
    specifications : dict of str to int
        Number of specifications by reading; zero where documents decide.
    lock : {"locked", "not locked", "changed"}
    """

    claim: Claim
    specifications: dict[str, int]
    lock: str


def check_addition(project: Project, claim_id: str) -> ClaimCheck:
    """Make sure that a claim can be judged, cited and shown.

    Parameters
    ----------
    project : Project
    claim_id : str

    Returns
    -------
    ClaimCheck

    Raises
    ------
    UnknownClaimError
        If there is no such claim.
    ClaimError
        If its file does not state what it must, or its article is not described.
    CitationError
        If the article is not in the bibliography.
    UnknownCountryError, UnknownMeasureError, UnknownRuleError, UnknownTableError
        At the first that it names and there is not.
    """
    from scoledger.verdicts import check_claim, specify  # noqa: PLC0415 - statistics take seconds to import

    claim = read_claim(project, claim_id)
    _check_article(project, claim)
    for code in claim.countries:
        validate_country(code)
    check_claim(claim, read_rules(project), read_cards(project))
    counts = {reading.name: len(specify(reading, claim.id)) for reading in claim.readings}
    return ClaimCheck(claim, counts, changed_since_lock(project).get(claim_id, LOCKED))


def _check_article(project: Project, claim: Claim) -> None:
    articles = read_articles(project)
    if claim.source not in articles:
        raise ClaimError(
            f"claim {claim.id!r}: no article {claim.source!r}.{nearest(claim.source, articles)}\n"
            f"Expected one of data/claims/articles.toml: {', '.join(articles)}. Describe the article there."
        )
    write_methods_bibtex(project, [articles[claim.source].citation_key])
