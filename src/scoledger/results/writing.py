"""Writing results: whole or not at all, and only what has changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scoledger.errors import OutputError
from scoledger.tables.writing import write_whole


def write_bytes(path: Path, content: bytes) -> bool:
    """Write a file unless it holds the same bytes already.

    Returns
    -------
    bool
        Whether the file was written: an unchanged file keeps its time, so that nothing is rebuilt for it.

    Raises
    ------
    OutputError
        If the folder cannot be made or written, or is full; the old file is then still whole.
    """
    try:
        if path.is_file() and path.read_bytes() == content:
            return False
    except OSError as error:
        raise output_error(path, error) from error
    write_whole(path, content)
    return True


def write_text(path: Path, content: str) -> bool:
    """Write a text file, UTF-8, as `write_bytes` does."""
    return write_bytes(path, content.encode("utf-8"))


def write_json(path: Path, content: Any) -> bool:
    """Write a JSON file as `write_bytes` does: keys sorted, indented by one, no NaN.

    Raises
    ------
    OutputError
        As `write_bytes`.
    ValueError
        If a number in it is not finite.
    """
    return write_text(path, to_json(content))


def to_json(content: Any) -> str:
    r"""Write content as the JSON text that goes into files.

    Examples
    --------
    >>> to_json({"b": 1, "a": None})
    '{\n "a": null,\n "b": 1\n}\n'
    """
    return json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def output_error(path: Path | str, error: OSError) -> OutputError:
    """Turn the system's error about a path into a message that says what to do."""
    return OutputError(
        f"{path} cannot be written: {error.strerror or error}.\n"
        "Expected a folder with free space that this user may write; nothing was left half-written.\n"
        "Free some space or mend the permissions, then run the same command again."
    )
