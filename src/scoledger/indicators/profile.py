"""One state at a glance: what the tables hold on it, and what they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from scoledger.countries import country_name
from scoledger.indicators.debt import debtors
from scoledger.indicators.dependence import PARTNER_BOOKS
from scoledger.indicators.macro import WDI, indicator
from scoledger.indicators.membership import STATUS_TABLE
from scoledger.indicators.trade import partner_share
from scoledger.tables import Library
from scoledger.units import write_value


@dataclass(frozen=True)
class Profile:
    """What is known of one state.

    Parameters
    ----------
    series : mapping of str to pandas.Series
        By name, indexed by year.
    units, titles : mapping of str to str
    missing, caveats : sequence of str
        In words, what the tables do not hold, and what is to be known of what they hold.
    statuses : pandas.DataFrame, shape (n_statuses, 3)
        Status in the organisation with its first and last day.
    """

    series: Mapping[str, pd.Series]
    units: Mapping[str, str]
    titles: Mapping[str, str]
    missing: Sequence[str] = field(default_factory=tuple)
    caveats: Sequence[str] = field(default_factory=tuple)
    statuses: pd.DataFrame = field(default_factory=pd.DataFrame)

    def latest(self, name: str) -> tuple[int, float]:
        """Last year with a value, and the value."""
        series = self.series[name].dropna()
        return int(series.index[-1]), float(series.iloc[-1])

    def tabulate(self) -> pd.DataFrame:
        """The latest value of every series, one row each."""
        rows = [
            {"What": self.titles[name], "Year": year, "Value": write_value(value, self.units[name])}
            for name, (year, value) in ((name, self.latest(name)) for name in self.series)
        ]
        return pd.DataFrame(rows, columns=["What", "Year", "Value"])

    def write_missing(self) -> str:
        """What the tables do not hold, in a sentence."""
        if not self.missing:
            return "The tables hold every figure that this page looks for."
        return f"The tables do not hold: {'; '.join(title[0].lower() + title[1:] for title in self.missing)}."


def collect_profile(library: Library, country: str, partners: Sequence[str], creditor: str) -> Profile:
    """Collect what the tables hold on one state.

    Parameters
    ----------
    partners : sequence of str
        Partners whose share in trade is measured, read from their own books.
    creditor : str
        Creditor to whom public debt is measured.
    """
    candidates = {
        "population": (indicator(library, "population").get(country), "persons", "Population"),
        "gdp": (indicator(library, "gdp_current_usd").get(country), "USD", "Gross domestic product"),
        "growth": (_growth(library, country), "share", "Average growth of real GDP a head over ten years"),
    }
    for partner in partners:
        if partner != country:
            share = partner_share(library, source=PARTNER_BOOKS, mirror="mirror", states=country, partners=partner)
            candidates[f"share-{partner.lower()}"] = (share, "share", f"Share of {country_name(partner)} in trade")
    debt = debtors(library, source="ids-debt-by-creditor", creditor=creditor, relative_to="gdp").get(country)
    candidates[f"debt-{creditor.lower()}"] = (debt, "share", f"Public debt to {country_name(creditor)} to GDP")
    found = {name: one[0].dropna() for name, one in candidates.items() if one[0] is not None and len(one[0].dropna())}
    return Profile(
        found,
        {name: candidates[name][1] for name in found},
        {name: candidates[name][2] for name in found},
        tuple(title for name, (_, _, title) in candidates.items() if name not in found),
        tuple(
            dict.fromkeys(flag.flag for flag in library.flags(WDI) if flag.where.get("iso3") == country and flag.flag)
        ),
        _statuses(library, country),
    )


def _growth(library: Library, country: str) -> pd.Series | None:
    """Average growth of real output a head over the ten years before each year."""
    head = indicator(library, "gdp_per_capita_const_usd").get(country)
    return None if head is None else ((head / head.shift(10)) ** 0.1 - 1).dropna()


def _statuses(library: Library, country: str) -> pd.DataFrame:
    table = library.read(STATUS_TABLE)
    rows = table[table["iso3"] == country].sort_values("start")
    shown = rows.assign(
        Status=rows["status"].str.replace("_", " ").replace("none", "never belonged"),
        From=rows["start"].dt.strftime("%Y-%m-%d").fillna(""),
        Until=rows["end"].dt.strftime("%Y-%m-%d").fillna(""),
    )
    return shown[["Status", "From", "Until"]].reset_index(drop=True)
