"""Tests of stamps: what was made is current while its sources and every file of it are as they were."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from scoledger.builds import Stamp, stamp


@pytest.fixture
def made(tmp_path: Path) -> Stamp:
    """A folder and a file that were made from "one"."""
    (tmp_path / "it").mkdir()
    (tmp_path / "it" / "a.txt").write_text("one", encoding="utf-8")
    (tmp_path / "b.txt").write_text("two", encoding="utf-8")
    made = Stamp(tmp_path / "note.json", (tmp_path / "it", tmp_path / "b.txt"))
    made.note("one")
    return made


def test_other_sources_make_it_stale(made: Stamp) -> None:
    """So does a note that is gone or damaged."""
    assert made.is_current("one")
    assert not made.is_current("two")
    made.path.write_text('{"digest": "one"', encoding="utf-8")
    assert not made.is_current("one")
    made.forget()
    assert not made.is_current("one")


@pytest.mark.parametrize("name", ["it/a.txt", "b.txt"])
def test_a_file_of_another_content_makes_it_stale(made: Stamp, tmp_path: Path, name: str) -> None:
    """Of the same length and time; and one that is gone."""
    path = tmp_path / name
    times = path.stat()
    path.write_text("six", encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not made.is_current("one")
    path.unlink()
    assert not made.is_current("one")


def test_a_file_more_makes_it_stale(made: Stamp, tmp_path: Path) -> None:
    """Nobody made it."""
    (tmp_path / "it" / "c.txt").write_text("x", encoding="utf-8")

    assert not made.is_current("one")


def test_a_copy_with_other_times_is_read_once(made: Stamp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its content is the same; the note then holds the new times."""
    monkeypatch.setattr("scoledger.builds.listing.TICK", 0)
    made.note("one")
    shutil.copytree(tmp_path / "it", tmp_path / "copy")
    shutil.rmtree(tmp_path / "it")
    (tmp_path / "copy").rename(tmp_path / "it")
    before = json.loads(made.path.read_text("utf-8"))
    assert made.is_current("one")
    assert json.loads(made.path.read_text("utf-8"))["files"] != before["files"]

    def fail(path: object) -> str:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(stamp, "content_digest", fail)
    assert made.is_current("one")
