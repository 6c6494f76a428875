"""Words: labels, choices and sentences for verdicts made by hand."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from planted import make_claim, make_rule

from scoledger.claims import Part, Reading, RecordFile
from scoledger.verdicts import ClaimVerdict, Evidence, Labels, PartVerdict, ReadingVerdict, Specification, make_slug
from scoledger.verdicts.evidence import Decision, write_choice
from scoledger.verdicts.wording import write_claimed, write_decision, write_sentence

LABELS = Labels(
    dimensions={"mirror": "whose books are read"},
    choices={"reported": "own books", "mirror": "the partner's books", "member": "members", "observer": "observers"},
)
RULES = {"PF10": make_rule("point"), "UPWARDS": make_rule("trend"), "DOWNWARDS": make_rule("trend", direction=-1)}
SPECIFICATION = Specification("m", "a measure", MappingProxyType({}), MappingProxyType({}))


def _part(statistic: str = "level", **settings: Any) -> Part:
    given = {"name": "2010", "rule": "PF10", "statistic": statistic, "claimed": 65.0, "unit": "bcm", "year": 2020}
    return Part.model_validate(given | settings)


def _reading(name: str, verdict: str, part: Part, *values: float, outcome: str = "contradicts") -> ReadingVerdict:
    evidence = tuple(Evidence(SPECIFICATION, outcome, value) for value in values)  # type: ignore[arg-type]
    measurement = {"measure": "m", "label": "l"}
    reading = Reading.model_validate({"name": name, "meaning": "m", "parts": [part], "measurements": [measurement]})
    return ReadingVerdict(reading, verdict, (PartVerdict(part, verdict, evidence),))  # type: ignore[arg-type]


def _verdict(verdict: str, *readings: ReadingVerdict, **settings: Any) -> ClaimVerdict:
    return ClaimVerdict(make_claim(**settings), verdict, readings)  # type: ignore[arg-type]


def test_dimensions_and_choices_in_plain_words() -> None:
    """Unknown ones speak for themselves, lists are joined."""
    assert (LABELS.dimension("mirror"), LABELS.dimension("first_year")) == ("whose books are read", "first year")
    assert (LABELS.choice("reported"), LABELS.choice("2001-2018")) == ("own books", "2001-2018")
    assert LABELS.choice("member + observer") == "members and observers"


@pytest.mark.parametrize(
    ("choice", "written"),
    [((2001, 2018), "2001-2018"), (("a", "b"), "a + b"), ("CA5", "CA5"), (420.0, "420.0"), ((1, 2, 3), "1 + 2 + 3")],
)
def test_choices_as_text(choice: Any, written: str) -> None:
    """A pair of years is a window."""
    assert write_choice(choice) == written


def test_slugs_can_stand_in_addresses() -> None:
    """Spaces, capitals and signs go."""
    assert make_slug("Either book", "2016 / 17") == "either-book-2016-17"


def test_a_sentence_names_claimed_and_measured() -> None:
    """With the range when there is one."""
    sentence = write_sentence(
        _verdict("contradicted", _reading("literal", "contradicted", _part(), 27.2, 37.4)), LABELS, RULES
    )

    assert sentence.startswith("The claim does not hold: 65 bcm claimed")
    for number in ("2020", "32.3", "27.2", "37.4"):
        assert number in sentence


def test_an_absent_trend_is_told_apart_from_the_opposite_one() -> None:
    """Data that rule a change out speak against the claim, yet show no fall."""
    part = _part("trend", rule="UPWARDS", name="trend")
    reading = _reading("literal", "contradicted", part, -0.2, 0.0, 0.0)
    fall, *flat = reading.parts[0].evidence
    judged = replace(reading.parts[0], evidence=(fall, *(replace(one, is_absent=True) for one in flat)))
    sentence = write_sentence(_verdict("contradicted", replace(reading, parts=(judged,))), LABELS, RULES)

    assert "0 of 3 specifications show a clear rise, 1 the opposite, 2 rule out a change worth the name" in sentence


def test_a_mixed_claim_that_little_supports_does_not_hold_in_part() -> None:
    """The data do not decide; or lean against it, when a third contradicts."""
    part = _part("trend", rule="UPWARDS", name="trend")
    opened = {
        outcome: write_sentence(
            _verdict("mixed", _reading("literal", "mixed", part, 0.1, 0.2, outcome=outcome)), LABELS, RULES
        ).partition(":")[0]
        for outcome in ("neither", "contradicts", "supports")
    }

    assert opened == {
        "neither": "The data do not decide",
        "contradicts": "The data lean against the claim",
        "supports": "The claim holds in part",
    }


def test_a_dispute_says_whether_documents_stand_on_both_sides() -> None:
    """A wrong attribute is another thing than a document against another."""
    part = Part.model_validate({"name": "record", "rule": "EVENT", "statistic": "record"})
    reading = ReadingVerdict(
        Reading(name="literal", meaning="m", parts=(part,)), "disputed", (PartVerdict(part, "disputed", ()),)
    )
    opened = [
        write_sentence(
            replace(_verdict("disputed", reading), records=_records("core", other)),
            LABELS,
            {"EVENT": make_rule("record")},
        )
        for other in ("attribute-wrong", "otherwise")
    ]

    assert opened[0].startswith("The core of the claim holds, an attribute does not: ")
    assert opened[1].startswith("Documents stand on both sides: ")


def test_documents_are_told_once() -> None:
    """Two readings that rest on the same documents do not print the finding twice."""
    part = Part.model_validate({"name": "record", "rule": "EVENT", "statistic": "record"})
    readings = [
        ReadingVerdict(Reading(name=name, meaning="m", parts=(part,)), word, (PartVerdict(part, word, ()),))  # type: ignore[arg-type]
        for name, word in (("literal", "disputed"), ("charitable", "confirmed"))
    ]
    judged = replace(_verdict("mixed", *readings), records=_records("core"))
    sentence = write_sentence(judged, LABELS, {"EVENT": make_rule("record")})

    assert sentence == (
        "It depends on the reading. Literal reading, disputed: F. Charitable reading, confirmed: the same documents."
    )


def _records(*sides: str) -> RecordFile:
    given = {"publisher": "P", "title": "T", "url": "https://example.org", "level": "primary"}
    records = [given | {"supports": side, "checked": "primary document seen"} for side in sides]
    return RecordFile.model_validate(
        {"id": "made-up", "actor": "A", "date": "2010", "place": "B", "finding": "F.", "records": records}
    )


def test_a_single_figure_has_no_range() -> None:
    """No "32.3 to 32.3"."""
    verdict = _verdict("contradicted", _reading("literal", "contradicted", _part(), 32.3))

    assert " to " not in write_sentence(verdict, LABELS, RULES)


def test_readings_that_differ_are_named() -> None:
    """Each with its verdict."""
    first = _reading("literal", "contradicted", _part(), 32.3)
    second = _reading("charitable", "supported", _part(), 64.0, outcome="supports")
    sentence = write_sentence(_verdict("mixed", first, second), LABELS, RULES).lower()

    assert sentence.startswith("it depends on the reading")
    assert "contradicted" in sentence
    assert "supported" in sentence
    assert "charitable" in sentence


@pytest.mark.parametrize("reason", ["Nobody counted", "Nobody counted."])
def test_what_cannot_be_tested_says_why(reason: str) -> None:
    """With one full stop."""
    verdict = _verdict("not testable", testability="not-testable", reason_untestable=reason)

    assert write_sentence(verdict, LABELS, RULES) == "Open data cannot test this claim: Nobody counted."


@pytest.mark.parametrize(
    ("part", "written"),
    [
        (_part(), "65 bcm"),
        (_part(claimed=0.4, unit="share"), "40 percent"),
        (_part(claimed=(1.0, 2.5), unit="billion USD"), "1 to 2.5 billion USD"),
        (_part("peak-year", year=2016), "record in 2016"),
        (_part("ranking", claimed=("RUS",)), "Russia is first"),
        (_part("trend", rule="UPWARDS"), "a rise"),
        (_part("trend", rule="DOWNWARDS"), "a fall"),
        (_part("record"), "as stated"),
    ],
)
def test_what_was_claimed(part: Part, written: str) -> None:
    """As tables show it."""
    assert write_claimed(part, LABELS, RULES[part.rule]) == written


def test_ranks_name_the_states() -> None:
    """In the order claimed."""
    written = write_claimed(_part("ranking", claimed=("RUS", "CHN", "USA"), top=3), LABELS, RULES["PF10"])

    assert written.startswith("Russia, China and United States are the first")


def test_a_decision_names_the_dimension_and_its_choices() -> None:
    """The strongest support first."""
    text = write_decision(Decision("mirror", 0.8, {"reported": 0.25, "mirror": 1.0}), LABELS)

    assert "whose books are read" in text
    assert text.index("the partner's books, 100%") < text.index("own books, 25%")


def test_of_many_choices_best_and_worst_are_named() -> None:
    """Ten years would fill a paragraph."""
    support = {str(year): (year - 2000) / 20 for year in range(2001, 2011)}
    text = write_decision(Decision("year", 0.8, support), LABELS)

    assert "2010, 50%" in text
    assert "2001, 5%" in text
    assert "2005" not in text


def test_where_no_choice_supports_the_contradictions_are_counted() -> None:
    """A row of zeros tells nobody anything."""
    text = write_decision(
        Decision("mirror", 0.8, {"reported": 0.0, "mirror": 0.0}, {"reported": 0.1, "mirror": 0.9}), LABELS
    )

    assert "contradict the claim: the partner's books, 90%; own books, 10%" in text


def test_a_dimension_that_explains_next_to_nothing_is_not_named() -> None:
    """One percent of the differences decides nothing."""
    assert "whose books" not in write_decision(Decision("mirror", 0.01, {"reported": 0.9, "mirror": 1.0}), LABELS)


def test_an_effect_says_what_the_other_specifications_show() -> None:
    """Chance, an unclean placebo, nothing worth the name and the opposite are four things."""
    found = [
        Evidence(SPECIFICATION, "supports", 1.0, low=0.5, high=1.5),
        Evidence(SPECIFICATION, "neither", 1.0, low=-0.5, high=1.5),
        Evidence(SPECIFICATION, "neither", 1.0, low=0.5, high=1.5),
        Evidence(SPECIFICATION, "contradicts", 0.1, low=-0.1, high=0.2, is_absent=True),
        Evidence(SPECIFICATION, "contradicts", -1.0, low=-1.5, high=-0.5),
    ]
    part = _part("effect", name="sales", claimed=None)
    reading = _reading("literal", "mixed", part)
    judged = ReadingVerdict(reading.reading, "mixed", (PartVerdict(part, "mixed", tuple(found)),))
    sentence = write_sentence(_verdict("mixed", judged), LABELS, RULES)

    assert sentence == (
        "The data lean against the claim: 1 of 5 specifications show a change with the event that others do not show "
        "(sales); 1 cannot tell it from chance; 1 show one at a false event too; 1 rule out one worth the name; "
        "1 show the opposite."
    )


def test_a_sentence_of_many_parts_breaks_off_early() -> None:
    """No part begins after 160 letters: the first is told whole, the others stand in the table."""
    parts = [_part("comparison", name=f"the trade of number {n} in years after", claimed=5.0) for n in range(6)]
    evidence = (Evidence(SPECIFICATION, "supports", 7.0),)
    whole = _reading("literal", "supported", parts[0])
    judged = ReadingVerdict(
        whole.reading, "supported", tuple(PartVerdict(part, "supported", evidence) for part in parts)
    )
    sentence = write_sentence(_verdict("supported", judged), LABELS, RULES)

    assert sentence.endswith("(the trade of number 2 in years after); and 3 more parts in the table.")
