"""The numbers of the chapter on energy security, each with its year and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.energy_security.measures import (
    ALL,
    AS_ONE,
    BOTH,
    COVERED,
    CRUDE,
    FUELS_BY_VALUE,
    GAS_TABLE,
    MATRICES,
    OF_USE,
    OIL,
    ON_ONE_BASIS,
    REVIEW,
    SOLD,
    TOTALS,
    URANIUM,
    VALUE,
    WITHOUT,
    Measures,
)

#: What the articles expect for a year: Central Asia's part of China's energy, and the most of Russia's in its gas.
EXPECTED, CLAIMED, RUSSIAN = 2020, 0.70, 0.17
SLUGS = {ALL: "", WITHOUT: "-without", AS_ONE: "-as-one"}
TABLES = {
    MATRICES: (GAS_TABLE,), ON_ONE_BASIS: (TOTALS,), OIL: (CRUDE,),
    BOTH: (TOTALS, CRUDE), VALUE: (FUELS_BY_VALUE,),
}  # fmt: skip


def list_quantities(found: Measures) -> tuple[Quantity, ...]:
    """Every number that the page may cite; those that the tables do not hold are absent."""
    return (
        *_dependence(found),
        *_region(found),
        *_expected(found),
        *_suppliers(found),
        *_russia(found),
        *_uranium(found),
    )


def tables_of(found: Measures, name: str) -> tuple[str, ...]:
    """Tables that a measure of Central Asia's share rests on, for the buyer at hand."""
    if name == OF_USE:
        return (TOTALS, REVIEW) if found.country == COVERED else (GAS_TABLE, REVIEW)
    return TABLES[name]


def last_of(path: pd.Series) -> tuple[int, float]:
    """Last year of a path and its value."""
    return int(path.index[-1]), float(path.iloc[-1])


def importer_since(path: pd.Series) -> int | None:
    """First year after which a state never sold more of a fuel than it bought; None when it sells more at the end.

    Examples
    --------
    >>> importer_since(pd.Series([-0.1, 0.1, -0.1, 0.2, 0.3], index=range(2000, 2005)))
    2003
    """
    if path.iloc[-1] <= 0:
        return None
    behind = path.index[path <= 0]
    return int(path.index[path.index > behind.max()].min() if len(behind) else path.index[0])


def _dependence(found: Measures) -> Iterator[Quantity]:
    for fuel, path in found.dependence.items():
        year, value = last_of(path)
        yield Quantity(
            f"dependence-{fuel}", f"Net import dependence in {fuel}, {year}", value, "share", n=len(path),
            caption="Negative for a net exporter.", tables=(REVIEW,), is_main=True,
        )  # fmt: skip
        since = importer_since(path)
        if since is not None:
            always = since == int(path.index[0])
            caption = "The table begins in this year." if always else ""
            yield Quantity(
                f"importer-{fuel}", f"Net importer of {fuel} since", since, "year", caption=caption, tables=(REVIEW,)
            )


def _region(found: Measures) -> Iterator[Quantity]:
    bought = {name: found.region[name] for name in (MATRICES, ON_ONE_BASIS) if name in found.region}
    if bought:
        longest = max(bought.values(), key=len)
        year, value = last_of(longest)
        same = [float(path[year]) for path in bought.values() if year in path.index]
        has_both = len(same) > 1
        yield Quantity(
            "region-gas", f"Central Asia's share of gas imports, {year}", value, "share",
            min(same) if has_both else None, max(same) if has_both else None, len(longest),
            "Interval: trade matrices and regional totals." if has_both else "", is_main=True,
            tables=(GAS_TABLE, TOTALS) if has_both else (GAS_TABLE,),
        )  # fmt: skip
        peak = int(longest.index[int(longest.to_numpy().argmax())])
        at_peak = [float(path[peak]) for path in bought.values() if peak in path.index]
        is_twice = len(at_peak) > 1
        yield Quantity(
            "region-peak", f"Central Asia's largest share of gas imports, {peak}", float(longest.max()), "share",
            min(at_peak) if is_twice else None, max(at_peak) if is_twice else None,
            caption="Interval: trade matrices and regional totals." if is_twice else "",
        )  # fmt: skip
        yield Quantity("region-peak-year", "Year of Central Asia's largest share of gas imports", peak, "year")
    if MATRICES in bought and ON_ONE_BASIS in bought:
        gap = (bought[MATRICES] - bought[ON_ONE_BASIS]).abs().dropna()
        title = "Largest difference of the two routes to Central Asia's share of gas imports"
        yield Quantity("region-gap", title, float(gap.max()), "share", n=len(gap), tables=(GAS_TABLE, TOTALS))
    for name, slug in ((OF_USE, "region-use"), (OIL, "region-oil"), (BOTH, "region-both"), (VALUE, "region-value")):
        if name in found.region:
            path = found.region[name]
            year, value = last_of(path)
            title = f"Central Asia's share: {name}, {year}"
            yield Quantity(slug, title, value, "share", n=len(path), tables=tables_of(found, name),
                           is_main=name == OF_USE)  # fmt: skip


def _expected(found: Measures) -> Iterator[Quantity]:
    """What Central Asia's part came to in the year for which the article expects seventy percent."""
    names = {ON_ONE_BASIS: "gas", OF_USE: "use", OIL: "oil", BOTH: "both"}
    held = {slug: found.region[name] for name, slug in names.items() if name in found.region}
    if BOTH not in found.region or EXPECTED not in found.region[BOTH].index:
        return
    yield Quantity("expected", f"Expected dependence on Central Asia, {EXPECTED}", CLAIMED, "share")
    for slug, path in held.items():
        name = next(name for name, other in names.items() if other == slug)
        if EXPECTED in path.index:
            yield Quantity(
                f"in-{EXPECTED}-{slug}", f"Central Asia's share: {name}, {EXPECTED}", float(path[EXPECTED]), "share",
                tables=tables_of(found, name),
            )  # fmt: skip
    most = max(float(path[EXPECTED]) for path in held.values() if EXPECTED in path.index)
    yield Quantity("of-expected", f"Largest of these over what was expected, {EXPECTED}", most / CLAIMED, "share",
                   form=".0f")  # fmt: skip


def _suppliers(found: Measures) -> Iterator[Quantity]:
    for fuel, paths in found.suppliers.items():
        for name, path in paths.items():
            year, value = last_of(path)
            yield Quantity(
                f"suppliers-{fuel}{SLUGS[name]}", f"Effective number of {fuel} suppliers, {name}, {year}", value,
                "index", n=len(path), tables=(GAS_TABLE if fuel == "gas" else CRUDE,),
                is_main=fuel == "gas" and name == ALL,
                caption="Areas as the sheets name them, not states." if fuel == "oil" else "",
            )  # fmt: skip
        year, value = last_of(paths[ALL])
        yield Quantity(f"hhi-{fuel}", f"Herfindahl-Hirschman index of {fuel} suppliers, {year}", 1 / value, "index")
        if WITHOUT in paths:
            change = (1 / paths[WITHOUT] - 1 / paths[ALL]).dropna()
            yield Quantity(
                f"hhi-{fuel}-change", f"Its change if the others took over Central Asia's part, {last_of(change)[0]}",
                last_of(change)[1], "index", float(change.min()), float(change.max()), len(change),
                "Interval: least and most of all years.", form="+.3f",
            )  # fmt: skip
            if fuel == "gas":
                yield Quantity(
                    "diverse-years", "Years in which Central Asia's gas made supply more diverse",
                    int((change > 0).sum()), "count", n=len(change),
                )  # fmt: skip
                yield Quantity("known-years", "Years with gas by supplier", len(change), "count")


def _russia(found: Measures) -> Iterator[Quantity]:
    frame = found.russia
    if not len(frame) or frame["all"].max() == 0:
        return
    years = dict.fromkeys([*([EXPECTED] if EXPECTED in frame.index else []), int(frame.index[-1])])
    for year in years:
        low, high = (float(frame[way][year]) for way in ("pipeline", "all"))
        slug = f"russia-{EXPECTED}" if year == EXPECTED else "russia-last"
        yield Quantity(
            slug, f"Russian gas in the gas used, {year}", high, "share", low, high, len(frame),
            "Interval: pipelines alone, and with liquefied gas.", tables=(GAS_TABLE, REVIEW),
        )  # fmt: skip


def _uranium(found: Measures) -> Iterator[Quantity]:
    first, second = (found.uranium.shares[source] for source in URANIUM)
    year, value = last_of(first)
    yield Quantity(
        "uranium", f"Kazakhstan's share of the world's uranium output, {year}", value, "share", n=len(first),
        tables=URANIUM[:1], is_main=True,
    )  # fmt: skip
    for source, slug in zip(URANIUM, ("association", "survey"), strict=True):
        ranks = found.uranium.ranks[source]
        leads = ranks[ranks == 1]
        if len(leads):
            yield Quantity(f"uranium-first-{slug}", f"Kazakhstan mines most, years, {source}", len(leads), "count",
                           n=len(ranks), tables=(source,))  # fmt: skip
            yield Quantity(f"uranium-since-{slug}", f"Kazakhstan mines most since, {source}", int(leads.index[0]),
                           "year", tables=(source,))  # fmt: skip
    gap = (first - second).abs().dropna()
    if len(gap):
        yield Quantity("uranium-gap", "Largest difference of the two sources in Kazakhstan's share", float(gap.max()),
                       "share", n=len(gap), tables=URANIUM)  # fmt: skip
    if len(found.uranium_sold):
        year, value = last_of(found.uranium_sold)
        yield Quantity("uranium-sold", f"Share of the buyer in Kazakhstan's exports of uranium by value, {year}", value,
                       "share", n=len(found.uranium_sold), tables=(SOLD,))  # fmt: skip
