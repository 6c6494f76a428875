"""The one way into a notebook: parameters are checked, typed and completed here, whoever gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from scoledger.errors import InvalidParameterError, UnknownParameterError, nearest
from scoledger.parameters.declaration import Declaration


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
