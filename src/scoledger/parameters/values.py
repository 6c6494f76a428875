"""What a value may be: text becomes its type, and a wrong one is refused with what was probably meant."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from scoledger.countries import validate_country, validate_states
from scoledger.errors import UnknownClaimError, UnknownCountryError, nearest
from scoledger.parameters.parameter import Parameter, Type, Value
from scoledger.paths import Project


def claim_ids(project: Project) -> list[str]:
    """Ids of all claims: a claim exists when its file does."""
    return sorted(path.stem for path in project.claims.glob("*/*.toml"))


def make_field(project: Project, path: str, name: str, parameter: Parameter) -> Any:
    """Field of a pydantic model for one parameter: its checked type and its default."""
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
