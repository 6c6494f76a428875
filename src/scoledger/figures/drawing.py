"""What a drawing function returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure


@dataclass(frozen=True)
class Drawing:
    """A figure with the data in it and the words that go with it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    data : pandas.DataFrame
        Exactly the values drawn.
    title, caption : str
    alt : str
        What the figure shows, written from the data, for readers who cannot see it.
    marks : mapping, optional
        Where what is drawn lies in the picture and what is said of it, as plain data for a page on which it can be
        pointed at, see `scoledger.figures.marks`.
    """

    figure: Figure
    data: pd.DataFrame
    title: str
    caption: str
    alt: str
    marks: Mapping[str, Any] | None = None
