"""The smallest change of choices that reverses a verdict: planted evidence whose answer is known."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest
from planted import make_claim, make_rule

from scoledger.claims import Part, Reading
from scoledger.verdicts import ClaimVerdict, Evidence, Labels, PartVerdict, ReadingVerdict, Specification, find_flips
from scoledger.verdicts.joining import conclude_part, join_parts
from scoledger.verdicts.tendency import write_tendency
from scoledger.verdicts.turning import list_flips, write_flip

WORDS = {"s": "supports", "c": "contradicts", "n": "neither", "-": "no data"}
RULES = {
    "PF10": make_rule("point"),
    "UPWARDS": make_rule("trend", contradict_share="1/3"),
    "DOWNWARDS": make_rule("trend", direction=-1),
}
LABELS = Labels(
    dimensions={"mirror": "whose books are read"},
    choices={"i": "the importer's books", "e": "the exporter's books"},
    phrases={"mirror": "read from {choice}", "year": "in {choice}"},
)


def _part(name: str = "2010", statistic: str = "level", **settings: Any) -> Part:
    given = {"name": name, "rule": "PF10", "statistic": statistic, "claimed": 45.0, "unit": "billion USD", "year": 2010}
    return Part.model_validate(given | settings)


def _judged(part: Part, outcomes: str, value: float = 45.0, **choices: str) -> PartVerdict:
    """One piece of evidence per letter; each choice is a string as long as the letters."""
    evidence = []
    for position, letter in enumerate(outcomes):
        own = {name: letters[position] for name, letters in choices.items() if letters[position] != " "}
        specification = Specification("m", "trade", MappingProxyType({}), MappingProxyType(own))
        figure = {"s": value, "c": value * 0.4, "n": value * 0.8, "-": None}[letter]
        evidence.append(Evidence(specification, WORDS[letter], figure))  # type: ignore[arg-type]
    verdict, groups = conclude_part(part, RULES[part.rule], evidence)
    return PartVerdict(part, verdict, tuple(evidence), groups)


def _reading(*parts: PartVerdict, name: str = "literal") -> ReadingVerdict:
    measurement = {"measure": "m", "label": "trade"}
    given = {"name": name, "meaning": "m", "parts": [item.part for item in parts], "measurements": [measurement]}
    return ReadingVerdict(Reading.model_validate(given), join_parts(parts), parts)


def test_one_choice_on_either_side_of_a_mixed_verdict() -> None:
    """The importer's books support, the exporter's contradict; the source is beside the point."""
    reading = _reading(_judged(_part(), "ssscccs", mirror="iiieeei", source="xyxyxyx"))
    flips = find_flips(reading, RULES)

    assert reading.verdict == "mixed"
    assert [(flip.verdict, flip.choices, flip.specifications) for flip in flips] == [
        ("supported", (("mirror", "i"),), 4),
        ("contradicted", (("mirror", "e"),), 3),
    ]


def test_a_pair_is_taken_when_no_single_choice_will_do() -> None:
    """Contradicted all in all; supported for the importer's books at x alone."""
    part = _judged(_part(), "ss" + "c" * 10, mirror="ii" + "iiii" + "eeeeee", source="xx" + "yyyy" + "xxxxyy")

    (flip,) = find_flips(_reading(part), RULES)

    assert flip.choices == (("mirror", "i"), ("source", "x"))
    assert flip.verdict == "supported"


def test_a_verdict_that_nothing_reverses_may_still_change() -> None:
    """Supported; no choice contradicts it, but at y it is mixed."""
    reading = _reading(_judged(_part(), "sssssnn", source="xxxxyyy"))

    (flip,) = find_flips(reading, RULES)

    assert (flip.verdict, flip.choices) == ("mixed", (("source", "y"),))


def test_no_flip_hangs_on_one_oddity() -> None:
    """One specification at y is not enough, and neither is one contradiction among two for a third of falls."""
    trend = _part("trend", "trend", rule="UPWARDS", claimed=None)

    assert find_flips(_reading(_judged(_part(), "sssc", source="xxxy")), RULES) == ()
    assert find_flips(_reading(_judged(trend, "nnnnnc", source="xxxxyy")), RULES) == ()


def test_ties_go_to_the_choice_that_leaves_more_and_then_to_the_alphabet() -> None:
    """Windows q and r both support with three each, p with two."""
    flips = find_flips(_reading(_judged(_part(), "ssssssssnnnnn", window="pprrrqqqttttt")), RULES)

    assert flips[0].choices == (("window", "q"),)


def test_a_part_that_does_not_know_the_choice_stays_as_it_is() -> None:
    """The second part has no mirror: its support counts whichever books are read for the first."""
    first = _judged(_part("a"), "sscc", mirror="iiee")
    second = _judged(_part("b"), "ss")

    (flip,) = find_flips(_reading(first, second), RULES)

    assert (flip.verdict, flip.choices, flip.specifications) == ("supported", (("mirror", "i"),), 4)


def test_what_a_choice_leaves_too_little_of_is_not_tried() -> None:
    """The importer's books would leave one figure of the second part."""
    first = _judged(_part("a"), "sscc", mirror="iiee")
    second = _judged(_part("b"), "sss", mirror="iee")

    assert all(flip.choices != (("mirror", "i"),) for flip in find_flips(_reading(first, second), RULES))


def test_groups_that_must_agree_are_no_choice() -> None:
    """Two of three states are asked for: one state alone answers another question."""
    part = _part("trend", "trend", rule="UPWARDS", claimed=None, group="states", group_at_least=2)

    assert find_flips(_reading(_judged(part, "ssnnnn", states="AABBCC")), RULES) == ()


def test_the_measurement_and_fixed_arguments_are_choices_too() -> None:
    """Two measurements, the second fixed to one source."""
    given = [("books", "x", "ss"), ("mirror books", "y", "ccc")]
    evidence = tuple(
        Evidence(
            Specification("m", label, MappingProxyType({"source": source}), MappingProxyType({})), WORDS[letter], 1.0
        )  # type: ignore[arg-type]
        for label, source, letters in given
        for letter in letters
    )
    flips = find_flips(_reading(PartVerdict(_part(), "mixed", evidence)), RULES)

    assert [flip.choices for flip in flips] == [(("measure", "books"),), (("measure", "mirror books"),)]


def test_the_sentence_says_it_in_plain_words() -> None:
    """Both sides, with the medians."""
    text = write_flip(_reading(_judged(_part(), "ssscccs", mirror="iiieeei")), LABELS, RULES)

    assert text == (
        "Read from the importer's books the claim holds (about right, 45 billion USD); read from the exporter's books "
        "it does not hold (far too low, 18 billion USD). That rests on 4 and 3 of 7 specifications."
    )


def test_a_part_speaks_where_the_whole_stands_firm() -> None:
    """The first part is undecided throughout, so nothing moves the reading; the second turns on the books."""
    firm, torn = _judged(_part("2002"), "nnnn"), _judged(_part("2014"), "sscc", mirror="iiee")
    text = write_flip(_reading(firm, torn), LABELS, RULES)

    assert "changes the verdict. They do change that on “2014”: read from the importer's books it holds" in text


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [("sss", "every specification supports"), ("sc", "too few to ask"), ("nscnsc", "No single choice and no pair")],
)
def test_where_nothing_turns_the_sentence_says_why(outcomes: str, said: str) -> None:
    """Unanimous, too small, or firm."""
    text = write_flip(_reading(_judged(_part(), outcomes, source="xxxyyy"[: len(outcomes)])), LABELS, RULES)

    assert said in text


def test_readings_that_differ_are_the_smallest_change() -> None:
    """Named first, grouped by verdict."""
    readings = [
        _reading(_judged(_part(), letters), name=name)
        for name, letters in (("literal", "ccc"), ("charitable", "sss"), ("wide", "sss"))
    ]
    told = list_flips(ClaimVerdict(make_claim(), "mixed", tuple(readings)), LABELS, RULES)

    assert "Read as “literal” the claim is contradicted, as “charitable” and “wide” supported." in told.splitlines()[0]


@pytest.mark.parametrize(
    ("part", "rule", "evidence", "said"),
    [
        ({"statistic": "trend"}, "UPWARDS", ("supports", 1.0), "a clear rise"),
        ({"statistic": "trend"}, "UPWARDS", ("contradicts", -1.0), "a clear fall"),
        ({"statistic": "trend"}, "DOWNWARDS", ("supports", -1.0), "a clear fall"),
        ({"statistic": "trend"}, "DOWNWARDS", ("contradicts", 1.0), "a clear rise"),
        ({"statistic": "trend"}, "UPWARDS", ("neither", 0.1), "no clear trend"),
        ({"statistic": "effect"}, "PF10", ("neither", 0.1), "no effect that can be told from chance"),
        ({"statistic": "ranking", "claimed": ("KGZ",)}, "PF10", ("contradicts", 3.0), "Kyrgyzstan is not first"),
        ({"statistic": "comparison", "claimed": ("KGZ", "KAZ")}, "PF10", ("contradicts", -1.0), "Kazakhstan before"),
        ({"statistic": "comparison", "claimed": 9.0}, "PF10", ("contradicts", 1.0), "below 9 billion USD"),
        ({"statistic": "peak-year", "base_year": 2000}, "PF10", ("contradicts", 2013.0), "the record in 2013"),
        ({}, "PF10", ("contradicts", 60.0), "too high, 60 billion USD"),
        ({}, "PF10", ("neither", 37.0), "a little too low, 37 billion USD"),
    ],
)  # fmt: skip
def test_what_specifications_show_in_a_few_words(
    part: dict[str, Any], rule: str, evidence: tuple[Any, float], said: str
) -> None:
    """By the rule's direction, not by its name."""
    blank = Specification("m", "trade", MappingProxyType({}), MappingProxyType({}))
    item = PartVerdict(_part(**({"rule": rule} | part)), "mixed", (Evidence(blank, evidence[0], evidence[1]),))

    assert write_tendency(item, LABELS, RULES[rule]).startswith(said)


@pytest.mark.parametrize(
    ("statistic", "settings", "said"),
    [
        ("trend", {"outcome": "contradicts", "is_absent": True}, "no trend worth the name"),
        ("effect", {"outcome": "contradicts", "is_absent": True}, "no effect worth the name"),
        ("effect", {"outcome": "contradicts", "low": 0.1, "high": 0.9}, "an effect the other way"),
        ("effect", {"outcome": "neither", "low": 0.1, "high": 0.9}, "an effect, but one before the event too"),
        ("effect", {"outcome": "neither", "low": -0.1, "high": 0.9}, "no effect that can be told from chance"),
        ("effect", {"outcome": "neither"}, "no effect that can be told from chance"),
    ],
)
def test_what_is_ruled_out_is_not_what_goes_the_other_way(statistic: str, settings: dict[str, Any], said: str) -> None:
    """Nothing worth the name, the opposite, an unclean placebo and mere noise are four things."""
    blank = Specification("m", "trade", MappingProxyType({}), MappingProxyType({}))
    evidence = Evidence(specification=blank, value=0.5, **settings)
    item = PartVerdict(_part(statistic=statistic, rule="UPWARDS"), "mixed", (evidence,))

    assert write_tendency(item, LABELS, RULES["UPWARDS"]) == said


def test_a_threshold_comes_with_what_is_held_against_it() -> None:
    """A bare figure says nothing."""
    part = _part("distance", "comparison", claimed=9.0, unit="index")

    assert "(trade: above 9 in 3 of 4)" in write_flip(
        _reading(_judged(part, "sssc" + "cc", source="xxxxyy")), LABELS, RULES
    )
