"""Source cards: what every table is, who made it, under which terms, and which values are plausible in it.

A card is the whole recipe from a producer's file to the table that the project ships: which rows are kept, what each
column is called at the producer, its unit, and the bounds beyond which a value must be a mistake.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from scoledger.errors import CardError, DuplicateIdError, UnknownTableError, nearest
from scoledger.paths import Project

#: What an id may be, and its most letters: it names files.
ID, LONGEST_ID = r"[a-z0-9]+(-[a-z0-9]+)*", 150

ColumnType = Literal["int", "float", "str", "bool", "date"]
Cell = str | int | float


class _Strict(BaseModel):
    # A misspelt key in a card must be an error: `extra="forbid"` makes it one.
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Licence(_Strict):
    """The producer's terms as we understand them; `verified` says whether they were read again for this card."""

    name: str
    verified: bool
    url: str = ""
    note: str = ""


class Carrier(_Strict):
    """The public repository in which the producer's file was found; it grants no right of its own."""

    repository: str
    commit: str = ""
    path: str = ""


class TableFile(_Strict):
    """The shipped file: its path below ``data``, its sha256 and its number of rows."""

    path: str
    sha256: str = ""
    rows: int = 0


class YearRange(_Strict):
    """First and last year of the rows that an extract keeps."""

    first: int
    last: int


class Series(_Strict):
    """Unit and bounds of one indicator in a table whose rows differ in unit."""

    unit: str
    minimum: float
    maximum: float
    description: str = ""


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:  # a whole number beyond all floats
        return False


class Column(_Strict):
    """One column: type, unit, bounds, and its name and scale in the producer's file.

    Parameters
    ----------
    type : {"int", "float", "str", "bool", "date"}
    description : str
    unit : str
        Needed for numbers.
    minimum, maximum : number or date, optional
        Plausibility bounds, both included; needed for numbers.
    allowed : tuple, optional
        The only values that may occur.
    pattern : str
        A regular expression that every text must match as a whole.
    nullable : bool
        Whether a value may be missing.
    source : str
        The column's name in the producer's file (in TOML: ``from``); by default, the same.
    scale : float
        What the producer's number is multiplied by: 0.01 turns percent into a share.
    missing : tuple of str
        Codes that mean "no value" at the producer, beside an empty cell.
    """

    type: ColumnType
    description: str
    unit: str = ""
    minimum: int | float | dt.date | None = None
    maximum: int | float | dt.date | None = None
    allowed: tuple[Cell, ...] = ()
    pattern: str = ""
    nullable: bool = False
    source: str = Field(default="", alias="from")
    scale: float = 1.0
    missing: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether the column holds numbers."""
        return self.type in {"int", "float"}

    @field_validator("pattern")
    @classmethod
    def _is_expression(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            raise ValueError(f"no regular expression: {error}") from None
        return pattern

    @model_validator(mode="after")
    def _numbers_are_bounded(self) -> Column:
        if self.is_number:
            if not self.unit:
                raise ValueError("a column of numbers needs a unit")
            for name, bound in (("minimum", self.minimum), ("maximum", self.maximum)):
                if not isinstance(bound, int | float) or not _is_finite(bound):
                    raise ValueError(f"a column of numbers needs a finite {name}")
            if self.minimum > self.maximum:  # type: ignore[operator]  # both are numbers, by the lines above
                raise ValueError("minimum is above maximum")
        return self


class Card(_Strict):
    """Everything that is known about one table.

    Parameters
    ----------
    id : str
        Kebab-case; the file is ``data/cards/<id>.toml``.
    title, producer, citation, vintage : str
        The dataset, who made it, how to cite it, and of when it is.
    topic : str
        One word: trade, energy, macro, finance, votes, arms, security, records.
    rule : {"ship", "extract"}
        Shipped whole, or only the series that the book uses.
    redistributable : bool
        Whether the producer's terms, as we understand them, let the whole table be passed on.
    licence : Licence
    obtained : str
        One sentence: how the table came here.
    carrier : Carrier, optional
    known_limits : tuple of str
        Traps, in our words.
    key : tuple of str
        Columns that together name one row.
    file : TableFile
    columns : mapping of str to Column
        In the order of the file.
    select : mapping
        Rows that are kept: column to allowed values, or to a range of years.
    series_column : str
        The column that names the indicator, when rows differ in unit.
    value_column : str
        The column that holds the indicator's value.
    series : mapping of str to Series
        Unit and bounds of each indicator.
    """

    id: str = Field(pattern=f"^{ID}$", max_length=LONGEST_ID)
    title: str
    producer: str
    citation: str
    vintage: str
    topic: str
    rule: Literal["ship", "extract"]
    redistributable: bool
    licence: Licence
    obtained: str
    carrier: Carrier | None = None
    known_limits: tuple[str, ...]
    key: tuple[str, ...] = Field(min_length=1)
    file: TableFile
    columns: dict[str, Column] = Field(min_length=1)
    select: dict[str, tuple[Cell, ...] | YearRange] = {}
    series_column: str = ""
    value_column: str = ""
    series: dict[str, Series] = {}

    @model_validator(mode="after")
    def _names_agree(self) -> Card:
        expected = f"tables/{self.id.replace('-', '_')}.parquet"
        if self.file.path != expected:
            raise ValueError(f"file.path is {self.file.path!r}; the table of this card is {expected!r}")
        named = [*self.key, *self.select, *filter(None, (self.series_column, self.value_column))]
        for name in named:
            if name not in self.columns:
                raise ValueError(f"key, select or series name the column {name!r}, which the card does not describe")
        for name, wanted in self.select.items():
            if isinstance(wanted, YearRange) and not self.columns[name].is_number:
                raise ValueError(f"select names a range of {name!r}, which holds no numbers")
        if len(set(self.key)) < len(self.key):
            raise ValueError(f"key names a column twice: {', '.join(self.key)}")
        if self.rule == "extract" and self.redistributable:
            raise ValueError('rule = "extract" and redistributable = true contradict each other')
        if bool(self.series) != bool(self.series_column and self.value_column):
            raise ValueError("series, series_column and value_column are given together or not at all")
        return self

    @property
    def stem(self) -> str:
        """Name of the table's file without its ending."""
        return self.id.replace("-", "_")


def card_path(project: Project, table_id: str) -> Path:
    """Path of a table's card."""
    return project.cards / f"{table_id}.toml"


def table_path(project: Project, card: Card) -> Path:
    """Path of a table's Parquet file."""
    return project.data / card.file.path


def read_card(project: Project, table_id: str) -> Card:
    """Read the card of one table.

    Raises
    ------
    UnknownTableError
        If there is no card of that id.
    CardError
        If the card is not TOML, lacks what it must state, or states what nobody asks for.
    """
    path = card_path(project, table_id)
    # What is no id could name a file elsewhere, or be too long for the name of any.
    if len(table_id) > LONGEST_ID or not re.fullmatch(ID, table_id) or not path.is_file():
        known = sorted(file.stem for file in project.cards.glob("*.toml"))
        raise UnknownTableError(
            f"no table {table_id!r}.{nearest(table_id, known)}\n"
            f"Expected the id of one of the {len(known)} cards in data/cards (see: scoledger data list)."
        )
    card = _parse(path)
    if card.id != path.stem:
        raise CardError(
            f"data/cards/{path.name} has the id {card.id!r}.\nExpected {path.stem!r}: a card is named after its id.\n"
            "Rename the file or change the id."
        )
    return card


def read_cards(project: Project) -> dict[str, Card]:
    """Read every card, sorted by id.

    Raises
    ------
    DuplicateIdError
        If two cards carry one id.
    CardError
        As `read_card`.
    """
    seen: dict[str, str] = {}
    for path, card_id in _ids(project):
        if card_id in seen:
            raise DuplicateIdError(
                f"two cards carry the id {card_id!r}: data/cards/{seen[card_id]} and data/cards/{path.name}.\n"
                "Expected one card per table. Give one of them another id and file name."
            )
        seen[card_id] = path.name
    return {path.stem: read_card(project, path.stem) for path in sorted(project.cards.glob("*.toml"))}


def _ids(project: Project) -> Iterator[tuple[Path, str]]:
    for path in sorted(project.cards.glob("*.toml")):
        yield path, str(_load(path).get("id", path.stem))


def _load(path: Path) -> Mapping[str, object]:
    return _read(path.name, _text(path))


def _parse(path: Path) -> Card:
    return _check(path.name, _text(path))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CardError(f"data/cards/{path.name} is not TOML: {error}.\nCorrect the file at that place.") from error


# Whoever reads a table asks for its card: one is parsed again only when its text has changed.
@functools.lru_cache(maxsize=1024)
def _read(name: str, text: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits, and lists beyond depth
        raise CardError(f"data/cards/{name} is not TOML: {error}.\nCorrect the file at that place.") from error


@functools.lru_cache(maxsize=1024)
def _check(name: str, text: str) -> Card:
    try:
        return Card.model_validate(_read(name, text))
    except ValidationError as error:
        faults = "\n".join(
            f"  {'.'.join(map(str, fault['loc'])) or 'card'}: {fault['msg']}" for fault in error.errors()
        )
        raise CardError(
            f"data/cards/{name} is not a complete card:\n{faults}\n"
            "Expected the keys that `scoledger.cards.Card` lists. Correct the card."
        ) from error
