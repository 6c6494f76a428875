"""Changing a claim after its lock: what is asked for, and what its entry says afterwards."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from planted import LEVEL, write_claim, write_project

from scoledger.claims import changed_since_lock, read_lock, relock, write_lock
from scoledger.errors import LockError, UnknownClaimError, UnknownRuleError
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


def edit(project: Project, name: str, old: str, new: str) -> None:
    """Replace words of a file, of a claim by its id."""
    path = project.claims / (name if "." in name else f"smith2020/{name}.toml")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_change_is_written_with_date_reason_old_hash_and_what(project: Project) -> None:
    """The day of the first lock stays; the other claim is as it was."""
    before = read_lock(project)
    edit(project, "one", "claimed = 45.0", "claimed = 44.0")
    told = relock(project, LATER, ' The footnote\nsays "44". ', claims=["one"])
    after = read_lock(project)

    assert told == {"one": ("reading literal, part 2010: claimed 45 -> 44",)}
    assert after["one"].date == DAY
    assert [(one.date, one.reason, one.was, one.what) for one in after["one"].changes] == [
        (LATER, 'The footnote says "44".', before["one"].hash, told["one"])
    ]
    assert after["two"] == before["two"]
    assert changed_since_lock(project) == {}


def test_changes_add_up(project: Project) -> None:
    """The oldest stands first."""
    for old, new in (("45.0", "44.0"), ("44.0", "43.0")):
        edit(project, "one", old, new)
        relock(project, LATER, "A misprint.", claims=["one"])

    assert [one.what[0].rsplit(" ", 3)[1:] for one in read_lock(project)["one"].changes] == [
        ["45", "->", "44"],
        ["44", "->", "43"],
    ]


def test_several_claims_are_named_and_the_others_stay_changed(project: Project) -> None:
    """A claim that is not named keeps its entry and still differs; nor is a new claim locked on the way."""
    for claim in ("three", "four"):
        write_claim(project, claim)
    write_lock(project, DAY)
    for claim in ("one", "two", "three"):
        edit(project, claim, "45.0", "44.0")
    write_claim(project, "five")

    assert set(relock(project, LATER, "A misprint.", claims=["one", "three"])) == {"one", "three"}
    assert changed_since_lock(project) == {"five": "not locked", "two": "changed"}


def test_a_changed_rule_takes_every_claim_that_differs_in_it_alone(project: Project) -> None:
    """A claim with another difference needs a reason of its own."""
    write_claim(project, "three")
    write_lock(project, DAY)
    edit(project, "rules.toml", "within = 0.10", "within = 0.20")
    edit(project, "two", "45.0", "44.0")

    assert relock(project, LATER, "A wider rule.", rules=["PF10"]) == {
        "one": ("rule PF10: within 0.1 -> 0.2",),
        "three": ("rule PF10: within 0.1 -> 0.2",),
    }
    assert changed_since_lock(project) == {"two": "changed"}


def test_a_changed_rule_may_ask_its_parts_for_more(project: Project) -> None:
    """A part states what it did not state before; a part that states otherwise is a difference of its own."""
    edit(project, "rules.toml", "within = 0.10", "within = 0.20")
    edit(project, "one", "year = 2010", "year = 2010\nsmallest_effect = 0.1")
    edit(project, "two", "year = 2010", "year = 2011")

    assert relock(project, LATER, "A wider rule.", rules=["PF10"]) == {
        "one": ("reading literal, part 2010: smallest effect none -> 0.1", "rule PF10: within 0.1 -> 0.2")
    }
    assert changed_since_lock(project) == {"two": "changed"}


def test_more_may_be_stated_only_for_a_rule_that_changed(project: Project) -> None:
    """Nor may a part quietly cease to be core."""
    write_claim(project, "three", LEVEL.replace("PF10", "RANK"))
    write_lock(project, DAY)
    edit(project, "rules.toml", "within = 0.10", "within = 0.20")
    edit(project, "rules.toml", "The first places hold.", "The first place holds.")
    edit(project, "one", "year = 2010", 'year = 2010\nrole = "attribute"')
    edit(project, "three", "year = 2010", "year = 2010\nsmallest_effect = 0.1")

    assert set(relock(project, LATER, "A wider rule.", rules=["PF10"])) == {"two"}
    assert set(relock(project, LATER, "A narrower rule.", rules=["RANK"])) == {"three"}


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_change_needs_a_reason(project: Project, reason: str) -> None:
    """Nothing is written without one."""
    edit(project, "one", "45.0", "44.0")
    before = (project.claims / "LOCK").read_bytes()

    with pytest.raises(LockError, match="without a reason"):
        relock(project, LATER, reason, claims=["one"])
    assert (project.claims / "LOCK").read_bytes() == before


def test_a_claim_that_is_not_there_cannot_be_locked_anew(project: Project) -> None:
    """A misspelt id would lock nothing and say nothing."""
    with pytest.raises(UnknownClaimError, match="Did you mean 'two'"):
        relock(project, LATER, "A misprint.", claims=["twoo"])


def test_a_rule_that_is_not_there_or_did_not_change_is_refused(project: Project) -> None:
    """So is a rule in which no claim differs."""
    with pytest.raises(UnknownRuleError, match="Did you mean 'PF10'"):
        relock(project, LATER, "A wider rule.", rules=["PF1O"])
    with pytest.raises(LockError, match="no locked claim differs in PF10 alone"):
        relock(project, LATER, "A wider rule.", rules=["PF10"])


def test_what_did_not_change_or_was_never_locked_is_refused(project: Project) -> None:
    """Each message says so."""
    write_claim(project, "three")

    with pytest.raises(LockError, match="one is as it was locked"):
        relock(project, LATER, "For nothing.", claims=["one"])
    with pytest.raises(LockError, match="three is not locked yet"):
        relock(project, LATER, "For nothing.", claims=["three"])


def test_a_claim_that_was_taken_out_keeps_its_history(project: Project) -> None:
    """Its entry says when and why, the lock holds again, and the claim cannot come back unseen."""
    path = project.claims / "smith2020" / "one.toml"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    relock(project, LATER, "It stood there twice.", claims=["one"])
    entry = read_lock(project)["one"]

    assert (entry.hash, entry.changes[0].what) == ("", ("the claim was taken out",))
    assert changed_since_lock(project) == {}
    assert write_lock(project, LATER) == []
    path.write_text(text, encoding="utf-8")
    assert changed_since_lock(project) == {"one": "changed"}
