"""Pages are read again by what they say: a clock that was set back hides no edit."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from scoledger.site.page_sources import pages_that_differ
from scoledger.site.stamp import Stamp


def test_an_edit_with_an_old_time_is_seen(tmp_path: Path) -> None:
    """The page that says something else is named, the others and the new one are not."""
    for name in ("same", "edited"):
        (tmp_path / name).write_text("one")
    environment = SimpleNamespace(found_docs={"same", "edited"}, doc2path=lambda name: str(tmp_path / name))
    first = pages_that_differ(None, environment, set(), set(), set())
    (tmp_path / "edited").write_text("two")
    os.utime(tmp_path / "edited", (1, 1))
    (tmp_path / "new").write_text("one")
    environment.found_docs |= {"new"}
    second = pages_that_differ(None, environment, {"new"}, set(), set())

    assert first == []
    assert second == ["edited"]
    assert pages_that_differ(None, environment, set(), set(), set()) == []


@pytest.mark.parametrize("text", ["", "[]", '{"digest": "o'], ids=repr)
def test_a_damaged_note_of_a_stage_has_it_done_again(tmp_path: Path, text: str) -> None:
    """Nothing stumbles over it."""
    stamp = Stamp(tmp_path / "note.json", (tmp_path / "made",))
    stamp.note("one")
    before = stamp.is_current("one")
    (tmp_path / "note.json").write_text(text)
    after = stamp.is_current("one")
    stamp.note("one")

    assert before
    assert not after
    assert json.loads((tmp_path / "note.json").read_text())["digest"] == "one"
