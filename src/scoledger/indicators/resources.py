"""Resources: who holds, makes, sells and buys oil, gas and uranium, and how an economy's energy is mixed."""

from __future__ import annotations

import pandas as pd

from scoledger.countries import is_country, members
from scoledger.errors import NoDataError
from scoledger.indicators.energy import EJ_PER_BCM, EJ_PER_MT_OIL, FACTBOOK, REVIEW, reserves_share, review
from scoledger.indicators.macro import indicator
from scoledger.indicators.membership import states_at
from scoledger.indicators.registry import check_choice, measure
from scoledger.indicators.suppliers import COMPLETE
from scoledger.tables import Library

EDITIONS = "gas-flows-by-edition"
#: Rivals as organisations, as they stood in 2016: the Organization of the Petroleum Exporting Countries, the Gas
#: Exporting Countries Forum, the Gulf Cooperation Council and the North American Free Trade Agreement.
RIVALS: dict[str, tuple[str, ...]] = {
    "OPEC": ("DZA", "AGO", "ECU", "IDN", "IRN", "IRQ", "KWT", "LBY", "NGA", "QAT", "SAU", "ARE", "VEN", "GAB"),
    "GECF": ("DZA", "BOL", "EGY", "GNQ", "IRN", "LBY", "NGA", "QAT", "RUS", "TTO", "VEN", "ARE"),
    "GCC": ("BHR", "KWT", "OMN", "QAT", "SAU", "ARE"),
    "NAFTA": ("CAN", "MEX", "USA"),
}


def _shares(library: Library, source: str, fuel: str, states: tuple[str, ...]) -> pd.DataFrame:
    """Shares in the world's reserves, years x states; states that the source does not list are left out."""
    found = {}
    for state in states:
        try:
            found[state] = reserves_share(library, source=source, state=state, fuel=fuel)
        except NoDataError:
            continue
    return pd.DataFrame(found)


@measure("share", shape="ranking")
def reserves_by_holder(
    library: Library,
    *,
    source: str,
    fuel: str,
    membership_of: str,
    statuses: tuple[str, ...],
    against: str,
    overlap: str = "counted in both",
) -> pd.DataFrame:
    """Share of a group in the world's proved reserves beside other holders, by year.

    Parameters
    ----------
    source : {"statistical-review", "world-factbook-energy"}
    membership_of : str
        The day whose membership of the group counts.
    statuses : tuple of str
        ``("member",)`` or ``("member", "observer")``.
    against : {"organisations", "single states"}
        Organisations of states, or every state outside the group that the source lists among the large holders.
    overlap : {"counted in both", "counted once"}
        Whether a state that belongs to both groups counts for the rival as well.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_holders)
        Shares in [0, 1]; the group stands as ``SCO``.
    """
    check_choice("against", against, ("organisations", "single states"))
    check_choice("overlap", overlap, ("counted in both", "counted once"))
    ours = states_at(library, membership_of, statuses)
    rivals = sorted({state for group in RIVALS.values() for state in group} | {"USA", "CAN", "TKM", "AZE", "AUS"})
    shares = _shares(library, source, fuel, tuple(dict.fromkeys((*ours, *rivals))))
    table = {"SCO": shares.reindex(columns=list(ours)).sum(axis=1, min_count=1)}
    if against == "single states":
        return pd.DataFrame(table | {state: shares[state] for state in rivals if state in shares and state not in ours})
    for name, group in RIVALS.items():
        counted = [state for state in group if overlap == "counted in both" or state not in ours]
        table[name] = shares.reindex(columns=counted).sum(axis=1, min_count=1)
    return pd.DataFrame(table)


@measure("ratio")
def addition_to_group(
    library: Library, *, what: str, source: str, state: str, group: tuple[str, ...] = (), membership_of: str = ""
) -> pd.Series:
    """What a state would add to a group, relative to what the group has, by year.

    Parameters
    ----------
    what : {"gas_proved_reserves", "oil_proved_reserves", "gas_production", "oil_production"}
    group : tuple of str, optional
        The group's states; default: the members on the day `membership_of`.

    Returns
    -------
    pandas.Series, shape (n_years,)
        1 where the state has as much as the whole group.
    """
    units = {
        "gas_proved_reserves": "tcm",
        "oil_proved_reserves": "billion bbl",
        "gas_production": "bcm",
        "oil_production": "kb/d",
    }
    check_choice("what", what, units)
    check_choice("source", source, (REVIEW, FACTBOOK))
    states = group or states_at(library, membership_of, ("member",))
    if what.endswith("reserves"):
        table = _shares(library, source, what.split("_", maxsplit=1)[0], (*states, state))
    elif source == REVIEW:
        table = _production(library, what, units[what], (*states, state))
    else:
        raise NoDataError(f"{source!r} is read for reserves alone, not for {what}.\nUse: {REVIEW}")
    theirs = table.drop(columns=state).sum(axis=1, min_count=1)
    return (table[state] / theirs).dropna().rename("ratio")


def _production(library: Library, what: str, unit: str, states: tuple[str, ...]) -> pd.DataFrame:
    found = {}
    for state in states:
        try:
            found[state] = review(library, state, what, unit)
        except NoDataError:
            continue
    return pd.DataFrame(found)


@measure("share")
def world_supply_share(library: Library, *, states: tuple[str, ...], what: str) -> pd.Series:
    """Share of a list of states in world output of oil, gas or both, by year.

    Parameters
    ----------
    states : tuple of str
        Every one must be in the Review.
    what : {"oil, barrels", "oil, tonnes", "gas", "oil and gas"}
        Together: by heat content.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; only years in which all states have a value.
    """
    ways = {
        "oil, barrels": [("oil_production", "kb/d", 1.0)],
        "oil, tonnes": [("oil_production", "Mt", 1.0)],
        "gas": [("gas_production", "bcm", 1.0)],
        "oil and gas": [("oil_production", "Mt", EJ_PER_MT_OIL), ("gas_production", "bcm", EJ_PER_BCM)],
    }
    check_choice("what", what, ways)
    made = []
    for who in (states, ("WLD",)):
        columns = [review(library, state, item, unit) * heat for item, unit, heat in ways[what] for state in who]
        made.append(pd.concat(columns, axis=1).dropna().sum(axis=1))
    return (made[0] / made[1]).dropna().rename("share")


@measure("share", shape="ranking")
def output_shares(library: Library, *, fuel: str) -> pd.DataFrame:
    """Share of each state in world output of oil or gas, by year.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_states)
        Shares in [0, 1]; regions and organisations are left out.
    """
    units = {"oil": "kb/d", "gas": "bcm"}
    check_choice("fuel", fuel, units)
    frame = library.read(REVIEW)
    rows = frame[(frame["indicator"] == f"{fuel}_production") & (frame["unit"] == units[fuel])]
    wide = rows.pivot(index="year", columns="iso3", values="value")
    states = [code for code in wide if len(str(code)) == 3 and code not in {"WLD", "CIS"}]  # noqa: PLR2004 - ISO codes
    return wide[states].div(wide["WLD"], axis=0)


@measure("ratio")
def gas_over_largest_buyer(
    library: Library, *, exporter: str, importer: str, modes: tuple[str, ...], rivals: str, planned: float | None = None
) -> pd.Series:
    """Gas sold to one buyer over what the largest other buyer takes, by year.

    Parameters
    ----------
    modes : tuple of {"pipeline", "LNG"}
    rivals : {"states", "areas"}
        Single states, in years in which the matrix names Germany, the largest; or whole areas (the European Union, the
        rest of Europe), each an upper bound of any state in it.
    planned : float, optional
        A volume in billion cubic metres that stands in for what the buyer took.

    Returns
    -------
    pandas.Series, shape (n_years,)
        1 where both take as much.
    """
    check_choice("rivals", rivals, ("states", "areas"))
    areas = {"EU", "European Union", "Rest of Europe", "Non-EU Europe"}
    frame = library.read(EDITIONS)
    rows = frame[(frame["exporter"] == exporter) & frame["mode"].isin(modes)]
    named = rows["importer"].str.fullmatch("[A-Z]{3}") & ~rows["importer"].isin(["CIS", "FSU"])
    wide = rows[named | rows["importer"].isin(areas)].groupby(["year", "importer"])["bcm"].sum().unstack()
    if rivals == "states":
        wide = wide.reindex(columns=[name for name in wide if name not in areas])
        wide = wide[wide["DEU"].notna()]
    else:
        wide = wide[wide.reindex(columns=["EU", "European Union"]).notna().any(axis=1)]
    ours = wide[importer] if planned is None else pd.Series(planned, index=wide.index)
    return (ours / wide.drop(columns=importer).max(axis=1)).dropna().rename("ratio")


@measure("share")
def gas_supplier_hhi(library: Library, *, importer: str, modes: tuple[str, ...]) -> pd.Series:
    """Concentration (Herfindahl-Hirschman) of a state's gas imports over suppliers, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Between 1 over the number of suppliers and 1, the largest supplier's share if it were alone.

    Raises
    ------
    NoDataError
        If the extract holds only some of the buyer's suppliers: a concentration of these would be too high.
    """
    if importer not in COMPLETE:
        raise NoDataError(
            f"table {EDITIONS!r} holds only some suppliers of {importer}.\n"
            f"Buyers of which it holds all: {', '.join(COMPLETE)}."
        )
    frame = library.read(EDITIONS)
    rows = frame[(frame["importer"] == importer) & frame["mode"].isin(modes) & ~frame["is_region_total"]]
    wide = rows.groupby(["year", "exporter"])["bcm"].sum().unstack()
    return (wide.div(wide.sum(axis=1), axis=0) ** 2).sum(axis=1).rename("share")


@measure("share")
def fuel_mix_hhi(library: Library, *, state: str, others: str) -> pd.Series:
    """Concentration (Herfindahl-Hirschman) of a state's energy use over coal, oil, gas and the rest, by year.

    Parameters
    ----------
    others : {"as one source", "left out"}
        Water, wind, sun and nuclear power: the rest of total energy supply, or nothing.
    """
    check_choice("others", others, ("as one source", "left out"))
    mix = pd.DataFrame(
        {
            "coal": review(library, state, "coal_consumption", "EJ"),
            "oil": review(library, state, "oil_consumption", "Mt") * EJ_PER_MT_OIL,
            "gas": review(library, state, "gas_consumption", "bcm") * EJ_PER_BCM,
        }
    )
    if others == "as one source":
        supply = review(library, state, "total_energy_supply", "EJ")
        mix["others"] = (supply - mix.sum(axis=1, skipna=False)).clip(lower=0)
    mix = mix.dropna()
    return (mix.div(mix.sum(axis=1), axis=0) ** 2).sum(axis=1).rename("share")


@measure("index")
def energy_intensity(library: Library, *, state: str, source: str) -> pd.Series:
    """Energy used per unit of gross domestic product at constant prices, by year, with 2010 as 1.

    Parameters
    ----------
    source : {"statistical-review", "owid-primary-energy-per-capita"}
    """
    check_choice("source", source, (REVIEW, "owid-primary-energy-per-capita"))
    if source == REVIEW:
        energy = review(library, state, "total_energy_supply", "EJ") / indicator(library, "population")[state]
    else:
        frame = library.read(source)
        energy = frame[frame["iso3"] == state].set_index("year")["primary_energy_kwh_per_person"]
    intensity = (energy / indicator(library, "gdp_per_capita_const_usd")[state]).dropna()
    relative: pd.Series = intensity / float(intensity.loc[2010])
    return relative.rename("index")


@measure("Mt", shape="ranking")
def uranium_producers(library: Library, *, source: str) -> pd.DataFrame:
    """Uranium that each state's mines produce, by year.

    Parameters
    ----------
    source : {"uranium-production-wna", "uranium-production-bgs"}

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_states)
        Million tonnes of uranium; of several vintages the last; columns are names as the source has them.
    """
    columns = {"uranium-production-wna": "tonnes_u", "uranium-production-bgs": "tonnes"}
    check_choice("source", source, columns)
    frame = library.read(source)
    rows = frame[~frame["country"].isin(["World", "Others"])]
    if "vintage" in rows:
        rows = rows.sort_values("vintage").drop_duplicates(["country", "year"], keep="last")
    return rows.pivot(index="year", columns="country", values=columns[source]) / 1e6


@measure("count")
def states_above_world(library: Library, *, states: str, what: str, benchmark: str) -> pd.Series:
    """How many states of a group exceed the world's middle in resource rents, by year.

    Parameters
    ----------
    what : {"rents to GDP", "rents per person"}
    benchmark : {"median of states", "world as a whole"}

    Returns
    -------
    pandas.Series, shape (n_years,)
        A number of states; only years in which all of them have a value.
    """
    check_choice("what", what, ("rents to GDP", "rents per person"))
    check_choice("benchmark", benchmark, ("median of states", "world as a whole"))
    rents = indicator(library, "resource_rents_pct_gdp")
    if what == "rents per person":
        rents = rents * indicator(library, "gdp_current_usd") / indicator(library, "population")
    codes = list(members(states))
    single = [code for code in rents if is_country(str(code))]
    middle = rents["WLD"] if benchmark == "world as a whole" else rents[single].median(axis=1)
    ours = rents.reindex(columns=codes).dropna()
    return ours.gt(middle.reindex(ours.index), axis=0).sum(axis=1).astype(float).rename("count")
