"""What a person states about a chapter: its question, what the articles say, what would change our mind, its claims."""

from __future__ import annotations

from pydantic import Field

from scoledger.claims.toml import Model, read_model
from scoledger.errors import ClaimError, nearest
from scoledger.paths import Project


class ChapterText(Model):
    """The words of one chapter, ``data/chapters/<notebook>.toml``.

    Parameters
    ----------
    id : str
        Name of the chapter's notebook.
    question : str
        What the chapter asks, in one sentence.
    articles : str
        What the articles say about it, in our words.
    reverse : str
        What would change our mind.
    identifies : str
        What identifies the estimates, and what does not.
    claims : tuple of str
        Ids of the claims of the ledger that the chapter bears on.
    references : tuple of str
        Keys of the bibliography: every measure and estimator has one.
    """

    id: str
    question: str = Field(pattern=r"\?$")
    articles: str = Field(pattern=r"\.$")
    reverse: str = Field(pattern=r"\.$")
    identifies: str = Field(pattern=r"\.$")
    claims: tuple[str, ...] = Field(min_length=1)
    references: tuple[str, ...] = Field(min_length=1)


def read_chapter(project: Project, notebook: str) -> ChapterText:
    """Read the words of one chapter.

    Raises
    ------
    ClaimError
        If the file is missing or incomplete, bears another id, or names a claim that does not exist.
    """
    path = project.chapters / f"{notebook}.toml"
    text = read_model(path, ChapterText)
    if text.id != notebook:
        raise ClaimError(f"{path}: expected id {notebook!r}, found {text.id!r}.\nName file and id alike.")
    known = {file.stem for file in project.claims.glob("*/*.toml")}
    for claim in text.claims:
        if claim not in known:
            raise ClaimError(
                f"{path} names the claim {claim!r}, which does not exist.{nearest(claim, known)}\n"
                f"Expected one of the {len(known)} claims in data/claims (see: scoledger claims)."
            )
    return text
