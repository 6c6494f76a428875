"""Dependence of one state on one partner, by every usual measure, for the notebooks."""

from __future__ import annotations

import pandas as pd

from scoledger.countries import country_name
from scoledger.indicators.books import Source, pair_flow, partners_total, world_flow, world_trade
from scoledger.indicators.macro import gdp
from scoledger.tables import Library

#: Books in order of preference: the first that holds a state's report of a year is read.
OWN_BOOKS: Source = ("comtrade-study-pairs", "national-statistics")
PARTNER_BOOKS: Source = ("imf-imts-china-usa", "comtrade-study-pairs", "imf-imts-russia")
#: Columns of a dependence frame, in words.
DEPENDENCE_LABELS = {
    "share_total": "share in all trade",
    "share_export": "share in exports",
    "share_import": "share in imports",
    "trade_to_gdp": "trade over gross domestic product",
    "asymmetry": "asymmetry of dependence",
    "intensity": "intensity of trade",
}
COLUMNS = tuple(DEPENDENCE_LABELS)


def dependence(library: Library, country: str, partner: str, mirror: str) -> pd.DataFrame:
    """Measure a state's dependence on a partner.

    Parameters
    ----------
    country, partner : str
        ISO codes.
    mirror : {"reported", "mirror", "mean"}
        The state's own books, its partner's, or the mean of both in the years that both hold.

    Returns
    -------
    pandas.DataFrame, shape (n_years, 6)
        Indexed by year: ``share_total``, ``share_export``, ``share_import`` (shares in [0, 1]), ``trade_to_gdp``
        (ratio), ``asymmetry`` (difference of shares) and ``intensity`` (ratio); missing where the data hold nothing,
        where a share would exceed one, and without rows when they hold nothing at all.

    Notes
    -----
    Asymmetry is that of Hirschman (1945).  Intensity is the partner's share over its weight in the trade of all states
    (Kojima 1964): one when the state trades with the partner as much as its size predicts.
    """
    if mirror == "mean":
        sides = [_measure(library, country, partner, side) for side in ("reported", "mirror")]
        years = sides[0].dropna(how="all").index.intersection(sides[1].dropna(how="all").index)
        return (sides[0].reindex(years) + sides[1].reindex(years)) / 2
    return _measure(library, country, partner, mirror)


def name_books(country: str, partner: str) -> dict[str, str]:
    """Plain names of the books that a mirror side reads."""
    ours, theirs = f"{country_name(country)}'s books", f"{country_name(partner)}'s books"
    return {"reported": ours, "mirror": theirs, "mean": f"the mean of {ours} and {theirs}"}


def _measure(library: Library, country: str, partner: str, mirror: str) -> pd.DataFrame:
    books = OWN_BOOKS if mirror == "reported" else PARTNER_BOOKS
    flows = {flow: pair_flow(library, books, mirror, country, partner, flow) for flow in ("total", "export", "import")}
    columns = {
        f"share_{flow}": series / world_flow(library, books, mirror, country, flow) for flow, series in flows.items()
    }
    # More than all trade is no share: in such years the partner's books and what all report contradict each other.
    columns = {name: share.where(share <= 1) for name, share in columns.items()}
    columns["trade_to_gdp"] = flows["total"] / gdp(library, country)
    weight = partners_total(library, partner, "total")
    columns["asymmetry"] = columns["share_total"] - flows["total"] / weight
    columns["intensity"] = columns["share_total"] / (weight / world_trade(library, "total"))
    return pd.DataFrame(columns, columns=list(COLUMNS)).dropna(how="all").sort_index()
