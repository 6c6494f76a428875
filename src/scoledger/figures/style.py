"""The visual language: a colour per country throughout, few lines, direct labels, legible in greyscale."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from scoledger.countries import country_name, is_country

#: A colour per country, told apart by colour-blind readers and by lightness (Okabe and Ito's set, extended).
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
    "IND": "#e69f00",
    "PAK": "#1b6e3c",
    "IRN": "#8c564b",
    "BLR": "#6a51a3",
    "MNG": "#a6761d",
    "AFG": "#737373",
    "TUR": "#cc79a7",
    "MMR": "#c49c00",
    "AUS": "#3b7a57",
    "QAT": "#843c54",
    "JPN": "#5b2c6f",
    "DEU": "#3f4b5b",
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
INK, FAINT, CLAIM = "#222222", "#9a9a9a", "#111111"
WIDTH = 7.2
#: Behind words that stand among lines.
BEHIND_TEXT: dict[str, Any] = {"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6}
#: Characters in a line of a title.
TITLE_WIDTH = 92
#: Characters in a line of a direct label, and its height in inches.
LABEL_WIDTH, LABEL_HEIGHT = 26, 0.15

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
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "grid.color": "#e6e6e6",
    "legend.frameon": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


@contextmanager
def in_style() -> Iterator[None]:
    """Draw in the book's style, whatever the reader's own settings are."""
    with mpl.rc_context(), sns.axes_style("whitegrid", rc=_SETTINGS):
        mpl.rcParams.update(_SETTINGS)  # type: ignore[arg-type]  # the stubs want literal keys
        yield


def colour_of(name: str, position: int = 0) -> str:
    """The colour of a country, by its code or as in ``"Tajikistan, income"``, or of the series at a position."""
    subject = name.partition(",")[0]
    code = next((code for code in COUNTRY_COLOURS if country_name(code) == subject), name)
    return COUNTRY_COLOURS.get(code, SERIES_COLOURS[position % len(SERIES_COLOURS)])


def call(key: str, names: Mapping[str, str] | None = None) -> str:
    """What a key is called for a reader: by the names given, or as the country whose code it is."""
    if names and key in names:
        return names[key]
    return country_name(key) if is_country(key) or key in COUNTRY_COLOURS else key


def fill_title(title: str) -> str:
    """A title over as many lines as it needs."""
    return textwrap.fill(title, TITLE_WIDTH)


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


def whole_years(axes: Axes) -> None:
    """Put ticks at whole years only, no more than find room."""
    figure = axes.get_figure(root=True)
    inches = axes.get_window_extent().width / (figure.dpi if figure else mpl.rcParams["figure.dpi"])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=min(7, max(3, int(1.6 * inches))), integer=True))


def label_ends(axes: Axes, ends: Sequence[tuple[float, float, str, str]], *, right: float | None = None) -> None:
    """Label lines at their right end, moved apart where they would overlap.

    Parameters
    ----------
    ends : sequence of (x, y, text, colour)
    right : float, optional
        Where the labels stand; by default at the end of the longest line.
    """
    if not ends:
        return
    bottom, top = axes.get_ylim()
    figure = axes.get_figure(root=True)
    inches = axes.get_window_extent().height / (figure.dpi if figure else mpl.rcParams["figure.dpi"])
    line = (top - bottom) * LABEL_HEIGHT / inches
    ordered = [
        (x, y, textwrap.fill(text, LABEL_WIDTH), colour) for x, y, text, colour in sorted(ends, key=lambda end: end[1])
    ]
    tall = [line * (1 + text.count("\n")) for _, _, text, _ in ordered]
    rooms = [0.0, *((below + above) / 2 for below, above in itertools.pairwise(tall))]
    heights = [end[1] for end in ordered]
    heights[0] = max(heights[0], bottom + tall[0] / 2)  # not across the axis
    for position in range(1, len(heights)):
        heights[position] = max(heights[position], heights[position - 1] + rooms[position])
    overshoot = max(0.0, heights[-1] - top)
    heights = [height - overshoot for height in heights]
    for position in range(len(heights) - 2, -1, -1):
        heights[position] = min(heights[position], heights[position + 1] - rooms[position + 1])
    right = max(end[0] for end in ends) if right is None else right
    for (_, _, text, colour), height in zip(ordered, heights, strict=True):
        axes.annotate(
            text, (right, height), xytext=(6, 0), textcoords="offset points", color=colour, va="center", fontsize=8,
            bbox=BEHIND_TEXT,
        )  # fmt: skip


def finish(figure: Figure, source: str, *, top: float = 1.0) -> None:
    """Lay out below `top` (a share of the height) and write the source line under a figure."""
    lines = 1 + source.count("\n")
    figure.tight_layout(rect=(0, (0.1 + 0.12 * lines) / figure.get_figheight(), 1, top))
    figure.text(0.01, 0.012, source, fontsize=6.5, color="#555555", ha="left", va="bottom")
