"""The lock: what is fixed before the results, and what counts as a change."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from planted import write_claim, write_project

from scoledger.claims import changed_since_lock, read_lock, write_lock
from scoledger.errors import LockError, UnknownClaimError
from scoledger.paths import Project

DAY, LATER = dt.date(2026, 1, 1), dt.date(2026, 2, 1)


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


def test_relocking_gives_a_new_date_to_that_claim_only(project: Project) -> None:
    """The page shows when it was changed."""
    _edit(project, "smith2020/one.toml", "claimed = 45.0", "claimed = 44.0")
    locked = write_lock(project, LATER, relock=frozenset({"one"}))

    assert locked == ["one"]
    assert {key: entry.date for key, entry in read_lock(project).items()} == {"one": LATER, "two": DAY}


def test_a_new_claim_is_locked_and_the_others_keep_their_date(project: Project) -> None:
    """Locking twice changes nothing."""
    write_claim(project, "three")

    assert write_lock(project, LATER) == ["three"]
    assert write_lock(project, LATER) == []
    assert read_lock(project)["one"].date == DAY


def test_a_claim_that_is_not_there_cannot_be_relocked(project: Project) -> None:
    """A misspelt id would lock nothing and say nothing."""
    with pytest.raises(UnknownClaimError, match="Did you mean 'two'"):
        write_lock(project, LATER, relock=frozenset({"twoo"}))


def test_nothing_half_written_is_left(project: Project) -> None:
    """The lock is put in place whole."""
    write_lock(project, LATER)

    assert sorted(path.name for path in project.claims.iterdir() if path.is_file()) == [
        "LOCK",
        "articles.toml",
        "labels.toml",
        "rules.toml",
    ]
