"""What a drawing function returns."""

from __future__ import annotations

from dataclasses import dataclass

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
    """

    figure: Figure
    data: pd.DataFrame
    title: str
    caption: str
    alt: str
