"""Effects with what must hold for them to be believed: the placebo and the pre-trend, in tables and sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from scoledger.inference import Effect
from scoledger.verdicts.evidence import ClaimVerdict, Evidence, PartVerdict

#: P value below which a placebo or a pre-trend is not clean; the level of the rule on causes.
UNCLEAN = 0.10
#: P value below which an effect is told from chance.
CLEAR = 0.05
EFFECTS_CAPTION = (
    "Effect: change of the units concerned with the event, less that of all others; median over the specifications, "
    "smallest and largest in brackets. Placebo: the same at a false event before the true one, where nothing should "
    "show. Pre-trend: how much faster, a year, the units concerned moved than others before the event. Neither is "
    "clean where its p value lies below 10 percent; the rule asks for a clean placebo and does not name the pre-trend."
)


def list_effects(verdict: ClaimVerdict) -> pd.DataFrame:
    """One row per specification of an effect: estimate, interval and p value, placebo and pre-trend.

    Returns
    -------
    pandas.DataFrame, shape (n_specifications, 13)
        Columns ``reading``, ``part``, ``measure``, ``effect``, ``low``, ``high``, ``p_value``, ``placebo``,
        ``placebo_p``, ``pretrend``, ``pretrend_p``, ``outcome`` and ``unit``; missing where it could not be estimated.
    """
    rows = [
        {"reading": reading.reading.name, "part": item.part.name, "measure": one.specification.label}
        | {"effect": one.value, "low": one.low, "high": one.high, "p_value": one.p_value}
        | _row_of("placebo", one.placebo)
        | _row_of("pretrend", one.pretrend)
        | {"outcome": one.outcome, "unit": one.unit}
        for reading in verdict.readings
        for item in reading.parts
        if item.part.statistic == "effect"
        for one in item.computed
    ]
    return pd.DataFrame(rows)


def _row_of(name: str, found: Effect | None) -> dict[str, float | None]:
    return {name: found.estimate if found else None, f"{name}_p": found.p_value if found else None}


def tabulate_effects(verdict: ClaimVerdict) -> pd.DataFrame:
    """One row per effect and measurement: the effect, its placebo and its pre-trend, and how many of each are clean."""
    rows = [
        {"Reading": reading.reading.name, "Part": item.part.name, "Measured by": _write_label(item, label)}
        | _sum_up(item, label)
        for reading in verdict.readings
        for item in reading.parts
        if item.part.statistic == "effect"
        for label in item.values_by_measurement
    ]
    return pd.DataFrame(rows)


def _sum_up(item: PartVerdict, label: str) -> dict[str, str]:
    own = [one for one in item.computed if one.specification.label == label]
    return {
        "Effect": _write_range([one.value for one in own if one.value is not None]),
        "p below 5 percent": f"{sum((one.p_value or 0) < CLEAR for one in own)} of {len(own)}",
        "Placebo": f"{item.part.placebo_year or 'none'}: {_write_range(_estimates(own, 'placebo'))}",
        "Clean placebos": _write_clean(own, "placebo"),
        "Pre-trend a year": _write_range(_estimates(own, "pretrend")),
        "Clean pre-trends": _write_clean(own, "pretrend"),
    }


def _write_label(item: PartVerdict, label: str) -> str:
    return f"{label} ({item.computed[0].unit})"


def _found(own: Sequence[Evidence], name: str) -> list[Effect]:
    return [found for one in own if (found := one.placebo if name == "placebo" else one.pretrend) is not None]


def _estimates(own: Sequence[Evidence], name: str) -> list[float]:
    return [found.estimate for found in _found(own, name)]


def _write_clean(own: Sequence[Evidence], name: str) -> str:
    found = _found(own, name)
    return f"{sum(one.p_value >= UNCLEAN for one in found)} of {len(found)}"


def _write_range(values: list[float]) -> str:
    if not values:
        return "none"
    known = pd.Series(values)
    low, middle, high = (f"{value:+.2g}" for value in (known.min(), known.median(), known.max()))
    return middle if low == high else f"{middle} ({low} to {high})"


def write_effects(verdict: ClaimVerdict) -> str:
    """How many effects can be told from chance, and how many of these a placebo or a pre-trend spoils."""
    frame = list_effects(verdict)
    clear = frame[frame["p_value"] < CLEAR]
    if clear.empty:
        return f"None of {len(frame)} specifications shows an effect that can be told from chance."
    unclean = int((clear["placebo_p"] < UNCLEAN).sum())
    moving = int((clear["pretrend_p"] < UNCLEAN).sum())
    opening = f"{len(clear)} of {len(frame)} specifications show an effect that can be told from chance."
    if not unclean and not moving:
        return f"{opening} Neither a placebo nor a pre-trend speaks against any of them."
    shows = "shows" if unclean == 1 or not unclean else "show"
    return (
        f"{opening} Of these {len(clear)}, {unclean or 'none'} {shows} one at the false event too, "
        f"and in {moving or 'none'} the units concerned already moved apart from the others before the event."
    )
