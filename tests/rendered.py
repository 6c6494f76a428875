"""What a picture looks like once it is rendered: where its words stand, and in which colours."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from scoledger.figures import Drawing
from scoledger.figures.style import contrast


def words_of(figure: Figure) -> Iterator[Text]:
    """Every word that is drawn: titles, labels of axes and ticks, keys, and words among the data."""
    yield from figure.texts
    for key in figure.legends:
        yield from key.get_texts()
    for axes in figure.axes:
        if axes.get_visible():
            yield from axes.texts
            yield from (axes.xaxis.label, axes.yaxis.label, *(getattr(axes, name) for name in ("title", "_left_title")))
            yield from _tick_labels(axes)


def _tick_labels(axes: Axes) -> Iterator[Text]:
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if low <= tick.get_loc() <= high and tick.label1.get_visible():
                yield tick.label1


def boxes_of(figure: Figure) -> list[tuple[str, Bbox]]:
    """Each word and its box in pixels."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    shown = [word for word in words_of(figure) if word.get_visible() and word.get_text().strip()]
    return [(word.get_text(), Text.get_window_extent(word, renderer)) for word in shown]


def overlaps_of(drawing: Drawing) -> list[tuple[str, str]]:
    """Pairs of words that overlap by more than a pixel."""
    smaller = [
        (text, Bbox.from_extents(box.x0, box.y0, box.x1 - 1, box.y1 - 1)) for text, box in boxes_of(drawing.figure)
    ]
    return [(one, other) for (one, a), (other, b) in itertools.combinations(smaller, 2) if a.overlaps(b)]


def outside_of(drawing: Drawing) -> list[str]:
    """Words that the edge of the picture cuts."""
    edge = drawing.figure.bbox
    return [
        text
        for text, box in boxes_of(drawing.figure)
        if box.x0 < edge.x0 - 1 or box.x1 > edge.x1 + 1 or box.y0 < edge.y0 - 1 or box.y1 > edge.y1 + 1
    ]


def faint_of(drawing: Drawing) -> list[str]:
    """Words on white that have less contrast than readers need; those in cells have their own test."""
    own = {id(word) for axes in drawing.figure.axes if axes.collections for word in axes.texts if _is_in_cell(axes)}
    return [
        word.get_text()
        for word in words_of(drawing.figure)
        if id(word) not in own and word.get_text() and contrast(to_hex(word.get_color())) < 4.5
    ]


def _is_in_cell(axes: Axes) -> bool:
    return any(type(item).__name__ == "QuadMesh" for item in axes.collections)


def bytes_of(drawing: Drawing) -> bytes:
    """The picture as a file for the web and as pixels, without a date."""
    svg, png = io.BytesIO(), io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "test", "svg.fonttype": "path"}):
        drawing.figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        drawing.figure.savefig(png, format="png", metadata={"Software": None})
    return svg.getvalue() + png.getvalue()


def is_legible(drawing: Drawing) -> bool:
    """No word over another, none cut, none faint; says which otherwise."""
    problems = {"overlap": overlaps_of(drawing), "cut": outside_of(drawing), "faint": faint_of(drawing)}
    assert not any(problems.values()), problems
    return True
