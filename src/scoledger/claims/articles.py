"""The articles whose claims are tested."""

from __future__ import annotations

import datetime as dt

from scoledger.claims.toml import Model, check_model, read_toml
from scoledger.paths import Project


class Article(Model):
    """One article: who wrote it, where it appeared, and up to when its author could know things."""

    author: str
    year: int
    title: str
    journal: str
    citation_key: str
    information_until: dt.date
    doi: str | None = None
    note: str = ""

    @property
    def short(self) -> str:
        """Author and year, as in running text."""
        return f"{self.author.split()[-1]} ({self.year})"


def read_articles(project: Project) -> dict[str, Article]:
    """Read ``data/claims/articles.toml``: articles by their source id.

    Raises
    ------
    ClaimError
        If the file is missing or an article lacks a key.
    """
    path = project.claims / "articles.toml"
    return {key: check_model(path, Article, content) for key, content in read_toml(path).items()}
