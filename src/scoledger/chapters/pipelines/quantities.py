"""The numbers of the chapter on pipelines."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.pipelines.measures import (
    BASE,
    COLUMNS,
    FLOWS,
    FORECASTS,
    FUELS,
    LINES,
    PRICE,
    REGION,
    RUSSIAN,
    VALUE,
    VOLUME,
    Measures,
    name_of,
)

SLUGS = {"Central Asia to China": "central", "Power of Siberia": "siberia"}
#: Years over which the range of utilisation is taken.
RECENT = 5


def slug_of(code: str) -> str:
    """A supplier in names of quantities."""
    return "region" if code == REGION else code.lower()


def path_of(found: Measures, code: str) -> pd.Series:
    """Flow of a supplier: of areas on the present basis, of single states of Central Asia on the editions'."""
    return found.totals.get(code, found.flows.get(code, pd.Series(dtype=float)))


def list_quantities(found: Measures) -> tuple[Quantity, ...]:
    """Every number that the page may cite; what is not known is without a value."""
    return (*_forecasts(found), *_baselines(found), *_shares(found), *_systems(found), *_bases(found), *_prices(found))


def _forecasts(found: Measures) -> Iterator[Quantity]:
    for code, said in FORECASTS.items():
        name, slug, path = name_of(code), slug_of(code), path_of(found, code)
        flow = float(path[said.year]) if said.year in path.index else None
        most, when = float(path.max()), int(path.index[int(path.to_numpy().argmax())])
        tables = (FLOWS,)
        yield Quantity(f"forecast-{slug}", f"{name}: forecast for {said.year}", said.bcm, "bcm")
        yield Quantity(f"flow-{slug}", f"{name}: what flowed in {said.year}", flow, "bcm", tables=tables,
                       is_main=code in COLUMNS)  # fmt: skip
        yield Quantity(f"ratio-{slug}", f"{name}: what flowed over the forecast",
                       None if flow is None else flow / said.bcm, "share", form=".0f", tables=tables)  # fmt: skip
        yield Quantity(f"largest-{slug}", f"{name}: largest flow of any year, {when}", most, "bcm", n=len(path),
                       tables=tables)  # fmt: skip
        reached = path.index[path >= said.bcm]
        if len(reached):
            title = f"{name}: first year in which the forecast was reached"
            yield Quantity(f"reached-{slug}", title, int(reached[0]), "year", tables=tables)


def _baselines(found: Measures) -> Iterator[Quantity]:
    """What naive forecasts made of what could be known, for the supplier at hand and the region."""
    yield Quantity("known-until", "Last year that the author could know", found.until, "year")
    rows = found.scores.set_index("code")
    for code in dict.fromkeys((found.supplier, REGION)):
        if code not in rows.index:
            continue
        slug, name = slug_of(code), name_of(code)
        values = {what: float(str(rows[what][code])) for what in ("no_change", "line", "line_low", "line_high")}
        outcome = float(str(rows["outcome"][code]))
        said = float(str(rows["forecast"][code]))
        yield Quantity(f"miss-{slug}", f"{name}: forecast less outcome", said - outcome, "bcm", form="+.1f")
        yield Quantity(f"miss-same-{slug}", f"{name}: no change less outcome", values["no_change"] - outcome, "bcm",
                       form="+.1f")  # fmt: skip
        if pd.notna(values["line"]):
            yield Quantity(
                f"miss-line-{slug}", f"{name}: straight line less outcome", values["line"] - outcome, "bcm",
                values["line_low"] - outcome, values["line_high"] - outcome, form="+.1f",
                caption="Interval: 95 percent of prediction, under independent errors.",
            )  # fmt: skip


def _shares(found: Measures) -> Iterator[Quantity]:
    year, most = int(RUSSIAN[0]), RUSSIAN[1]
    yield Quantity("share-forecast", f"Russian gas in China's use: forecast for {year}, at most", most, "share",
                   form=".0f")  # fmt: skip
    low, high = found.russia.values()
    last = int(high.index[-1])
    for slug, when in (("share-then", year), ("share-last", last)):
        if when in high.index:
            yield Quantity(
                slug, f"Russian gas in China's use, by pipe and as LNG, {when}", float(high[when]), "share",
                float(low[when]), float(high[when]), len(high), "Interval: pipelines alone, and with liquefied gas.",
                form=".1f", tables=("gas-flows-by-edition", "statistical-review"),
            )  # fmt: skip


def _systems(found: Measures) -> Iterator[Quantity]:
    for name, path in found.use.items():
        last, recent = int(path.index[-1]), path.iloc[-RECENT:]
        yield Quantity(f"capacity-{SLUGS[name]}", f"Built capacity, {name}, {last}", float(found.capacity[name][last]),
                       "bcm", tables=(LINES,))  # fmt: skip
        yield Quantity(
            f"use-{SLUGS[name]}", f"Flow over built capacity, {name}, {last}", float(path.iloc[-1]), "share",
            float(recent.min()), float(recent.max()), len(path), "Interval: least and most of the last five years.",
            form=".0f", tables=(FLOWS, LINES),
        )  # fmt: skip


def _bases(found: Measures) -> Iterator[Quantity]:
    gap = found.basis
    if len(gap):
        yield Quantity(
            "basis", "Editions over the present basis, largest difference", float(gap.abs().max()), "share",
            float(gap.min()), float(gap.max()), len(gap), "Interval: least and most difference, with its sign.",
            tables=(FLOWS,),
        )  # fmt: skip


def _prices(found: Measures) -> Iterator[Quantity]:
    slugs = {VALUE: "value-change", VOLUME: "volume-change", PRICE: "price-change"}
    for name, path in found.value.items():
        last = int(path.index[-1])
        yield Quantity(slugs[name], f"Gas bought from Central Asia, {name}: {last} over {BASE}", float(path.iloc[-1]),
                       "ratio", n=len(path), tables=(FUELS, FLOWS))  # fmt: skip
