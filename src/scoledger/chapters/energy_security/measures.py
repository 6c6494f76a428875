"""What the tables say of one buyer's energy: dependence, suppliers, Central Asia's part, uranium."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import pandas as pd

from scoledger.countries import GROUPS, country_name
from scoledger.errors import NoDataError
from scoledger.indicators.energy import gas_flow_share, import_dependence, review, supplier_share_of_imports
from scoledger.indicators.resources import uranium_producers
from scoledger.indicators.suppliers import concentration, crude_suppliers, gas_from, put_together
from scoledger.tables import Library

REVIEW, GAS_TABLE, TOTALS = "statistical-review", "gas-flows-by-edition", "china-gas-imports-by-supplier"
CRUDE, FUELS_BY_VALUE, SOLD = (
    "china-oil-imports-by-origin", "comtrade-mineral-fuels-hs27", "baci-kazakhstan-exports-hs6",
)  # fmt: skip
FUELS = ("oil", "gas", "coal")
#: The buyer whose suppliers of crude, regional totals and customs values the tables hold.
COVERED = "CHN"
#: In 2013 and 2014 the matrices put Uzbekistan's sales to that buyer under the rest of the former Soviet Union.
REGION = (*GROUPS["CA5"], "OTHER_FSU")
#: Large buyers of the organisation, beside which the state's dependence is drawn.
COMPARED = ("CHN", "IND", "PAK")
ONE = "Central Asia"
#: Area of the movements of crude that has Kazakhstan in it, beside Azerbaijan.
CRUDE_REGION = ("Other CIS",)
URANIUM = ("uranium-production-wna", "uranium-production-bgs")
PRODUCER, ELEMENT = "Kazakhstan", "2844"
CODES = {"Kazakhstan": "KAZ", "Canada": "CAN", "Australia": "AUS", "Namibia": "NAM", "Niger": "NER", "Russia": "RUS"}
BY_SURVEY = "Kazakhstan, Geological Survey"
#: Suppliers and producers drawn by name; the rest is put together.
NAMED, MINERS = 6, 4
ALL, WITHOUT, AS_ONE = "all suppliers", "without Central Asia", "Central Asia as one"
MATRICES, ON_ONE_BASIS, OF_USE = "gas, trade matrices", "gas, regional totals", "gas used"
OIL, BOTH, VALUE = "crude, at most", "oil and gas, at most", "fuels by value"


@dataclass(frozen=True)
class Uranium:
    """The world's uranium mines.

    Parameters
    ----------
    paths : dict of str to pandas.Series
        Shares of the world's output that are drawn: the largest states by the first source, the producer by the second.
    ranks : dict of str to pandas.Series
        The producer's place by source and year.
    shares : dict of str to pandas.Series
        The producer's share by source and year.
    """

    paths: dict[str, pd.Series]
    ranks: dict[str, pd.Series]
    shares: dict[str, pd.Series]


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Everything measured for one buyer, before it is worded; see `EnergySecurity` for what is drawn."""

    country: str
    dependence: dict[str, pd.Series]
    amounts: pd.DataFrame
    suppliers: dict[str, dict[str, pd.Series]]
    region: dict[str, pd.Series]
    russia: pd.DataFrame
    uranium: Uranium
    uranium_sold: pd.Series


def depend(library: Library, country: str) -> dict[str, pd.Series]:
    """Net import dependence in the fuels of which the Review lists output and use of a state in one unit.

    Returns
    -------
    dict of str to pandas.Series
        By fuel; negative for a net exporter.  Coal's output is in tonnes and its use in heat, so that it
        is absent unless the table changes.
    """
    found = {}
    for fuel in FUELS:
        with contextlib.suppress(NoDataError):  # `list_missing` says so
            found[fuel] = import_dependence(library, state=country, fuel=fuel).dropna()
    return {fuel: path for fuel, path in found.items() if len(path)}


def compare(library: Library, country: str, dependence: dict[str, pd.Series]) -> dict[str, dict[str, pd.Series]]:
    """Dependence of a state by fuel, beside that of other buyers where it buys more than it sells.

    Returns
    -------
    dict of str to dict of str to pandas.Series
        Fuel to country to path.
    """
    found = {fuel: {country: path} for fuel, path in dependence.items()}
    for other in COMPARED:
        if other != country:
            for fuel, path in depend(library, other).items():
                if fuel in found and dependence[fuel].iloc[-1] > 0:
                    found[fuel][other] = path
    return found


def measure_region(library: Library, country: str, amounts: pd.DataFrame) -> dict[str, pd.Series]:
    """Share of Central Asia in what a state buys and uses, by every measure that the tables hold.

    Returns
    -------
    dict of str to pandas.Series
        Only those in which the region has a part in some year.
    """
    found = {}
    if len(amounts):
        found[MATRICES] = amounts.reindex(columns=list(REGION)).sum(axis=1) / amounts.sum(axis=1)
    if country == COVERED:
        names = {ON_ONE_BASIS: "gas", OIL: "oil", BOTH: "oil and gas", VALUE: "mineral fuels by value"}
        found |= {name: supplier_share_of_imports(library, fuel=fuel) for name, fuel in names.items()}
        totals = library.read(TOTALS).set_index("year")["central_asia_pipe_bcm"]
        found[OF_USE] = totals / review(library, country, "gas_consumption", "bcm")
    else:
        with contextlib.suppress(NoDataError):  # a state of which the Review has no use has no share of it
            use = review(library, country, "gas_consumption", "bcm")
            found[OF_USE] = gas_from(library, GROUPS["CA5"], country) / use
    return {name: path.dropna() for name, path in found.items() if path.abs().sum() > 0}


def measure_russia(library: Library, country: str) -> pd.DataFrame:
    """Share of Russian gas in a state's use, by pipeline alone and with liquefied gas.

    Returns
    -------
    pandas.DataFrame, shape (n_years, 2)
        Columns ``pipeline``, ``all``; empty when the tables hold no Russian gas or no use of the state.
    """
    ways = {"pipeline": ("pipeline",), "all": ("pipeline", "LNG")}
    with contextlib.suppress(NoDataError):  # then the frame is empty
        found = {
            name: gas_flow_share(library, source=GAS_TABLE, exporter="RUS", importer=country, modes=modes)
            for name, modes in ways.items()
        }
        # A year with liquefied gas only had nothing by pipeline: both ways come from the same matrices.
        return pd.DataFrame(found).fillna(0.0)
    return pd.DataFrame(columns=list(ways))


def count_suppliers(library: Library, country: str, amounts: pd.DataFrame) -> dict[str, dict[str, pd.Series]]:
    """Effective number of suppliers: all, with Central Asia's part given to the others, and with it as one supplier."""
    fuels = {"gas": (amounts, REGION)} if len(amounts) else {}
    if country == COVERED:
        fuels["oil"] = (crude_suppliers(library), CRUDE_REGION)
    found = {}
    for fuel, (table, region) in fuels.items():
        paths = {ALL: 1 / concentration(table)}
        if table.reindex(columns=list(region)).sum().sum() > 0:
            paths[WITHOUT] = 1 / concentration(table, region)
            if len(region) > 1:
                paths[AS_ONE] = 1 / concentration(put_together(table, region, ONE))
        found[fuel] = paths
    return found


def tabulate_concentration(found: Measures) -> pd.DataFrame:
    """Concentration of gas suppliers by year, for a table; empty without Central Asian gas."""
    paths = found.suppliers.get("gas", {})
    if WITHOUT not in paths:
        return pd.DataFrame()
    index = {name: 1 / path for name, path in paths.items()}
    table = pd.DataFrame(
        {
            "HHI": index[ALL],
            "HHI, Central Asia's part given to the others": index[WITHOUT],
            "Change by giving it to them": index[WITHOUT] - index[ALL],
            "HHI, Central Asia as one supplier": index[AS_ONE],
            "Central Asia's share": found.region[MATRICES],
        }
    )
    return table.rename_axis("Year").reset_index()


def mine_uranium(library: Library) -> Uranium:
    """Shares of the world's uranium output, and the producer's place, by source."""
    tables = {source: uranium_producers(library, source=source) for source in URANIUM}
    world = {source: table.sum(axis=1) for source, table in tables.items()}
    # The Association prints a total of its own, with states that it does not name.
    printed = library.read(URANIUM[0])
    printed = printed[printed["country"] == "World"].sort_values("vintage").drop_duplicates("year", keep="last")
    world[URANIUM[0]] = printed.set_index("year")["tonnes_u"].sort_index() / 1e6
    share = {source: (table[PRODUCER] / world[source]).dropna() for source, table in tables.items()}
    ranks = {
        source: table.rank(axis=1, ascending=False, method="min")[PRODUCER].dropna() for source, table in tables.items()
    }
    first = tables[URANIUM[0]]
    largest = first.max().sort_values(ascending=False).index[:MINERS]
    paths = {CODES.get(name, str(name)): (first[name] / world[URANIUM[0]]).dropna() for name in largest}
    return Uranium({**paths, BY_SURVEY: share[URANIUM[1]]}, ranks, share)


def sell_uranium(library: Library, country: str) -> pd.Series:
    """Share of a state in Kazakhstan's exports of uranium by value; empty when the table does not name the state."""
    table = library.read(SOLD)
    rows = table[table["hs6"].str.startswith(ELEMENT)]
    wide = rows.groupby(["year", "partner"])["value_musd"].sum().unstack()
    return (wide[country] / wide["WLD"]).dropna() if country in wide else pd.Series(dtype=float)


def name_largest(parts: pd.DataFrame) -> pd.DataFrame:
    """Keep the suppliers that are largest in some year; sum the rest.

    Parameters
    ----------
    parts : pandas.DataFrame, shape (n_years, n_suppliers)
        Shares.
    """
    largest = parts.max().sort_values(ascending=False).index[:NAMED]
    kept = parts[[name for name in parts if name in largest]]
    return kept.assign(**{"all others": parts.drop(columns=kept.columns).sum(axis=1)})


def list_missing(found: Measures) -> tuple[str, ...]:
    """What the tables do not hold for a buyer, in words."""
    state = country_name(found.country)
    absent = [fuel for fuel in FUELS if fuel not in found.dependence]
    return (
        *([f"output and use of {' and '.join(absent)} of {state} in one unit"] if absent else []),
        *([] if len(found.amounts) else [f"all the gas suppliers of {state}"]),
        *([] if found.country == COVERED else [f"the oil suppliers of {state}"]),
        f"uranium bought by {state}, by seller",
        *([] if len(found.uranium_sold) else [f"what {state} buys of Kazakhstan's uranium"]),
    )
