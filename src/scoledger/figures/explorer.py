"""A figure that a reader can look around in: one Vega-Lite chart, of which the static picture is made as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from scoledger.figures.theme import in_theme

#: Version of Vega-Lite in which definitions are written by hand.
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
#: Pixels of a line of sources.
LINE = 11


class Chart(Protocol):
    """A chart of Altair, by what it can do."""

    def to_dict(self) -> dict[str, Any]:
        """Give the chart in the terms of Vega-Lite."""


@dataclass(frozen=True)
class Explorer:
    """A chart that a page may make interactive, with the data in it and the words that go with it.

    Parameters
    ----------
    chart : altair.Chart or dict
        What is drawn; as a dict, in the terms of Vega-Lite.  Its parameters with a ``bind`` become the controls of the
        page.  A text mark in a view named ``sentence`` says what is shown; the page reads it out after a change.
    data : pandas.DataFrame
        Exactly the values drawn in all views, for the CSV file.
    title, caption : str
    alt : str
        What the default view shows, written from the data, for readers who cannot see it.
    """

    chart: Chart | dict[str, Any]
    data: pd.DataFrame
    title: str
    caption: str
    alt: str

    @property
    def spec(self) -> dict[str, Any]:
        """The chart in the terms of Vega-Lite, in the book's style."""
        chart = self.chart if isinstance(self.chart, dict) else self.chart.to_dict()
        return {**chart, "description": self.alt, "config": in_theme(chart.get("config", {}))}


def choose(name: str, label: str, options: Mapping[str, str], value: str) -> dict[str, Any]:
    """A parameter of a chart, in the terms of Vega-Lite, that a reader sets by a select.

    Parameters
    ----------
    name, label : str
        By which expressions and readers know it.
    options : mapping of str to str
        Values with the words for them.
    value : str
        The default.

    Examples
    --------
    >>> choose("flow", "Flow", {"export": "exports"}, "export")["bind"]["labels"]
    ['exports']
    """
    bind = {"input": "select", "options": list(options), "labels": list(options.values()), "name": label}
    return {"name": name, "value": value, "bind": bind}


def room_below(words: str, y: float, least: float = 0) -> float:
    r"""Pixels that a chart needs below its axes for a source line that begins so far below them.

    Examples
    --------
    >>> room_below("One line", 32), room_below("Two\nlines", 32), room_below("Two\nlines", 32, 80)
    (49, 60, 80)
    """
    return max(least, y + LINE * (1 + words.count("\n")) + 6)


def write_in(words: str, x: float, y: float) -> dict[str, Any]:
    """A view that writes the source line of a figure, in the terms of Vega-Lite."""
    mark: dict[str, Any] = {
        "type": "text",
        "align": "left",
        "baseline": "top",
        "color": "#555555",
        "fontSize": 9,
        "lineBreak": "\n",
    }
    mark["lineHeight"] = LINE
    return {
        "data": {"values": [{"words": words}]},
        "mark": mark,
        "encoding": {"x": {"value": x}, "y": {"value": y}, "text": {"field": "words"}},
    }
