"""Pages that moved: the old address keeps leading to the page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from pydantic import Field

from scoledger.claims.toml import Model, read_model
from scoledger.errors import RedirectError, nearest
from scoledger.paths import Project
from scoledger.results import write_text
from scoledger.site.stamp import remove_files
from scoledger.site.static_pages import write_redirect

#: Suffixes of files that become pages.
_PAGES = {".md", ".ipynb"}
#: Small letters alone: names that differ by capitals are one file on some systems.
_NAME = re.compile(r"book(?:/[a-z0-9]+(?:[-_.][a-z0-9]+)*)+")


class _File(Model):
    pages: dict[str, str] = Field(default_factory=dict)


def redirects_path(project: Project) -> Path:
    """The file that says which page stands where now."""
    return project.data / "redirects.toml"


def read_redirects(project: Project) -> dict[str, str]:
    """Read where pages went: new page by old page; empty where there is no file.

    Raises
    ------
    ClaimError
        If the file does not state what it must.
    """
    path = redirects_path(project)
    return read_model(path, _File).pages if path.is_file() else {}


def present_pages(project: Project) -> set[str]:
    """Names of all pages of the book, ``book/claims/index``, as far as their files are there."""
    return {
        path.relative_to(project.root).with_suffix("").as_posix()
        for path in project.book.rglob("*")
        if path.suffix in _PAGES and ".ipynb_checkpoints" not in path.parts
    }


def check_redirects(redirects: Mapping[str, str], pages: Collection[str]) -> None:
    """Refuse redirects that lead nowhere, over a second one, or away from a page that is there.

    Parameters
    ----------
    redirects : mapping of str to str
        New page by old page.
    pages : collection of str
        All pages that the book has.

    Raises
    ------
    RedirectError
        The message lists every redirect that cannot stay.
    """
    faults = [
        f"  {old} -> {new}: {fault}" for old, new in redirects.items() for fault in _faults(old, redirects, pages)
    ]
    if faults:
        raise RedirectError(
            f"data/redirects.toml has redirects that cannot stay: {len(faults)}.\n" + "\n".join(faults) + "\n"
            "Expected: an old page below book/ that is gone, and a page of the book where it went.\n"
            "Mend these lines, then run the same command again."
        )


def write_redirects(project: Project, redirects: Mapping[str, str], url: str) -> Path:
    """Write a small page at every old address, and remove those whose redirect is gone.

    Parameters
    ----------
    project : Project
    redirects : mapping of str to str
    url : str
        Address of the published book; empty while it is not published.

    Returns
    -------
    pathlib.Path
        The folder that holds them, as ``_build/html`` will.

    Raises
    ------
    OutputError
        If a page cannot be written or removed.
    """
    folder = project.build / "redirects"
    written = {folder / f"{old}.html": write_redirect(old, new, url) for old, new in redirects.items()}
    for path, text in written.items():
        write_text(path, text)
    remove_files(path for path in sorted(folder.rglob("*.html")) if path not in written)
    return folder


def lost_pages(known: Iterable[str], present: Collection[str], redirects: Mapping[str, str]) -> list[str]:
    """Pages that were known once and are now neither there nor redirected, sorted.

    Examples
    --------
    >>> lost_pages(["book/a", "book/b", "book/c"], ["book/a"], {"book/b": "book/a"})
    ['book/c']
    """
    return sorted({page for page in known if page not in present and page not in redirects})


def _faults(old: str, redirects: Mapping[str, str], pages: Collection[str]) -> list[str]:
    new = redirects[old]
    faults = []
    if not _NAME.fullmatch(old) or old.endswith(".html"):
        faults.append("the old page is no name such as book/claims/an-id, in small letters.")
    elif old in pages:
        faults.append("the old page is still there.")
    if new in redirects:
        way = _follow(old, redirects)
        kind = "a loop" if way[-1] in way[:-1] else f"a chain; name {way[-1]} at once"
        faults.append(f"{' -> '.join(way)} is {kind}.")
    elif new not in pages:
        faults.append(f"the book has no page {new!r}.{nearest(new, pages)}")
    return faults


def _follow(old: str, redirects: Mapping[str, str]) -> list[str]:
    way = [old]
    while way[-1] in redirects:
        way.append(redirects[way[-1]])
        if way[-1] in way[:-1]:
            break
    return way
