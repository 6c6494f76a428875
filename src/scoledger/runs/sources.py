"""What people keep in the checkout: no run may change it, and no command writes over it."""

from __future__ import annotations

import contextlib
import functools
import os
import re
from collections.abc import Iterator
from pathlib import Path

from scoledger.builds.whole import MARK
from scoledger.errors import OverwriteError
from scoledger.paths import Project
from scoledger.runs import guard

#: What tells one state of a file from the next.
State = tuple[int, int, int]
#: Folders of the checkout that people keep, beside those that have a name of their own in `Project`.
_KEPT = ("src", "tests", ".github", ".ci", ".binder")
#: Names of the files at its top that they keep: a shell may write what a command says into another file there.
_KEPT_FILE = re.compile(r"[^.].*\.(?:md|yml|toml|lock|cff|json)|Makefile|LICENSE|\.gitignore")
#: Bytes in which the mark of a generated page stands.
_HEAD = 200


def guarded_folders(project: Project) -> tuple[str, ...]:
    """Paths below the root that a run may not write to, also where they are links to another disk."""
    folders = (project.data, project.notebooks, project.book, project.exports, project.build)
    return (*_KEPT, *(folder.relative_to(project.root).as_posix() for folder in folders))


def refuse_source(project: Project, target: Path, option: str) -> None:
    """Make sure that a file that somebody names for output does not lie where the sources of the book are.

    Parameters
    ----------
    project : Project
    target : pathlib.Path
    option : str
        The option that names it.

    Raises
    ------
    OverwriteError
        If it does.
    """
    for folder in (project.notebooks, project.book, project.data):
        if _is_below(target.resolve(), folder):
            raise OverwriteError(
                f"{target} lies in {folder.name}/, which holds sources of the book.\n"
                f"Expected a file outside notebooks/, book/ and data/. Name another file with {option}."
            )


def write_guard(project: Project, ipython: Path) -> None:
    """Have every kernel with this folder of IPython's refuse to write into the checkout, except beside that folder."""
    path = ipython / "profile_default" / "startup" / "guard.py"
    path.parent.mkdir(parents=True)
    text = Path(guard.__file__).read_text("utf-8")
    call = f"guard_checkout({str(project.root)!r}, {guarded_folders(project)!r}, {str(ipython.parent)!r})"
    # In a function's scope: nothing of it is left among the names of the notebook.
    path.write_text(f"exec(compile({text + call!r}, 'guard', 'exec'), {{'__name__': 'guard'}})\n", encoding="utf-8")


def look_at_sources(project: Project) -> dict[str, State]:
    """Size, time and number of every file that people keep in the checkout, by path below the root.

    What a build beside this run writes is left out: generated pages and ``exports/``.  The guard keeps the notebook
    from them, and what is changed or removed there all the same is made anew by the next build.
    """
    folders = (project.data, project.notebooks, *(project.root / name for name in _KEPT))
    length = len(str(project.root)) + 1
    found = {path[length:]: state for folder in folders for path, state in scan_files(str(folder))}
    found |= {path[length:]: state for path, state in _scan_top(project.root)}
    pages = scan_files(str(project.book))
    return found | {path[length:]: state for path, state in pages if not _is_generated(path, state)}


def changed_sources(before: dict[str, State], after: dict[str, State]) -> list[str]:
    """Name the files that were changed, added or removed."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _is_below(path: Path, folder: Path) -> bool:
    """Whether a path lies in a folder, also where the names of the system ignore capitals."""
    above = folder.resolve()
    return path.is_relative_to(above) or any(
        parent.exists() and parent.samefile(above) for parent in path.parents if above.exists()
    )


@functools.lru_cache(maxsize=4096)  # several times the pages of a book; one that has another state is read again
def _is_generated(path: str, state: State) -> bool:
    """Whether a build makes a file of the book: a page with its mark, or a notebook, which people keep elsewhere."""
    del state
    if not path.endswith(".md"):
        return path.endswith(".ipynb")
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a path object per file takes longer than the question
            return MARK.encode() in file.read(_HEAD)
    except FileNotFoundError:
        return True  # a build has just removed it; what people keep was read at the first look


def _scan_top(root: Path) -> Iterator[tuple[str, State]]:
    """Look at the files that people keep at the top of the checkout."""
    for entry in os.scandir(root):
        if _KEPT_FILE.fullmatch(entry.name):
            with contextlib.suppress(FileNotFoundError):
                yield entry.path, _state(entry.stat(follow_symlinks=False))


def _state(status: os.stat_result) -> State:
    return status.st_size, status.st_mtime_ns, status.st_ino


def scan_files(folder: str, *, follow_links: bool = False) -> Iterator[tuple[str, State]]:
    """Look at the files below a folder; what vanishes meanwhile, such as an editor's temporary file, is none.

    Parameters
    ----------
    folder : str
    follow_links : bool
        Look at what a link leads to, instead of the link; one that leads to nothing is then no file.

    Yields
    ------
    tuple of str and State
    """
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith("~") or entry.name == "__pycache__":
            continue
        try:
            is_folder = entry.is_dir(follow_symlinks=follow_links)
            status = None if is_folder else entry.stat(follow_symlinks=follow_links)
        except FileNotFoundError:
            continue
        if status is None:
            yield from scan_files(entry.path, follow_links=follow_links)
        else:
            yield entry.path, _state(status)
