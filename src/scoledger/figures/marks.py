"""Marks of a specification curve: where each specification lies in the picture, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scoledger.figures.style import BARE, OUTCOMES
from scoledger.units import UNITS, write_value
from scoledger.verdicts import Labels

#: Points to the inch: the unit of lengths in the saved SVG.
POINTS = 72
#: Decimals of a place; the picture is some 500 points wide.
DECIMALS = 4


def mark_specifications(
    top: Axes, below: Axes, frame: pd.DataFrame, rows: Mapping[str, Mapping[str, int]], labels: Labels
) -> dict[str, Any]:
    """Say where each specification of a curve lies and what it is, after the figure is laid out.

    Parameters
    ----------
    top, below : matplotlib.axes.Axes
        The values, and the choices that made them.
    frame : pandas.DataFrame, shape (n_specifications, k)
        As drawn, in order: ``shown`` is the height, which may be missing, and the index the place across.
    rows : mapping
        Row of `below` on which a choice is drawn, by dimension and choice; a dimension without rows is not drawn.
    labels : Labels
        Plain words for dimensions and choices.

    Returns
    -------
    dict
        ``size`` of the picture in points; ``frames``: left, upper, right and lower end of the two axes; ``outcomes``:
        name, colour and marker of each; ``x``, ``y``, ``outcome`` (its position) and ``value`` of the
        specifications, with ``low``, ``high``, ``interval`` and ``p_value`` where there are any; ``dimensions``, each
        with its ``name``, its ``choices`` in plain words, the ``rows`` on which these are drawn, and the position of
        the choice that each specification makes (``made``), -1 where it makes none.  Places are fractions of the
        picture's width and height, from its upper left.
    """
    names = list(OUTCOMES)
    across, heights = _places(top, frame.index, frame["shown"])
    marks: dict[str, Any] = {
        "size": [round(POINTS * float(length), 2) for length in _root(top).get_size_inches()],
        "frames": [_box(axes) for axes in (top, below)],
        "outcomes": [[name, *OUTCOMES[name]] for name in names],
        "x": across,
        "y": heights,
        "outcome": [names.index(outcome) for outcome in frame["outcome"]],
        "value": [_write(value, one) for value, one in zip(frame["value"], frame["unit"], strict=True)],
    }
    if len(set(frame["unit"])) == 1 and frame["low"].notna().any():
        marks |= {name: _places(top, frame.index, frame[name])[1] for name in ("low", "high")}
    told = {
        "interval": [
            f"{_write(low, one, is_told=False)} to {_write(high, one, is_told=False)}"
            if pd.notna(low) and pd.notna(high)
            else ""
            for low, high, one in zip(frame["low"], frame["high"], frame["unit"], strict=True)
        ],
        "p_value": ["" if pd.isna(one) else write_value(float(one), "probability", ".3f") for one in frame["p_value"]],
    }
    marks |= {name: words for name, words in told.items() if any(words)}
    marks["dimensions"] = [_mark_dimension(below, frame[name], places, labels) for name, places in rows.items()]
    return marks


def _mark_dimension(axes: Axes, chosen: pd.Series, places: Mapping[str, int], labels: Labels) -> dict[str, Any]:
    known = list(places) or sorted(chosen.dropna().astype(str).unique(), key=labels.choice)
    drawn = list(places.values())
    return {
        "name": labels.dimension(str(chosen.name)),
        "choices": [labels.choice(choice) for choice in known],
        "rows": _places(axes, [0] * len(drawn), drawn)[1],
        "made": [-1 if pd.isna(choice) else known.index(str(choice)) for choice in chosen],
    }


def _places(axes: Axes, across: Any, heights: Any) -> tuple[list[float | None], list[float | None]]:
    """Places in the picture of points in data; None where there is none."""
    axes.get_xlim(), axes.get_ylim()  # limits that are still to be found are found when they are asked for
    points = np.column_stack([np.asarray(across, dtype=float), np.asarray(heights, dtype=float)])
    if not len(points):
        return [], []
    inside = _root(axes).transFigure.inverted().transform(axes.transData.transform(points))
    return _round(inside[:, 0]), _round(1 - inside[:, 1])


def _root(axes: Axes) -> Figure:
    figure = axes.get_figure(root=True)
    assert figure is not None  # noqa: S101 - the axes were made with one
    return figure


def _box(axes: Axes) -> list[float | None]:
    box = axes.get_position()
    return _round(np.array([box.x0, 1 - box.y1, box.x1, 1 - box.y0]))


def _round(values: np.ndarray) -> list[float | None]:
    return [round(float(value), DECIMALS) if np.isfinite(value) else None for value in values]


def _write(value: float, unit: str, *, is_told: bool = True) -> str:
    """A value in its unit; a bare number says what it is only where that is asked for.

    Examples
    --------
    >>> _write(44.97, "billion USD"), _write(2.0, "rank"), _write(-0.1863, "ratio per year")
    ('45 billion USD', '2 (rank)', '-0.186 (ratio a year)')
    >>> _write(-1234.5, "USD per year"), _write(2.0, "rank", is_told=False)
    ('-1,234 USD a year', '2')
    """
    if pd.isna(value):
        return "no value"
    words, is_bare = unit.replace(" per year", " a year"), unit.removesuffix(" per year") in BARE
    if not is_bare and unit in UNITS:
        return write_value(float(value), unit)
    number = write_value(float(value), unit if unit in UNITS else "index")  # units of slopes are no units of results
    if is_bare:
        return f"{number} ({words})" if is_told else number
    return f"{number} {words}"
