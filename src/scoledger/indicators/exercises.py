"""Military exercises: how many are held in the circle of an organisation, with whom, and by every state."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoledger.indicators.registry import check_choice, measure
from scoledger.indicators.votes import BLOCS
from scoledger.tables import Library

EXERCISES = "military-exercises-1990-2010"
FOUNDERS = BLOCS["SCO"]
#: Who must take part for an exercise to count as one of the SCO's members; the table names no organiser.
CIRCLES = ("China and another founder", "China and two other founders", "any two founders", "any three founders")
TALLIES = ("exercises", "participations")
#: Central Asian members of the treaty organisation throughout, and who stood outside it.
INSIDE = ("KAZ", "KGZ", "TJK")
OUTSIDE = {"TKM": ("TKM",), "TKM+UZB": ("TKM", "UZB")}
FEWEST = {"two members": 2, "three members": 3}
OMITTED = ("none", "with the United States")


def participation(library: Library) -> pd.DataFrame:
    """Who took part in which exercise: exercises x states, with the year in the index; true where a state took part."""
    table = library.read(EXERCISES)
    return table.assign(present=True).pivot_table(
        index=["year", "exercise_id"], columns="iso3", values="present", aggfunc="any", fill_value=False
    )


def _present(frame: pd.DataFrame, states: tuple[str, ...]) -> pd.DataFrame:
    return frame.reindex(columns=list(states), fill_value=False)


def _by_year(library: Library, counts: pd.Series) -> pd.Series:
    """Sum by year, with nothing where the table has exercises of others alone."""
    years = library.read(EXERCISES)["year"]
    summed = counts.groupby(level="year").sum().astype(float)
    return summed.reindex(range(int(years.min()), int(years.max()) + 1), fill_value=0.0)


@measure("count")
def exercises_of_members(library: Library, *, circle: str, tally: str = "exercises") -> pd.Series:
    """Military exercises in the circle of the SCO's founders, by year.

    Parameters
    ----------
    circle : str
        One of `CIRCLES`: who must take part.
    tally : {"exercises", "participations"}
        Whether each exercise counts once, or once for every founder that takes part.

    Returns
    -------
    pandas.Series, shape (n_years,)
        A year without any is zero.
    """
    check_choice("circle", circle, CIRCLES)
    check_choice("tally", tally, TALLIES)
    present = _present(participation(library), FOUNDERS)
    founders = present.sum(axis=1)
    fewest = 3 if "two other" in circle or "three" in circle else 2
    belongs = founders >= fewest
    if circle.startswith("China"):
        belongs &= present["CHN"]
    return _by_year(library, founders.where(belongs, 0) if tally == "participations" else belongs).rename("count")


@measure("count", shape="ranking")
def exercises_of_organisations(library: Library, *, fewest: str, tally: str = "exercises") -> pd.DataFrame:
    """Military exercises in the circle of the treaty organisation and in that of the SCO, by year.

    Parameters
    ----------
    fewest : {"two members", "three members"}
        How many members must take part.  An exercise with China and other founders is the SCO's; one with Russia and
        other members of the treaty organisation, but without China, the treaty organisation's.
    tally : {"exercises", "participations"}

    Returns
    -------
    pandas.DataFrame, shape (n_years, 2)
        Columns ``"CSTO"`` and ``"SCO"``.
    """
    check_choice("tally", tally, TALLIES)
    check_choice("fewest", fewest, FEWEST)
    frame = participation(library)
    founders, treaty = _present(frame, FOUNDERS), _present(frame, BLOCS["CSTO"])
    with_china, with_russia = founders["CHN"], founders["RUS"]
    columns = {}
    circles = {"CSTO": (treaty.sum(axis=1), with_russia & ~with_china), "SCO": (founders.sum(axis=1), with_china)}
    for name, (members, belongs) in circles.items():
        held = belongs & (members >= FEWEST[fewest])
        columns[name] = _by_year(library, members.where(held, 0) if tally == "participations" else held)
    return pd.DataFrame(columns)


@measure("share", shape="ranking")
def exercises_with(library: Library, *, partner: str, outsiders: str = "TKM+UZB", years: int = 5) -> pd.DataFrame:
    """Share of the exercises of members of the treaty organisation, and of outsiders, in which a power took part.

    Parameters
    ----------
    partner : str
        The power.
    outsiders : {"TKM", "TKM+UZB"}
    years : int
        Exercises of so many years are summed, because single years have few.

    Returns
    -------
    pandas.DataFrame, shape (n_years, 2)
        Columns ``"CSTO members"`` (Kazakhstan, Kyrgyzstan, Tajikistan) and ``"outsiders"``: shares in [0, 1] of the
        states' participations; a column is missing where there were none.
    """
    check_choice("outsiders", outsiders, OUTSIDE)
    frame = participation(library)
    columns = {}
    for name, states in {"CSTO members": INSIDE, "outsiders": OUTSIDE[outsiders]}.items():
        taken = _present(frame, states).sum(axis=1)
        together = _by_year(library, taken.where(frame[partner], 0)).rolling(years).sum()
        everything = _by_year(library, taken).rolling(years).sum()
        columns[name] = together / everything.where(everything > 0)
    return pd.DataFrame(columns).dropna(how="all")


@measure("share")
def exercises_with_rise(library: Library, *, partner: str, base: tuple[int, int], years: int = 1) -> pd.Series:
    """How much larger a power's share in the members' exercises is than in base years, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Difference of shares; above zero when the power takes part in more of them.
    """
    share = exercises_with(library, partner=partner, years=years)["CSTO members"].dropna()
    return (share - share[(share.index >= base[0]) & (share.index <= base[1])].mean()).rename("share")


@measure("index", shape="ranking")
def exercises_everywhere(
    library: Library, *, omitted: str = "none", without: tuple[str, ...] = ("USA",)
) -> pd.DataFrame:
    """Military exercises in which every state of the table took part, on a logarithmic scale, by year.

    Parameters
    ----------
    omitted : {"none", "with the United States"}
        Exercises that do not count.
    without : tuple of str
        States that may not serve as a comparison.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_states)
        Inverse hyperbolic sine of the number: a difference of 0.5 is a change by about a half.
    """
    check_choice("omitted", omitted, OMITTED)
    frame = participation(library)
    if omitted == "with the United States":
        frame = frame[~frame["USA"]]
    counts = {
        str(state): _by_year(library, frame[state].astype(int)) for state in frame.columns if state not in without
    }
    return pd.DataFrame(np.arcsinh(pd.DataFrame(counts)))
