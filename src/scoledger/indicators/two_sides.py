"""Shares of partners in a state's trade, each side's books joined in one order of preference."""

from __future__ import annotations

import pandas as pd

from scoledger.countries import members
from scoledger.indicators.books import WORLD_TABLE, Source, book, group_flow, pair_flow, world_flow
from scoledger.tables import Library

#: Books in order of preference.  Uzbekistan's own count services and gold as well.
OWN_BOOKS = ("comtrade-study-pairs", "national-statistics", "comtrade-central-asia-imports")
PARTNER_BOOKS = (
    *("imf-imts-china-usa", "comtrade-study-pairs", "imf-imts-russia", "eurostat-eu27-exports", "imf-dots-exports"),
)
BOOKS = {"reported": OWN_BOOKS, "mirror": PARTNER_BOOKS}
#: The national series names the members of the Union one by one in some states and the Union in others.
BY_MEMBER = "national-statistics"
#: Fewest years in which two partners are compared, and fewest of a path.
SHORTEST = 3


def share(library: Library, mirror: str, country: str, partner: str, flow: str) -> pd.Series:
    """Share of a partner in a flow of a state, by year, both parts from one side's books."""
    whole = world_flow(library, BOOKS[mirror], mirror, country, flow)
    return (flow_with(library, BOOKS[mirror], mirror, country, partner, flow) / whole).dropna().sort_index()


def flow_with(library: Library, source: Source, mirror: str, country: str, partner: str, flow: str) -> pd.Series:
    """Trade of a state with a partner; in its own books the European Union may be the sum of its members.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Million current US dollars.
    """
    found = pair_flow(library, source, mirror, country, partner, flow)
    names = (source,) if isinstance(source, str) else source
    if partner == "EU27" and mirror == "reported" and BY_MEMBER in names and _names_members(library, country):
        found = found.combine_first(group_flow(library, BY_MEMBER, mirror, country, partner, flow))
    return found


def _names_members(library: Library, country: str) -> bool:
    """Whether the state's national series has the first member of the Union, in both directions."""
    return all(len(book(library, BY_MEMBER, country, members("EU27")[0], flow)) for flow in ("export", "import"))


def tables_read(library: Library) -> tuple[str, ...]:
    """Tables of both sides' books that were read."""
    read = {item.id for item in library.inputs if item.kind == "table"}
    return tuple(table for table in dict.fromkeys((*OWN_BOOKS, *PARTNER_BOOKS, WORLD_TABLE)) if table in read)
