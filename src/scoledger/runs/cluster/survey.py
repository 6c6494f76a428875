"""What results rest on at a machine, and in what two machines differ."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoledger.paths import Project
from scoledger.runs.cluster.connection import LIBRARY
from scoledger.runs.digests import Basis, changed_code, read_basis
from scoledger.runs.work import DISTRIBUTION, read_versions

#: Files and libraries that a message names; of more it gives the number.
NAMED = 3


@dataclass(frozen=True)
class Survey:
    """What results rest on at a machine: plain data, which travels.

    Parameters
    ----------
    code : dict of str to str
        sha256 by file of the package.
    lock : str
        sha256 of the locked requirements.
    versions : dict of str to str
        Of Python, its libraries, and the kind of machine.
    """

    code: dict[str, str]
    lock: str
    versions: dict[str, str]


def take_survey(project: Project, basis: Basis | None = None) -> Survey:
    """Look at this machine.

    Parameters
    ----------
    project : Project
    basis : Basis, optional
        Code and lock as they were noted; by default, as they are now.

    Returns
    -------
    Survey
    """
    basis = basis or read_basis(project)
    try:
        versions = read_versions()
    except importlib.metadata.PackageNotFoundError as error:
        versions = {DISTRIBUTION: f"without {error.name}"}
    return Survey(basis.code, basis.lock, versions | {LIBRARY: _version(LIBRARY), "machine": platform.machine()})


def find_differences(ours: Survey, theirs: Survey) -> list[str]:
    """Say in words in what another machine differs; nothing when it would make our results."""
    words = []
    if code := changed_code(ours.code, theirs.code):
        words.append(f"its code differs: {_name(code)}")
    if ours.lock != theirs.lock:
        words.append("its requirements.lock differs")
    names = sorted(name for name in {*ours.versions, *theirs.versions} if _of(ours, name) != _of(theirs, name))
    if names:
        words.append(_name([f"{name} {_of(theirs, name)}, here {_of(ours, name)}" for name in names], "; "))
    return words


def find_faults(root: str, ours: Mapping[str, Any], token: tuple[str, str] | None = None) -> list[str]:
    """Say in words why this machine cannot execute runs of a checkout; nothing when it can.

    Parameters
    ----------
    root : str
        The checkout, where the one who asks has it.
    ours : mapping
        Fields of the asker's survey.
    token : tuple of str, optional
        A file below the root that the asker has just written, and what stands in it.

    Returns
    -------
    list of str
    """
    project = Project(Path(root))
    if not project.root.is_dir():
        return [f"it has no folder {root}"]
    if token and not _holds(*token):
        return [f"its {root} is another folder than ours"]
    if token and (problem := _try_to_write(Path(token[0]).parent)):
        return [f"it cannot write below {root}: {problem}"]
    return find_differences(Survey(**ours), take_survey(project))


def _holds(path: str, content: str) -> bool:
    try:
        return Path(path).read_text("utf-8") == content
    except OSError:
        return False


def _try_to_write(folder: Path) -> str:
    try:
        (folder / f"{platform.node()}.written").write_text("", encoding="utf-8")
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def _of(survey: Survey, name: str) -> str:
    return survey.versions.get(name, "absent")


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "absent"


def _name(items: list[str], separator: str = ", ") -> str:
    more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
    return separator.join(items[:NAMED]) + more
