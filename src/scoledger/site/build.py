"""Building the HTML: Sphinx works in a staging folder, and `_build/html` only ever holds a whole book."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from scoledger.builds import Stamp, file_index
from scoledger.citations import read_book, read_repository
from scoledger.citations.book import FILE_NAME
from scoledger.claims import lock_path
from scoledger.claims.contradictions import contradictions_path
from scoledger.errors import BuildFailedError
from scoledger.paths import Project
from scoledger.results import output_error, write_bytes, write_text
from scoledger.site.code_pages import FOLDER as CODE
from scoledger.site.code_pages import write_code_pages
from scoledger.site.leash import run_leashed
from scoledger.site.open_notebooks import FOLDER as OPEN
from scoledger.site.open_notebooks import write_open_notebooks
from scoledger.site.pages import write_pages
from scoledger.site.redirects import check_redirects, present_pages, read_redirects, redirects_path, write_redirects
from scoledger.site.stamp import files_of, remove_files
from scoledger.site.static_pages import write_front, write_not_found

#: First page of the book, below the built HTML.
FRONT = "book/index.html"

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_FAULT = re.compile(r"(WARNING|ERROR|CRITICAL|[A-Za-z]+Error):")
#: How a fault tells the number of an error of the system, and the numbers that mean that there is no room.
_ERRNO = re.compile(r"(?:\[Errno |OSError\()(\d+)")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
#: Faults that are printed; the rest is counted.
_MOST = 30


def build_book(project: Project) -> Path:
    """Write the generated pages and build the book.

    Sphinx is not started when nothing that it reads has changed since the last success.  It builds into a staging
    folder; the pages reach ``_build/html`` only when it has found no fault.

    Returns
    -------
    pathlib.Path
        ``_build/html/index.html``.

    Raises
    ------
    BuildFailedError
        If Sphinx warns of anything; the message lists each fault.
    CitationError
        If CITATION.cff, which every page cites, cannot be used.
    OutputError
        If a folder cannot be written.
    RedirectError
        If a page that moved is redirected nowhere.
    """
    book = read_book(project)
    write_pages(project)
    redirects = read_redirects(project)
    check_redirects(redirects, present_pages(project))
    index = project.html / "index.html"
    repository = read_repository(project)
    more = {OPEN: write_open_notebooks(project, repository), CODE: write_code_pages(project)}
    digest = sources_digest(project)
    stamp = Stamp(project.build / "sphinx" / "built.json", (project.html,))
    if stamp.is_current(digest):
        return index
    stamp.forget()
    _note_look(project, repr(repository))
    _run_sphinx(project)
    write_text(_staging(project) / "index.html", write_front(FRONT))
    write_text(_staging(project) / "404.html", write_not_found(book.title, book.url))
    more["book"] = write_redirects(project, redirects, book.url) / "book"
    folders = {"": _staging(project), "exports": project.exports, "r": project.result_pages, **more}
    mirror_folders(folders, project.html)
    stamp.note(digest)
    return index


def sources_digest(project: Project) -> str:
    """Digest of everything that the build reads."""
    return file_index(project).digest_files(_read_by_build(project), project.root, repr(read_repository(project)))


def mirror_folders(sources: dict[str, Path], target: Path) -> None:
    """Make a folder hold exactly the files of others.

    Parameters
    ----------
    sources : dict of str to pathlib.Path
        Folder to copy, by its name below the target; a later one wins.
    target : pathlib.Path

    Raises
    ------
    OutputError
        If the target cannot be written.
    """
    files = {
        (Path(below) / path.relative_to(source)).as_posix(): path
        for below, source in sources.items()
        for path in files_of(source)
    }
    for name, path in files.items():
        write_bytes(target / name, path.read_bytes())
    remove_files(path for path in files_of(target) if path.relative_to(target).as_posix() not in files)


def find_faults(output: str, root: Path) -> list[str]:
    r"""Pick the faults out of what Sphinx wrote, with paths below the root.

    Examples
    --------
    >>> find_faults("/r/book/a.md:3: WARNING: there is no result 'x'.\nbuild finished", Path("/r"))
    ["book/a.md:3: there is no result 'x'."]
    """
    lines = [_ANSI.sub("", line).strip() for line in output.splitlines()]
    faults = [line.replace(f"{root}{os.sep}", "") for line in lines if _FAULT.search(line)]
    return list(
        dict.fromkeys(fault.replace("WARNING: ", "").replace("[scoledger.result]", "").strip() for fault in faults)
    )


def _note_look(project: Project, repository: str) -> None:
    """Have every page written again when a style, a script, the repository or what all pages say has changed.

    Each names the checksum of the first two; Sphinx itself neither does so nor, when no page has changed, copies the
    new file.
    """
    paths = [*files_of(project.book / "_static"), *_told_everywhere(project)]
    look = hashlib.sha256(b"".join([repository.encode(), *(path.read_bytes() for path in paths)])).hexdigest()
    if write_text(project.build / "sphinx" / "look.txt", look + "\n"):
        for page in _staging(project).rglob("*.html"):
            page.unlink()


def _run_sphinx(project: Project) -> None:
    begun = project.build / "sphinx" / "begun"
    if begun.is_file():
        _forget_pages(project)  # the last one was broken off: what it was writing is younger than its source
    write_text(begun, "")
    words = ["build", str(project.root), "-W", "-n", "--keep-going", "--path-output", str(_staging(project).parents[1])]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", "NO_COLOR": "1", "SCOLEDGER_ROOT": str(project.root)}
    # On a leash: one that outlived a killed command would write into the folder in which the next one works.
    done = run_leashed("from jupyter_book.cli.main import main; main()", words, project.root, environment)
    if done.returncode == 0 and (_staging(project) / FRONT).is_file():
        begun.unlink()
        return
    _forget_pages(project)  # Sphinx remembers pages that it warned of as read
    output = done.stderr + "\n" + done.stdout
    faults = find_faults(output, project.root) or output.strip().splitlines()[-_MOST:]
    if full := _find_full(faults):
        raise output_error(_staging(project), full)
    more = [f"... and {len(faults) - _MOST} more"] if len(faults) > _MOST else []
    listing = "\n".join(f"  {fault}" for fault in [*faults[:_MOST], *more])
    raise BuildFailedError(
        f"the book cannot be built; faults found: {len(faults)}.\n{listing}\n"
        "Expected a book without a single warning; the last whole one, if any, is still in _build/html.\n"
        "Mend the pages named above, then run the same command again."
    )


def _forget_pages(project: Project) -> None:
    """Have Sphinx read and write every page again: it takes for whole whatever is younger than its source."""
    folder = _staging(project).parent
    (folder / ".doctrees" / "environment.pickle").unlink(missing_ok=True)
    shutil.rmtree(folder / "jupyter_execute", ignore_errors=True)  # images, which are never written a second time


def _find_full(faults: Iterable[str]) -> OSError | None:
    """Find a fault that is no page's: the device is full, or files may not be so large."""
    for found in filter(None, map(_ERRNO.search, faults)):
        number = int(found[1])
        if number in _FULL:
            return OSError(number, os.strerror(number))
    return None


def _read_by_build(project: Project) -> Iterator[Path]:
    single = (
        *(project.root / "_config.yml", project.root / "_toc.yml", project.lock),
        *(contradictions_path(project), lock_path(project), redirects_path(project), *_told_everywhere(project)),
    )
    yield from single
    yield from (project.book, project.registry, project.exports, project.result_pages)
    yield from (project.build / CODE, project.build / OPEN, Path(__file__).parent)


def _told_everywhere(project: Project) -> list[Path]:
    """What the metadata of pages is made from beside the pages themselves: the book's citation and the articles."""
    return [path for path in (project.root / FILE_NAME, project.claims / "articles.toml") if path.is_file()]


def _staging(project: Project) -> Path:
    return project.build / "sphinx" / "_build" / "html"
