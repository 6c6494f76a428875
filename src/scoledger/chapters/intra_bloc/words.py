"""Numbers and sentences about trade inside an organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.intra_bloc.placebos import NEIGHBOURHOOD, OWN, RANDOM, rank_own

ALL, NO_PAIR, NO_CHINA = "all members", "without China and Russia's trade", "without China"
JOINED, NO_FUELS, CHINESE = "members of each year", "all members, without fuels", "China's, by its own books"
SHARE, INTENSITY = "share of trade", "intensity"
LEVEL = 0.05
#: A tendency is clear when the test of ranks and the interval of the slope both say so.
BOTH, RANKS, SLOPES = "clear", "by ranks only", "by the slope only"
SLOPE = "Theil-Sen slope of the logarithm; 95 percent interval from noise of the same memory."


def list_quantities(
    shares: Mapping[str, pd.Series], intensities: Mapping[str, pd.Series], levels: Mapping[str, pd.Series],
    trends: pd.DataFrame, near: pd.DataFrame, replaced: pd.DataFrame,
) -> tuple[Quantity, ...]:  # fmt: skip
    """Every number of the page."""
    paths = (
        ("share", "Share of the members' trade that stays inside", shares.get(ALL), "share", True),
        ("no-pair", "The same without China and Russia's trade", shares.get(NO_PAIR), "share", False),
        ("intensity", "Trade intensity", intensities.get(ALL), "ratio", True),
        ("level", "Trade inside, dollars of 2015", levels.get(ALL), "billion USD", True),
        ("chinese", "China's trade with the others, its own books, dollars of 2015", levels.get(CHINESE),
         "billion USD", False),
    )  # fmt: skip
    made = [one for row in paths for one in _list_ends(*row)]
    for name, title, kind, path in (
        ("trend", "Yearly growth of the share inside", SHARE, ALL),
        ("no-pair-trend", "Yearly growth of the share without China and Russia's trade", SHARE, NO_PAIR),
        ("intensity-trend", "Yearly growth of the intensity", INTENSITY, ALL),
    ):
        made += _list_trend(name, title, find_trend(trends, kind, path), is_main=name == "trend")
    return (*made, *_count_clear(trends), *_list_ranks(near, replaced))


def _count_clear(trends: pd.DataFrame) -> list[Quantity]:
    """How many paths have a tendency, and how many by one of the two tests alone."""
    if trends.empty:
        return []
    tests = trends.apply(find_clear, axis=1)
    counts = {
        "rises": ("Paths with a clear rise", (tests == BOTH) & (trends["value"] > 0)),
        "falls": ("Paths with a clear fall", (tests == BOTH) & (trends["value"] < 0)),
        "one-test": ("Paths clear by ranks only, or by the slope only", tests.isin((RANKS, SLOPES))),
    }
    caption = "Clear: the test of ranks is, and the interval of the slope leaves zero out."
    return [
        Quantity("paths", "Paths tested for a tendency", len(trends), "count"),
        *(
            Quantity(name, title, int(told.sum()), "count", n=len(trends), caption=caption)
            for name, (title, told) in counts.items()
        ),
    ]


def find_clear(row: pd.Series) -> str:
    """Which tests find a tendency clear of chance: `BOTH`, `RANKS`, `SLOPES`, or none (empty).

    Examples
    --------
    >>> find_clear(pd.Series({"p_value": 0.01, "low": -0.1, "high": 0.3}))
    'by ranks only'
    """
    by_ranks, by_slope = bool(row["p_value"] < LEVEL), not row["low"] <= 0 <= row["high"]
    return {(True, True): BOTH, (True, False): RANKS, (False, True): SLOPES, (False, False): ""}[by_ranks, by_slope]


def _list_ends(name: str, title: str, path: pd.Series | None, unit: str, is_expected: bool) -> list[Quantity]:
    known = path.dropna() if path is not None else pd.Series(dtype=float)
    if known.empty:
        return [Quantity(f"{name}-last", title, None, unit)] if is_expected else []
    return [
        Quantity(f"{name}-{end}", f"{title}, {int(known.index[at])}", float(known.iloc[at]), unit, n=len(known))
        for end, at in (("first", 0), ("last", -1))
    ]


def find_trend(trends: pd.DataFrame, kind: str, path: str) -> pd.Series | None:
    """The tendency of one path, None when it was too short."""
    rows = trends[(trends["group"] == kind) & (trends["path"] == path)]
    return rows.iloc[0] if len(rows) else None


def _list_trend(name: str, title: str, row: pd.Series | None, *, is_main: bool) -> list[Quantity]:
    if row is None:
        return []
    slope, low, high, bound = (float(100 * np.expm1(row[key])) for key in ("value", "low", "high", "bound"))
    n = int(row["n"])
    return [
        Quantity(name, title, slope, "percent", low, high, n, f"Percent a year. {SLOPE}", is_main=is_main),
        Quantity(f"{name}-p", f"{title}: chance in noise of the same memory", float(row["p_value"]), "probability", n=n,
                 form=".3f", caption="Mann-Kendall, two-sided."),
        Quantity(f"{name}-bound", f"{title}: smallest that the data rule out", bound, "percent", n=n,
                 caption="Percent a year, two one-sided tests at 5 percent."),
    ]  # fmt: skip


def _list_ranks(near: pd.DataFrame, replaced: pd.DataFrame) -> list[Quantity]:
    made = []
    for name, title, frame, column, among in (
        ("near-rank", "Neighbourhoods whose inner share grew less", near, "value", NEIGHBOURHOOD),
        ("random-rank", "Random sets beside the same hubs whose share grew less", replaced, "x", RANDOM),
        ("random-intensity-rank", "Random sets beside the same hubs whose intensity grew less", replaced, "y", RANDOM),
    ):
        rank = rank_own(frame, column, among) if len(frame) else None
        if rank:
            made.append(Quantity(name, title, rank[0], "share", n=rank[1], form=".0f",
                                 caption="Theil-Sen slopes of logarithms over the same years."))  # fmt: skip
    return made


def list_missing(
    name: str, states: Sequence[str], shares: Mapping[str, pd.Series], levels: Mapping[str, pd.Series], last_year: int,
    near: pd.DataFrame,
) -> tuple[str, ...]:  # fmt: skip
    """What the tables do not hold for this set and these years."""
    if ALL not in shares:
        return (f"trade inside {name} with China or Russia over enough of these years",)
    years = shares[ALL].dropna().index
    first, end = int(years[0]), int(years[-1])
    words = [f"both hubs' own reports after {end}"] if end < last_year else []
    gaps = sorted(set(range(first, end)) - {int(year) for year in years})
    if gaps:
        words.append(f"one of the flows in {', '.join(str(year) for year in gaps)}")
    if NO_FUELS not in levels:
        words.append("fuels of all flows over enough years")
    own = near[near["kind"] == OWN]
    reporting = int(own["members"].iloc[0]) if len(own) else 0
    if reporting < len(states):
        words.append(f"exports in every year, as reported to the Fund, of {len(states) - reporting} of the members")
    return tuple(words)


def _value(quantities: Sequence[Quantity], name: str) -> float | None:
    return next((one.value for one in quantities if one.name == name and one.is_known), None)


def _clear(row: pd.Series | None) -> str:
    return "" if row is None else find_clear(row)


def _tell(row: pd.Series | None, name: str) -> str:
    """Say whether a path has a tendency, and which."""
    if row is None:
        return "too short a path to test"
    tests, word = find_clear(row), "rise" if row["value"] > 0 else "fall"
    if tests == BOTH:
        return f"a clear {word} (p {{{name}-p}})"
    if tests == RANKS:
        return f"a {word} that is clear by ranks only (p {{{name}-p}}), while the interval of its slope holds zero"
    if tests == SLOPES:
        return f"a {word} that is clear by the slope only, not by ranks (p {{{name}-p}})"
    return f"no tendency clear of chance (p {{{name}-p}})"


def write_answer(
    name: str, quantities: Sequence[Quantity], shares: Mapping[str, pd.Series], trends: pd.DataFrame
) -> str:
    """Answer in a few sentences."""
    if ALL not in shares:
        return f"The tables hold no trade inside {name}, or too few years of it."
    path = shares[ALL].dropna()
    said = (
        f"Of the trade of {name}, {{share-first}} stayed inside in {int(path.index[0])} and {{share-last}} in "
        f"{int(path.index[-1])}: {_tell(find_trend(trends, SHARE, ALL), 'trend')}."
    )
    if _value(quantities, "intensity-last") is not None:
        row = find_trend(trends, INTENSITY, ALL)
        said += (
            " They traded {intensity-first} times as much with one another as their size predicts, then "
            f"{{intensity-last}} times: {_tell(row, 'intensity-trend')}."
        )
    if _value(quantities, "no-pair-last") is not None:
        row = find_trend(trends, SHARE, NO_PAIR)
        said += (
            " Without the trade of China and Russia with each other the share is {no-pair-first} and {no-pair-last}: "
            f"{_tell(row, 'no-pair-trend')}."
        )
    return said


def write_data(quantities: Sequence[Quantity], trends: pd.DataFrame) -> str:
    """What the data say, for the closing box."""
    if trends.empty:
        return "The tables hold too little."
    said = "Of {paths} paths, {rises} show a clear rise and {falls} a clear fall"
    alone = _value(quantities, "one-test")
    said += f"; {{one-test}} {'is' if alone == 1 else 'are'} clear by one of two tests only." if alone else "."
    if _value(quantities, "near-rank") is not None:
        said += " The share of exports that stay inside grew faster than in {near-rank} of neighbourhoods as large."
    if _value(quantities, "random-rank") is not None:
        said += (
            " Put random states in the members' place beside China and Russia: the members' share grew faster than in "
            "{random-rank} of such sets, their intensity faster than in {random-intensity-rank}."
        )
    if _value(quantities, "chinese-last") is not None:
        said += (
            " By China's own books its trade with the others went from {chinese-first} to {chinese-last} at prices "
            "of 2015."
        )
    return said


def write_certainty(quantities: Sequence[Quantity], trends: pd.DataFrame) -> str:
    """How sure we are, for the closing box."""
    if trends.empty:
        return "Nothing can be said."
    said = (
        "Trade between members other than China and Russia is not counted, since in the organisation not all of them "
        "report it."
    )
    if _value(quantities, "trend-bound") is not None:
        said += " Of the share inside, the data rule out a tendency of {trend-bound} a year either way, and no less."
    share, pair, intensity = (
        find_trend(trends, kind, path) for kind, path in ((SHARE, ALL), (SHARE, NO_PAIR), (INTENSITY, ALL))
    )
    told = [
        word
        for word, row in (("without the pair of China and Russia", pair), ("by intensity", intensity))
        if share is not None and row is not None and _clear(row) != _clear(share)
    ]
    if told:
        said += f" Whether the tendency is clear turns on the measure: the answer is another {' and '.join(told)}."
    elif pair is not None and intensity is not None:
        said += " Neither leaving out the pair of China and Russia nor dividing by size changes whether it is clear."
    alone = trends.loc[trends.apply(find_clear, axis=1).isin((RANKS, SLOPES)), "label"]
    if len(alone):
        said += f" Clear by one of two tests only, and so counted as not clear: {'; '.join(alone)}."
    return said


def write_share_caption(*, is_organisation: bool) -> str:
    """What the figure of the shares shows of the members of each year."""
    if is_organisation:
        return "The path of the members of each year jumps when states join, not when they trade more."
    return (
        "This set is not the organisation's at any date: a path of the organisation's members of each year is left out."
    )
