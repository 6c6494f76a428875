"""Debt and finance: what states owe to one creditor, what was committed, and who else lends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter, Quantity
from scoledger.countries import country_name, parse_states, states_name
from scoledger.indicators.debt import IDS, debt_stock, debtors
from scoledger.indicators.finance import china_commitments
from scoledger.indicators.macro import WDI
from scoledger.tables import Library

#: The creditor whose commitments a table holds.
COMMITTED = "CHN"
#: Classes of all creditors, in words.
CLASSES = {
    "DT.DOD.BLAT.CD": "other states",
    "DT.DOD.MLAT.CD": "international organisations",
    "DT.DOD.PBND.CD": "bondholders",
    "DT.DOD.PCBK.CD": "banks",
    "DT.DOD.PROP.CD": "other private creditors",
}
RIVAL = "RUS"
BASES = {"nothing": "in dollars", "gdp": "relative to output", "public debt": "relative to all public external debt"}
#: Fewest debtors among whom a rank is told.
FEWEST = 10


@dataclass(frozen=True, kw_only=True)
class DebtAndFinance(Chapter):
    """Debt of a set of states to one creditor.

    Parameters
    ----------
    levels, to_gdp, parts : dict of str to pandas.Series
        By state: billion current dollars, share of output, share of all public and publicly guaranteed external debt.
    ranks : pandas.DataFrame, shape (n_ranks, 6)
        ``label`` (state and basis), ``value`` (rank), ``of`` (debtors), ``group`` (basis), ``state``, ``year``.
    rank_paths : dict of str to pandas.Series
        Rank by year of the state that ranks highest relative to output, by basis.
    lenders : dict of str to pandas.DataFrame
        By state: shares of the creditor, Russia and the classes of all others, by year.
    commitments : dict of str to dict of str to pandas.Series
        By state: cumulated commitments (dollars of 2021) and recorded debt (current dollars), billions.
    """

    levels: dict[str, pd.Series]
    to_gdp: dict[str, pd.Series]
    parts: dict[str, pd.Series]
    ranks: pd.DataFrame
    rank_paths: dict[str, pd.Series]
    lenders: pd.DataFrame
    commitments: dict[str, dict[str, pd.Series]]


def collect(library: Library, *, creditor: str, states: str, year: int) -> DebtAndFinance:
    """Measure debt to one creditor.

    Parameters
    ----------
    creditor : str
        ISO code.
    states : str
        Debtors: a group, or codes joined by commas.
    year : int
        Ranks are those of the last year with a value no later than this.

    Notes
    -----
    Public and publicly guaranteed external debt as debtors report it to the World Bank: loans to firms without a
    guarantee, and credit that is not reported, are not in it (`horn2021`).
    """
    codes = [state for state in parse_states(states) if state != creditor]
    tables = {basis: debtors(library, source=IDS, creditor=creditor, relative_to=basis) for basis in BASES}
    paths = {basis: {code: table[code].dropna() for code in codes if code in table} for basis, table in tables.items()}
    levels = {code: path / 1e9 for code, path in paths["nothing"].items() if len(path)}
    ranks = _rank(tables, codes, year)
    top = ranks[ranks["group"] == BASES["gdp"]].sort_values("value")
    leading = str(top["state"].iloc[0]) if len(top) else ""
    quantities = _quantities(paths, ranks, year)
    silent = [country_name(code) for code in codes if code not in levels]
    return DebtAndFinance(
        title=f"Debt and finance: {states_name(states)} and {country_name(creditor)}",
        quantities=quantities,
        answer=_write_answer(creditor, states, ranks, quantities),
        data=_write_data(creditor, ranks, paths["public debt"]),
        sure=_write_certainty(creditor, silent),
        missing=tuple(f"public debt of {state} to {country_name(creditor)}" for state in silent),
        levels=levels,
        to_gdp={code: path for code, path in paths["gdp"].items() if len(path)},
        parts={code: path for code, path in paths["public debt"].items() if len(path)},
        ranks=ranks,
        rank_paths={BASES[basis]: _rank_path(table, leading) for basis, table in tables.items() if leading in table},
        lenders=_lenders(library, creditor, codes),
        commitments=_commit(library, creditor, codes, levels),
    )


def _rank(tables: dict[str, pd.DataFrame], codes: Sequence[str], year: int) -> pd.DataFrame:
    """Rank of each state among all debtors of the creditor, on every basis."""
    rows = []
    for basis, table in tables.items():
        known = table[table.index <= year].dropna(how="all")
        if known.empty or known.iloc[-1].count() < FEWEST:
            continue
        last = known.iloc[-1].dropna()
        order = last.rank(ascending=False, method="min")
        rows += [
            {"label": country_name(code), "value": float(order[code]), "of": len(last), "group": BASES[basis]}
            | {"state": code, "year": int(known.index[-1])}
            for code in codes
            if code in order.index and last[code] > 0
        ]
    return pd.DataFrame(rows, columns=["label", "value", "of", "group", "state", "year"])


def _rank_path(table: pd.DataFrame, state: str) -> pd.Series:
    known = table[table.count(axis=1) >= FEWEST]
    return known.rank(axis=1, ascending=False, method="min")[state].dropna()


def _lenders(library: Library, creditor: str, codes: Sequence[str]) -> pd.DataFrame:
    """Shares of the creditor, of Russia and of the classes of all others in the debt of the states together."""
    table = library.read(IDS)
    ours = table[table["debtor"].isin(codes)]
    world = ours[(ours["creditor"] == "WLD") & ours["series_code"].isin(list(CLASSES))]
    parts = world.groupby(["year", "series_code"])["usd"].sum().unstack().rename(columns=CLASSES).fillna(0.0)
    if parts.empty:
        return parts
    named = dict.fromkeys([creditor, RIVAL])
    for code in named:
        stock = debt_stock(library, code, "bilateral")
        held = (
            stock.reindex(columns=[one for one in codes if one in stock]).sum(axis=1).reindex(parts.index).fillna(0.0)
        )
        parts[code] = held
        parts["other states"] = parts["other states"] - held
    ordered = [*named, *(name for name in CLASSES.values() if name in parts)]
    return parts[ordered].div(parts.sum(axis=1), axis=0)


def _commit(
    library: Library, creditor: str, codes: Sequence[str], levels: dict[str, pd.Series]
) -> dict[str, dict[str, pd.Series]]:
    """Cumulated commitments beside the debt on record."""
    if creditor != COMMITTED:
        return {}
    found = {}
    for code in codes:
        promised = china_commitments(library, states=code, over="since 2000") / 1e9
        if len(promised.dropna()) and promised.sum() > 0:
            recorded = levels.get(code, pd.Series(dtype=float))
            found[code] = {
                "committed since 2000": promised,
                "debt on record": recorded[recorded.index >= promised.index[0]],
            }
    return found


def _quantities(paths: dict[str, dict[str, pd.Series]], ranks: pd.DataFrame, year: int) -> tuple[Quantity, ...]:
    made = []
    titles = {"nothing": "Debt on record", "gdp": "Debt to output", "public debt": "Part of public external debt"}
    units = {"nothing": "USD", "gdp": "share", "public debt": "share"}
    for basis, by_state in paths.items():
        for code, path in by_state.items():
            known = path[path.index <= year]
            if len(known):
                value, unit = float(known.iloc[-1]), units[basis]
                made.append(
                    Quantity(f"{basis.replace(' ', '-')}-{code.lower()}".replace("nothing", "debt"),
                             f"{titles[basis]}, {country_name(code)}, {int(known.index[-1])}",
                             value / 1e6 if unit == "USD" else value, "million USD" if unit == "USD" else unit,
                             n=len(known), is_main=basis == "gdp", tables=(IDS,) if basis != "gdp" else (IDS, WDI))
                )  # fmt: skip
    for row in ranks.to_dict("records"):
        slug = {"in dollars": "rank-dollars", "relative to output": "rank-output"}.get(row["group"])
        if slug:
            made.append(
                Quantity(f"{slug}-{row['state'].lower()}", f"Rank of {row['label']} {row['group']}, {row['year']}",
                         row["value"], "rank", n=int(row["of"]), caption="n: debtors of this creditor.", tables=(IDS,))
            )  # fmt: skip
    return tuple(made)


def _write_answer(creditor: str, states: str, ranks: pd.DataFrame, quantities: Sequence[Quantity]) -> str:
    lender = country_name(creditor)
    loads = sorted(
        (one for one in quantities if one.name.startswith("gdp-") and one.is_known), key=lambda one: -(one.value or 0.0)
    )
    if not loads:
        return f"The World Bank lists no public debt of {states_name(states)} to {lender}."
    first = loads[0].name.removeprefix("gdp-")
    name = country_name(first.upper())
    words = [f"Relative to output {name} owes {lender} most: {{gdp-{first}}}, {{debt-{first}}} in all."]
    own = ranks[ranks["state"] == first.upper()].set_index("group")["value"]
    if {"in dollars", "relative to output"} <= set(own.index):
        words.append(
            f"Among all who owe {lender} it is number {{rank-output-{first}}} relative to output, but number "
            f"{{rank-dollars-{first}}} in dollars."
        )
    if len(loads) > 1:
        last = loads[-1].name.removeprefix("gdp-")
        words.append(f"The lightest load here is that of {country_name(last.upper())}, {{gdp-{last}}}.")
    return " ".join(words)


def _write_data(creditor: str, ranks: pd.DataFrame, parts: dict[str, pd.Series]) -> str:
    if ranks.empty:
        return "Nothing can be ranked."
    falls = [country_name(code) for code, path in parts.items() if len(path) > 1 and path.iloc[-1] < path.max() - 0.05]
    past = f" In the debt of {', '.join(falls)} the part of {country_name(creditor)} is past its peak." if falls else ""
    wide = ranks.pivot(index="state", columns="group", values="value")
    both = wide.reindex(columns=["in dollars", "relative to output"]).dropna()
    higher = int((both["relative to output"] < both["in dollars"]).sum())
    return f"{higher} of {len(both)} states rank higher relative to output than in dollars.{past}"


def _write_certainty(creditor: str, silent: Sequence[str]) -> str:
    gap = f" Of {', '.join(silent)} nothing is listed, which need not mean that nothing is owed." if silent else ""
    promised = (
        " Commitments are promises in dollars of 2021: some were never drawn, some repaid, some went to firms."
        if creditor == COMMITTED
        else ""
    )
    return f"Debt on record is a lower bound: what firms owe without a guarantee is not in it.{promised}{gap}"
