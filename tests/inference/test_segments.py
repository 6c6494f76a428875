"""Several breaks: the partition, their number and the interval of a date, against other hands and known answers."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
import ruptures
import statsmodels.api as sm

from scoledger.errors import InvalidArgumentError, NoDataError
from scoledger.inference import Segments, find_segments, partition_series, profile_break
from scoledger.inference.noise import simulate_noise

YEARS = range(1995, 2022)
#: Sums of squares that the R package strucchange prints for the Nile, with no break to five (see bai2003, zeileis2003).
NILE_SUMS = (2835156.750, 1597457.194, 1552923.616, 1538096.513, 1507888.476, 1659993.500)


@pytest.fixture(scope="module")
def nile() -> pd.Series:
    """Yearly flow at Aswan, 1871-1970."""
    frame = sm.datasets.nile.load_pandas().data
    return pd.Series(frame["volume"].to_numpy(), index=frame["year"].astype(int))


@pytest.fixture(scope="module")
def nile_segments(nile: pd.Series) -> Segments:
    """Its breaks in mean."""
    return find_segments(nile, draws=99)


@pytest.fixture(scope="module")
def steps() -> pd.Series:
    """Three levels, 0, 3 and 1, from 1995, 2005 and 2013 on, in independent noise of unit variance."""
    level = np.repeat([0.0, 3.0, 1.0], [10, 8, 9])
    return pd.Series(level + np.random.default_rng(0).normal(size=27), index=YEARS)


@pytest.mark.parametrize(("breaks", "known"), list(enumerate(NILE_SUMS)))
def test_the_sums_of_squares_are_those_published(nile: pd.Series, breaks: int, known: float) -> None:
    """The published example of Zeileis and others (2003): the rest with no break to five."""
    assert partition_series(nile, breaks).residual == pytest.approx(known, abs=0.001)


def test_the_nile_has_the_one_break_that_is_published(nile_segments: Segments) -> None:
    """Zeileis and others (2003): one break by BIC, the old level ends in 1898; every rule here agrees."""
    found = (nile_segments.by_bic, nile_segments.by_lwz, nile_segments.by_sequence)

    assert found == (1, 1, 1)
    assert nile_segments.best.years == (1899,)


def test_the_interval_of_the_date_covers_that_of_bai(nile_segments: Segments) -> None:
    """Published, after Bai (1997): the old level ends in 1895 to 1902.  Ours allows for memory, and is no shorter."""
    [(low, high)] = nile_segments.dates.to_numpy().tolist()

    assert low <= 1896
    assert 1903 <= high <= 1910


def test_bic_differs_by_what_is_published(nile_segments: Segments) -> None:
    """Zeileis and others (2003) print 1318 without and 1270 with a break: over 100 years .48 apart."""
    bic = nile_segments.table["bic"]

    assert 100 * (bic[0] - bic[1]) == pytest.approx(1318 - 1270, abs=1)


@pytest.mark.parametrize("breaks", [1, 2, 3])
def test_breaks_in_mean_are_those_of_ruptures(steps: pd.Series, breaks: int) -> None:
    """A second implementation: `ruptures.Dynp` with the l2 cost, segments of five years or more (15 percent of 27)."""
    other = ruptures.Dynp(model="l2", min_size=5, jump=1).fit(steps.to_numpy()).predict(breaks)[:-1]

    assert [year - 1995 for year in partition_series(steps, breaks).years] == other


@pytest.mark.parametrize("breaks", [1, 2])
def test_breaks_in_a_line_are_those_of_a_search_by_hand(steps: pd.Series, breaks: int) -> None:
    """A second implementation: numpy's polynomial fit of every admissible cut."""
    at, values = np.arange(27.0), steps.to_numpy()

    def left(cuts: tuple[int, ...]) -> float:
        edges = itertools.pairwise((0, *cuts, 27))
        return sum(float(np.polyfit(at[a:b], values[a:b], 1, full=True)[1][0]) if b - a >= 5 else 1e9 for a, b in edges)

    best = min(itertools.combinations(range(5, 23), breaks), key=left)
    found = partition_series(steps, breaks, form="line")

    assert tuple(year - 1995 for year in found.years) == best
    assert found.residual == pytest.approx(left(best))


def test_criteria_by_hand(steps: pd.Series) -> None:
    """One break in mean: two levels and one date are three parameters."""
    row = find_segments(steps, draws=99).table[["residual", "bic", "lwz"]].astype(float).loc[1]
    rest = float(row.to_numpy()[0])

    assert row["bic"] == pytest.approx(math.log(rest / 27) + 3 * math.log(27) / 27)
    assert row["lwz"] == pytest.approx(math.log(rest / 24) + 3 / 27 * 0.299 * math.log(27) ** 2.1)


def test_planted_steps_are_found_where_they_are() -> None:
    """Up by twenty times the noise and down by sixteen, which the test against one break alone does miss."""
    level = np.repeat([0.0, 10.0, 2.0], [9, 9, 9])
    found = find_segments(pd.Series(level + 0.5 * np.random.default_rng(5).normal(size=27), index=YEARS), draws=199)

    assert found.table["p_next"][0] > 0.5
    assert found.by_sequence == 2
    assert found.best.years == (2004, 2013)
    assert (found.dates["high"] - found.dates["low"]).max() <= 2


def test_a_bent_line_breaks_once_as_a_line() -> None:
    """Flat for 14 years, then rising by 2 a year: one break in the line."""
    path = np.r_[np.zeros(14), 2.0 * np.arange(1, 14)]
    found = find_segments(
        pd.Series(path + np.random.default_rng(3).normal(size=27), index=YEARS), form="line", draws=199
    )

    assert found.by_sequence == 1
    assert found.best.years[0] in range(2008, 2012)


@pytest.mark.parametrize("correlation", [0.0, 0.6])
def test_memory_is_not_mistaken_for_breaks(correlation: float) -> None:
    """Of 30 series without a break, a test at 5 percent finds one in at most five (chance of more: under 1 percent)."""
    noise = simulate_noise(tuple(range(22)), correlation, draws=30, seed=9)
    found = [find_segments(pd.Series(one, index=range(2001, 2023)), draws=99).by_sequence > 0 for one in noise]

    assert sum(found) <= 5


def test_a_constant_has_no_break() -> None:
    """And nothing is divided by zero."""
    found = find_segments(pd.Series(5.0, index=YEARS), draws=49)

    assert found.by_sequence == 0
    assert found.dates.empty


def test_gaps_are_allowed(steps: pd.Series) -> None:
    """A missing year is left out, not filled: the fitted path has none."""
    assert 2000 not in partition_series(steps.drop(2000), 1, form="line").fitted.index


def test_what_does_not_fit_is_refused(steps: pd.Series) -> None:
    """Too few years, too many breaks, an unknown form."""
    with pytest.raises(NoDataError, match="at least 10 years; found 9"):
        find_segments(steps.head(9))
    with pytest.raises(NoDataError, match="9 breaks do not fit into 27 years"):
        partition_series(steps, 9)
    with pytest.raises(InvalidArgumentError, match="unknown form of a part 'curve'"):
        partition_series(steps, 1, form="curve")  # type: ignore[arg-type]


def test_the_profile_peaks_where_the_step_is() -> None:
    """A step of ten standard deviations in 2008 in a trend: largest statistic there, above the critical point."""
    at = np.arange(27)
    series = pd.Series(at + 10.0 * (at >= 13) + np.random.default_rng(2).normal(size=27), index=YEARS)
    profile = profile_break(series)

    assert profile["statistic"].idxmax() == 2008
    assert profile["statistic"].max() > 1
    assert profile["shift"][2008] == pytest.approx(10, abs=2)
