"""Mirror statistics: how far two sides' books of one flow lie apart, and which verdicts that decides."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter
from scoledger.chapters.mirror_statistics.gaps import (
    ALL_PAIRS,
    EXPORTERS_REPORT,
    OWN_BOOKS,
    PARTNER_BOOKS,
    find_flows,
    list_circular,
    list_short,
    measure,
    pair_up,
    panel,
    place_among_all,
    spans,
    tabulate_trends,
)
from scoledger.chapters.mirror_statistics.sides import judge_sides, tabulate_sides
from scoledger.chapters.mirror_statistics.words import list_quantities, write_answer, write_certainty, write_data
from scoledger.countries import country_name, parse_states, states_name
from scoledger.tables import Library

__all__ = ["ALL_PAIRS", "MirrorStatistics", "collect", "tables"]


@dataclass(frozen=True, kw_only=True)
class MirrorStatistics(Chapter):
    """Mirror gaps of a set of states with one partner.

    Parameters
    ----------
    gaps : pandas.DataFrame, shape (n_flows, n_years)
        Log of the partner's over the state's record, by flow (``Kyrgyzstan's imports``) and year.
    lines : dict of str to dict of str to pandas.Series
        The same by state and direction, where five years are known.
    freight : dict of str to dict of str to pandas.DataFrame
        By state and direction, what freight and insurance explain at most: ``low`` and ``high`` by year.
    sides : dict of str to dict of str to pandas.Series
        By flow: both records, billion current dollars by year.
    bands : dict of str to pandas.DataFrame
        By flow: ``low`` and ``high`` of the two.
    sizes : pandas.DataFrame
        See `scoledger.chapters.mirror_statistics.gaps.measure`.
    trends : pandas.DataFrame
        The same for a reader, with the factor freed of freight.
    everyone : pandas.DataFrame
        See `scoledger.chapters.mirror_statistics.gaps.place_among_all`.
    judged, decided : pandas.DataFrame
        Verdicts on the parts of claims by whose books are read, see
        `scoledger.chapters.mirror_statistics.sides.judge_sides`; and those that differ, for a reader.
    excluded : tuple of str
        Comparisons that are left out because one side is made from the other's figures, or wrong.
    """

    gaps: pd.DataFrame
    lines: dict[str, dict[str, pd.Series]]
    freight: dict[str, dict[str, pd.DataFrame]]
    sides: dict[str, dict[str, pd.Series]]
    bands: dict[str, pd.DataFrame]
    sizes: pd.DataFrame
    trends: pd.DataFrame
    everyone: pd.DataFrame
    judged: pd.DataFrame
    decided: pd.DataFrame
    excluded: tuple[str, ...]


def collect(library: Library, *, states: str, partner: str, first_year: int, last_year: int) -> MirrorStatistics:
    """Compare both sides' books of the trade of some states with one partner.

    Parameters
    ----------
    states : str
        Group, or codes joined by commas.
    partner : str
        ISO code.
    first_year, last_year : int

    Notes
    -----
    A gap is the log of the partner's over the state's record of one flow (Morgenstern 1963).  Its growth is that of its
    size, whatever its sign, by a test that allows for correlated noise (`scoledger.inference.estimate_trend`), with p
    values adjusted for the number of flows (Holm 1979).
    """
    codes = [state for state in parse_states(states) if state != partner]
    flows = find_flows(library, codes, partner, slice(first_year, last_year))
    sizes = measure(flows)
    everyone = place_among_all(library, codes, partner, first_year, last_year)
    judged = judge_sides(library)
    quantities = list_quantities(sizes, everyone, judged)
    lines, freight = panel(flows)
    sides = pair_up(flows, partner)
    silent = [country_name(state) for state in codes if state not in {one.state for one in flows}]
    return MirrorStatistics(
        title=f"Mirror statistics: {states_name(states)} and {country_name(partner)}",
        quantities=quantities,
        answer=write_answer(states, partner, sizes, quantities),
        data=write_data(sizes, judged),
        sure=write_certainty(sizes),
        missing=(
            *(f"both sides' books for {state} with {country_name(partner)}" for state in silent),
            *list_short(flows, everyone),
        ),
        gaps=pd.DataFrame({one.label: one.gap for one in flows}).T.sort_index(axis=1) if flows else pd.DataFrame(),
        lines=lines,
        freight=freight,
        sides=sides,
        bands=spans(sides),
        sizes=sizes,
        trends=tabulate_trends(sizes),
        everyone=everyone,
        judged=judged,
        decided=tabulate_sides(judged),
        excluded=list_circular(codes, partner),
    )


def tables(library: Library) -> tuple[str, ...]:
    """Tables of both sides' books that were read."""
    read = {item.id for item in library.inputs if item.kind == "table"}
    return tuple(table for table in dict.fromkeys((*OWN_BOOKS, *PARTNER_BOOKS, EXPORTERS_REPORT)) if table in read)
