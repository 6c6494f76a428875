"""Pipelines: forecasts, contracts and capacities of the gas lines to China against what flowed, and where they run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.chapters.chapter import Chapter, Quantity
from scoledger.countries import country_name
from scoledger.indicators.books import book
from scoledger.indicators.energy import REVIEW, gas_flow_share
from scoledger.tables import Library

FLOWS, LINES, AREAS, FUELS = (
    "china-gas-imports-by-supplier", "gem-gas-lines", "natural-earth-areas", "comtrade-mineral-fuels-hs27",
)  # fmt: skip
BUYER = "CHN"
#: Supplier -> column of the editions' trade matrices.
COLUMNS = {
    "TKM": "turkmenistan_pipe_edition_bcm",
    "KAZ": "kazakhstan_pipe_edition_bcm",
    "UZB": "uzbekistan_pipe_edition_bcm",
    "RUS": "russia_pipe_edition_bcm",
}
#: What was forecast for a year, bcm, as the claims of the ledger state it; Russia's is the contract of 2014, full in
#: its sixth year.
FORECASTS = {"TKM": (2020, 65.0), "KAZ": (2020, 10.0), "UZB": (2020, 10.0), "RUS": (2025, 38.0)}
#: Year, and Russia's part in the gas that China uses, at most, that two deals were said to bring.
SHARE = (2020, 0.17)
#: Last year that the author could know, and years of the straight line that is drawn through what was known.
KNOWN, LINE = 2016, 4
#: Line -> names in the tracker of what fills it.
SYSTEMS = {
    "Central Asia to China": "Central Asia-China Gas Pipeline",
    "Power of Siberia": "Power of Siberia Gas Pipeline",
}
BUILT = "Operating"
LABELS = {
    "Central Asia-China Gas Pipeline": "Central Asia-China, A to D",
    "Power of Siberia Gas Pipeline": "Power of Siberia",
    "Power of Siberia 2 Gas Pipeline": "Power of Siberia 2",
    "Sino-Myanmar Gas Pipeline": "Myanmar-China",
    "Turkmenistan-Afghanistan-Pakistan-India Gas Pipeline": "Turkmenistan-India",
    "Beineu-Bozoy-Shymkent Gas Pipeline": "Beineu-Shymkent",
}
PLACES = ("CHN", "RUS", "KAZ", "TKM", "UZB", "KGZ", "TJK", "MNG", "AFG", "IRN", "PAK", "IND", "MMR")


@dataclass(frozen=True, kw_only=True)
class Pipelines(Chapter):
    """Gas lines to China.

    Parameters
    ----------
    flows : dict of str to pandas.Series
        Gas by pipeline from each supplier, bcm, from the edition that ends in each year.
    claimed : dict of str to (year, bcm)
        What was forecast.
    scores : pandas.DataFrame, shape (n_suppliers, 8)
        Forecast, outcome and naive baselines, for a table.
    errors : pandas.DataFrame, shape (n_rows, 3)
        ``label`` (supplier), ``value`` (forecast over outcome), ``group`` (who forecasts).
    use : dict of str to pandas.Series
        Flow over built capacity, by system and year.
    totals : dict of str to dict of str to pandas.Series
        Flow on two bases: totals of the region, and the sum of the editions.
    value : dict of str to pandas.Series
        Chinese imports of mineral fuels and of gas, both with 2013 as one.
    lines, outlines : pandas.DataFrame
        Points of the map.
    """

    flows: dict[str, pd.Series]
    claimed: dict[str, tuple[float, float]]
    scores: pd.DataFrame
    errors: pd.DataFrame
    use: dict[str, pd.Series]
    totals: dict[str, dict[str, pd.Series]]
    value: dict[str, pd.Series]
    lines: pd.DataFrame
    outlines: pd.DataFrame


def collect(library: Library, *, supplier: str) -> Pipelines:
    """Compare forecasts of gas with what flowed.

    Parameters
    ----------
    supplier : str
        ISO code of the seller that the page looks at first; the others are shown beside it.
    """
    table = library.read(FLOWS).set_index("year")
    flows = {code: table[column].dropna() for code, column in COLUMNS.items()}
    lines, capacity = library.read(LINES), _capacity(library)
    totals = {
        "Central Asia": {
            "totals of the region": table["central_asia_pipe_bcm"],
            "sum of the editions": pd.DataFrame({code: flows[code] for code in ("TKM", "KAZ", "UZB")})
            .dropna()
            .sum(axis=1),
        },
        "Russia": {"totals of the region": table["russia_pipe_bcm"], "sum of the editions": flows["RUS"]},
    }
    use = {
        "Central Asia to China": table["central_asia_pipe_bcm"] / capacity["Central Asia to China"],
        "Power of Siberia": table["russia_pipe_bcm"] / capacity["Power of Siberia"],
    }
    use = {name: path.replace([np.inf, -np.inf], np.nan).dropna() for name, path in use.items()}
    scores, errors = _score(flows)
    ordered = [supplier, *(code for code in COLUMNS if code != supplier)] if supplier in COLUMNS else list(COLUMNS)
    quantities = (*_quantities(flows, use, capacity, totals), *_quantify_share(library))
    return Pipelines(
        title=f"Pipelines: gas from {country_name(supplier)} to China",
        quantities=quantities,
        answer=_write_answer(supplier, flows),
        data=_write_data(flows),
        sure=_write_certainty(),
        missing=() if supplier in COLUMNS else (f"pipeline gas from {country_name(supplier)} to China",),
        flows={code: flows[code] for code in ordered},
        claimed={
            f"{country_name(code)}: {FORECASTS[code][1]:g}": (float(FORECASTS[code][0]), FORECASTS[code][1])
            for code in ordered[:2]
        },
        scores=scores,
        errors=errors,
        use=use,
        totals=totals,
        value=_value(library, table),
        lines=lines,
        outlines=library.read(AREAS),
    )


def _capacity(library: Library) -> dict[str, pd.Series]:
    """Built capacity of each system by year, bcm: phases of Power of Siberia state that of the whole."""
    each = library.read(LINES).drop_duplicates("line_id")
    years = range(2009, 2026)
    found = {}
    for system, name in SYSTEMS.items():
        rows = each[(each["name"] == name) & (each["status"] == BUILT)]
        together = "sum" if system == "Central Asia to China" else "max"
        built = {year: rows.loc[rows["start_year"] <= year, "capacity_bcm"] for year in years}
        found[system] = pd.Series(
            {year: float(getattr(phases, together)()) if len(phases) else 0.0 for year, phases in built.items()}
        )
    return found


def _score(flows: dict[str, pd.Series]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Forecasts beside the outcome, and beside no change and a straight line through what was known."""
    rows, errors = [], []
    for code, (year, forecast) in FORECASTS.items():
        path = flows[code]
        known = path[path.index <= KNOWN]
        outcome = float(path[year]) if year in path.index else float("nan")
        last = float(known.iloc[-1]) if len(known) else float("nan")
        recent = known[known.index > KNOWN - LINE]
        slope = np.polyfit(recent.index.to_numpy(float), recent.to_numpy(float), 1) if len(recent) > 1 else None
        line = max(0.0, float(np.polyval(slope, year))) if slope is not None else float("nan")
        name = country_name(code)
        made = {"forecast": forecast, "no change": last, "straight line": line}
        rows.append(
            {"Supplier": name, "Year": year, "Forecast": forecast, "Outcome": outcome, "No change": last}
            | {"Straight line": line, "Forecast over outcome": forecast / outcome if outcome else float("nan")}
        )
        errors += [
            {"label": f"{name}, {year}", "value": (value - outcome), "group": who} for who, value in made.items()
        ]
    return pd.DataFrame(rows), pd.DataFrame(errors)


def _value(library: Library, table: pd.DataFrame) -> dict[str, pd.Series]:
    """Value of fuels that China buys from Turkmenistan, nearly all of it gas, beside the volume."""
    value = book(library, FUELS, BUYER, "TKM", "import")
    volume = table["turkmenistan_pipe_edition_bcm"].dropna()
    named = {"value, dollars": value, "volume, cubic metres": volume}
    both = pd.DataFrame(named).dropna()
    return {name: both[name] / float(both[name].iloc[0]) for name in named} if len(both) else {}


def _quantities(
    flows: dict[str, pd.Series], use: dict[str, pd.Series], capacity: dict[str, pd.Series],
    totals: dict[str, dict[str, pd.Series]],
) -> tuple[Quantity, ...]:  # fmt: skip
    made = []
    for code, (year, forecast) in FORECASTS.items():
        name, path = country_name(code), flows[code]
        known, largest = year in path.index, int(path.index[int(path.to_numpy().argmax())])
        made += [
            Quantity(f"forecast-{code.lower()}", f"{name}: forecast for {year}", forecast, "bcm"),
            Quantity(f"flow-{code.lower()}", f"{name}: what flowed in {year}",
                     float(path[year]) if known else None, "bcm", tables=(FLOWS,), is_main=True),
            Quantity(f"ratio-{code.lower()}", f"{name}: what flowed over the forecast",
                     float(path[year]) / forecast if known else None, "share", form=".0f", tables=(FLOWS,)),
            Quantity(f"largest-{code.lower()}", f"{name}: largest flow of any year, {largest}",
                     float(path.max()), "bcm", n=len(path), tables=(FLOWS,)),
        ]  # fmt: skip
    for slug, name in (("central", "Central Asia to China"), ("siberia", "Power of Siberia")):
        last = int(use[name].index[-1])
        made += [
            Quantity(f"capacity-{slug}", f"Built capacity, {name}, {last}", float(capacity[name][last]), "bcm",
                     tables=(LINES,)),
            Quantity(f"use-{slug}", f"Flow over built capacity, {name}, {last}", float(use[name].iloc[-1]), "share",
                     n=len(use[name]), form=".0f", tables=(FLOWS, LINES)),
        ]  # fmt: skip
    gap = (totals["Central Asia"]["sum of the editions"] / totals["Central Asia"]["totals of the region"] - 1).dropna()
    made.append(
        Quantity(
            "basis", "Editions over the present basis, largest difference", float(gap.abs().max()), "share", n=len(gap)
        )
    )
    return tuple(made)


def _quantify_share(library: Library) -> tuple[Quantity, ...]:
    """Russia's part in the gas that China uses, for the year that was forecast and the last."""
    found = gas_flow_share(
        library, source="gas-flows-by-edition", exporter="RUS", importer=BUYER, modes=("pipeline", "LNG")
    )
    year, forecast = SHARE
    last = int(found.index[-1])
    return (
        Quantity("share-forecast", f"Russian gas in China's use: forecast for {year}, at most", forecast, "share",
                 form=".0f"),
        *(
            Quantity(slug, f"Russian gas in China's use, by pipe and as LNG, {when}", float(found[when]), "share",
                     n=len(found), form=".1f", tables=(FLOWS, REVIEW))
            for slug, when in (("share-then", year), ("share-last", last))
        ),
    )  # fmt: skip


def _write_answer(supplier: str, flows: dict[str, pd.Series]) -> str:
    name = country_name(supplier)
    if supplier not in COLUMNS:
        return f"No gas flows by pipeline from {name} to China in these tables; the other lines are shown."
    code, (year, forecast) = supplier.lower(), FORECASTS[supplier]
    path = flows[supplier]
    if year not in path.index:
        return f"{{forecast-{code}}} were forecast for {year}, of which the tables have no flow yet."
    outcome = float(path[year])
    ways = {"much less than": outcome < forecast / 2, "less than": outcome < 0.9 * forecast}
    ways |= {"more than": outcome > 1.1 * forecast, "about as much as": True}
    word = next(way for way, is_so in ways.items() if is_so)
    reached = path[path >= forecast]
    never = f"was reached in no year ({{largest-{code}}} at most)"
    ever = f"was first reached in {int(reached.index[0])}" if len(reached) else never
    return (
        f"{name} sold China {word} forecast: {{flow-{code}}} in {year} against {{forecast-{code}}}, {{ratio-{code}}}. "
        f"The forecast {ever}. Russian gas was {{share-then}} of what China used in {SHARE[0]}, "
        f"against {{share-forecast}} forecast, and {{share-last}} in the last year known. "
        f"The lines from Central Asia run at {{use-central}} of what was built, "
        "Power of Siberia at {use-siberia}."
    )


def _write_data(flows: dict[str, pd.Series]) -> str:
    met = [
        country_name(code)
        for code, (year, forecast) in FORECASTS.items()
        if year in flows[code].index and flows[code][year] >= 0.9 * forecast
    ]
    missed = [country_name(code) for code in FORECASTS if country_name(code) not in met]
    kept = f"The figure for {', '.join(met)} came true" if met else "No figure came true"
    lost = f"; those for {', '.join(missed)} did not" if met and missed else ""
    return f"{kept}{lost}. Line D, on which the larger figures rested, is not built."


def _write_certainty() -> str:
    return (
        "Flows through pipelines are metered on both sides; editions of the statistics differ by {basis} at most, "
        "which moves no comparison here. A forecast, a contract, a capacity and a flow are four things: the articles "
        "name the first, and the map shows the third."
    )
