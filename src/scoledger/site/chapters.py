"""The chapters of the book: what a person states about each, and the page that opens it."""

from __future__ import annotations

from dataclasses import dataclass

from scoledger.claims import ChapterText, read_chapter
from scoledger.parameters import read_declarations
from scoledger.paths import Project


@dataclass(frozen=True)
class Chapter:
    """One chapter.

    Parameters
    ----------
    title : str
    folder : str
        Folder of its pages, below ``book/``.
    text : ChapterText
    """

    title: str
    folder: str
    text: ChapterText

    @property
    def index(self) -> str:
        """Docname of the page that opens it."""
        return f"book/{self.folder}/index"


def read_book_chapters(project: Project) -> list[Chapter]:
    """Read the chapters whose pages have a folder, in the order of the notebooks.

    Raises
    ------
    ClaimError
        If a chapter's file is incomplete or names a claim that does not exist.
    """
    return [
        Chapter(item.title, item.page.split("/")[0], read_chapter(project, name))
        for name, item in read_declarations(project).items()
        if "/" in item.page and (project.chapters / f"{name}.toml").is_file()
    ]
