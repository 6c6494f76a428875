"""A partner's influence: its share everywhere, members beside an outsider, the energy it buys, what is sold to it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoledger.countries import is_country, members
from scoledger.errors import NoDataError
from scoledger.indicators.books import Source, book
from scoledger.indicators.debt import CLASSES, debt_stock
from scoledger.indicators.energy import review
from scoledger.indicators.fuels import FUELS_HS27
from scoledger.indicators.macro import indicator
from scoledger.indicators.registry import check_choice, measure
from scoledger.indicators.trade import partner_share_everywhere
from scoledger.indicators.votes import SCOPES, ideal_distance
from scoledger.tables import Library

SITC = "unctad-exports-by-sitc-section"
BACI = "baci-kazakhstan-exports-hs6"
MEMBERS = "members"
#: Customs headings of energy: mineral fuels, and radioactive elements, that is, uranium.
ENERGY_HEADINGS = ("27", "2844")


@measure("log points", shape="ranking")
def log_share_everywhere(
    library: Library, *, source: Source, partner: str, flow: str, scope: str = "world", without: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Natural logarithm of one partner's share in the trade of every country, from the partner's books.

    Parameters
    ----------
    scope : {"world", "former Soviet Union", "Eurasia"}
        Which countries are kept.
    without : tuple of str
        Countries left out, for example those that an event concerns as well.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Logs; a year without trade is absent.

    Notes
    -----
    Differences between countries and years of this are a gravity equation in logs: whatever makes a country trade more
    with everybody, or the partner with everybody, drops out.
    """
    check_choice("scope", scope, ("world", "former Soviet Union", "Eurasia"))
    share = partner_share_everywhere(library, source=source, partner=partner, flow=flow)
    kept = [state for state in share if (not SCOPES[scope] or state in SCOPES[scope]) and state not in without]
    logs: pd.DataFrame = share[kept].where(share[kept] > 0).apply(np.log)
    return logs.dropna(how="all")


@measure("share", shape="ranking")
def credit_share_everywhere(
    library: Library, *, creditor: str, classes: str = "bilateral", without: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Share of one creditor in the public external debt of every debtor, by year.

    Parameters
    ----------
    classes : {"bilateral", "all classes"}
        Official loans only, or all public debt.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_debtors)
        Share in [0, 1]; a debtor without a row for the creditor in a year in which it reports owes nothing to it.
    """
    check_choice("classes", classes, tuple(CLASSES))
    total = debt_stock(library, "WLD", "all classes")
    kept = [code for code in total if is_country(str(code)) and code not in without]
    owed = debt_stock(library, creditor, classes).reindex(index=total.index, columns=kept).fillna(0.0)
    return owed.div(total[kept].where(total[kept] > 0))


@measure("share")
def credit_share(library: Library, *, state: str, creditor: str, classes: str = "bilateral") -> pd.Series:
    """Share of one creditor in a state's public external debt, by year; zero where it is owed nothing.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].
    """
    return credit_share_everywhere(library, creditor=creditor, classes=classes)[state].dropna().rename("share")


@measure("share", shape="ranking")
def rise_beside(
    library: Library,
    *,
    of: str,
    partner: str,
    states: str,
    outsider: str,
    base: tuple[int, int],
    middle: str = "mean",
    source: Source = "imf-imts-china-usa",
    flow: str = "total",
    variant: str = "",
) -> pd.DataFrame:
    """How far a partner has drawn near to the members of a group since a base period, beside a state outside it.

    Parameters
    ----------
    of : {"trade", "credit", "votes"}
        The partner's share in trade (its books), in public debt, or the distance of ideal points, counted downwards.
    middle : {"mean", "median"}
        Of the members.
    variant : str
        The class of debt, or the column of ideal points.

    Returns
    -------
    pandas.DataFrame, shape (n_years, 2)
        Columns ``members`` and the outsider: the year's value less the mean of the base years.
    """
    check_choice("of", of, ("trade", "credit", "votes"))
    check_choice("middle", middle, ("mean", "median"))
    if of == "trade":
        frame = partner_share_everywhere(library, source=source, partner=partner, flow=flow)
    elif of == "credit":
        frame = credit_share_everywhere(library, creditor=partner, classes=variant or "bilateral")
    else:
        frame = -ideal_distance(library, partner=partner, column=variant or "idealpoint_fp")
    frame = frame[[*members(states), outsider]]
    rise = frame - frame.loc[base[0] : base[1]].mean()
    ours = rise[list(members(states))].dropna()
    return pd.DataFrame(
        {MEMBERS: ours.mean(axis=1) if middle == "mean" else ours.median(axis=1), outsider: rise[outsider]}
    ).dropna()


def _energy(library: Library, source: str, states: str, buyer: str, books: str) -> pd.Series:
    check_choice("source", source, (FUELS_HS27, SITC, BACI))
    codes = members(states)
    if source == SITC:
        frame = library.read(SITC)
        rows = frame[frame["exporter"].isin(codes) & (frame["importer"] == buyer)]
        bought = rows.groupby(["year", "section"])["value_musd"].sum().unstack()
        return bought["SITC3"] / bought["All"]
    if source == BACI:
        frame = library.read(BACI)
        rows = frame[frame["partner"] == buyer]
        is_energy = rows["hs6"].astype(str).str.startswith(ENERGY_HEADINGS)
        return rows[is_energy].groupby("year")["value_musd"].sum() / rows.groupby("year")["value_musd"].sum()
    check_choice("books", books, ("importer", "exporter"))
    fuels, everything = {}, {}
    for code in codes:
        reporter, other, flow = (buyer, code, "import") if books == "importer" else (code, buyer, "export")
        everything[code] = book(library, "comtrade-study-pairs", reporter, other, flow)
        # Where nothing is recorded, nothing was bought.
        fuels[code] = book(library, FUELS_HS27, reporter, other, flow).reindex(everything[code].index).fillna(0.0)
    total = pd.DataFrame(everything).dropna()
    return pd.DataFrame(fuels).reindex(total.index).sum(axis=1) / total.sum(axis=1)


@measure("share")
def energy_in_purchases(
    library: Library, *, source: str, states: str, buyer: str, books: str = "importer"
) -> pd.Series:
    """Share of energy in what one buyer buys from a state or group, by year.

    Parameters
    ----------
    source : {"comtrade-mineral-fuels-hs27", "unctad-exports-by-sitc-section", "baci-kazakhstan-exports-hs6"}
        Chapter 27; section 3 of the trade classification; or chapter 27 and uranium, Kazakhstan's exports only.
    books : {"importer", "exporter"}
        Whose customs are read, for chapter 27.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].
    """
    return _energy(library, source, states, buyer, books).dropna().rename("share")


@measure("share", shape="ranking")
def energy_by_buyer(
    library: Library, *, source: str, states: str, buyers: tuple[str, ...], books: str = "importer"
) -> pd.DataFrame:
    """Share of energy in what several buyers buy from a state or group, side by side, by year.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_buyers)
        Shares in [0, 1].
    """
    columns = {buyer: _energy(library, source, states, buyer, books) for buyer in buyers}
    return pd.DataFrame(columns).dropna()


GAS = "gas-interregional"
EDITIONS = "gas-flows-by-edition"
GAS_SELLERS = ("KAZ", "TKM", "UZB", "OTHER_FSU")
#: Partners of the fuels table that are neither Russia nor China nor the West: what the world buys beyond them is the
#: West's, since the table names no state of the European Union.
NOT_WESTERN = (
    "AFG", "ARM", "AZE", "BLR", "GEO", "HKG", "IND", "IRN", "JPN", "KAZ", "KGZ", "KOR", "LKA", "MAC", "MNG", "PAK",
    "TJK", "TKM", "TUR", "UKR", "UZB",
)  # fmt: skip


def _fuel_directions(library: Library, source: str, exporter: str) -> pd.DataFrame:
    """Fuels sold to Russia and China, to the West and to everybody, by year."""
    if source == GAS:
        frame = library.read(GAS)
        rows = frame[(frame["area"] == exporter) & (frame["flow"] == "Pipeline exports")]
        wide = rows.pivot(index="year", columns="partner", values="bcm")
        east = wide["China"] + wide["Russian Federation"]
        # The area holds Azerbaijan, which is not Central Asian and sells to Turkey and Europe.
        made, used = (review(library, "AZE", f"gas_{what}", "bcm") for what in ("production", "consumption"))
        azeri = (made - used).clip(lower=0.0).reindex(wide.index)
        west = (wide["Europe"] - azeri).clip(lower=0.0)
        return pd.DataFrame({"Russia and China": east, "the West": west, "all": wide["Total"] - azeri})
    if source == EDITIONS:
        frame = library.read(EDITIONS)
        rows = frame[frame["exporter"].isin(GAS_SELLERS) & (frame["mode"] == "pipeline") & ~frame["is_region_total"]]
        # Sums over areas of the former Soviet Union repeat the states; gas for one another is not sold outside.
        rows = rows[~rows["importer"].isin(["CIS", "FSU", "Other CIS", "Non-EU Europe", *GAS_SELLERS])]
        wide = rows.groupby(["year", "importer"])["bcm"].sum().unstack().fillna(0.0)
        # Turkey's gas from the "other former Soviet Union" is Azerbaijan's.
        wide = wide.drop(columns=[name for name in ("TUR",) if name in wide])
        return pd.DataFrame({"Russia and China": wide["CHN"] + wide["RUS"], "all": wide.sum(axis=1)})
    frame = library.read(source)
    if source == SITC:
        rows = frame[frame["exporter"].isin(members(exporter)) & (frame["section"] == "SITC3")]
        wide = rows.groupby(["year", "importer"])["value_musd"].sum().unstack().fillna(0.0)
    else:
        rows = frame[frame["reporter"].isin(members(exporter)) & (frame["flow"] == "export")]
        wide = rows.groupby(["year", "partner"])["value_musd"].sum().unstack().fillna(0.0)
    east = wide["CHN"] + wide["RUS"]
    others = wide[[name for name in NOT_WESTERN if name in wide]].sum(axis=1)
    return pd.DataFrame({"Russia and China": east, "the West": wide["WLD"] - east - others, "all": wide["WLD"]})


@measure("share")
def fuels_redirected(library: Library, *, source: str, exporter: str, to: str, base: tuple[int, int]) -> pd.Series:
    """Share of Russia and China, or of the West, in the fuels that an area sells, less its mean in base years.

    Parameters
    ----------
    source : str
        Pipeline gas of the area less Azerbaijan's net exports (``"gas-interregional"``), of the Central Asian states
        (``"gas-flows-by-edition"``), or fuels by value (``"comtrade-mineral-fuels-hs27"``,
        ``"unctad-exports-by-sitc-section"``).
    exporter : str
        ``"Other CIS"`` for the first, a state or group for fuels by value; the second counts Kazakhstan, Turkmenistan
        and Uzbekistan.
    to : {"Russia and China", "the West"}
        By value the West is whatever is sold to nobody whom the tables name, and to the United States.
    base : tuple of int
        First and last year of the base.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Difference of shares; above zero when more goes there than before.
    """
    check_choice("source", source, (GAS, EDITIONS, FUELS_HS27, SITC))
    check_choice("to", to, ("Russia and China", "the West"))
    sold = _fuel_directions(library, source, exporter)
    if to not in sold:
        raise NoDataError(f"{source!r} names no sales of {exporter} to {to}.\nSee: scoledger data show {source}")
    share = (sold[to] / sold["all"]).dropna()
    before = share.loc[base[0] : base[1]]
    if before.empty:
        raise NoDataError(f"{source!r} holds no year in {base[0]}-{base[1]}.")
    return (share - before.mean()).rename("share")


@measure("share")
def raw_exports(library: Library, *, source: str, state: str, counted: str) -> pd.Series:
    """Share of raw materials in a state's goods exports, by year.

    Parameters
    ----------
    source : {"world-bank-indicators", "wits-trade-summary", "unctad-exports-by-sitc-section"}
    counted : {"fuels, ores, metals", "raw materials", "sections 0-4", "sections 0-4 and gold"}
        One definition for each of the first two sources, two for the third: food, crude materials, fuels and fats; gold
        stands in section 9.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].
    """
    ways = {
        "fuels, ores, metals": "world-bank-indicators",
        "raw materials": "wits-trade-summary",
        "sections 0-4": SITC,
        "sections 0-4 and gold": SITC,
    }
    check_choice("counted", counted, ways)
    if ways[counted] != source:
        raise NoDataError(f"{source!r} does not count {counted}.\nUse: {ways[counted]}")
    if counted == "fuels, ores, metals":
        parts = [indicator(library, f"{name}_exports_pct_merch") for name in ("fuel", "ores_metals")]
        return ((parts[0][state] + parts[1][state]) / 100).dropna().rename("share")
    frame = library.read(source)
    if counted == "raw materials":
        rows = frame[(frame["reporter"] == state) & (frame["product"] == "Raw materials")]
        rows = rows[rows["indicator"] == "Export Product share(%)"]
        return (rows.set_index("year")["value"].sort_index() / 100).rename("share")
    rows = frame[(frame["exporter"] == state) & (frame["importer"] == "WLD")]
    sold = rows.groupby(["year", "section"])["value_musd"].sum().unstack().fillna(0.0)
    sections = [f"SITC{number}" for number in ((0, 1, 2, 3, 4, 9) if counted.endswith("gold") else (0, 1, 2, 3, 4))]
    raw = sold[[name for name in sections if name in sold]].sum(axis=1)
    return (raw / sold["All"]).rename("share")


@measure("million USD", shape="ranking")
def consumer_suppliers(library: Library, *, state: str, supplier: str, sections: tuple[str, ...]) -> pd.DataFrame:
    """Consumer goods that one supplier sells to a state, beside the best of the other suppliers, by year.

    Parameters
    ----------
    sections : tuple of str
        Sections of the trade classification that stand for consumer goods: ``"SITC8"`` has clothes, shoes, furniture.

    Returns
    -------
    pandas.DataFrame, shape (n_years, 2)
        Columns: the supplier and ``best of the others``; only 21 exporters are known, no member of the European Union.
    """
    frame = library.read(SITC)
    rows = frame[(frame["importer"] == state) & frame["section"].isin(sections)]
    wide = rows.groupby(["year", "exporter"])["value_musd"].sum().unstack().fillna(0.0)
    others = wide.drop(columns=[name for name in (supplier, state, "WLD") if name in wide])
    return pd.DataFrame({supplier: wide[supplier], "best of the others": others.max(axis=1)})
