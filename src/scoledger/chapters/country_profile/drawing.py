"""The frames behind the figures of a profile, and the statuses of a state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.country_profile.gathering import (
    EJ_PER_KWH,
    OWID,
    PARTNERS,
    POWERS,
    SUPPLIERS,
    THIRTEEN,
    own_share,
)
from scoledger.countries import country_name
from scoledger.errors import NoDataError
from scoledger.indicators import PARTNER_BOOKS
from scoledger.indicators.books import WORLD_TABLE
from scoledger.indicators.debt import IDS, owed_to_gdp
from scoledger.indicators.dependence import OWN_BOOKS
from scoledger.indicators.energy import EJ_PER_BCM, EJ_PER_MT_OIL, REVIEW, review
from scoledger.indicators.macro import WDI, indicator
from scoledger.indicators.membership import STATUS_TABLE
from scoledger.indicators.security import ARMS, arms_by_supplier
from scoledger.indicators.trade import partner_share
from scoledger.indicators.votes import POINTS, ideal_points
from scoledger.tables import Library

ORGANISATIONS = "organisations"
#: Organisations as they are called for a reader, in the order in which they are shown.
NAMES = {
    "SCO": "Shanghai Cooperation Organisation",
    "CST": "Collective Security Treaty",
    "CSTO": "Collective Security Treaty Organisation",
    "ECU": "Customs union with Russia",
    "EAEU": "Eurasian Economic Union",
    "WTO": "World Trade Organization",
}
FUELS = {"oil": ("Mt", EJ_PER_MT_OIL), "gas": ("bcm", EJ_PER_BCM)}


@dataclass(frozen=True)
class Drawn:
    """Frames behind the figures, and what is missing from them."""

    partners: Mapping[str, Mapping[str, pd.Series]]
    energy: Mapping[str, Mapping[str, pd.Series]]
    debt: pd.DataFrame
    votes: Mapping[str, pd.Series]
    arms: pd.DataFrame
    tables: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...]


def draw_frames(library: Library, country: str) -> Drawn:
    """Collect the series of every figure.

    Parameters
    ----------
    country : str
        ISO code.
    """
    regional = f"what the tables list for the region only, such as arms and statuses, of {country_name(country)}"
    return Drawn(
        partners=_partners(library, country),
        energy=_energy(library, country),
        debt=_debt(library, country),
        votes=_votes(library, country),
        arms=_arms(library, country),
        tables={
            "partners": (*dict.fromkeys((*PARTNER_BOOKS, *OWN_BOOKS)), WORLD_TABLE),
            "energy": (REVIEW, OWID, WDI),
            "debt": (IDS, WDI),
            "votes": (POINTS,),
            "arms": (ARMS,),
            "timeline": (STATUS_TABLE, ORGANISATIONS),
        },
        missing=() if country in THIRTEEN else (regional,),
    )


def _partners(library: Library, country: str) -> dict[str, dict[str, pd.Series]]:
    others = [partner for partner in PARTNERS if partner != country]
    shares = {
        partner: partner_share(library, source=PARTNER_BOOKS, mirror="mirror", states=country, partners=partner)
        for partner in others
    }
    # More than all trade is no share: in such years the partner's books and what all report contradict each other.
    theirs = {partner: share[share <= 1] for partner, share in shares.items()}
    own = {partner: own_share(library, country, partner) for partner in (*others, "EU27")}
    return {"by the partners' books": theirs, f"by {country_name(country)}'s books": own}


def _energy(library: Library, country: str) -> dict[str, dict[str, pd.Series]]:
    panels: dict[str, dict[str, pd.Series]] = {}
    for fuel, (unit, heat) in FUELS.items():
        for what in ("production", "consumption"):
            try:
                series = review(library, country, f"{fuel}_{what}", unit) * heat
            except NoDataError:
                continue
            panels.setdefault(fuel, {})[what] = series
    people = indicator(library, "population")
    table = library.read(OWID)
    rows = table[table["iso3"] == country].set_index("year")["primary_energy_kwh_per_person"]
    if len(rows) and country in people:
        panels["all energy"] = {"consumption": (rows * people[country] * EJ_PER_KWH).dropna()}
    return panels


def _debt(library: Library, country: str) -> pd.DataFrame:
    def owed(creditor: str, series: str) -> pd.Series:
        frame = owed_to_gdp(library, creditor, series)
        column: pd.Series = frame[country] if country in frame else pd.Series(dtype=float)
        return column

    codes = {name: f"DT.DOD.{code}.CD" for name, code in (("states", "BLAT"), ("lenders", "MLAT"), ("bonds", "PBND"))}
    named = {creditor: owed(creditor, codes["states"]) for creditor in SUPPLIERS if creditor != country}
    rest = owed("WLD", codes["states"]) - sum(named.values())
    parts = named | {
        "other states": rest.clip(lower=0.0),
        "multilateral": owed("WLD", codes["lenders"]),
        "bonds": owed("WLD", codes["bonds"]),
        "banks and others": owed("WLD", "DT.DOD.PCBK.CD") + owed("WLD", "DT.DOD.PROP.CD"),
    }
    frame = pd.DataFrame(parts).dropna(how="all")
    return frame.loc[:, (frame > 0).any()]


def _votes(library: Library, country: str) -> dict[str, pd.Series]:
    points = ideal_points(library, "idealpoint_fp")
    if country not in points:
        return {}
    return {code: points[code].dropna() for code in dict.fromkeys((country, *POWERS))}


def _arms(library: Library, country: str) -> pd.DataFrame:
    volume = arms_by_supplier(library, country)
    named = [code for code in POWERS if code in volume]
    if volume.empty or not volume.to_numpy().any():
        return pd.DataFrame()
    frame = volume[named].assign(others=volume.drop(columns=named).sum(axis=1))
    return frame.loc[:, (frame > 0).any()]


def read_statuses(library: Library, country: str) -> pd.DataFrame:
    """Statuses of a state in organisations, in the order of `NAMES` and of their first days.

    Returns
    -------
    pandas.DataFrame, shape (n_statuses, 6)
        ``org``, ``label``, ``kind``, ``start``, ``end`` (dates; missing where unknown or open), ``checked``.
    """
    own = library.read(STATUS_TABLE).assign(org="SCO")
    both = pd.concat([own, library.read(ORGANISATIONS)], ignore_index=True)
    rows = both[(both["iso3"] == country) & both["org"].isin(list(NAMES))]
    rows = rows.assign(
        order=rows["org"].map(list(NAMES).index),
        label=rows["org"].map(NAMES),
        kind=rows["status"].str.replace("_", " ").replace("none", "never belonged"),
        start=pd.to_datetime(rows["start"]),
        end=pd.to_datetime(rows["end"]),
    ).sort_values(["order", "start"])
    return rows[["org", "label", "kind", "start", "end", "checked"]].reset_index(drop=True)


def last_day(library: Library) -> pd.Timestamp:
    """The end of the last year in which the tables of statuses note a change."""
    days = [pd.to_datetime(library.read(table)["start"]) for table in (STATUS_TABLE, ORGANISATIONS)]
    return pd.Timestamp(pd.concat(days).max().year, 12, 31)
