"""Pipelines: forecasts, contracts and capacities of the gas lines to China against what flowed, and where they run."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter
from scoledger.chapters.pipelines.measures import (
    AREAS,
    FLOWS,
    FORECASTS,
    FUELS,
    LINES,
    REGION,
    RUSSIAN,
    Measures,
    compare_bases,
    fill,
    known_until,
    list_capacities,
    list_flows,
    list_totals,
    score,
    share_of_use,
    tabulate_bases,
    tabulate_stages,
    value_and_volume,
)
from scoledger.chapters.pipelines.quantities import list_quantities
from scoledger.chapters.pipelines.words import list_missing, write_answer, write_certainty, write_data
from scoledger.countries import country_name
from scoledger.tables import Library

__all__ = ["AREAS", "FLOWS", "FUELS", "LABELS", "LINES", "PLACES", "USE", "Pipelines", "collect"]

#: Tables of the share of Russian gas in use.
USE = ("gas-flows-by-edition", "statistical-review")
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
        What was forecast; suppliers with one figure share a point.
    errors : pandas.DataFrame, shape (n_rows, 5)
        ``label`` (supplier, year), ``value`` (said less what flowed, bcm), ``low``, ``high`` (95 percent of prediction,
        for the straight line), ``group`` (who says it); what could not be said is absent.
    scores, stages, bases : pandas.DataFrame
        Tables: forecasts beside naive baselines; figure, agreement, capacity and flow; one year on two bases.
    use : dict of str to pandas.Series
        Flow over built capacity, by system and year.
    russia : dict of str to pandas.Series
        Russian gas in what China uses, by way of transport.
    russia_claimed : dict of str to (year, share)
        The most that was forecast of it.
    value : dict of str to pandas.Series
        Value, volume and value per volume of Turkmen and Uzbek gas in China's books, 2013 as one.
    lines, outlines : pandas.DataFrame
        Points of the map.
    """

    flows: dict[str, pd.Series]
    claimed: dict[str, tuple[float, float]]
    errors: pd.DataFrame
    scores: pd.DataFrame
    stages: pd.DataFrame
    bases: pd.DataFrame
    use: dict[str, pd.Series]
    russia: dict[str, pd.Series]
    russia_claimed: dict[str, tuple[float, float]]
    value: dict[str, pd.Series]
    lines: pd.DataFrame
    outlines: pd.DataFrame


def collect(library: Library, *, supplier: str) -> Pipelines:
    """Compare forecasts of gas with what flowed.

    Parameters
    ----------
    supplier : str
        ISO code of the seller that the page looks at first; the others are shown beside it.

    Returns
    -------
    Pipelines
        For a state from which no line runs, with `missing` saying so and the other lines shown.
    """
    flows, totals, capacity = list_flows(library), list_totals(library), list_capacities(library)
    found = Measures(
        supplier=supplier,
        until=known_until(library),
        flows=flows,
        totals=totals,
        scores=score(flows, totals, known_until(library)),
        basis=compare_bases(flows, totals),
        capacity=capacity,
        use=fill(totals, capacity),
        russia=share_of_use(library),
        value=value_and_volume(library, totals),
        statuses=library.read(LINES).drop_duplicates("line_id").set_index("line_id")[["name", "segment", "status"]],
    )
    first = [supplier] if supplier in flows else []
    return Pipelines(
        title=f"Pipelines: gas from {country_name(supplier)} to China",
        quantities=list_quantities(found),
        answer=write_answer(found),
        data=write_data(found),
        sure=write_certainty(found),
        missing=list_missing(found),
        flows={code: flows[code] for code in dict.fromkeys([*first, *flows])},
        claimed=_claim(),
        errors=_list_errors(found.scores),
        scores=_name_columns(found.scores),
        stages=tabulate_stages(flows, totals, capacity),
        bases=tabulate_bases(library, flows, totals),
        use=found.use,
        russia=found.russia,
        russia_claimed={"at most, two deals": RUSSIAN},
        value=found.value,
        lines=library.read(LINES),
        outlines=library.read(AREAS),
    )


def _claim() -> dict[str, tuple[float, float]]:
    """Points of what was forecast, each with the names of those of whom it was."""
    names: dict[tuple[float, float], list[str]] = {}
    for code, forecast in FORECASTS.items():
        if code != REGION:
            names.setdefault((float(forecast.year), forecast.bcm), []).append(country_name(code))
    return {f"{', '.join(who)}: {bcm:g}{' each' if len(who) > 1 else ''}": (year, bcm)
            for (year, bcm), who in names.items()}  # fmt: skip


def _list_errors(scores: pd.DataFrame) -> pd.DataFrame:
    """What was said less what flowed, one row for each who said it."""
    groups = {"forecast": "forecast", "no_change": "no change", "line": "straight line"}
    rows = [
        {"label": f"{row['name']}, {row['year']}", "value": row[column] - row["outcome"], "group": group}
        | {end: row[f"line_{end}"] - row["outcome"] if column == "line" else float("nan") for end in ("low", "high")}
        for _, row in scores.iterrows()
        for column, group in groups.items()
    ]
    return pd.DataFrame(rows).dropna(subset=["value"])


def _name_columns(scores: pd.DataFrame) -> pd.DataFrame:
    """The table of scores as a reader sees it."""
    names = {
        "name": "Supplier", "year": "Year", "forecast": "Forecast", "outcome": "Outcome", "known_year": "Last known",
        "no_change": "No change", "line": "Straight line", "line_low": "Line, 95 %, from", "line_high": "to",
    }  # fmt: skip
    return scores[list(names)].rename(columns=names)
