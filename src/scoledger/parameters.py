"""What a notebook can be asked: its parameters, declared once in `notebooks/parameters.toml`, checked everywhere.

papermill runs a notebook on its defaults when a parameter is misspelt, and says so only in a log.  Hence every way
into a notebook (plan, command line, the notebook's own first cell) passes through `validate`.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    create_model,
    model_validator,
)

from scoledger.countries import validate_country, validate_states
from scoledger.errors import (
    InvalidParameterError,
    UnknownClaimError,
    UnknownCountryError,
    UnknownNotebookError,
    UnknownParameterError,
    WindowError,
    nearest,
)
from scoledger.paths import Project

FILE_NAME = "parameters.toml"

#: Years outside these bounds are slips of the keyboard, whatever a declaration says.
FIRST_YEAR, LAST_YEAR = 1900, 2100

Type = Literal["country", "states", "year", "choice", "claim", "integer", "number", "boolean", "text"]
Value = str | int | float | bool


class Parameter(BaseModel):
    """One parameter, as its declaration describes it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    type: Type
    default: Value
    help: str
    choices: list[Value] = []
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""

    def expected(self) -> str:
        """Say in words what the parameter may be.

        Examples
        --------
        >>> Parameter(type="year", default=2001, help="First year", minimum=1992, maximum=2024).expected()
        'a year from 1992 to 2024'
        """
        noun = {
            "country": "a country, ISO 3166-1 alpha-3",
            "states": "a group of states, or ISO 3166-1 alpha-3 codes joined by commas",
            "claim": "the id of a claim",
            "integer": "a whole number",
            "boolean": "true or false",
            "choice": "a choice",
        }.get(self.type, f"a {self.type}")
        low, high = self.bounds()
        if self.choices:
            return "one of " + ", ".join(map(str, self.choices))
        if low is not None and high is not None:
            return f"{noun} from {low:g} to {high:g}"
        if low is not None or high is not None:
            return f"{noun} of at least {low:g}" if low is not None else f"{noun} of at most {high:g}"
        return noun

    def bounds(self) -> tuple[float | None, float | None]:
        """Smallest and largest value, None where there is no bound."""
        if self.type != "year":
            return self.minimum, self.maximum
        low = FIRST_YEAR if self.minimum is None else self.minimum
        return low, LAST_YEAR if self.maximum is None else self.maximum


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
        tables = tomllib.loads(path.read_text("utf-8"))
        return {name: _declare(project, name, table) for name, table in tables.items()}
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValidationError) as error:
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


def check_names(declaration: Declaration, names: Iterable[str]) -> None:
    """Make sure that a notebook has all the parameters that are named.

    Raises
    ------
    UnknownParameterError
        At the first that it does not have; the message names the nearest.
    """
    for name in names:
        if name not in declaration.parameters:
            raise UnknownParameterError(
                f"{declaration.path} has no parameter {name!r}.{nearest(name, declaration.parameters)}\n"
                f"Parameters: {', '.join(declaration.parameters)} (see: scoledger params {declaration.name})"
            )


def validate(declaration: Declaration, given: Mapping[str, Any]) -> dict[str, Any]:
    """Check parameters, turn text into their types and fill in the defaults.

    Parameters
    ----------
    declaration : Declaration
    given : mapping
        Values by name: typed ones, or text from a command line (``"2001"``).

    Returns
    -------
    dict
        Every declared parameter, in the order of the declaration.

    Raises
    ------
    UnknownParameterError
        If the notebook has no such parameter.
    InvalidParameterError
        If a value has another type, or lies outside the choices or the range; or if two countries are equal and the
        declaration does not say ``may_be_equal = true``.
    UnknownCountryError, UnknownClaimError, WindowError
        If a country or claim does not exist, or ``last_year`` lies before ``first_year``.
    """
    check_names(declaration, given)
    try:
        return declaration.model(**given).model_dump()
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        found = given.get(name, declaration.parameters[name].default)
        raise InvalidParameterError(
            f"{declaration.path} cannot run with {name} = {found!r}.\n"
            f"Expected {declaration.parameters[name].expected()}; found {found!r} "
            f"(see: scoledger params {declaration.name})"
        ) from None


def claim_ids(project: Project) -> list[str]:
    """Ids of all claims: a claim exists when its file does."""
    return sorted(path.stem for path in project.claims.glob("*/*.toml"))


def _declare(project: Project, name: str, table: dict[str, Any]) -> Declaration:
    parameters = {key: Parameter(**value) for key, value in table.get("parameters", {}).items()}
    fields = {key: _field(project, f"notebooks/{name}.ipynb", key, value) for key, value in parameters.items()}
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


def _field(project: Project, path: str, name: str, parameter: Parameter) -> Any:
    low, high = parameter.bounds()
    types: dict[Type, Any] = {
        "country": Annotated[str, AfterValidator(functools.partial(_check_country, path, name))],
        "states": Annotated[str, AfterValidator(functools.partial(_check_states, path, name))],
        "claim": Annotated[str, AfterValidator(functools.partial(_check_claim, project))],
        "year": Annotated[int, BeforeValidator(_from_text(int)), Field(ge=low, le=high)],
        "integer": Annotated[int, BeforeValidator(_from_text(int)), Field(ge=low, le=high)],
        "number": Annotated[float, BeforeValidator(_from_text(float)), Field(ge=low, le=high, allow_inf_nan=False)],
        "boolean": Annotated[bool, BeforeValidator(_from_text(bool))],
        "choice": Any,
        "text": str,
    }
    kind = types[parameter.type]
    if parameter.choices:
        kind = Annotated[kind, AfterValidator(functools.partial(_check_choice, parameter.choices))]
    return (kind, parameter.default)


#: Text that stands for a value on a command line; anything else stays text and is refused as such.
_WRITTEN: dict[type, re.Pattern[str]] = {
    int: re.compile(r"[+-]?[0-9]+"),
    float: re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"),
    bool: re.compile(r"true|false"),
}


def _from_text(kind: type) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        if not isinstance(value, str) or not _WRITTEN[kind].fullmatch(value):
            return value
        return value == "true" if kind is bool else kind(value)

    return convert


def _check_country(path: str, name: str, value: str) -> str:
    return _named(validate_country, path, name, value)


def _check_states(path: str, name: str, value: str) -> str:
    return _named(validate_states, path, name, value)


def _named(check: Callable[[str], str], path: str, name: str, value: str) -> str:
    """Check a code, and name the parameter that holds a wrong one."""
    try:
        return check(value)
    except UnknownCountryError as error:
        raise UnknownCountryError(f"{path}, parameter {name!r}: {error}") from None


def _check_claim(project: Project, value: str) -> str:
    known = claim_ids(project)
    if value not in known:
        raise UnknownClaimError(
            f"there is no claim {value!r}.{nearest(value, known)}\n"
            f"Expected one of the {len(known)} claims in data/claims (see: scoledger claims)"
        )
    return value


def _check_choice(choices: list[Value], value: Any) -> Any:
    for choice in choices:
        if str(choice) == str(value):
            return choice
    raise ValueError(value)


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
