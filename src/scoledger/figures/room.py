"""Words beside points: none over another or over a marked point, over what is drawn only where it must be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from scoledger.figures.style import FAINT, readable

#: Distances in points, and directions, at which a word is tried around its point; one farther away gets a line.
DISTANCES, DIRECTIONS, FAR = (6.0, 10.0, 15.0, 22.0, 30.0, 44.0, 60.0, 80.0, 110.0, 150.0), 24, 12.0
#: Points of distance that a word goes rather than cover one obstacle.
COVERED = 5.0
#: Points of distance that it goes rather than draw its line through another word.
CROSSED = 100.0
#: Half the size in points of a marked point.
HALF_MARK = 4.0


@dataclass(frozen=True)
class Word:
    """A word that stands beside a point of the axes.

    Parameters
    ----------
    text, colour : str
    x, y : float
        The point, in data.
    is_bold : bool
    """

    text: str
    x: float
    y: float
    colour: str
    is_bold: bool = False


def write_beside(axes: Axes, words: Sequence[Word], obstacles: np.ndarray) -> list[Word]:
    """Write words beside their points, after the figure is laid out.

    Parameters
    ----------
    words : sequence of Word
    obstacles : numpy.ndarray, shape (n, 2)
        Points in data that words had better not cover.

    Returns
    -------
    list of Word
        Those for which there was no room at all.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None  # noqa: S101 - the axes were made with one
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]  # every canvas that draws has one
    scale = figure.dpi / 72
    pixels = np.asarray(axes.transData.transform(obstacles)) if len(obstacles) else np.empty((0, 2))
    room = _Room(axes.get_window_extent(renderer), pixels, [])
    places = [axes.transData.transform((word.x, word.y)) for word in words]
    half = HALF_MARK * scale
    room.taken.extend(Bbox.from_bounds(x - half, y - half, 2 * half, 2 * half) for x, y in places)
    sizes = [_measure(axes, word) for word in words]
    waiting = {at: room.find(places[at], *sizes[at], scale) for at in range(len(words))}
    missing = []
    while waiting:  # the word that has to move least comes first; the others look around it
        at = min(waiting, key=lambda word: np.inf if (found := waiting[word]) is None else found.cost)
        place = waiting.pop(at)
        if place is None:
            missing.append(words[at])
            continue
        _write(axes, words[at], (place.left / scale, place.middle / scale), has_line=place.distance > FAR)
        room.take(place, places[at])
        for other, planned in waiting.items():
            if planned is not None and not room.is_free(planned.box):
                waiting[other] = room.find(places[other], *sizes[other], scale)
    return missing


def _measure(axes: Axes, word: Word) -> tuple[float, float]:
    """Width and height of a word in pixels."""
    drawn = _write(axes, word, (0.0, 0.0))
    box = drawn.get_window_extent()
    drawn.remove()
    return box.width, box.height


def _write(axes: Axes, word: Word, offset: tuple[float, float], *, has_line: bool = False) -> Annotation:
    line = {"arrowstyle": "-", "color": FAINT, "lw": 0.6, "shrinkA": 0, "shrinkB": 3} if has_line else None
    return axes.annotate(
        word.text, (word.x, word.y), xytext=offset, textcoords="offset points", fontsize=8, va="center", zorder=5,
        color=readable(word.colour), fontweight="bold" if word.is_bold else "normal", arrowprops=line,
    )  # fmt: skip


@dataclass(frozen=True)
class _Place:
    """Where a word could stand: the offset of its left middle in pixels, its distance in points, its box and cost."""

    left: float
    middle: float
    distance: float
    box: Bbox
    cost: float


@dataclass
class _Room:
    """What is free for words, in pixels: the frame, what is better not covered, what must not be."""

    frame: Bbox
    obstacles: np.ndarray
    taken: list[Bbox]

    def find(self, point: np.ndarray, width: float, height: float, scale: float) -> _Place | None:
        """The best free place for a word around its point."""
        best: _Place | None = None
        for distance in DISTANCES:
            if best is not None and best.cost <= distance:  # none farther away can be better
                break
            for left, middle in _around(distance * scale, width, height):
                box = Bbox.from_bounds(point[0] + left, point[1] + middle - height / 2, width, height)
                if self.is_free(box):
                    is_crossed = distance > FAR and self._is_crossed(point, box)
                    cost = distance + COVERED * self._count_covered(box) + (CROSSED if is_crossed else 0.0)
                    if best is None or cost < best.cost:
                        best = _Place(left, middle, distance, box, cost)
        return best

    def take(self, place: _Place, point: np.ndarray) -> None:
        """Let no other word stand there, nor over the line to it where another place is free."""
        self.taken.append(place.box)
        if place.distance > FAR:
            self.obstacles = np.vstack([self.obstacles, _between(point, place.box)])

    def is_free(self, box: Bbox) -> bool:
        """Whether a word would stand within the frame and over no other."""
        inside = self.frame.x0 <= box.x0 and box.x1 <= self.frame.x1 and self.frame.y0 <= box.y0
        wide = Bbox.from_extents(box.x0 - 2, box.y0 - 1, box.x1 + 2, box.y1 + 1)
        return inside and box.y1 <= self.frame.y1 and not any(wide.overlaps(other) for other in self.taken)

    def _is_crossed(self, point: np.ndarray, box: Bbox) -> bool:
        """Whether the line from a point to its word would go through another word or a marked point."""
        line = _between(point, box)
        return any(not other.contains(*point) and any(other.contains(*spot) for spot in line) for other in self.taken)

    def _count_covered(self, box: Bbox) -> int:
        across, up = self.obstacles[:, 0], self.obstacles[:, 1]
        near = (across > box.x0 - 3) & (across < box.x1 + 3) & (up > box.y0 - 2) & (up < box.y1 + 2)
        return int(near.sum())


def _between(point: np.ndarray, box: Bbox) -> np.ndarray:
    """Spots on the line from a point to the middle of a word."""
    middle = np.array([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2])
    spots = point + np.linspace(0.1, 1, 20)[:, None] * (middle - point)
    return np.array([spot for spot in spots if not box.contains(*spot)]).reshape(-1, 2)


def _around(distance: float, width: float, height: float) -> Iterator[tuple[float, float]]:
    """Offsets of the left middle of a word around its point: right of it first, then turning to either side."""
    for step in range(DIRECTIONS):
        turn = 2 * np.pi * ((-1) ** step * ((step + 1) // 2)) / DIRECTIONS
        across, up = float(np.cos(turn)), float(np.sin(turn))
        yield distance * across - width * (1 - across) / 2, (distance + height / 4) * up
