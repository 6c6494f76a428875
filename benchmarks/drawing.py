"""The figure of false-positive rates."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from scoledger.figures.style import CLAIM, FAINT, MARKERS, SERIES_COLOURS, WIDTH, finish, format_axis, in_style

PANELS = {"trend": "Is there a trend?", "break": "Is there a break?", "effect": "Did the event matter?"}
#: Rates that a test should keep and must not pass.
LEVEL, LIMIT = 0.05, 0.075


def write_drawing(frame: pd.DataFrame, path: Path) -> None:
    """Draw false-positive rates against the correlation of the noise, one panel per question.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `inference.csv`.
    path : pathlib.Path
        An SVG file.
    """
    known = frame[frame["is_null"] & frame["setting"].fillna("").eq("")]
    with in_style(), mpl.rc_context({"svg.hashsalt": path.stem, "svg.fonttype": "path"}):
        figure, axes = plt.subplots(1, len(PANELS), figsize=(WIDTH, 3.6), sharey=True)
        for one, (statistic, title) in zip(axes, PANELS.items(), strict=True):
            _draw_panel(one, known[known["statistic"] == statistic], title)
        axes[0].set_ylim(0, 1.05 * known["rate"].max())
        axes[0].set_ylabel("false alarms")
        dates = ", ".join(sorted(frame["measured"].unique()))
        note = "One mark for each sample size; the lines join their means. Horizontal lines: 5 and 7.5 percent."
        finish(figure, f"{note} Measured {dates}.")
        staged = path.with_suffix(".new")
        figure.savefig(staged, format="svg", metadata={"Date": None, "Creator": None})
        plt.close(figure)
    staged.replace(path)


def _draw_panel(axes: Axes, rows: pd.DataFrame, title: str) -> None:
    for rate, colour in ((LEVEL, FAINT), (LIMIT, CLAIM)):
        axes.axhline(rate, color=colour, lw=0.9)
    ordered = sorted(rows["test"].unique(), key=lambda test: rows.loc[rows["test"] == test, "use"].iloc[0] != "verdict")
    for place, test in enumerate(ordered):
        ours = rows[rows["test"] == test]
        nudge = 0.015 * (place - (len(ordered) - 1) / 2)
        style = {"color": SERIES_COLOURS[place], "marker": MARKERS[place]}
        axes.plot(ours["correlation"] + nudge, ours["rate"], ls="", ms=4, alpha=0.75, **style)
        middle = ours.groupby("correlation")["rate"].mean()
        used = ours["use"].iloc[0] == "verdict"
        axes.plot(
            middle.index + nudge, middle, lw=1.4 if used else 0.9, ls="-" if used else "--", label=test, **style, ms=0
        )
    axes.set_title(title)
    axes.set_xlabel("correlation of the noise")
    axes.set_xticks(sorted(rows["correlation"].unique()))
    format_axis(axes, "share")
    handles = [
        plt.Line2D([], [], color=SERIES_COLOURS[place], marker=MARKERS[place], ls="", ms=4, label=test)
        for place, test in enumerate(ordered)
    ]
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.2), fontsize=7)
