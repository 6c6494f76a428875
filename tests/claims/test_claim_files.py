"""Claims as files: what is read, and what each mistake is answered with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from planted import make_claim, write_claim, write_project
from pydantic import ValidationError

from scoledger.claims import Reading, read_articles, read_chapter, read_claim, read_claims, read_records
from scoledger.errors import ClaimError, DuplicateIdError, UnknownClaimError
from scoledger.paths import Project

ROOT = Path(__file__).resolve().parents[2]
RECORDS = """
id = "{id}"
actor = "Somebody"
date = "1999-04"
place = "Somewhere"
finding = "It was otherwise."

[[records]]
publisher = "An office"
title = "A document"
url = "https://example.org/1"
date = "1999-04-02"
level = "primary"
checked = "primary document seen"
supports = "otherwise"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Rules, articles and one claim."""
    project = write_project(tmp_path)
    write_claim(project, "one-claim")
    return project


def _edit(project: Project, old: str, new: str) -> Path:
    """Replace one piece of the claim's text."""
    path = project.claims / "smith2020" / "one-claim.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_a_claim_is_read_as_it_is_written(project: Project) -> None:
    """Statement, reading, part and measurement."""
    claim = read_claim(project, "one-claim")
    (reading,) = claim.readings

    assert (claim.source, claim.voice, claim.period.last) == ("smith2020", "author", 2010)
    assert (reading.parts[0].claimed, reading.parts[0].role) == (45.0, "core")
    assert reading.measurements[0].vary == {"mirror": ("reported", "mirror")}


def test_what_is_read_cannot_be_changed(project: Project) -> None:
    """A claim is the same for everyone who holds it."""
    claim = read_claim(project, "one-claim")

    with pytest.raises(ValidationError, match="frozen"):
        claim.title = "Other"  # type: ignore[misc]


def test_all_claims_come_in_order_of_their_ids(project: Project) -> None:
    """Whatever the article."""
    write_claim(project, "a-claim", source="zhou2021")
    write_claim(project, "b-claim")

    assert list(read_claims(project)) == ["a-claim", "b-claim", "one-claim"]


def test_numbers_and_codes_keep_their_type(project: Project) -> None:
    """A country code "NO" stays a text, a list of years a tuple of numbers."""
    _edit(project, 'countries = ["KGZ"]', 'countries = ["NO", "010"]')
    _edit(project, 'vary = { mirror = ["reported", "mirror"] }', "vary = { window = [[2001, 2010]], share = [0.5] }")
    claim = read_claim(project, "one-claim")

    assert claim.countries == ("NO", "010")
    assert claim.readings[0].measurements[0].vary == {"window": ((2001, 2010),), "share": (0.5,)}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('topic = "trade"\n', "", r"topic: Field required"),
        ('topic = "trade"\n', 'topic = "trade"\ntopics = "x"\n', r"topics: Extra inputs are not permitted"),
        ("year = 2010\n", "yaer = 2010\n", r"readings\.0\.parts\.0\.yaer: Extra inputs"),
        ("line = 12", 'line = "twelve"', r"locator\.line: .*\(found 'twelve'\)"),
        ('statistic = "level"', 'statistic = "median"', r"statistic: Input should be 'level'"),
        ('"something is so"', '"one two three four five six seven eight nine"', "the quote has 9 words; at most 8"),
        ('id = "one-claim"', 'id = "One Claim"', "id: String should match"),
        ('testability = "trade-energy-stats"', 'testability = "perhaps"', "testability: Input should be"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_file_and_key(project: Project, old: str, new: str, message: str) -> None:
    """A missing key, an unknown key, a wrong type, a long quote."""
    path = _edit(project, old, new)

    with pytest.raises(ClaimError, match=f"(?s){path.name} does not state what it must:.*{message}"):
        read_claims(project)


def test_all_mistakes_are_named_at_once(project: Project) -> None:
    """Nobody mends a file line by line."""
    _edit(project, 'topic = "trade"\n', "")
    _edit(project, 'kind = "point-figure"\n', "")

    with pytest.raises(ClaimError, match=r"(?s)kind: Field required.*topic: Field required"):
        read_claim(project, "one-claim")


def test_eight_words_may_be_quoted(project: Project) -> None:
    """The ninth is one too many."""
    _edit(project, '"something is so"', '"one two three four five six seven eight"')

    assert len(read_claim(project, "one-claim").quote.split()) == 8


def test_text_that_is_not_toml_is_named_with_its_line(project: Project) -> None:
    """The reader mends that line."""
    path = _edit(project, 'topic = "trade"', 'topic = trade"')

    with pytest.raises(ClaimError, match=rf"{path.name} is not TOML: .*line 9"):
        read_claims(project)


def test_one_id_in_two_articles_is_refused(project: Project) -> None:
    """An id is an address."""
    write_claim(project, "one-claim", source="zhou2021")

    with pytest.raises(DuplicateIdError, match=r"'one-claim' stands in smith2020/one-claim\.toml too"):
        read_claims(project)


def test_a_file_bears_the_id_of_its_claim(project: Project) -> None:
    """Otherwise its page could not be found."""
    path = project.claims / "smith2020" / "one-claim.toml"
    path.rename(path.with_name("another.toml"))

    with pytest.raises(DuplicateIdError, match=r"another\.toml: expected smith2020/one-claim\.toml"):
        read_claims(project)


def test_a_folder_bears_the_name_of_the_article(project: Project) -> None:
    """The claim says smith2020."""
    path = project.claims / "smith2020" / "one-claim.toml"
    (project.claims / "zhou2021").mkdir()
    path.rename(project.claims / "zhou2021" / path.name)

    with pytest.raises(DuplicateIdError, match=r"expected smith2020/one-claim\.toml"):
        read_claims(project)


@pytest.mark.parametrize("read", ["one-claims", "on-claim"])
def test_an_unknown_claim_is_answered_with_the_nearest(project: Project, read: str) -> None:
    """And with the command that lists them."""
    with pytest.raises(UnknownClaimError, match=r"Did you mean 'one-claim'(?s:.)*scoledger claims \(1 claims\)"):
        read_claim(project, read)


def test_a_claim_s_own_name_is_no_hint(project: Project) -> None:
    """A file of that name whose claim has another id is a mistake of the file."""
    _edit(project, 'id = "one-claim"', 'id = "other-claim"')

    with pytest.raises(DuplicateIdError, match=r"expected smith2020/other-claim\.toml"):
        read_claim(project, "one-claim")


def test_two_readings_need_two_names() -> None:
    """Ids of results are made of them."""
    reading = {"name": "literal", "meaning": "m", "parts": [{"name": "p", "rule": "EVENT", "statistic": "record"}]}

    with pytest.raises(ValidationError, match="two readings bear one name"):
        make_claim(reading, reading)


def test_a_measurement_judges_parts_that_exist() -> None:
    """A misspelt part would be judged by nothing."""
    part = {"name": "2010", "rule": "PF10", "statistic": "level"}
    way = {"measure": "m", "label": "l", "parts": ["2011"]}

    with pytest.raises(ValidationError, match=r"measurements name parts \['2011'\] that the reading does not have"):
        Reading.model_validate({"name": "literal", "meaning": "m", "parts": [part], "measurements": [way]})


def test_a_figure_needs_a_measurement() -> None:
    """Only documents decide without one."""
    part = {"name": "2010", "rule": "PF10", "statistic": "level"}

    with pytest.raises(ValidationError, match="needs at least one measurement"):
        Reading.model_validate({"name": "literal", "meaning": "m", "parts": [part]})


def test_articles_are_read_with_what_their_authors_could_know(project: Project) -> None:
    """The information cut-off is a date."""
    article = read_articles(project)["smith2020"]

    assert (article.short, article.information_until.isoformat()) == ("Smith (2020)", "2019-12-31")


def test_records_are_read(project: Project) -> None:
    """One file per claim, with a finding and its documents."""
    (project.records / "one-claim.toml").write_text(RECORDS.format(id="one-claim"), encoding="utf-8")
    found = read_records(project, "one-claim")

    assert (found.actor, found.records[0].supports) == ("Somebody", "otherwise")


def test_records_bear_the_id_of_their_claim(project: Project) -> None:
    """They would judge another one."""
    (project.records / "one-claim.toml").write_text(RECORDS.format(id="two-claim"), encoding="utf-8")

    with pytest.raises(ClaimError, match="expected id 'one-claim', found 'two-claim'"):
        read_records(project, "one-claim")


def test_missing_records_are_named(project: Project) -> None:
    """The message names the file."""
    with pytest.raises(ClaimError, match=r"one-claim\.toml: no such file"):
        read_records(project, "one-claim")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"https://example.org/1"', '"example.org/1"', "url"),
        ('"1999-04-02"', '"2 April 1999"', "date"),
        ('"primary"', '"rumour"', "level"),
        ('"otherwise"', '"perhaps"', "supports"),
    ],
)
def test_a_record_states_what_it_must(project: Project, old: str, new: str, message: str) -> None:
    """An address, a date in the order of a calendar, and one of the words for its level."""
    text = RECORDS.format(id="one-claim").replace(old, new)
    (project.records / "one-claim.toml").write_text(text, encoding="utf-8")

    with pytest.raises(ClaimError, match=rf"records\.0\.{message}"):
        read_records(project, "one-claim")


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "chapters").glob("*.toml")), ids=lambda path: path.stem)
def test_a_chapter_spells_the_authors_as_the_articles_do(path: Path) -> None:
    """Who searches a page for the name in the bibliography finds it."""
    known = {article.short for article in read_articles(Project(ROOT)).values()}
    named = set(re.findall(r"\w+ \(20(?:16|19)\)", read_chapter(Project(ROOT), path.stem).articles))

    assert named <= known
