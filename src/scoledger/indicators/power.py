"""Material power: output, military spending, capabilities; shares, rankings, gaps and inequality inside groups."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoledger.countries import GROUPS, is_country, members
from scoledger.indicators.books import world_totals
from scoledger.indicators.macro import WDI, indicator
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library

SIPRI, CINC, HDI, IDEAL_POINTS, TRADE = (
    "sipri-military-expenditure",
    "cow-cinc",
    "undp-hdi",
    "un-ideal-points",
    "imf-dots-world-by-country",
)
#: Groups that are compared with each other, under the names that sentences use.
BLOCS = GROUPS | {
    "the six members": GROUPS["SCO6"],
    "the European Union": GROUPS["EU27"],
    "ASEAN": ("BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM"),
    "the G7": ("CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"),
    "CHN+RUS": ("CHN", "RUS"),
    "CA5+CHN": ("CHN", "KAZ", "KGZ", "TJK", "TKM", "UZB"),
}
CAPABILITIES = ("GDP", "GDP, constant", "GDP, PPP", "military spending", "military spending, constant", "CINC", "trade")
#: A group has a value when the members that report make up this share of its GDP: small states often miss a year.
ENOUGH_OF_A_GROUP = 0.95
DISPERSIONS = ("variation", "Theil", "range", "deviation")
ATTRIBUTES = ("GDP per person, PPP", "GDP per person", "HDI", "UN ideal point")


def states_of(name: str) -> tuple[str, ...]:
    """States of a bloc, of a group of `scoledger.countries`, or the one state that a code names."""
    return BLOCS[name] if name in BLOCS else members(name)


def capabilities(library: Library, capability: str, source: str) -> pd.DataFrame:
    """One capability of every country, years x countries, with the world (``"WLD"``) where the source has it.

    Parameters
    ----------
    capability : str
        One of `CAPABILITIES`: money in US dollars, CINC as a share of the world's.
    source : str
        Table id.

    Notes
    -----
    The World Bank gives military spending as a percentage of GDP; SIPRI's table holds fifteen states and no world.
    """
    check_choice("capability", capability, CAPABILITIES)
    check_choice("source", source, (WDI, SIPRI, CINC, TRADE))
    if source == SIPRI:
        measured = "usd_m_const_2023" if capability.endswith("constant") else "usd_m_current"
        table = library.read(SIPRI)
        return table[table["measure"] == measured].pivot(index="year", columns="iso3", values="value_musd") * 1e6
    if source == CINC:
        table = library.read(CINC).pivot(index="year", columns="iso3", values="cinc")
        return table.assign(WLD=1.0)
    if source == TRADE:
        totals = world_totals(library, "total") * 1e6
        return totals.assign(WLD=totals[[code for code in totals if is_country(str(code))]].sum(axis=1))
    if capability == "GDP":
        return indicator(library, "gdp_current_usd")
    if capability == "GDP, constant":
        frame = indicator(library, "gdp_const_2015_usd")
        return frame.assign(WLD=frame[[code for code in frame if is_country(str(code))]].sum(axis=1))
    if capability == "GDP, PPP":
        return indicator(library, "gdp_per_capita_ppp_const") * indicator(library, "population")
    return indicator(library, "military_spending_pct_gdp") / 100 * indicator(library, "gdp_current_usd")


def _sum(library: Library, frame: pd.DataFrame, name: str) -> pd.Series:
    """Sum of a group; a year is absent unless the members that report make up nearly all of its GDP."""
    codes = [code for code in states_of(name) if code in frame]
    known = frame[codes]
    if len(states_of(name)) == 1:
        return known.sum(axis=1, min_count=1)
    size = indicator(library, "gdp_current_usd").reindex(index=frame.index, columns=list(states_of(name)))
    covered = size[codes].where(known.notna()).sum(axis=1) / size.sum(axis=1)
    return known.sum(axis=1, min_count=1).where(covered >= ENOUGH_OF_A_GROUP)


@measure("share")
def capability_share(library: Library, *, capability: str, source: str, states: str) -> pd.Series:
    """Share of a state or group in the world's output, military spending, trade or capabilities, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].
    """
    frame = capabilities(library, capability, source)
    return (_sum(library, frame, states) / frame["WLD"]).dropna().rename("share")


@measure("USD", shape="ranking")
def capability_of_groups(library: Library, *, capability: str, source: str, groups: tuple[str, ...]) -> pd.DataFrame:
    """Capability of states and groups side by side, by year, for comparing them.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_groups)
        US dollars, or shares of the world's capabilities for CINC.
    """
    frame = capabilities(library, capability, source)
    return pd.DataFrame({name: _sum(library, frame, name) for name in groups}).dropna(how="all")


@measure("USD", shape="ranking")
def capability_ranking(library: Library, *, capability: str, source: str) -> pd.DataFrame:
    """Capability of every country, by year, for ranking them.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        US dollars; aggregates are left out.
    """
    frame = capabilities(library, capability, source)
    return frame[[code for code in frame if is_country(str(code))]].dropna(how="all")


@measure("ratio")
def lead_over_next(library: Library, *, capability: str, source: str, state: str, rivals: int) -> pd.Series:
    """A state's capability over that of the next largest states taken together, by year.

    Parameters
    ----------
    rivals : int
        How many of the largest other states are added up.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Ratio; above one when the state outweighs them.
    """
    frame = capability_ranking(library, capability=capability, source=source)
    others = frame.drop(columns=state)
    next_ones = pd.Series(np.sort(others.fillna(0.0).to_numpy(), axis=1)[:, -rivals:].sum(axis=1), index=frame.index)
    return (frame[state] / next_ones).dropna().rename("ratio")


@measure("index")
def concentration(library: Library, *, capability: str, source: str) -> pd.Series:
    """Herfindahl-Hirschman index of a capability over all countries, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Sum of squared shares, in (0, 1].  Countries without a value in a year count as none.
    """
    frame = capability_ranking(library, capability=capability, source=source)
    total = capabilities(library, capability, source)["WLD"].reindex(frame.index)
    shares = frame.div(total.where(total > 0), axis=0)
    return (shares**2).sum(axis=1, min_count=1).dropna().rename("index")


def attribute_of(library: Library, attribute: str) -> pd.DataFrame:
    """What members differ in, years x countries.

    Parameters
    ----------
    attribute : str
        One of `ATTRIBUTES`.
    """
    check_choice("attribute", attribute, ATTRIBUTES)
    if attribute == "HDI":
        return library.read(HDI).pivot(index="year", columns="iso3", values="hdi")
    if attribute == "UN ideal point":
        return library.read(IDEAL_POINTS).pivot(index="year", columns="iso3", values="idealpoint_fp")
    if attribute == "GDP per person":
        return indicator(library, "gdp_current_usd") / indicator(library, "population")
    return indicator(library, "gdp_per_capita_ppp_const")


def _disperse(values: pd.DataFrame, dispersion: str) -> pd.Series:
    mean = values.mean(axis=1)
    if dispersion == "deviation":
        return values.std(axis=1, ddof=0)
    if dispersion == "variation":
        return values.std(axis=1, ddof=0) / mean
    if dispersion == "range":
        return values.max(axis=1) / values.min(axis=1)
    ratios = values.div(mean, axis=0)
    return (ratios * np.log(ratios)).mean(axis=1)


@measure("index", shape="ranking")
def inequality_inside(
    library: Library, *, attribute: str, dispersion: str, groups: tuple[str, ...], source: str = WDI
) -> pd.DataFrame:
    """How far the members of groups lie apart, by year, every member counting once.

    Parameters
    ----------
    dispersion : {"variation", "Theil", "range", "deviation"}
        Coefficient of variation, Theil index, largest over smallest, or standard deviation (for ideal points, whose
        zero means nothing).
    source : str
        The table that the attribute stands in, for the record.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_groups)
        Index; a year in which more than a tenth of the members lack a value is absent.
    """
    check_choice("dispersion", dispersion, DISPERSIONS)
    check_choice("source", source, (WDI, HDI, IDEAL_POINTS))
    frame = attribute_of(library, attribute)
    columns = {}
    for name in groups:
        values = frame.reindex(columns=list(states_of(name)))
        enough = values.notna().mean(axis=1) >= 0.9  # noqa: PLR2004 - as the docstring says
        columns[name] = _disperse(values[enough], dispersion)
    return pd.DataFrame(columns).dropna(how="all")


@measure("ratio")
def income_to_world(library: Library, *, state: str, attribute: str = "GDP per person, PPP") -> pd.Series:
    """A state's output per person over the world's, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Ratio; below one when the state is poorer than the world at large.
    """
    frame = attribute_of(library, attribute)
    return (frame[state] / frame["WLD"]).dropna().rename("ratio")


@measure("share")
def resource_rents(library: Library, *, state: str) -> pd.Series:
    """Rents from natural resources in a state's gross domestic product, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share of GDP.
    """
    return (indicator(library, "resource_rents_pct_gdp")[state].dropna() / 100).rename("share")


@measure("ratio")
def poor_or_dependent(library: Library, *, state: str, attribute: str, rents_from: float) -> pd.Series:
    """The larger of two ratios that exceed one when a state is poor, or lives on its resources, by year.

    Parameters
    ----------
    rents_from : float
        Share of resource rents in GDP from which a state counts as dependent on them.

    Returns
    -------
    pandas.Series, shape (n_years,)
        The larger of world over own output per person, and rents over `rents_from`.
    """
    poverty = 1 / income_to_world(library, state=state, attribute=attribute)
    dependence = resource_rents(library, state=state) / rents_from
    return pd.concat([poverty, dependence], axis=1).dropna().max(axis=1).rename("ratio")


#: Who may serve as a comparison: every country, those that were republics of the Soviet Union, those that live on oil.
AMONG = ("all countries", "post-Soviet states", "oil states")
POST_SOVIET = (
    "ARM", "AZE", "BLR", "EST", "GEO", "KAZ", "KGZ", "LTU", "LVA", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB",
)  # fmt: skip
#: Mean oil rents of 2000-2010 in GDP from which a country counts as an oil state, percent.
OIL_STATE = 5.0


@measure("share", shape="ranking")
def growth_everywhere(
    library: Library,
    *,
    attribute: str,
    among: str,
    treated: tuple[str, ...],
    without: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Yearly growth of output per person in some states and in those they are compared with.

    Parameters
    ----------
    attribute : {"PPP", "constant dollars"}
        What output is counted in.
    among : {"all countries", "post-Soviet states", "oil states"}
        Who is compared.
    treated : tuple of str
        States that are kept whatever `among` says.
    without : tuple of str
        States that may not serve as a comparison.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_countries)
        Logarithmic growth of real output per person, 0.05 for five percent.
    """
    check_choice("attribute", attribute, ("PPP", "constant dollars"))
    check_choice("among", among, AMONG)
    level = indicator(library, "gdp_per_capita_ppp_const" if attribute == "PPP" else "gdp_per_capita_const_usd")
    pool = {str(code) for code in level if is_country(str(code))}
    if among == "post-Soviet states":
        pool &= set(POST_SOVIET)
    elif among == "oil states":
        rents = indicator(library, "oil_rents_pct_gdp").loc[2000:2010].mean()
        pool &= set(rents.index[rents >= OIL_STATE])
    kept = sorted((pool - set(without)) | set(treated))
    return pd.DataFrame(np.log(level[kept])).diff().dropna(how="all")


@measure("ratio")
def output_to_base(library: Library, *, state: str, base_year: int, capability: str = "GDP, constant") -> pd.Series:
    """A state's output over that of a base year, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Ratio; below one when output is smaller than it was.
    """
    series = capabilities(library, capability, WDI)[state].dropna()
    ratio: pd.Series = series / series[base_year]
    return ratio.rename("ratio")


@measure("share", shape="ranking")
def instability(library: Library, *, of: str, states: tuple[str, ...], years: int = 5) -> pd.DataFrame:
    """How unsteady output or prices are in some states, by year.

    Parameters
    ----------
    of : {"growth", "inflation"}
        The spread of real growth per person over `years` years up to the year, or the year's rise of consumer prices.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_states)
        Standard deviation of logarithmic growth, or inflation; both as shares.
    """
    check_choice("of", of, ("growth", "inflation"))
    if of == "inflation":
        return (indicator(library, "cpi_inflation_pct")[list(states)] / 100).dropna(how="all")
    level = indicator(library, "gdp_per_capita_const_usd")[list(states)]
    return pd.DataFrame(np.log(level)).diff().rolling(years).std().dropna(how="all")
