"""Verdicts by topic: one bar per topic and sort of verdict, and the table of verdicts by topic and article."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scoledger.exports.scoreboard import INK, draw_tile
from scoledger.results import picture_bytes
from scoledger.site.badges import VERDICTS

#: Claims of a topic and article by verdict.
Counts = dict[tuple[str, str], Counter[str]]

#: Heading -> the verdict words below it.  A word on statistics and its fellow on documents share a column.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "supported,\nconfirmed": ("supported", "confirmed"),
    "mixed,\ndisputed": ("mixed", "disputed"),
    "contradicted": ("contradicted",),
    "not identified,\nunverified": ("not identified", "unverified"),
    "not testable": ("not testable",),
}
_FILLS = dict(zip(_COLUMNS, ("#1f5f8b", "#d9a441", "#8c2d19", "#aab4be", "#ffffff"), strict=True))
#: Inches: of a row, of the names of topics, of the heading, and of a column with its number.
_ROW, _NAMES, _HEAD, _COLUMN, _NUMBER = 0.4, 1.75, 0.85, 1.6, 0.4
#: A topic that gathers what has no other stands last.
_LAST = "other"


def order_topics(counts: Counts) -> list[str]:
    """Order topics by their number of claims, the largest first; what is called other comes last.

    Examples
    --------
    >>> order_topics({("other", "a"): Counter(x=9), ("debt", "a"): Counter(x=1), ("trade", "a"): Counter(x=2)})
    ['trade', 'debt', 'other']
    """
    totals: Counter[str] = Counter()
    for (topic, _), count in counts.items():
        totals[topic] += count.total()
    return sorted(totals, key=lambda topic: (topic == _LAST, -totals[topic], topic))


def draw_topics(counts: Counts, salt: str) -> dict[str, bytes]:
    """Draw one bar per topic and sort of verdict, each with its number.

    Parameters
    ----------
    counts : dict of (str, str) to Counter
        Number of claims by verdict, by topic and article.
    salt : str
        From which the ids in the SVG are made.

    Returns
    -------
    dict of str to bytes
        ``svg``, ``pdf``, ``png`` and ``csv``.
    """
    style: Any = {"font.family": "DejaVu Sans", "font.size": 12}
    with mpl.rc_context(style):
        pictures = picture_bytes(_draw(_by_topic(counts)), salt, "Verdicts by topic")
    return {**pictures, "csv": write_counts(counts)}


def write_topics_alt(counts: Counts) -> str:
    """Say in a sentence what the drawing shows.

    Examples
    --------
    >>> write_topics_alt({("trade", "Doe"): Counter(supported=2), ("trade", "Roe"): Counter(mixed=1, supported=1)})
    'Bars, one row per topic. trade: 3 supported, 1 mixed.'
    """
    rows = [f"{topic}: {_write_count(count)}." for topic, count in _by_topic(counts).items()]
    return " ".join(["Bars, one row per topic.", *rows])


def tabulate_counts(counts: Counts) -> dict[str, Any]:
    """Make the table of verdicts by topic and article.

    Returns
    -------
    dict
        ``columns`` and ``rows`` as a table result holds them: a row per topic and article, then the sums.
    """
    words = _words(counts)
    articles = sorted({article for _, article in counts})
    sums = {article: _sum(counts, article) for article in articles}
    lines = [
        (topic, article, counts[topic, article])
        for topic in order_topics(counts)
        for article in articles
        if (topic, article) in counts
    ]
    lines += [("all topics", article, sums[article]) for article in articles]
    lines += [("all topics", "both articles" if len(articles) == 2 else "all", sum(sums.values(), Counter()))]  # noqa: PLR2004
    names = ["Topic", "Article", *(word.capitalize() for word in words), "All"]
    return {
        "columns": [{"name": name, "numeric": number > 1} for number, name in enumerate(names)],
        "rows": [
            [topic, article, *(str(count[word]) for word in words), str(count.total())]
            for topic, article, count in lines
        ],
    }


def write_counts(counts: Counts) -> bytes:
    """Write the counts as CSV: topic, article, verdict, claims."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["topic", "article", "verdict", "claims"])
    words = _words(counts)
    for topic in order_topics(counts):
        for article in sorted({article for key, article in counts if key == topic}):
            writer.writerows([topic, article, word, counts[topic, article][word]] for word in words)
    return text.getvalue().encode()


def _words(counts: Counts) -> list[str]:
    return [word for word in VERDICTS if any(count[word] for count in counts.values())]


def _sum(counts: Counts, article: str) -> Counter[str]:
    return sum((count for (_, name), count in counts.items() if name == article), Counter())


def _by_topic(counts: Counts) -> dict[str, Counter[str]]:
    return {
        topic: sum((count for (name, _), count in counts.items() if name == topic), Counter())
        for topic in order_topics(counts)
    }


def _write_count(count: Counter[str]) -> str:
    return ", ".join(f"{count[word]} {word}" for word in VERDICTS if count[word])


def _draw(topics: dict[str, Counter[str]]) -> Figure:
    """Lay the bars out in inches, one tile per claim."""
    width, height = _NAMES + _COLUMN * len(_COLUMNS) + 0.2, _HEAD + _ROW * (len(topics) + 1) + 0.1
    figure = Figure(figsize=(width, height), facecolor="white")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    cells = [[sum(count[word] for word in words) for words in _COLUMNS.values()] for count in topics.values()]
    tile = (_COLUMN - _NUMBER - 0.1) / max(1, *(number for row in cells for number in row))
    for column, (heading, words) in enumerate(_COLUMNS.items()):
        left = _NAMES + column * _COLUMN
        draw_tile(axes, left, 0.3, words[0], width=0.24, height=0.21)
        axes.text(left + 0.33, 0.3, heading, va="center", color=INK, fontsize=10.5, linespacing=1.15)
        for row, numbers in enumerate(cells):
            _draw_bar(axes, left, _HEAD + row * _ROW, numbers[column], tile, _FILLS[heading])
        total = sum(numbers[column] for numbers in cells)
        axes.text(left, _HEAD + len(cells) * _ROW + 0.12, str(total), va="center", color=INK, fontweight="bold")
    for row, topic in enumerate([*topics, "all topics"]):
        middle = _HEAD + row * _ROW + 0.12 * (row == len(topics))
        weight = "bold" if row == len(topics) else "normal"
        axes.text(_NAMES - 0.2, middle, topic, ha="right", va="center", color=INK, fontweight=weight)
    foot = _HEAD + len(cells) * _ROW - 0.13
    axes.plot([0.2, width - 0.2], [foot, foot], color=INK, linewidth=0.8)
    return figure


def _draw_bar(axes: Any, left: float, middle: float, number: int, tile: float, fill: str) -> None:
    high = 0.24
    for place in range(number):
        corner = (left + place * tile, middle - high / 2)
        axes.add_patch(Rectangle(corner, tile, high, facecolor=fill, edgecolor=INK, linewidth=0.6))
    axes.text(left + number * tile + (0.07 if number else 0), middle, str(number), va="center", color=INK)
