"""Votes in the General Assembly: ideal points and their distances, agreement of pairs, cohesion of groups."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from scoledger.countries import members
from scoledger.indicators.regimes import autocracies
from scoledger.indicators.registry import check_choice, measure
from scoledger.tables import Library

POINTS = "un-ideal-points"
NAMED = "un-named-resolutions"
AGREEMENT_TABLES = ("un-agreement", "un-agreement-1992-2021")
AGREEMENT_COLUMNS = ("share_identical", "agreement_index")
POINT_COLUMNS = ("idealpoint_fp", "idealpoint_all")
#: Fewest joint votes of a pair in a year for its agreement to count.
FEWEST_VOTES = 10
#: Fewest members with a point for a group's spread to count.
FEWEST_MEMBERS = 3
#: Groups that are compared with each other, by the states that belonged in the years of interest.
BLOCS: dict[str, tuple[str, ...]] = {
    "SCO": ("CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB"),
    "SCO enlarged": ("CHN", "IND", "KAZ", "KGZ", "PAK", "RUS", "TJK", "UZB"),
    "CSTO": ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"),
    "EU": members("EU27"),
    "ASEAN": ("BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM"),
}
#: Pairs of states whose votes are compared.
PAIRS: dict[str, tuple[tuple[str, str], ...]] = {
    "all pairs of the six": tuple(itertools.combinations(BLOCS["SCO"], 2)),
    "China and Russia": (("CHN", "RUS"),),
    "each with Russia": tuple((state, "RUS") for state in BLOCS["SCO"] if state != "RUS"),
    "each with China": tuple((state, "CHN") for state in BLOCS["SCO"] if state != "CHN"),
}
#: States from which the controls of an event are drawn.
POST_SOVIET = ("ARM", "AZE", "BLR", "EST", "GEO", "KAZ", "KGZ", "LTU", "LVA", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB")
ASIA = ("AFG", "BGD", "BTN", "IND", "IRN", "LKA", "MDV", "MMR", "MNG", "NPL", "PAK", "TUR", *BLOCS["ASEAN"])
SCOPES: dict[str, tuple[str, ...]] = {
    "world": (),
    "former Soviet Union": (*POST_SOVIET, "CHN"),
    "former Soviet Union without the Baltic states": (
        *(state for state in POST_SOVIET if state not in ("EST", "LTU", "LVA")),
        "CHN",
    ),
    "Eurasia": (*POST_SOVIET, "CHN", "JPN", "KOR", *ASIA),
    "autocracies": (),
}


def ideal_points(library: Library, column: str) -> pd.DataFrame:
    """Ideal points, years x states, on the producer's scale; larger is nearer to the United States' side."""
    check_choice("column", column, POINT_COLUMNS)
    return library.read(POINTS).pivot(index="year", columns="iso3", values=column).sort_index()


def _within(library: Library, frame: pd.DataFrame, scope: str, without: Sequence[str]) -> pd.DataFrame:
    check_choice("scope", scope, tuple(SCOPES))
    wanted = set(SCOPES[scope] or frame.columns)
    if scope == "autocracies":
        wanted = autocracies(library)
    wanted -= set(without)
    return frame[[state for state in frame.columns if state in wanted]]


@measure("index", shape="ranking")
def ideal_distance(
    library: Library,
    *,
    partner: str,
    column: str = "idealpoint_fp",
    scope: str = "world",
    without: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Distance of every state's ideal point from that of one state, by year.

    Parameters
    ----------
    partner : str
        The state, or group whose mean counts, from which distances are taken.
    column : {"idealpoint_fp", "idealpoint_all"}
        Votes on the final text, as the producers recommend, or all votes.
    scope : str
        One of `SCOPES`: "world", "former Soviet Union" (with or without the Baltic states), "Eurasia", "autocracies".
        Which states are kept.
    without : tuple of str
        States left out, for example those that an event concerns as well.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_states)
        Absolute difference of ideal points, zero when two states vote alike.
    """
    points = ideal_points(library, column)
    theirs = list(members(partner))
    distances = points.sub(points[theirs].mean(axis=1), axis=0).abs().drop(columns=theirs)
    return _within(library, distances, scope, without).dropna(how="all")


@measure("index")
def pair_distance(library: Library, *, state: str, partner: str, column: str = "idealpoint_fp") -> pd.Series:
    """Distance between the ideal points of two states, or of a group's mean from a state, by year.

    Parameters
    ----------
    state : str
        A state, or a group whose members' mean is taken.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Absolute difference of ideal points.
    """
    points = ideal_points(library, column)
    ours = points[list(members(state))].mean(axis=1)
    theirs = points[list(members(partner))].mean(axis=1)
    return (ours - theirs).abs().dropna().rename("index")


@measure("ratio")
def nearer_by(library: Library, *, state: str, to: str, than: str = "USA", column: str = "idealpoint_fp") -> pd.Series:
    """How much nearer a state stands to one state than to another, in standard deviations of all states, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Distance from `than` less distance from `to`, over the spread of the world's ideal points in that year.
    """
    points = ideal_points(library, column)
    gap = (points[state] - points[than]).abs() - (points[state] - points[to]).abs()
    return (gap / points.std(axis=1)).dropna().rename("ratio")


@measure("share", shape="ranking")
def agreement_with_partners(
    library: Library, *, source: str, state: str, index: str = "share_identical"
) -> pd.DataFrame:
    """Agreement of one state with each partner that the table has, by year.

    Parameters
    ----------
    source : {"un-agreement", "un-agreement-1992-2021"}
        All roll calls, or those on adopted texts.
    index : {"share_identical", "agreement_index"}
        Share of identical votes, or with an abstention against a vote as half.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_partners)
        Share in [0, 1]; years with fewer than ten joint votes are missing.
    """
    return _agreements(library, source, index, key="iso3", of=state, across="partner")


@measure("share", shape="ranking")
def agreement_with(
    library: Library, *, source: str, partner: str, index: str = "share_identical", without: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Agreement of every state that the table has with one partner, by year.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_states)
        Share in [0, 1]; years with fewer than ten joint votes are missing.
    """
    frame = _agreements(library, source, index, key="partner", of=partner, across="iso3")
    return frame.drop(columns=[state for state in without if state in frame])


def _agreements(library: Library, source: str, index: str, *, key: str, of: str, across: str) -> pd.DataFrame:
    check_choice("source", source, AGREEMENT_TABLES)
    check_choice("index", index, AGREEMENT_COLUMNS)
    table = library.read(source)
    turned = table.rename(columns={"iso3": "partner", "partner": "iso3"})  # a pair agrees alike either way round
    table = pd.concat([table, turned]).drop_duplicates(["iso3", "partner", "year"])
    rows = table[(table[key] == of) & (table["votes_n"] >= FEWEST_VOTES)]
    return rows.pivot(index="year", columns=across, values=index).sort_index()


@measure("share")
def agreement(library: Library, *, source: str, states: str, partner: str, index: str = "share_identical") -> pd.Series:
    """Agreement of a state, or the mean of a group's members, with one partner, by year.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1]; a group's mean only where all its members but one have a value.
    """
    frame = agreement_with(library, source=source, partner=partner, index=index)
    wanted = [state for state in members(states) if state != partner]
    known = frame.reindex(columns=wanted)
    enough = known.notna().sum(axis=1) >= max(1, len(wanted) - 1)
    return known[enough].mean(axis=1).rename("share")


def spread_of(points: pd.DataFrame, spread: str) -> pd.Series:
    """Spread of the columns of a frame, row by row.

    Parameters
    ----------
    spread : {"standard deviation", "mean distance"}
        Of the points, or between all pairs of them.
    """
    check_choice("spread", spread, ("standard deviation", "mean distance"))
    if spread == "standard deviation":
        return points.std(axis=1)
    pairs = [(points[one] - points[other]).abs() for one, other in itertools.combinations(points.columns, 2)]
    return pd.concat(pairs, axis=1).mean(axis=1)


@measure("index", shape="ranking")
def bloc_spread(
    library: Library, *, column: str = "idealpoint_fp", spread: str = "mean distance", members_of: str = "2001"
) -> pd.DataFrame:
    """Spread of the members' ideal points in several organisations, by year: large where they vote apart.

    Parameters
    ----------
    spread : {"standard deviation", "mean distance"}
    members_of : {"2001", "2017"}
        Whether the SCO's column holds its six founders or the eight members of 2017.

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_blocs)
        One column each for the SCO, the CSTO, the EU and ASEAN.
    """
    check_choice("members_of", members_of, ("2001", "2017"))
    points = ideal_points(library, column)
    columns = {}
    blocs = {name: states for name, states in BLOCS.items() if name != "SCO enlarged"}
    if members_of == "2017":
        blocs["SCO"] = BLOCS["SCO enlarged"]
    for name, states in blocs.items():
        known = points.reindex(columns=list(states))
        columns[name] = spread_of(known, spread)[known.notna().sum(axis=1) >= FEWEST_MEMBERS]
    return pd.DataFrame(columns).dropna(how="all")


@measure("index", shape="ranking")
def distance_within(
    library: Library, *, column: str = "idealpoint_fp", scope: str = "Eurasia", of: str = "SCO"
) -> pd.DataFrame:
    """Mean distance of every state from the members of an organisation, by year.

    Parameters
    ----------
    of : {"SCO", "SCO enlarged", "CSTO", "EU", "ASEAN"}

    Returns
    -------
    pandas.DataFrame, shape (n_years, n_states)
        Mean absolute difference of ideal points from the members, a member's own left out.
    """
    check_choice("of", of, tuple(BLOCS))
    points = ideal_points(library, column)
    group = points[list(BLOCS[of])]
    distances = {
        state: group.drop(columns=state, errors="ignore").sub(points[state], axis=0).abs().mean(axis=1)
        for state in map(str, points.columns)
    }
    return _within(library, pd.DataFrame(distances), scope, ()).dropna(how="all")


def _votes(library: Library, theme: str, absent: str) -> pd.DataFrame:
    """Votes on the resolutions of a theme, resolutions x states; a row that is missing is an absence."""
    check_choice("absent", absent, ("left out", "as abstention"))
    table = library.read(NAMED)
    check_choice("theme", theme, tuple(sorted(set(table["theme"]))))
    rows = table[table["theme"] == theme]
    votes = rows.pivot(index=["date", "resolution"], columns="iso3", values="vote").reindex(columns=list(BLOCS["SCO"]))
    votes = votes.where(votes.notna() & (votes != "X"))
    return votes.astype(object).fillna("A") if absent == "as abstention" else votes


@measure("share")
def pairs_alike(
    library: Library, *, theme: str, pairs: str, absent: str = "left out", alike: str = "same vote"
) -> pd.Series:
    """Share of the pairs of states that vote alike on the named resolutions of a theme, by year.

    Parameters
    ----------
    pairs : {"all pairs of the six", "China and Russia", "each with Russia", "each with China"}
    absent : {"left out", "as abstention"}
        How an absence counts.
    alike : {"same vote", "not opposed"}
        The same vote, or anything but a yes against a no.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Share in [0, 1] over all pairs and resolutions of the year.
    """
    check_choice("pairs", pairs, tuple(PAIRS))
    check_choice("alike", alike, ("same vote", "not opposed"))
    votes = _votes(library, theme, absent)
    columns = []
    for one, other in PAIRS[pairs]:
        ours, theirs = votes[[one, other]].dropna().T.to_numpy(dtype=str)
        opposed = (ours != theirs) & (ours != "A") & (theirs != "A")
        years = [day.year for day in votes[[one, other]].dropna().index.get_level_values("date")]
        columns.append(pd.Series((ours == theirs) if alike == "same vote" else ~opposed, index=years, dtype=float))
    pooled = pd.concat(columns)
    return pooled.groupby(np.asarray(pooled.index)).mean().rename_axis("year").rename("share")


@measure("index")
def extra_distance(
    library: Library, *, states: str, scope: str, base: tuple[int, int], column: str = "idealpoint_fp"
) -> pd.Series:
    """How much further from the United States a group stands than others do, beyond its lead in base years, by year.

    Parameters
    ----------
    states : str
        The group.
    scope : str
        One of `SCOPES`: "world", "former Soviet Union" (with or without the Baltic states), "Eurasia", "autocracies".
        The others: its states that are not among the eight members of 2017.
    base : tuple of int
        First and last year whose mean lead is taken off.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Difference in differences of the distance of ideal points.
    """
    ours = [state for state in members(states) if state != "USA"]
    group = ideal_distance(library, partner="USA", column=column)[ours].mean(axis=1)
    others = ideal_distance(library, partner="USA", column=column, scope=scope, without=BLOCS["SCO enlarged"])
    lead = group - others.mean(axis=1)
    return (lead - lead[(lead.index >= base[0]) & (lead.index <= base[1])].mean()).rename("index")
