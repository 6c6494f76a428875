"""When one series overtakes another, and for how long."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Crossing:
    """How a leader stands to a rival over the years that both are known.

    Parameters
    ----------
    first_year, last_year : int
        First and last year in which both are known.
    first_ahead : int or None
        First year in which the leader is ahead.
    since : int or None
        Year from which it is ahead in every known year to the last; None when it is behind in the last.
    ahead, n : int
        Years ahead, and years known.
    lead : int
        Known years from `since` to the last: how long it has stayed ahead.
    """

    first_year: int
    last_year: int
    first_ahead: int | None
    since: int | None
    ahead: int
    n: int
    lead: int = 0

    @property
    def is_from_the_start(self) -> bool:
        """Whether the leader was ahead throughout: then the year of overtaking lies before the data."""
        return self.since == self.first_year


def find_crossing(leader: pd.Series, rival: pd.Series) -> Crossing | None:
    """Find since when one yearly series exceeds another; None when no year has both.

    Examples
    --------
    >>> years = range(2001, 2006)
    >>> ahead = find_crossing(pd.Series([1, 4, 2, 5, 6], index=years), pd.Series([3, 3, 3, 3, 3], index=years))
    >>> ahead.first_ahead, ahead.since, ahead.ahead, ahead.n
    (2002, 2004, 3, 5)
    >>> ahead.lead
    2
    """
    both = pd.DataFrame({"leader": leader, "rival": rival}).dropna().sort_index()
    if both.empty:
        return None
    is_ahead = both["leader"] > both["rival"]
    years = [int(year) for year in both.index]
    behind = [year for year, ahead in zip(years, is_ahead, strict=True) if not ahead]
    later = [year for year in years if not behind or year > behind[-1]]
    leads = [year for year, ahead in zip(years, is_ahead, strict=True) if ahead]
    first_ahead, since = (found[0] if found else None for found in (leads, later))
    return Crossing(years[0], years[-1], first_ahead, since, len(leads), len(years), len(later))
