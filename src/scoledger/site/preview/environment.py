"""What Sphinx remembers of the last book, moved to the preview's checkout.

Sphinx reads all pages of a book before it writes one, and keeps what it has read in a file.  A preview begins with that
file, so that it reads only what changes.  The file names the folder of the book in many places.
"""

from __future__ import annotations

import io
import pickle
import shutil
from pathlib import Path, PurePath
from typing import Any

from scoledger.paths import Project
from scoledger.site.preview.faults import BookNeededError

_PICKLE = "environment.pickle"
_MEND = "Run 'scoledger book' first; a preview begins with the pages of a whole book."


def check_book(project: Project) -> None:
    """Make sure that there is a book to begin with.

    Raises
    ------
    BookNeededError
        If not.
    """
    if not (_doctrees(project) / _PICKLE).is_file() or not (project.html / "index.html").is_file():
        raise BookNeededError(f"no whole book stands in {project.html}.\n{_MEND}")


def move_environment(project: Project, copy: Project, target: Path) -> None:
    """Copy what Sphinx remembers of the last book, with the preview's checkout in the place of the real one.

    Parameters
    ----------
    project, copy : Project
        The real checkout and that of the preview.
    target : pathlib.Path
        Folder for the doctrees and the environment.

    Raises
    ------
    BookNeededError
        If what Sphinx remembers cannot be used.
    """
    source = _doctrees(project)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(_PICKLE))
    try:
        # Made by Sphinx on this machine, and read by it at every build.
        environment = pickle.loads((source / _PICKLE).read_bytes())  # noqa: S301
        old = str(environment.srcdir)
        moved = move_paths(environment, old, str(copy.root))
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, TypeError, ValueError) as error:
        raise BookNeededError(
            f"what Sphinx remembers of the last book cannot be read: {type(error).__name__}: {error}.\n{_MEND}"
        ) from error
    if old != str(project.root.resolve()):
        raise BookNeededError(f"the last book was built in {old}, and the checkout has moved since.\n{_MEND}")
    (target / _PICKLE).write_bytes(pickle.dumps(moved, pickle.HIGHEST_PROTOCOL))


def refuse_other_code(reason: str) -> BookNeededError:
    """Say that the last book was made by other code or another configuration than there is now."""
    return BookNeededError(
        f"the last book was made by other code or another configuration than there is now: {reason}.\n{_MEND}"
    )


def _doctrees(project: Project) -> Path:
    return project.build / "sphinx" / "_build" / ".doctrees"


def move_paths(content: Any, old: str, new: str) -> Any:
    """Copy anything that can be pickled, with another folder in every path below one.

    Examples
    --------
    >>> move_paths({"/a/b.md": [Path("/a"), "/ab", "a"]}, "/a", "/c")
    {'/c/b.md': [PosixPath('/c'), '/ab', 'a']}
    """
    stream = io.BytesIO()
    _Packer(stream, old).dump(content)
    stream.seek(0)
    return _Unpacker(stream, new).load()


class _Packer(pickle.Pickler):
    """Leaves a gap, with what stands below the old folder, in the place of every path."""

    def __init__(self, stream: io.BytesIO, old: str) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self._old, self._within = old, f"{old.rstrip('/')}/"

    def persistent_id(self, obj: Any) -> tuple[type, str] | None:
        if type(obj) is not str and not isinstance(obj, PurePath):
            return None
        text = str(obj)
        return (type(obj), text[len(self._old) :]) if text == self._old or text.startswith(self._within) else None


class _Unpacker(pickle.Unpickler):
    """Fills the gaps with paths below the new folder."""

    def __init__(self, stream: io.BytesIO, new: str) -> None:
        super().__init__(stream)
        self._new = new

    def persistent_load(self, pid: tuple[type, str]) -> Any:
        kind, below = pid
        return kind(f"{self._new}{below}")
