"""Trade dependence: how far one state's trade, product and debt hang on one partner, since when, and beside whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter
from scoledger.chapters.trade_dependence.counting import count
from scoledger.chapters.trade_dependence.measuring import measure_pair
from scoledger.chapters.trade_dependence.wording import write_answer, write_certainty, write_data, write_gaps
from scoledger.countries import country_name
from scoledger.indicators.debt import IDS
from scoledger.indicators.macro import WDI
from scoledger.inference import tabulate_trends
from scoledger.tables import Library
from scoledger.verdicts import ControlResult


@dataclass(frozen=True, kw_only=True)
class TradeDependence(Chapter):
    """What the tables say of one state's dependence on one partner.

    Parameters
    ----------
    books : str
        Whose books the main figures rest on.
    tables, burden_tables : tuple of str
        Tables behind the shares, and behind the ratios to product.
    sides : mapping of str to pandas.Series
        Share of the partner in all trade, [0, 1] by year, by the name of the books.
    flows : mapping of str to mapping
        ``"exports"`` and ``"imports"`` to the shares in them, by the name of the books.
    burdens : mapping of str to mapping
        Ratios to gross domestic product: of trade by the name of the books, and of public debt.
    paths : mapping of str to pandas.Series
        The share with the steps and the lines that Schwarz's criterion chooses.
    dates : mapping of str to pandas.Series
        Evidence for a shift at each date, by the name of the books, relative to the critical point.
    known_dates : mapping of float to str
        Events inside the window whose dates were known before the search.
    trends, breaks : pandas.DataFrame
        Tests for a reader: of a tendency in each measure and book; of breaks, one row per form and number.
    world : scoledger.verdicts.ControlResult or None
        The same change of share in every country.
    """

    books: str
    tables: tuple[str, ...]
    burden_tables: tuple[str, ...]
    sides: Mapping[str, pd.Series]
    flows: Mapping[str, Mapping[str, pd.Series]]
    burdens: Mapping[str, Mapping[str, pd.Series]]
    paths: Mapping[str, pd.Series]
    dates: Mapping[str, pd.Series]
    known_dates: Mapping[float, str]
    trends: pd.DataFrame
    breaks: pd.DataFrame
    world: ControlResult | None


def collect(
    library: Library, *, country: str, partner: str, first_year: int, last_year: int, mirror: str
) -> TradeDependence:
    """Measure, test and word the dependence of one state on one partner.

    Parameters
    ----------
    country, partner : str
        ISO codes.
    first_year, last_year : int
        Window.
    mirror : {"reported", "mirror", "mean"}
        Whose books the main figures rest on; the other side's stand beside them.

    Notes
    -----
    Tests and dates were fixed before any result: the tendency by Mann-Kendall and Theil-Sen, breaks by UDmax and the
    sequential test (Bai and Perron 1998), a shift at the first full year after the Belt and Road was announced (for
    Russia: of the Eurasian Economic Union) against every other date as a placebo, and the same change in every country.
    """
    found = measure_pair(library, country, partner, (first_year, last_year), mirror)
    quantities = count(found)
    known = {quantity.name: quantity for quantity in quantities if quantity.is_known}
    return TradeDependence(
        title=f"{country_name(country)}: trade dependence on {country_name(partner)}",
        quantities=quantities,
        answer=write_answer(found, known),
        data=write_data(found, known),
        sure=write_certainty(found, known),
        missing=write_gaps(found),
        books=found.books,
        tables=found.tables,
        burden_tables=(*found.tables[:-1], WDI, IDS),
        sides=found.across("share_total"),
        flows={
            name: found.across(column) for name, column in (("exports", "share_export"), ("imports", "share_import"))
        },
        burdens=found.burdens,
        paths=found.paths,
        dates={name: profile["statistic"] for name, profile in found.profiles.items()},
        known_dates=found.known_dates,
        trends=tabulate_trends(found.tested),
        breaks=found.tabulate_breaks(),
        world=found.world,
    )
