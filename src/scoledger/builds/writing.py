"""Small files of a build, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scoledger.builds.underway import part_of
from scoledger.errors import OutputError


def write_note(path: Path, content: Any) -> None:
    """Write plain data as JSON.

    Raises
    ------
    OutputError
        If the file cannot be written; the old one is then still whole.
    """
    part = part_of(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(content, sort_keys=True, indent=1) + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise cannot_write(path, error) from error


def read_note(path: Path) -> dict[str, Any]:
    """Read what `write_note` has written; nothing where there is no such file, or a damaged one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def cannot_write(path: Path, error: OSError) -> OutputError:
    """Turn the system's error about a path into a message that says what to do."""
    return OutputError(
        f"{path} cannot be written: {error.strerror or error}.\n"
        "Expected a folder with free space that this user may write; nothing was left half-written.\n"
        "Free some space or mend the permissions, then run the same command again."
    )
