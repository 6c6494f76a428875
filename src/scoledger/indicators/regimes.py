"""Regimes: which states were autocracies when the SCO began, and how democratic those were that joined it."""

from __future__ import annotations

import pandas as pd

from scoledger.indicators.registry import measure
from scoledger.tables import Library

VDEM = "vdem-electoral-democracy"
#: An electoral democracy scores more on V-Dem's index; autocracies are those below in the year before the SCO.
DEMOCRACY, REGIME_YEAR = 0.5, 2000
#: Year in which the SCO was founded: who joined later is a new member.
FOUNDED = 2001


def autocracies(library: Library) -> set[str]:
    """States below one half on the index of electoral democracy in 2000."""
    regimes = library.read(VDEM)
    is_one = (regimes["year"] == REGIME_YEAR) & (regimes["electoral_democracy_index"] < DEMOCRACY)
    return set(regimes.loc[is_one, "iso3"])


@measure("index")
def democracy_of_new_members(library: Library, *, status: str = "member", lag: int = 0) -> pd.Series:
    """Highest electoral-democracy index among the states that gained a status since 2001, by year of accession.

    Parameters
    ----------
    lag : int
        Years before the accession from which the index is taken.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Index in [0, 1].
    """
    table = library.read("sco-status")
    gained = table[(table["status"] == status) & (table["start"].dt.year > FOUNDED)]
    index = library.read(VDEM).set_index(["iso3", "year"])["electoral_democracy_index"]
    found: dict[int, float] = {}
    for state, start in zip(gained["iso3"], gained["start"], strict=True):
        if (state, start.year - lag) in index.index:
            found[start.year] = max(found.get(start.year, 0.0), float(index[(state, start.year - lag)]))
    return pd.Series(found, dtype=float).sort_index().cummax().rename("index")
