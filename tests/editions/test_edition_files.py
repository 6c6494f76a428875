"""The files of an edition: written and read back, damaged, replaced; and the ids that were withdrawn."""

from __future__ import annotations

import errno
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Never

import pytest
from sidemaker import edition, number, table, verdict

from scoledger.editions import (
    COLUMNS,
    Edition,
    Withdrawal,
    edition_names,
    newest_edition,
    read_edition,
    read_withdrawn,
    write_digest,
    write_edition,
)
from scoledger.editions import edition as module
from scoledger.errors import EditionError, OutputError, UnknownEditionError
from scoledger.paths import Project

KEPT = edition(
    "2026.1",
    number(value=0.1 + 0.2, low=-1e-300, high=1e22, interval='from, to\nand "so"', n=12),
    number("plain-kgz-other", 2014.0, unit="year"),
    verdict("not identified"),
    table("0" * 16),
)


def frozen(edition: Edition) -> Edition:
    """The edition with its digest, as it is frozen."""
    return replace(edition, about={"digest": write_digest(edition)})


def full(path: Path) -> Never:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, "No space left on device", str(path))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A checkout with one edition."""
    project = Project(tmp_path)
    write_edition(project, KEPT)
    return project


def test_an_edition_is_read_as_it_was_written(project: Project) -> None:
    """Numbers to the last digit, commas, quotes and line ends; what is missing stays missing."""
    found = read_edition(project, "2026.1")

    assert (found.entries, found.runs) == (KEPT.entries, KEPT.runs)
    assert found.about == {"edition": "2026.1", "results": 4}


def test_the_same_edition_gives_the_same_bytes(project: Project, tmp_path: Path) -> None:
    """Whatever the order of its entries."""
    other = Project(tmp_path / "other")
    write_edition(other, Edition("2026.1", dict(reversed(KEPT.entries.items())), KEPT.runs))
    names = ("results.csv", "runs.json", "edition.json")
    folders = [each.editions / "2026.1" for each in (project, other)]

    assert [(folders[0] / name).read_bytes() for name in names] == [(folders[1] / name).read_bytes() for name in names]
    assert (folders[0] / "results.csv").read_text("utf-8").splitlines()[0] == ",".join(COLUMNS)


def test_editions_are_named_by_year_and_number(project: Project) -> None:
    """The tenth of a year comes after the ninth; other folders are none."""
    for name in ("2026.10", "2026.9", "2025.3"):
        write_edition(project, Edition(name, KEPT.entries, KEPT.runs))
    (project.editions / "drafts").mkdir()

    assert edition_names(project) == ["2025.3", "2026.1", "2026.9", "2026.10"]
    assert newest_edition(project).name == "2026.10"


def test_an_unknown_edition_is_answered_with_the_nearest(project: Project) -> None:
    """A path is no name either."""
    with pytest.raises(
        UnknownEditionError, match=r"no edition '2026\.2'\. Did you mean '2026\.1'\?\nKept are: 2026\.1"
    ):
        read_edition(project, "2026.2")
    with pytest.raises(UnknownEditionError, match="no edition"):
        read_edition(project, "../editions/2026.1")


def test_without_an_edition_there_is_no_newest(tmp_path: Path) -> None:
    """The message says which command writes one."""
    with pytest.raises(UnknownEditionError, match="edition freeze"):
        newest_edition(Project(tmp_path))


def test_what_was_published_is_not_overwritten(project: Project) -> None:
    """Unless it is asked for; the old files are then gone."""
    changed = edition("2026.1", number(value=4.0))
    with pytest.raises(EditionError, match=r"2026\.1 is there already"):
        write_edition(project, changed)

    assert read_edition(project, "2026.1").entries == KEPT.entries

    write_edition(project, changed, is_replaced=True)

    assert read_edition(project, "2026.1").entries == changed.entries


@pytest.mark.parametrize(("name", "message"), [("spring", "'spring' is no name"), ("../2026.1", "is no name")])
def test_an_edition_needs_a_name(tmp_path: Path, name: str, message: str) -> None:
    """Nothing is written under another."""
    with pytest.raises(EditionError, match=message):
        write_edition(Project(tmp_path), Edition(name, KEPT.entries, KEPT.runs))

    assert not list(tmp_path.iterdir())


def test_an_edition_needs_results(tmp_path: Path) -> None:
    """Before the first build there is nothing to freeze."""
    with pytest.raises(EditionError, match="no result to freeze"):
        write_edition(Project(tmp_path), Edition("2026.1", {}, {}))


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("edition.json", '"results": 4', '"results": 5', "Expected 5 results of known runs, found 4 ids in 4 rows"),
        ("edition.json", "{", "[", "cannot be read"),
        ("edition.json", None, "[]", "cannot be read"),
        ("runs.json", None, "[]", "cannot be read"),
        ("runs.json", '"r1"', '"r2"', "runs that runs.json lacks: r1"),
        ("runs.json", '"page"', '"leaf"', "cannot be read"),
        ("runs.json", None, '{"r1": []}', "cannot be read"),
        ("runs.json", '"book/plain/kgz"', "7", "page of run r1 is 7"),
        ("runs.json", '"2025-06"', "2025", "inputs or vintages of run r1 hold what is no text"),
        ("results.csv", ",0000000000000000\n", "\n", "plain-kgz-rows has fewer cells than columns"),
        ("results.csv", "2014.0", "many", "cannot be read"),
        ("results.csv", "2014.0", "nan", "plain-kgz-other has a number that is not finite"),
        ("results.csv", "plain-kgz-other", "plain-kgz-total", "found 3 ids in 4 rows"),
        ("results.csv", "digest", "checksum", "columns of results.csv are id, kind"),
        ("results.csv", None, "", "found 0 ids in 0 rows|cannot be read"),
    ],
)
def test_a_damaged_edition_is_refused(project: Project, name: str, old: str | None, new: str, message: str) -> None:
    """It says what does not fit, and where to get it back."""
    path = project.editions / "2026.1" / name
    text = path.read_text("utf-8")
    path.write_text(new if old is None else text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(EditionError, match=message) as found:
        read_edition(project, "2026.1")

    assert "Restore it from version control" in str(found.value)


@pytest.mark.parametrize("name", ["inputs", "parameters", "vintages"])
def test_a_list_in_place_of_a_table_is_refused(project: Project, name: str) -> None:
    """Here, and not where somebody compares two runs."""
    path = project.editions / "2026.1" / "runs.json"
    runs = json.loads(path.read_text("utf-8"))
    runs["r1"][name] = []
    path.write_text(json.dumps(runs), encoding="utf-8")

    with pytest.raises(EditionError, match=rf"(?s)data/editions/2026\.1 cannot be read: .*{name} of run r1 is \[\]"):
        read_edition(project, "2026.1")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2014.0,year", "2015.0,year"),
        ("2014.0 bcm", "2015.0 bcm"),
        ("2014.0,year", "2014.0,month"),
        ("plain-kgz-other,number,r1,Total", "plain-kgz-other,number,r1,Sum"),
        ("plain-kgz-other", "plain-kgz-others"),
        ("-1e-300", "-1e-301"),
        ("1e+22", "2e+22"),
        ("from, to", "to, from"),
        (",12,", ",13,"),
        ("table,", "figure,"),
        ("0" * 16, "1" * 16),
        ("not identified", "supported"),
    ],
)
def test_a_value_altered_since_the_freeze_is_refused(project: Project, old: str, new: str) -> None:
    """Whichever cell it is, the digest of the edition is another."""
    write_edition(project, frozen(KEPT), is_replaced=True)
    assert read_edition(project, "2026.1").entries == KEPT.entries
    path = project.editions / "2026.1" / "results.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(EditionError, match=r"(?s)2026\.1 is damaged: results\.csv is not what was frozen.*version"):
        read_edition(project, "2026.1")


def test_the_digest_does_not_ask_which_run_it_was(project: Project) -> None:
    """The same worth from another run is the same worth."""
    other = Edition("2026.1", {name: replace(entry, run="r2") for name, entry in KEPT.entries.items()}, KEPT.runs)

    assert write_digest(other) == write_digest(KEPT)


@pytest.mark.parametrize("name", ["results.csv", "runs.json", "edition.json"])
def test_a_replacement_that_is_broken_off_changes_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """At whichever file the disk is full: the old edition stands, and no part of the new one is left."""
    write_edition(project, frozen(KEPT), is_replaced=True)
    write = module.write_text
    monkeypatch.setattr(module, "write_text", lambda path, text: full(path) if path.name == name else write(path, text))

    with pytest.raises(OutputError, match=name):
        write_edition(project, frozen(edition("2026.1", number(value=4.0))), is_replaced=True)
    assert read_edition(project, "2026.1").entries == KEPT.entries
    assert [path.name for path in project.editions.iterdir()] == ["2026.1"]


def test_a_replacement_that_cannot_take_the_name_gives_it_back(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old folder has made way already when the second rename fails."""
    rename = Path.rename
    monkeypatch.setattr(Path, "rename", lambda old, new: full(new) if old.name == "new" else rename(old, new))

    with pytest.raises(OutputError, match=r"2026\.1 cannot be written: No space"):
        write_edition(project, edition("2026.1", number(value=4.0)), is_replaced=True)
    assert read_edition(project, "2026.1").entries == KEPT.entries
    assert [path.name for path in project.editions.iterdir()] == ["2026.1"]


def test_what_an_earlier_replacement_left_is_in_nobody_s_way(project: Project) -> None:
    """It was killed before it could remove the old folder."""
    shutil.copytree(project.editions / "2026.1", project.editions / ".2026.1.old")
    write_edition(project, edition("2026.1", number(value=4.0)), is_replaced=True)

    assert [path.name for path in project.editions.iterdir()] == ["2026.1"]
    assert read_edition(project, "2026.1").entries["plain-kgz-total"].value == 4.0


def test_what_does_not_read_back_is_not_frozen(project: Project) -> None:
    """A digest of other results, or a run that nobody knows: the edition that is there stands."""
    for wrong in (replace(KEPT, about={"digest": "0" * 64}), replace(KEPT, runs={})):
        with pytest.raises(EditionError, match=r"edition 2026\.1 was not frozen: read back, it is damaged"):
            write_edition(project, wrong, is_replaced=True)

    assert read_edition(project, "2026.1").runs == KEPT.runs


def test_an_id_in_two_rows_is_refused(project: Project) -> None:
    """Even if the number of ids is the one that is expected: nobody knows which row holds."""
    folder = project.editions / "2026.1"
    rows, about = folder / "results.csv", folder / "edition.json"
    rows.write_text(rows.read_text("utf-8").replace("plain-kgz-other", "plain-kgz-total"), encoding="utf-8")
    about.write_text(about.read_text("utf-8").replace('"results": 4', '"results": 3'), encoding="utf-8")
    with pytest.raises(EditionError, match="found 3 ids in 4 rows"):
        read_edition(project, "2026.1")


@pytest.mark.parametrize("name", ["edition.json", "runs.json", "results.csv"])
def test_a_missing_file_is_named(project: Project, name: str) -> None:
    """All three belong to an edition."""
    (project.editions / "2026.1" / name).unlink()
    with pytest.raises(EditionError, match=name):
        read_edition(project, "2026.1")


def test_bytes_that_are_no_text_are_refused(project: Project) -> None:
    """A file that a disk has spoilt is no edition."""
    (project.editions / "2026.1" / "results.csv").write_bytes(b"\xff\xfe\x00id")
    with pytest.raises(EditionError, match="cannot be read"):
        read_edition(project, "2026.1")


def test_withdrawn_ids_are_read_with_reason_and_successor(project: Project) -> None:
    """None where the file is missing; the reason is without its full stop, as sentences go on behind it."""
    assert read_withdrawn(project) == {}

    rows = '[old-id]\nedition = "2026.2"\nreason = "It was wrong."\nsuccessor = "new-id"\n'
    (project.editions / "withdrawn.toml").write_text(rows, encoding="utf-8")

    assert read_withdrawn(project) == {"old-id": Withdrawal("2026.2", "It was wrong", "new-id")}


@pytest.mark.parametrize(
    "text",
    [
        '[old-id]\nedition = "2026.2"\n',
        '[old-id]\nedition="1"\nreason="x"\nwhy = 1\n',
        "old-id = 1\n",
        "[old",
        '[old-id]\nedition = "2026.2"\nreason = 2\n',
        '[old-id]\nedition = 2026.2\nreason = "x"\n',
    ],
)
def test_a_withdrawal_without_a_reason_is_refused(project: Project, text: str) -> None:
    """So is another key, a row that is none, what is no TOML, and a value that is no text."""
    (project.editions / "withdrawn.toml").write_text(text, encoding="utf-8")
    with pytest.raises(EditionError, match=r"withdrawn\.toml cannot be used"):
        read_withdrawn(project)


def test_an_edition_names_its_files_in_json_that_others_read(project: Project) -> None:
    """Parameters keep their types."""
    runs = json.loads((project.editions / "2026.1" / "runs.json").read_text("utf-8"))

    assert runs["r1"]["parameters"] == {"country": "KGZ", "year": 2001}
