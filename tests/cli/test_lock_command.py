"""``scoledger lock``: what it prints, and with which status it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from planted import write_claim, write_project

from scoledger.claims import read_lock
from scoledger.cli import main
from scoledger.paths import ROOT_VARIABLE, Project

RECORDED = """
[[readings.parts]]
name = "event"
rule = "EVENT"
statistic = "record"
"""


def call(*words: str) -> Result:
    """Call the command line."""
    return CliRunner().invoke(main, ["lock", *words], catch_exceptions=False)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Two claims that documents decide, locked."""
    project = write_project(tmp_path)
    monkeypatch.setenv(ROOT_VARIABLE, str(tmp_path))
    for claim in ("one", "two"):
        write_claim(project, claim, RECORDED)
    assert "Locked 2 claims: one, two." in call().output
    return project


def edit(path: Path, old: str, new: str) -> None:
    """Replace words of a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_check_names_what_differs(project: Project) -> None:
    """Status 0 while all holds; 1, and a line under each claim, once something differs."""
    assert call("--check").exit_code == 0
    edit(project.claims / "smith2020" / "one.toml", 'meaning = "As it stands."', 'meaning = "As it stood."')
    write_claim(project, "three", RECORDED)
    result = call("--check")

    assert "one: changed\n  reading literal: meaning “stands.” -> “stood.”\nthree: not locked\n" in result.output
    assert "2 of 3 claims differ from the lock (2 locked)." in result.output
    assert result.exit_code == 1


def test_a_changed_claim_is_locked_anew_with_its_reason(project: Project) -> None:
    """What differed is printed, and so is what still differs; the new claim waits for a lock of its own."""
    for claim in ("one", "two"):
        edit(project.claims / "smith2020" / f"{claim}.toml", "As it stands.", "Otherwise.")
    write_claim(project, "three", RECORDED)
    result = call("--relock", "one", "--reason", "The footnote says otherwise.")

    assert "one: locked anew\n  reading literal: meaning “As it stands.” -> “Otherwise.”" in result.output
    assert "Locked claims that still differ: two." in result.output
    assert read_lock(project)["one"].changes[0].reason == "The footnote says otherwise."
    assert set(read_lock(project)) == {"one", "two"}


def test_a_changed_rule_is_locked_anew_in_all_its_claims(project: Project) -> None:
    """With one reason."""
    edit(project.claims / "rules.toml", "Documents decide.", "Papers decide.")
    result = call("--relock-rule", "EVENT", "--reason", "Another word.")

    assert result.output.count("rule EVENT: text “Documents” -> “Papers”") == 2
    assert "Locked claims that still differ: none." in result.output
    assert call("--check").exit_code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--relock", "one"], "without a reason"),
        (["--reason", "Because."], "name them with --relock or --relock-rule"),
        (["--relock", "onne", "--reason", "Because."], "Did you mean 'one'"),
        (["--relock-rule", "EVENTS", "--reason", "Because."], "Did you mean 'EVENT'"),
        ([], "See what differs: scoledger lock --check"),
    ],
)
def test_a_mistake_is_answered_with_a_message(project: Project, words: list[str], message: str) -> None:
    """No traceback, status 2, and the lock is as it was."""
    edit(project.claims / "smith2020" / "one.toml", "As it stands.", "Otherwise.")
    before = (project.claims / "LOCK").read_bytes()
    result = call(*words)

    assert message in result.output
    assert "Traceback" not in result.output
    assert result.exit_code == 2
    assert (project.claims / "LOCK").read_bytes() == before
