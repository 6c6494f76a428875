"""All generated pages of the book, made again only when something that they are made from has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from scoledger.builds import Stamp, file_index
from scoledger.citations.book import FILE_NAME
from scoledger.paths import Project
from scoledger.site.writing import is_generated, run_of_page


def write_pages(project: Project) -> list[Path]:
    """Bring every generated page up to date, and delete those whose reason is gone.

    Parameters
    ----------
    project : Project

    Returns
    -------
    list of pathlib.Path
        All generated pages, sorted.

    Raises
    ------
    OutputError
        If a page cannot be written.
    """
    sources = _digest_sources(project)
    pages = find_pages(project)
    path = project.build / "pages.json"
    stamp = Stamp(path, tuple(pages))
    if stamp.is_current(_digest(sources, pages)):
        return pages
    stamp.forget()
    from scoledger.site.making import make_pages  # noqa: PLC0415 - what writes pages takes long to import

    made = make_pages(project)
    pages = find_pages(project)
    if set(made) == set(pages):
        Stamp(path, tuple(pages)).note(_digest(sources, pages))
    return made


def find_pages(project: Project) -> list[Path]:
    """Find the pages below ``book/`` that were generated, sorted."""
    found = [*project.book.rglob("*.md"), *project.book.rglob("*.ipynb")]
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts and is_generated_page(path))


def is_generated_page(path: Path) -> bool:
    """Whether a file is a page that `write_pages` has written."""
    if not path.is_file():
        return False
    if path.suffix == ".md":
        return is_generated(path)
    return path.suffix == ".ipynb" and bool(run_of_page(path))


def _digest(sources: str, pages: list[Path]) -> str:
    return hashlib.sha256("\n".join([sources, *map(str, pages)]).encode()).hexdigest()


def _digest_sources(project: Project) -> str:
    """Digest of everything that pages are made from."""
    package = Path(__file__).parents[1]
    paths = [package, project.data, project.notebooks, project.registry, project.runs]
    paths += [project.root / name for name in (FILE_NAME, "datapackage.json")]
    paths += [project.lock, project.book / "references.bib", project.exports / "edition.json"]
    return file_index(project).digest_files(paths, project.root)
