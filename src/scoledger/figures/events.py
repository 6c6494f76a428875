"""Marks at years: what happened when, written above the axes in as many rows as the words need."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.text import Annotation

from scoledger.figures.style import INK

#: Points that a row of words above the axes takes.
ROW = 10.5
#: Points between words in one row.
APART = 6.0


def mark_events(axes: Axes, events: Mapping[float, str], *, with_words: bool = True) -> list[Annotation]:
    """Draw a broken line at each year within the axes and write what happened above it."""
    low, high = axes.get_xlim()
    inside = {float(year): text for year, text in sorted(events.items()) if low <= year <= high}
    words = []
    for year, text in inside.items():
        axes.axvline(year, color=INK, lw=0.9, ls=(0, (4, 3)), zorder=1.5)
        if with_words and text:
            words.append(
                axes.annotate(
                    text, (year, 1.0), xycoords=("data", "axes fraction"), xytext=(0, 2), textcoords="offset points",
                    fontsize=7.5, ha="center", va="bottom", annotation_clip=False,
                )
            )  # fmt: skip
    return words


def stack_words(axes: Axes, words: list[Annotation]) -> int:
    """Move words up where they would overlap and sideways where they would leave the axes; return their rows."""
    figure = axes.get_figure(root=True)
    assert figure is not None  # noqa: S101 - the axes were made with one
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]  # every canvas that draws has one
    points = 72 / figure.dpi
    frame = axes.get_window_extent(renderer)
    taken: list[float] = []  # where each row of words ends
    for word in words:
        word.set_position((0, 2))
        box = word.get_window_extent(renderer)
        shift = max(0.0, frame.x0 - box.x0) - max(0.0, box.x1 - frame.x1)
        left, right = (box.x0 + shift) * points, (box.x1 + shift) * points
        row = next((row for row, end in enumerate(taken) if end + APART <= left), len(taken))
        taken[row : row + 1] = [right]
        word.set_position((shift * points, 2 + ROW * row))
    return len(taken)


def describe_events(events: Mapping[float, str] | None) -> str:
    """The events in words, for the alternative text."""
    told = ", ".join(f"{text} ({year:g})" for year, text in sorted((events or {}).items()) if text)
    return f" Marked: {told}." if told else ""
