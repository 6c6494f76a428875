"""Who belonged to an organisation at a date, and what the group weighed."""

from __future__ import annotations

import pandas as pd

from scoledger.indicators.macro import population_share
from scoledger.indicators.registry import measure
from scoledger.tables import Library

STATUS_TABLE = "sco-status"


def states_at(library: Library, date: str, statuses: tuple[str, ...], source: str = STATUS_TABLE) -> tuple[str, ...]:
    """States that held one of the statuses on a day, as ISO codes in alphabetical order.

    Parameters
    ----------
    date : str
        ``YYYY-MM-DD``; the first day counts, the last does not.
    """
    table = library.read(source)
    start = pd.to_datetime(table["start"], errors="coerce")
    end = pd.to_datetime(table["end"], errors="coerce")
    day = pd.Timestamp(date)
    held = table["status"].isin(statuses) & (start <= day) & (end.isna() | (day < end))
    return tuple(sorted(set(table.loc[held, "iso3"])))


def first_years(library: Library, status: str = "member", source: str = STATUS_TABLE) -> dict[str, int]:
    """Year in which each state's status began, by ISO code; a state that never held it is absent."""
    table = library.read(source)
    rows = table[(table["status"] == status) & table["start"].notna()]
    start = pd.to_datetime(rows["start"]).dt.year
    return {str(state): int(year) for state, year in start.groupby(rows["iso3"]).min().items()}


@measure("share")
def member_population_share(
    library: Library, *, membership_of: str, statuses: tuple[str, ...], source: str = STATUS_TABLE
) -> pd.Series:
    """Share of the states that belonged on a day in world population, by year.

    Parameters
    ----------
    membership_of : str
        The day, ``YYYY-MM-DD``, whose membership is taken.
    statuses : tuple of str
        ``("member",)`` or ``("member", "observer")``.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1].
    """
    return population_share(library, states=states_at(library, membership_of, statuses, source))
