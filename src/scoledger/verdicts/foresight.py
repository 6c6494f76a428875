"""What an author could know: every claim judged again with series that end when the article was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

import pandas as pd

from scoledger.claims import Part, Rule, read_articles
from scoledger.indicators import find_measure
from scoledger.tables import Library, input_digest
from scoledger.verdicts.evidence import ClaimVerdict, Evidence, Outcome, PartVerdict, ReadingVerdict, Verdict
from scoledger.verdicts.joining import conclude_part, join_parts, list_choices
from scoledger.verdicts.specification import WINDOW, Specification
from scoledger.verdicts.statistics import observe

#: Statistics that are taken over a window when the specification names one.
_OVER_WINDOWS = {"trend", "comparison", "effect"}
#: Day of the next year from which a year's data count as known.
_KNOWN_FROM = (7, 1)


def last_known_year(information_until: dt.date) -> int:
    """Last calendar year whose data count as known on a day.

    A year's data count as known from 1 July of the next year.  The rule was set before any result, and it is the same
    for every article, table and claim.

    Examples
    --------
    >>> last_known_year(dt.date(2016, 8, 10)), last_known_year(dt.date(2017, 6, 7))
    (2015, 2015)
    """
    is_known = (information_until.month, information_until.day) >= _KNOWN_FROM
    return information_until.year - (1 if is_known else 2)


@dataclass(frozen=True)
class Hindsight:
    """One reading, judged with what could be known when the article was written.

    Parameters
    ----------
    reading : ReadingVerdict
        As judged with all data.
    verdict : str, optional
        With what was known; None when none of its parts could be judged by statistics then.
    parts : tuple of PartVerdict
        The parts that could be judged then.
    """

    reading: ReadingVerdict
    verdict: Verdict | None
    parts: tuple[PartVerdict, ...]

    @property
    def specifications(self) -> int:
        """Pieces of evidence that could be had then."""
        return sum(len(part.computed) for part in self.parts)

    def count(self, outcome: Outcome) -> int:
        """How many of them had an outcome."""
        return sum(one.outcome == outcome for part in self.parts for one in part.computed)


@dataclass(frozen=True)
class Foresight:
    """A claim judged with what its author could know.

    Parameters
    ----------
    information_until : datetime.date
        Day up to which the author could know things.
    last_year : int
        Last year whose data count as known on that day.
    readings : tuple of Hindsight
        The readings that statistics judge.
    """

    information_until: dt.date
    last_year: int
    readings: tuple[Hindsight, ...]


def look_back(verdict: ClaimVerdict, library: Library, rules: dict[str, Rule]) -> Foresight | None:
    """Judge a claim again with every series cut at the last year that its author could know.

    Returns
    -------
    Foresight or None
        None when no reading is judged by statistics, or when the article's date is not on file.

    Notes
    -----
    The series measured for the verdict are cut, not measured again; so the tables are those of today, with every
    revision made since.  A window that ends later ends at the cut, and where several then are the same they count
    once; where too few years are left by the rule, the specification cannot be computed.  A figure for a later year
    could not be known.  Documents are not cut.
    """
    article = read_articles(library.project).get(verdict.claim.source)
    if article is None:
        return None
    library.note("article", verdict.claim.source, input_digest(library.project, "article", verdict.claim.source))
    last_year = last_known_year(article.information_until)
    readings = tuple(
        _judge_again(reading, rules, last_year)
        for reading in verdict.readings
        if any(part.computed for part in reading.parts)
    )
    return Foresight(article.information_until, last_year, readings) if readings else None


def _judge_again(reading: ReadingVerdict, rules: dict[str, Rule], last_year: int) -> Hindsight:
    judged = []
    for item in reading.parts:
        if not item.evidence:  # documents
            judged.append(item)
            continue
        evidence = tuple(_observe_again(reading, item, rules[item.part.rule], last_year))
        verdict, groups = conclude_part(item.part, rules[item.part.rule], evidence)
        again = PartVerdict(item.part, verdict, evidence, groups)
        if again.computed:
            judged.append(again)
    is_known = any(item.computed for item in judged)
    return Hindsight(reading, join_parts(judged) if is_known else None, tuple(judged))


def _observe_again(reading: ReadingVerdict, item: PartVerdict, rule: Rule, last_year: int) -> Iterator[Evidence]:
    """Evidence of one part on cut series; what a cut does not touch is taken as it was."""
    ours = [one for one in reading.series if not one[0].parts or item.part.name in one[0].parts]
    seen = set()
    for known, (specification, series) in zip(item.evidence, ours, strict=True):
        measure = find_measure(specification.measure, specification.label)
        cut = specification if measure.is_stated else cut_specification(item.part, specification, last_year)
        if cut is None:
            yield replace(known, outcome="no data", value=None, detail=f"not known before the end of {last_year}")
            continue
        choices = tuple(sorted(list_choices(cut).items()))
        if choices in seen:
            continue
        seen.add(choices)
        is_touched = cut is not specification
        yield observe(item.part, rule, cut, cut_series(series, last_year), measure.unit) if is_touched else known


def cut_series(series: pd.Series | pd.DataFrame, last_year: int) -> pd.Series | pd.DataFrame:
    """A series, or a frame of them, up to a year."""
    return series[series.index <= last_year]


def cut_specification(part: Part, specification: Specification, last_year: int) -> Specification | None:
    """A specification as it could have been at the end of a year: the same, one with a shorter window, or none."""
    window = specification.window
    if window is not None and part.statistic in _OVER_WINDOWS:
        if window[1] <= last_year:
            return specification
        choices = MappingProxyType({**specification.choices, WINDOW: (window[0], last_year)})
        return replace(specification, choices=choices) if window[0] <= last_year else None
    target = specification.year or part.year
    return None if target is not None and target > last_year else specification
