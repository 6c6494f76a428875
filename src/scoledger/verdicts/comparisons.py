"""Comparisons of units with each other or with a threshold, and effects of events."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pandas as pd

from scoledger.claims import Part, Rule
from scoledger.errors import ClaimError, NoDataError
from scoledger.inference import Effect, estimate_effect, estimate_pretrend
from scoledger.units import convert
from scoledger.verdicts.evidence import Evidence, Outcome


def observe_comparison(part: Part, blank: Evidence, measured: pd.Series | pd.DataFrame, unit: str) -> Evidence:
    """Compare units in the order claimed, or one figure with a threshold, in a year or over a window.

    Notes
    -----
    Over a window the means are compared.  For units the evidence's value is the smallest step down the claimed order,
    relative to the larger of the two; negative when the order is broken.
    """
    claimed = part.claimed
    if isinstance(measured, pd.DataFrame) and isinstance(claimed, tuple):
        return _compare_units(part, blank, measured)
    if isinstance(measured, pd.Series) and isinstance(claimed, int | float):
        value, when = _value(part, blank, measured)
        figure = convert(value, unit, part.unit)
        is_met = figure < claimed if part.below else figure > claimed
        return replace(
            blank,
            outcome="supports" if is_met else "contradicts",
            value=figure,
            unit=part.unit,
            n=len(measured.dropna()),
            detail=f"{when}: {'below' if figure < claimed else 'above'} the threshold",
        )
    raise ClaimError(
        f"part {part.name!r}: a comparison needs two units or more of a ranking, or a threshold for a series.\n"
        f"Found claimed = {claimed!r} and a {type(measured).__name__}."
    )


def _compare_units(part: Part, blank: Evidence, frame: pd.DataFrame) -> Evidence:
    names = [str(name) for name in part.claimed] if isinstance(part.claimed, tuple) else []
    missing = [name for name in names if name not in frame]
    if missing:
        raise NoDataError(f"{', '.join(missing)} not in the table")
    pairs = [_value(part, blank, frame[name]) for name in names]
    values, when = [value for value, _ in pairs], pairs[0][1]
    steps = [(high - low) / max(abs(high), abs(low), 1e-300) for high, low in itertools.pairwise(values)]
    outcome: Outcome = "supports" if min(steps) > 0 else ("neither" if min(steps) == 0 else "contradicts")
    shown = ", ".join(f"{name} {value:,.4g}" for name, value in zip(names, values, strict=True))
    return replace(blank, outcome=outcome, value=min(steps), unit="share", n=len(names), detail=f"{when}: {shown}")


def _value(part: Part, blank: Evidence, series: pd.Series) -> tuple[float, str]:
    """The value of the year, or the mean over the window, and the words for either."""
    window, year = blank.specification.window, blank.specification.year or part.year
    known = series.dropna()
    if window is not None:
        known = known[(known.index >= window[0]) & (known.index <= window[1])]
        if known.empty:
            raise NoDataError(f"no value in {window[0]}-{window[1]}")
        return float(known.mean()), f"mean of {window[0]}-{window[1]}"
    if year is None:
        raise ClaimError(f"part {part.name!r} names neither a year nor a window.\nState one.")
    if year not in known.index:
        raise NoDataError(f"no value in {year}")
    return float(known[year]), str(year)


def observe_effect(part: Part, rule: Rule, blank: Evidence, frame: pd.DataFrame, unit: str) -> Evidence:
    """Estimate the effect of an event on the treated units, with a placebo event before it.

    Notes
    -----
    Supports: the sign claimed, an interval without zero, and a clean placebo.  Contradicts: the opposite sign on the
    same terms, or an interval inside the smallest effect of interest.  Without a clean placebo no effect of either sign
    counts.  The pre-trend, the difference of slopes before the event, is estimated beside it and decides nothing: the
    rule does not name it.
    """
    window = blank.specification.window
    if window is None or part.event_year is None or not part.treated:
        raise ClaimError(f"part {part.name!r}: an effect needs treated, event_year and a window.")
    effect = estimate_effect(frame, part.treated, part.event_year, window)
    remark, placebo = "no placebo tried", None
    if part.placebo_year is not None:
        placebo = estimate_effect(frame, part.treated, part.placebo_year, (window[0], part.event_year - 1))
        remark = f"placebo {part.placebo_year}: {placebo.estimate:+.3g}, p = {placebo.p_value:.2f}"
    is_clean = placebo is not None and placebo.p_value >= (rule.level or 0)
    zero_outside = effect.low > 0 or effect.high < 0
    bound = part.smallest_effect
    is_nothing = bound is not None and -bound < effect.low and effect.high < bound
    outcome: Outcome = "neither"
    if zero_outside and is_clean and effect.estimate * part.sign > 0:
        outcome = "supports"
    elif is_nothing or (zero_outside and is_clean):
        outcome = "contradicts"
    return replace(
        blank,
        outcome=outcome,
        value=effect.estimate,
        unit=unit,
        # Where so few units are known that no effect could be rejected, there is no interval to show.
        low=effect.low if math.isfinite(effect.low) else None,
        high=effect.high if math.isfinite(effect.high) else None,
        p_value=effect.p_value,
        n=effect.treated + effect.controls,
        is_absent=is_nothing,
        detail=f"{effect.treated} treated, {effect.controls} others; {remark}",
        placebo=placebo,
        pretrend=_pretrend(part, frame, part.event_year, window),
    )


def _pretrend(part: Part, frame: pd.DataFrame, event_year: int, window: tuple[int, int]) -> Effect | None:
    """The pre-trend; None where too few years before the event are known for one."""
    try:
        return estimate_pretrend(frame, part.treated, event_year, window)
    except NoDataError:
        return None
