"""Ids that were withdrawn: ``data/editions/withdrawn.toml`` says since when, why, and what stands in their place."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace

from scoledger.errors import EditionError
from scoledger.paths import Project

FILE_NAME = "withdrawn.toml"


@dataclass(frozen=True)
class Withdrawal:
    """One id that later editions do not have.

    Parameters
    ----------
    edition : str
        First edition without it.
    reason : str
        Without the full stop at its end: sentences go on behind it.
    successor : str
        Id that stands in its place, if any.
    """

    edition: str
    reason: str
    successor: str = ""


def read_withdrawn(project: Project) -> dict[str, Withdrawal]:
    """Read which ids were withdrawn; none where the file is missing.

    Raises
    ------
    EditionError
        If the file is no TOML, or a row lacks edition or reason or has another key or anything but text.
    """
    path = project.editions / FILE_NAME
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        return {name: _read_row(name, row) for name, row in content.items()}
    except (ValueError, TypeError) as error:
        raise EditionError(
            f"data/editions/{FILE_NAME} cannot be used: {error}.\n"
            'Expected rows like: [some-id] edition = "2026.2", reason = "...", successor = "other-id" (if any).'
        ) from error


def _read_row(name: str, row: dict[str, str]) -> Withdrawal:
    found = Withdrawal(**row)
    if not all(isinstance(value, str) for value in row.values()):
        raise TypeError(f"{name} has a value that is no text")
    return replace(found, reason=found.reason.strip().removesuffix("."))
