"""Groups of statements that stand against each other: what the file must state, and which side verdicts favour."""

from __future__ import annotations

from pathlib import Path

import pytest
from planted import write_project

from scoledger.claims import read_articles, read_claims
from scoledger.claims.contradictions import count_words, read_contradictions, weigh_sides
from scoledger.errors import ClaimError
from scoledger.paths import Project

PROJECT = Project(Path(__file__).resolve().parents[2])
GROUP = '[[groups]]\ntype = "between"\ntitle = "T"\nclaims = ["a", "b", "c"]\nnote = "N."\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project without groups."""
    return write_project(tmp_path)


def _write(project: Project, text: str) -> None:
    (project.claims / "contradictions.toml").write_text(text, encoding="utf-8")


def test_all_groups_of_the_inventory_are_carried_over() -> None:
    """Ten between the articles, four and ten within them, and the doubtful facts of each."""
    types = [group.type for group in read_contradictions(PROJECT)]

    assert {kind: types.count(kind) for kind in types} == {
        "between": 10,
        "within-schafer2016": 4,
        "within-kocamaz2019": 10,
        "doubtful-fact": 2,
    }


def test_every_claim_of_a_group_is_a_claim_of_the_ledger() -> None:
    """A misspelt id would otherwise be printed as not judged."""
    named = {claim for group in read_contradictions(PROJECT) for claim in group.claims}

    assert named <= set(read_claims(PROJECT))


def test_a_group_names_claims_of_the_articles_that_its_type_says() -> None:
    """Between: both articles; within: that one alone."""
    sources = {claim.id: claim.source for claim in read_claims(PROJECT).values()}
    for group in read_contradictions(PROJECT):
        found = {sources[claim] for claim in group.claims if claim in sources}
        own = group.type.removeprefix("within-")
        assert found <= ({own} if own in read_articles(PROJECT) else set(read_articles(PROJECT))), group.title


def test_the_first_claim_stands_against_the_others_unless_the_file_says_otherwise(project: Project) -> None:
    """Without `second` the sides are one and two, with it as named; doubtful facts have one side."""
    _write(
        project,
        GROUP + GROUP + 'second = ["a"]\n' + GROUP.replace("between", "doubtful-fact"),
    )

    assert [group.sides for group in read_contradictions(project)] == [
        (("a",), ("b", "c")),
        (("b", "c"), ("a",)),
        (("a", "b", "c"),),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GROUP.replace("between", "beyond"), "type"),
        (GROUP.replace('"c"', '"a"'), "stands twice"),
        (GROUP + 'second = ["d"]\n', "does not have: ['d']"),
        (GROUP + 'second = ["a", "b", "c"]\n', "no first side"),
        (GROUP + "more = 1\n", "more"),
        (GROUP.replace('note = "N."\n', ""), "note"),
    ],
)
def test_a_group_that_is_not_one_is_refused(project: Project, text: str, says: str) -> None:
    """The message names file and fault."""
    _write(project, text)

    with pytest.raises(ClaimError, match=r"contradictions\.toml") as caught:
        read_contradictions(project)
    assert says in str(caught.value)


def test_a_missing_file_is_named(project: Project) -> None:
    """Not a traceback of the operating system."""
    with pytest.raises(ClaimError, match=r"contradictions\.toml: no such file"):
        read_contradictions(project)


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        (["supported"], ["contradicted"], "favour the first"),
        (["contradicted", "contradicted"], ["confirmed", "supported"], "favour the second"),
        (["mixed"], ["not testable"], "do not decide between"),
        (["supported", "contradicted"], ["not identified"], "do not decide between"),
        (["supported"], ["confirmed"], "Each side holds"),
        (["contradicted"], ["contradicted"], "against both"),
        (["confirmed"], ["disputed"], "The first side holds; on the second"),
        (["unverified"], ["supported"], "The second side holds; on the first"),
        (["contradicted"], ["mixed"], "against the first side; on the second"),
        (["mixed"], ["contradicted"], "against the second side; on the first"),
        ([], ["supported"], "no claim of the first side"),
        (["mixed"], [], "no claim of the second side"),
        ([], [], "no claim of either side"),
    ],
)
def test_the_verdicts_say_which_side_the_data_favour(first: list[str], second: list[str], says: str) -> None:
    """A side holds or fails only when all of its claims do."""
    assert says in weigh_sides(first, second)


def test_verdicts_on_doubtful_facts_are_counted() -> None:
    """Most frequent first, then by the alphabet."""
    assert count_words(["mixed", "confirmed", "mixed", "contradicted"]) == (
        "Verdicts: 2 mixed, 1 confirmed, 1 contradicted."
    )
    assert "None" in count_words([])
