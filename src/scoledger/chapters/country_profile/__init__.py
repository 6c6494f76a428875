"""One state at a glance: trade, energy, debt, votes, arms and membership, beside the others, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter, Quantity
from scoledger.chapters.country_profile.drawing import draw_frames, last_day, read_statuses
from scoledger.chapters.country_profile.gathering import Item, Items, gather
from scoledger.chapters.country_profile.wording import write_answer, write_certainty, write_data
from scoledger.countries import country_name
from scoledger.indicators.macro import WDI
from scoledger.tables import Library
from scoledger.units import write_value

#: Figures with an interval of two books and a place in the golden table.
MAIN = ("share-chn", "debt-chn")


@dataclass(frozen=True, kw_only=True)
class CountryProfile(Chapter):
    """What the tables hold on one state.

    Parameters
    ----------
    latest : pandas.DataFrame, shape (n_figures, 6)
        For a reader: the latest figures with the state's rank among the thirteen, and their median and largest.
    partners : mapping of str to mapping
        By whose books: share of each partner in trade, [0, 1] by year.
    energy : mapping of str to mapping
        By fuel: production and consumption, EJ by year.
    debt : pandas.DataFrame, shape (n_years, n_classes)
        Public debt by creditor over gross domestic product.
    votes : mapping of str to pandas.Series
        Ideal points of the state and of three powers, by year.
    arms : pandas.DataFrame, shape (n_years, n_suppliers)
        Arms received by supplier, million trend-indicator values, five years each.
    statuses : pandas.DataFrame, shape (n_statuses, 6)
        ``label`` (organisation), ``kind`` (status), ``start`` and ``end`` (dates, missing where unknown or open),
        ``checked``.
    until : pandas.Timestamp
        Day to which a status that has not ended is drawn: the end of the last year that the tables know of.
    tables : mapping of str to tuple of str
        Tables behind each figure.
    """

    latest: pd.DataFrame
    partners: Mapping[str, Mapping[str, pd.Series]]
    energy: Mapping[str, Mapping[str, pd.Series]]
    debt: pd.DataFrame
    votes: Mapping[str, pd.Series]
    arms: pd.DataFrame
    statuses: pd.DataFrame
    until: pd.Timestamp
    tables: Mapping[str, tuple[str, ...]]

    def tabulate_statuses(self) -> pd.DataFrame:
        """Statuses for a reader: organisation, status, first and last day, how firmly known."""
        frame = self.statuses
        return pd.DataFrame(
            {
                "Organisation": frame["label"],
                "Status": frame["kind"],
                "From": frame["start"].dt.strftime("%Y-%m-%d").fillna(""),
                "Until": frame["end"].dt.strftime("%Y-%m-%d").fillna(""),
                "Known from": frame["checked"],
            }
        ).reset_index(drop=True)


def collect(library: Library, *, country: str) -> CountryProfile:
    """Gather everything that the tables hold on one state.

    Parameters
    ----------
    country : str
        ISO code; for a state outside the thirteen the regional tables hold nothing, which the page says.
    """
    items = gather(library, country)
    drawn = draw_frames(library, country)
    statuses = read_statuses(library, country)
    quantities = tuple(_count(item, items, country) for item in items.applicable(country))
    known = {quantity.name: quantity for quantity in quantities if quantity.is_known}
    flags = dict.fromkeys(one.flag for one in library.flags(WDI) if one.where.get("iso3") == country and one.flag)
    return CountryProfile(
        title=f"{country_name(country)}: profile",
        quantities=quantities,
        answer=write_answer(country, known, statuses, items),
        data=write_data(country, known, items),
        sure=write_certainty(country, known, items, tuple(flags)),
        missing=drawn.missing,
        latest=_tabulate(items, country),
        partners=drawn.partners,
        energy=drawn.energy,
        debt=drawn.debt,
        votes=drawn.votes,
        arms=drawn.arms,
        statuses=statuses,
        until=last_day(library),
        tables=drawn.tables,
    )


def _count(item: Item, items: Items, country: str) -> Quantity:
    year, value = item.latest(country)
    low, high = items.range_of(item, country)
    caption = item.caption if low is None else f"{item.caption} Interval: the partner's books and the state's own."
    return Quantity(
        item.name, item.title if year is None else f"{item.title}, {year}", value, item.unit, low=low, high=high,
        caption=caption.strip(), is_main=item.name in MAIN, tables=item.tables,
    )  # fmt: skip


def _tabulate(items: Items, country: str) -> pd.DataFrame:
    """The latest figures beside those of the thirteen in the same year."""
    columns = ["What", "Year", "Value", "Rank", "Median", "Largest"]
    rows = []
    for item in items.applicable(country):
        year, value = item.latest(country)
        if year is None or value is None:
            continue
        peers = item.peers(year)
        place = int((peers > value).sum()) + 1
        rank = f"{place} of {len(peers)}" if country in peers.index else ""
        middle = write_value(float(peers.median()), item.unit) if len(peers) else ""
        top = country_name(str(peers.index[int(peers.to_numpy().argmax())])) if len(peers) else ""
        rows.append([item.title, str(year), write_value(value, item.unit), rank, middle, top])
    return pd.DataFrame(rows, columns=columns)
