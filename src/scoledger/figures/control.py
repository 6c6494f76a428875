"""The control: one change in every unit of the world, and where the claim's own units stand."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

from scoledger.countries import country_name
from scoledger.figures.drawing import Drawing
from scoledger.figures.style import (
    BEHIND_TEXT,
    FAINT,
    MARKERS,
    WIDTH,
    colour_of,
    finish,
    format_axis,
    in_style,
    unit_label,
)
from scoledger.verdicts import ControlResult

#: Share of the width within which labels would overlap, and share of the height that a line of them takes.
NEAR, LINE = 0.22, 0.085


def draw_control(result: ControlResult, *, source: str) -> Drawing:
    """Draw the change in every unit in order of size, the claim's own marked."""
    changes = result.changes
    ours = [str(code) for code in changes.index if code in result.percentiles.index]
    positions = {str(code): place for place, code in enumerate(changes.index)}
    title = f"{result.label}: change from {result.first_year} to {result.last_year}, every country"
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.4))
        axes.scatter(range(len(changes)), changes, color=FAINT, s=9, lw=0)
        axes.axhline(0, color="#444444", lw=0.8)
        labels = _place_labels(changes, positions, ours)
        for rank, code in enumerate(ours):
            place, value, colour = positions[code], float(changes[code]), colour_of(code, rank)
            where, side = labels[code]
            axes.scatter(place, value, color=colour, marker=MARKERS[rank % len(MARKERS)], s=42, zorder=3)
            axes.annotate(
                country_name(code), (place, value), xytext=where, ha=side, va="center", color=colour, fontsize=8,
                fontweight="bold", bbox=BEHIND_TEXT, arrowprops={"arrowstyle": "-", "color": FAINT, "lw": 0.6},
            )  # fmt: skip
        axes.update_datalim([where for where, _ in labels.values()])
        axes.autoscale_view()
        axes.set_xlabel(f"{len(changes)} countries in order of the change")
        axes.set_ylabel(unit_label(result.unit).replace("percent", "percentage points"))
        format_axis(axes, result.unit)
        axes.set_title(title)
        finish(figure, source)
    places = "; ".join(
        f"{country_name(code)} above {result.percentiles[code]:.0%} of the other countries" for code in reversed(ours)
    )
    data = changes.rename("change").rename_axis("iso3").reset_index()
    data["is_claimed"] = data["iso3"].isin(ours)
    median = float(changes.drop(ours).median())
    alt = f"{title}. {places}. The median of the others is {100 * median:+.1f} percentage points."
    caption = "Each dot is a country. The question of the control is whether the region differs from the world."
    return Drawing(figure, data, title, caption, alt)


def _place_labels(
    changes: pd.Series, positions: dict[str, int], ours: list[str]
) -> dict[str, tuple[tuple[float, float], str]]:
    """Where each label stands, and on which side it is anchored: off the rising row of dots, none over another.

    On the left labels go down to the right of their dot, elsewhere up to its left, where no dots are.
    """
    width, line = NEAR * len(changes), LINE * (float(changes.max() - changes.min()) or 1.0)
    left = [code for code in ours if positions[code] < width]
    found: dict[str, tuple[tuple[float, float], str]] = {}
    for codes, sign, side in ((left[::-1], -1, "left"), ([code for code in ours if code not in left], 1, "right")):
        last = (-np.inf, -np.inf)
        for code in codes:
            place, height = positions[code], sign * float(changes[code]) + line / 2
            height = max(height, last[1] + line) if abs(place - last[0]) < width else height
            last = (place, height)
            found[code] = ((place - sign * 0.015 * len(changes), sign * height), side)
    return found
