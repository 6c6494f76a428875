"""What stands above the axes: the title of a figure, and the key that says which mark is whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from scoledger.figures.style import WIDTH, fill_title, readable

#: Inches that a line of the title and a line of the key take, and the space around.
TITLE_LINE, KEY_LINE, SPACE = 0.17, 0.18, 0.1


@dataclass(frozen=True)
class Mark:
    """An entry of the key.

    Parameters
    ----------
    text, colour : str
    marker : str
        Empty for none.
    dashes : str
        How its line is drawn; empty for none.
    is_hollow : bool
    """

    text: str
    colour: str
    marker: str = "o"
    dashes: str = ""
    is_hollow: bool = False

    @property
    def handle(self) -> Line2D:
        """A sample of the mark."""
        return Line2D(
            [], [], color=self.colour, marker=self.marker, ls=self.dashes or "none", lw=1.8, ms=5,
            markerfacecolor="white" if self.is_hollow else self.colour,
        )  # fmt: skip


def write_head(figure: Figure, title: str, marks: Sequence[Mark] = ()) -> float:
    """Write the title and, below it, the key in coloured words.

    Returns
    -------
    float
        Inches taken, for `finish`.
    """
    height = figure.get_figheight()
    written = fill_title(title)
    figure.text(0.012, 1 - 0.06 / height, written, fontsize=10, fontweight="bold", ha="left", va="top")
    taken = SPACE + TITLE_LINE * (1 + written.count("\n"))
    if not marks:
        return taken
    return taken + KEY_LINE * _write_key(figure, marks, 1 - taken / height)


def measure_head(title: str, marks: Sequence[Mark] = ()) -> float:
    """Inches that title and key will take, to make a figure high enough for what it holds."""
    figure = Figure(figsize=(WIDTH, 3.0))
    FigureCanvasAgg(figure)
    return write_head(figure, title, marks)


def _write_key(figure: Figure, marks: Sequence[Mark], top: float) -> int:
    """Write the key in as many columns as fit; return its lines."""
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]  # every canvas that draws has one
    words, colours = [mark.text for mark in marks], [readable(mark.colour) for mark in marks]
    for columns in range(len(marks), 0, -1):
        key = figure.legend(
            handles=[mark.handle for mark in marks], labels=words, labelcolor=colours, fontsize=8, ncols=columns,
            loc="upper left", bbox_to_anchor=(0.012, top),
            handlelength=2.0 if any(mark.dashes for mark in marks) else 1.0, handletextpad=0.4, columnspacing=1.4,
            borderpad=0.1, labelspacing=0.3, borderaxespad=0.0,
        )  # fmt: skip
        if columns == 1 or key.get_window_extent(renderer).x1 <= figure.bbox.x1 - 4:
            return -(-len(marks) // columns)
        key.remove()
    return 0
