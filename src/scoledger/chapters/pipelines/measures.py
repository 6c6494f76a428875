"""Forecasts, flows on two bases, capacities and values of the gas lines to China."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.claims import read_articles
from scoledger.countries import country_name
from scoledger.indicators.books import book
from scoledger.indicators.energy import gas_flow_share
from scoledger.inference import predict_line
from scoledger.tables import Library, input_digest
from scoledger.verdicts import last_known_year

FLOWS, LINES, AREAS, FUELS = (
    "china-gas-imports-by-supplier", "gem-gas-lines", "natural-earth-areas", "comtrade-mineral-fuels-hs27",
)  # fmt: skip
BUYER, ARTICLE = "CHN", "kocamaz2019"
#: The states of Central Asia whose gas goes to China, together.
REGION = "CA3"
#: Supplier -> column of the editions' trade matrices.
COLUMNS = {
    "TKM": "turkmenistan_pipe_edition_bcm",
    "KAZ": "kazakhstan_pipe_edition_bcm",
    "UZB": "uzbekistan_pipe_edition_bcm",
    "RUS": "russia_pipe_edition_bcm",
}
#: Area -> column of the totals, on one basis for every year.
TOTALS = {REGION: "central_asia_pipe_bcm", "RUS": "russia_pipe_bcm"}
INSIDE = ("TKM", "KAZ", "UZB")


@dataclass(frozen=True)
class Forecast:
    """What somebody said would flow in a year.

    Parameters
    ----------
    year : int
    bcm : float
    agreed : float or None
        What an agreement on record states, bcm a year.
    """

    year: int
    bcm: float
    agreed: float | None = None


#: As the claims of the ledger and their records state it: the agreement of 2013 for Turkmenistan; Russia's is the
#: contract of 2014, full in the sixth year of the line.
FORECASTS = {
    "TKM": Forecast(2020, 65.0, 65.0),
    "KAZ": Forecast(2020, 10.0),
    "UZB": Forecast(2020, 10.0),
    REGION: Forecast(2020, 85.0),
    "RUS": Forecast(2025, 38.0, 38.0),
}
#: The most that two deals could make of China's use, with the year.
RUSSIAN = (2020.0, 0.17)
#: System -> name in the tracker, how capacities of its phases make one, and what fills it.
SYSTEMS = {
    "Central Asia to China": ("Central Asia-China Gas Pipeline", "sum", REGION),
    "Power of Siberia": ("Power of Siberia Gas Pipeline", "max", "RUS"),
}
BUILT, NOT_BUILT = "Operating", "Line D"
#: Year that is one in the figure of value and volume: the last before the price of oil fell.
BASE = 2013
#: Sellers whose fuels in China's books are gas, nearly all of them; Kazakhstan's and Russia's are oil above all.
GAS_SELLERS = ("TKM", "UZB")
VALUE, VOLUME, PRICE = "value, dollars", "volume, cubic metres", "dollars per cubic metre"


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Everything measured, before it is worded; see `Pipelines` for what is drawn."""

    supplier: str
    until: int
    flows: dict[str, pd.Series]
    totals: dict[str, pd.Series]
    scores: pd.DataFrame
    basis: pd.Series
    capacity: dict[str, pd.Series]
    use: dict[str, pd.Series]
    russia: dict[str, pd.Series]
    value: dict[str, pd.Series]
    statuses: pd.DataFrame


def name_of(code: str) -> str:
    """What a supplier is called, the region included."""
    return "Central Asia together" if code == REGION else country_name(code)


def known_until(library: Library) -> int:
    """Last year whose figures the author of the forecasts' article could know, by the ledger's rule."""
    library.note("article", ARTICLE, input_digest(library.project, "article", ARTICLE))
    return last_known_year(read_articles(library.project)[ARTICLE].information_until)


def list_flows(library: Library) -> dict[str, pd.Series]:
    """Gas by supplier, bcm, each year from the edition that ends in it; years without one are absent."""
    table = library.read(FLOWS).set_index("year")
    return {code: table[column].dropna() for code, column in COLUMNS.items()}


def list_totals(library: Library) -> dict[str, pd.Series]:
    """Gas from Central Asia and from Russia, bcm, every year on the present basis."""
    table = library.read(FLOWS).set_index("year")
    return {code: table[column].dropna() for code, column in TOTALS.items()}


def list_capacities(library: Library) -> dict[str, pd.Series]:
    """Built capacity of each system by year, bcm, counted from the year in which a line starts."""
    each = library.read(LINES).drop_duplicates("line_id")
    years = library.read(FLOWS)["year"].sort_values()
    found = {}
    for system, (name, together, _) in SYSTEMS.items():
        rows = each[(each["name"] == name) & (each["status"] == BUILT)]
        built = {int(year): rows.loc[rows["start_year"] <= year, "capacity_bcm"] for year in years}
        found[system] = pd.Series(
            {year: float(phases.agg(together)) if len(phases) else 0.0 for year, phases in built.items()}
        )
    return found


def fill(totals: dict[str, pd.Series], capacity: dict[str, pd.Series]) -> dict[str, pd.Series]:
    """Flow over built capacity by system, from the first full year of the first line on."""
    found = {}
    for system, (_, _, area) in SYSTEMS.items():
        built = capacity[system]
        started = built.index[built > 0]
        found[system] = (totals[area] / built).loc[started[0] + 1 :].dropna() if len(started) else built.iloc[:0]
    return {system: path for system, path in found.items() if len(path)}


def compare_bases(flows: dict[str, pd.Series], totals: dict[str, pd.Series]) -> pd.Series:
    """Relative difference of the editions' sum for Central Asia from the total on the present basis, by year."""
    together = pd.DataFrame({code: flows[code] for code in INSIDE}).dropna().sum(axis=1)
    return (together / totals[REGION] - 1).dropna()


def score(flows: dict[str, pd.Series], totals: dict[str, pd.Series], until: int) -> pd.DataFrame:
    """Forecasts beside the outcome and beside naive baselines from what was known.

    Parameters
    ----------
    until : int
        Last year that could be known.

    Returns
    -------
    pandas.DataFrame, shape (n_suppliers, 10)
        ``code``, ``name``, ``year``, ``forecast``, ``outcome``, ``known_year``, ``no_change``, ``line``, ``line_low``,
        ``line_high``, bcm.  The region and Russia on the present basis, single states of Central Asia on that of the
        editions.  No line where fewer than five years were known or nothing had flowed.

    Notes
    -----
    No change, and the least-squares line through all known years with its interval of prediction (makridakis1998).
    """
    rows = []
    for code, said in FORECASTS.items():
        path = totals.get(code, flows.get(code))
        if path is None:
            continue
        known = path[path.index <= until]
        line = predict_line(known, said.year)
        rows.append(
            {"code": code, "name": name_of(code), "year": said.year, "forecast": said.bcm}
            | {
                "outcome": float(path.get(said.year, np.nan)),
                "known_year": int(known.index[-1]) if len(known) else None,
            }
            | {"no_change": float(known.iloc[-1]) if len(known) else np.nan}
            | {"line": line.value if line else np.nan, "line_low": line.low if line else np.nan}
            | {"line_high": line.high if line else np.nan}
        )
    return pd.DataFrame(rows)


def share_of_use(library: Library) -> dict[str, pd.Series]:
    """Share of Russian gas in what China uses, by pipeline alone and with liquefied gas."""
    ways = {"pipelines alone": ("pipeline",), "with liquefied gas": ("pipeline", "LNG")}
    found = {
        name: gas_flow_share(library, source="gas-flows-by-edition", exporter="RUS", importer=BUYER, modes=modes)
        for name, modes in ways.items()
    }
    # Both come from the same matrices: a year with liquefied gas only had nothing by pipeline.
    both = pd.DataFrame(found).fillna(0.0)
    return {name: both[name] for name in ways}


def value_and_volume(library: Library, totals: dict[str, pd.Series]) -> dict[str, pd.Series]:
    """Value, volume and price of the gas that China buys from Central Asia, the base year as one.

    Returns
    -------
    dict of str to pandas.Series
        Value: fuels of Turkmenistan and Uzbekistan in China's books.  Volume: the region's total on the present basis,
        with Kazakhstan's gas, which stayed near nothing to 2017.  Empty without the base year.
    """
    value = pd.DataFrame({code: book(library, FUELS, BUYER, code, "import") for code in GAS_SELLERS}).sum(axis=1)
    both = pd.DataFrame({VALUE: value, VOLUME: totals[REGION]}).dropna()
    both = both[(both > 0).all(axis=1)]
    if BASE not in both.index:
        return {}
    both[PRICE] = both[VALUE] / both[VOLUME]
    return {name: both[name] / float(both[name][BASE]) for name in (VALUE, VOLUME, PRICE)}


def tabulate_stages(
    flows: dict[str, pd.Series], totals: dict[str, pd.Series], capacity: dict[str, pd.Series]
) -> pd.DataFrame:
    """Said, agreed, built and flowed, for a table: four things that are often taken for one another."""
    carries = {code: system for system, (_, _, area) in SYSTEMS.items() for code in (area, *(INSIDE if area == REGION
               else ()))}  # fmt: skip
    rows = []
    for code, said in FORECASTS.items():
        path, built = totals.get(code, flows.get(code)), capacity[carries[code]]
        if path is not None:
            rows.append(
                {"Supplier": name_of(code), "Year": said.year, "Said": said.bcm, "Agreed": said.agreed or np.nan}
                | {"Built, shared": float(built.get(said.year, np.nan)), "Flowed": float(path.get(said.year, np.nan))}
                | {"Most in any year": float(path.max()), "In": int(path.index[int(path.to_numpy().argmax())])}
            )
    return pd.DataFrame(rows)


def tabulate_bases(library: Library, flows: dict[str, pd.Series], totals: dict[str, pd.Series]) -> pd.DataFrame:
    """Gas of Central Asia by year on two bases, with the edition, for a table."""
    editions = library.read(FLOWS).set_index("year")["edition"]
    together = pd.DataFrame({code: flows[code] for code in INSIDE}).dropna().sum(axis=1)
    table = pd.DataFrame(
        {"Present basis": totals[REGION], "Sum of the edition": together, "Edition": editions},
    ).loc[lambda rows: rows["Present basis"] > 0]
    table.insert(2, "Difference", table["Sum of the edition"] / table["Present basis"] - 1)
    return table.assign(Edition=table["Edition"].fillna("none")).rename_axis("Year").reset_index()
