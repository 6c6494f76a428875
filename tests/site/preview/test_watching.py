"""What a preview watches: files that come and go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoledger.site.preview.watching import Watcher

NAMES = [f"page-{number}.md" for number in range(20)]


def test_a_link_to_nothing_hides_no_other_file(tmp_path: Path) -> None:
    """A link whose target is gone, in whatever place of its folder: every change beside it is told."""
    for name in NAMES:
        (tmp_path / name).write_text("x")
        (tmp_path / f"link-{name}").symlink_to(tmp_path / "nothing")
    watcher = Watcher([tmp_path])
    for name in NAMES:
        (tmp_path / name).write_text("other")

    assert watcher.poll() == {tmp_path / name for name in NAMES}


def test_a_file_that_vanishes_while_it_is_looked_at_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor's temporary file: listed first, and gone when it is asked for its time."""
    passing, page = tmp_path / "passing", tmp_path / "page.md"
    page.write_text("x")
    watcher = Watcher([tmp_path])
    scan = os.scandir

    def scan_and_remove(folder: str) -> list[os.DirEntry[str]]:
        passing.touch()
        entries = sorted(scan(folder), key=lambda entry: entry.name != "passing")
        passing.unlink()
        return entries

    monkeypatch.setattr(os, "scandir", scan_and_remove)

    assert watcher.poll() == set()
