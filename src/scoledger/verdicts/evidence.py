"""What a judgement consists of: evidence by specification, verdicts by part, reading and claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from scoledger.claims import Claim, Part, Reading, RecordFile
from scoledger.inference import Effect, JointTest
from scoledger.verdicts.specification import MEASURE, Specification

Outcome = Literal["supports", "contradicts", "neither", "no data"]
Verdict = Literal[
    "supported",
    "contradicted",
    "mixed",
    "not identified",
    "not testable",
    "confirmed",
    "disputed",
    "unverified",
]
#: Score of an outcome, for finding the dimension that decides.
SCORES: dict[str, float] = {"supports": 1.0, "neither": 0.0, "contradicts": -1.0}


@dataclass(frozen=True)
class Evidence:
    """What one specification says about one part of a reading.

    Parameters
    ----------
    outcome : {"supports", "contradicts", "neither", "no data"}
    value : float, optional
        Figure, rank, year or slope; absent when the data hold nothing.
    unit : str
    low, high : float, optional
        Interval of an estimate.
    p_value : float, optional
    n : int, optional
        Years behind an estimate.
    is_absent : bool
        Whether the data show that there is nothing worth the name.
    detail : str
        In words, what was compared or why there is nothing.
    placebo, pretrend : Effect, optional
        Of an effect: that of the false event before it, and the difference of slopes before the event.
    """

    specification: Specification
    outcome: Outcome
    value: float | None = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    n: int | None = None
    is_absent: bool = False
    detail: str = ""
    placebo: Effect | None = None
    pretrend: Effect | None = None


@dataclass(frozen=True)
class Decision:
    """The dimension that decides, and the shares of each choice's specifications that support and contradict."""

    dimension: str
    share_explained: float
    support_by_choice: dict[str, float]
    contradict_by_choice: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class PartVerdict:
    """Verdict on one part, with its evidence."""

    part: Part
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    groups: dict[str, Verdict] = field(default_factory=dict)
    decision: Decision | None = None
    joint: JointTest | None = None

    @property
    def computed(self) -> tuple[Evidence, ...]:
        """Evidence of the specifications that the data could answer."""
        return tuple(item for item in self.evidence if item.outcome != "no data")

    def share(self, outcome: Outcome) -> float:
        """Share of the computed specifications with an outcome; zero when none was computed."""
        computed = self.computed
        return sum(item.outcome == outcome for item in computed) / len(computed) if computed else 0.0

    @property
    def values_by_measurement(self) -> dict[str, pd.Series]:
        """Measured values by the measurement that gave them, in the order of the claim."""
        found: dict[str, list[float]] = {}
        for item in self.computed:
            if item.value is not None:
                found.setdefault(item.specification.label, []).append(item.value)
        return {label: pd.Series(values, dtype=float) for label, values in found.items()}

    @property
    def years(self) -> str:
        """Year or years that the evidence is on."""
        spans = [item.specification.window for item in self.computed if item.specification.window]
        named = [item.specification.year for item in self.computed if item.specification.year]
        years = [year for span in spans for year in span] + named
        if self.part.year is not None or not years:
            return str(self.part.year or "")
        return str(years[0]) if len(set(years)) == 1 else f"{min(years)}-{max(years)}"

    @property
    def sources(self) -> tuple[str, ...]:
        """Tables that its specifications name, in order of their first appearance."""
        named = [item.specification.arguments.get("source") for item in self.computed]
        tables = [table for source in named for table in (source if isinstance(source, tuple) else (source,))]
        return tuple(dict.fromkeys(str(table) for table in tables if table))

    @property
    def values(self) -> pd.Series:
        """Measured values of the computed specifications."""
        return pd.Series([item.value for item in self.computed if item.value is not None], dtype=float)

    @property
    def frame(self) -> pd.DataFrame:
        """One row per specification: its choices, its figure and its outcome, for tables and figures."""
        rows = [
            {
                "part": self.part.name,
                MEASURE: item.specification.label,
                **{name: write_choice(value) for name, value in item.specification.choices.items()},
                "value": item.value,
                "unit": item.unit,
                "low": item.low,
                "high": item.high,
                "p_value": item.p_value,
                "n": item.n,
                "outcome": item.outcome,
                "detail": item.detail,
            }
            for item in self.evidence
        ]
        return pd.DataFrame(rows)


@dataclass(frozen=True)
class ReadingVerdict:
    """Verdict on one reading: its parts joined."""

    reading: Reading
    verdict: Verdict
    parts: tuple[PartVerdict, ...]
    series: tuple[tuple[Specification, pd.Series | pd.DataFrame], ...] = ()

    @property
    def frame(self) -> pd.DataFrame:
        """Evidence of all parts."""
        frames = [part.frame for part in self.parts if part.evidence]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    @property
    def specifications(self) -> int:
        """Number of specifications, over all parts."""
        return sum(len(part.evidence) for part in self.parts)

    @property
    def not_computable(self) -> int:
        """Number of specifications that the data could not answer."""
        return sum(len(part.evidence) - len(part.computed) for part in self.parts)

    def share(self, outcome: Outcome) -> float:
        """Share of the computed specifications with an outcome, over the core parts."""
        computed = [item for part in self.parts if part.part.role == "core" for item in part.computed]
        return sum(item.outcome == outcome for item in computed) / len(computed) if computed else 0.0


@dataclass(frozen=True)
class ClaimVerdict:
    """A judged claim."""

    claim: Claim
    verdict: Verdict
    readings: tuple[ReadingVerdict, ...]
    records: RecordFile | None = None

    @property
    def depends_on_reading(self) -> bool:
        """Whether two readings come out differently."""
        return len({reading.verdict for reading in self.readings}) > 1

    @property
    def frame(self) -> pd.DataFrame:
        """Evidence of all readings, one row per specification and part."""
        frames = [reading.frame.assign(reading=reading.reading.name) for reading in self.readings if len(reading.frame)]
        if not frames:
            return pd.DataFrame()
        together = pd.concat(frames, ignore_index=True)
        front = ["reading", "part", MEASURE]
        return together[front + [name for name in together if name not in front]]


def write_choice(choice: object) -> str:
    """A choice as text: a window as ``2001-2018``, a list joined by `` + ``.

    Examples
    --------
    >>> write_choice((2001, 2018)), write_choice(("member", "observer")), write_choice("CA5")
    ('2001-2018', 'member + observer', 'CA5')
    """
    if isinstance(choice, tuple):
        if len(choice) == 2 and all(isinstance(item, int) for item in choice):  # noqa: PLR2004 - a pair of years
            return str(choice[0]) if choice[0] == choice[1] else f"{choice[0]}-{choice[1]}"
        return " + ".join(map(str, choice))
    return str(choice)
