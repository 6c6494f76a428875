"""Dependence of one state on one partner, by every usual measure, for the notebooks."""

from __future__ import annotations

import pandas as pd

from scoledger.countries import country_name
from scoledger.errors import NoDataError
from scoledger.indicators.books import Source, pair_flow, partners_total, world_flow
from scoledger.indicators.macro import gdp
from scoledger.tables import Library

#: Books in order of preference: the first that holds a state's report of a year is read.
OWN_BOOKS: Source = ("comtrade-study-pairs", "national-statistics")
PARTNER_BOOKS: Source = ("imf-imts-china-usa", "comtrade-study-pairs", "imf-imts-russia")
COLUMNS = ("share_total", "share_export", "share_import", "trade_to_gdp", "asymmetry")


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


def dependence_by_side(
    library: Library, country: str, partner: str, first_year: int, last_year: int
) -> dict[str, pd.Series]:
    """Trade share by whose books are read; a side that the data do not hold is absent.

    Returns
    -------
    dict of str to pandas.Series
        Plain name of the books to shares in [0, 1] by year.
    """
    names = {"reported": f"{country_name(country)}'s books", "mirror": f"{country_name(partner)}'s books"}
    found = {}
    for mirror, name in names.items():
        shares = _measure(library, country, partner, mirror)["share_total"].dropna()
        shares = shares[(shares.index >= first_year) & (shares.index <= last_year)]
        if len(shares):
            found[name] = shares
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


def describe_share(slug: str, share: pd.Series, state: str, partner: str) -> str:
    """One or two sentences on a trade share, which cite the results of the run.

    Parameters
    ----------
    slug : str
        Prefix of the results ``first-share``, ``last-share``, ``peak-share`` and ``peak-year``.
    share : pandas.Series, shape (n_years,)
    state, partner : str
        Names for a reader.
    """
    first, last = int(share.index[0]), int(share.index[-1])
    moved = "from" if share.iloc[-1] != share.iloc[0] else "at"
    sentence = (
        f"{partner}'s share in {state}'s trade went {moved} {{result}}`{slug}-first-share` in {first} "
        f"to {{result}}`{slug}-last-share` in {last}."
    )
    if share.idxmax() in {first, last}:
        return sentence
    return f"{sentence} It was largest in {{result}}`{slug}-peak-year`, at {{result}}`{slug}-peak-share`."
