"""Energy security: what a state buys abroad, from how many, and how much of it from Central Asia."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.chapters.chapter import Chapter, Quantity
from scoledger.countries import GROUPS, country_name
from scoledger.errors import NoDataError
from scoledger.indicators.energy import import_dependence, supplier_share_of_imports
from scoledger.indicators.resources import uranium_producers
from scoledger.indicators.suppliers import concentration, crude_suppliers, gas_suppliers, shares
from scoledger.tables import Library

REVIEW = "statistical-review"
GAS_TABLE = "gas-flows-by-edition"
FUELS = ("oil", "gas")
#: The region's suppliers in the trade matrices; the oldest editions have one row for what is not named.
REGION = (*GROUPS["CA5"], "OTHER_FSU")
#: The buyer whose suppliers of crude and whose customs values the tables hold.
COVERED = "CHN"
URANIUM = ("uranium-production-wna", "uranium-production-bgs")
PRODUCER = "Kazakhstan"
#: Suppliers drawn by name; the rest is put together.
NAMED = 6


@dataclass(frozen=True, kw_only=True)
class EnergySecurity(Chapter):
    """What one state buys abroad.

    Parameters
    ----------
    dependence : dict of str to pandas.Series
        Net import dependence by fuel: the part of use that its own output does not cover.
    gas : pandas.DataFrame, shape (n_years, n_suppliers)
        Shares of gas suppliers; those beyond the first few are summed.
    suppliers : dict of str to dict of str to pandas.Series
        Effective number of suppliers by fuel, with and without Central Asia.
    region : dict of str to pandas.Series
        Share of Central Asia in the state's imports, by fuel and measure.
    uranium : dict of str to pandas.Series
        Kazakhstan's share of the world's uranium output, by source.
    """

    dependence: dict[str, pd.Series]
    gas: pd.DataFrame
    suppliers: dict[str, dict[str, pd.Series]]
    region: dict[str, pd.Series]
    uranium: dict[str, pd.Series]


def collect(library: Library, *, country: str) -> EnergySecurity:
    """Measure what a state buys abroad, and from whom.

    Parameters
    ----------
    country : str
        ISO code of the buyer.
    """
    state = country_name(country)
    dependence = _depend(library, country)
    amounts = gas_suppliers(library, country)
    region = _region(library, country, amounts)
    suppliers = _count(library, country, amounts)
    uranium = _uranium(library)
    missing = _list_missing(country, dependence, amounts)
    quantities = _quantities(dependence, suppliers, region, uranium)
    return EnergySecurity(
        title=f"{state}: energy security",
        quantities=quantities,
        answer=_write_answer(state, dependence, region, suppliers),
        data=_write_data(suppliers, region),
        sure=_write_certainty(country, region),
        missing=missing,
        dependence=dependence,
        gas=_name_largest(shares(amounts)) if len(amounts) else amounts,
        suppliers=suppliers,
        region=region,
        uranium=uranium,
    )


def _depend(library: Library, country: str) -> dict[str, pd.Series]:
    """Net import dependence in the fuels of which the Review lists both output and use of the state."""
    found = {}
    for fuel in FUELS:
        with contextlib.suppress(NoDataError):  # `_list_missing` says so
            found[fuel] = import_dependence(library, state=country, fuel=fuel).dropna()
    return {fuel: path for fuel, path in found.items() if len(path)}


def _region(library: Library, country: str, amounts: pd.DataFrame) -> dict[str, pd.Series]:
    """Share of Central Asia in the imports, by every measure that the tables hold."""
    found = {}
    if len(amounts):
        theirs = amounts.reindex(columns=list(REGION)).sum(axis=1)
        found["gas, trade matrices"] = theirs / amounts.sum(axis=1)
    if country == COVERED:
        found["gas, inter-regional totals"] = supplier_share_of_imports(library, fuel="gas")
        found["oil, upper bound"] = supplier_share_of_imports(library, fuel="oil")
        found["mineral fuels by value"] = supplier_share_of_imports(library, fuel="mineral fuels by value")
    return {name: path.dropna() for name, path in found.items() if path.abs().sum() > 0}


def _count(library: Library, country: str, amounts: pd.DataFrame) -> dict[str, dict[str, pd.Series]]:
    """Effective number of suppliers, with Central Asia and with its part given to the others."""
    fuels = {"gas": (amounts, REGION)} if len(amounts) else {}
    if country == COVERED:
        fuels["oil"] = (crude_suppliers(library), ("Other CIS",))
    found = {}
    for fuel, (table, region) in fuels.items():
        paths = {"all suppliers": 1 / concentration(table)}
        if table.reindex(columns=list(region)).sum().sum() > 0:
            paths["without Central Asia"] = 1 / concentration(table, region)
        found[fuel] = paths
    return found


def _uranium(library: Library) -> dict[str, pd.Series]:
    found = {}
    for source in URANIUM:
        table = uranium_producers(library, source=source)
        if source == "uranium-production-wna":
            world = library.read(source)
            world = world[world["country"] == "World"].sort_values("vintage").drop_duplicates("year", keep="last")
            total = world.set_index("year")["tonnes_u"] / 1e6
        else:
            total = table.sum(axis=1)
        found[source] = (table[PRODUCER] / total).dropna()
    return found


def _name_largest(parts: pd.DataFrame) -> pd.DataFrame:
    """Keep the suppliers that are largest in some year; sum the rest."""
    largest = parts.max().sort_values(ascending=False).index[:NAMED]
    kept = parts[[name for name in parts if name in largest]]
    return kept.assign(**{"all others": parts.drop(columns=kept.columns).sum(axis=1)})


def _list_missing(country: str, dependence: dict[str, pd.Series], amounts: pd.DataFrame) -> tuple[str, ...]:
    state = country_name(country)
    absent = [fuel for fuel in FUELS if fuel not in dependence]
    return (
        *([f"output and use of {' and '.join(absent)} of {state}"] if absent else []),
        *([] if len(amounts) else [f"the gas suppliers of {state}"]),
        *([] if country == COVERED else [f"the oil suppliers of {state}"]),
        "uranium by buyer",
    )


def _last(path: pd.Series) -> tuple[int, float]:
    return int(path.index[-1]), float(path.iloc[-1])


def _quantities(
    dependence: dict[str, pd.Series], suppliers: dict[str, dict[str, pd.Series]], region: dict[str, pd.Series],
    uranium: dict[str, pd.Series],
) -> tuple[Quantity, ...]:  # fmt: skip
    made = []
    for fuel, path in dependence.items():
        year, value = _last(path)
        made.append(
            Quantity(f"dependence-{fuel}", f"Net import dependence in {fuel}, {year}", value, "share", n=len(path),
                     caption="Negative for a net exporter.", tables=(REVIEW,))
        )  # fmt: skip
        crossed = path[path > 0]
        behind = path[path <= 0]
        since = (
            int(crossed.index[crossed.index > (behind.index.max() if len(behind) else 0)].min()) if value > 0 else None
        )
        made.append(Quantity(f"importer-{fuel}", f"Net importer of {fuel} since", since, "year", tables=(REVIEW,)))
    if region:
        gas = {name: path for name, path in region.items() if name.startswith("gas")}
        values = [_last(path) for path in gas.values()]
        if values:
            year = max(year for year, _ in values)
            latest = [value for last, value in values if last == year]
            made.append(
                Quantity("region-gas", f"Central Asia's share of gas imports, {year}", latest[-1], "share",
                         min(latest), max(latest), len(next(iter(gas.values()))),
                         "Interval: trade matrices and inter-regional totals.", is_main=True)
            )  # fmt: skip
            peak = max(gas.values(), key=len)
            when = int(peak.index[int(peak.to_numpy().argmax())])
            made += [
                Quantity("region-peak", f"Its largest share, {when}", float(peak.max()), "share"),
                Quantity("region-peak-year", "Year of its largest share", when, "year"),
            ]
    for name, slug in (("oil, upper bound", "region-oil"), ("mineral fuels by value", "region-value")):
        if name in region:
            year, value = _last(region[name])
            made.append(Quantity(slug, f"Central Asia's share: {name}, {year}", value, "share", n=len(region[name])))
    for fuel, paths in suppliers.items():
        for name, path in paths.items():
            year, value = _last(path)
            slug = f"suppliers-{fuel}" + ("-without" if name != "all suppliers" else "")
            made.append(Quantity(slug, f"Effective number of {fuel} suppliers, {name}, {year}", value, "index"))
    shares_of = [_last(path) for path in uranium.values()]
    made.append(
        Quantity("uranium", f"Kazakhstan's share of the world's uranium, {shares_of[0][0]}", shares_of[0][1], "share",
                 n=len(uranium[URANIUM[0]]), tables=(URANIUM[0],))
    )  # fmt: skip
    return tuple(made)


def _write_answer(
    state: str, dependence: dict[str, pd.Series], region: dict[str, pd.Series],
    suppliers: dict[str, dict[str, pd.Series]],
) -> str:  # fmt: skip
    if not dependence and not region:
        return f"The tables hold neither output, use nor suppliers of energy of {state}."
    words = []
    for fuel, path in dependence.items():
        value = _last(path)[1]
        verb = "buys abroad" if value > 0 else "has a surplus of"
        since = f", as it has since {{importer-{fuel}}}" if value > 0 else ""
        amount = "of what it uses" if value > 0 else "over what it uses (negative)"
        words.append(f"{state} {verb} {fuel}: {{dependence-{fuel}}} {amount}{since}.")
    if any(name.startswith("gas") for name in region):
        words.append(
            "Central Asia supplies {region-gas} of the gas that it buys; the share was largest in {region-peak-year}, "
            "at {region-peak}."
        )
    if "oil, upper bound" in region:
        words.append("Of the oil it is {region-oil} at most.")
    if "without Central Asia" in suppliers.get("gas", {}):
        words.append(
            "It buys gas from as many as {suppliers-gas} suppliers of equal size; without the region it would be "
            "{suppliers-gas-without}."
        )
    return " ".join(words)


def _write_data(suppliers: dict[str, dict[str, pd.Series]], region: dict[str, pd.Series]) -> str:
    paths = suppliers.get("gas", {})
    if "without Central Asia" not in paths:
        return "The tables hold no gas of Central Asia for this buyer."
    gain = (paths["all suppliers"] - paths["without Central Asia"]).dropna()
    more = int((gain > 0).sum())
    falling = [path for name, path in region.items() if name == "gas, inter-regional totals"]
    after = (
        " The region's share has fallen since its peak."
        if falling and falling[0].idxmax() < falling[0].index[-1]
        else ""
    )
    return (
        f"In {more} of {len(gain)} years the region's gas made supply more diverse, in the others it was so large that "
        f"it made it less so.{after} Kazakhstan mines {{uranium}} of the world's uranium."
    )


def _write_certainty(country: str, region: dict[str, pd.Series]) -> str:
    if not region:
        return "Output and use are firm; of the suppliers nothing is known."
    both = [path for name, path in region.items() if name.startswith("gas")]
    gap = float((both[0] - both[1]).abs().max()) if len(both) > 1 else float("nan")
    differ = (
        f" Two routes to the region's share of gas differ by {100 * gap:.1f} points at most."
        if np.isfinite(gap)
        else ""
    )
    oil = (
        " The share of oil is an upper bound, since Kazakhstan stands together with Azerbaijan."
        if country == COVERED
        else ""
    )
    return f"Volumes of gas are metered and firm.{differ}{oil} Who buys Kazakhstan's uranium is not in these tables."
