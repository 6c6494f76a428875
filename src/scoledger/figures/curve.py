"""The specification curve: every figure in order of size, with the choices that made it below."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from scoledger.claims import title_reading
from scoledger.figures.drawing import Drawing
from scoledger.figures.marks import mark_specifications
from scoledger.figures.style import INK, OUTCOMES, WIDTH, finish, format_axis, in_style, unit_label
from scoledger.verdicts import ClaimVerdict, Labels, PartVerdict, make_slug

#: Dimensions of a specification; everything else in the frame is what came out.
_NOT_CHOICES = {"part", "value", "unit", "low", "high", "p_value", "n", "outcome", "detail"}
_CHOICES_SHOWN = 9
#: Fewer specifications than this make no curve.
FEWEST = 3
#: What the height is where slopes have no common unit, in plain words.
STRENGTH = (
    "The slopes here have different units, so the height is 1 - p with the sign of the slope: near 1 the evidence for "
    "a rise is strong, near -1 that for a fall, near 0 there is little for either."
)
#: Characters in a line of the title; words below the curve from which on they are set smaller.
TITLE_WIDTH, LONG = 46, 38


def draw_specification_curve(item: PartVerdict, labels: Labels, *, title: str, source: str) -> Drawing:
    """Draw the specification curve of one part of a reading.

    Parameters
    ----------
    item : PartVerdict
    labels : Labels
        Plain words for dimensions and choices.

    Notes
    -----
    Simonsohn, Simmons and Nelson (2020).  Figures in different units are drawn as ratios to their own interval: the
    curve then shows the p value's side by colour and shape, and the height is the rank.
    """
    frame = item.frame
    frame = frame[frame["outcome"] != "no data"].copy()
    units = frame["unit"].nunique()
    # Slopes of different measures have no common unit: they are shown by the signed strength of the evidence.
    frame["shown"] = frame["value"] if units == 1 else _strength(frame)
    unit = str(frame["unit"].iloc[0]) if units == 1 else ""
    frame = frame.sort_values(["shown", "outcome"], kind="stable").reset_index(drop=True)
    choices = _choices(frame, labels)
    height = 2.0 + 0.16 * sum(len(rows) for rows in choices.values()) + 0.22 * len(choices)
    with in_style():
        figure, (top, below) = plt.subplots(
            2, 1, figsize=(WIDTH, height), sharex=True, height_ratios=[1.7, max(height - 2.0, 0.4)]
        )
        _draw_values(top, frame, unit, item)
        top.set_title(textwrap.fill(title, TITLE_WIDTH))
        rows = _draw_choices(below, frame, choices, labels)
        finish(figure, source)
        marks = mark_specifications(top, below, frame, {name: rows.get(name, {}) for name in _differing(frame)}, labels)
    counts = frame["outcome"].value_counts()
    shares = ", ".join(
        f"{counts.get(outcome, 0)} {outcome.replace('supports', 'support').replace('contradicts', 'contradict')}"
        for outcome in OUTCOMES
    )
    alt = f"{title}. {len(frame)} specifications in order of size: {shares} the claim."
    caption = (
        "Every specification in order of size; a mark below shows the choices that it makes. "
        "Circles support the claim, crosses contradict it, diamonds do neither."
    )
    if units > 1:
        caption += f" {STRENGTH}"
    return Drawing(figure, frame.drop(columns="shown"), title, caption, alt, marks)


def draw_curves(verdict: ClaimVerdict, labels: Labels, *, source: str) -> dict[str, Drawing]:
    """Draw a curve for each core part with enough specifications to speak of one.

    Returns
    -------
    dict of str to Drawing
        By a name that can stand in an id; a part that two readings share is drawn once.
    """
    found: dict[str, Drawing] = {}
    drawn: list[pd.DataFrame] = []
    for reading in verdict.readings:
        for item in reading.parts:
            if item.part.role != "core" or len(item.computed) < FEWEST:
                continue
            evidence = item.frame[["value", "outcome"]]
            if any(evidence.equals(other) for other in drawn):
                continue
            drawn.append(evidence)
            title = f"{title_reading(reading.reading.name)}, {item.part.name}: every specification"
            name = make_slug("curve", reading.reading.name, item.part.name)
            found[name] = draw_specification_curve(item, labels, title=title, source=source)
    return found


def _strength(frame: pd.DataFrame) -> pd.Series:
    """One less the p value, with the sign of the slope."""
    return (1 - frame["p_value"]) * frame["value"].map(lambda value: -1.0 if value < 0 else 1.0)


def _differing(frame: pd.DataFrame) -> list[str]:
    """Dimensions in which the specifications differ, be it that some make no choice there."""
    named = [str(name) for name in frame if name not in _NOT_CHOICES and name != "shown"]
    return [name for name in named if len(frame[name].unique()) > 1]


def _choices(frame: pd.DataFrame, labels: Labels) -> dict[str, list[str]]:
    """Dimensions with more than one choice, each with its choices in the order of their plain words."""
    found = {}
    for name in _differing(frame):
        known = [str(choice) for choice in frame[name].dropna().unique()]
        if len(known) > 1:
            found[name] = sorted(known, key=labels.choice)
    return found


def _draw_values(axes: Axes, frame: pd.DataFrame, unit: str, item: PartVerdict) -> None:
    for outcome, (colour, marker) in OUTCOMES.items():
        rows = frame[frame["outcome"] == outcome]
        axes.scatter(rows.index, rows["shown"], color=colour, marker=marker, s=16, lw=0.6, zorder=3)
        if unit and rows["low"].notna().any():
            axes.vlines(rows.index, rows["low"], rows["high"], color=colour, lw=0.7, alpha=0.5)
    claimed = item.part.claimed
    if unit and isinstance(claimed, int | float):
        axes.axhline(float(claimed), color=INK, lw=1, ls="--")
        axes.annotate("claimed", (0, float(claimed)), xytext=(2, 3), textcoords="offset points", fontsize=7.5)
    elif unit.endswith("per year") or not unit:
        axes.axhline(0, color=INK, lw=0.8)
    label = unit_label(unit).replace(" per year", "\nper year").replace(" a year", "\na year")
    axes.set_ylabel(label if unit else "1 - p, with the\nsign of the slope")
    format_axis(axes, unit or "ratio")
    if unit == "rank":
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
        axes.set_ylim(axes.get_ylim()[0] - 0.3, axes.get_ylim()[1] + 0.3)
    axes.tick_params(labelbottom=False, bottom=False)


def _draw_choices(
    axes: Axes, frame: pd.DataFrame, choices: dict[str, list[str]], labels: Labels
) -> dict[str, dict[str, int]]:
    """Draw a row for each choice; give the rows by dimension and choice."""
    rows: list[str] = []
    places: dict[str, dict[str, int]] = {}
    for name, known in choices.items():
        shown = known if len(known) <= _CHOICES_SHOWN else [*known[: _CHOICES_SHOWN - 1]]
        heading = labels.dimension(name)
        axes.annotate(
            heading, (-0.01, len(rows)), xycoords=("axes fraction", "data"), ha="right", va="center",
            fontsize=7.5 if len(heading) <= LONG else 6.0, fontweight="bold",
        )  # fmt: skip
        rows.append("")
        places[name] = {choice: len(rows) + min(place, len(shown)) for place, choice in enumerate(known)}
        for choice in shown:
            at = frame.index[frame[name].astype(str) == choice]
            axes.scatter(at, [len(rows)] * len(at), marker="|", s=22, color=INK, lw=0.9)
            rows.append(labels.choice(choice))
        if len(known) > len(shown):
            rest = frame.index[~frame[name].astype(str).isin(shown) & frame[name].notna()]
            axes.scatter(rest, [len(rows)] * len(rest), marker="|", s=22, color=INK, lw=0.9)
            rows.append(f"{len(known) - len(shown)} others")
    axes.set_yticks(range(len(rows)), rows, fontsize=7)
    axes.set_ylim(len(rows) - 0.3, -0.7)
    axes.grid(visible=False)
    axes.tick_params(labelbottom=False, bottom=False, left=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xlabel(f"{len(frame)} specifications")
    return places
