"""Numbers and sentences of the chapter on debt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.debt_and_finance.measures import BILLION, COUNTED, LEVEL, LINES, LINES_TO, SINCE, Question
from scoledger.countries import country_name
from scoledger.indicators.debt import IDS
from scoledger.indicators.finance import COMMITMENTS
from scoledger.indicators.lenders import DONORS

#: Debt in the two ways of ranking, as a sentence says them.
WAYS = {"dollars": "in dollars", "economy": "relative to the economy"}
GROUPS = {"announced": "announced", "promised by contract": "promised", "paid out": "paid", "rise of the debt": "owed"}
#: States that the answer tells of; the table has all.
TOLD = 5
#: A rank up to this is one of the largest.
FIRST_TEN = 10
#: A state whose public debt to all states is smaller than this share of all its public debt has a small base.
SMALL_BASE = 0.1


@dataclass(frozen=True)
class Found:
    """Everything that numbers and sentences are made of."""

    weights: Mapping[str, pd.DataFrame]
    totals: pd.DataFrame
    standings: Mapping[str, Mapping[str, pd.DataFrame]]
    lenders: pd.DataFrame
    promises: Mapping[str, pd.DataFrame]
    announcements: pd.DataFrame
    to_banks: float | None
    bank: pd.Series
    trends: pd.DataFrame
    small_base: Sequence[str]


def list_quantities(found: Found, question: Question) -> tuple[Quantity, ...]:
    """List every number that the page shows."""
    return (
        *_list_totals(found, question),
        *_list_states(found, question),
        *_list_promises(found, question),
        *_list_announcements(found),
        *_list_lenders(found, question),
    )


def at(series: pd.Series, year: int) -> float | None:
    """Value of a year, None when it is missing."""
    value = series.to_dict().get(year)
    return None if value is None or pd.isna(value) else float(value)


def _list_totals(found: Found, question: Question) -> list[Quantity]:
    year, lender = question.year, question.lender
    totals, levels = found.totals, found.weights["level"]
    n = int(levels[levels.index == year].notna().to_numpy().sum())
    if totals.empty:
        return [Quantity("debt", f"Public debt of {question.name} to {lender}, {year}", None, "billion USD")]
    level = at(totals["level"], year)
    made = [
        Quantity("debt", f"Public debt of {question.name} to {lender}, end of {year}",
                 None if level is None else level / BILLION, "billion USD", n=n, form=".1f", is_main=True,
                 caption="Official loans, public and publicly guaranteed.", tables=(IDS,)),
        Quantity("bilateral", f"Share of {lender} in what is owed to states, {year}", at(totals["bilateral"], year),
                 "share", n=n, is_main=True),
        Quantity("public", f"Share of {lender} in all public external debt, {year}", at(totals["public"], year),
                 "share", n=n, is_main=True),
        Quantity("gdp", f"The debt to {lender} over output, {year}", at(totals["gdp"], year), "share", n=n,
                 is_main=True),
    ]  # fmt: skip
    last = int(totals.index[-1])
    if last != year:
        made.append(
            Quantity("debt-last", f"Public debt of {question.name} to {lender}, end of {last}",
                     float(totals["level"].iloc[-1]) / BILLION, "billion USD", form=".1f",
                     n=int(levels[levels.index == last].notna().to_numpy().sum()))
        )  # fmt: skip
    peak = totals["gdp"].dropna()
    if len(peak) and peak.max() > 0:
        made += [
            Quantity("peak", f"Largest ratio of the debt to {lender} to output", float(peak.max()), "share"),
            Quantity("peak-year", "Year of it", float(peak.index.to_numpy()[peak.to_numpy().argmax()]), "year"),
        ]
    return made


def _list_states(found: Found, question: Question) -> list[Quantity]:
    made = []
    for code, ways in found.standings.items():
        name, key = country_name(code), code.lower()
        ratio = found.weights["gdp"].get(code, pd.Series(dtype=float))
        made.append(Quantity(f"gdp-{key}", f"{name}: debt to {question.lender} over output, {question.year}",
                             at(ratio, question.year), "share"))  # fmt: skip
        for way, words in WAYS.items():
            table = ways[way]
            if question.year in table.index:
                row = table.T[question.year].to_dict()
                made.append(
                    Quantity(f"rank-{way}-{key}", f"{name}: rank among debtors to {question.lender} {words}, "
                             f"{question.year}", float(row["rank"]), "rank", n=int(row["n"]), is_main=True)
                )  # fmt: skip
        best = ways["economy"]["rank"]
        if len(best):
            made.append(Quantity(f"best-{key}", f"{name}: best rank relative to its economy in any year",
                                 float(best.min()), "rank"))  # fmt: skip
            first = float(best.index.to_numpy()[best.to_numpy().argmin()])
            made.append(Quantity(f"best-year-{key}", f"{name}: first year of that rank", first, "year"))
    return made


def promised_and_paid(found: Found) -> tuple[pd.DataFrame, int]:
    """What was promised and paid out by the last year of promises, billion dollars, states x ways; and that year."""
    last = max(int(frame["promised"].dropna().index[-1]) for frame in found.promises.values())
    rows = pd.DataFrame({code: frame.reindex([last]).iloc[0] for code, frame in found.promises.items()}).T
    return rows.reindex(columns=["promised", "paid out"]), last


def _list_promises(found: Found, question: Question) -> list[Quantity]:
    if not found.promises:
        return []
    rows, last = promised_and_paid(found)
    promised = float(rows["promised"].sum())
    made = [
        Quantity("promised", f"Promised by {question.lender} to {question.name}, {SINCE}-{last}", promised,
                 "billion USD", n=len(rows), form=".1f", is_main=True, tables=(COMMITMENTS,),
                 caption="Loans and grants to all borrowers, firms too; dollars of their years.")
    ]  # fmt: skip
    known = rows.dropna()
    if len(known) and known["promised"].sum() > 0:
        share = float(known["paid out"].sum() / known["promised"].sum())
        made.append(
            Quantity("paid", f"Share of it that public borrowers are recorded to have been paid by {last}", share,
                     "share", n=len(known), form=".0f", is_main=True, tables=(COMMITMENTS, DONORS),
                     caption="States in both tables.")
        )  # fmt: skip
        for code, row in known.iterrows():
            if row["promised"] > 0:
                made.append(
                    Quantity(f"paid-{str(code).lower()}", f"{country_name(str(code))}: the same share",
                             float(row["paid out"] / row["promised"]), "share", form=".0f")
                )  # fmt: skip
    if found.to_banks is not None:
        years = f"{LINES[0]}-{LINES[1]}"
        made.append(
            Quantity("to-lines", f"Everything promised to {country_name(LINES_TO)}, {years}", found.to_banks,
                     "billion USD", form=".1f", tables=(COMMITMENTS,), caption="All borrowers together.")
        )  # fmt: skip
    return made


def _list_announcements(found: Found) -> list[Quantity]:
    return [
        Quantity(f"{GROUPS[row['what']]}-{row['year']}", f"Credit of {row['year']}: {row['label']}", row["value"],
                 "billion USD", form=".1f")
        for row in found.announcements.to_dict("records")
    ]  # fmt: skip


def _list_lenders(found: Found, question: Question) -> list[Quantity]:
    made: list[Quantity] = []
    if question.year in found.lenders.index:
        row = found.lenders.T[question.year].to_dict()
        shown = {"multilateral": "multilateral lenders", "bonds": "bonds"}
        made += [
            Quantity(
                f"lenders-{part}", f"Share of {words} in all public external debt, {question.year}", row[part], "share"
            )
            for part, words in shown.items()
        ]
    if len(found.bank):
        last = int(found.bank.index[-1])
        made.append(
            Quantity("bank", f"Share of the AIIB in what it and China paid out since 2016, by {last}",
                     float(found.bank.iloc[-1]), "share", tables=(DONORS,))
        )  # fmt: skip
    return made


def write_answer(found: Found, question: Question) -> str:
    """Answer first."""
    year, lender = question.year, question.lender
    if found.totals.empty or at(found.totals["level"], year) is None:
        return f"The tables hold no public debt of {question.name} in {year}."
    if not found.totals["level"].to_dict()[year]:
        before = " It was largest against output in {peak-year}, at {peak}." if found.totals["gdp"].max() > 0 else ""
        return f"At the end of {year} the tables know of no public debt of {question.name} to {lender}.{before}"
    words = [
        (
            f"At the end of {year} {question.name} owed {lender} {{debt}}: {{bilateral}} of what is owed to states, "
            "{public} of all public external debt, {gdp} of output."
        )
    ]
    words += [_tell_ranks(found, question), _tell_promises(found, question)]
    return " ".join(word for word in words if word)


def _tell_ranks(found: Found, question: Question) -> str:
    ranked = {
        code: float(ways["economy"]["rank"].to_dict()[question.year])
        for code, ways in found.standings.items()
        if all(question.year in ways[way].index for way in WAYS)
    }
    first = sorted(ranked, key=lambda code: ranked[code])[:TOLD]
    told = "; ".join(
        f"{country_name(code)} {{rank-dollars-{code.lower()}}} and {{rank-economy-{code.lower()}}} "
        f"(best {{best-{code.lower()}}}, in {{best-year-{code.lower()}}})"
        for code in first
    )
    others = " The others are in the table below." if len(ranked) > TOLD else ""
    words = f"Rank among all debtors to {question.lender}, in dollars and relative to the economy"
    return f"{words}: {told}.{others}" if told else ""


def _tell_promises(found: Found, question: Question) -> str:
    if not found.promises:
        return f"The tables hold no promises of {question.lender}."
    rows, _ = promised_and_paid(found)
    known, lender = rows.dropna(), f"{question.lender[0].upper()}{question.lender[1:]}"
    if not known["promised"].sum() > 0:
        return f"{lender} promised {{promised}} since {SINCE}; what was paid out is not in the tables."
    where = "of which" if len(known) == len(rows) else f"and in the {len(known)} states whose payments are known"
    return (
        f"{lender} promised {{promised}} since {SINCE}, {where} {{paid}} is recorded as paid out to public borrowers; "
        "the rest are grants, loans to firms without a guarantee, or sums never drawn; which, the tables do not tell."
    )


def write_data(found: Found, question: Question) -> str:
    """What the data say, for the closing box."""
    year = question.year
    if found.totals.empty or not (found.totals["level"] > 0).any():
        return f"The tables hold no debt of {question.name} to {question.lender}."
    first = {way: _first_ten(found, way, year) for way in WAYS}
    words = (
        []
        if not found.standings
        else [
            (
                f"Of {len(found.standings)} states that ever owed it anything, {len(first['dollars'])} were among the "
                f"ten largest debtors in dollars in {year}{_name_them(first['dollars'])} and {len(first['economy'])} "
                f"relative to the economy{_name_them(first['economy'])}."
            )
        ]
    )
    if year in found.lenders.index:
        row = found.lenders.T[year].sort_values(ascending=False)
        words.append(f"The largest among the kinds of lender was then: {_call(str(row.index[0]))}.")
    if "peak" in _known(found, question):
        words.append("Against output the debt was largest in {peak-year}, at {peak}.")
    if len(found.announcements):
        words.append(_tell_announcements(found))
    return " ".join(words)


def _known(found: Found, question: Question) -> set[str]:
    return {one.name for one in list_quantities(found, question) if one.is_known}


def _first_ten(found: Found, way: str, year: int) -> list[str]:
    return [
        code
        for code, ways in found.standings.items()
        if year in ways[way].index and float(ways[way]["rank"].to_dict()[year]) <= FIRST_TEN
    ]


def _name_them(codes: Sequence[str]) -> str:
    return f" ({', '.join(country_name(code) for code in codes)})" if codes else ""


def _call(part: str) -> str:
    return country_name(part) if part.isupper() else part


def _tell_announcements(found: Found) -> str:
    told = []
    for year, rows in found.announcements.groupby("year"):
        values = dict(zip(rows["what"], rows["value"], strict=True))
        enough = values["promised by contract"] >= values["announced"]
        verb = "covers" if enough else "falls short of"
        told.append(
            f"the {{announced-{year}}} announced in {year} stand beside {{promised-{year}}} promised by contract to "
            f"the members concerned within {COUNTED} years, which {verb} them, and {{paid-{year}}} paid out to public "
            "borrowers"
        )
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}."


def write_certainty(found: Found, question: Question) -> str:
    """How sure we are, for the closing box."""
    if found.totals.empty or not (found.totals["level"] > 0).any():
        return "Nothing can be said."
    words = [
        (
            "The debt is what governments report as public or guaranteed; loans to firms are outside it, and reports "
            "are known to miss loans."
        )
    ]
    if len(found.trends):
        rising = found.trends[(found.trends["p_value"] < LEVEL) & (found.trends["slope"] > 0)]
        words.append(
            f"The ratio to output rose clearly, for noise that remembers, in {len(rising)} of {len(found.trends)} "
            f"states up to {question.year}{_name_them([str(code) for code in rising.index])}."
        )
    if found.small_base:
        names = ", ".join(country_name(code) for code in found.small_base)
        words.append(f"Shares in the debt to states rest on a small base in {names}.")
    if found.promises:
        words.append(
            "Promises are counted from public documents by a project of research, with amounts estimated for some, "
            "and end where its edition does."
        )
    return " ".join(words)
