"""Gas, oil and energy: flows by supplier, import dependence, reserves, contracts."""

from __future__ import annotations

import pandas as pd

from scoledger.countries import country_name
from scoledger.errors import NoDataError
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library

REVIEW = "statistical-review"
SUPPLIERS = "china-gas-imports-by-supplier"
FACTBOOK = "world-factbook-energy"
#: Heat content: EJ per billion cubic metres of gas and per million tonnes of crude oil (Energy Institute, approximate
#: conversion factors of the Statistical Review).
EJ_PER_BCM, EJ_PER_MT_OIL = 0.036, 0.041868


def review(library: Library, state: str, indicator: str, unit: str) -> pd.Series:
    """One series of the Statistical Review, by year, in the unit asked for."""
    frame = library.read(REVIEW)
    rows = frame[(frame["iso3"] == state) & (frame["indicator"] == indicator) & (frame["unit"] == unit)]
    if rows.empty:
        raise NoDataError(
            f"table {REVIEW!r} holds no {indicator} of {state} in {unit}.\nSee: scoledger data show {REVIEW}"
        )
    return rows.set_index("year")["value"].sort_index()


@measure("bcm")
def gas_flow(library: Library, *, source: str, exporter: str, importer: str, modes: tuple[str, ...]) -> pd.Series:
    """Gas sold by one state to another, as the yearly trade matrices of the Review show it.

    Parameters
    ----------
    source : {"gas-flows-by-edition", "gas-interregional"}
        The matrix of the edition that first covered the year; or the later inter-regional series, whose exporter is
        an area.
    modes : tuple of {"pipeline", "LNG"}

    Returns
    -------
    pandas.Series, shape (n_years,)
        Billion cubic metres; where two editions cover a year, the later.
    """
    frame = library.read(source)
    if source == SUPPLIERS:
        return _by_edition(library, exporter, importer, modes)
    if source == "gas-interregional":
        if modes != ("pipeline",):
            raise NoDataError(f"table {source!r} splits pipeline gas by supplier, but not liquefied gas.")
        rows = frame[
            (frame["area"] == importer) & (frame["partner"] == exporter) & (frame["flow"] == "Pipeline imports")
        ]
        return rows.set_index("year")["bcm"].sort_index()
    rows = frame[
        (frame["exporter"] == exporter)
        & (frame["importer"] == importer)
        & frame["mode"].isin(modes)
        & ~frame["is_region_total"]
    ]
    last = rows.groupby("year")["edition"].transform("max")
    return rows[rows["edition"] == last].groupby("year")["bcm"].sum()


def _by_edition(library: Library, exporter: str, importer: str, modes: tuple[str, ...]) -> pd.Series:
    """Gas by supplier as the table of China's imports has it from the edition that first covered the year."""
    columns = {
        ("TKM", "pipeline"): "turkmenistan_pipe_edition_bcm",
        ("KAZ", "pipeline"): "kazakhstan_pipe_edition_bcm",
        ("UZB", "pipeline"): "uzbekistan_pipe_edition_bcm",
        ("MMR", "pipeline"): "myanmar_pipe_edition_bcm",
        ("RUS", "pipeline"): "russia_pipe_edition_bcm",
        ("RUS", "LNG"): "russia_lng_edition_bcm",
    }
    wanted = [columns[exporter, mode] for mode in modes if (exporter, mode) in columns]
    if importer != "CHN" or not wanted:
        raise NoDataError(
            f"table {SUPPLIERS!r} holds no gas of {exporter} for {importer}.\nSee: scoledger data show {SUPPLIERS}"
        )
    return library.read(SUPPLIERS).set_index("year")[wanted].dropna().sum(axis=1)


@measure("share")
def gas_flow_share(library: Library, *, source: str, exporter: str, importer: str, modes: tuple[str, ...]) -> pd.Series:
    """Gas from one supplier over the buyer's gas consumption, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; consumption from the Statistical Review.
    """
    code = {"China": "CHN"}.get(importer, importer)
    flow = gas_flow(library, source=source, exporter=exporter, importer=importer, modes=modes)
    return (flow / review(library, code, "gas_consumption", "bcm")).dropna().rename("share")


@measure("share")
def gas_export_share(library: Library, *, source: str, exporter: str, importer: str) -> pd.Series:
    """Share of one buyer in an area's pipeline exports of gas to other areas, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].
    """
    frame = library.read(source)
    rows = frame[(frame["area"] == exporter) & (frame["flow"] == "Pipeline exports")]
    wide = rows.pivot(index="year", columns="partner", values="bcm")
    return (wide[importer] / wide["Total"]).dropna().rename("share")


@measure("share")
def crude_import_share(library: Library, *, state: str) -> pd.Series:
    """Imports over imports and domestic production of crude oil, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; imports from the movements table, production from the Statistical Review, both in tonnes.
    """
    bought = _crude_by_origin(library)["Total"]
    made = review(library, state, "oil_production", "Mt")
    return (bought / (bought + made)).dropna().rename("share")


@measure("share")
def import_dependence(library: Library, *, state: str, fuel: str) -> pd.Series:
    """Net import dependence: the part of consumption that domestic production does not cover, by year.

    Parameters
    ----------
    fuel : {"oil", "gas", "coal", "oil and gas"}

    Returns
    -------
    pandas.Series, shape (n_years,)
        (consumption - production) / consumption; negative for a net exporter.
    """
    check_choice("fuel", fuel, ("oil", "gas", "coal", "oil and gas"))
    units = {"oil": "kb/d", "gas": "bcm", "coal": "EJ"}
    if fuel == "oil and gas":
        # Thousand barrels a day, a year long, in heat content: 365 days, 7.33 barrels to the tonne.
        oil_ej = 365 * EJ_PER_MT_OIL / 7.33 / 1000
        factors = {"oil": oil_ej, "gas": EJ_PER_BCM}
    else:
        factors = {fuel: 1.0}
    parts = [
        pd.DataFrame(
            {
                what: review(library, state, f"{one}_{what}", units[one]) * factor
                for what in ("consumption", "production")
            }
        )
        for one, factor in factors.items()
    ]
    total = parts[0] if len(parts) == 1 else parts[0].add(parts[1])
    used, made = total["consumption"], total["production"]
    return ((used - made) / used).dropna().rename("share")


@measure("share")
def supplier_share_of_imports(library: Library, *, fuel: str) -> pd.Series:
    """Share of Central Asian supplies in China's imports of a fuel, by year.

    Parameters
    ----------
    fuel : {"gas", "oil", "oil and gas", "mineral fuels by value"}
        Gas: pipelines from Central Asia over all pipeline gas and liquefied gas.  Oil: crude from the "Other CIS" area
        over all crude, an upper bound, since the area has Azerbaijan beside Kazakhstan.  Together: by heat content.  By
        value: chapter 27 of China's customs, all five states.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].
    """
    check_choice("fuel", fuel, ("gas", "oil", "oil and gas", "mineral fuels by value"))
    if fuel == "mineral fuels by value":
        return _fuel_value_share(library)
    gas = library.read(SUPPLIERS).set_index("year")
    all_gas = gas[["central_asia_pipe_bcm", "russia_pipe_bcm", "myanmar_pipe_bcm", "lng_total_bcm"]].sum(axis=1)
    if fuel == "gas":
        return (gas["central_asia_pipe_bcm"] / all_gas).rename("share")
    oil = _crude_by_origin(library)
    if fuel == "oil":
        return (oil["Other CIS"] / oil["Total"]).rename("share")
    theirs = gas["central_asia_pipe_bcm"] * EJ_PER_BCM + oil["Other CIS"] * EJ_PER_MT_OIL
    everything = all_gas * EJ_PER_BCM + oil["Total"] * EJ_PER_MT_OIL
    return (theirs / everything).dropna().rename("share")


@measure("share")
def crude_share_of_use(library: Library, *, state: str, area: str) -> pd.Series:
    """Crude from one area over all oil that a state uses, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; imports from the movements table, consumption from the Statistical Review, both in tonnes.
    """
    check_choice("area", area, ("Other CIS",))
    bought = _crude_by_origin(library)[area]
    return (bought / review(library, state, "oil_consumption", "Mt")).dropna().rename("share")


def _crude_by_origin(library: Library) -> pd.DataFrame:
    """Crude that China buys from the rest of the CIS and from everywhere, million tonnes, by year."""
    frame = library.read("china-oil-imports-by-origin")
    frame = frame[frame["section"].str.contains("Crude") & (frame["origin"] != "China")]
    named_total = frame["origin"].str.startswith("Total")
    total = frame[~named_total].groupby("year")["mt"].sum()
    other = frame[frame["origin"] == "Other CIS"].groupby("year")["mt"].sum()
    return pd.DataFrame({"Other CIS": other, "Total": total}).dropna()


def _fuel_value_share(library: Library) -> pd.Series:
    frame = library.read("comtrade-mineral-fuels-hs27")
    rows = frame[(frame["reporter"] == "CHN") & (frame["flow"] == "import")]
    wide = rows.pivot(index="year", columns="partner", values="value_musd")
    five = wide.reindex(columns=["KAZ", "KGZ", "TJK", "TKM", "UZB"]).sum(axis=1)
    return (five / wide["WLD"]).dropna().rename("share")


@measure("share")
def reserves_share(library: Library, *, source: str, state: str, fuel: str, edition: str = "latest") -> pd.Series:
    """Share of one state in the world's proved reserves, by year.

    Parameters
    ----------
    source : {"statistical-review", "reserves-shares-by-edition", "world-factbook-energy"}
    edition : str
        Edition of the Review, for the table by edition: what was believed at the time.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].
    """
    check_choice("source", source, (REVIEW, "reserves-shares-by-edition", FACTBOOK))
    check_choice("fuel", fuel, ("gas", "oil"))
    if source == "reserves-shares-by-edition":
        frame = library.read(source)
        column = {"IRN": "iran_share", "RUS": "russia_share", "TKM": "tkm_share"}.get(state, "")
        if column not in frame:
            raise NoDataError(f"{source!r} holds no reserves of {state} by edition.\nSee: scoledger data show {source}")
        rows = frame[(frame["fuel"] == fuel) & (frame["edition"] == edition)]
        return rows.set_index("year")[column].rename("share")
    if source == FACTBOOK:
        return _factbook_share(library, state, fuel)
    unit = {"gas": "tcm", "oil": "billion bbl"}[fuel]
    ours, world = (review(library, code, f"{fuel}_proved_reserves", unit) for code in (state, "WLD"))
    return (ours / world).dropna().rename("share")


def _factbook_share(library: Library, state: str, fuel: str) -> pd.Series:
    """Read "33.987 trillion cubic meters (2021 est.)" of the state and of the world."""
    category, item = {"gas": ("Natural gas", "proven reserves"), "oil": ("Petroleum", "crude oil estimated reserves")}[
        fuel
    ]
    frame = library.read(FACTBOOK)
    rows = frame[(frame["category"] == category) & (frame["item"] == item)]
    parts = rows["text"].str.extract(r"^([\d.,]+) (trillion|billion|million)?.*\((\d{4})")
    value = parts[0].str.replace(",", "").astype(float) * parts[1].map(
        {"trillion": 1e12, "billion": 1e9, "million": 1e6}
    )
    is_ours, is_world = rows["country"] == country_name(state), rows["file"] == "world/xx"
    if not is_ours.any():
        raise NoDataError(f"{FACTBOOK!r} holds no {fuel} reserves of {state}.\nSee: scoledger data show {FACTBOOK}")
    year = int(parts.loc[is_ours, 2].iloc[0])
    share = float(value[is_ours].iloc[0] / value[is_world].iloc[0])
    return pd.Series({year: share}, name="share").rename_axis("year")


@measure("share", is_stated=True)
def stated_ratio(library: Library, *, numerator: tuple[float, ...], denominator: float, stated_for: int) -> pd.Series:
    """Ratio of figures that a document states, for a reading that speaks of plans and not of outcomes.

    Returns
    -------
    pandas.Series, shape (1,)
        The ratio, at the year that the figures are for.
    """
    del library  # the figures stand in the claim, with their records
    return pd.Series({stated_for: sum(numerator) / denominator}, name="share").rename_axis("year")
