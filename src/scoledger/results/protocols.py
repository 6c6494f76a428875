"""What a session takes from others: a verdict and a drawing, by what they can do."""

from __future__ import annotations

from collections.abc import Mapping
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

    @property
    def marks(self) -> Mapping[str, Any] | None:
        """Where what is drawn lies in the picture, when it can be pointed at."""


class Explorer(Protocol):
    """A chart with its data and its words, see `scoledger.figures.Explorer`."""

    @property
    def spec(self) -> dict[str, Any]:
        """The chart in the terms of Vega-Lite."""

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


class Quantity(Protocol):
    """A number with its words, see `scoledger.chapters.chapter.Quantity`."""

    @property
    def is_known(self) -> bool:
        """Whether there is a finite value."""

    @property
    def name(self) -> str:
        """Last part of the id."""

    @property
    def title(self) -> str:
        """What it is."""

    @property
    def value(self) -> float | None:
        """In `unit`."""

    @property
    def unit(self) -> str:
        """One of `scoledger.units.UNITS`."""

    @property
    def low(self) -> float | None:
        """Lower end of the interval."""

    @property
    def high(self) -> float | None:
        """Upper end of the interval."""

    @property
    def n(self) -> int | None:
        """Observations."""

    @property
    def caption(self) -> str:
        """How to read it."""

    @property
    def form(self) -> str | None:
        """Format specification."""

    @property
    def tables(self) -> tuple[str, ...]:
        """Ids of the tables that it rests on."""

    @property
    def is_main(self) -> bool:
        """Whether it is a main estimate of its chapter."""
