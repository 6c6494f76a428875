"""Who joined when: which pairs became members together in a year, which before it and which after."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from scoledger.countries import states_name
from scoledger.indicators.gravity_panels import add_effects, annual_flows
from scoledger.indicators.membership import first_years
from scoledger.tables import Library

#: Flows of pairs that joined in the year asked for, of those that were members before, and that became so later.
BOTH, EARLIER, LATER_ON = "both", "earlier", "later"
OTHERS = (EARLIER, LATER_ON)


@dataclass(frozen=True)
class Joining:
    """When each state joined, for a question about one year.

    Parameters
    ----------
    years : mapping of str to int
        First year of membership by state; a state without one never joined.
    joined : int
        The year asked for.
    is_recorded : bool
        Whether the years are those of the table of statuses.  Otherwise no pair became members in the year asked for,
        and every pair is taken for one that joined something then.
    is_organisation : bool
        Whether the states are the whole membership at some time.
    """

    years: Mapping[str, int]
    joined: int
    is_recorded: bool
    is_organisation: bool

    @property
    def joiners(self) -> tuple[str, ...]:
        """States that joined in the year asked for."""
        return tuple(sorted(state for state, year in self.years.items() if year == self.joined))

    @property
    def has_members_before(self) -> bool:
        """Whether anybody was a member before."""
        return any(year < self.joined for year in self.years.values())

    def mark(self, flows: pd.DataFrame, since: int | None = None) -> pd.DataFrame:
        """Add what is asked of each flow and what is held apart.

        Parameters
        ----------
        since : int, optional
            Year from which the first two are one; the year of joining itself if absent.

        Returns
        -------
        pandas.DataFrame
            With ``both`` (the pair became members in the year asked for: its second state joined then), ``earlier`` (it
            was a pair of members before) and ``later`` (it became one after, from that year on), each 0 or 1.
        """
        start, entry = self.joined if since is None else since, self._entry(flows)
        known, year = np.nan_to_num(entry, nan=np.inf), flows["year"].to_numpy()
        marks = {
            BOTH: (known == self.joined) & (year >= start),
            EARLIER: (known < self.joined) & (year >= start),
            LATER_ON: (known > self.joined) & (year >= known),
        }
        return flows.assign(**{name: mark.astype(float) for name, mark in marks.items()})

    def is_new(self, flows: pd.DataFrame) -> pd.Series:
        """Whether the pair of each flow is one that joined in the year asked for, in whatever year the flow is."""
        return pd.Series(self._entry(flows) == self.joined, index=flows.index)

    def was_before(self, flows: pd.DataFrame) -> pd.Series:
        """Whether the pair of each flow was one of members before the year asked for, in whatever year the flow is."""
        return pd.Series(self._entry(flows) < self.joined, index=flows.index)

    def holds(self, flows: pd.DataFrame, state: str) -> pd.Series:
        """Whether each flow is one between a state and another member."""
        touches = (flows["exporter"] == state) | (flows["importer"] == state)
        are_members = pd.Series(~np.isnan(self._entry(flows)), index=flows.index)
        return touches & are_members

    def of_states(self, newcomers: Collection[str], before: Collection[str]) -> Joining:
        """The same year of joining for other states, some of which were members before."""
        years = dict.fromkeys(before, self.joined - 1) | dict.fromkeys(newcomers, self.joined)
        return replace(self, years=years)

    def _entry(self, flows: pd.DataFrame) -> np.ndarray:
        """Year in which the second of each pair joined; missing where one of them never did."""
        ends = [flows[side].map(self.years).to_numpy(dtype=float) for side in ("exporter", "importer")]
        return np.asarray(np.maximum(*ends))


@dataclass(frozen=True)
class Question:
    """What is asked of the panels."""

    members: tuple[str, ...]
    joined: int
    hub: str
    name: str
    joining: Joining

    @property
    def subject(self) -> str:
        """Whose trade with whom is asked for, in words."""
        if not self.joining.has_members_before:
            return f"trade among {self.name}"
        joiners = self.joining.joiners
        apart = " with one another and" if len(joiners) > 1 else ""
        return f"trade of {states_name(','.join(joiners))}{apart} with the members before"

    @property
    def cause(self) -> str:
        """What the effect would be one of, in words."""
        return f"Membership from {self.joined}" if self.joining.is_recorded else f"What began in {self.joined}"


def ask(library: Library, members: tuple[str, ...], joined: int, hub: str, name: str) -> Question:
    """Put the question, with who joined when by the table of statuses."""
    return Question(members, joined, hub, name, read_joining(library, members, joined))


def read_joining(library: Library, members: Collection[str], joined: int) -> Joining:
    """Look up who joined when.

    Notes
    -----
    A pair is treated from the year in which its second state joined.  Pairs that were members before are treated
    already: taken for newcomers they would mix another change into the effect, and taken for a yardstick they would
    bend it, so that they are given a term of their own (`goodmanbacon2021`).
    """
    known = first_years(library)
    years = {state: known[state] for state in members if state in known}
    is_organisation = any(set(members) == {one for one, year in known.items() if year <= at} for at in known.values())
    present = [state for state, year in years.items() if year <= joined]
    if joined in years.values() and len(present) > 1:
        return Joining(years, joined, is_recorded=True, is_organisation=is_organisation)
    return Joining(dict.fromkeys(members, joined), joined, is_recorded=False, is_organisation=is_organisation)


def prepare_panel(library: Library, joining: Joining, first_year: int, last_year: int) -> pd.DataFrame:
    """The annual panel with the groups that are taken out and the marks of joining."""
    return joining.mark(add_effects(annual_flows(library, first_year, last_year)))
