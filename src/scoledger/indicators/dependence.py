"""Dependence of one state on one partner, by every usual measure, for the notebooks."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from scoledger.countries import country_name
from scoledger.errors import NoDataError
from scoledger.indicators.books import Source, pair_flow, partners_total, world_flow
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
}
COLUMNS = tuple(DEPENDENCE_LABELS)


def dependence(
    library: Library, country: str, partner: str, mirror: str, first_year: int, last_year: int
) -> pd.DataFrame:
    """Measure a state's dependence on a partner.

    Parameters
    ----------
    country, partner : str
        ISO codes.
    mirror : {"reported", "mirror", "mean"}
        The state's own books, its partner's, or the mean of both.

    Returns
    -------
    pandas.DataFrame, shape (n_years, 5)
        Indexed by year: ``share_total``, ``share_export``, ``share_import`` (shares in [0, 1]), ``trade_to_gdp``
        (ratio) and ``asymmetry`` (difference of shares); missing where the data hold nothing.

    Raises
    ------
    NoDataError
        If no year of the window has a trade share.
    """
    if mirror == "mean":
        sides = [_measure(library, country, partner, side) for side in ("reported", "mirror")]
        years = sides[0].dropna(how="all").index.intersection(sides[1].dropna(how="all").index)
        frame = (sides[0].reindex(years) + sides[1].reindex(years)) / 2
    else:
        frame = _measure(library, country, partner, mirror)
    window = frame[(frame.index >= first_year) & (frame.index <= last_year)].dropna(how="all")
    if window["share_total"].dropna().empty:
        known = frame["share_total"].dropna().index
        span = f"{known.min()}-{known.max()}" if len(known) else "no year at all"
        raise NoDataError(
            f"no trade of {country} with {partner} in {first_year}-{last_year} (mirror = {mirror!r}).\n"
            f"Found: {span}. Widen the window, or read the other side's books (mirror)."
        )
    return window


def name_books(country: str, partner: str) -> dict[str, str]:
    """Plain names of the books that a mirror side reads."""
    ours, theirs = f"{country_name(country)}'s books", f"{country_name(partner)}'s books"
    return {"reported": ours, "mirror": theirs, "mean": f"the mean of {ours} and {theirs}"}


def dependence_by_side(
    library: Library, country: str, partner: str, first_year: int, last_year: int
) -> dict[str, pd.Series]:
    """Trade share by whose books are read; a side that the data do not hold is absent.

    Returns
    -------
    dict of str to pandas.Series
        Plain name of the books to shares in [0, 1] by year.
    """
    names = name_books(country, partner)
    found = {}
    for mirror in ("reported", "mirror"):
        shares = _measure(library, country, partner, mirror)["share_total"].dropna()
        shares = shares[(shares.index >= first_year) & (shares.index <= last_year)]
        if len(shares):
            found[names[mirror]] = shares
    return found


def _measure(library: Library, country: str, partner: str, mirror: str) -> pd.DataFrame:
    books = OWN_BOOKS if mirror == "reported" else PARTNER_BOOKS
    flows = {flow: pair_flow(library, books, mirror, country, partner, flow) for flow in ("total", "export", "import")}
    columns = {
        f"share_{flow}": series / world_flow(library, books, mirror, country, flow) for flow, series in flows.items()
    }
    columns["trade_to_gdp"] = flows["total"] / gdp(library, country)
    columns["asymmetry"] = columns["share_total"] - flows["total"] / partners_total(library, partner, "total")
    return pd.DataFrame(columns, columns=list(COLUMNS)).dropna(how="all").sort_index()


def describe_share(slug: str, share: pd.Series, state: str, partner: str, sides: Mapping[str, str]) -> str:
    """A few sentences on a trade share, which cite the results of the run and name whose books they rest on.

    Parameters
    ----------
    slug : str
        Prefix of the results ``first-share``, ``last-share``, ``peak-share`` and ``peak-year``.
    share : pandas.Series, shape (n_years,)
    state, partner : str
        Names for a reader.
    sides : mapping of str to str
        The books that are read, and, if there are others, the name of the result with their latest share.
    """
    first, last = int(share.index[0]), int(share.index[-1])
    books, *others = sides.items()
    path = f"from {{result}}`{slug}-first-share` in {first} to {{result}}`{slug}-last-share` in {last}"
    sentences = [f"By {books[0]}, {partner}'s share in {state}'s trade went {path}."]
    if share.idxmax() not in {first, last}:
        sentences.append(f"It was largest in {{result}}`{slug}-peak-year`, at {{result}}`{slug}-peak-share`.")
    sentences += [f"By {name} it is {{result}}`{slug}-{result}`." for name, result in others]
    return " ".join(sentences)
