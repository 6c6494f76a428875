"""What the sellers' own books say of one buyer: the other side of the mirror from the buyer's record of purchases."""

from __future__ import annotations

import pandas as pd

from scoledger.countries import is_country
from scoledger.errors import NoDataError
from scoledger.indicators.macro import keep_alike
from scoledger.indicators.registry import measure
from scoledger.tables import Library


@measure("share", shape="ranking")
def buyer_share_everywhere(
    library: Library,
    *,
    source: str,
    buyer: str,
    always: str,
    among: str = "all states",
    without: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Share of one buyer in the exports of every state that reports them, from the sellers' own books.

    Parameters
    ----------
    always : str
        State or group that is kept whatever `among` says.
    among : {"all states", "raw-material economies"}
        Every state, or those whose resource rents averaged 5 percent of product or more in 2005-2012.
    without : tuple of str
        Sellers left out, for example those whose figures are made from the buyer's.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_sellers)
        Share in [0, 1] of what the seller records as sold to all countries together.

    Raises
    ------
    NoDataError
        If no seller records anything sold to the buyer.

    Notes
    -----
    Both parts of the fraction are one side's books: rows for groups and for the world are no countries and not added.
    """
    frame = library.read(source)
    if "flow" in frame:
        frame = frame[frame["flow"] == "export"]
    frame = frame[frame["reporter"].map(is_country) & frame["partner"].map(is_country)]
    frame = frame[~frame["reporter"].isin([buyer, *without])]
    sold = frame[frame["partner"] == buyer].pivot(index="year", columns="reporter", values="value_musd")
    if sold.empty:
        raise NoDataError(f"no seller's record of exports to {buyer}.\nSee: {source}")
    everything = frame.groupby(["year", "reporter"])["value_musd"].sum().unstack()
    return keep_alike(library, (sold / everything)[list(sold)].sort_index(), among, always)
