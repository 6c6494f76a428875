"""One claim, its readings, and the specifications that each reading spans."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from scoledger.claims.toml import Model, name_place, read_model
from scoledger.errors import DuplicateIdError, UnknownClaimError, nearest
from scoledger.paths import Project

#: What an id may be, and its most letters: it names files.
ID, LONGEST_ID = r"[a-z0-9]+(-[a-z0-9]+)*", 150
#: Words of an article that may be quoted.
QUOTED_WORDS = 8

Scalar = str | int | float | bool
Choice = Scalar | tuple[Scalar, ...]
Statistic = Literal["level", "ratio", "peak-year", "ranking", "trend", "comparison", "effect", "record"]


class Locator(Model):
    """Where the statement stands; pages that the stored text does not print are inferred."""

    section: str
    line: int
    footnote: int | None = None
    page_inferred: int | None = None


class Period(Model):
    """First and last year that the statement speaks of."""

    first: int
    last: int


class Prune(Model):
    """Specifications that are not defensible, and why: those that match every choice in `when`."""

    when: dict[str, Choice]
    reason: str


class Measurement(Model):
    """One way to measure a reading: a measure, its fixed arguments, and the choices over which it is varied.

    Parameters
    ----------
    measure : str
        Name of a function of `indicators`.
    label : str
        The measure in a few words, for figures.
    arguments : dict
        Fixed arguments.
    vary : dict of str to list
        Dimension to admissible choices; all combinations are run, but for those pruned.
    prune : list of Prune
        Combinations left out, with reasons.
    parts : list of str, optional
        The parts of the reading that this measurement can judge; default: all.
    """

    measure: str
    label: str
    arguments: dict[str, Choice] = Field(default_factory=dict)
    vary: dict[str, tuple[Choice, ...]] = Field(default_factory=dict)
    prune: tuple[Prune, ...] = ()
    parts: tuple[str, ...] = ()


class Part(Model):
    """One thing that a reading asserts.

    Parameters
    ----------
    name : str
        ``"2014"``, ``"rank"``, ``"trend"``.
    rule : str
        Name in rules.toml.
    statistic : str
        What is taken from the measured series: its `level` in a year, the `ratio` of two years, its `peak-year`,
        a `ranking` of units in a year, its `trend` over a window, a `comparison` of units with each other or of a
        figure with a threshold, the `effect` of an event; or `record` when documents decide.
    role : {"core", "attribute"}
        An attribute that fails makes a verdict mixed; a core that fails, contradicted.
    claimed : float, pair of floats, or list of str
        The figure, an admissible range of it, or the units in the order claimed.
    unit : str
        Unit of `claimed`.
    year, base_year : int
        Year of the figure; for a ratio also the year it is compared with, for a record year the first that counts.
    top : int
        Ranks: how many places count.
    group, group_at_least : str, int
        Trends: the dimension whose groups (say, countries) must each be supported, and how many of them.
    rising_share : float
        Trends: smallest share of yearly changes that must not be falls.
    no_downward_break : bool
        Trends: whether a significant downward break speaks against the claim.
    smallest_trend : float
        Trends: yearly change worth the name, as a share of the mean size of the series; data that rule out as much show
        that there is no trend.
    below : bool
        Comparisons with a threshold: whether the claim is that the figure lies below it.
    treated, event_year, placebo_year : list of str, int, int
        Effects: units that the event concerns, its first year, and an earlier year at which nothing should be seen.
    sign : {-1, 1}
        Effects: the sign claimed.
    smallest_effect : float
        Effects: an interval within this distance of zero shows that there is none worth the name.
    decided_by : {"core", "otherwise"}
        Records: the side that decides alone once it is established, where the claim admits no exception.
    """

    name: str
    rule: str
    statistic: Statistic
    role: Literal["core", "attribute"] = "core"
    claimed: float | tuple[float, float] | tuple[str, ...] | None = None
    unit: str = ""
    year: int | None = None
    base_year: int | None = None
    top: int | None = Field(default=None, ge=1)
    group: str | None = None
    group_at_least: int | None = Field(default=None, ge=1)
    rising_share: float | None = Field(default=None, ge=0, le=1)
    no_downward_break: bool = False
    smallest_trend: float | None = Field(default=None, gt=0, lt=1)
    below: bool = False
    treated: tuple[str, ...] = ()
    event_year: int | None = None
    placebo_year: int | None = None
    sign: Literal[-1, 1] = 1
    smallest_effect: float | None = Field(default=None, gt=0)
    decided_by: Literal["core", "otherwise"] | None = None


def _figures(claimed: object) -> tuple[object, ...]:
    return claimed if isinstance(claimed, tuple) else (claimed,)


class Reading(Model):
    """One admissible meaning of a claim.

    Parameters
    ----------
    same_as : str, optional
        An earlier reading whose measurements this one shares: only the parts differ.
    """

    name: str
    meaning: str
    parts: tuple[Part, ...] = Field(min_length=1)
    measurements: tuple[Measurement, ...] = ()
    same_as: str | None = None

    @model_validator(mode="after")
    def _measurements_judge_known_parts(self) -> Reading:
        names = [part.name for part in self.parts]
        if len(set(names)) < len(names):
            raise ValueError(f"two parts bear one name: {names}")
        for part in self.parts:
            if part.statistic == "peak-year" and part.base_year is None:
                raise ValueError(f"part {part.name!r}: a record year needs base_year, the first year that counts")
            if part.statistic in {"level", "ratio"} and 0 in _figures(part.claimed):
                raise ValueError(f"part {part.name!r}: a figure of nothing cannot be compared in percent")
        known = set(names)
        strange = {name for way in self.measurements for name in way.parts} - known
        if strange:
            raise ValueError(
                f"measurements name parts {sorted(strange)} that the reading does not have: {sorted(known)}"
            )
        if not self.measurements and any(part.statistic != "record" for part in self.parts):
            raise ValueError("a part that statistics judge needs at least one measurement")
        return self


def title_reading(name: str) -> str:
    """Name of a reading as a title or a sentence begins with it.

    Examples
    --------
    >>> title_reading("literal"), title_reading("beside the United States")
    ('Literal reading', 'Reading “beside the United States”')
    """
    return f"Reading “{name}”" if " " in name else f"{name[:1].upper()}{name[1:]} reading"


class Control(Model):
    """The same change measured for every other unit, against which a trend claim is held."""

    measure: str
    label: str
    arguments: dict[str, Choice] = Field(default_factory=dict)
    first_year: int
    last_year: int


class Claim(Model):
    """One checkable statement of an article.

    Parameters
    ----------
    id : str
        Stable address, as in ``claims/<id>``.
    source : str
        Article, a key of articles.toml.
    paraphrase, quote : str
        The statement in our words, and at most eight of the article's to find it by.
    voice : {"author", "quoted"}
        Whether the author says it or quotes somebody.
    """

    id: str = Field(pattern=f"^{ID}$", max_length=LONGEST_ID)
    source: str
    title: str
    locator: Locator
    paraphrase: str
    quote: str
    kind: str
    topic: str
    voice: Literal["author", "quoted"] = "author"
    countries: tuple[str, ...]
    period: Period
    testability: Literal["trade-energy-stats", "other-open-data", "dated-record", "not-testable"]
    reason_untestable: str | None = None
    pitfalls: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    note: str = ""
    readings: tuple[Reading, ...] = ()
    control: Control | None = None

    @model_validator(mode="before")
    @classmethod
    def _share_measurements(cls, content: Any) -> Any:
        readings = content.get("readings", []) if isinstance(content, dict) else []
        known: dict[str, Any] = {}
        for reading in readings if isinstance(readings, list) else ():  # what is no list is named by its field
            if isinstance(reading, dict) and "same_as" in reading:
                if not isinstance(reading["same_as"], str) or reading["same_as"] not in known:
                    raise ValueError(f"same_as names no earlier reading: {reading['same_as']!r}")
                reading["measurements"] = known[reading["same_as"]]
            if isinstance(reading, dict):
                known[str(reading.get("name"))] = reading.get("measurements", [])
        return content

    @model_validator(mode="after")
    def _quote_is_short(self) -> Claim:
        if len(self.quote.split()) > QUOTED_WORDS:
            raise ValueError(f"the quote has {len(self.quote.split())} words; at most {QUOTED_WORDS} are quoted")
        names = [reading.name for reading in self.readings]
        if len(set(names)) < len(names):
            raise ValueError(f"two readings bear one name: {names}")
        return self


def read_claims(project: Project) -> dict[str, Claim]:
    """Read every claim under ``data/claims``.

    Returns
    -------
    dict of str to Claim
        Claims by id, sorted.

    Raises
    ------
    ClaimError
        If a file does not state what it must.
    DuplicateIdError
        If two files carry one id, or a file's name differs from its id.
    """
    found: dict[str, Claim] = {}
    for path in sorted(project.claims.glob("*/*.toml")):
        claim = read_model(path, Claim)
        if claim.id in found:
            raise DuplicateIdError(
                f"{name_place(path)}: the claim id {claim.id!r} stands in "
                f"{found[claim.id].source}/{claim.id}.toml too.\n"
                "Give one of them another id."
            )
        _check_place(path, claim)
        found[claim.id] = claim
    return dict(sorted(found.items()))


def _check_place(path: Path, claim: Claim) -> None:
    if path.stem != claim.id or path.parent.name != claim.source:
        raise DuplicateIdError(
            f"{name_place(path)}: expected {claim.source}/{claim.id}.toml, as id and source say.\n"
            "Rename the file or the id."
        )


def read_claim(project: Project, claim_id: str) -> Claim:
    """Read one claim.

    Raises
    ------
    UnknownClaimError
        If there is none of that id; the message names the nearest.
    DuplicateIdError
        If the file of that name holds a claim of another id or article.
    """
    # What is no id could be a pattern or a path, which names other files.
    is_id = len(claim_id) <= LONGEST_ID and re.fullmatch(ID, claim_id)
    for path in project.claims.glob(f"*/{claim_id}.toml") if is_id else ():
        claim = read_model(path, Claim)
        _check_place(path, claim)
        return claim
    known = sorted(path.stem for path in project.claims.glob("*/*.toml"))
    raise UnknownClaimError(
        f"no claim {claim_id!r}.{nearest(claim_id, known)}\nList them: scoledger claims ({len(known)} claims)."
    )
