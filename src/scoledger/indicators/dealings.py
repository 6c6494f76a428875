"""Dealings with a power: what grows fastest, how growth moves together, and what weight the power keeps."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoledger.countries import is_country
from scoledger.errors import NoDataError
from scoledger.indicators.books import Source, group_flow
from scoledger.indicators.finance import china_commitments, china_projects, group_debt
from scoledger.indicators.macro import deflate, indicator
from scoledger.indicators.membership import states_at
from scoledger.indicators.power import AMONG, OIL_STATE, POST_SOVIET, attribute_of
from scoledger.indicators.registry import check_choice, measure
from scoledger.indicators.security import arms_supplier_share
from scoledger.indicators.trade import partner_share
from scoledger.indicators.votes import agreement
from scoledger.tables import Library

PRICES = "pink-sheet-annual"
AREAS = ("credit", "commitments", "projects")
#: Name of the rival that is furthest ahead, in frames that hold trade against the other fields.
RIVAL = "the first of the others"
#: Factors that growth is freed from before it is compared.
FACTORS = ("oil", "Russia", "world")


def _fields(library: Library, states: str, source: Source, mirror: str, flow: str) -> pd.DataFrame:
    """Trade and other dealings of a group with China by year, without inflation."""
    trade = group_flow(library, source, mirror, states, "CHN", flow)
    return pd.DataFrame(
        {
            "trade": deflate(library, trade * 1e6),
            "credit": deflate(library, group_debt(library, states=states, creditor="CHN", classes="all classes")),
            "commitments": china_commitments(library, states=states, over="three years"),
            "projects": china_projects(library, states=states, over="three years"),
        }
    )


@measure("share", shape="ranking")
def growth_of_fields(
    library: Library,
    *,
    states: str,
    source: Source,
    mirror: str,
    from_year: int,
    fields: tuple[str, ...] = AREAS,
    pace: str = "ends",
    flow: str = "total",
) -> pd.DataFrame:
    """Yearly growth of trade with China since a year, beside that of credit, commitments and projects.

    Parameters
    ----------
    fields : tuple of {"credit", "commitments", "projects"}
        Fields that trade is held against: public debt to China, and commitments and projects as means of three years.
    pace : {"ends", "fit"}
        Compound growth between the first and the last year, or that of a line through the logarithms of all years.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_fields + 2)
        Growth a year in constant dollars; ``the first of the others`` is the fastest of them.
    """
    check_choice("pace", pace, ("ends", "fit"))
    frame = _fields(library, states, source, mirror, flow)[["trade", *_known(fields)]]
    frame = frame[frame.index >= from_year].sort_index()
    logs = pd.DataFrame(np.log(frame.where(frame > 0)))
    if from_year not in logs.index:
        raise NoDataError(f"no dealings with China in {from_year}, from which growth counts.")
    slopes = {name: _slopes(logs[name], pace) for name in logs}
    growth = pd.DataFrame(np.expm1(pd.DataFrame(slopes)))
    return growth.assign(**{RIVAL: growth[list(fields)].max(axis=1, skipna=False)})


def _known(fields: tuple[str, ...]) -> list[str]:
    for name in fields:
        check_choice("fields", name, AREAS)
    return list(fields)


def _slopes(logs: pd.Series, pace: str) -> pd.Series:
    """Change a year from the first year to each later one; NaN from the first gap on."""
    years, values = logs.index.to_numpy(dtype=float), logs.to_numpy(dtype=float)
    known = int(np.isnan(values).argmax()) if np.isnan(values).any() else len(values)
    if pace == "ends":
        slopes = (values[1:known] - values[0]) / (years[1:known] - years[0])
    else:
        slopes = np.array([np.polyfit(years[:n], values[:n], 1)[0] for n in range(2, known + 1)])
    return pd.Series(slopes, index=logs.index[1 : len(slopes) + 1]).reindex(logs.index[1:].rename("year"))


@measure("USD", shape="ranking")
def rise_of_fields(
    library: Library,
    *,
    states: str,
    source: Source,
    mirror: str,
    from_year: int,
    fields: tuple[str, ...] = ("credit", "commitments"),
    flow: str = "total",
) -> pd.DataFrame:
    """Dollars by which trade with China exceeds that of a first year, beside credit and commitments.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_fields + 2)
        Constant US dollars a year; for credit, a stock, the whole debt that was added counts.
    """
    frame = _fields(library, states, source, mirror, flow)[["trade", *_known(fields)]]
    if from_year not in frame.index:
        raise NoDataError(f"no dealings with China in {from_year}, from which the rise counts.")
    rise = frame[frame.index > from_year] - frame.T[from_year]
    return rise.assign(**{RIVAL: rise[list(fields)].max(axis=1, skipna=False)})


@measure("ratio", shape="ranking")
def comovement(
    library: Library,
    *,
    partner: str,
    of: str,
    net_of: tuple[str, ...],
    among: str,
    treated: tuple[str, ...],
    without: tuple[str, ...],
    years: tuple[int, int],
) -> pd.DataFrame:
    """What every year adds to the tie between a country's growth and that of one partner.

    Parameters
    ----------
    of : {"gdp_const_2015_usd", "gdp_per_capita_const_usd"}
        The economy, or income per head, without inflation.
    net_of : tuple of {"oil", "Russia", "world"}
        What both growth rates are freed from first, by least squares over `years`: the change of the real price of
        oil, Russia's growth, and that of the world without the partner.
    among : {"all countries", "post-Soviet states", "oil states"}
        Who is compared.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        The product of both deviations over the mean square of the partner's: the mean of a country over all years is
        the slope of its growth on the partner's, in points for a point.  Countries that lack a year are left out.
    """
    check_choice("of", of, ("gdp_const_2015_usd", "gdp_per_capita_const_usd"))
    check_choice("among", among, AMONG)
    for name in net_of:
        check_choice("net_of", name, FACTORS)
    growth = pd.DataFrame(np.log(indicator(library, of))).diff().loc[years[0] : years[1]]
    factors = _factors(library, growth, net_of, partner)
    left_over = growth.dropna(axis=1) - _explain(factors, growth.dropna(axis=1))
    theirs = left_over[partner]
    pool = _pool(library, among, treated, without)
    kept = [name for name in left_over if str(name) in pool]
    return left_over[kept].mul(theirs, axis=0) / float((theirs**2).mean())


def _factors(library: Library, growth: pd.DataFrame, names: tuple[str, ...], partner: str) -> np.ndarray:
    prices = library.read(PRICES)
    oil = prices[prices["commodity"] == "Crude oil, Brent"].set_index("year")["nominal_usd"]
    known = {"oil": pd.Series(np.log(deflate(library, oil))).diff()}
    if "Russia" in names:
        known["Russia"] = growth["RUS"]
    if "world" in names:
        output = indicator(library, "gdp_const_2015_usd")
        others = [code for code in output if is_country(str(code)) and code != partner]
        complete = output.loc[growth.index.min() - 1 : growth.index.max(), others].dropna(axis=1)
        known["world"] = pd.Series(np.log(complete.sum(axis=1))).diff()
    columns = [np.ones(len(growth)), *(known[name].reindex(growth.index).to_numpy(dtype=float) for name in names)]
    return np.column_stack(columns)


def _explain(factors: np.ndarray, growth: pd.DataFrame) -> np.ndarray:
    coefficients, *_ = np.linalg.lstsq(factors, growth.to_numpy(), rcond=None)
    return np.asarray(factors @ coefficients)


def _pool(library: Library, among: str, treated: tuple[str, ...], without: tuple[str, ...]) -> set[str]:
    states = {str(code) for code in indicator(library, "gdp_const_2015_usd") if is_country(str(code))}
    if among == "post-Soviet states":
        states &= set(POST_SOVIET)
    elif among == "oil states":
        rents = indicator(library, "oil_rents_pct_gdp").loc[2000:2010].mean()
        states &= set(rents.index[rents >= OIL_STATE])
    return (states - set(without)) | set(treated)


@measure("index", shape="ranking")
def development(library: Library, *, attribute: str, states: tuple[str, ...]) -> pd.DataFrame:
    """Human development or output per person of some states side by side, by year.

    Parameters
    ----------
    attribute : {"HDI", "GDP per person, PPP", "GDP per person"}

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_states)
        In the attribute's own unit.
    """
    check_choice("attribute", attribute, ("HDI", "GDP per person, PPP", "GDP per person"))
    return attribute_of(library, attribute)[list(states)].dropna()


@measure("count")
def member_count(library: Library, *, statuses: tuple[str, ...], last_year: int) -> pd.Series:
    """Number of states that belong to the organisation at the end of each year since its foundation.

    Parameters
    ----------
    statuses : tuple of str
        ``("member",)`` or ``("member", "observer")``.
    """
    years = range(2001, last_year + 1)
    counts = [float(len(states_at(library, f"{year}-12-31", statuses))) for year in years]
    return pd.Series(counts, index=pd.Index(years, name="year")).rename("count")


@measure("ratio")
def weight_against_before(
    library: Library, *, of: str, states: str, power: str, source: Source, base: tuple[int, int], mirror: str = "mirror"
) -> pd.Series:
    """Weight of a power in a region over its mean in base years, by year.

    Parameters
    ----------
    of : {"trade", "arms", "votes"}
        Share in trade, share in the arms delivered over five years, or mean share of identical votes.
    mirror : {"mirror", "reported"}
        Trade: the power's books, or the states'.
    base : tuple of int
        First and last of the years compared with.

    Returns
    -------
    pandas.Series, shape (n_years,)
        One where the weight is what it was.
    """
    check_choice("of", of, ("trade", "arms", "votes"))
    if of == "trade":
        weight = partner_share(library, source=source, mirror=mirror, states=states, partners=power)
    elif of == "arms":
        weight = arms_supplier_share(library, recipients=states, supplier=power)
    else:
        weight = agreement(library, source=str(source), states=states, partner=power)
    before = weight[(weight.index >= base[0]) & (weight.index <= base[1])]
    if before.empty:
        raise NoDataError(f"no weight of {power} in {base[0]}-{base[1]}, with which later years are compared.")
    return (weight / float(before.mean())).rename("ratio")
