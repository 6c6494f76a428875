"""The picture of an effect: treated units against all others, around the event."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt

from scoledger.countries import country_name, is_country
from scoledger.figures.drawing import Drawing
from scoledger.figures.lines import tidy
from scoledger.figures.style import (
    FAINT,
    INK,
    WIDTH,
    colour_of,
    finish,
    format_axis,
    in_style,
    label_ends,
    unit_label,
    whole_years,
)
from scoledger.indicators import find_measure
from scoledger.verdicts import ClaimVerdict, ReadingVerdict

#: Units concerned that are named one by one.
TREATED = 9


def draw_effect(verdict: ClaimVerdict, reading: ReadingVerdict, *, source: str) -> Drawing:
    """Draw the treated units, the middle half of the others, and the event, for the first measurement."""
    specification, frame = reading.series[0]
    part = reading.parts[0].part
    assert isinstance(frame, pd.DataFrame)  # noqa: S101 - effects are measured on frames; the check of the claim saw to it
    window = specification.window or (int(frame.index.min()), int(frame.index.max()))
    seen = frame[(frame.index >= window[0]) & (frame.index <= window[1])]
    treated = [unit for unit in part.treated if unit in seen and seen[unit].notna().any()]
    others = seen.drop(columns=treated)
    unit = find_measure(specification.measure, "figure").unit
    names = {code: country_name(code) if is_country(code) else code for code in treated}
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.8))
        axes.fill_between(
            others.index, others.quantile(0.25, axis=1), others.quantile(0.75, axis=1), color=FAINT, alpha=0.25
        )
        axes.plot(others.index, others.median(axis=1), color=FAINT, lw=1.4)
        ends = [(float(others.index[-1]), float(others.median(axis=1).iloc[-1]), "others, median", "#6a6a6a")]
        if len(treated) > TREATED:  # too many to name: each thin, and what they have in common
            axes.plot(seen.index, seen[treated], color=colour_of("", 1), lw=0.5, alpha=0.5)
            common = seen[treated].median(axis=1).dropna().rename("median")
            shown = [(f"{len(treated)} concerned, median", common, colour_of("", 1))]
        else:
            shown = [(names[code], seen[code].dropna(), colour_of(code, at)) for at, code in enumerate(treated)]
        for name, line, colour in shown:
            axes.plot(line.index, line, color=colour, lw=1.8)
            ends.append((float(line.index[-1]), float(line.iloc[-1]), name, colour))
        axes.axvline(float(part.event_year or window[0]) - 0.5, color=INK, lw=1, ls="--")
        if part.placebo_year is not None:
            axes.axvline(part.placebo_year - 0.5, color=FAINT, lw=1, ls=":")
        axes.set_ylabel(unit_label(unit))
        format_axis(axes, unit)
        whole_years(axes)
        axes.set_title(verdict.claim.title)
        figure.tight_layout()
        label_ends(axes, ends)
        finish(figure, source)
    estimates = [item.value for item in reading.parts[0].computed if item.value is not None]
    span = f"{min(estimates):+.3g} to {max(estimates):+.3g}" if estimates else "not computable"
    concerned = ", ".join(names.values()) if len(treated) <= TREATED else f"{len(treated)} concerned"
    alt = (
        f"{verdict.claim.title}. {concerned} against {others.shape[1]} others, "
        f"event {part.event_year}, placebo {part.placebo_year}. "
        f"Difference in differences: {span} ({unit_label(unit)})."
    )
    data = tidy({names.get(str(code), str(code)): seen[code].dropna() for code in seen}).assign(unit=unit)
    caption = (
        "In colour the units that the event concerns; grey, the middle half of all others and their median. "
        "Dashed: the event. Dotted: the false event at which nothing should show."
    )
    return Drawing(figure, data, verdict.claim.title, caption, alt)
