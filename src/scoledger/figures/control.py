"""The control: one change in every unit of the world, and where the claim's own units stand."""

from __future__ import annotations

from matplotlib import pyplot as plt

from scoledger.countries import country_name
from scoledger.figures.drawing import Drawing
from scoledger.figures.style import FAINT, WIDTH, colour_of, finish, format_axis, in_style, unit_label
from scoledger.verdicts import ControlResult


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
        for rank, code in enumerate(ours):
            place, value = positions[code], float(changes[code])
            axes.scatter(place, value, color=colour_of(code, rank), s=42, zorder=3)
            axes.annotate(
                country_name(code), (place, value), xytext=(-8, 7), textcoords="offset points", ha="right", fontsize=8,
                color=colour_of(code, rank), fontweight="bold",
            )  # fmt: skip
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
