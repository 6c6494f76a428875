"""What a session takes from others: a verdict and a drawing, by what they can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Verdict(Protocol):
    """Anything that tells what was decided as plain data."""

    def to_dict(self) -> dict[str, Any]:
        """Give ``verdict``, ``sentence``, ``claim``, ``readings`` and what else belongs to it."""


class Drawing(Protocol):
    """A figure with its data and its words, see `scoledger.figures.Drawing`."""

    @property
    def figure(self) -> Figure:
        """The matplotlib figure."""

    @property
    def data(self) -> pd.DataFrame:
        """The values drawn."""

    @property
    def title(self) -> str:
        """Title."""

    @property
    def caption(self) -> str:
        """Caption."""

    @property
    def alt(self) -> str:
        """What it shows, in words."""
