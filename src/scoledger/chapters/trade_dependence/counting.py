"""The numbers of the chapter, each with its year, its interval and how to read it."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.trade_dependence.measuring import Found
from scoledger.indicators.debt import IDS
from scoledger.inference import Trend

#: Chance below which a result is said to stand out.
LEVEL = 0.05
#: Shares below this would be rounded to zero percent.
SMALL = 0.0005
NOISE = "against noise as correlated as the series may be"


def count(found: Found) -> tuple[Quantity, ...]:
    """Every number of the chapter, in the order in which a reader wants them.

    Parameters
    ----------
    found : Found
    """
    made = (*_shares(found), *_weights(found), *_tendency(found), *_breaks(found), *_world(found))
    return tuple(_show_small(quantity) for quantity in made)


def _show_small(quantity: Quantity) -> Quantity:
    """Write a share that would be rounded to nothing with the decimals that show its first digit."""
    value = abs(quantity.value or 0.0)
    if quantity.unit != "share" or not 0 < value < SMALL:
        return quantity
    return dataclasses.replace(quantity, form=f".{-math.floor(math.log10(100 * value))}f")


def _shares(found: Found) -> list[Quantity]:
    share, beside, other = found.main(), found.beside(), found.other
    low, high = _both_sides(found, share)
    then = share.index[-1] if len(share) else None
    # Where the other side's books end later; where both end alike, other-share is of that year.
    beside_then = beside.iloc[:-1].filter(items=[then])
    where = f"by {found.books}"
    return [
        Quantity(
            "first-share", f"Share of {other} in trade{_year(share, 0)}, {where}", _at(share, 0), "share", n=len(share)
        ),
        Quantity(
            "last-share", f"Share of {other} in trade{_year(share)}, {where}", _at(share), "share",
            low=low, high=high, n=len(share), is_main=True,
            caption="Interval: the two sides' books of that year, where both exist.",
        ),
        Quantity(
            "peak-share", f"Largest share of {other} in trade{_peak(share)}, {where}",
            float(share.max()) if len(share) else None, "share",
        ),
        Quantity(
            "peak-year", f"Year of the largest share of {other}",
            float(share.index[int(share.to_numpy().argmax())]) if len(share) else None, "year",
        ),
        *([] if beside.empty else [Quantity(
            "other-share", f"Share of {other} in trade{_year(beside)}, by {found.names[found.other_side]}",
            _at(beside), "share", n=len(beside),
        )]),
        *([] if beside_then.empty else [Quantity(
            "other-then", f"Share of {other} in trade{_year(beside_then)}, by {found.names[found.other_side]}",
            _at(beside_then), "share", caption="The same year as the last share by the main books.",
        )]),
    ]  # fmt: skip


def _peak(share: pd.Series) -> str:
    return f" ({share.index[int(share.to_numpy().argmax())]})" if len(share) else ""


def _both_sides(found: Found, share: pd.Series) -> tuple[float | None, float | None]:
    """Smaller and larger of the two sides' shares in the last year; None where one side is silent."""
    last = int(share.index[-1]) if len(share) else None
    values = [float(one[last]) for one in found.across("share_total").values() if last is not None and last in one]
    return (min(values), max(values)) if len(values) > 1 else (None, None)


def _weights(found: Found) -> list[Quantity]:
    other, where = found.other, f", by {found.books}"
    plain = {
        "export-share": ("share_export", f"Share of {other} in exports", "share"),
        "import-share": ("share_import", f"Share of {other} in imports", "share"),
        "trade-gdp": ("trade_to_gdp", f"Trade with {other} to product", "share"),
        "asymmetry": ("asymmetry", "Asymmetry", "share"),
        "intensity": ("intensity", "Intensity of trade", "ratio"),
    }
    captions = {
        "asymmetry": f"Hirschman: {other}'s share in {found.state}'s trade less {found.state}'s share in {other}'s.",
        "intensity": f"One: as much trade with {other} as the weight of {other} in the trade of all states predicts.",
    }
    theirs = (found.main() - found.main("asymmetry")).dropna()
    effective = (1 / found.hhi).dropna()
    return [
        *(
            Quantity(
                name, f"{words}{_year(found.main(column))}{where if name == 'trade-gdp' else ''}",
                _at(found.main(column)), unit,
                caption=captions.get(name, ""), n=len(found.main(column)),
            )
            for name, (column, words, unit) in plain.items()
        ),
        Quantity("their-share", f"Share of {found.state} in {other}'s trade{_year(theirs)}", _at(theirs), "share"),
        Quantity(
            "partners-n", f"Effective number of partners{_year(effective)}", _at(effective), "ratio", n=len(effective),
            caption=f"One over the Herfindahl-Hirschman index of the partners that {found.state}'s own books name.",
        ),
        Quantity(
            "debt-gdp", f"Public debt to {other} to product{_year(found.debt)}", _at(found.debt), "share",
            n=len(found.debt), caption="Official bilateral loans, public and publicly guaranteed.", tables=(IDS,),
        ),
    ]  # fmt: skip


def _tendency(found: Found) -> list[Quantity]:
    return [
        *_trend("trend", f"by {found.books}", found.trends.get(found.mirror), is_main=True),
        *_trend("other-trend", f"by {found.names[found.other_side]}", found.trends.get(found.other_side)),
    ]


def _trend(name: str, where: str, trend: Trend | None, *, is_main: bool = False) -> list[Quantity]:
    if trend is None:
        return []  # `write_gaps` says whose books are missing
    return [
        Quantity(
            name, f"Tendency of the share, {where}", trend.slope, "share per year", low=trend.low, high=trend.high,
            n=trend.n, caption=f"Theil-Sen slope; 95 percent, {NOISE}.", is_main=is_main,
        ),
        Quantity(
            f"{name}-p", f"Chance of such a tendency in mere noise, {where}", trend.p_value, "probability", form=".3f",
            caption=f"Mann-Kendall, {NOISE}.",
        ),
    ]  # fmt: skip


def _breaks(found: Found) -> list[Quantity]:
    steps, lines, level = found.segments.get("mean"), found.segments.get("line"), found.level
    first = steps.best.years[0] if steps and steps.best.years else None
    low, high = _dates(steps.dates, first) if steps and first else (None, None)
    return [
        Quantity(
            "break-p", "Chance of steps as large in noise without any", steps.p_any if steps else None, "probability",
            form=".3f", caption="UDmax of Bai and Perron, simulated for every correlation of the noise up to 0.9.",
        ),
        Quantity(
            "line-break-p", "Chance of bends as large in noise about one line", lines.p_any if lines else None,
            "probability", form=".3f", caption="The same for breaks in a line.",
        ),
        Quantity("breaks", "Steps that stand out of the noise", steps.by_sequence if steps else None, "count"),
        Quantity(
            "breaks-bic", "Steps by Schwarz's criterion", steps.by_bic if steps else None, "count",
            caption="Supposes independent noise, and so finds steps in mere memory.",
        ),
        *([] if steps and not first else [Quantity(
            "break-year", "First year of the first new level", first, "year", low=low, high=high,
            caption="95 percent of the dates found in series with the same steps and such noise.", is_main=True,
        )]),
        Quantity(
            "sup-f-p", "Chance of as large a shift in a trending series", level.p_value if level else None,
            "probability", form=".3f", caption="Sup-F of Andrews, simulated likewise.",
        ),
        *_placebos(found),
    ]  # fmt: skip


def _placebos(found: Found) -> list[Quantity]:
    """How often other dates, and other states, show as much."""
    profile, year = found.profiles.get(found.books), found.event_year
    share = None
    if profile is not None and year is not None:
        own = float(profile["statistic"][year])
        share = float((profile["statistic"].drop(year) >= own).mean())
    others = found.others
    placed = [] if found.event_year is None else [Quantity(
        "placebo-dates", f"Other dates at which the evidence for a shift is at least that of {year}", share, "share",
        n=None if profile is None else len(profile) - 1,
        caption=f"{found.known_dates[float(year or 0)]}; every other date is a placebo.".capitalize(),
    )]  # fmt: skip
    elsewhere = [] if others.empty else [Quantity(
        "placebo-states", f"Other states in whose share of {found.other} steps stand out likewise",
        float((others < LEVEL).mean()), "share", n=len(others), caption="Five percent would be chance.",
    )]  # fmt: skip
    return [*placed, *elsewhere]


def _world(found: Found) -> list[Quantity]:
    world = found.world
    own = world is not None and found.country in world.percentiles
    span = f", {world.first_year}-{world.last_year}" if world else ""
    rest = world.changes.drop(list(world.percentiles.index)) if world else pd.Series(dtype=float)
    return [
        *_cover(found, span),
        Quantity(
            "world-change", f"Change of the share{span}, by {found.names['mirror']}",
            100 * float(world.changes[found.country]) if world and own else None, "percentage points", form="+.1f",
        ),
        Quantity(
            "world-median", f"Median change of {found.other}'s share in other states{span}",
            100 * float(rest.median()) if len(rest) else None, "percentage points", form="+.1f", n=len(rest) or None,
        ),
        Quantity(
            "world-percentile", "Other states whose share changed less",
            float(world.percentiles[found.country]) if world and own else None, "share", n=len(rest) or None,
            is_main=True,
        ),
    ]  # fmt: skip


def _cover(found: Found, span: str) -> list[Quantity]:
    """How many other states the comparison has, of how many."""
    if found.cover is None:
        return []
    known, recorded = found.cover
    return [
        Quantity(
            "world-known", f"Other states whose share of {found.other} is known in both years{span}", known, "count"
        ),
        Quantity("world-recorded", f"Other states whose trade is recorded in both years{span}", recorded, "count"),
    ]


def _dates(dates: pd.DataFrame, year: int) -> tuple[float, float]:
    return float(dates["low"][year]), float(dates["high"][year])


def _at(series: pd.Series, place: int = -1) -> float | None:
    return float(series.iloc[place]) if len(series) else None


def _year(series: pd.Series, place: int = -1) -> str:
    return f" in {int(series.index[place])}" if len(series) else ""
