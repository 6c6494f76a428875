"""What a notebook can be asked, declared once in `notebooks/parameters.toml`."""

from __future__ import annotations

import functools
import itertools
import keyword
import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel, ConfigDict, PydanticUserError, create_model, model_validator
from pydantic_core import SchemaError

from scoledger.errors import InvalidParameterError, UnknownNotebookError, WindowError, nearest
from scoledger.parameters.parameter import Parameter
from scoledger.parameters.values import make_field
from scoledger.paths import Project

FILE_NAME = "parameters.toml"


@dataclass(frozen=True)
class Declaration:
    """One notebook, what it can be asked, and where its results go.

    Parameters
    ----------
    name : str
        File name below ``notebooks/`` without ``.ipynb``.
    title, summary : str
        For lists of notebooks.
    slug : str
        Pattern of the prefix of a run's result ids, for example ``profile-{country}``.
    page : str
        Pattern of the page that a run becomes, below ``book/``.
    parameters : dict of str to Parameter
    model : type of pydantic.BaseModel
        The same as a model: frozen, nothing beyond the declared parameters, strict types.
    """

    name: str
    title: str
    summary: str
    slug: str
    page: str
    parameters: dict[str, Parameter]
    model: type[BaseModel]

    @property
    def path(self) -> str:
        """Path of the notebook from the root, as messages print it."""
        return f"notebooks/{self.name}.ipynb"

    def slug_of(self, parameters: Mapping[str, Any]) -> str:
        """Prefix of the result ids of a run with these (complete) parameters."""
        return self.slug.format(**parameters).lower().replace("_", "-").replace(",", "-")

    def page_of(self, parameters: Mapping[str, Any]) -> str:
        """Docname, from the root, of the page of a run with these (complete) parameters."""
        return "book/" + self.page.format(**parameters).lower().replace(",", "-")


def read_declarations(project: Project) -> dict[str, Declaration]:
    """Read what every notebook can be asked.

    Returns
    -------
    dict of str to Declaration
        By name of the notebook, in the order of the file.

    Raises
    ------
    InvalidParameterError
        If the file is missing or a declaration does not state what it must.
    """
    path = project.notebooks / FILE_NAME
    try:
        return dict(_declare_all(project, path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, RecursionError, PydanticUserError, SchemaError) as error:
        raise InvalidParameterError(
            f"notebooks/{FILE_NAME} cannot be used: {type(error).__name__}: {error}\n"
            "Expected, for every notebook: title, summary, slug, page, and [NOTEBOOK.parameters.NAME] with type, "
            "default and help."
        ) from error


def read_declaration(project: Project, notebook: str) -> Declaration:
    """Read what one notebook can be asked.

    Parameters
    ----------
    project : Project
    notebook : str
        Name, with or without folder and ``.ipynb``; dashes count as underscores.

    Raises
    ------
    UnknownNotebookError
        If there is no such notebook or it has no declaration.
    """
    declarations = read_declarations(project)
    name = PurePath(notebook).name.removesuffix(".ipynb").replace("-", "_")
    if name not in declarations:
        raise UnknownNotebookError(
            f"there is no notebook {notebook!r}.{nearest(name, declarations)}\n"
            f"Notebooks: {', '.join(declarations)} (see: scoledger params)"
        )
    if not (project.notebooks / f"{name}.ipynb").is_file():
        raise UnknownNotebookError(
            f"notebooks/{name}.ipynb does not exist.\n"
            f"notebooks/{FILE_NAME} declares it: add the notebook, or remove its declaration."
        )
    return declarations[name]


# Each run asks, and a model takes a while to make; the file is parsed again only when its text has changed.
@functools.lru_cache(maxsize=4)
def _declare_all(project: Project, text: str) -> dict[str, Declaration]:
    return {name: _declare(project, name, table) for name, table in tomllib.loads(text).items()}


def _declare(project: Project, name: str, table: dict[str, Any]) -> Declaration:
    _check_words(name, table)
    parameters = {key: Parameter(**value) for key, value in table.get("parameters", {}).items()}
    fields = {key: make_field(project, f"notebooks/{name}.ipynb", key, value) for key, value in parameters.items()}
    validators: dict[str, Any] = {"window": model_validator(mode="after")(functools.partial(_check_window, name))}
    countries = [key for key, value in parameters.items() if value.type == "country"]
    if not _may_be_equal(table):
        differ = functools.partial(_check_countries_differ, name, countries)
        validators["countries"] = model_validator(mode="after")(differ)
    model: type[BaseModel] = create_model(
        name,
        __config__=ConfigDict(frozen=True, extra="forbid", strict=True, validate_default=True),
        __validators__=validators,
        **fields,
    )
    return Declaration(name, table["title"], table["summary"], table["slug"], table["page"], parameters, model)


def _check_words(name: str, table: Any) -> None:
    """Check what the types of Python do not: a notebook is a table with texts, and its names can be names of values."""
    if not isinstance(table, dict) or not isinstance(table.get("parameters", {}), dict):
        raise TypeError(f"{name} or its parameters are no table")
    if not re.fullmatch(r"[a-z0-9_]{1,100}", name):
        raise ValueError(f"{name!r} is no name of a notebook")
    for key in ("title", "summary", "slug", "page"):
        if not isinstance(table[key], str):
            raise TypeError(f"{key} of {name} is {table[key]!r:.60}, no text")
    for key in table.get("parameters", {}):
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,60}", key) or key.startswith("model_") or keyword.iskeyword(key):
            raise ValueError(f"{key!r} is no name of a parameter")
    for key in ("slug", "page"):
        for _, field, spec, conversion in string.Formatter().parse(table[key]):
            # A field could reach into a value, and from there into the program.
            if field is not None and (field not in table.get("parameters", {}) or spec or conversion):
                raise ValueError(f"{key} of {name} has the field {field!r}, which is no parameter of it")


def _may_be_equal(table: Mapping[str, Any]) -> bool:
    stated = table.get("may_be_equal", False)
    if not isinstance(stated, bool):
        raise TypeError(f"may_be_equal is {stated!r}, neither true nor false")
    return stated


def _check_countries_differ(notebook: str, names: list[str], model: Any) -> Any:
    for one, other in itertools.combinations(names, 2):
        if getattr(model, one) == getattr(model, other):
            raise InvalidParameterError(
                f"notebooks/{notebook}.ipynb cannot run with {one} and {other} alike.\n"
                f"Expected two countries; found {one} = {other} = {getattr(model, one)!r}.\n"
                f"Name another {one} or {other} (see: scoledger params {notebook})"
            )
    return model


def _check_window(name: str, model: Any) -> Any:
    first, last = getattr(model, "first_year", None), getattr(model, "last_year", None)
    if first is not None and last is not None and first > last:
        raise WindowError(
            f"notebooks/{name}.ipynb cannot run from {first} to {last}: the window ends before it begins.\n"
            f"Expected first_year <= last_year; found first_year = {first}, last_year = {last}."
        )
    return model
