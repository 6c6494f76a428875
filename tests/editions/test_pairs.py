"""Results side by side: which belong together, how they stand, and how far apart they are."""

from __future__ import annotations

import pytest
from sidemaker import edition, number, table, verdict

from scoledger.editions import (
    RELATIONS,
    Entry,
    Pair,
    Withdrawal,
    count_causes,
    count_standings,
    pair_entries,
    write_difference,
    write_worth,
)


def test_results_of_two_editions_are_paired_by_id() -> None:
    """What has changed comes first, what has not comes last."""
    one = edition("2026.1", number("a-same"), number("a-moved"), number("a-round"), number("a-gone"), verdict("mixed"))
    other = edition(
        "2026.2", number("a-same"), number("a-moved", 4.0), number("a-round", 3.01, text="3.0 bcm"), number("a-new"),
        verdict("supported"),
    )  # fmt: skip
    pairs = pair_entries(one, other)

    assert [(pair.name, pair.standing) for pair in pairs] == [
        ("a-moved", "changed"),
        ("plain-kgz", "changed"),
        ("a-round", "changed within rounding"),
        ("a-gone", "only in A"),
        ("a-new", "only in B"),
        ("a-same", "unchanged"),
    ]
    assert count_standings(pairs) == dict(zip(RELATIONS, (2, 1, 1, 1, 1), strict=True))


def test_results_of_two_runs_are_paired_by_what_stands_behind_the_slug() -> None:
    """A verdict whose id is the slug is paired with the other's; an id without the slug keeps its name."""
    one = edition("run 1", number("plain-kgz-total"), verdict("mixed", entry_id="plain-kgz"), number("alone"))
    other = edition("run 2", number("plain-kaz-total", 5.0), verdict("mixed", entry_id="plain-kaz"))
    pairs = pair_entries(one, other, ("plain-kgz", "plain-kaz"))

    assert [(pair.name, pair.standing) for pair in pairs] == [
        ("total", "changed"),
        ("alone", "only in A"),
        ("verdict", "unchanged"),
    ]
    assert pairs[0].was
    assert pairs[0].now
    assert (pairs[0].was.id, pairs[0].now.id) == ("plain-kgz-total", "plain-kaz-total")


def test_causes_are_counted_over_results() -> None:
    """How many results were made from what differs, and how many of them have changed."""
    one = edition("2026.1", number("a"), number("b"), number("c"))
    other = edition("2026.2", number("a", 4.0), number("b"), number("d"), code_digest="b" * 16)

    assert count_causes(pair_entries(one, other)) == [("code: package", 2, 1)]
    assert count_causes(pair_entries(one, one)) == []


def test_a_withdrawn_result_says_why() -> None:
    """With what stands in its place; one that is new has no such note."""
    gone = {"a": Withdrawal("2026.2", "It was wrong", "b"), "b": Withdrawal("2026.3", "So was this")}
    pairs = pair_entries(edition("2026.1", number("a")), edition("2026.2", number("b")), withdrawn=gone)

    assert [write_difference(pair) for pair in pairs] == ["withdrawn in 2026.2: It was wrong; see b", ""]


@pytest.mark.parametrize(
    ("was", "now", "difference", "percent", "words"),
    [
        (number(value=4.0), number(value=5.0), 1.0, 25.0, "+1 bcm (+25%)"),
        (number(value=-4.0), number(value=-5.0), -1.0, -25.0, "-1 bcm (-25%)"),
        (number(value=0.0), number(value=5.0), 5.0, None, "+5 bcm"),
        (number(value=0.5, unit="share"), number(value=0.4, unit="share"), -0.1, -20.0,
         "-10 percentage points (-20%)"),
        (number(value=50.0, unit="percent"), number(value=40.0, unit="percent"), -10.0, -20.0,
         "-10 percentage points (-20%)"),
        (number(value=2014.0, unit="year"), number(value=2015.0, unit="year"), 1.0, None, "+1 year"),
        (number(value=2014.0, unit="year"), number(value=2012.0, unit="year"), -2.0, None, "-2 years"),
        (number(value=2.0, unit="furlongs"), number(value=3.0, unit="furlongs"), 1.0, 50.0, "+1 furlongs (+50%)"),
        (number(value=2.0, unit="bcm"), number(value=2.0, unit="tcm"), None, None, "not of one unit or kind"),
        (number(value=2.0, n=4), number(value=2.0, n=5), 0.0, 0.0, "the same value; differing: n"),
        (number(value=1e308), number(value=-1e308), None, None, "cannot be computed"),
        (verdict("mixed"), verdict("supported"), None, None, "the word itself"),
        (verdict("mixed"), verdict("mixed", "2" * 16), None, None, "what it rests on"),
        (table("1"), table("2"), None, None, "compared by digest only: not both files are at hand"),
    ],
)  # fmt: skip
def test_a_difference_is_absolute_and_in_percent(
    was: Entry, now: Entry, difference: float | None, percent: float | None, words: str
) -> None:
    """Between shares lie percentage points; a year has no percentage, and zero none either."""
    pair = Pair("x", "changed", was, now)

    assert pair.difference == (None if difference is None else pytest.approx(difference))
    assert pair.percent == (None if percent is None else pytest.approx(percent))
    assert write_difference(pair) == words


def test_worth_has_interval_and_n() -> None:
    """Of a figure or table it is the kind alone."""
    assert write_worth(number(value=3.0, interval="2 bcm to 4 bcm", n=1200)) == "3.0 bcm (2 bcm to 4 bcm; n = 1,200)"
    assert write_worth(table("1", kind="figure")) == "figure"
    assert write_worth(None) == ""


def test_a_pair_has_at_least_one_side() -> None:
    """Anything else is a mistake of the programmer."""
    with pytest.raises(ValueError, match="on neither side"):
        _ = Pair("x", "changed", None, None).entry
