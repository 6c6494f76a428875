"""From outcomes to verdicts: shares as exact fractions, groups, parts, readings and documents."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest
from planted import make_rule

from scoledger.claims import Part, Reading, RecordFile
from scoledger.errors import ClaimError
from scoledger.verdicts import Evidence, PartVerdict, ReadingVerdict, Specification
from scoledger.verdicts.documents import judge_records
from scoledger.verdicts.joining import apply_shares, join_parts, join_readings
from scoledger.verdicts.judge import _judge_part

WORDS = {"s": "supports", "c": "contradicts", "n": "neither", "-": "no data"}
POINT, TREND = make_rule("point"), make_rule("trend", contradict_share="1/3")


def _evidence(outcomes: str, **choices: Any) -> tuple[Evidence, ...]:
    """One piece of evidence per letter; a choice may be a list as long as the letters."""
    found = []
    for position, letter in enumerate(outcomes):
        own = {name: value[position] if isinstance(value, str) else value for name, value in choices.items()}
        specification = Specification("m", "a measure", MappingProxyType(own), MappingProxyType(own))
        value = None if letter == "-" else 1.0
        found.append(Evidence(specification, WORDS[letter], value, detail="nothing there"))  # type: ignore[arg-type]
    return tuple(found)


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ("ssc", "supported"), ("sscc", "mixed"), ("scc", "contradicted"), ("sncc", "mixed"), ("snc", "mixed"),
        ("s" * 66 + "n" * 34, "mixed"), ("s" * 67 + "n" * 33, "supported"), ("ssc----", "supported"),
        ("nnn", "mixed"), ("---", "not identified"), ("", "not identified"),
    ],
)  # fmt: skip
def test_two_thirds_either_way(outcomes: str, verdict: str) -> None:
    """Exactly two of three suffice; what could not be computed does not count."""
    assert apply_shares(POINT, _evidence(outcomes)) == verdict


@pytest.mark.parametrize(
    ("outcomes", "verdict"), [("ssc", "supported"), ("snc", "contradicted"), ("snnc", "mixed"), ("nnc", "contradicted")]
)
def test_a_third_of_falls_contradicts_a_rise(outcomes: str, verdict: str) -> None:
    """Exactly one of three; but two thirds of support go first."""
    assert apply_shares(TREND, _evidence(outcomes)) == verdict


@pytest.mark.parametrize("n", range(1, 40))
def test_shares_are_compared_as_fractions(n: int) -> None:
    """2n of 3n are two thirds for every n, which 0.6667 and 0.66 are not."""
    assert apply_shares(POINT, _evidence("s" * 2 * n + "n" * n)) == "supported"
    assert apply_shares(POINT, _evidence("s" * (2 * n - 1) + "n" * (n + 1))) == "mixed"


def _trend_part(**settings: Any) -> Part:
    return Part.model_validate({"name": "trend", "rule": "TREND_UP", "statistic": "trend"} | settings)


@pytest.mark.parametrize(
    ("outcomes", "at_least", "verdict"),
    [("ssss", 2, "supported"), ("ssnn", 1, "supported"), ("ssnn", 2, "mixed"), ("sscc", 2, "contradicted")],
)
def test_at_least_so_many_groups(outcomes: str, at_least: int, verdict: str) -> None:
    """Two states, A and B, with two specifications each."""
    part = _trend_part(group="states", group_at_least=at_least)
    found = _judge_part(part, TREND, _evidence(outcomes, states="AABB"), "here")

    assert found.verdict == verdict
    assert set(found.groups) == {"A", "B"}


def test_many_specifications_of_few_groups_are_not_enough() -> None:
    """Eight of ten support, but all eight are of one state."""
    part = _trend_part(group="states", group_at_least=2)
    found = _judge_part(part, TREND, _evidence("ssssssssnn", states="AAAAAAAABB"), "here")

    assert (found.verdict, found.groups) == ("mixed", {"A": "supported", "B": "mixed"})


def test_a_group_without_data_is_not_identified() -> None:
    """And counts towards no number."""
    part = _trend_part(group="states", group_at_least=1)

    assert _judge_part(part, TREND, _evidence("ss--", states="AABB"), "here").groups["B"] == "not identified"


def test_a_part_that_nothing_can_answer_has_no_verdict_path() -> None:
    """The message gives the reasons that were found."""
    with pytest.raises(ClaimError, match=r"here, part 'trend': no specification could be computed(?s:.)*nothing there"):
        _judge_part(_trend_part(), TREND, _evidence("--"), "here")


def test_the_dimension_that_decides_comes_with_its_choices() -> None:
    """Own books support, the partner's contradict."""
    found = _judge_part(_trend_part(), POINT, _evidence("sscc", mirror="oopp", source="xyxy"), "here").decision

    assert found is not None
    assert (found.dimension, found.share_explained) == ("mirror", 1.0)
    assert found.support_by_choice == {"o": 1.0, "p": 0.0}


def _parts(*verdicts: str) -> list[PartVerdict]:
    """Core parts; one with a star is an attribute."""
    return [
        PartVerdict(_trend_part(role="attribute" if word.endswith("*") else "core"), word.rstrip("*"), ())  # type: ignore[arg-type]
        for word in verdicts
    ]


@pytest.mark.parametrize(
    ("verdicts", "joined"),
    [
        (("supported",), "supported"),
        (("confirmed",), "confirmed"),
        (("supported", "supported"), "supported"),
        (("supported", "contradicted"), "mixed"),
        (("contradicted", "contradicted"), "contradicted"),
        (("contradicted", "supported*"), "contradicted"),
        (("supported", "contradicted*"), "mixed"),
        (("mixed", "contradicted"), "mixed"),
        (("supported", "confirmed"), "supported"),
        (("supported", "disputed"), "mixed"),
        (("confirmed", "confirmed"), "confirmed"),
        (("unverified", "unverified"), "unverified"),
    ],
)
def test_parts_join_to_a_reading(verdicts: tuple[str, ...], joined: str) -> None:
    """All borne out, every core part refuted, or in between; an attribute alone does not refute."""
    assert join_parts(_parts(*verdicts)) == joined


@pytest.mark.parametrize(
    ("verdicts", "joined"),
    [
        (("supported", "supported"), "supported"),
        (("contradicted", "contradicted"), "contradicted"),
        (("supported", "contradicted"), "mixed"),
        (("supported", "confirmed"), "supported"),
        (("contradicted", "confirmed"), "mixed"),
        (("confirmed",), "confirmed"),
        (("unverified", "not identified"), "not identified"),
        (("mixed", "disputed"), "mixed"),
    ],
)
def test_readings_join_to_a_claim(verdicts: tuple[str, ...], joined: str) -> None:
    """What all share; where they differ it depends on the reading."""
    reading = Reading(name="r", meaning="m", parts=(Part(name="p", rule="EVENT", statistic="record"),))
    readings = tuple(ReadingVerdict(reading, word, ()) for word in verdicts)  # type: ignore[arg-type]

    assert join_readings(readings) == joined


PRIMARY = {"level": "primary", "checked": "primary document seen"}
REPORT = {"level": "report", "checked": "published report seen"}


def _records(*records: dict[str, str]) -> RecordFile:
    blank = {"title": "t", "url": "https://example.org", "date": "1999-04", "supports": "core"}
    given = [{"publisher": f"publisher {number}"} | blank | record for number, record in enumerate(records)]
    # An empty date stands for none.
    cleaned = [{name: value for name, value in record.items() if value} for record in given]
    return RecordFile.model_validate(
        {"id": "c", "actor": "a", "date": "1999", "place": "p", "finding": "f", "records": cleaned}
    )


OTHERWISE, ATTRIBUTE, UNDATED = {"supports": "otherwise"}, {"supports": "attribute-wrong"}, {"date": ""}
SAME = {"publisher": "one agency"}


@pytest.mark.parametrize(
    ("records", "verdict"),
    [
        ([], "unverified"),
        ([PRIMARY], "confirmed"),
        ([PRIMARY | UNDATED], "confirmed"),
        ([REPORT], "unverified"),
        ([REPORT, REPORT], "confirmed"),
        ([REPORT | SAME, REPORT | SAME], "unverified"),
        ([REPORT, REPORT | UNDATED], "unverified"),
        ([PRIMARY | {"checked": "not verified"}, REPORT], "unverified"),
        ([PRIMARY | {"checked": "published report seen"}], "unverified"),
        ([PRIMARY | OTHERWISE], "contradicted"),
        ([REPORT | OTHERWISE, REPORT | OTHERWISE], "contradicted"),
        ([PRIMARY | ATTRIBUTE], "disputed"),
        ([PRIMARY, PRIMARY | OTHERWISE], "disputed"),
        ([PRIMARY, REPORT | OTHERWISE], "confirmed"),
        ([PRIMARY | OTHERWISE, REPORT], "contradicted"),
    ],
)
def test_documents_decide(records: list[dict[str, str]], verdict: str) -> None:
    """A primary document that was seen, or two dated reports of two publishers; both sides established is a dispute."""
    part = Part(name="p", rule="EVENT", statistic="record")

    assert judge_records(_records(*records), part) == verdict


def test_documents_must_have_been_read() -> None:
    """A part that documents judge cannot do without them."""
    with pytest.raises(ClaimError, match="judged by records, but none were read"):
        judge_records(None, Part(name="p", rule="EVENT", statistic="record"))
