"""What is checked before a kernel starts: mistakes that would otherwise show minutes later, in a notebook's cell."""

from __future__ import annotations

from scoledger.cards import read_cards
from scoledger.claims import read_claims, read_rules
from scoledger.parameters import read_declarations
from scoledger.paths import Project
from scoledger.runs.digests import notebook_digest
from scoledger.tables import check_bytes


def check_tables(project: Project) -> None:
    """Make sure that the bytes of every table are those that its card names.

    Raises
    ------
    ChecksumError
        At the first table whose bytes are not, or that is missing.
    CardError, DuplicateIdError
        If a card cannot be used.
    """
    for card in read_cards(project).values():
        check_bytes(project, card)


def check_claims(project: Project) -> None:
    """Make sure that every claim can be judged: its measures, arguments, rules and tables exist and fit.

    Raises
    ------
    ClaimError, DuplicateIdError
        If a claim does not state what it must, or two files carry one id.
    UnknownMeasureError, UnknownRuleError, UnknownTableError
        At the first claim that names what there is not.
    """
    claims = read_claims(project)
    if not claims:
        return
    from scoledger.verdicts import check_claim  # noqa: PLC0415 - statistics take seconds to import

    rules, cards = read_rules(project), read_cards(project)
    for claim in claims.values():
        check_claim(claim, rules, cards)


def check_sources(project: Project, notebook: str | None = None) -> None:
    """Check notebooks, tables, and claims where they are judged.

    Parameters
    ----------
    project : Project
    notebook : str, optional
        Check what this notebook needs: claims only if one of its parameters is a claim.  By default, everything.

    Raises
    ------
    LedgerError
        As `check_tables` and `check_claims`; a `NotebookError` if a file is no notebook.
    """
    for name in [notebook] if notebook else read_declarations(project):
        path = project.notebooks / f"{name}.ipynb"
        if path.is_file():
            notebook_digest(path)
    check_tables(project)
    if notebook is None or _judges(project, notebook):
        check_claims(project)


def _judges(project: Project, notebook: str) -> bool:
    parameters = read_declarations(project)[notebook].parameters
    return any(parameter.type == "claim" for parameter in parameters.values())
