"""Values of parameters as files and command lines give them: which can be used, and how a message writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scoledger.errors import InvalidParameterError
from scoledger.parameters import MOST_BITS, Declaration

#: Most runs that one grid, or one row of a plan, may stand for: beyond it, a few words would keep a machine busy for
#: weeks.
MOST_RUNS = 100_000
#: Longest text, in letters, that a value may be.
LONGEST = 1_000

#: Number of combinations from which on they are not counted any more.
_UNCOUNTED = 10**15
#: Letters of a value that a message repeats.
_SHOWN = 60


def check_values(declaration: Declaration, given: Mapping[str, Any]) -> None:
    """Let a value be one text, number, date or truth value, and one that a message can hold.

    What is refused here would end a message that repeats it: a table of a thousand tables, a number of five thousand
    digits.  Names that the notebook does not have are left to `scoledger.parameters.validate`.

    Raises
    ------
    InvalidParameterError
        At the first value, given or declared as the default, that is no such thing.
    """
    defaults = {name: parameter.default for name, parameter in declaration.parameters.items()}
    for name, value in {**defaults, **given}.items():
        if name in declaration.parameters and not is_plain(value):
            raise InvalidParameterError(
                f"{declaration.path} cannot run with {name} = {brief(value)}.\n"
                f"Expected {declaration.parameters[name].expected()}; found {brief(value)} "
                f"(see: scoledger params {declaration.name})"
            )


def is_plain(value: Any) -> bool:
    """Whether a value is one thing and of a size that a message can hold."""
    if isinstance(value, str):
        return len(value) <= LONGEST
    if isinstance(value, int):
        return value.bit_length() <= MOST_BITS
    return not isinstance(value, list | tuple | dict)


def brief(value: Any) -> str:
    r"""Write any value in one short line.

    Examples
    --------
    >>> brief("KGZ"), brief(1 << 70), brief([1, 2]), brief("a\nb")
    ('KGZ', 'a whole number of 71 bits', 'a list of 2', 'a\\nb')
    """
    if isinstance(value, dict):
        return f"a table of {len(value)}"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        return f"a whole number of {value.bit_length():,} bits"
    text = str(value)
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
    return text if text.isprintable() else repr(text)[1:-1]


def count_combinations(lengths: Iterable[int]) -> int:
    """Multiply the lengths of lists, no further than it takes to refuse them.

    Examples
    --------
    >>> count_combinations([3, 4]), count_combinations([10] * 5000)
    (12, 1000000000000000)
    """
    count = 1
    for length in lengths:
        count *= length
        if count >= _UNCOUNTED:
            return _UNCOUNTED
    return count


def write_count(count: int) -> str:
    """Write a number of combinations.

    Examples
    --------
    >>> write_count(12_000), write_count(10**20)
    ('12,000', '1,000,000,000,000,000 or more')
    """
    return f"{count:,}" if count < _UNCOUNTED else f"{_UNCOUNTED:,} or more"
