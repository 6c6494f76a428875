"""What an author could know, and forecasts against naive baselines: planted series whose answer is known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
import pytest
from planted import make_claim, make_rule, write_project

from scoledger.claims import Part, Reading
from scoledger.tables import Library
from scoledger.verdicts import (
    ClaimVerdict,
    Evidence,
    Foresight,
    Labels,
    PartVerdict,
    ReadingVerdict,
    Specification,
    last_known_year,
    look_back,
    score_forecasts,
    tabulate_foresight,
    tabulate_scores,
    write_foresight,
    write_scores,
)
from scoledger.verdicts.forecasts import extrapolate
from scoledger.verdicts.foresight import cut_series, cut_specification
from scoledger.verdicts.joining import conclude_part, join_parts
from scoledger.verdicts.statistics import observe

RULES = {
    "PF10": make_rule("point"),
    "RISE": make_rule("trend", contradict_share="1/3", minimum_years=4),
}
LABELS = Labels(dimensions={}, choices={})
#: The planted article knows things up to the end of 2019: the data of 2018 count as known.
LAST = 2018
LINE = pd.Series([float(year - 2000) for year in range(2005, 2021)], index=range(2005, 2021))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Of a project that knows one article and no table."""
    return Library(write_project(tmp_path / "project"))


def _part(name: str = "2020", **settings: Any) -> Part:
    given = {"name": name, "rule": "PF10", "statistic": "level", "claimed": 30.0, "unit": "share", "year": 2020}
    return Part.model_validate(given | settings)


def _reading(part: Part, *ways: tuple[str, pd.Series, dict[str, Any]]) -> ReadingVerdict:
    """Judge a part over measure, series and choices, as the judge does."""
    rule = RULES[part.rule]
    series = tuple(
        (Specification(measure, "one way", MappingProxyType({}), MappingProxyType(choices)), values)
        for measure, values, choices in ways
    )
    evidence = tuple(observe(part, rule, one, values, "share") for one, values in series)
    verdict, groups = conclude_part(part, rule, evidence)
    judged = (PartVerdict(part, verdict, evidence, groups),)
    measurement = {"measure": "m", "label": "l"}
    reading = Reading.model_validate(
        {"name": "literal", "meaning": "m", "parts": [part], "measurements": [measurement]}
    )
    return ReadingVerdict(reading, join_parts(judged), judged, series)


def _claim(*readings: ReadingVerdict, **settings: Any) -> ClaimVerdict:
    return ClaimVerdict(make_claim(**settings), readings[0].verdict, readings)


def _look_back(library: Library, *readings: ReadingVerdict) -> Foresight:
    found = look_back(_claim(*readings), library, RULES)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("day", "year"),
    [((2016, 8, 10), 2015), ((2017, 6, 7), 2015), ((2017, 6, 30), 2015), ((2017, 7, 1), 2016), ((2019, 12, 31), LAST)],
)
def test_a_year_counts_as_known_from_july_of_the_next(day: tuple[int, int, int], year: int) -> None:
    """The day before, it does not."""
    assert last_known_year(dt.date(*day)) == year


def test_a_later_window_ends_at_the_cut() -> None:
    """An earlier one stays as it is, and one that begins later is none."""
    trend = _part("trend", statistic="trend", rule="RISE")

    def cut(first: int, last: int) -> tuple[int, int] | None:
        one = Specification("m", "l", MappingProxyType({}), MappingProxyType({"window": (first, last)}))
        found = cut_specification(trend, one, LAST)
        return found.window if found else None

    assert (cut(2001, 2024), cut(2001, 2016), cut(2019, 2024)) == ((2001, LAST), (2001, 2016), None)


def test_a_turn_after_the_cut_could_not_be_known(library: Library) -> None:
    """Rising to 2018, then falling to nothing: the record year then, and not now."""
    part = _part("peak", statistic="peak-year", base_year=2005, year=LAST)
    turning = LINE.where(LINE.index <= LAST, 90.0)
    one = _reading(part, ("partner_share", turning, {}))
    then = _look_back(library, one).readings[0]

    assert (then.verdict, one.verdict) == ("supported", "supported")

    late = _reading(_part("peak", statistic="peak-year", base_year=2005), ("partner_share", turning, {}))

    assert _look_back(library, late).readings[0].verdict is None


def test_a_trend_is_tested_again_on_the_years_known(library: Library) -> None:
    """Fourteen years of rise are followed by six of steep fall: supported then, not now."""
    falling = pd.concat([LINE[LINE.index <= LAST], pd.Series([2.0 - year for year in range(12)], range(2019, 2031))])
    part = _part("trend", statistic="trend", rule="RISE", claimed=None)
    found = _look_back(library, _reading(part, ("partner_share", falling, {"window": (2005, 2030)})))

    assert found.last_year == LAST
    assert found.readings[0].verdict == "supported"
    assert found.readings[0].reading.verdict != "supported"
    assert found.readings[0].parts[0].evidence[0].specification.window == (2005, LAST)


def test_windows_that_become_the_same_count_once(library: Library) -> None:
    """Two ends after the cut are one specification then."""
    part = _part("trend", statistic="trend", rule="RISE", claimed=None)
    long = pd.Series(range(30), index=range(1995, 2025), dtype=float)
    ways = [("partner_share", long, {"window": (1996, last)}) for last in (2016, 2020, 2024)]
    reading = _reading(part, *ways)

    assert reading.specifications == 3
    assert _look_back(library, reading).readings[0].specifications == 2


def test_a_window_that_is_then_too_short_cannot_be_computed(library: Library) -> None:
    """Three years to the cut, and the rule wants four."""
    part = _part("trend", statistic="trend", rule="RISE", claimed=None)
    found = _look_back(library, _reading(part, ("partner_share", LINE, {"window": (2016, 2020)})))

    assert found.readings[0].verdict is None


def test_what_documents_state_was_known_before_its_year(library: Library) -> None:
    """Agreed volumes over forecast demand for 2020 stood in print long before."""
    stated = _reading(_part(claimed=20.0), ("stated_ratio", pd.Series({2020: 20.0}), {}))
    measured = _reading(_part(claimed=20.0), ("partner_share", pd.Series({2020: 20.0}), {}))

    assert _look_back(library, stated).readings[0].verdict == "supported"
    assert _look_back(library, measured).readings[0].verdict is None


def test_documents_and_unknown_articles_have_no_hindsight(library: Library) -> None:
    """Nothing to cut, or no day to cut at."""
    record = Part(name="p", rule="PF10", statistic="record")
    only = Reading(name="r", meaning="m", parts=(record,))
    documents = ReadingVerdict(only, "confirmed", (PartVerdict(record, "confirmed", ()),))

    assert look_back(_claim(documents), library, RULES) is None
    series = _reading(_part(), ("partner_share", LINE, {}))
    assert look_back(_claim(series, source="nobody1900"), library, RULES) is None


def test_the_article_is_noted_as_read(library: Library) -> None:
    """A change of its date makes the run stale."""
    _look_back(library, _reading(_part(), ("partner_share", LINE, {})))

    assert "article" in {item.kind for item in library.inputs}


def test_a_forecast_is_scored_against_naive_baselines() -> None:
    """Outcome 20 in 2020; said 30, no change 18, line 20."""
    (score,) = score_forecasts(_claim(_reading(_part(), ("partner_share", LINE, {})), kind="forecast"), LAST)

    assert (score.actual, score.forecast, score.no_change, score.known_year) == (20.0, 30.0, 18.0, LAST)
    assert score.trend == pytest.approx(20.0)
    assert score.errors == {"forecast": pytest.approx(0.5), "no change": pytest.approx(0.1), "trend": pytest.approx(0)}
    assert score.nearest == "trend"
    assert score.is_further_than("no change")


def test_the_trend_takes_ten_years_and_at_least_five() -> None:
    """A jump eleven years back leaves no trace; four years draw no line."""
    past = pd.Series([1000.0, *range(1, 11)], index=range(2005, 2016))

    assert extrapolate(past, 2020) == pytest.approx(15.0)
    assert extrapolate(past.iloc[-4:], 2020) is None


def test_a_forecast_range_is_scored_from_its_nearer_end() -> None:
    """Inside it nothing is off; a range that holds almost everything is no forecast."""
    inside = _reading(_part(claimed=(15.0, 25.0)), ("partner_share", LINE, {}))
    wide = _reading(_part(claimed=(1.0, 1000.0)), ("partner_share", LINE, {}))
    outside = _reading(_part(claimed=(25.0, 40.0)), ("partner_share", LINE, {}))

    assert score_forecasts(_claim(inside, kind="forecast"), LAST)[0].errors["forecast"] == 0
    assert score_forecasts(_claim(outside, kind="forecast"), LAST)[0].forecast == 25.0
    assert score_forecasts(_claim(wide, kind="forecast"), LAST) == ()


@pytest.mark.parametrize(
    ("way", "settings"),
    [
        (("partner_share", LINE, {}), {"kind": "trend"}),
        (("stated_ratio", LINE, {}), {}),
        (("partner_share", LINE * 0.0, {}), {}),
        (("partner_share", LINE, {"year": 2017}), {}),
    ],
)
def test_what_is_no_forecast_of_an_outcome_is_not_scored(way: tuple[Any, ...], settings: dict[str, Any]) -> None:
    """Other claims, figures of documents, an outcome of zero, and years that were known."""
    assert score_forecasts(_claim(_reading(_part(), way), **({"kind": "forecast"} | settings)), LAST) == ()


def test_sentences_and_tables_for_readers(library: Library) -> None:
    """Which of them was further off, and what has no past."""
    new = LINE[LINE.index > LAST]
    reading = _reading(_part(), ("partner_share", LINE, {}), ("partner_share", new, {}))
    scores = score_forecasts(_claim(reading, kind="forecast"), LAST)
    told = write_foresight(_look_back(library, reading))

    assert [one.nearest for one in scores] == ["trend", ""]
    assert write_scores(scores) == (
        "The forecast was further off than no change in 1 of 1 and than the linear trend in 1 of 1 specifications. "
        "Of 1 more the series have no past to go by."
    )
    assert list(tabulate_scores(scores, LABELS)["No change"]) == ["1800 percent (10% off)", "no past to go by"]
    assert told.startswith("On 31 December 2019 the data of 2018 were the latest that counted as known. Too little")
    assert tabulate_foresight(_look_back(library, reading)).loc[0, "With data to 2018"] == "not knowable"


def test_evidence_that_a_cut_does_not_touch_is_not_taken_again(library: Library) -> None:
    """The evidence of a year before the cut is the very same object."""
    reading = _reading(_part(year=2010, claimed=10.0), ("partner_share", LINE, {}))
    then = _look_back(library, reading).readings[0]

    assert isinstance(then.parts[0].evidence[0], Evidence)
    assert then.parts[0].evidence[0] is reading.parts[0].evidence[0]


def test_a_cut_series_ends_at_the_cut() -> None:
    """Whatever a statistic would look at."""
    assert cut_series(LINE, LAST).index.max() == LAST


def test_readings_that_come_out_differently_are_told_apart(library: Library) -> None:
    """One as with all data, one not, one unknowable."""
    falling = pd.concat([LINE[LINE.index <= LAST], pd.Series([2.0 - year for year in range(12)], range(2019, 2031))])
    trend = _part("trend", statistic="trend", rule="RISE", claimed=None)
    turned = _reading(trend, ("partner_share", falling, {"window": (2005, 2030)}))
    same, late = (_reading(_part(year=year, claimed=10.0), ("partner_share", LINE, {})) for year in (2010, 2020))

    assert "the claim is supported, and with all data" in write_foresight(_look_back(library, turned))
    assert write_foresight(_look_back(library, same, same)).endswith("every reading comes out as with all data.")
    told = write_foresight(_look_back(library, same, late))
    assert "read as “literal” it is supported, as with all data; as “literal” too little was known yet." in told
