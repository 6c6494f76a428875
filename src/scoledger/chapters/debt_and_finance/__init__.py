"""Debt and finance: what states owe one creditor, who else lends, and what became of promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter
from scoledger.chapters.debt_and_finance.measures import (
    BILLION,
    Question,
    bank_share,
    compare_promises,
    find_trends,
    follow_announcements,
    list_lenders,
    list_sectors,
    promised_to_banks,
    stand_among_debtors,
    total_weights,
    weigh,
)
from scoledger.chapters.debt_and_finance.words import (
    SMALL_BASE,
    WAYS,
    Found,
    list_quantities,
    write_answer,
    write_certainty,
    write_data,
)
from scoledger.countries import country_name, parse_states, states_name
from scoledger.indicators.debt import IDS, debt_stock, standing
from scoledger.indicators.finance import COMMITMENTS, PROJECTS
from scoledger.indicators.lenders import DONORS
from scoledger.indicators.macro import WDI
from scoledger.tables import Library

#: What each line of weight is called.
WEIGHTS = {"bilateral": "of debt to states", "public": "of public debt", "gdp": "over output"}
TABLES = {
    "debt": (IDS,),
    "weights": (IDS, WDI),
    "promises": (COMMITMENTS, DONORS, IDS),
    "sectors": (PROJECTS,),
}


@dataclass(frozen=True, kw_only=True)
class DebtAndFinance(Chapter):
    """Debt of some states to one creditor.

    Parameters
    ----------
    level : dict of str to pandas.Series
        By state: billion current US dollars at the end of each year.
    weights : dict of str to dict of str to pandas.Series
        By state: share of the debt to states, of all public debt, and ratio to output.
    lenders : pandas.DataFrame, shape (n_years, n_lenders)
        Shares in all public external debt of the states together.
    places : dict of str to dict of str to pandas.Series
        By state: share of the other debtors that owe less, in dollars and relative to the economy.
    ranks_table : pandas.DataFrame, shape (n_states, 9)
    promises : dict of str to dict of str to pandas.Series
        By state: promised, paid out and owed, added up since 2000, billion dollars of their years.
    announcements : pandas.DataFrame, shape (n_values, 5)
    sectors_table : pandas.DataFrame, shape (n_sectors, 4)
    """

    level: dict[str, pd.Series]
    weights: dict[str, dict[str, pd.Series]]
    lenders: pd.DataFrame
    places: dict[str, dict[str, pd.Series]]
    ranks_table: pd.DataFrame
    promises: dict[str, dict[str, pd.Series]]
    announcements: pd.DataFrame
    sectors_table: pd.DataFrame


def collect(library: Library, *, creditor: str, states: str, year: int) -> DebtAndFinance:
    """Measure what some states owe to one creditor, and what was promised to them.

    Parameters
    ----------
    creditor : str
        ISO code.
    states : str
        Group, or codes joined by commas.
    year : int
        Year at the end of which the debt is looked at.

    Notes
    -----
    Public and publicly guaranteed debt as the debtors report it (World Bank, International Debt Statistics), beside
    promises as researchers count them (`dreher2021`); what is lent but not recorded there is the gap of `horn2021`.
    """
    codes = tuple(state for state in parse_states(states) if state != creditor)
    question = Question(creditor, codes, year, states_name(states))
    weights = weigh(library, question)
    found = Found(
        weights=weights,
        totals=total_weights(library, question),
        standings=stand_among_debtors(library, question),
        lenders=list_lenders(library, question),
        promises=compare_promises(library, question),
        announcements=follow_announcements(library, question),
        to_banks=promised_to_banks(library, question),
        bank=bank_share(library, question),
        trends=find_trends(weights["gdp"], codes, year),
        small_base=_small_bases(library, question),
    )
    return DebtAndFinance(
        title=f"Debt and finance: {question.lender} and {question.name}",
        quantities=list_quantities(found, question),
        answer=write_answer(found, question),
        data=write_data(found, question),
        sure=write_certainty(found, question),
        missing=_list_missing(found, question),
        level={code: series / BILLION for code, series in _columns(weights["level"]).items()},
        weights=_by_state(weights, question),
        lenders=found.lenders,
        places=_places(found),
        ranks_table=_show_ranks(found, question),
        promises=_order({code: _columns(frame) for code, frame in found.promises.items()}),
        announcements=found.announcements,
        sectors_table=list_sectors(library, question),
    )


def tables(library: Library, part: str) -> tuple[str, ...]:
    """Those tables of a part of the page that were read."""
    read = {item.id for item in library.inputs if item.kind == "table"}
    return tuple(table for table in TABLES[part] if table in read)


def _columns(frame: pd.DataFrame) -> dict[str, pd.Series]:
    return {str(name): series for name in frame if len(series := frame[name].dropna()) and (series != 0).any()}


def _order(panels: dict[str, dict[str, pd.Series]]) -> dict[str, dict[str, pd.Series]]:
    """States of which most is known first, since the first panel sets the order of the lines of all."""
    return dict(sorted(panels.items(), key=lambda item: -len(item[1])))


def _by_state(weights: Mapping[str, pd.DataFrame], question: Question) -> dict[str, dict[str, pd.Series]]:
    found = {
        code: {
            label: series
            for key, label in WEIGHTS.items()
            if len(series := weights[key].get(code, pd.Series(dtype=float)).dropna())
        }
        for code in question.codes
        if code in weights["level"] and (weights["level"][code] > 0).any()
    }
    return {code: lines for code, lines in found.items() if lines}


def _places(found: Found) -> dict[str, dict[str, pd.Series]]:
    return {
        code: {WAYS[way]: table["percentile"].dropna() for way, table in ways.items()}
        for code, ways in found.standings.items()
    }


def _show_ranks(found: Found, question: Question) -> pd.DataFrame:
    columns = [
        "State", "Debt, billion USD", "Of debt to states", "Of public debt", "Over output", "Rank in dollars",
        "Rank over output", "Debtors", "Trend over output",
    ]  # fmt: skip
    rows = []
    level = found.weights["level"]
    owing = [code for code in map(str, level) if (level[code] > 0).any()]
    for code in owing:
        ways = found.standings.get(code, {way: standing(pd.DataFrame(), code) for way in WAYS})
        ranks = {way: table["rank"].to_dict().get(question.year) for way, table in ways.items()}
        values = {
            key: frame.get(code, pd.Series(dtype=float)).get(question.year) for key, frame in found.weights.items()
        }
        trend = found.trends.T[code].to_dict() if code in found.trends.index else None
        rows.append(
            {"State": country_name(code), "Debt, billion USD": _write(values["level"], scale=1 / BILLION, form=".2f")}
            | {"Of debt to states": _write(values["bilateral"]), "Of public debt": _write(values["public"])}
            | {"Over output": _write(values["gdp"]), "Rank in dollars": _write(ranks["dollars"], form=".0f")}
            | {"Rank over output": _write(ranks["economy"], form=".0f")}
            | {"Debtors": _write(ways["dollars"]["n"].to_dict().get(question.year), form=".0f")}
            | {"Trend over output": "" if trend is None else f"{100 * trend['slope']:+.2f} (p {trend['p_value']:.2f})"}
        )
    return pd.DataFrame(rows, columns=columns)


def _write(value: float | None, form: str = ".1%", scale: float = 1.0) -> str:
    return "" if value is None or pd.isna(value) else format(float(value) * scale, form)


def _small_bases(library: Library, question: Question) -> tuple[str, ...]:
    """States that owe little to states altogether, so that one loan moves the creditor's share in it."""
    bilateral, everything = debt_stock(library, "WLD", "bilateral"), debt_stock(library, "WLD", "all classes")
    share = (bilateral / everything).reindex(columns=list(question.codes))
    if question.year not in share.index:
        return ()
    row = share.T[question.year].dropna()
    return tuple(str(code) for code in row.index[row < SMALL_BASE])


def _list_missing(found: Found, question: Question) -> tuple[str, ...]:
    silent = [code for code in question.codes if code not in found.weights["level"]]
    level = found.weights["level"]
    clear = [code for code in question.codes if code in level and not (level[code] > 0).any()]
    words = [f"public debt of {country_name(code)}" for code in silent]
    words += [f"any debt of {country_name(code)} to {question.lender}" for code in clear]
    if not question.is_ranked:
        words.append(f"every debtor to {question.lender}, so that nobody is ranked")
    if not question.has_promises:
        words.append(f"promises of {question.lender}, announcements and sectors")
    return tuple(words)
