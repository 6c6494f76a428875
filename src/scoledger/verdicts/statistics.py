"""Take a part's statistic from a measured series and say what it shows under a rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd

from scoledger.claims import Part, Rule
from scoledger.errors import ClaimError, NoDataError
from scoledger.inference import Trend, estimate_trend, find_break, share_not_falling
from scoledger.units import convert
from scoledger.verdicts.comparisons import observe_comparison, observe_effect
from scoledger.verdicts.evidence import Evidence, Outcome
from scoledger.verdicts.specification import Specification

#: Share of the years that must have a value before one of them is called the record.
COVERAGE_FOR_A_PEAK = Fraction(2, 3)
#: Level below which a break counts as one; as for trends.
BREAK_LEVEL = 0.05


def observe(
    part: Part, rule: Rule, specification: Specification, measured: pd.Series | pd.DataFrame, unit: str
) -> Evidence:
    """Evidence of one specification on one part.

    Parameters
    ----------
    measured : pandas.Series, shape (n_years,), or pandas.DataFrame, shape (n_years, n_units)
        What the measure returned.
    unit : str
        Unit of the measure.

    Returns
    -------
    Evidence
        With outcome ``"no data"`` and the reason when the series does not reach the year or window.
    """
    blank = Evidence(specification, "no data")
    is_frame = isinstance(measured, pd.DataFrame)
    try:
        if part.statistic == "comparison":
            return observe_comparison(part, blank, measured, unit)
        if is_frame and part.statistic in _OF_FRAMES:
            return _OF_FRAMES[part.statistic](part, rule, blank, measured, unit)
        if not is_frame and part.statistic in _OF_SERIES:
            return _OF_SERIES[part.statistic](part, rule, blank, measured, unit)
    except NoDataError as reason:
        return replace(blank, detail=str(reason).split("\n", maxsplit=1)[0])
    raise ClaimError(
        f"part {part.name!r}: the statistic {part.statistic!r} is not taken from a {type(measured).__name__}."
    )


def _at(series: pd.Series, year: int) -> float:
    if year not in series.index or pd.isna(series[year]):
        span = f"{series.index.min()}-{series.index.max()}" if len(series) else "no year"
        raise NoDataError(f"no value in {year} (the series covers {span})")
    return float(series[year])


def _target_year(part: Part, specification: Specification) -> int:
    year = specification.year or part.year
    if year is None:
        raise ClaimError(f"part {part.name!r} names no year, and neither do its specifications.\nState one.")
    return year


def compare_figure(rule: Rule, value: float, claimed: float | tuple[float, float]) -> tuple[Outcome, float]:
    """Compare a measured with a claimed figure, or with a claimed range.

    Returns
    -------
    tuple of (outcome, float)
        The outcome and the relative distance from the figure, or from the nearer end of the range; zero inside it.

    Examples
    --------
    >>> rule = Rule(kind="point", text="", within=0.10, beyond=0.25)
    >>> compare_figure(rule, 2.39, 1.0)[0], compare_figure(rule, 2.39, (1.0, 2.5))
    ('contradicts', ('supports', 0.0))
    """
    low, high = claimed if isinstance(claimed, tuple) else (claimed, claimed)
    nearest_end = low if value < low else high
    # Rounded: in binary, 49.5 over 45 is a little more than 1.1.
    distance = 0.0 if low <= value <= high else round(abs(value / nearest_end - 1), 12)
    if distance <= (rule.within or 0):
        return "supports", distance
    return ("contradicts" if distance > (rule.beyond or 0) else "neither"), distance


def _claimed_figure(part: Part) -> float | tuple[float, float]:
    claimed = part.claimed
    if isinstance(claimed, tuple) and all(isinstance(item, int | float) for item in claimed):
        return float(claimed[0]), float(claimed[1])
    if isinstance(claimed, int | float):
        return float(claimed)
    raise ClaimError(f"part {part.name!r}: expected a claimed figure or range, found {claimed!r}.")


def _observe_level(part: Part, rule: Rule, blank: Evidence, series: pd.Series, unit: str) -> Evidence:
    year = _target_year(part, blank.specification)
    value = convert(_at(series, year), unit, part.unit)
    outcome, distance = compare_figure(rule, value, _claimed_figure(part))
    return replace(blank, outcome=outcome, value=value, unit=part.unit, detail=f"{year}: off by {distance:.0%}")


def _observe_ratio(part: Part, rule: Rule, blank: Evidence, series: pd.Series, _unit: str) -> Evidence:
    if part.base_year is None:
        raise ClaimError(f"part {part.name!r}: a ratio needs base_year.")
    year = _target_year(part, blank.specification)
    value = _at(series, year) / _at(series, part.base_year)
    outcome, distance = compare_figure(rule, value, _claimed_figure(part))
    detail = f"{year} over {part.base_year}: off by {distance:.0%}"
    return replace(blank, outcome=outcome, value=value, unit="ratio", detail=detail)


def _observe_peak(part: Part, _rule: Rule, blank: Evidence, series: pd.Series, _unit: str) -> Evidence:
    year = _target_year(part, blank.specification)
    _at(series, year)
    first = part.base_year or int(series.index.min())
    seen = series[(series.index >= first) & (series.index <= year)].dropna()
    if Fraction(len(seen), year - first + 1) < COVERAGE_FOR_A_PEAK:
        raise NoDataError(f"{len(seen)} of {year - first + 1} years in {first}-{year}: too few for a record")
    peak = int(seen.index.to_numpy()[seen.to_numpy().argmax()])
    rank = int(seen.rank(ascending=False)[year])
    return replace(
        blank,
        outcome="supports" if peak == year else "contradicts",
        value=float(peak),
        unit="year",
        n=len(seen),
        detail=f"highest in {peak}; {year} is number {rank} of {len(seen)} years",
    )


def _observe_ranking(part: Part, rule: Rule, blank: Evidence, frame: pd.DataFrame, _unit: str) -> Evidence:
    year = _target_year(part, blank.specification)
    if year not in frame.index:
        span = f"{frame.index.min()}-{frame.index.max()}" if len(frame) else "no year"
        raise NoDataError(f"no ranking in {year} (the table covers {span})")
    row = _row(frame, year).sort_values(ascending=False, kind="stable")
    claimed = [str(item) for item in part.claimed] if isinstance(part.claimed, tuple) else []
    if not claimed:
        raise ClaimError(f"part {part.name!r}: a ranking needs the units claimed, in order.")
    missing = [unit for unit in claimed if unit not in row]
    if missing:
        raise NoDataError(f"{', '.join(missing)} not in the ranking of {year}")
    top = part.top or len(claimed)
    first = [str(unit) for unit in row.index[:top]]
    outcome = _compare_order(claimed, first, ordered=rule.ordered)
    ranks = row.rank(ascending=False)
    worst = max(int(ranks[unit]) for unit in claimed)
    shown = ", ".join([str(unit) for unit in row.index[: max(len(claimed), 1)]])
    detail = f"{year}: first {shown}; ranks {', '.join(f'{unit} {int(ranks[unit])}' for unit in claimed)} of {len(row)}"
    return replace(blank, outcome=outcome, value=float(worst), unit="rank", n=len(row), detail=detail)


def _row(frame: pd.DataFrame, year: int) -> pd.Series:
    row: pd.Series = frame.T[year]
    return row.dropna()


def _compare_order(claimed: list[str], first: list[str], *, ordered: bool) -> Outcome:
    if not set(claimed) <= set(first):
        return "contradicts"
    return "neither" if ordered and claimed != first[: len(claimed)] else "supports"


def _observe_trend(part: Part, rule: Rule, blank: Evidence, series: pd.Series, unit: str) -> Evidence:
    window = blank.specification.window
    if window is None:
        raise ClaimError(f"part {part.name!r}: a trend needs a window.\nVary or fix the dimension 'window'.")
    seen = series[(series.index >= window[0]) & (series.index <= window[1])].dropna()
    years = window[1] - window[0] + 1
    fewest = rule.minimum_years or 0
    if len(seen) < fewest or Fraction(len(seen), years) < (rule.minimum_coverage or 0):
        raise NoDataError(f"{len(seen)} of {years} years in {window[0]}-{window[1]}: too few")
    trend = estimate_trend(seen)
    is_absent = part.smallest_trend is not None and trend.bound < part.smallest_trend * float(seen.abs().mean())
    outcome, remarks = _judge_trend(part, rule, trend, seen, is_absent=is_absent)
    return replace(
        blank,
        outcome=outcome,
        value=trend.slope,
        unit=f"{unit} per year",
        low=trend.low,
        high=trend.high,
        p_value=trend.p_value,
        n=trend.n,
        is_absent=is_absent,
        detail="; ".join([f"{trend.first_year}-{trend.last_year}", *remarks]),
    )


def _judge_trend(
    part: Part, rule: Rule, trend: Trend, series: pd.Series, *, is_absent: bool
) -> tuple[Outcome, list[str]]:
    """Outcome of a trend, and what speaks against it beyond its significance."""
    direction = rule.direction or 1
    if is_absent:
        return "contradicts", [f"no change of {part.smallest_trend:.1%} a year or more"]
    if trend.p_value >= (rule.level or 0):
        return "neither", []
    if trend.slope * direction < 0:
        return "contradicts", []
    remarks = _extra_conditions(part, series, direction)
    return ("neither" if remarks else "supports"), remarks


def _extra_conditions(part: Part, series: pd.Series, direction: int) -> list[str]:
    """Conditions beyond the trend itself that the series does not meet, in words."""
    remarks = []
    if part.rising_share is not None:
        share = share_not_falling(series * direction)
        if share < part.rising_share:
            remarks.append(f"only {share:.0%} of the yearly changes point that way")
    if part.no_downward_break:
        found = find_break(series)
        if found.p_value < BREAK_LEVEL and found.shift * direction < 0:
            remarks.append(f"a break the other way in {found.year}")
    return remarks


_Observe = Callable[[Part, Rule, Evidence, Any, str], Evidence]
_OF_FRAMES: dict[str, _Observe] = {"ranking": _observe_ranking, "effect": observe_effect}
_OF_SERIES: dict[str, _Observe] = {
    "level": _observe_level,
    "ratio": _observe_ratio,
    "peak-year": _observe_peak,
    "trend": _observe_trend,
}
