"""Forecasts scored at their date against two naive baselines: no change, and the linear trend up to the cut-off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.indicators import find_measure
from scoledger.units import convert
from scoledger.verdicts.evidence import ClaimVerdict, Evidence, PartVerdict, ReadingVerdict
from scoledger.verdicts.joining import list_choices
from scoledger.verdicts.specification import MEASURE, YEAR
from scoledger.verdicts.wording import write_figure

#: Kind of the claims that are scored.
FORECAST = "forecast"
#: Years that the linear trend is drawn through, and the fewest that will do.
YEARS_OF_TREND, FEWEST_OF_TREND = 10, 5
#: A range whose upper end is more than this multiple of the lower states a direction, not a figure.
WIDEST_RANGE = 2.0


@dataclass(frozen=True)
class Score:
    """One specification of a forecast, its outcome, and what naive baselines would have said.

    Parameters
    ----------
    year : int
        Target year.
    choices : tuple of str
        What tells the specification from others of its part, but for measurement and year.
    claimed : str
        The forecast as the claim has it.
    actual, forecast : float
        In `unit`.  Of a forecast range the end that came nearer; the outcome itself where it lies inside.
    no_change, trend : float, optional
        Last value known at the cut-off; least-squares line through the last ten known years, at least five, drawn on
        to the target year.  None where the series has no such past.
    known_year : int, optional
        Year of the last value known.
    """

    reading: str
    part: str
    label: str
    choices: tuple[str, ...]
    year: int
    unit: str
    claimed: str
    actual: float
    forecast: float
    no_change: float | None
    trend: float | None
    known_year: int | None

    @property
    def errors(self) -> dict[str, float]:
        """Distance from the outcome as a share of it, of each that can be scored."""
        said = {"forecast": self.forecast, "no change": self.no_change, "trend": self.trend}
        return {name: abs(value / self.actual - 1) for name, value in said.items() if value is not None}

    @property
    def nearest(self) -> str:
        """What came nearest; the forecast where it is as near as another, nothing where it stands alone."""
        if len(self.errors) == 1:
            return ""
        return min(self.errors.items(), key=lambda pair: round(pair[1], 12))[0]

    def is_further_than(self, baseline: str) -> bool:
        """Whether the forecast was further off than a baseline."""
        return round(self.errors["forecast"] - self.errors[baseline], 12) > 0


def score_forecasts(verdict: ClaimVerdict, last_year: int) -> tuple[Score, ...]:
    """Score every specification of a claim that forecasts a figure.

    Parameters
    ----------
    last_year : int
        Last year that the author could know.

    Returns
    -------
    tuple of Score
        Empty unless the claim is a forecast of a figure for a later year.  Parts and measurements stay apart: a
        capacity, a contract and a flow are different things.

    Notes
    -----
    Figures that documents state are no outcomes and are not scored; neither is an outcome of zero, from which nothing
    can be distant in percent, nor a forecast that states no more than a wide range.
    """
    if verdict.claim.kind != FORECAST:
        return ()
    found = []
    for reading in verdict.readings:
        for item in reading.parts:
            low, high = _ends(item)
            if item.part.statistic == "level" and high <= low * WIDEST_RANGE:
                found += _score_part(reading, item, last_year)
    return tuple(dict.fromkeys(found))


def _score_part(reading: ReadingVerdict, item: PartVerdict, last_year: int) -> list[Score]:
    ours = [one for one in reading.series if not one[0].parts or item.part.name in one[0].parts]
    scores = []
    for evidence, (_, series) in zip(item.evidence, ours, strict=True):
        measure = find_measure(evidence.specification.measure, evidence.specification.label)
        year = evidence.specification.year or item.part.year
        if not evidence.value or measure.is_stated or year is None or year <= last_year:
            continue
        if isinstance(series, pd.DataFrame):  # pragma: no cover - a level is taken from a series
            continue
        known = series[series.index <= last_year].dropna().sort_index()
        past = known.map(lambda value, own=measure.unit: convert(value, own, item.part.unit))
        scores.append(_score(reading, item, evidence, year, past))
    return scores


def _score(reading: ReadingVerdict, item: PartVerdict, evidence: Evidence, year: int, past: pd.Series) -> Score:
    actual = float(evidence.value or 0.0)
    low, high = _ends(item)
    return Score(
        reading.reading.name,
        item.part.name,
        evidence.specification.label,
        _tell_apart(item, evidence),
        year,
        item.part.unit,
        write_figure(item.part),
        actual,
        min(max(actual, low), high),
        float(past.iloc[-1]) if len(past) else None,
        extrapolate(past, year),
        int(past.index[-1]) if len(past) else None,
    )


def _ends(item: PartVerdict) -> tuple[float, float]:
    claimed = item.part.claimed
    figures = claimed if isinstance(claimed, tuple) else (claimed,)
    known = [float(figure) for figure in figures if isinstance(figure, int | float)]
    return (known[0], known[-1]) if known else (0.0, 0.0)


def _tell_apart(item: PartVerdict, evidence: Evidence) -> tuple[str, ...]:
    everything = [list_choices(one.specification) for one in item.evidence]
    own = list_choices(evidence.specification)
    return tuple(
        choice
        for name, choice in own.items()
        if name not in {MEASURE, YEAR} and len({known.get(name) for known in everything}) > 1
    )


def extrapolate(past: pd.Series, year: int) -> float | None:
    """Least-squares line through the last known years, drawn on to a later one; None when too few are known.

    Examples
    --------
    >>> extrapolate(pd.Series([1.0, 2.0, 3.0, 4.0, 5.0], index=range(2011, 2016)), 2020)
    10.0
    """
    recent = past.iloc[-YEARS_OF_TREND:]
    if len(recent) < FEWEST_OF_TREND:
        return None
    _, level = np.polyfit(recent.index.to_numpy(dtype=float) - year, recent.to_numpy(dtype=float), 1)
    return round(float(level), 9)
