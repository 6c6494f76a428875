"""Figures are closed after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """No figure stays open after a test."""
    yield
    plt.close("all")
