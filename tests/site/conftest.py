"""A small hand-made project for every test of the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookmaker import BookMaker
from sphinx_ahead import cold, warm_sphinx

__all__ = ["cold", "maker", "warm_sphinx"]


@pytest.fixture
def maker(tmp_path: Path) -> BookMaker:
    """A project with the real configuration and no result yet."""
    return BookMaker.begin(tmp_path)
