"""The checkout of a preview: pages and results of its own, everything else as it stands.

Whatever a preview writes, it writes below `_build/preview`; the pages, the registry and the built book of the real
checkout stay as the last `scoledger book` has left them.  Only finished runs go where all runs go, into the store.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from scoledger.builds import hold_alone
from scoledger.paths import Project
from scoledger.results import output_error
from scoledger.site.preview.faults import PreviewRunningError

#: Folder of everything that a preview writes, below `_build`, and the lock that the preview holds.
FOLDER, LOCK = "preview", ".preview-lock"
#: What the preview's checkout does not share with the real one.
_OWN = ("book", "_build")
#: What it shares of that which commands make.
_SHARED_BUILT = ("runs", "summary", "r")


def preview_folder(project: Project) -> Path:
    """Folder of everything that a preview writes."""
    return project.build.resolve() / FOLDER


def hold_preview(project: Project) -> AbstractContextManager[Callable[[str], None]]:
    """Hold the preview's folder for as long as a preview lasts; a build may be at work meanwhile.

    Returns
    -------
    context manager
        Gives a function that takes the address at which the preview is served, for whoever is refused.

    Raises
    ------
    PreviewRunningError
        If another preview is at work.
    OutputError
        If `_build` cannot be written.
    """

    def refuse(holder: str) -> PreviewRunningError:
        return PreviewRunningError(
            f"another preview is at work in {project.root}: {holder}.\n"
            "Expected one at a time. Look at that one, or end it with Ctrl-C and run the same command again."
        )

    return hold_alone(project.build / LOCK, refuse)


def make_checkout(project: Project) -> Project:
    """Make the preview's checkout anew, from the pages and results of the last book; a killed one's is removed.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    folder = preview_folder(project)
    copy = Project(folder / "checkout")
    try:
        remove_checkout(project)
        copy.build.mkdir(parents=True)
        for path in project.root.resolve().iterdir():
            if path.name not in _OWN and not path.name.startswith("."):
                (copy.root / path.name).symlink_to(path)
        for name in _SHARED_BUILT:
            if (project.build / name).exists():
                (copy.build / name).symlink_to(project.build.resolve() / name)
        shutil.copytree(project.book, copy.book)
        # A result is never written in place, so that the other name of a file keeps what it held.
        shutil.copytree(project.registry, copy.registry, copy_function=_link)
    except OSError as error:
        raise output_error(folder, error) from error
    return copy


def remove_checkout(project: Project) -> None:
    """Remove everything that a preview has written below `_build`, except for finished runs."""
    shutil.rmtree(preview_folder(project), ignore_errors=True)


def copy_page(project: Project, copy: Project, path: Path) -> Path:
    """Copy a file of the book that a person has changed or removed; gives its path in the preview's checkout."""
    target = copy.root / path.relative_to(project.root)
    try:
        if path.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
        else:
            target.unlink(missing_ok=True)
    except OSError as error:
        raise output_error(target, error) from error
    return target


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without a second name
        shutil.copy2(source, target)
