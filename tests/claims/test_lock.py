"""The lock: what is fixed before the results, and what counts as a change."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from planted import write_claim, write_project

from scoledger import claims
from scoledger.claims import changed_since_lock, locked, read_lock, write_lock
from scoledger.errors import LockError
from scoledger.paths import Project

DAY, LATER = dt.date(2026, 1, 1), dt.date(2026, 2, 1)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two claims, locked."""
    project = write_project(tmp_path)
    write_claim(project, "one")
    write_claim(project, "two")
    write_lock(project, DAY)
    return project


def _edit(project: Project, name: str, old: str, new: str) -> None:
    path = project.claims / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_before_the_lock_nothing_is_locked(tmp_path: Path) -> None:
    """A new project has no lock, and every claim says so."""
    project = write_project(tmp_path)
    write_claim(project, "one")

    assert read_lock(project) == {}
    assert changed_since_lock(project) == {"one": "not locked"}


def test_after_the_lock_nothing_differs(project: Project) -> None:
    """Each claim bears the day."""
    assert changed_since_lock(project) == {}
    assert {key: entry.date for key, entry in read_lock(project).items()} == {"one": DAY, "two": DAY}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("claimed = 45.0", "claimed = 44.0"),
        ('["reported", "mirror"]', '["reported"]'),
        ('meaning = "As it stands."', 'meaning = "Otherwise."'),
        ("year = 2010", "year = 2011"),
    ],
)
def test_a_changed_reading_is_seen(project: Project, old: str, new: str) -> None:
    """A figure, a choice, a meaning, a year."""
    _edit(project, "smith2020/one.toml", old, new)

    assert changed_since_lock(project) == {"one": "changed"}


def test_a_changed_threshold_is_seen(project: Project) -> None:
    """In every claim that names the rule."""
    _edit(project, "rules.toml", "within = 0.10", "within = 0.20")

    assert changed_since_lock(project) == {"one": "changed", "two": "changed"}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("smith2020/one.toml", 'paraphrase = "Something is so."', 'paraphrase = "Something is thus."'),
        ("smith2020/one.toml", "line = 12", "line = 13"),
        ("rules.toml", 'text = "Documents decide."', 'text = "Papers decide."'),
    ],
)
def test_what_decides_nothing_breaks_no_lock(project: Project, name: str, old: str, new: str) -> None:
    """The wording of a paraphrase, a line number, a rule that no claim names."""
    _edit(project, name, old, new)

    assert changed_since_lock(project) == {}


def test_a_removed_claim_is_seen(project: Project) -> None:
    """A claim that came out badly cannot vanish unseen."""
    (project.claims / "smith2020" / "one.toml").unlink()

    assert changed_since_lock(project) == {"one": "removed"}


def test_a_change_after_the_lock_is_made_on_purpose(project: Project) -> None:
    """Otherwise nothing is locked, not even a new claim."""
    _edit(project, "smith2020/one.toml", "claimed = 45.0", "claimed = 44.0")
    write_claim(project, "three")
    before = (project.claims / "LOCK").read_bytes()

    with pytest.raises(LockError, match=r"readings or rules of one have changed(?s:.)*--relock ID"):
        write_lock(project, LATER)
    assert (project.claims / "LOCK").read_bytes() == before


def test_a_new_claim_is_locked_and_the_others_keep_their_date(project: Project) -> None:
    """Locking twice changes nothing."""
    write_claim(project, "three")

    assert write_lock(project, LATER) == ["three"]
    assert write_lock(project, LATER) == []
    assert read_lock(project)["one"].date == DAY


def test_nothing_half_written_is_left(project: Project) -> None:
    """The lock is put in place whole."""
    write_lock(project, LATER)

    assert sorted(path.name for path in project.claims.iterdir() if path.is_file()) == [
        "LOCK",
        "articles.toml",
        "labels.toml",
        "locked.json",
        "rules.toml",
    ]


TREND = """
[[readings.parts]]
name = "rise"
rule = "TREND_UP"
statistic = "trend"

[[readings.parts]]
name = "pace"
rule = "TREND_UP"
statistic = "trend"
role = "attribute"

[[readings.measurements]]
measure = "bilateral_trade"
label = "trade"
"""


def test_the_family_of_tests_stands_in_the_lock(project: Project) -> None:
    """Core parts that rest on a test of significance; a level rests on none, and an attribute is no core."""
    write_claim(project, "three", TREND)
    write_lock(project, DAY)

    assert claims.read_family(project) == {"three": ("literal/rise",)}


def test_a_family_that_was_cut_by_hand_is_refused(project: Project) -> None:
    """Fewer tests would make each look firmer."""
    write_claim(project, "three", TREND)
    write_claim(project, "four", TREND)
    write_lock(project, DAY)
    text = (project.claims / "LOCK").read_text(encoding="utf-8")
    (project.claims / "LOCK").write_text(text.replace(', tests = ["literal/rise"]', "", 1), encoding="utf-8")

    with pytest.raises(LockError, match=r"'four' is not what the lock fixed(?s:.)*git checkout"):
        write_lock(project, LATER)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("locked.json", '"claimed":45.0', '"claimed":44.0'),
        ("LOCK", 'one = { date = 2026-01-01, hash = "', 'one = { date = 2026-01-01, hash = "0'),
        ("LOCK", "one = ", "neo = "),
        ("locked.json", '"readings"', '"reeding"'),
    ],
)
def test_a_content_that_does_not_have_its_hash_is_refused(project: Project, name: str, old: str, new: str) -> None:
    """Whichever of the two files was edited; the message says how to get them back."""
    path = project.claims / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(LockError, match=r"'one' is not what the lock fixed(?s:.)*git checkout -- data/claims/LOCK"):
        claims.tell_changes(project)


@pytest.mark.parametrize("text", ["{", "[]", '{"one": 1}'])
def test_contents_that_are_no_contents_are_refused(project: Project, text: str) -> None:
    """Cut off, a list, a number."""
    (project.claims / "locked.json").write_text(text, encoding="utf-8")

    with pytest.raises(LockError, match=r"locked\.json(?s:.)*Restore both files"):
        claims.tell_changes(project)


def test_a_lock_from_before_contents_were_kept_is_read_and_completed(project: Project) -> None:
    """Its claims keep their date and hash; what differs in a changed one cannot be told."""
    whole = read_lock(project)
    kept = (project.claims / "locked.json").read_bytes()
    (project.claims / "locked.json").unlink()
    _edit(project, "smith2020/one.toml", "claimed = 45.0", "claimed = 44.0")
    assert "not known" in claims.tell_changes(project)["one"][0]
    _edit(project, "smith2020/one.toml", "claimed = 44.0", "claimed = 45.0")

    assert write_lock(project, LATER) == []
    assert read_lock(project) == whole
    assert (project.claims / "locked.json").read_bytes() == kept


def test_a_lock_from_before_tests_were_declared_gets_all_of_them(project: Project) -> None:
    """Also when one claim alone is locked anew: a family of some claims only would be too small."""
    write_claim(project, "three", TREND)
    write_lock(project, DAY)
    path = project.claims / "LOCK"
    whole = read_lock(project)
    path.write_text(path.read_text("utf-8").replace(', tests = ["literal/rise"]', ""), encoding="utf-8")
    _edit(project, "smith2020/one.toml", "claimed = 45.0", "claimed = 44.0")
    claims.relock(project, LATER, "A misprint.", claims=["one"])

    assert read_lock(project)["three"] == whole["three"]
    assert claims.tell_changes(project) == {}


def test_locking_is_the_same_to_the_byte(project: Project, tmp_path: Path) -> None:
    """Claims locked in another order give the same two files."""
    other = write_project(tmp_path / "other")
    for claim in ("two", "one"):
        write_claim(other, claim)
        write_lock(other, DAY)

    for name in ("LOCK", "locked.json"):
        assert (other.claims / name).read_bytes() == (project.claims / name).read_bytes()


def test_a_removed_claim_stops_the_lock(project: Project) -> None:
    """Its entry does not go with it."""
    (project.claims / "smith2020" / "one.toml").unlink()

    with pytest.raises(LockError, match="rules of one have changed"):
        write_lock(project, LATER)
    assert set(read_lock(project)) == {"one", "two"}


def test_the_ledgers_lock_keeps_what_it_fixed() -> None:
    """Every entry has its content, the two files agree, and the family is that of the contents."""
    project = Project(ROOT)
    entries, contents = claims.read_locked(project)

    assert set(contents) == {key for key, entry in entries.items() if entry.hash}
    assert all(entry.tests == locked.tested_parts(contents[key]) for key, entry in entries.items() if entry.hash)
