"""One result: what a page shows, a citer cites and a file holds."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scoledger.errors import ResultError

KINDS = ("number", "table", "figure", "verdict", "text")

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Result:
    """One result of a run.

    Parameters
    ----------
    id : str
        Lower-case letters, digits and dashes; kept for ever.
    kind : str
        One of `KINDS`.
    title, caption, alt : str
        What it is, how to read it, and what a reader who cannot see the figure should know.
    value, unit, format, text : float or None, str, str, str
        A number with its unit and format specification, and the same ready to print (``"45.0 billion USD"``).  A
        verdict has its word in `text`, a text its markdown.
    low, high, n : float or None, float or None, int or None
        Interval in the unit of `value`; number of observations or specifications behind it.
    notebook, cell, page, heading, run, parameters
        Where it was made: name of the notebook, id of its cell, docname and heading of the page, run id, complete
        parameters.
    inputs : list of dict
        What was read for it: ``kind``, ``id``, ``digest``, ``vintage``.
    code_digest, edition : str
        Digest of the code that made it and edition of the book.
    files : dict of str to str
        File names by kind (``svg``, ``pdf``, ``png``, ``csv``); ``marks.json`` where a reader can point at what is
        drawn.
    details : dict
        What only this kind has: ``columns`` and ``rows`` of a table, claim and readings of a verdict.
    """

    id: str
    kind: str
    title: str
    value: float | None = None
    unit: str = ""
    format: str = ""
    text: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    caption: str = ""
    alt: str = ""
    notebook: str = ""
    cell: str = ""
    page: str = ""
    heading: str = ""
    run: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    inputs: list[dict[str, str]] = field(default_factory=list)
    code_digest: str = ""
    edition: str = ""
    files: dict[str, str] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_id(self.id)
        if self.kind not in KINDS:
            raise ResultError(f"result {self.id!r} is of kind {self.kind!r}.\nExpected one of {', '.join(KINDS)}.")
        if self.kind == "number" and (self.value is None or not math.isfinite(self.value)):
            raise ResultError(
                f"result {self.id!r} has no finite value: found {self.value!r}.\n"
                "A number that cannot be computed is not shown as one: say so in a text, or leave it out."
            )
        if self.kind == "figure" and not self.alt.strip():
            raise ResultError(f"figure {self.id!r} has no alt text.\nSay in a sentence what it shows.")

    @property
    def full_title(self) -> str:
        """Title that can be understood away from its page: a verdict's names its claim already."""
        if self.kind == "verdict" or not self.heading or self.heading in self.title:
            return self.title
        return f"{self.heading}: {self.title}"

    def to_dict(self) -> dict[str, Any]:
        """Give the result as plain data, as its file holds it."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Result:
        """Make a result from plain data.

        Raises
        ------
        ResultError
            If fields are missing or unknown, or the result could not be cited.
        """
        try:
            return cls(**data)
        except TypeError as error:
            raise ResultError(f"result {data.get('id', '?')!r} does not fit this edition: {error}.") from error


def check_id(text: str) -> str:
    """Return an id that can stand in an address and a citation, or refuse it.

    Raises
    ------
    ResultError
        If it is anything but lower-case letters, digits and single dashes.
    """
    if not _ID.fullmatch(text):
        raise ResultError(
            f"{text!r} cannot be the id of a result.\n"
            "Expected lower-case letters and digits with single dashes between them, for example 'profile-kgz-gdp'."
        )
    return text
