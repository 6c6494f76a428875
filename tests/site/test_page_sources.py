"""Pages are read again by what they say: a clock that was set back hides no edit."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

from scoledger.site.page_sources import pages_that_differ


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
