"""What is owed, what was promised, and what was announced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from scoledger.countries import country_name
from scoledger.errors import NoDataError
from scoledger.indicators.debt import IDS, debt_stock, debtors, lender_mix, owed, standing
from scoledger.indicators.finance import COMMITMENTS, PROJECTS
from scoledger.indicators.lenders import DONORS, aiib_share, chinese_credit
from scoledger.indicators.macro import indicator
from scoledger.inference import estimate_trend
from scoledger.tables import Library

#: The one lender whose promises the tables hold, and the other power, shown apart among lenders.
#: The powers are also the only creditors of which the tables hold every debtor in the world.
PROMISER, POWERS = "CHN", ("CHN", "RUS")
#: Credits announced at summits: year, billion dollars, and the record that holds the announcement.  They were promised
#: to members, so that the four of the region that are members are looked at (the second one to Russia as well).
ANNOUNCED = {"sco-loan-10bn-2009": (2009, 10.0), "sco-loan-10bn-2012": (2012, 10.0)}
PROMISED_TO = ("KAZ", "KGZ", "TJK", "UZB")
#: Years from an announcement on in which what follows is counted: until the next one.
COUNTED = 3
#: Years of the credit lines said to have been opened for banks, and the borrowers' state.
LINES, LINES_TO = (2014, 2017), "RUS"
BILLION = 1e9
#: Names that take an article in a sentence.
ARTICLED = ("United", "Netherlands")
#: First year of promises and of loans paid out, in both tables.
SINCE = 2000
BANK_SINCE = 2016
LEVEL = 0.05
LARGEST_SECTORS = 5
#: First year from which the tendency of a debt is measured: the organisation's own.
TREND_FROM = 2001


@dataclass(frozen=True)
class Question:
    """What is asked.

    Parameters
    ----------
    creditor : str
    codes : tuple of str
        The debtors.
    year : int
        Year looked at.
    name : str
        Of the debtors together.
    """

    creditor: str
    codes: tuple[str, ...]
    year: int
    name: str

    @property
    def lender(self) -> str:
        """Name of the creditor in running text."""
        name = country_name(self.creditor)
        return f"the {name}" if name.startswith(ARTICLED) else name

    @property
    def is_ranked(self) -> bool:
        """Whether the tables hold every debtor to this creditor, so that a rank among them means something."""
        return self.creditor in POWERS

    @property
    def has_promises(self) -> bool:
        """Whether the tables hold this creditor's promises."""
        return self.creditor == PROMISER


def weigh(library: Library, question: Question) -> dict[str, pd.DataFrame]:
    """Weight of the debt by state: ``level`` (dollars), ``bilateral``, ``public`` (shares) and ``gdp`` (ratio)."""
    level = owed(library, question.codes, question.creditor, "bilateral")
    states, everything = debt_stock(library, "WLD", "bilateral"), debt_stock(library, "WLD", "all classes")
    output = indicator(library, "gdp_current_usd")
    return {
        "level": level,
        "bilateral": _over(level, states),
        "public": _over(level, everything),
        "gdp": _over(level, output),
    }


def _over(level: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    ratio = level / base.reindex(index=level.index, columns=level.columns)
    return ratio.where(base.reindex_like(ratio) > 0).dropna(how="all")


def total_weights(library: Library, question: Question) -> pd.DataFrame:
    """Weight of the debt of all states together.

    Returns
    -------
    pandas.DataFrame, shape (n_years, 4)
        ``level`` (dollars), ``bilateral``, ``public`` (shares) and ``gdp`` (ratio), each over the same states: those
        that report their debt in the year and for which the base is known.
    """
    level = owed(library, question.codes, question.creditor, "bilateral").dropna(how="all")
    bases = {
        "bilateral": debt_stock(library, "WLD", "bilateral"),
        "public": debt_stock(library, "WLD", "all classes"),
        "gdp": indicator(library, "gdp_current_usd"),
    }
    found = {"level": level.sum(axis=1)}
    for name, base in bases.items():
        aligned = base.reindex(index=level.index, columns=level.columns).where(level.notna())
        total = aligned.sum(axis=1)
        found[name] = level.where(aligned.notna()).sum(axis=1) / total.where(total > 0)
    return pd.DataFrame(found)


def stand_among_debtors(library: Library, question: Question) -> dict[str, dict[str, pd.DataFrame]]:
    """Standing of each state among all debtors to the creditor: in ``dollars``, and relative to its ``economy``.

    States that never owed the creditor anything are absent; where not every debtor is known, there is no standing.
    """
    if not question.is_ranked:
        return {}
    ways = {"dollars": "nothing", "economy": "gdp"}
    frames = {
        way: debtors(library, source=IDS, creditor=question.creditor, relative_to=base) for way, base in ways.items()
    }
    found = {code: {way: standing(frame, code) for way, frame in frames.items()} for code in question.codes}
    return {code: ways for code, ways in found.items() if len(ways["dollars"])}


def list_lenders(library: Library, question: Question) -> pd.DataFrame:
    """Share of each kind of lender in what the states owe, by year; the creditor first, the two powers apart."""
    named = list(dict.fromkeys([question.creditor, *POWERS]))
    mix = lender_mix(library, question.codes, named)
    total = mix.sum(axis=1)
    return mix.div(total.where(total > 0), axis=0).dropna()


def compare_promises(library: Library, question: Question) -> dict[str, pd.DataFrame]:
    """Promised, paid out and owed, each added up since 2000, by state, in billion dollars of their years.

    Returns
    -------
    dict of str to pandas.DataFrame, shape (n_years, 3)
        Columns ``promised``, ``paid out`` and ``rise of the debt``; empty when the tables hold no promises of the
        creditor.
    """
    if not question.has_promises:
        return {}
    ways = {
        "promised": (COMMITMENTS, "everything"),
        "paid out": (DONORS, "all classes"),
        "rise of the debt": (IDS, "all classes"),
    }
    promised = set(library.read(COMMITMENTS)["iso3"])
    covered = {DONORS: set(library.read(DONORS)["iso3"]), IDS: set(library.read(IDS)["debtor"])}
    found = {}
    for code in (code for code in question.codes if code in promised):
        columns = {
            way: chinese_credit(library, states=code, source=source, lent=lent, first_year=SINCE) / BILLION
            for way, (source, lent) in ways.items()
            if code in covered.get(source, promised)
        }
        # Years without a promise have no row: what was promised before still counts.
        frame = pd.DataFrame(columns)
        last = int(library.read(COMMITMENTS)["year"].max())
        frame["promised"] = frame["promised"].loc[:last].ffill()
        found[code] = frame
    return found


def follow_announcements(library: Library, question: Question) -> pd.DataFrame:
    """What was promised by contract and paid out in the three years from each announcement on.

    Returns
    -------
    pandas.DataFrame, shape (n_values, 5)
        ``what`` (announced, promised by contract, paid out, rise of the debt), ``year`` (of the announcement),
        ``value`` (billion dollars), ``label`` and ``group`` (years counted); empty unless some of the states are those
        to whom it was promised.
    """
    codes = [code for code in question.codes if code in PROMISED_TO]
    columns = ["what", "year", "value", "label", "group"]
    if not question.has_promises or not codes:
        return pd.DataFrame(columns=columns)
    ways = {
        "promised by contract": (COMMITMENTS, "everything"),
        "paid out": (DONORS, "all classes"),
        "rise of the debt": (IDS, "all classes"),
    }
    rows = []
    for year, announced in ANNOUNCED.values():
        last = year + COUNTED - 1
        span = f"{year}-{last}"
        values = {"announced": announced}
        for what, (source, lent) in ways.items():
            series = chinese_credit(library, states=",".join(codes), source=source, lent=lent, first_year=year)
            values[what] = float(series[last]) / BILLION
        rows += [
            {"what": what, "year": year, "value": value, "group": span}
            | {"label": f"{what}, {year if what == 'announced' else span}"}
            for what, value in values.items()
        ]
    return pd.DataFrame(rows, columns=columns)


def promised_to_banks(library: Library, question: Question) -> float | None:
    """Everything promised to the state whose banks were given credit lines, in those years; billion dollars."""
    if not question.has_promises:
        return None
    first, last = LINES
    series = chinese_credit(library, states=LINES_TO, source=COMMITMENTS, lent="everything", first_year=first)
    return float(series.loc[:last].iloc[-1]) / BILLION


def bank_share(library: Library, question: Question) -> pd.Series:
    """Share of the Asian Infrastructure Investment Bank in what it and China paid out to the states since 2016."""
    recipients = set(library.read(DONORS)["iso3"])
    states = ",".join(code for code in question.codes if code in recipients)
    if not question.has_promises or not states:
        return pd.Series(dtype=float)
    return aiib_share(library, source=DONORS, states=states, first_year=BANK_SINCE, classes="all classes")


def list_sectors(library: Library, question: Question) -> pd.DataFrame:
    """Mapped projects of the states by sector.

    Returns
    -------
    pandas.DataFrame, shape (n_sectors, 4)
        ``Sector``, ``Projects``, ``Billion USD of 2021`` and ``Share`` of the money; the largest, and the rest.
    """
    columns = ["Sector", "Projects", "Billion USD of 2021", "Share"]
    if not question.has_promises:
        return pd.DataFrame(columns=columns)
    table = library.read(PROJECTS)
    rows = table[table["iso3"].isin(question.codes)]
    by_sector = rows.groupby("sector")["usd_const_2021"].agg(["size", "sum"]).sort_values("sum", ascending=False)
    kept, rest = by_sector.iloc[:LARGEST_SECTORS], by_sector.iloc[LARGEST_SECTORS:]
    if len(rest):
        kept = pd.concat([kept, rest.sum().to_frame("all others").T])
    total = float(by_sector["sum"].sum())
    made = [
        {"Sector": str(name).capitalize(), "Projects": f"{row['size']:.0f}"}
        | {"Billion USD of 2021": f"{row['sum'] / BILLION:.1f}", "Share": f"{row['sum'] / total:.0%}" if total else ""}
        for name, row in kept.iterrows()
    ]
    return pd.DataFrame(made, columns=columns)


def find_trends(weights: pd.DataFrame, codes: Sequence[str], year: int) -> pd.DataFrame:
    """Tendency of each state's ratio of debt to output from 2001 to a year.

    Returns
    -------
    pandas.DataFrame, shape (n_states, 4)
        Index state: ``slope`` (share a year), ``low``, ``high`` and ``p_value``; states with too few years are absent.
    """
    rows = {}
    for code in codes:
        if code not in weights or not (weights[code] > 0).any():
            continue
        series = weights[code].loc[TREND_FROM:year].dropna()
        try:
            trend = estimate_trend(series)
        except NoDataError:  # too short for a tendency: the level still stands
            continue
        rows[code] = {"slope": trend.slope, "low": trend.low, "high": trend.high, "p_value": trend.p_value}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["slope", "low", "high", "p_value"])
