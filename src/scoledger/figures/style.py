"""The visual language: a colour per country throughout, few lines, direct labels, legible in greyscale."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.ticker import FuncFormatter, MaxNLocator
from scipy.optimize import isotonic_regression

from scoledger.countries import EXTRA_CODES, country_name, is_country
from scoledger.figures.fonts import figure_fonts

#: A colour per country, told apart by colour-blind readers and by lightness (Okabe and Ito's set, extended: each of the
#: later ones lies as far as possible from all before it, also as people without red or green cones see them).
#: So many colours are never enough alone: a marker or a label stands beside every one.
COUNTRY_COLOURS = {
    "CHN": "#b3261e",
    "RUS": "#1f4e79",
    "KAZ": "#0072b2",
    "KGZ": "#d55e00",
    "TJK": "#009e73",
    "TKM": "#7b4ea3",
    "UZB": "#b8860b",
    "USA": "#4d4d4d",
    "EU27": "#56789a",
    "IND": "#7887f0",
    "PAK": "#691e00",
    "IRN": "#00785a",
    "BLR": "#4b2d4b",
    "MNG": "#1e2d87",
    "AFG": "#9687b4",
    "TUR": "#00690f",
    "JPN": "#e16978",
    "AUS": "#4b3ca5",
    "QAT": "#2d6978",
    "MMR": "#5a874b",
    "KOR": "#4b78d2",
    "DEU": "#3c3c2d",
    "ITA": "#4b5ac3",
    "UKR": "#003c69",
    "ARM": "#0f9696",
    "AZE": "#961e4b",
    "GEO": "#3c96d2",
    "SAU": "#87002d",
    "ARE": "#4b7878",
    "GBR": "#785a3c",
    "FRA": "#78005a",
}
#: For series that are no country, darkest first.
SERIES_COLOURS = ("#1f4e79", "#d55e00", "#009e73", "#7b4ea3", "#b8860b", "#56789a", "#4d4d4d", "#cc79a7")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
#: Outcome of a specification: colour and marker, so that shape tells it too.
OUTCOMES = {
    "supports": ("#1b6e3c", "o"),
    "neither": ("#8a8a8a", "D"),
    "contradicts": ("#b3261e", "X"),
}
#: Units of bare numbers.
BARE = ("count", "index", "ratio", "rank", "year", "probability")
INK, FAINT, CLAIM = "#222222", "#9a9a9a", "#111111"
WIDTH = 7.2
#: Behind words that stand among lines.
BEHIND_TEXT: dict[str, Any] = {"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6}
#: Least contrast of words with the white page (WCAG 2.2, level AA).
CONTRAST = 4.5
#: Characters in a line of a figure's title.
TITLE_WIDTH = 74
#: Characters in a line of a direct label, and its height in inches.
LABEL_WIDTH, LABEL_HEIGHT = 26, 0.15
#: Pixels between the numbers of an axis.
TICKS_APART = 8.0

_SETTINGS: dict[str, Any] = {
    "figure.facecolor": "white",
    "axes.edgecolor": "#666666",
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titley": 1.0,  # where it lies anyway; looking for room costs a measuring of all ticks, each time it is drawn
    "font.size": 9,
    "hatch.linewidth": 0.6,
    "grid.color": "#e6e6e6",
    "legend.frameon": False,
    "text.color": INK,
    "text.hinting": "no_hinting",  # glyphs are measured much quicker, and lie where the vector formats have them
    "xtick.color": INK,
    "ytick.color": INK,
}


@contextmanager
def in_style() -> Iterator[None]:
    """Draw in the book's style, whatever the reader's own settings are."""
    with mpl.rc_context(), sns.axes_style("whitegrid", rc=_SETTINGS):
        mpl.rcParams.update(_SETTINGS)  # type: ignore[arg-type]  # the stubs want literal keys
        mpl.rcParams["font.family"] = list(figure_fonts())
        yield


def colour_of(name: str, position: int = 0) -> str:
    """The colour of a country, by its code or as in ``"Tajikistan, income"``, or of the series at a position."""
    subject = name.partition(",")[0]
    code = next((code for code in COUNTRY_COLOURS if country_name(code) == subject), name)
    return COUNTRY_COLOURS.get(code, SERIES_COLOURS[position % len(SERIES_COLOURS)])


def call(key: object, names: Mapping[str, str] | None = None) -> str:
    """What a key is called for a reader: its given name, the country that it is the code of, or itself.

    Examples
    --------
    >>> call("TUR"), call("share"), call("CA5", {"CA5": "Central Asia"})
    ('Turkey', 'share', 'Central Asia')
    """
    word = str(key)
    if names and word in names:
        return names[word]
    return country_name(word) if is_country(word) or word in EXTRA_CODES else word


def contrast(colour: str, background: str = "white") -> float:
    """Contrast of two colours, 1 to 21.

    Notes
    -----
    Relative luminance of WCAG 2.2.

    Examples
    --------
    >>> round(contrast("black")), contrast("white")
    (21, 1.0)
    """
    light, dark = sorted((_luminance(colour), _luminance(background)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]  # noqa: PLR2004 - the constants of sRGB
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def readable(colour: str) -> str:
    """The colour, darkened as far as words in it must be to be read on white."""
    red, green, blue = to_rgb(colour)
    light = 1.0
    while contrast(shade := to_hex((light * red, light * green, light * blue))) < CONTRAST:
        light -= 0.02
    return shade


def format_axis(axes: Axes, unit: str, *, vertical: bool = True) -> None:
    """Write the ticks of an axis in its unit; shares as percent."""
    axis = axes.yaxis if vertical else axes.xaxis
    if unit.startswith("share"):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}%"))
    elif unit == "year":
        axis.set_major_locator(MaxNLocator(integer=True))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    else:
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))


def unit_label(unit: str) -> str:
    """The unit as an axis title."""
    return {"share": "percent", "ratio": "ratio", "rank": "rank", "share per year": "percentage points a year"}.get(
        unit, unit
    )


def axis_label(words: str, unit: str) -> str:
    """What an axis shows and in which unit, once; a bare number has none.

    Examples
    --------
    >>> axis_label("effect", "log points"), axis_label("share, percent", "share"), axis_label("order", "count")
    ('effect, log points', 'share, percent', 'order')
    """
    written = unit_label(unit)
    if not words:
        return written
    return words if unit in BARE or written in words else f"{words}, {written}"


def whole_years(axes: Axes) -> None:
    """Put ticks at whole years only, no more than find room."""
    figure = axes.get_figure(root=True)
    inches = axes.get_window_extent().width / (figure.dpi if figure else mpl.rcParams["figure.dpi"])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=min(7, max(3, int(1.6 * inches))), integer=True))


def _fit_ticks(axes: Axes, renderer: Any) -> None:
    """Take as many ticks across as have room for their numbers."""
    for most in range(9, 1, -1):
        axes.xaxis.set_major_locator(MaxNLocator(nbins=most))
        boxes = [label.get_window_extent(renderer) for label in axes.get_xticklabels()]
        if all(one.x1 + TICKS_APART <= other.x0 for one, other in itertools.pairwise(boxes)):
            return


def label_ends(
    axes: Axes, ends: Sequence[tuple[float, float, str, str]], *, right: float | None = None
) -> list[Annotation]:
    """Label lines at their right end, moved apart where they would overlap.

    Parameters
    ----------
    ends : sequence of (x, y, text, colour)
    right : float, optional
        Where the labels stand; by default at the end of the longest line.

    Returns
    -------
    list of matplotlib.text.Annotation
        The labels, lowest first.
    """
    if not ends:
        return []
    bottom, top = axes.get_ylim()
    figure = axes.get_figure(root=True)
    inches = axes.get_window_extent().height / (figure.dpi if figure else mpl.rcParams["figure.dpi"])
    line = (top - bottom) * LABEL_HEIGHT / inches
    ordered = [
        (x, y, textwrap.fill(text, LABEL_WIDTH), colour) for x, y, text, colour in sorted(ends, key=lambda end: end[1])
    ]
    tall = [line * (1 + text.count("\n")) for _, _, text, _ in ordered]
    rooms = [0.0, *((below + above) / 2 for below, above in itertools.pairwise(tall))]
    raised = np.cumsum(rooms)
    # As near to the ends of their lines as they can be without overlapping: a monotone regression.
    nearest = isotonic_regression([y for (_, y, _, _) in ordered] - raised).x
    heights = np.minimum(np.maximum(nearest, bottom + tall[0] / 2), top - raised[-1]) + raised
    right = max(end[0] for end in ends) if right is None else right
    return [
        axes.annotate(
            text, (right, height), xytext=(6, 0), textcoords="offset points", color=readable(colour), va="center",
            fontsize=8, bbox=BEHIND_TEXT, annotation_clip=False,
        )
        for (_, _, text, colour), height in zip(ordered, heights, strict=True)
    ]  # fmt: skip


def fill_title(title: str) -> str:
    """A title over as few lines as hold it, none much shorter than another.

    Examples
    --------
    >>> fill_title("Trade among the members of the organisation, every claim that bears upon it").splitlines()
    ['Trade among the members of the organisation,', 'every claim that bears upon it']
    """
    fewest = len(textwrap.wrap(title, TITLE_WIDTH))
    widths = range(TITLE_WIDTH // 2, TITLE_WIDTH + 1)
    return next((textwrap.fill(title, width) for width in widths if len(textwrap.wrap(title, width)) <= fewest), title)


def finish(figure: Figure, source: str, *, top: float = 1.0, numbered: Axes | None = None) -> None:
    """Lay out and write the source line under a figure.

    Parameters
    ----------
    top : float
        Share of the height below which the axes lie.
    numbered : matplotlib.axes.Axes, optional
        Whose numbers across may be so long that there must be fewer.
    """
    lines, height = 1 + source.count("\n"), figure.get_figheight()
    frame = (0, (0.1 + 0.12 * lines) / height, 1, top)
    figure.tight_layout(rect=frame)
    if numbered is not None:
        _fit_ticks(numbered, figure.canvas.get_renderer())  # type: ignore[attr-defined]  # every canvas that draws has one
        figure.tight_layout(rect=frame)
    write_source(figure, source)


def write_source(figure: Figure, source: str) -> None:
    """Write the source line under a figure that is laid out already."""
    figure.text(0.01, 0.012, source, fontsize=6.5, color="#555555", ha="left", va="bottom")
