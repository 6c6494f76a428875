"""Shares of partners to look around in: every state, partner, flow and side of the books at once."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.countries import country_name, members
from scoledger.errors import NoDataError
from scoledger.indicators.two_sides import SHORTEST, share, tables_read
from scoledger.tables import Library

__all__ = ["FLOWS", "PARTNERS", "SIDES", "ExplorePartners", "collect", "tables_read"]

#: Those of the chapter on partners in trade, and the largest others whose books the tables hold.
PARTNERS = ("CHN", "RUS", "EU27", "USA", "TUR", "IND", "IRN", "KAZ")
FLOWS = {"total": "trade", "export": "exports", "import": "imports"}
SIDES = {"reported": "by its own books", "mirror": "by the partners' books"}
#: What is shown first: the partner that the articles speak of, in all trade, by the state's own books where there are.
PARTNER, FLOW = "CHN", "total"


@dataclass(frozen=True)
class ExplorePartners:
    """Shares of partners in the trade of some states.

    Parameters
    ----------
    title, answer : str
        The answer speaks of the view that is shown first; ``{name}`` stands for the quantity of that name.
    quantities : tuple of Quantity
        First and last share of that view.
    shares : pandas.DataFrame, shape (n_shares, 6)
        ``state``, ``partner``, ``flow``, ``side``, ``year``, ``share`` in [0, 1].
    shown : dict of str to str
        State, partner, flow and side of that view.
    table : pandas.DataFrame
        All partners of that view, for a reader.
    """

    title: str
    answer: str
    quantities: tuple[Quantity, ...]
    shares: pd.DataFrame
    shown: dict[str, str]
    table: pd.DataFrame


def collect(library: Library, *, states: str, first_year: int, last_year: int) -> ExplorePartners:
    """Measure the shares of all partners, as the chapter on partners in trade does for one state.

    Parameters
    ----------
    states : str
        Group or codes; the first of them with its own books is shown first.
    first_year, last_year : int

    Raises
    ------
    NoDataError
        If the books hold no share of any partner in the window.
    """
    shares = _measure(library, members(states), slice(first_year, last_year))
    if shares.empty:
        raise NoDataError(
            f"the books hold no partner's share in the trade of {states} in {first_year}-{last_year}.\n"
            f"Expected at least {SHORTEST} years of one flow. Choose other states or a longer window."
        )
    shown = _choose(shares)
    rows = _rows_of(shares, shown)
    quantities, answer = _answer(rows, shown)
    return ExplorePartners(
        title="Explore: partners' shares in trade",
        answer=answer,
        quantities=quantities,
        shares=shares,
        shown=shown,
        table=_tabulate(shares, shown),
    )


def _measure(library: Library, states: tuple[str, ...], window: slice) -> pd.DataFrame:
    found = []
    for state in states:
        for partner in (one for one in PARTNERS if one != state):
            for flow in FLOWS:
                for side in SIDES:
                    path = share(library, side, state, partner, flow).loc[window]
                    if len(path) >= SHORTEST:  # a path of a few years is no path
                        keys = {"state": state, "partner": partner, "flow": flow, "side": side}
                        found.append(pd.DataFrame({**keys, "year": path.index, "share": path.to_numpy()}))
    columns = ["state", "partner", "flow", "side", "year", "share"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def _rows_of(shares: pd.DataFrame, view: dict[str, str]) -> pd.DataFrame:
    rows: pd.DataFrame = shares[(shares[list(view)] == pd.Series(view)).all(axis=1)].sort_values("year")
    return rows


def _choose(shares: pd.DataFrame) -> dict[str, str]:
    """The first view: as wished where the books hold it, else the first line that they hold."""
    for side in SIDES:
        for state in dict.fromkeys(shares["state"]):
            view = {"state": str(state), "partner": PARTNER, "flow": FLOW, "side": side}
            if len(_rows_of(shares, view)):
                return view
    return {name: str(shares.iloc[0][name]) for name in ("state", "partner", "flow", "side")}


def _answer(rows: pd.DataFrame, shown: dict[str, str]) -> tuple[tuple[Quantity, ...], str]:
    """First and last share of the first view, and the sentence that cites them."""
    state, partner, side = country_name(shown["state"]), country_name(shown["partner"]), SIDES[shown["side"]]
    flow = FLOWS[shown["flow"]]
    made = []
    for name, row in (("first", rows.iloc[0]), ("last", rows.iloc[-1])):
        title = f"Share of {partner} in {state}'s {flow} in {row['year']}, {side}"
        made.append(Quantity(f"{name}-share", title, float(row["share"]), "share", n=len(rows), caption="n: years."))
    first, last = int(rows.iloc[0]["year"]), int(rows.iloc[-1]["year"])
    answer = (
        f"In {first} {partner} had {{first-share}} of {state}'s {flow}, {side}; in {last} it had {{last-share}}."
        " The other side's books, another state or another partner may say otherwise: choose them below."
    )
    return tuple(made), answer


def _tabulate(shares: pd.DataFrame, shown: dict[str, str]) -> pd.DataFrame:
    """Partners of the first view by their last share: first, last and highest, each with its year."""
    view = {name: shown[name] for name in ("state", "flow", "side")}
    rows = []
    for partner, path in _rows_of(shares, view).groupby("partner", sort=False):
        first, last, high = path.iloc[0], path.iloc[-1], path.nlargest(1, "share").iloc[0]
        rows.append(
            {"Partner": country_name(str(partner)), "First year": first["year"], "Share then": first["share"]}
            | {"Last year": last["year"], "Last share": last["share"], "Highest": high["share"], "In": high["year"]}
        )
    return pd.DataFrame(rows).sort_values("Last share", ascending=False, ignore_index=True)
