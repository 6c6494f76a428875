"""Partners in trade: who buys from a state and sells to it, by both sides' books, and when China overtook whom."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter
from scoledger.chapters.trade_partners.counting import list_quantities
from scoledger.chapters.trade_partners.paths import (
    FLOWS,
    PARTNERS,
    Paths,
    cross,
    span,
)
from scoledger.chapters.trade_partners.words import (
    list_missing,
    order_sides,
    tabulate_crossings,
    tabulate_sources,
    write_answer,
    write_caption,
    write_certainty,
    write_data,
    write_share_caption,
)
from scoledger.countries import country_name
from scoledger.indicators.two_sides import SHORTEST, share, tables_read
from scoledger.tables import Library

__all__ = ["FLOWS", "PARTNERS", "TradePartners", "collect", "name_sides", "tables_read"]


@dataclass(frozen=True, kw_only=True)
class TradePartners(Chapter):
    """Partners of one state.

    Parameters
    ----------
    shares : dict of str to dict of str to dict of str to pandas.Series
        By flow (``export``, ``import``, ``total``), then partner, then whose books: share in the state's flow by year.
    bands : dict of str to dict of str to pandas.DataFrame
        By flow and partner, ``low`` and ``high`` over both sides' books, where both are known.
    crossings, by_source : pandas.DataFrame, shape (n_crossings, 17)
        Since when China is ahead, by each side's books joined and by each source alone, see
        `scoledger.chapters.trade_partners.paths.cross`.
    drawn : pandas.DataFrame, shape (n_leads, 17)
        The crossings of `crossings` after which China is ahead in the last year known.
    drawn_caption : str
        What the figure of them does not show.
    share_captions : dict of str to str
        By flow, whose books the figure of the shares shows.
    crossings_table, sources_table : pandas.DataFrame
        The same for a reader.
    """

    shares: dict[str, Paths]
    bands: dict[str, dict[str, pd.DataFrame]]
    crossings: pd.DataFrame
    by_source: pd.DataFrame
    drawn: pd.DataFrame
    drawn_caption: str
    share_captions: dict[str, str]
    crossings_table: pd.DataFrame
    sources_table: pd.DataFrame


def collect(library: Library, *, country: str, first_year: int, last_year: int) -> TradePartners:
    """Measure the partners of a state in both sides' books.

    Parameters
    ----------
    country : str
        ISO code.
    first_year, last_year : int

    Notes
    -----
    A share has both its parts from one side: the state's books over its own total, or the partner's books over what all
    reporters record with the state.  Years in which the state's customs forms were not collected are left out of the
    tables by correction, and make neither a share nor a lead.
    """
    state, window, sides = country_name(country), slice(first_year, last_year), name_sides(country)
    shares = {flow: _share_all(library, country, flow, window) for flow in FLOWS}
    crossings, by_source = cross(library, country, window, sides)
    quantities = list_quantities(shares, crossings, sides)
    return TradePartners(
        title=f"{state}: partners in trade",
        quantities=quantities,
        answer=write_answer(country, quantities, crossings, sides),
        data=write_data(country, quantities, crossings, sides),
        sure=write_certainty(country, quantities, crossings),
        missing=list_missing(shares, sides),
        shares=shares,
        bands={flow: span(paths) for flow, paths in shares.items()},
        crossings=crossings,
        by_source=by_source,
        drawn=order_sides(crossings, sides),
        drawn_caption=write_caption(crossings),
        share_captions={flow: write_share_caption(paths, sides) for flow, paths in shares.items()},
        crossings_table=tabulate_crossings(crossings),
        sources_table=tabulate_sources(by_source),
    )


def name_sides(country: str) -> dict[str, str]:
    """Plain names of the books by mirror side."""
    return {"reported": f"{country_name(country)}'s books", "mirror": "the partner's books"}


def _share_all(library: Library, country: str, flow: str, window: slice) -> Paths:
    """Shares of all partners in one flow; a path of a few years is no path."""
    sides = name_sides(country)
    return {
        partner: {
            side: path
            for mirror, side in sides.items()
            if len(path := share(library, mirror, country, partner, flow).loc[window]) >= SHORTEST
        }
        for partner in PARTNERS
        if partner != country
    }
