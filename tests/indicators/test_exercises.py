"""Exercises: whose circle they belong to, who took part, and nothing where there were none."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from fake_library import make_library

from scoledger.errors import InvalidArgumentError
from scoledger.indicators.exercises import (
    exercises_everywhere,
    exercises_of_members,
    exercises_of_organisations,
    exercises_with,
    exercises_with_rise,
)
from scoledger.paths import Project
from scoledger.tables import Library

#: Number, year, participants.
HELD = (
    ("mme1", 2000, "RUS KAZ TJK"),
    ("mme2", 2000, "USA UZB"),
    ("mme3", 2002, "CHN KGZ"),
    ("mme4", 2002, "CHN RUS KAZ BLR"),
    ("mme5", 2002, "KAZ USA"),
)


@pytest.fixture
def library() -> Any:
    """Five exercises in three years, the one between without any."""
    rows = [(number, year, state) for number, year, states in HELD for state in states.split()]
    return make_library(military_exercises_1990_2010=pd.DataFrame(rows, columns=["exercise_id", "year", "iso3"]))


@pytest.mark.parametrize(
    ("circle", "counts"),
    [
        ("China and another founder", [0, 0, 2]),
        ("China and two other founders", [0, 0, 1]),
        ("any two founders", [1, 0, 2]),
        ("any three founders", [1, 0, 1]),
    ],
)
def test_a_circle_says_who_must_take_part(library: Any, circle: str, counts: list[int]) -> None:
    """A year without any exercise of the circle is zero, not absent."""
    series = exercises_of_members(library, circle=circle)
    assert series.to_dict() == dict(zip((2000, 2001, 2002), counts, strict=True))


def test_participations_count_founders_alone(library: Any) -> None:
    """Belarus takes part in 2002, but is no founder: two and three."""
    series = exercises_of_members(library, circle="China and another founder", tally="participations")
    assert series[2002] == 5


def test_an_exercise_with_china_is_not_the_treaty_organisations(library: Any) -> None:
    """In 2002 Russia, Kazakhstan and Belarus exercise together, but China is there."""
    two = exercises_of_organisations(library, fewest="two members")
    assert two.loc[2000].to_dict() == {"CSTO": 1, "SCO": 0}
    assert two.loc[2002].to_dict() == {"CSTO": 0, "SCO": 2}
    three = exercises_of_organisations(library, fewest="three members", tally="participations")
    assert three.loc[2000].to_dict() == {"CSTO": 3, "SCO": 0}
    assert three.loc[2002].to_dict() == {"CSTO": 0, "SCO": 3}


def test_share_with_a_power(library: Any) -> None:
    """In 2000 both participations of members are with Russia; in 2002 one of three; outsiders have one, without it."""
    frame = exercises_with(library, partner="RUS", years=1)
    assert frame.loc[2000].to_dict() == {"CSTO members": 1.0, "outsiders": 0.0}
    assert 2001 not in frame.index
    assert frame["CSTO members"][2002] == pytest.approx(1 / 3)
    assert math.isnan(frame["outsiders"][2002])
    rise = exercises_with_rise(library, partner="RUS", base=(2000, 2001))
    assert rise[2002] == pytest.approx(1 / 3 - 1)


def test_exercises_of_every_state_without_those_with_the_united_states(library: Any) -> None:
    """Kazakhstan has two exercises in 2002, one of them with the United States, which is itself left out."""
    everything = exercises_everywhere(library)
    assert "USA" not in everything
    assert everything["KAZ"][2002] == pytest.approx(math.asinh(2))
    assert exercises_everywhere(library, omitted="with the United States")["KAZ"][2002] == pytest.approx(math.asinh(1))


def test_misspelt_choices_are_refused(library: Any) -> None:
    """A misspelt choice must not pass for another."""
    with pytest.raises(InvalidArgumentError, match="circle"):
        exercises_of_members(library, circle="China")
    with pytest.raises(InvalidArgumentError, match="tally"):
        exercises_of_members(library, circle="any two founders", tally="troops")
    with pytest.raises(InvalidArgumentError, match="fewest"):
        exercises_of_organisations(library, fewest="2")
    with pytest.raises(InvalidArgumentError, match="outsiders"):
        exercises_with(library, partner="RUS", outsiders="UZB")
    with pytest.raises(InvalidArgumentError, match="omitted"):
        exercises_everywhere(library, omitted="nothing")


def test_china_with_other_founders_by_a_second_route() -> None:
    """Plain sets of participants on the Parquet file, year by year."""
    project = Project.find()
    raw = pd.read_parquet(project.data / "tables" / "military_exercises_1990_2010.parquet")
    founders = {"CHN", "RUS", "KAZ", "KGZ", "TJK", "UZB"}
    second: dict[int, int] = {}
    for (_, year), states in raw.groupby(["exercise_id", "year"])["iso3"]:
        there = set(states) & founders
        second[year] = second.get(year, 0) + ("CHN" in there and len(there) > 1)
    series = exercises_of_members(Library(project), circle="China and another founder")

    assert {int(year): int(count) for year, count in series.items()} == second
