"""Tests of listings: what counts as a change of a file that nobody has read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoledger.builds import Listing, list_files, read_clock
from scoledger.builds.listing import TICK


def look(folder: Path) -> Listing:
    """List a folder now."""
    return list_files([folder], read_clock(folder.parent))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files, one of them in a folder of its own."""
    (tmp_path / "it" / "below").mkdir(parents=True)
    (tmp_path / "it" / "a.txt").write_text("one", encoding="utf-8")
    (tmp_path / "it" / "below" / "b.txt").write_text("two", encoding="utf-8")
    return tmp_path / "it"


def test_what_is_added_changed_or_removed_is_named(folder: Path) -> None:
    """And nothing else; the digest says whether anything is."""
    before = look(folder)
    assert before.changed(look(folder)) == set()
    assert before.digest == look(folder).digest
    (folder / "a.txt").write_text("three", encoding="utf-8")
    (folder / "below" / "b.txt").unlink()
    (folder / "c.txt").write_text("new", encoding="utf-8")
    after = look(folder)

    assert before.changed(after) == {str(folder / name) for name in ("a.txt", "below/b.txt", "c.txt")}
    assert before.digest != after.digest


def test_a_file_with_its_old_size_and_time_is_seen_to_have_changed(folder: Path) -> None:
    """Whoever sets the time of a file back cannot set back when that was done."""
    path = folder / "a.txt"
    before, times = look(folder), path.stat()
    path.write_text("two", encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert before.changed(look(folder)) == {str(path)}


def test_a_change_within_one_tick_of_the_clock_is_seen_by_content(folder: Path) -> None:
    """As if the second writing had left size and times as they were."""
    before = look(folder)
    (folder / "a.txt").write_text("two", encoding="utf-8")

    assert before.changed(Listing(before.states)) == {str(folder / "a.txt")}


def test_only_what_is_young_is_read(folder: Path) -> None:
    """What changed a tick ago is not; what the clock, set back since, takes to lie ahead is."""
    clock = read_clock(folder.parent)

    assert list_files([folder], clock + 2 * TICK).young == {}
    assert set(list_files([folder], clock - 1000 * TICK).young) == {
        str(folder / "a.txt"),
        str(folder / "below" / "b.txt"),
    }


def test_links_are_followed_and_lead_into_no_loop(folder: Path, tmp_path: Path) -> None:
    """A folder elsewhere is listed under the name of the link; a link to nothing is left out."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "c.txt").write_text("three", encoding="utf-8")
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    (folder / "below" / "up").symlink_to(folder)
    (folder / "nothing").symlink_to(tmp_path / "gone")
    before = look(folder)
    (tmp_path / "elsewhere" / "c.txt").write_text("four", encoding="utf-8")

    assert str(folder / "link" / "c.txt") in before.changed(look(folder))
    assert str(folder / "nothing") not in before.states


def test_what_programs_leave_while_they_read_is_no_change(folder: Path) -> None:
    """Compiled modules, and an editor's checkpoints; a place that is not there has no files."""
    before = look(folder)
    for name in ("__pycache__", ".ipynb_checkpoints"):
        (folder / name).mkdir()
        (folder / name / "left").write_text("x", encoding="utf-8")

    assert before.changed(look(folder)) == set()
    assert list_files([folder / "missing"], 0).states == {}
