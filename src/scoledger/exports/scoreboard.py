"""The scoreboard: how the claims of each article fared, one tile per claim."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from scoledger.results import picture_bytes
from scoledger.site.badges import VERDICTS

#: Colour of text and edges.
INK = "#22303c"
_FILLS = {
    "supported": "#1f5f8b",
    "confirmed": "#1f5f8b",
    "mixed": "#d9a441",
    "disputed": "#d9a441",
    "contradicted": "#8c2d19",
}
#: Verdicts whose tiles are only half filled, so that they read without colour.
_HALF = {"mixed", "disputed"}
_TILE = 0.82
#: Tiles in a line; more claims of one verdict go on in the next.
_IN_A_LINE = 20


def draw_scoreboard(counts: dict[str, Counter[str]], salt: str) -> dict[str, bytes]:
    """Draw the scoreboard.

    Parameters
    ----------
    counts : dict of str to Counter
        Number of claims by verdict, by article.
    salt : str
        From which the ids in the SVG are made.

    Returns
    -------
    dict of str to bytes
        ``svg``, ``pdf``, ``png`` and ``csv``.
    """
    words = [word for word in VERDICTS if any(count[word] for count in counts.values())]
    style: Any = {"font.family": "DejaVu Sans", "font.size": 11}
    with mpl.rc_context(style):
        pictures = picture_bytes(_draw(counts, words), salt, "Verdicts by article")
    return {**pictures, "csv": _write_csv(counts, words)}


def write_alt(counts: dict[str, Counter[str]]) -> str:
    """Say in a sentence what the scoreboard shows.

    Examples
    --------
    >>> write_alt({"Doe (2016)": Counter({"supported": 2, "mixed": 1})})
    'Tiles, one per claim. Doe (2016): 2 supported, 1 mixed.'
    """
    articles = [
        f"{article}: {', '.join(f'{count[word]} {word}' for word in VERDICTS if count[word])}."
        for article, count in counts.items()
    ]
    return " ".join(["Tiles, one per claim.", *articles])


def _draw(counts: dict[str, Counter[str]], words: list[str]) -> Figure:
    lines = sum(-(-number // _IN_A_LINE) for count in counts.values() for number in count.values())
    rows = lines + len(counts)
    longest = min(_IN_A_LINE, max(max(count.values()) for count in counts.values()))
    width = max(11.0, longest + 5.8)
    figure = Figure(figsize=(0.4 * width, 0.36 * rows + 0.35), facecolor="white")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    top = 0.0
    for article, count in counts.items():
        axes.text(0, top, article, fontweight="bold", va="center", color=INK)
        for word in (word for word in words if count[word]):
            top -= 1
            axes.text(4.0, top, word, ha="right", va="center", color=INK)
            for number in range(count[word]):
                draw_tile(axes, 4.4 + number % _IN_A_LINE, top - number // _IN_A_LINE, word)
            top -= (count[word] - 1) // _IN_A_LINE
            end = 4.4 + (count[word] - 1) % _IN_A_LINE + 1.15
            axes.text(end, top, str(count[word]), va="center", color=INK, fontweight="bold")
        top -= 1.2
    axes.set_xlim(-0.2, width - 0.2)
    axes.set_ylim(top + 0.4, 0.8)
    return figure


def draw_tile(axes: Any, left: float, middle: float, word: str, *, width: float = _TILE, height: float = 0.72) -> None:
    """Draw the tile of a verdict: filled, half filled, crossed out or empty, so that it reads without colour.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    left, middle, width, height : float
        Where it stands and how large it is, in units of the axes.
    word : str
        The verdict.
    """
    fill, low = _FILLS.get(word, "none"), middle - height / 2
    corner: Any = {"width": width, "height": height, "edgecolor": INK, "linewidth": 0.9}
    if word not in _HALF:
        axes.add_patch(Rectangle((left, low), facecolor=fill, linestyle="-" if word in _FILLS else "--", **corner))
    else:
        axes.add_patch(Rectangle((left, low), facecolor="white", **corner))
        points = [(left, low), (left + width, low), (left, low + height)]
        axes.add_patch(Polygon(points, facecolor=fill, edgecolor=INK, linewidth=0.9))
    if word == "contradicted":
        sides = [left + width / 4, left + 3 * width / 4]
        ends = [low + height / 4, low + 3 * height / 4]
        axes.plot(sides, ends, color="white", linewidth=1.4)
        axes.plot(sides, ends[::-1], color="white", linewidth=1.4)


def _write_csv(counts: dict[str, Counter[str]], words: list[str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["article", "verdict", "claims"])
    writer.writerows([article, word, count[word]] for article, count in counts.items() for word in words)
    return text.getvalue().encode()
