"""Dated records: what documents say on claims that no statistic can judge."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scoledger.claims.toml import Model, read_model
from scoledger.errors import ClaimError
from scoledger.paths import Project


class Record(Model):
    """One document.

    Parameters
    ----------
    publisher, title, url : str
        Where it can be read.
    date : str, optional
        Date of the document, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; absent when it bears none.
    level : {"primary", "report", "reference-work"}
        A document of the actor itself, a report, or a work of reference.
    checked : {"primary document seen", "published report seen", "not verified"}
        How firmly we know what it says.
    supports : {"core", "attribute-wrong", "otherwise"}
        Whether it bears the claim out, bears out its core only, or shows that it was otherwise.
    """

    publisher: str
    title: str
    url: str = Field(pattern=r"^https?://")
    date: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}){0,2}$")
    level: Literal["primary", "report", "reference-work"]
    checked: Literal["primary document seen", "published report seen", "not verified"]
    supports: Literal["core", "attribute-wrong", "otherwise"]


class RecordFile(Model):
    """All records on one claim, and in a sentence what they say."""

    id: str
    actor: str
    date: str
    place: str
    finding: str
    records: tuple[Record, ...] = ()


def read_records(project: Project, claim_id: str) -> RecordFile:
    """Read ``data/records/<claim id>.toml``.

    Raises
    ------
    ClaimError
        If the file is missing, incomplete or bears another claim's id.
    """
    path = project.records / f"{claim_id}.toml"
    found = read_model(path, RecordFile)
    if found.id != claim_id:
        raise ClaimError(f"{path}: expected id {claim_id!r}, found {found.id!r}.\nName file and id alike.")
    return found
