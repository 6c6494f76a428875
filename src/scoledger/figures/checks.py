"""The picture of a cause's checks: every effect with its interval, its placebo and its pre-trend."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from scoledger.claims import title_reading
from scoledger.figures.drawing import Drawing
from scoledger.figures.style import FAINT, INK, OUTCOMES, WIDTH, finish, format_axis, in_style, unit_label
from scoledger.verdicts import ClaimVerdict, list_effects

#: Characters of title for which there is room across the figure.
TITLE_WIDTH = 70
#: Parts drawn; more would fill the page.
PANELS = 4


def draw_checks(verdict: ClaimVerdict, *, source: str) -> Drawing | None:
    """Draw each effect above its placebo, and the pre-trend below; None when no effect is claimed.

    A panel for each part, its specifications in order of their effect.  Effects are drawn with their interval in the
    colour of the outcome, placebos as hollow grey circles; below, the pre-trends on a scale of their own.
    """
    everything = list_effects(verdict)
    if everything.empty:
        return None
    groups = [
        (f"{title_reading(str(reading))}: {part}", rows)
        for (reading, part), rows in everything.groupby(["reading", "part"], sort=False)
    ][:PANELS]
    with in_style():
        figure, grid = plt.subplots(
            2, len(groups), figsize=(WIDTH, 4.6), squeeze=False, height_ratios=[2, 1], sharex="col"
        )
        for column, (name, rows) in enumerate(groups):
            ordered = rows.sort_values("effect", kind="stable").reset_index(drop=True)
            _draw_effects(grid[0][column], ordered)
            _draw_pretrends(grid[1][column], ordered)
            grid[0][column].set_title(textwrap.fill(name, TITLE_WIDTH // len(groups)), fontsize=8.5)
        units = everything["unit"].unique()
        grid[0][0].set_ylabel("effect and placebo" + (f",\n{unit_label(str(units[0]))}" if len(units) == 1 else ""))
        grid[1][0].set_ylabel("pre-trend a year")
        figure.tight_layout()
        finish(figure, source)
    title = "Effects, placebos and pre-trends"
    caption = (
        "Every specification in order of its effect, with the 95 percent interval: circles support the claim, crosses "
        "contradict it, diamonds do neither. Hollow: the placebo. Below: the difference of slopes before the event; "
        "filled where its p value lies below 10 percent."
    )
    return Drawing(figure, everything, f"{verdict.claim.title}: {title.lower()}", caption, _describe(everything))


def _draw_effects(axes: Axes, rows: pd.DataFrame) -> None:
    axes.axhline(0, color=INK, lw=0.8)
    axes.scatter(rows.index, rows["placebo"], facecolors="none", edgecolors="#6a6a6a", s=13, lw=0.7, zorder=2)
    for outcome, (colour, marker) in OUTCOMES.items():
        own = rows[rows["outcome"] == outcome]
        axes.vlines(own.index, own["low"].astype(float), own["high"].astype(float), color=colour, lw=0.7, alpha=0.5)
        axes.scatter(own.index, own["effect"], color=colour, marker=marker, s=16, lw=0.6, zorder=3)
    format_axis(axes, str(rows["unit"].iloc[0]))
    axes.tick_params(labelbottom=False, bottom=False)


def _draw_pretrends(axes: Axes, rows: pd.DataFrame) -> None:
    axes.axhline(0, color=INK, lw=0.8)
    is_unclean = rows["pretrend_p"].astype(float) < 0.10  # noqa: PLR2004 - the level of the rule, as the caption says
    for known, face in ((rows[is_unclean], INK), (rows[~is_unclean], "none")):
        axes.scatter(known.index, known["pretrend"], facecolors=face, edgecolors=FAINT if face == "none" else INK, s=13)
    format_axis(axes, str(rows["unit"].iloc[0]))
    axes.tick_params(labelbottom=False, bottom=False)
    axes.set_xlabel(f"{len(rows)} specifications")


def _describe(rows: pd.DataFrame) -> str:
    told = []
    for (reading, part), own in rows.groupby(["reading", "part"], sort=False):
        effect, placebo, pretrend = (own[name].astype(float).median() for name in ("effect", "placebo", "pretrend"))
        told.append(
            f"{part} ({reading}): effect {effect:+.2g}, placebo {placebo:+.2g}, pre-trend {pretrend:+.2g} a year "
            f"at the median of {len(own)} specifications"
        )
    return f"Effects with their placebos and pre-trends. {'; '.join(told)}."
