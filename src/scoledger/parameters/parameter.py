"""One parameter of a notebook, as its declaration describes it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

#: Years outside these bounds are slips of the keyboard, whatever a declaration says.
FIRST_YEAR, LAST_YEAR = 1900, 2100
#: Largest whole number that a value may be, in bits: one of thousands of digits cannot be written in a message.
MOST_BITS = 64

Type = Literal["country", "states", "year", "choice", "claim", "integer", "number", "boolean", "text"]
Value = str | int | float | bool


def _check_size(value: Value) -> Value:
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        raise ValueError(f"a whole number of {value.bit_length():,} bits, beyond {MOST_BITS}")
    return value


Declared = Annotated[Value, AfterValidator(_check_size)]


class Parameter(BaseModel):
    """One parameter, as its declaration describes it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    type: Type
    default: Declared
    help: str
    choices: list[Declared] = []
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
