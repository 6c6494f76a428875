"""One small figure per finding: a diamond for what was said, a dot with its range for what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from scoledger.exports.mark import Mark
from scoledger.exports.scoreboard import INK
from scoledger.results import picture_bytes

#: Size in pixels of the page.
WIDTH, HEIGHT = 340, 112
_PIXELS_PER_INCH = 96
#: Left and right end of the axis, right end of the two columns of numbers.
_LEFT, _RIGHT, _SAID, _MEASURED = 128, 222, 268, 336
#: From the top: heading, first and last of three rows, height of one, axis and its numbers.
_HEAD, _FIRST, _LAST, _ROW, _AXIS, _TICKS = 10, 38, 82, 22, 93, 103
_BLUE = "#1f5f8b"
_SMALL, _NORMAL, _LARGE = 7.2, 7.9, 8.6  # points: 9.6, 10.5 and 11.5 pixels


def draw_finding(heading: str, marks: Sequence[Mark], *, is_share: bool, salt: str) -> dict[str, bytes]:
    """Draw the figure of a finding.

    Parameters
    ----------
    heading : str
        What is measured, with its unit.
    marks : sequence of Mark
        At most three rows.
    is_share : bool
        The axis goes from 0 to 100 percent.
    salt : str
        From which the ids in the SVG are made.

    Returns
    -------
    dict of str to bytes
        ``svg``, ``pdf`` and ``png``.
    """
    style: Any = {"font.family": "DejaVu Sans", "font.size": _NORMAL}
    with mpl.rc_context(style):
        return picture_bytes(lay_out(heading, marks, is_share=is_share), salt, heading)


def lay_out(heading: str, marks: Sequence[Mark], *, is_share: bool) -> Figure:
    """Lay a finding out in pixels, from the top left."""
    figure = Figure(figsize=(WIDTH / _PIXELS_PER_INCH, HEIGHT / _PIXELS_PER_INCH), facecolor="white")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(HEIGHT, 0)
    top = 100.0 if is_share else _round_up(marks)
    scale = (_RIGHT - _LEFT) / top
    axes.text(2, _HEAD, heading, va="center", color=INK, fontsize=_LARGE)
    _draw_heads(axes, has_diamond=any(mark.said is not None for mark in marks))
    _draw_axis(axes, top)
    step = (_LAST - _FIRST + _ROW) / len(marks)
    for number, mark in enumerate(marks):
        _draw_mark(axes, mark, _FIRST - _ROW / 2 + (number + 0.5) * step, scale)
    return figure


def _round_up(marks: Sequence[Mark]) -> float:
    largest = max(max(mark.value, mark.said or 0, mark.high or 0) for mark in marks)
    return float(MaxNLocator(nbins=4).tick_values(0, largest)[-1])


def _draw_heads(axes: Axes, *, has_diamond: bool) -> None:
    """The key: the shapes stand in the heads of their columns, the diamond only where the figure has one."""
    middle = (_HEAD + _FIRST) / 2
    if has_diamond:
        _draw_diamond(axes, _SAID - 30, middle)
    axes.text(_SAID, middle, "said", ha="right", va="center", color=INK, fontsize=_SMALL)
    _draw_dot(axes, _MEASURED - 55, middle)
    axes.text(_MEASURED, middle, "measured", ha="right", va="center", color=INK, fontsize=_SMALL)


def _draw_axis(axes: Axes, top: float) -> None:
    axes.plot([_LEFT, _RIGHT], [_AXIS, _AXIS], color=INK, linewidth=0.7)
    for place, value in ((_LEFT, 0.0), ((_LEFT + _RIGHT) / 2, top / 2), (_RIGHT, top)):
        axes.plot([place, place], [_AXIS, _FIRST - 10], color="#d5dae0", linewidth=0.6, zorder=0)
        axes.text(place, _TICKS, f"{value:g}", ha="center", va="center", color=INK, fontsize=_SMALL)


def _draw_mark(axes: Axes, mark: Mark, middle: float, scale: float) -> None:
    axes.text(2, middle, mark.label, va="center", color=INK, fontsize=_NORMAL)
    axes.plot([_LEFT, _RIGHT], [middle, middle], color="#d5dae0", linewidth=0.6, zorder=0)
    if mark.low is not None and mark.high is not None:
        axes.plot(
            [_LEFT + mark.low * scale, _LEFT + mark.high * scale], [middle] * 2, color=_BLUE, linewidth=3, alpha=0.55,
            solid_capstyle="round",
        )  # fmt: skip
    _draw_dot(axes, _LEFT + mark.value * scale, middle)
    if mark.said is not None:
        _draw_diamond(axes, _LEFT + mark.said * scale, middle)
    axes.text(_SAID, middle, mark.said_text, ha="right", va="center", color=INK, fontsize=_NORMAL)
    axes.text(_MEASURED, middle, mark.text, ha="right", va="center", color=INK, fontsize=_NORMAL, fontweight="bold")


def _draw_dot(axes: Axes, place: float, middle: float) -> None:
    axes.plot([place], [middle], marker="o", markersize=5, color=_BLUE, markeredgecolor=INK, markeredgewidth=0.5)


def _draw_diamond(axes: Axes, place: float, middle: float) -> None:
    """Hollow, so that a dot below it is still seen."""
    axes.plot([place], [middle], marker="D", markersize=5.2, color="none", markeredgecolor=INK, markeredgewidth=1.2)
