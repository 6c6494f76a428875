"""The theses that the articles argue for: chains of links, and the claims that speak for or against each link."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from scoledger.claims.toml import Model, check_model, read_toml
from scoledger.errors import ClaimError, nearest
from scoledger.paths import Project


class Link(Model):
    """One link of a thesis.

    Parameters
    ----------
    name, says : str
        Its short name, and what it says in a sentence.
    gains, loses : tuple of str
        Ids of the claims by whose standing the thesis gains (``for`` in the file), or loses (``against``).
    """

    name: str
    says: str = Field(pattern=r"\.$")
    gains: tuple[str, ...] = Field(min_length=1, alias="for")
    loses: tuple[str, ...] = Field(default=(), alias="against")

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of all claims that bear on it."""
        return (*self.gains, *self.loses)


class Thesis(Model):
    """One thesis.

    Parameters
    ----------
    id, source, title, statement : str
        Its id, the article that argues for it, and the thesis in a sentence.
    links : tuple of Link
    """

    id: str
    source: str
    title: str
    statement: str = Field(pattern=r"\.$")
    links: tuple[Link, ...] = Field(min_length=1)

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of all claims that bear on it, in the order of its links."""
        return tuple(itertools.chain.from_iterable(link.claims for link in self.links))

    @model_validator(mode="after")
    def _check_claims(self) -> Self:
        twice = sorted({claim for claim in self.claims if self.claims.count(claim) > 1})
        if twice:
            raise ValueError(f"the thesis {self.id!r} names claims twice: {', '.join(twice)}")
        return self


class _File(Model):
    theses: tuple[Thesis, ...] = Field(min_length=1)


def theses_path(project: Project) -> Path:
    """The file that states the theses."""
    return project.claims / "theses.toml"


def read_theses(project: Project) -> dict[str, Thesis]:
    """Read the theses, by id in the order of the file.

    Raises
    ------
    ClaimError
        If the file is missing or does not state what it must, or names a claim that does not exist.
    """
    path = theses_path(project)
    found = check_model(path, _File, read_toml(path)).theses
    known = {file.stem for file in project.claims.glob("*/*.toml")}
    for thesis in found:
        for claim in thesis.claims:
            if claim not in known:
                raise ClaimError(
                    f"{path}: thesis {thesis.id!r} names the claim {claim!r}, which does not exist."
                    f"{nearest(claim, known)}\nExpected one of the {len(known)} claims in data/claims."
                )
    return {thesis.id: thesis for thesis in found}


def read_thesis(project: Project, thesis_id: str) -> Thesis:
    """Read one thesis.

    Raises
    ------
    ClaimError
        As `read_theses`, or if there is none of that id.
    """
    found = read_theses(project)
    if thesis_id not in found:
        raise ClaimError(
            f"there is no thesis {thesis_id!r}.{nearest(thesis_id, found)}\n"
            f"Expected one of: {', '.join(found)} ({theses_path(project)})."
        )
    return found[thesis_id]
