"""What is measured of a state's dealings with one partner, and from whose books."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.countries import country_name, is_country
from scoledger.indicators.books import WORLD_TABLE, book, partners, partners_total, reporters
from scoledger.indicators.macro import keep_alike
from scoledger.indicators.origins import (
    ARMS_SOLD,
    CRUDE,
    FUELS,
    GAS,
    arms_share_of_purchases,
    arms_share_of_sales,
    crude_share,
    fuel_share,
    pipeline_gas_share,
)
from scoledger.indicators.security import ARMS
from scoledger.tables import Library

STATE = "RUS"
#: The state's own reports.  The second table's rows from 2022 on are made from its partners' figures: they are dropped
#: wherever books are read.
OWN_BOOKS = ("comtrade-study-pairs", "imf-imts-russia")
PARTNER_BOOKS = ("imf-imts-china-usa", "comtrade-study-pairs")
#: Sellers below this share of the partner's imports, on average before the event, swing too much to compare with.
LARGE = 0.005
FEWEST_SELLERS = 10
#: Partners of the state that could have lost what one gained.
OTHERS = ("CHN", "EU27", "USA", "JPN", "KOR", "TUR", "IND", "BLR", "KAZ", "UKR")
TRADE, GOODS = "trade", "energy and arms"


@dataclass(frozen=True)
class Outcome:
    """One share by year.

    Parameters
    ----------
    key : str
        For names of results.
    label, books : str
        For a reader.
    group : str
        ``"trade"`` or ``"energy and arms"``.
    series : pandas.Series
        Share in [0, 1] by year.
    tables : tuple of str
    """

    key: str
    label: str
    books: str
    group: str
    series: pd.Series
    tables: tuple[str, ...]

    @property
    def name(self) -> str:
        """Label and books."""
        return f"{self.label} ({self.books})"


def of(name: str) -> str:
    """Possessive of a name.

    Examples
    --------
    >>> of("India"), of("United States")
    ("India's", "United States'")
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def collect_outcomes(library: Library, partner: str) -> tuple[Outcome, ...]:
    """Measure everything, each numerator over a denominator of the same side's books."""
    return (*_trade(library, partner), *_goods(library, partner))


def sales_by_seller(library: Library, partner: str, window: tuple[int, int], event_year: int) -> pd.DataFrame:
    """Share of each large seller in a partner's imports, by the partner's books.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_sellers)
        Shares in [0, 1] of the years of the window; sellers of half a percent or more before the event that are known
        in every year, and the state itself.  Without columns when the partner has no books.
    """
    if partner not in reporters(library, PARTNER_BOOKS):
        return pd.DataFrame()
    total = book(library, PARTNER_BOOKS, partner, "WLD", "import")
    sellers = sorted(partners(library, PARTNER_BOOKS, partner) - {partner})
    columns = {code: book(library, PARTNER_BOOKS, partner, code, "import") for code in sellers if is_country(code)}
    shares = pd.DataFrame(columns).div(total, axis=0).loc[window[0] : window[1]].dropna(how="all")
    before = shares[shares.index < event_year].mean().to_dict()
    kept = [code for code in shares if before[code] >= LARGE or code == STATE]
    return shares[kept].dropna(axis=1).where(lambda frame: frame > 0).dropna(axis=1)


def raw_material_sellers(library: Library, sales: pd.DataFrame) -> pd.DataFrame:
    """Those of the sellers that live on raw materials, and the state itself."""
    return keep_alike(library, sales, "raw-material economies", STATE)


def shares_of_others(library: Library, flow: str) -> dict[str, pd.Series]:
    """Share of each of some partners in the state's exports or imports, by its own books."""
    total = book(library, OWN_BOOKS, STATE, "WLD", flow)
    return {code: (book(library, OWN_BOOKS, STATE, code, flow) / total).dropna() for code in OTHERS}


def log_shares(sales: pd.DataFrame) -> pd.DataFrame:
    """Natural logarithms, in which sellers of different size compare."""
    return sales.apply(np.log)


def _trade(library: Library, partner: str) -> list[Outcome]:
    state, other = country_name(STATE), country_name(partner)
    mine, theirs = f"{of(state)} books", f"{of(other)} books"
    found = []
    for flow, opposite in (("export", "import"), ("import", "export")):
        own = book(library, OWN_BOOKS, STATE, partner, flow) / book(library, OWN_BOOKS, STATE, "WLD", flow)
        mirrored = book(library, PARTNER_BOOKS, partner, STATE, opposite)
        label = f"{other} in {of(state)} {flow}s"
        found += [
            Outcome(f"{flow}s-own", label, mine, TRADE, own.dropna(), OWN_BOOKS),
            Outcome(f"{flow}s-mirror", label, theirs, TRADE, (mirrored / partners_total(library, STATE, flow)).dropna(),
                    (*PARTNER_BOOKS, WORLD_TABLE)),
            Outcome(f"partner-{opposite}s", f"{state} in {of(other)} {opposite}s", theirs, TRADE,
                    (mirrored / book(library, PARTNER_BOOKS, partner, "WLD", opposite)).dropna(), PARTNER_BOOKS),
        ]  # fmt: skip
    return found


def _goods(library: Library, partner: str) -> list[Outcome]:
    state, other = country_name(STATE), country_name(partner)
    mine, theirs, register = f"{of(state)} books", f"{of(other)} books", "register"
    plans: list[tuple[str, str, str, Callable[[], pd.Series], tuple[str, ...]]] = [
        ("fuels-sold", f"{other} in {of(state)} fuel exports, value", mine,
         lambda: fuel_share(library, STATE, partner, "export"), (FUELS,)),
        ("fuels-bought", f"{state} in {of(other)} fuel imports, value", theirs,
         lambda: fuel_share(library, partner, STATE, "import"), (FUELS,)),
        ("crude", f"{state} in {of(other)} crude imports, weight", "industry",
         lambda: crude_share(library, STATE, partner), (CRUDE,)),
        ("gas", f"{of(state)} pipelines in {of(other)} gas imports, volume", "industry",
         lambda: pipeline_gas_share(library, STATE, partner), (GAS,)),
        ("arms-sold", f"{other} in {of(state)} arms exports", register,
         lambda: arms_share_of_sales(library, STATE, partner), (ARMS, ARMS_SOLD)),
        ("arms-bought", f"{state} in {of(other)} arms imports", register,
         lambda: arms_share_of_purchases(library, STATE, partner), (ARMS,)),
    ]  # fmt: skip
    return [Outcome(key, label, books, GOODS, make(), tables) for key, label, books, make, tables in plans]
