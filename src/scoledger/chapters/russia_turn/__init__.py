"""Whether a state turned to one partner after an event: its trade, energy and arms against their own earlier path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter
from scoledger.chapters.russia_turn.estimates import (
    POINTS,
    Question,
    Sellers,
    compare_partners,
    compare_sellers,
    estimate_outcomes,
    pretend_dates,
    tabulate,
    why_not,
)
from scoledger.chapters.russia_turn.outcomes import PARTNER_BOOKS, STATE, TRADE, Outcome, collect_outcomes
from scoledger.chapters.russia_turn.words import (
    list_missing,
    list_quantities,
    write_answer,
    write_certainty,
    write_data,
)
from scoledger.countries import country_name
from scoledger.inference.interrupted import Interruption
from scoledger.tables import Library
from scoledger.units import write_value

#: Measures whose placebo dates are drawn: of each pair the first that is known.
DATED = (("exports-own", "exports-mirror"), ("partner-imports",))
#: What happened to the state, for the upright lines.
EVENTS = {2014: "annexation of Crimea", 2022: "invasion of Ukraine"}
SHOWN = [
    "Share", "Books", "n", "Excess", "Interval", "p", "p, robust errors", "Level", "Slope, a year", "Other windows",
    "Dates smaller",
]  # fmt: skip
RECORD, CONTINUED = "record", "earlier path, continued"


@dataclass(frozen=True, kw_only=True)
class RussiaTurn(Chapter):
    """A state's dealings with a partner around an event.

    Parameters
    ----------
    trade, goods : dict of str to dict of str to pandas.Series
        By measure and books: the record, and its earlier path continued where there is one; shares by year.
    trade_bands, goods_bands : dict of str to pandas.DataFrame
        By measure: ``low`` and ``high`` of where noise alone would put the mean of the years after.
    estimates : pandas.DataFrame, shape (n_outcomes, 21)
        Mean excess of each, percentage points, with ``label``, ``value``, ``low``, ``high``, ``group``.
    drawn : pandas.DataFrame
        Those of them that one scale bears: arms, whose share swings by tens of points, are left to the table.
    estimates_table, partners_table : pandas.DataFrame
        Ready for a reader.
    dates : pandas.DataFrame, shape (n_dates, 5)
        ``time`` (pretended year less the true one), ``value``, ``low``, ``high`` (percentage points), ``group``.
    sellers : pandas.DataFrame, shape (n_sellers, 4)
        ``label``, ``x`` (share before), ``y`` (excess of the log share), ``group``.
    labelled : list of str
        Sellers to be named.
    synthetic : dict of str to pandas.Series
        The state's share and that of its synthetic control.
    events : dict of float to str
    """

    trade: dict[str, dict[str, pd.Series]]
    goods: dict[str, dict[str, pd.Series]]
    trade_bands: dict[str, pd.DataFrame]
    goods_bands: dict[str, pd.DataFrame]
    trade_tables: tuple[str, ...]
    goods_tables: tuple[str, ...]
    estimates: pd.DataFrame
    drawn: pd.DataFrame
    estimates_table: pd.DataFrame
    partners_table: pd.DataFrame
    dates: pd.DataFrame
    sellers: pd.DataFrame
    labelled: list[str]
    synthetic: dict[str, pd.Series]
    weights: str
    events: dict[float, str]


def collect(
    library: Library, *, partner: str, event_year: int, years_before: int, years_after: int, placebo_dates: str
) -> RussiaTurn:
    """Estimate how a state's dealings with a partner left their path.

    Parameters
    ----------
    partner : str
        ISO code.
    event_year : int
        First year after the event.
    years_before, years_after : int
        Years used before the event, and from it on.
    placebo_dates : {"all", "before the event"}
        Which years of the series serve as dates on which nothing happened.

    Notes
    -----
    Interrupted time series (`bernal2017`), with inference for short series that remember; other sellers to the same
    buyer as comparison, and a synthetic control made of them (`abadie2010`).
    """
    question = Question(partner, event_year, years_before, years_after, placebo_dates)
    outcomes = collect_outcomes(library, partner)
    shifts = estimate_outcomes(outcomes, question)
    dates = pretend_dates([one for one in outcomes if one.key in shifts], question)
    table = tabulate(outcomes, question, shifts, dates)
    sellers = compare_sellers(library, question)
    return RussiaTurn(
        title=f"{country_name(STATE)} and {question.other} around {event_year}",
        quantities=list_quantities(table, sellers, question),
        answer=write_answer(table, sellers, question),
        data=write_data(table, sellers, question),
        sure=write_certainty(table, sellers),
        missing=list_missing([why_not(one, question) for one in outcomes], sellers, question),
        trade=_paths(outcomes, shifts, is_trade=True),
        goods=_paths(outcomes, shifts, is_trade=False),
        trade_bands=_bands(outcomes, shifts),
        goods_bands=_bands(outcomes, shifts),
        trade_tables=_tables(library, outcomes, is_trade=True),
        goods_tables=_tables(library, outcomes, is_trade=False),
        estimates=table,
        drawn=table[~table["key"].str.startswith("arms")],
        estimates_table=_show(table),
        partners_table=compare_partners(library, question),
        dates=_line_up(table, shifts, dates, event_year),
        sellers=sellers.points.assign(group=""),
        labelled=_choose_labels(sellers),
        synthetic=_beside(sellers),
        weights=_write_weights(sellers),
        events={float(year): text for year, text in ({event_year: "event"} | EVENTS).items()},
    )


def seller_tables(library: Library) -> tuple[str, ...]:
    """Tables of the partner's books that were read."""
    read = {item.id for item in library.inputs if item.kind == "table"}
    return tuple(table for table in PARTNER_BOOKS if table in read)


def _paths(
    outcomes: Sequence[Outcome], shifts: Mapping[str, Interruption], *, is_trade: bool
) -> dict[str, dict[str, pd.Series]]:
    found: dict[str, dict[str, pd.Series]] = {}
    for one in outcomes:
        if (one.group == TRADE) == is_trade and len(one.series):
            found[one.name] = {RECORD: one.series}
            if one.key in shifts:
                found[one.name][CONTINUED] = shifts[one.key].path
    return found


def _bands(outcomes: Sequence[Outcome], shifts: Mapping[str, Interruption]) -> dict[str, pd.DataFrame]:
    found = {}
    for one in outcomes:
        if one.key in shifts:
            shift = shifts[one.key]
            after, width = shift.path[shift.path.index >= shift.event_year], shift.high - shift.excess
            found[one.name] = pd.DataFrame({"low": after - width, "high": after + width})
    return found


def _tables(library: Library, outcomes: Sequence[Outcome], *, is_trade: bool) -> tuple[str, ...]:
    """Tables of the outcomes that hold anything; only those that were read."""
    read = {item.id for item in library.inputs if item.kind == "table"}
    named = [table for one in outcomes if (one.group == TRADE) == is_trade and len(one.series) for table in one.tables]
    return tuple(table for table in dict.fromkeys(named) if table in read)


def _show(table: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {"Share": row["label"], "Books": row["group"], "n": f"{row['n'] - row['n_after']}+{row['n_after']}"}
        | {"Excess": f"{row['value']:+.1f}", "Interval": f"{row['low']:+.1f} to {row['high']:+.1f}"}
        | {"p": write_value(row["p_value"], "probability", ".3f")}
        | {"p, robust errors": write_value(row["hac_p_value"], "probability", ".3f")}
        | {"Level": f"{row['level_change']:+.1f}", "Slope, a year": f"{row['slope_change']:+.2f}"}
        | {"Other windows": f"{row['least']:+.1f} to {row['most']:+.1f}"}
        | {"Dates smaller": f"{row['dates']:.0%} of {row['n_dates']}" if row["n_dates"] else ""}
        for row in table.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=SHOWN)


def _line_up(
    table: pd.DataFrame,
    shifts: Mapping[str, Interruption],
    dates: Mapping[str, Mapping[int, Interruption]],
    event_year: int,
) -> pd.DataFrame:
    """Excess at the true date and at every other, of the measures that show both sides."""
    names = {row["key"]: f"{row['label']} ({row['group']})" for row in table.to_dict("records")}
    rows = [
        {"time": year - event_year, "value": POINTS * one.excess, "low": POINTS * one.low, "high": POINTS * one.high}
        | {"group": names[key]}
        for key in [next((key for key in pair if key in shifts), "") for pair in DATED]
        if key
        for year, one in sorted({**dates[key], event_year: shifts[key]}.items())
    ]
    return pd.DataFrame(rows, columns=["time", "value", "low", "high", "group"])


def _choose_labels(sellers: Sellers) -> list[str]:
    """The state, and the sellers that moved furthest or sell most."""
    points = sellers.points
    if points.empty:
        return []
    moved = points.reindex(points["y"].abs().sort_values(ascending=False).index)["label"]
    largest = points.sort_values("x", ascending=False)["label"]
    return list(dict.fromkeys([STATE, *moved[:5], *largest[:5]]))


def _beside(sellers: Sellers) -> dict[str, pd.Series]:
    if sellers.control is None or sellers.path is None:
        return {}
    return {STATE: sellers.path, "synthetic control": sellers.control.path}


def _write_weights(sellers: Sellers) -> str:
    """Donors by weight, in words."""
    if sellers.control is None:
        return ""
    heavy = sellers.control.weights[sellers.control.weights >= 0.01].sort_values(ascending=False)  # noqa: PLR2004
    return ", ".join(f"{country_name(str(code))} {weight:.0%}" for code, weight in heavy.items())
