"""The plan of the book's runs: what `notebooks/plan.toml` says, multiplied out and checked."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoledger.errors import DuplicateIdError, InvalidParameterError, LedgerError, ResultError
from scoledger.parameters import Declaration, claim_ids, read_declaration, validate
from scoledger.parameters.declaration import FILE_NAME as DECLARED
from scoledger.paths import Project
from scoledger.results import check_id
from scoledger.runs.values import MOST_RUNS, check_values, count_combinations, write_count

FILE_NAME = "plan.toml"
EVERY_CLAIM = "*"

#: Docname of a page: folders and a name below ``book``, none of which leads up or hides.
_PAGE = re.compile(r"book(?:/[a-z0-9_]+(?:[-._][a-z0-9_]+)*)+")
#: Longest name of a file that every system in use can hold, less an ending.
_LONGEST = 200


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
    return plan_declared(read_declaration(project, notebook), given)


def plan_declared(declaration: Declaration, given: Mapping[str, Any]) -> PlannedRun:
    """Plan one run of a notebook whose declaration has been read: who plans many reads it once.

    Raises
    ------
    LedgerError
        If the parameters do not fit (`scoledger.parameters.validate`).
    """
    _check_templates(declaration)
    check_values(declaration, given)
    parameters = validate(declaration, given)
    slug, page = declaration.slug_of(parameters), declaration.page_of(parameters)
    for name, text in (("slug", slug), ("page", page)):
        if max(map(len, text.split("/"))) > _LONGEST:
            raise InvalidParameterError(
                f"{declaration.path} cannot run with these parameters: its {name} would be {text[:40]}..., which is too"
                f" long for a file.\nExpected at most {_LONGEST} letters; found {len(text)}. Shorten a parameter."
            )
    if not _PAGE.fullmatch(page):
        raise InvalidParameterError(
            f"{declaration.path} cannot run with these parameters: its page would be {page!r}.\n"
            "Expected folders and a name below book/, of letters, digits and single dashes. Change a parameter, or"
            f" 'page' in notebooks/{DECLARED}."
        )
    try:
        return PlannedRun(declaration.name, parameters, check_id(slug), page)
    except ResultError as error:
        raise ResultError(f"{declaration.path} cannot run with these parameters: {error}") from error


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


def _check_templates(declaration: Declaration) -> None:
    """Let slug and page name parameters in braces and nothing else: what stands there may be written by others.

    A field of `str.format` could also reach into a value, and from there into the program.
    """
    for name, template in (("slug", declaration.slug), ("page", declaration.page)):
        try:
            fields = [part[1:] for part in string.Formatter().parse(template) if part[1] is not None]
        except (TypeError, ValueError) as error:
            raise _template_error(declaration, name, template, str(error)) from error
        wrong = [field for field, *more in fields if field not in declaration.parameters or any(more)]
        if wrong:
            raise _template_error(declaration, name, template, f"{{{wrong[0]}}} is no parameter of it")


def _template_error(declaration: Declaration, name: str, template: object, reason: str) -> InvalidParameterError:
    return InvalidParameterError(
        f"notebooks/{DECLARED}, {declaration.name}: {name} = {template!r} cannot be used: {reason}.\n"
        f"Expected text with parameters in braces, of {', '.join(declaration.parameters) or 'none'}. Correct it there."
    )


def _read_rows(project: Project) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads((project.notebooks / FILE_NAME).read_text("utf-8"))["runs"]
        return [{"notebook": _name(row["notebook"]), "parameters": dict(row.get("parameters", {}))} for row in rows]
    except (OSError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise InvalidParameterError(
            f"notebooks/{FILE_NAME} cannot be used: {type(error).__name__}: {error}\n"
            'Expected rows like: [[runs]] notebook = "NAME", parameters = { NAME = [VALUE, VALUE] }'
        ) from error


def _name(notebook: object) -> str:
    if not isinstance(notebook, str):
        raise TypeError(f"notebook is {notebook!r}, not a name")
    return notebook


def _plan_row(project: Project, number: int, row: Mapping[str, Any]) -> Iterator[PlannedRun]:
    try:
        declaration = read_declaration(project, row["notebook"])
        choices = [_values(project, declaration, name, value) for name, value in row["parameters"].items()]
        if (count := count_combinations(map(len, choices))) > MOST_RUNS:
            raise InvalidParameterError(
                f"its lists multiply out to {write_count(count)} runs.\nExpected at most {MOST_RUNS:,}; shorten a list."
            )
        for combination in itertools.product(*choices):
            yield plan_declared(declaration, dict(zip(row["parameters"], combination, strict=True)))
    except LedgerError as error:
        raise type(error)(f"notebooks/{FILE_NAME}, run {number}: {error}") from error


def _values(project: Project, declaration: Declaration, name: str, value: Any) -> list[Any]:
    parameter = declaration.parameters.get(name)
    if value == EVERY_CLAIM and parameter is not None and parameter.type == "claim":
        return list(claim_ids(project))
    return value if isinstance(value, list) else [value]
