"""Flows between two states, read from one side's books, the other's, or both.

Every bilateral flow is recorded twice: the exporter values it free on board, the importer with freight and
insurance, and the two may differ by a factor.  `mirror` says whose books are read:

``reported``   the state's own books;
``mirror``     its partner's books;
``filled``     the state's own books, and its partner's where it does not report;
``exporter``   for each direction the exporter's books, and the importer's where the exporter does not report;
``importer``   likewise, the importer's first;
``mean``, ``larger``
               of both books, or the one that exists.

Only the first two are one book throughout; the others may change books from year to year, which a level in one year
bears and a trend does not.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import pandas as pd

from scoledger.countries import is_country, members
from scoledger.indicators.registry import check_choice
from scoledger.tables import Library

MIRRORS = ("reported", "mirror", "exporter", "importer", "mean", "larger", "filled")
FLOWS = ("export", "import", "total")
#: All reporters' exports to, and imports from, each country: world totals that cover states which do not report, too.
WORLD_TABLE = "imf-dots-world-by-country"

Source = str | tuple[str, ...]


@functools.lru_cache(maxsize=64)
def _flows(library: Library, source: Source) -> pd.Series:
    """Flows of one table, or of several of which the first that holds a row wins.

    Returns
    -------
    pandas.Series, shape (n_flows,)
        Million current US dollars, sorted index reporter, partner, flow, year.
    """
    names = (source,) if isinstance(source, str) else source
    frames = []
    for name in names:
        frame = library.read(name)
        if "flow" not in frame:
            frame["flow"] = "export"  # the exporters' report has one direction only
        if "is_estimate" in frame:
            frame = frame[~frame["is_estimate"]]  # made from the partner's figure: no second witness
        frames.append(frame[["reporter", "partner", "flow", "year", "value_musd"]])
    together = pd.concat(frames).drop_duplicates(["reporter", "partner", "flow", "year"])
    return together.set_index(["reporter", "partner", "flow", "year"])["value_musd"].sort_index()


def book(library: Library, source: Source, reporter: str, partner: str, flow: str) -> pd.Series:
    """One side's own record of a flow.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Million current US dollars by year; empty when the reporter does not report it.
    """
    return _book(library, source, reporter, partner, flow).copy(deep=False)  # pandas copies what is changed


@functools.lru_cache(maxsize=8192)
def _book(library: Library, source: Source, reporter: str, partner: str, flow: str) -> pd.Series:
    flows = _flows(library, source)
    try:
        found: pd.Series = flows.loc[(reporter, partner, flow)]
    except KeyError:
        found = pd.Series(index=pd.Index([], dtype="int64", name="year"), dtype=float)
    return found.rename("value_musd")


def books(
    library: Library, source: Source, reporters: Sequence[str], partners: Sequence[str], flow: str
) -> pd.DataFrame:
    """Own records of a flow of many reporters with many partners.

    Parameters
    ----------
    flow : {"export", "import"}
        As seen from the reporters.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_pairs)
        Million current US dollars, columns partner and reporter; NaN where a pair has no record in a year; no column
        for a pair without any, nor for a state with itself.
    """
    flows = _flows(library, source)
    names = flows.index
    wanted = (
        names.isin(list(reporters), level="reporter")
        & names.isin(list(partners), level="partner")
        & (names.get_level_values("flow") == flow)
        & (names.get_level_values("reporter") != names.get_level_values("partner"))
    )
    table = flows[wanted].reset_index().pivot(index="year", columns=["partner", "reporter"], values="value_musd")
    return table.sort_index(axis=1)


def reporters(library: Library, source: Source) -> frozenset[str]:
    """States whose books a source holds."""
    return frozenset(_flows(library, source).index.get_level_values("reporter"))


def partners(library: Library, source: Source, reporter: str) -> frozenset[str]:
    """Partners that a reporter names in a source, aggregates included."""
    flows = _flows(library, source)
    return (
        frozenset(flows.loc[[reporter]].index.get_level_values("partner")) if reporter in flows.index else frozenset()
    )


def pair_flow(library: Library, source: Source, mirror: str, state: str, partner: str, flow: str) -> pd.Series:
    """Trade of one state with one partner, read from the books that `mirror` names.

    Parameters
    ----------
    flow : {"export", "import", "total"}
        As seen from `state`.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Million current US dollars; a year that the books do not hold is absent.

    Raises
    ------
    InvalidArgumentError
        If the mirror side or the flow is none that is known.
    """
    check_choice("mirror", mirror, MIRRORS)
    check_choice("flow", flow, FLOWS)
    return _pair_flow(library, source, mirror, state, partner, flow).copy(deep=False)


@functools.lru_cache(maxsize=8192)
def _pair_flow(library: Library, source: Source, mirror: str, state: str, partner: str, flow: str) -> pd.Series:
    if flow == "total":
        both = [pair_flow(library, source, mirror, state, partner, one) for one in ("export", "import")]
        return both[0].add(both[1]).dropna()
    opposite = "import" if flow == "export" else "export"
    own = book(library, source, state, partner, flow)
    other = book(library, source, partner, state, opposite)
    own_first = mirror == "filled" or (mirror == "exporter") == (flow == "export")
    match mirror:
        case "reported":
            return own
        case "mirror":
            return other
        case "filled" | "exporter" | "importer":
            return own.combine_first(other) if own_first else other.combine_first(own)
        case "mean":
            return pd.concat([own, other], axis=1).sort_index().mean(axis=1)
        case _:
            return pd.concat([own, other], axis=1).sort_index().max(axis=1)


def group_flow(
    library: Library, source: Source, mirror: str, states: str | Sequence[str], partners: str, flow: str
) -> pd.Series:
    """Trade of a group of states with one partner or a group of partners.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Million current US dollars.  Only years in which every state has a value: a sum over fewer states would
        pass off a gap in the reports as a fall in trade.
    """
    left = _codes(states)
    columns = {
        f"{state}-{partner}": pair_flow(library, source, mirror, state, partner, flow)
        for state in left
        for partner in members(partners)
        if partner != state
    }
    # Beside the first partner the others may be missing: Macau trades nothing with some states in some years.
    needed = [name for name in columns if name.endswith(f"-{members(partners)[0]}")]
    frame = pd.DataFrame(columns).dropna(subset=needed)
    return frame.sum(axis=1).rename("value_musd")


def world_flow(library: Library, source: Source, mirror: str, states: str | Sequence[str], flow: str) -> pd.Series:
    """Trade of a group of states with the whole world.

    The state's own total when its own books are read; otherwise what all reporters record with it, which is the
    consistent denominator for a partner's books and the only one for states that do not report.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Million current US dollars, only years in which every state has a value.
    """
    check_choice("mirror", mirror, MIRRORS)
    check_choice("flow", flow, FLOWS)
    columns = {}
    for state in _codes(states):
        if mirror == "reported":
            flows = ("export", "import") if flow == "total" else (flow,)
            columns[state] = sum(book(library, source, state, "WLD", one) for one in flows)
        else:
            columns[state] = partners_total(library, state, flow)
    return pd.DataFrame(columns).dropna().sum(axis=1).rename("value_musd")


def partners_total(library: Library, state: str, flow: str) -> pd.Series:
    """What all reporters record with one state (IMF, report "World")."""
    totals = world_totals(library, flow)
    found: pd.Series = totals[state] if state in totals else pd.Series(dtype=float)
    return found.dropna()


@functools.lru_cache(maxsize=16)
def world_totals(library: Library, flow: str) -> pd.DataFrame:
    """What all reporters record with every country, years x countries, million current US dollars."""
    check_choice("flow", flow, FLOWS)
    table = _world(library)
    flows = {"export": ["world_imports_from"], "import": ["world_exports_to"]}.get(flow, list(table.columns))
    return table[flows].sum(axis=1, skipna=False).unstack("country")


def world_trade(library: Library, flow: str) -> pd.Series:
    """What all reporters record with all countries together, by year, million current US dollars.

    The table has a row for the world beside the countries: only the countries are summed.
    """
    totals = world_totals(library, flow)
    return totals[[code for code in totals if is_country(str(code))]].sum(axis=1)


@functools.lru_cache(maxsize=8)
def _world(library: Library) -> pd.DataFrame:
    frame = library.read(WORLD_TABLE)
    return frame.pivot(index=["country", "year"], columns="flow", values="value_musd").sort_index()


def _codes(states: str | Sequence[str]) -> tuple[str, ...]:
    return members(states) if isinstance(states, str) else tuple(states)
