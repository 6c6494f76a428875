"""From a series to an outcome: figures, ratios, records, ranks and trends at and around their thresholds."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from planted import make_rule

from scoledger.claims import Part
from scoledger.errors import ClaimError
from scoledger.verdicts import Evidence, Specification
from scoledger.verdicts.statistics import compare_figure, observe

POINT, RANK, TREND = make_rule("point"), make_rule("rank"), make_rule("trend")
ORDERED = make_rule("rank", ordered=True)


def _specification(**choices: Any) -> Specification:
    return Specification("m", "a measure", MappingProxyType({}), MappingProxyType(choices))


def _part(statistic: str, **settings: Any) -> Part:
    return Part.model_validate({"name": "p", "rule": "R", "statistic": statistic} | settings)


def _observe(part: Part, rule: Any, measured: Any, unit: str = "million USD", **choices: Any) -> Evidence:
    return observe(part, rule, _specification(**choices), measured, unit)


def _series(*values: float, first_year: int = 2001) -> pd.Series:
    return pd.Series(values, index=range(first_year, first_year + len(values)), dtype=float)


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        (45.0, "supports"), (49.5, "supports"), (40.5, "supports"), (49.6, "neither"), (40.4, "neither"),
        (56.25, "neither"), (33.75, "neither"), (56.3, "contradicts"), (33.7, "contradicts"), (-45.0, "contradicts"),
    ],
)  # fmt: skip
def test_figures_at_and_around_the_thresholds(value: float, outcome: str) -> None:
    """45 claimed: 10 percent off agrees still, 25 does not disagree yet."""
    assert compare_figure(POINT, value, 45.0)[0] == outcome


@pytest.mark.parametrize(
    ("value", "outcome", "distance"),
    [
        (1.0, "supports", 0.0), (1.7, "supports", 0.0), (2.5, "supports", 0.0), (2.75, "supports", 0.1),
        (0.9, "supports", 0.1), (0.8, "neither", 0.2), (3.0, "neither", 0.2), (3.2, "contradicts", 0.28),
    ],
)  # fmt: skip
def test_ranges_are_compared_by_their_nearer_end(value: float, outcome: str, distance: float) -> None:
    """1.0 to 2.5 claimed: inside it the distance is zero."""
    assert compare_figure(POINT, value, (1.0, 2.5)) == (outcome, pytest.approx(distance))


def test_a_level_is_converted_into_the_unit_claimed() -> None:
    """44,970 million are 44.97 billion."""
    part = _part("level", claimed=45.0, unit="billion USD", year=2001)
    found = _observe(part, POINT, _series(44_970.0))

    assert (found.outcome, found.value, found.unit, found.detail) == (
        "supports", pytest.approx(44.97), "billion USD", "2001: off by 0%",
    )  # fmt: skip


def test_the_year_of_the_specification_goes_before_the_part_s() -> None:
    """Where several years are admissible, each specification takes its own."""
    part = _part("level", claimed=2.0, unit="share", year=2001)

    assert _observe(part, POINT, _series(1.0, 2.0), "share", year=2002).value == 2.0


@pytest.mark.parametrize(
    "measured", [_series(1.0), _series(float("nan"), 1.0, first_year=2002), pd.Series(dtype=float)]
)
def test_a_year_without_a_value_is_no_data(measured: pd.Series) -> None:
    """Absent, missing, or nothing at all: neither support nor contradiction."""
    found = _observe(_part("level", claimed=2.0, unit="share", year=2002), POINT, measured, "share")

    assert (found.outcome, found.value) == ("no data", None)
    assert found.detail.startswith("no value in 2002 (the series covers")


def test_a_level_without_any_year_is_a_mistake_of_the_claim() -> None:
    """Neither part nor specification names one."""
    with pytest.raises(ClaimError, match="part 'p' names no year"):
        _observe(_part("level", claimed=2.0, unit="share"), POINT, _series(1.0), "share")


@pytest.mark.parametrize("claimed", [None, ("KAZ",)])
def test_a_figure_must_be_claimed(claimed: Any) -> None:
    """A list of states is no figure."""
    with pytest.raises(ClaimError, match="expected a claimed figure or range"):
        _observe(_part("level", claimed=claimed, unit="share", year=2001), POINT, _series(1.0), "share")


def test_a_ratio_of_two_years() -> None:
    """From 2 to 88 is forty-four-fold, 2 percent off."""
    part = _part("ratio", claimed=45.0, unit="ratio", year=2003, base_year=2001)
    found = _observe(part, POINT, _series(2.0, 5.0, 88.0))

    assert (found.outcome, found.value, found.unit) == ("supports", 44.0, "ratio")
    assert _observe(part, POINT, _series(2.0, 5.0)).outcome == "no data"
    with pytest.raises(ClaimError, match="a ratio needs base_year"):
        _observe(_part("ratio", claimed=45.0, year=2003), POINT, _series(2.0, 5.0, 88.0))


@pytest.mark.parametrize(
    ("values", "outcome", "peak"),
    [
        ((1, 2, 3, 4, 5), "supports", 2005),
        ((1, 2, 9, 4, 5), "contradicts", 2003),
        ((1, 2, 5, 4, 5), "contradicts", 2003),  # equalled is not surpassed
        ((1, 2, 3, 4, 5, 99), "supports", 2005),  # what came later is another matter
    ],
)
def test_a_record_year(values: tuple[float, ...], outcome: str, peak: int) -> None:
    """Highest of all years up to the one claimed."""
    found = _observe(_part("peak-year", year=2005), RANK, _series(*values))

    assert (found.outcome, found.value) == (outcome, peak)


@pytest.mark.parametrize(("first", "outcome"), [(2001, "supports"), (1999, "supports"), (1998, "no data")])
def test_a_record_needs_two_thirds_of_its_years(first: int, outcome: str) -> None:
    """Four years are known up to 2004: all, exactly two thirds of six, and four of seven."""
    found = _observe(_part("peak-year", year=2004, base_year=first), RANK, _series(1, 2, 3, 4))

    assert found.outcome == outcome


RANKING = pd.DataFrame({"RUS": [50.0], "CHN": [30.0], "DEU": [20.0], "USA": [10.0], "ITA": [np.nan]}, index=[2014])


@pytest.mark.parametrize(
    ("claimed", "rule", "outcome", "worst"),
    [
        (("RUS", "CHN", "DEU"), ORDERED, "supports", 3),
        (("CHN", "RUS", "DEU"), ORDERED, "neither", 3),
        (("CHN", "RUS", "DEU"), RANK, "supports", 3),
        (("RUS", "CHN", "USA"), ORDERED, "contradicts", 4),
        (("RUS", "CHN", "USA"), RANK, "contradicts", 4),
    ],
)
def test_ranks(claimed: tuple[str, ...], rule: Any, outcome: str, worst: int) -> None:
    """Right set and order; right set; wrong set.  The value is the lowest rank among those claimed."""
    found = _observe(_part("ranking", claimed=claimed, year=2014), rule, RANKING)

    assert (found.outcome, found.value, found.n) == (outcome, worst, 4)


@pytest.mark.parametrize(("top", "outcome"), [(2, "contradicts"), (3, "supports"), (10, "supports")])
def test_among_the_first(top: int, outcome: str) -> None:
    """Germany is third."""
    assert _observe(_part("ranking", claimed=("DEU",), top=top), RANK, RANKING, year=2014).outcome == outcome


@pytest.mark.parametrize(
    ("part", "measured", "detail"),
    [
        (_part("ranking", claimed=("RUS",), year=2015), RANKING, "no ranking in 2015 (the table covers 2014-2014)"),
        (_part("ranking", claimed=("ITA",), year=2014), RANKING, "ITA not in the ranking of 2014"),
        (
            _part("ranking", claimed=("RUS",), year=2014),
            pd.DataFrame(),
            "no ranking in 2014 (the table covers no year)",
        ),
    ],
)
def test_a_ranking_without_the_year_or_the_unit_is_no_data(part: Part, measured: pd.DataFrame, detail: str) -> None:
    """A unit without a value is not last."""
    found = _observe(part, RANK, measured)

    assert (found.outcome, found.detail) == ("no data", detail)


@pytest.mark.parametrize(
    ("part", "measured", "frame"),
    [
        (_part("ranking", claimed=("RUS",), year=2014), _series(1.0), "Series"),
        (_part("level", claimed=1.0, unit="share", year=2014), RANKING, "DataFrame"),
        (_part("trend"), RANKING, "DataFrame"),
    ],
)
def test_a_statistic_that_does_not_fit_the_measure_is_named(part: Part, measured: Any, frame: str) -> None:
    """A level of a ranking, a rank of one series."""
    with pytest.raises(ClaimError, match=f"the statistic '{part.statistic}' is not taken from a {frame}"):
        _observe(part, POINT, measured)


UP = _series(*(0.1 * year + 0.02 * (-1) ** year for year in range(16)))
WINDOW = {"window": (2001, 2016)}


def _trend(series: pd.Series, rule: Any = TREND, **settings: Any) -> Evidence:
    return _observe(_part("trend", **settings), rule, series, "share", **WINDOW)


def test_trends_up_down_and_none() -> None:
    """A rise supports, a fall contradicts, a wave does neither."""
    wave = _series(*([1.0, -1.0, -1.0, 1.0] * 4))

    assert [_trend(one).outcome for one in (UP, -UP, wave)] == ["supports", "contradicts", "neither"]
    assert (_trend(UP).unit, _trend(UP).n, _trend(UP).detail) == ("share per year", 16, "2001-2016")


def test_a_fall_that_is_claimed_is_supported_by_a_fall() -> None:
    """The rule's direction decides."""
    down = make_rule("trend", direction=-1)

    assert [_trend(one, down).outcome for one in (UP, -UP)] == ["contradicts", "supports"]


def test_only_the_window_counts() -> None:
    """A fall after it is not seen."""
    series = pd.concat([UP, _series(*range(0, -400, -20), first_year=2017)])

    assert _trend(series).outcome == "supports"
    assert _trend(series).value == _trend(UP).value


@pytest.mark.parametrize(("kept", "outcome"), [(11, "supports"), (10, "no data"), (9, "no data")])
def test_a_window_needs_years_and_coverage(kept: int, outcome: str) -> None:
    """Of sixteen years two thirds are 10.67: eleven suffice, ten do not though ten is the minimum number."""
    assert _trend(UP.iloc[:kept]).outcome == outcome


def test_exactly_two_thirds_of_a_window_suffice() -> None:
    """Ten of fifteen: as fractions, not 0.6666."""
    found = _observe(_part("trend"), TREND, UP.iloc[:10], "share", window=(2001, 2015))

    assert found.outcome == "supports"


def test_absence_of_a_trend_is_a_finding() -> None:
    """A calm series rules out one percent a year: against the claim; a noisy one rules nothing out."""
    wave = pd.Series(np.sin(3 * np.arange(16)), index=range(2001, 2017))
    calm, noisy = 100 + wave, 100 + 20 * wave

    assert [_trend(one, smallest_trend=0.01).outcome for one in (calm, noisy)] == ["contradicts", "neither"]
    assert (_trend(calm, smallest_trend=0.01).is_absent, _trend(calm).outcome) == (True, "neither")
    assert "no change of 1.0% a year or more" in _trend(calm, smallest_trend=0.01).detail


def test_a_trend_below_the_smallest_of_interest_is_none() -> None:
    """Significant, yet shown to be too small to matter."""
    creeping = pd.Series(100 + 0.01 * np.arange(16), index=range(2001, 2017))

    assert (_trend(creeping).outcome, _trend(creeping, smallest_trend=0.01).outcome) == ("supports", "contradicts")


def test_a_trend_needs_a_window() -> None:
    """Otherwise the table's own end would choose it."""
    with pytest.raises(ClaimError, match="a trend needs a window"):
        _observe(_part("trend"), TREND, UP, "share")


def test_a_gradual_rise_has_few_falls() -> None:
    """Half of the yearly changes are falls: the tendency rises, but not gradually."""
    jagged = _series(*(0.1 * year + 0.2 * (-1) ** year for year in range(16)))

    assert _trend(jagged).outcome == "supports"
    found = _trend(jagged, rising_share=0.7)
    assert found.outcome == "neither"
    assert "of the yearly changes point that way" in found.detail


def test_a_break_downwards_speaks_against_a_gradual_rise() -> None:
    """Rising by one a year, with a fall by six in the middle."""
    noise = 0.1 * np.random.default_rng(1).normal(size=24)
    broken = _series(*(np.arange(24) + noise - 6.0 * (np.arange(24) >= 12)))
    part = _part("trend", no_downward_break=True)
    window = {"window": (2001, 2024)}

    assert _observe(_part("trend"), TREND, broken, "share", **window).outcome == "supports"
    found = _observe(part, TREND, broken, "share", **window)
    assert (found.outcome, found.detail) == ("neither", "2001-2024; a break the other way in 2013")


def test_extra_conditions_never_turn_a_fall_into_support() -> None:
    """They apply to what supports only."""
    assert _trend(-UP, rising_share=0.7, no_downward_break=True).outcome == "contradicts"
