"""The picture of a claim: what was claimed against what was measured, over time."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from scoledger.countries import country_name, is_country
from scoledger.figures.drawing import Drawing
from scoledger.figures.effect import draw_effect
from scoledger.figures.levels import draw_levels
from scoledger.figures.lines import tidy
from scoledger.figures.panel import MARGIN_YEARS, PANELS, converted, dress, in_period, line_ends, own_unit
from scoledger.figures.strokes import draw_line
from scoledger.figures.style import FAINT, WIDTH, colour_of, finish, in_style, label_ends, unit_label
from scoledger.units import convert
from scoledger.verdicts import ClaimVerdict, ReadingVerdict

UNITS_RANKED = 6
#: Characters in a line of the title of a panel that has a neighbour.
TITLE_WIDTH = 38


def draw_claim(verdict: ClaimVerdict, *, source: str) -> Drawing | None:
    """Draw the claim against the data; None when only documents judge it.

    Point figures, forecasts and thresholds: every series measured, the first of each measurement in colour, the claimed
    figures as diamonds or broken lines, a panel for each kind of unit.  Ranks: the units with the largest values.
    Trends: a panel for each of the first measures.
    """
    for reading in verdict.readings:
        if not reading.series:
            continue
        statistic = reading.parts[0].part.statistic
        is_frame = isinstance(reading.series[0][1], pd.DataFrame)
        if statistic == "effect":
            return draw_effect(verdict, reading, source=source)
        if statistic == "ranking" or (statistic == "comparison" and is_frame):
            return _draw_ranking(verdict, reading, source)
        if statistic == "trend":
            return _draw_panels(verdict, _most_detailed(verdict), source)
        return draw_levels(verdict, reading, source=source)
    return None


def _most_detailed(verdict: ClaimVerdict) -> ReadingVerdict:
    """The reading that looks at the units one by one, if there is one: it shows more than their sum."""
    grouped = [reading for reading in verdict.readings if any(part.part.group for part in reading.parts)]
    return grouped[0] if grouped else verdict.readings[0]


#: Unit and lines of each measure, by its label.
_Panels = dict[str, tuple[str, dict[str, pd.Series]]]
#: Begins the name of a line that belongs to no member of a group.
_SERIES = "series"


def _collect_panels(verdict: ClaimVerdict, reading: ReadingVerdict) -> _Panels:
    """A panel per measure: one line for a member where the claim has groups, otherwise every series."""
    panels: _Panels = {}
    counted: dict[str, set[str]] = {}
    group = next((part.part.group for part in reading.parts if part.part.group), None)
    for specification, series in reading.series:
        if isinstance(series, pd.DataFrame) or series.empty:
            continue
        unit = own_unit(specification)
        shown = "billion USD" if unit in {"USD", "million USD"} else unit
        lines = panels.setdefault(specification.label, (shown, {}))[1]
        settled = counted.setdefault(specification.label, set())
        member = specification.arguments.get(group) if group else None  # a sum over the group has none
        key = str(member) if member is not None else f"{_SERIES} {len(lines) + 1}"
        values = in_period(verdict, converted(specification, series, shown))
        is_total = specification.arguments.get("flow", "total") == "total"
        if member is not None and key in lines and (not is_total or key in settled):
            continue  # one line for a member: the first that has exports and imports together
        if is_total:
            settled.add(key)
        if not any(values.equals(known) for known in lines.values()):
            lines[key] = values
    return panels


def _draw_panels(verdict: ClaimVerdict, reading: ReadingVerdict, source: str) -> Drawing:
    """The first measures, members of groups each with its name, otherwise the first series in colour."""
    panels = _collect_panels(verdict, reading)
    grouped = {label for label, (_, lines) in panels.items() if any(not key.startswith(_SERIES) for key in lines)}
    first = dict(list(panels.items())[:PANELS])
    with in_style():
        rows, columns = (len(first) + 1) // 2, min(len(first), 2)
        height = 0.3 + (2.5 * rows if columns > 1 else 3.5)
        figure, grid = plt.subplots(rows, columns, figsize=(WIDTH, height), squeeze=False)
        figure.suptitle(verdict.claim.title, x=0.01, ha="left", fontsize=10, fontweight="bold")
        for axes, (label, (unit, lines)) in zip(grid.flat, first.items(), strict=False):
            _draw_panel(axes, label, unit, lines, is_grouped=label in grouped)
        for axes in grid.flat[len(first) :]:
            axes.set_visible(False)
        figure.tight_layout()
        for axes, (label, (_, lines)) in zip(grid.flat, first.items(), strict=False):
            if label in grouped:
                names = {code: country_name(code) if is_country(code) else code for code in lines}
                label_ends(axes, line_ends(list(lines.items()), names))
        finish(figure, source)
    data = pd.concat([tidy(lines).assign(measure=label, unit=unit) for label, (unit, lines) in first.items()])
    described = "; ".join(_describe_panel(label, unit, lines) for label, (unit, lines) in first.items())
    caption = "A line for each state." if grouped else "A line for each way to count; the first in colour."
    return Drawing(figure, data, verdict.claim.title, caption, f"{verdict.claim.title}. {described}.")


def _draw_panel(axes: Axes, label: str, unit: str, lines: dict[str, pd.Series], *, is_grouped: bool) -> None:
    for position, (name, one) in enumerate(lines.items()):
        is_shown = is_grouped or position == 0
        colour = colour_of(name, position) if is_shown else FAINT
        draw_line(axes, one, colour=colour, width=1.7 if is_shown else 0.7, order=3 if is_shown else 1)
    dress(axes, unit)
    axes.set_title(textwrap.fill(label, TITLE_WIDTH), fontsize=9, fontweight="normal")


def _describe_panel(label: str, unit: str, lines: dict[str, pd.Series]) -> str:
    rises = sum(len(one) > 1 and one.iloc[-1] > one.iloc[0] for one in lines.values())
    return f"{label} ({unit_label(unit)}): {rises} of {len(lines)} lines end higher than they begin"


def _draw_ranking(verdict: ClaimVerdict, reading: ReadingVerdict, source: str) -> Drawing:
    """The largest units of the first measurement over time, the claimed ones in colour."""
    ranked = [(one, frame) for one, frame in reading.series if isinstance(frame, pd.DataFrame) and len(frame)]
    specification, frame = ranked[0]  # the claim could not have been judged without one
    claimed = reading.parts[0].part.claimed
    named = [str(unit) for unit in claimed] if isinstance(claimed, tuple) else []
    first, last = verdict.claim.period.first - MARGIN_YEARS, verdict.claim.period.last + 5
    window = frame[(frame.index >= first) & (frame.index <= last)]
    anchor = window.loc[window.index[window.index <= verdict.claim.period.last].max()]
    named = [code for code in named if code in anchor.dropna().index]
    top = [str(code) for code in anchor.dropna().sort_values(ascending=False).index[:UNITS_RANKED]]
    shown = top + [code for code in named if code not in top]
    unit = own_unit(specification)
    own, target = unit, "billion USD" if unit in {"USD", "million USD"} else unit
    title = f"{verdict.claim.title}: {specification.label}"
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.8))
        ends, lines = [], {}
        for position, code in enumerate(shown):
            series = window[code].dropna().map(lambda value: convert(value, own, target))
            colour = colour_of(code, position) if code in named else "#8a8a8a"
            draw_line(axes, series, colour=colour, width=2.2 if code in named else 1.1)
            name = country_name(code) if is_country(code) else code
            ends.append((float(series.index[-1]), float(series.iloc[-1]), name, colour))
            lines[name] = series
        dress(axes, target, verdict.claim.title)
        figure.tight_layout()
        label_ends(axes, ends)
        finish(figure, source)
    ranks = ", ".join(
        f"{country_name(code) if is_country(code) else code} number {int(anchor.rank(ascending=False)[code])}"
        for code in named
    )
    alt = f"{title}. In {anchor.name}: {ranks}. Largest: {', '.join(list(lines)[:3])}."
    label = specification.label
    caption = f"{label[:1].upper()}{label[1:]}; the units that the article names are drawn in colour."
    return Drawing(figure, tidy(lines).assign(unit=target), verdict.claim.title, caption, alt)
