"""Which files a preview's addresses name."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoledger.site.preview.serving import find_file


@pytest.mark.parametrize("name", ["book/" + "a" * 400, "a" * 400 + "/index.html", "a/" * 3000])
def test_a_name_longer_than_any_files_names_none(tmp_path: Path, name: str) -> None:
    """It is answered as any other page that there is not."""
    (tmp_path / "book").mkdir()

    assert find_file([tmp_path], f"/{name}") is None
