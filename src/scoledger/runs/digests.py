"""Digests of what a run is made from, and what has changed since it was made."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import scoledger
from scoledger.errors import ChecksumError, LedgerError, NotebookError
from scoledger.paths import Project
from scoledger.tables.inputs import ABSENT, file_digest, input_digest

#: Parts of the package that results do not depend on: a change of the command line repeats no run.
NOT_CODE = frozenset({"builds", "runs", "site", "exports", "cli", "citations", "editions", "additions"})
#: The folder whose modules belong to the notebook of their name, except for these, which all chapters share.
CHAPTERS, SHARED = "chapters", frozenset({"__init__.py", "chapter.py"})


@dataclass(frozen=True)
class Basis:
    """What all runs rest on besides their notebook and inputs.

    Parameters
    ----------
    code : dict of str to str
        sha256 by file of the package, for example ``verdicts/trend.py``.
    lock : str
        sha256 of the locked requirements.
    """

    code: dict[str, str]
    lock: str

    @functools.cached_property
    def code_digest(self) -> str:
        """One digest of all the code."""
        return digest_of(self.code)

    def of(self, notebook: str) -> Basis:
        """What runs of one notebook rest on: the code of another notebook's chapter is none of their business."""
        return Basis({name: digest for name, digest in self.code.items() if _concerns(name, notebook)}, self.lock)


def read_basis(project: Project) -> Basis:
    """Digest the code and the lock as they are now."""
    return Basis(code_digests(), file_digest(project.lock) if project.lock.is_file() else ABSENT)


def code_digests(package: Path | None = None) -> dict[str, str]:
    """Digest every file of the package that results depend on.

    Parameters
    ----------
    package : pathlib.Path, optional
        By default this package.

    Returns
    -------
    dict of str to str
        sha256 by path within the package, sorted.
    """
    package = package or Path(scoledger.__file__).parent
    files = {path.relative_to(package).as_posix(): path for path in package.rglob("*") if path.is_file()}
    return {
        name: file_digest(path)
        for name, path in sorted(files.items())
        if name.split("/")[0].removesuffix(".py") not in NOT_CODE and "__pycache__" not in name
    }


def _concerns(name: str, notebook: str) -> bool:
    """Whether runs of a notebook depend on a file of the package."""
    folder, _, rest = name.partition("/")
    if folder != CHAPTERS or rest in SHARED:
        return True
    return rest.split("/")[0].removesuffix(".py") == notebook


def notebook_digest(path: Path) -> str:
    """Digest what a notebook does: the source and tags of its cells, not what an editor has noted beside them.

    Raises
    ------
    NotebookError
        If the file is no notebook.
    """
    # Read as the JSON that it is: whoever only asks what is stale need not wait seconds for a validator's import.
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        content = [[cell["cell_type"], _source(cell), cell["metadata"].get("tags", [])] for cell in cells]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotebookError(
            f"notebooks/{path.name} is no notebook: {type(error).__name__}: {error}.\n"
            "Expected JSON with a list of cells, format 4. Restore it from version control, or save it anew in "
            "JupyterLab."
        ) from error
    return digest_of(content)


def _source(cell: Mapping[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)  # the format allows a list of lines


def digest_of(content: object) -> str:
    """Hexadecimal sha256 of plain data."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def changed_code(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Name the files that were changed, added or removed."""
    return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))


def changed_inputs(project: Project, inputs: Iterable[Mapping[str, str]]) -> list[str]:
    """Say in words which inputs are no longer what a run has read.

    Raises
    ------
    ChecksumError
        If the bytes of a table are not those that its card names.
    """
    words = []
    for item in inputs:
        now = _present_digest(project, item["kind"], item["id"])
        if now != item["digest"]:
            what = "its bytes, card or corrections changed" if item["kind"] == "table" else "changed"
            words.append(f"{item['kind']} {item['id']}: {'is gone' if now == ABSENT else what}")
    return words


def _present_digest(project: Project, kind: str, input_id: str) -> str:
    try:
        return input_digest(project, kind, input_id)
    except ChecksumError:
        raise  # every run that reads the table would fail
    except LedgerError:
        return "unreadable"  # the run is repeated, and the notebook says what is wrong
