"""Overtaking: since when, and for how long."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from scoledger.indicators.crossings import find_crossing


def _series(*values: float) -> pd.Series:
    return pd.Series(values, index=range(2001, 2001 + len(values)), dtype=float)


def test_a_lead_that_is_lost_again_does_not_count() -> None:
    """Ahead in 2002, behind in 2003, ahead from 2004."""
    found = find_crossing(_series(1, 4, 1, 4, 5), _series(3, 3, 3, 3, 3))

    assert found is not None
    assert (found.first_ahead, found.since, found.ahead, found.n) == (2002, 2004, 3, 5)


def test_who_is_behind_in_the_end_has_not_overtaken() -> None:
    """However often it led before."""
    found = find_crossing(_series(5, 5, 1), _series(3, 3, 3))

    assert found is not None
    assert found.since is None
    assert found.ahead == 2


def test_who_leads_throughout_overtook_before_the_data() -> None:
    """The year is then a bound."""
    found = find_crossing(_series(5, 5), _series(3, 3))

    assert found is not None
    assert found.is_from_the_start


def test_years_that_one_side_lacks_do_not_count() -> None:
    """None in common: no comparison."""
    assert find_crossing(_series(1.0), pd.Series([1.0], index=[1999])) is None


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=12))
def test_a_plain_loop_finds_the_same(pairs: list[tuple[int, int]]) -> None:
    """Walk backwards from the last year while the leader is ahead."""
    leader, rival = (_series(*values) for values in zip(*pairs, strict=True))
    since = None
    for year in reversed(leader.index):
        if leader[year] <= rival[year]:
            break
        since = year
    found = find_crossing(leader, rival)

    assert found is not None
    assert found.since == since
