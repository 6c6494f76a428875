"""One row of the figure of a finding."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """One row: its words, what was measured (value and print), what was said, and the range."""

    label: str
    value: float
    text: str
    said: float | None = None
    said_text: str = ""
    low: float | None = None
    high: float | None = None
    interval: str = ""
