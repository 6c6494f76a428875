"""Two states as seller and buyer of fuels and arms: the weight of either in the other's trade, by year."""

from __future__ import annotations

import pandas as pd

from scoledger.countries import country_name
from scoledger.indicators.security import ARMS, arms_by_supplier
from scoledger.tables import Library

FUELS = "comtrade-mineral-fuels-hs27"
CRUDE, GAS = "china-oil-imports-by-origin", "gas-interregional"
ARMS_SOLD = "arms-exports-sipri-tiv-totals"
#: The one buyer whose crude and gas by origin the tables hold, and how the Review calls sellers in its sheets.
BUYER = "CHN"
SPELLINGS = {"RUS": ("Russia", "Russian Federation")}


def fuel_share(library: Library, reporter: str, partner: str, flow: str) -> pd.Series:
    """Share of one partner in the mineral fuels (chapter 27) that a state sells or buys, by its own books.

    Parameters
    ----------
    flow : {"export", "import"}
        As seen from `reporter`.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1] by value, so that a price common to all sellers cancels; empty when the reporter has no books in
        the table.
    """
    frame = library.read(FUELS)
    rows = frame[(frame["reporter"] == reporter) & (frame["flow"] == flow)]
    wide = rows.pivot(index="year", columns="partner", values="value_musd").reindex(columns=[partner, "WLD"])
    return (wide[partner] / wide["WLD"]).dropna().rename("share")


def crude_share(library: Library, seller: str, buyer: str) -> pd.Series:
    """Share of one seller in the crude oil that a buyer imports, by weight.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; years in which the seller is not shown apart, or has no sheet, are absent, and the whole is
        empty for any buyer but the one that the table holds.
    """
    frame = library.read(CRUDE)
    frame = frame[frame["section"].str.contains("Crude") & ~frame["origin"].str.startswith("Total")]
    names = SPELLINGS.get(seller, (country_name(seller),))
    if buyer != BUYER:
        frame = frame.iloc[:0]
    own = frame[frame["origin"].isin(names)].groupby("year")["mt"].sum()
    # The sheets have a row for the buyer itself, which is zero.
    return (own / frame.groupby("year")["mt"].sum()).dropna().rename("share")


def pipeline_gas_share(library: Library, seller: str, buyer: str) -> pd.Series:
    """Share of the pipelines from one seller in all gas that a buyer imports, by volume.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; liquefied gas of the seller, which the table does not show apart, is in the denominator only.
    """
    frame = library.read(GAS)
    names = SPELLINGS.get(seller, (country_name(seller),))
    rows = frame[(frame["area"] == country_name(buyer)) & frame["flow"].isin(["Pipeline imports", "LNG imports"])]
    own = rows[(rows["flow"] == "Pipeline imports") & rows["partner"].isin(names)].groupby("year")["bcm"].sum()
    everything = rows[rows["partner"] == "Total"].groupby("year")["bcm"].sum()
    return (own / everything[everything > 0]).dropna().rename("share")


def arms_share_of_sales(library: Library, supplier: str, recipient: str) -> pd.Series:
    """Share of one recipient in all arms that a supplier delivers, by year of delivery.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share of trend-indicator values; the two tables are of two vintages of one register, so that a single year may
        be off by a few percent of itself, and may exceed one.  Empty for a recipient that the register as kept lacks.
    """
    totals = library.read(ARMS_SOLD)
    sold = totals[totals["iso3"] == supplier].set_index("year")["tiv_m"]
    if recipient not in set(library.read(ARMS)["recipient_iso3"]):
        return pd.Series(dtype=float, index=pd.Index([], dtype="int64", name="year"), name="share")
    volume = arms_by_supplier(library, recipient, 1)
    own = volume[supplier] if supplier in volume else pd.Series(0.0, index=volume.index)
    return (own / sold[sold > 0]).dropna().rename("share")


def arms_share_of_purchases(library: Library, supplier: str, recipient: str) -> pd.Series:
    """Share of one supplier in all arms that a recipient takes delivery of, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share of trend-indicator values; empty for a recipient that the register as kept lacks.
    """
    if recipient not in set(library.read(ARMS)["recipient_iso3"]):
        return pd.Series(dtype=float, index=pd.Index([], dtype="int64", name="year"), name="share")
    volume = arms_by_supplier(library, recipient, 1)
    own = volume[supplier] if supplier in volume else pd.Series(0.0, index=volume.index)
    whole = volume.sum(axis=1)
    return (own / whole[whole > 0]).dropna().rename("share")
