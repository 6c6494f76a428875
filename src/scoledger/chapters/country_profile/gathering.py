"""The figures of a profile: each a frame of years and states, so that one state can be placed among the others."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from scoledger.countries import country_name
from scoledger.errors import NoDataError
from scoledger.indicators import PARTNER_BOOKS
from scoledger.indicators.books import WORLD_TABLE, pair_flow, world_flow, world_totals
from scoledger.indicators.debt import IDS, owed_to_gdp
from scoledger.indicators.dependence import OWN_BOOKS
from scoledger.indicators.energy import REVIEW, import_dependence
from scoledger.indicators.macro import WDI, indicator
from scoledger.indicators.regimes import VDEM
from scoledger.indicators.security import ARMS, ARMS_YEARS
from scoledger.indicators.trade import partner_share_everywhere
from scoledger.indicators.votes import AGREEMENT_TABLES, FEWEST_VOTES, POINTS, ideal_points
from scoledger.tables import Library

#: The states that the book profiles: among these a state is ranked.
THIRTEEN = ("KAZ", "KGZ", "TJK", "TKM", "UZB", "CHN", "RUS", "IND", "PAK", "IRN", "BLR", "MNG", "AFG")
#: Partners whose own books are read, and powers whose votes and arms are compared.
PARTNERS, POWERS, SUPPLIERS = ("CHN", "RUS", "USA", "TUR"), ("CHN", "RUS", "USA"), ("CHN", "RUS")
EXTRA, OWID, EUROSTAT, HDI, AGREEMENT = (
    "world-bank-indicators-extra", "owid-primary-energy-per-capita", "eurostat-eu27-exports", "undp-hdi",
    AGREEMENT_TABLES[1],
)  # fmt: skip
#: EJ in a kilowatt-hour.
EJ_PER_KWH = 3.6e-12
#: Years over which growth is averaged.
GROWTH_YEARS = 10
#: Classes of debt that the profile names, by the producer's series.
CLASSES = {"multilateral": "DT.DOD.MLAT.CD", "bonds": "DT.DOD.PBND.CD"}


@dataclass(frozen=True)
class Item:
    """One figure for every state.

    Parameters
    ----------
    name, title, unit : str
    frame : pandas.DataFrame, shape (n_years, n_states)
        Values in `unit`.
    tables : tuple of str
    caption : str
    partner : str
        The state that it is about a relation with, for which it does not apply.
    """

    name: str
    title: str
    unit: str
    frame: pd.DataFrame
    tables: tuple[str, ...]
    caption: str = ""
    partner: str = ""

    def series(self, country: str) -> pd.Series:
        """Values of one state by year; empty when there are none."""
        column: pd.Series = self.frame[country] if country in self.frame else pd.Series(dtype=float)
        return column.dropna()

    def latest(self, country: str) -> tuple[int | None, float | None]:
        """Last year with a value, and the value."""
        known = self.series(country)
        return (int(known.index[-1]), float(known.iloc[-1])) if len(known) else (None, None)

    def peers(self, year: int) -> pd.Series:
        """Values of the thirteen in a year, as far as known."""
        states = [state for state in THIRTEEN if state in self.frame and state != self.partner]
        return self.frame[states].T[year].dropna()


@dataclass(frozen=True)
class Items:
    """All figures, and the partners' shares in a state's trade by its own books."""

    items: tuple[Item, ...]
    own: Mapping[str, pd.Series]

    def applicable(self, country: str) -> list[Item]:
        """Figures that a state can have: it is no partner of its own."""
        return [item for item in self.items if item.partner != country]

    def find(self, name: str) -> Item:
        """The figure of a name."""
        return next(item for item in self.items if item.name == name)

    def range_of(self, item: Item, country: str) -> tuple[float | None, float | None]:
        """Range of a trade share over both sides' books in its latest year; nothing where one side is silent."""
        year, value = item.latest(country)
        own = self.own.get(item.partner, pd.Series(dtype=float))
        if not item.name.startswith("share-") or year is None or value is None or year not in own.index:
            return None, None
        return min(value, float(own[year])), max(value, float(own[year]))


def gather(library: Library, country: str) -> Items:
    """Measure every figure for every state.

    Parameters
    ----------
    country : str
        State whose own books are read beside its partners'.
    """
    own = {partner: own_share(library, country, partner) for partner in (*PARTNERS, "EU27") if partner != country}
    parts = (_economy, _trade, _energy, _debt, _votes, _arms, _society)
    return Items(tuple(item for part in parts for item in part(library)), own)


def own_share(library: Library, country: str, partner: str) -> pd.Series:
    """Share of one row of the partners in a state's trade, by the state's own books."""
    flow = pair_flow(library, OWN_BOOKS, "reported", country, partner, "total")
    return (flow / world_flow(library, OWN_BOOKS, "reported", country, "total")).dropna()


def _economy(library: Library) -> list[Item]:
    head = indicator(library, "gdp_per_capita_const_usd")
    growth = (head / head.shift(GROWTH_YEARS)) ** (1 / GROWTH_YEARS) - 1
    population, product = indicator(library, "population"), indicator(library, "gdp_current_usd")
    return [
        Item("population", "Population", "million persons", population / 1e6, (WDI,)),
        Item("gdp", "Gross domestic product", "billion USD", product / 1e9, (WDI,), "Current dollars."),
        Item("income", "Gross domestic product a head", "USD", head, (WDI,), "Dollars of 2015."),
        Item("growth", "Average growth of real GDP a head over ten years", "share", growth, (WDI,)),
        Item(
            "openness", "Trade in goods and services to product", "share", indicator(library, "trade_pct_gdp") / 100,
            (WDI,),
        ),
    ]  # fmt: skip


def _trade(library: Library) -> list[Item]:
    shares = {partner: partner_share_everywhere(library, source=PARTNER_BOOKS, partner=partner) for partner in PARTNERS}
    caption = "The partner's books over what all reporters record with the state."
    sold = library.read(EUROSTAT).pivot_table(index="year", columns="partner", values="value_musd", aggfunc="sum")
    fuels = indicator(library, "fuel_exports_pct_merch")
    bought = sold / world_totals(library, "import")
    return [
        *(
            Item(
                f"share-{partner.lower()}", f"Share of {country_name(partner)} in trade", "share",
                frame.where(frame <= 1), (*PARTNER_BOOKS, WORLD_TABLE), caption, partner,
            )
            for partner, frame in shares.items()
        ),
        Item(
            "imports-eu27", "Share of the European Union in imports", "share", bought.where(bought <= 1),
            (EUROSTAT, WORLD_TABLE), "The Union's exports over what all reporters sell to the state.",
        ),
        Item("fuels", "Fuels in merchandise exports", "share", fuels / 100, (WDI,)),
    ]  # fmt: skip


def _energy(library: Library) -> list[Item]:
    extra = library.read(EXTRA)
    net = extra[extra["indicator"] == "net_energy_imports_pct_of_energy_use"]
    kwh = library.read(OWID).pivot(index="year", columns="iso3", values="primary_energy_kwh_per_person")
    caption = "Use that production does not cover; negative for a net exporter."
    oil, gas = (_of_each(functools.partial(_net_imports, library, fuel)) for fuel in ("oil", "gas"))
    return [
        Item(
            "energy", "Primary energy used", "EJ", (kwh * indicator(library, "population") * EJ_PER_KWH)[list(kwh)],
            (OWID, WDI),
        ),
        Item(
            "net-energy", "Net imports of energy over use", "share",
            net.pivot(index="year", columns="iso3", values="value") / 100, (EXTRA,), caption,
        ),
        Item("net-oil", "Net imports of oil over use", "share", oil, (REVIEW,), caption),
        Item("net-gas", "Net imports of gas over use", "share", gas, (REVIEW,), caption),
    ]  # fmt: skip


def _net_imports(library: Library, fuel: str, state: str) -> pd.Series:
    return import_dependence(library, state=state, fuel=fuel)


def _of_each(measure: Callable[[str], pd.Series]) -> pd.DataFrame:
    """One series for each of the thirteen; states that the source does not cover are left out."""
    found = {}
    for state in THIRTEEN:
        try:
            found[state] = measure(state)
        except NoDataError:
            continue
    return pd.DataFrame(found)


def _debt(library: Library) -> list[Item]:
    classes = {name: owed_to_gdp(library, "WLD", series) for name, series in CLASSES.items()}
    bilateral = {creditor: owed_to_gdp(library, creditor, "DT.DOD.BLAT.CD") for creditor in SUPPLIERS}
    return [
        *(
            Item(
                f"debt-{creditor.lower()}", f"Public debt to {country_name(creditor)} to GDP", "share", frame,
                (IDS, WDI), "Official bilateral loans.", creditor,
            )
            for creditor, frame in bilateral.items()
        ),
        *(
            Item(f"debt-{name}", f"Public debt to GDP, {name}", "share", frame, (IDS, WDI))
            for name, frame in classes.items()
        ),
    ]  # fmt: skip


def _votes(library: Library) -> list[Item]:
    table = library.read(AGREEMENT)
    counted = table[table["votes_n"] >= FEWEST_VOTES]
    agreed = {power: counted[counted["partner"] == power] for power in POWERS}
    return [
        Item(
            "ideal-point", "Ideal point in the General Assembly", "index", ideal_points(library, "idealpoint_fp"),
            (POINTS,), "Larger is nearer to the side of the United States.",
        ),
        *(
            Item(
                f"agreement-{power.lower()}", f"Same votes as {country_name(power)}", "share",
                rows.pivot(index="year", columns="iso3", values="share_identical"), (AGREEMENT,),
                "Identical votes on adopted resolutions.", power,
            )
            for power, rows in agreed.items()
        ),
    ]  # fmt: skip


def arms_received(library: Library, suppliers: Sequence[str] = ()) -> pd.DataFrame:
    """Arms that the recipients of the register got, five years each, years x states.

    Parameters
    ----------
    suppliers : sequence of str
        By default all.
    """
    table = library.read(ARMS)
    rows = table[table["supplier_iso3"].isin(suppliers)] if suppliers else table
    span = range(int(table["year"].min()), int(table["year"].max()) + 1)
    volume = rows.pivot_table(index="year", columns="recipient_iso3", values="tiv_m", aggfunc="sum")
    states = sorted(table["recipient_iso3"].unique())
    return volume.reindex(index=span, columns=states).fillna(0.0).rolling(ARMS_YEARS).sum().dropna()


def _arms(library: Library) -> list[Item]:
    volume = arms_received(library)
    military = indicator(library, "military_spending_pct_gdp") / 100
    caption = "Of five years' deliveries, in SIPRI's trend-indicator values: capability, not money."
    return [
        Item("military", "Military spending to GDP", "share", military, (WDI,)),
        Item("arms", "Arms received in five years", "million TIV", volume, (ARMS,), "Trend-indicator values."),
        *(
            Item(
                f"arms-{supplier.lower()}", f"Share of {country_name(supplier)} in arms received", "share",
                arms_received(library, (supplier,)) / volume.where(volume > 0), (ARMS,), caption, supplier,
            )
            for supplier in SUPPLIERS
        ),
    ]  # fmt: skip


def _society(library: Library) -> list[Item]:
    democracy = library.read(VDEM).pivot(index="year", columns="iso3", values="electoral_democracy_index")
    development = library.read(HDI).pivot(index="year", columns="iso3", values="hdi")
    return [
        Item("democracy", "Electoral democracy", "index", democracy, (VDEM,), "V-Dem; one is a full democracy."),
        Item("hdi", "Human development", "index", development, (HDI,)),
    ]
