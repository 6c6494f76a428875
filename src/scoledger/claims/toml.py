"""Read a TOML file into a checked model, with errors that name file, key, expectation and finding."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from scoledger.errors import ClaimError


class Model(BaseModel):
    """Base of everything that a text file states: frozen, and without a key that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")


#: Letters of a wrong value that a message repeats.
_SHOWN = 300
#: Faults of one file that a message lists.
_LISTED = 30

M = TypeVar("M", bound=BaseModel)


def name_place(path: Path) -> str:
    """Name a file as a message does: from the folder ``data`` of its checkout on.

    Examples
    --------
    >>> name_place(Path("/home/me/ledger/data/claims/rules.toml"))
    'data/claims/rules.toml'
    """
    parts = path.parts
    return Path(*parts[len(parts) - 1 - parts[::-1].index("data") :]).as_posix() if "data" in parts else str(path)


def read_toml(path: Path) -> dict[str, object]:
    """Read one TOML file.

    Raises
    ------
    ClaimError
        If the file is missing or is not TOML; the message names file and line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ClaimError(f"{name_place(path)}: no such file.\nExpected a TOML file there: restore it.") from None
    # Also a number of thousands of digits, and lists within lists beyond what the parser follows.
    except (ValueError, RecursionError) as fault:
        raise ClaimError(f"{name_place(path)} is not TOML: {fault}.\nMend the line it names.") from None


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} ..."


def read_model(path: Path, model: type[M]) -> M:
    """Read one TOML file into a model.

    Raises
    ------
    ClaimError
        If a key is missing, unknown or of the wrong kind; the message lists all of them.
    """
    return check_model(path, model, read_toml(path))


def check_model(path: Path, model: type[M], content: object) -> M:
    """Check content that was read from `path` against a model.

    Raises
    ------
    ClaimError
        As `read_model`.
    """
    try:
        return model.model_validate(content)
    except ValidationError as fault:
        lines = [
            f"  {'.'.join(map(str, error['loc'])) or 'file'}: {error['msg']}"
            + ("" if error["type"] in {"missing", "extra_forbidden"} else f" (found {_shorten(repr(error['input']))})")
            for error in fault.errors()
        ]
        more = [f"  and {len(lines) - _LISTED} more"] if len(lines) > _LISTED else []
        raise ClaimError(
            f"{name_place(path)} does not state what it must:\n" + "\n".join([*lines[:_LISTED], *more])
        ) from None
