"""What goes with a partner's growth: growth without the price of oil, exports, answers beside the world's demand."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd
from scipy import stats

from scoledger.countries import is_country
from scoledger.errors import NoDataError
from scoledger.indicators.books import partners_total, world_totals
from scoledger.indicators.macro import deflate, indicator
from scoledger.indicators.power import growth_everywhere
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library

PRICES = "pink-sheet-annual"
#: Fewest years from which a country's answer to the price of oil is estimated.
FEWEST_FOR_OIL = 10
#: Fewest years from which an elasticity is estimated, and the level of its interval.
FEWEST_YEARS, LEVEL = 12, 0.95
BOUNDS = ("estimate", "lower end", "upper end")
CONTROLS = ("world demand", "world demand and oil")


@measure("share", shape="ranking")
def growth_without_oil(
    library: Library, *, attribute: str, among: str, treated: tuple[str, ...], oil: str, without: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Yearly growth of output per person, with or without what goes with the price of oil in each country.

    Parameters
    ----------
    oil : {"left in", "taken out"}
        Growth as it is, or less the country's own mean answer to the change of the real price in the year and the
        year before.
    attribute, among, treated, without
        See `growth_everywhere`.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Logarithmic growth.
    """
    check_choice("oil", oil, ("left in", "taken out"))
    known = indicator(library, "gdp_per_capita_ppp_const" if attribute == "PPP" else "gdp_per_capita_const_usd")
    ours = tuple(state for state in treated if state in known)  # Yemen has no output at purchasing power
    growth = growth_everywhere(library, attribute=attribute, among=among, treated=ours, without=without)
    if oil == "left in":
        return growth
    change = oil_price_change(library)
    drivers = pd.DataFrame({"now": change, "before": change.shift()}).dropna()
    return growth.apply(lambda column: _residual(column, drivers)).dropna(how="all")


def oil_price_change(library: Library) -> pd.Series:
    """Logarithmic change of the real price of Brent crude, by year."""
    frame = library.read(PRICES)
    price = frame[frame["commodity"] == "Crude oil, Brent"].set_index("year")["nominal_usd"].sort_index()
    return pd.Series(np.log(deflate(library, price))).diff().dropna()


def _residual(column: pd.Series, drivers: pd.DataFrame) -> pd.Series:
    """A series less its linear answer to some drivers, with its mean left in."""
    known = column.dropna().index.intersection(drivers.index)
    if len(known) < FEWEST_FOR_OIL:
        return pd.Series(np.nan, index=column.index)
    centred = drivers.loc[known] - drivers.loc[known].mean()
    slopes = np.linalg.lstsq(centred.to_numpy(), (column[known] - column[known].mean()).to_numpy(), rcond=None)[0]
    rest: pd.Series = column[known] - centred.to_numpy() @ slopes
    return rest.reindex(column.index)


@measure("log points", shape="ranking")
def log_exports_everywhere(
    library: Library, *, among: str, treated: tuple[str, ...], without: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Natural logarithm of the goods exports of some states and of those they are compared with, by year.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Log of what all reporters import from each, million current dollars.
    """
    pool = growth_everywhere(library, attribute="PPP", among=among, treated=treated, without=without).columns
    totals = world_totals(library, "export")
    kept = [code for code in pool if code in totals]
    if not kept:
        raise NoDataError(f"no exports of any of {len(pool)} countries.\nSee: imf-dots-world-by-country")
    logs: pd.DataFrame = totals[kept].where(totals[kept] > 0).apply(np.log)
    return logs


def exports_of(library: Library, state: str) -> pd.Series:
    """What all reporters import from one state, constant dollars of 2015, by year."""
    return deflate(library, partners_total(library, state, "export"))


def world_growth_without(library: Library, state: str) -> pd.Series:
    """Logarithmic growth of the output of all countries but one, constant dollars, by year.

    A country counts in a year when it has a value in that year and the one before, so that newcomers are no growth.
    """
    return _world_growth_without(library, state).copy(deep=False)  # pandas copies what is changed


@functools.lru_cache(maxsize=16)
def _world_growth_without(library: Library, state: str) -> pd.Series:
    output = indicator(library, "gdp_const_2015_usd")
    output = output[[code for code in output if is_country(str(code)) and code != state]]
    both = output.notna() & output.shift().notna()
    return pd.Series(np.log(output.where(both).sum(axis=1) / output.shift().where(both).sum(axis=1))).iloc[1:]


@functools.lru_cache(maxsize=64)
def _outcome(library: Library, of: str, state: str) -> pd.Series:
    if of == "investment abroad":
        return indicator(library, "fdi_outflow_pct_gdp")[state].dropna() / 100
    level = exports_of(library, state) if of == "exports" else indicator(library, "gdp_const_2015_usd")[state].dropna()
    return pd.Series(np.log(level)).diff().dropna()


@measure("ratio")
def answer_to_growth(
    library: Library,
    *,
    of: str,
    states: tuple[str, ...],
    partner: str,
    controls: str,
    lag: int,
    since: int,
    bound: str = "estimate",
) -> pd.Series:
    """By how much an outcome in some states rises with a partner's growth, other demand held equal, by last year used.

    Parameters
    ----------
    of : {"exports", "output", "investment abroad"}
        Growth of real goods exports or of output, or direct investment abroad over output.
    states : tuple of str
        Their mean counts; the partner's growth is the same for all.
    controls : {"world demand", "world demand and oil"}
        Growth of all other countries' output; and the change of the real price of oil.
    lag : {0, 1}
        Years by which the partner's growth comes first.
    since : int
        First year used.
    bound : {"estimate", "lower end", "upper end"}
        The slope, or an end of its 95 percent interval.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Percent for a percent; at each year the estimate from all years up to it.

    Notes
    -----
    Least squares on yearly growth, which remembers little from year to year; the interval is that of the t
    distribution.
    A correction after Newey and West would find too much in so few years.
    """
    check_choice("of", of, ("exports", "output", "investment abroad"))
    check_choice("controls", controls, CONTROLS)
    check_choice("bound", bound, BOUNDS)
    outcome = pd.DataFrame({state: _outcome(library, of, state) for state in states}).dropna().mean(axis=1)
    growth = pd.Series(np.log(indicator(library, "gdp_const_2015_usd")[partner])).diff().dropna()
    growth.index = growth.index + lag
    drivers = {"partner": growth, "world": world_growth_without(library, partner)}
    if controls == "world demand and oil":
        drivers["oil"] = oil_price_change(library)
    table = pd.DataFrame({"outcome": outcome} | drivers).dropna().loc[since:]
    found = {
        int(last): _slope(table.loc[:last], bound) for last in table.index if len(table.loc[:last]) >= FEWEST_YEARS
    }
    return pd.Series(found, dtype=float).rename("ratio").rename_axis("year")


def _slope(table: pd.DataFrame, bound: str) -> float:
    """Slope of the first column on the second, the others held equal, or an end of its interval."""
    x = np.column_stack([table.iloc[:, 1:].to_numpy(), np.ones(len(table))])
    y = table.iloc[:, 0].to_numpy()
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ x.T @ y
    n, k = x.shape
    spread = float(((y - x @ beta) ** 2).sum()) / (n - k)
    return interval_end(float(beta[0]), float(np.sqrt(spread * bread[0, 0])), n - k, bound)


def interval_end(value: float, error: float, degrees: int, bound: str) -> float:
    """An estimate, or an end of its 95 percent interval.

    Parameters
    ----------
    error : float
        Standard error.
    degrees : int
        Degrees of freedom of the t distribution.
    bound : {"estimate", "lower end", "upper end"}

    Examples
    --------
    >>> round(interval_end(1.0, 0.5, 4, "upper end"), 3)
    2.388
    """
    check_choice("bound", bound, BOUNDS)
    reach = float(stats.t.ppf((1 + LEVEL) / 2, degrees)) * error
    return value + {"estimate": 0.0, "lower end": -reach, "upper end": reach}[bound]
