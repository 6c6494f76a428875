"""The verdict under each choice of one dimension: planted evidence whose answer is known."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from planted import make_rule

from scoledger.claims import Part, Reading
from scoledger.verdicts import Evidence, PartVerdict, ReadingVerdict, Specification, judge_by_choice
from scoledger.verdicts.joining import conclude_part, join_parts

WORDS = {"s": "supports", "c": "contradicts", "n": "neither", "-": "no data"}
RULES = {"PF10": make_rule("point")}


def _part(outcomes: str, name: str = "2010", sides: str = "", **settings: Any) -> PartVerdict:
    """One piece of evidence per letter, read from the side of the same place."""
    given = {"name": name, "rule": "PF10", "statistic": "level", "claimed": 45.0, "unit": "billion USD", "year": 2010}
    part = Part.model_validate(given | settings)
    evidence = tuple(
        Evidence(
            Specification("m", "trade", MappingProxyType({}), MappingProxyType({"side": sides[at]} if sides else {})),
            WORDS[letter],  # type: ignore[arg-type]
            None if letter == "-" else 45.0,
        )
        for at, letter in enumerate(outcomes)
    )
    verdict, groups = conclude_part(part, RULES["PF10"], evidence)
    return PartVerdict(part, verdict, evidence, groups)


def _reading(*parts: PartVerdict) -> ReadingVerdict:
    given = {"name": "literal", "meaning": "m", "parts": [item.part for item in parts]}
    reading = Reading.model_validate(given | {"measurements": [{"measure": "m", "label": "trade"}]})
    return ReadingVerdict(reading, join_parts(parts), parts)


def test_each_side_is_judged_by_itself() -> None:
    """One side's books support throughout, the other's contradict; together the verdict is mixed."""
    reading = _reading(_part("ssscc", sides="aaabb"))

    assert reading.verdict == "mixed"
    assert judge_by_choice(reading, RULES, "side") == {"a": "supported", "b": "contradicted"}


def test_the_shares_that_decide_are_those_of_the_side() -> None:
    """Two of three support: two thirds. One of two: neither."""
    assert judge_by_choice(_reading(_part("sscsc", sides="aaabb")), RULES, "side") == {"a": "supported", "b": "mixed"}


def test_a_side_without_data_for_a_part_has_no_verdict() -> None:
    """The second part is known by one side only, so that the other cannot judge the reading."""
    reading = _reading(_part("sc", sides="ab"), _part("s-", name="2011", sides="ab"))

    assert judge_by_choice(reading, RULES, "side") == {"a": "supported"}


def test_a_part_that_knows_no_side_stays_as_it_is() -> None:
    """It is contradicted on either side, so that the reading is mixed where the other part is borne out."""
    reading = _reading(_part("sc", sides="ab"), _part("cc", name="2011"))

    assert judge_by_choice(reading, RULES, "side") == {"a": "mixed", "b": "contradicted"}


def test_an_unknown_dimension_decides_nothing() -> None:
    """No specification makes the choice."""
    assert judge_by_choice(_reading(_part("sc", sides="ab")), RULES, "moon") == {}
