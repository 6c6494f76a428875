"""The plan of the book's runs: what `notebooks/plan.toml` says, multiplied out and checked."""

from __future__ import annotations

import hashlib
import itertools
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoledger.errors import DuplicateIdError, InvalidParameterError, LedgerError
from scoledger.parameters import Declaration, claim_ids, read_declaration, validate
from scoledger.paths import Project
from scoledger.results import check_id

FILE_NAME = "plan.toml"
EVERY_CLAIM = "*"


@dataclass(frozen=True)
class PlannedRun:
    """One notebook with one set of parameters.

    Parameters
    ----------
    notebook : str
        Name without ``.ipynb``.
    parameters : dict
        Complete and typed.
    slug : str
        Prefix of its result ids.
    page : str
        Docname of the page that it becomes.
    """

    notebook: str
    parameters: dict[str, Any]
    slug: str
    page: str

    @property
    def key(self) -> str:
        """Hexadecimal sha256 of all four: what is run, whatever it is run on."""
        words = json.dumps([self.notebook, self.parameters, self.slug, self.page], sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()

    def __str__(self) -> str:
        given = ", ".join(f"{name}={value}" for name, value in self.parameters.items())
        return f"notebooks/{self.notebook}.ipynb ({given})"


def plan_run(project: Project, notebook: str, given: Mapping[str, Any]) -> PlannedRun:
    """Plan one run.

    Raises
    ------
    LedgerError
        If there is no such notebook, or its parameters do not fit (`scoledger.parameters.validate`).
    """
    return _plan(read_declaration(project, notebook), given)


def read_plan(project: Project) -> list[PlannedRun]:
    """Read the book's runs, in the order of the file.

    Every row is checked before anything starts.

    Raises
    ------
    DuplicateIdError
        If two runs would make the same ids or the same page.
    LedgerError
        If the file or one of its rows is wrong.
    """
    planned = [run for number, row in enumerate(_read_rows(project), 1) for run in _plan_row(project, number, row)]
    for attribute in ("slug", "page"):
        seen: dict[str, PlannedRun] = {}
        for run in planned:
            name = getattr(run, attribute)
            if name in seen:
                raise DuplicateIdError(
                    f"notebooks/{FILE_NAME} plans two runs with the {attribute} {name!r}:\n"
                    f"{seen[name]}\n{run}\nRemove one, or let their {attribute}s name what differs."
                )
            seen[name] = run
    return planned


def _plan(declaration: Declaration, given: Mapping[str, Any]) -> PlannedRun:
    parameters = validate(declaration, given)
    slug = check_id(declaration.slug_of(parameters))
    return PlannedRun(declaration.name, parameters, slug, declaration.page_of(parameters))


def _read_rows(project: Project) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads((project.notebooks / FILE_NAME).read_text("utf-8"))["runs"]
        return [{"notebook": row["notebook"], "parameters": dict(row.get("parameters", {}))} for row in rows]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise InvalidParameterError(
            f"notebooks/{FILE_NAME} cannot be used: {type(error).__name__}: {error}\n"
            'Expected rows like: [[runs]] notebook = "NAME", parameters = { NAME = [VALUE, VALUE] }'
        ) from error


def _plan_row(project: Project, number: int, row: Mapping[str, Any]) -> Iterator[PlannedRun]:
    try:
        declaration = read_declaration(project, row["notebook"])
        choices = [_values(project, declaration, name, value) for name, value in row["parameters"].items()]
        for combination in itertools.product(*choices):
            yield _plan(declaration, dict(zip(row["parameters"], combination, strict=True)))
    except LedgerError as error:
        raise type(error)(f"notebooks/{FILE_NAME}, run {number}: {error}") from error


def _values(project: Project, declaration: Declaration, name: str, value: Any) -> list[Any]:
    parameter = declaration.parameters.get(name)
    if value == EVERY_CLAIM and parameter is not None and parameter.type == "claim":
        return list(claim_ids(project))
    return value if isinstance(value, list) else [value]
