"""The picture of a claim: what was claimed against what was measured, over time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from scoledger.countries import country_name, is_country
from scoledger.figures.drawing import Drawing
from scoledger.figures.effect import draw_effect
from scoledger.figures.lines import describe_line, tidy
from scoledger.figures.style import (
    CLAIM,
    FAINT,
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
from scoledger.units import convert, write_value
from scoledger.verdicts import ClaimVerdict, PartVerdict, ReadingVerdict, Specification

#: Years shown before and after the claim's own period.
MARGIN_YEARS = 10
UNITS_RANKED = 6
PANELS = 4
#: A series this short is drawn as dots.
SHORT = 3

Line = tuple[str, pd.Series]


def draw_claim(verdict: ClaimVerdict, *, source: str) -> Drawing | None:
    """Draw the claim against the data; None when only documents judge it.

    Point figures and forecasts: every series measured, the first of each measurement in colour, the claimed figures as
    diamonds.  Ranks: the units with the largest values.  Trends: a panel for each of the first measures.
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
        return _draw_series(verdict, reading, source)
    return None


def _most_detailed(verdict: ClaimVerdict) -> ReadingVerdict:
    """The reading that looks at the units one by one, if there is one: it shows more than their sum."""
    grouped = [reading for reading in verdict.readings if any(part.part.group for part in reading.parts)]
    return grouped[0] if grouped else verdict.readings[0]


def _converted(specification: Specification, series: pd.Series, unit: str) -> pd.Series:
    own = find_measure(specification.measure, "figure").unit
    return series.dropna().sort_index().map(lambda value: convert(value, own, unit))


def _with_gaps(series: pd.Series) -> pd.Series:
    """Every year from the first to the last, so that no line is drawn through a year without a value."""
    return series.reindex(range(int(series.index.min()), int(series.index.max()) + 1)) if len(series) else series


def _in_period(verdict: ClaimVerdict, series: pd.Series) -> pd.Series:
    first, last = verdict.claim.period.first - MARGIN_YEARS, verdict.claim.period.last + MARGIN_YEARS
    return series[(series.index >= first) & (series.index <= last)]


def _draw_series(verdict: ClaimVerdict, reading: ReadingVerdict, source: str) -> Drawing:
    levels = [part.part.unit for part in reading.parts if part.part.statistic == "level"]
    unit = levels[0] if levels else find_measure(reading.series[0][0].measure, "figure").unit
    named: dict[str, pd.Series] = {}
    others: list[Line] = []
    for specification, series in reading.series:
        if isinstance(series, pd.DataFrame) or series.empty:
            continue
        values = _in_period(verdict, _converted(specification, series, unit))
        if specification.label not in named:
            named[specification.label] = values
        elif not any(values.equals(known) for known in [*named.values(), *(line for _, line in others)]):
            others.append((f"{specification.label} ({len(others) + 2})", values))
    targets = [part for part in reading.parts if part.part.statistic == "level"]
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.8))
        for _, one in others:
            whole = _with_gaps(one)
            axes.plot(whole.index, whole, color=FAINT, lw=0.8, zorder=1)
        _draw_named(axes, list(named.items()))
        for target in targets:
            _mark_target(axes, target)
        _dress(axes, unit, verdict.claim.title)
        figure.tight_layout()
        label_ends(axes, _ends(list(named.items())))
        finish(figure, source)
    described = "; ".join(describe_line(name, one, unit) for name, one in named.items() if len(one))
    claimed = "; ".join(_describe_target(target) for target in targets)
    alt = f"{verdict.claim.title}. Claimed: {claimed}. Measured: {described}."
    caption = "Lines: what the sources hold, in colour the first of each kind. Black: what the article states."
    return Drawing(figure, tidy(named | dict(others)).assign(unit=unit), verdict.claim.title, caption, alt)


def _draw_named(axes: Axes, lines: Sequence[Line]) -> None:
    for position, (name, one) in enumerate(lines):
        marker = "o" if len(one) < SHORT else None
        whole = _with_gaps(one)
        axes.plot(whole.index, whole, color=colour_of(name, position), lw=1.8, marker=marker, ms=6, zorder=3)


def _ends(lines: Sequence[Line], names: dict[str, str] | None = None) -> list[tuple[float, float, str, str]]:
    return [
        (float(one.index[-1]), float(one.iloc[-1]), (names or {}).get(name, name), colour_of(name, position))
        for position, (name, one) in enumerate(lines)
        if len(one)
    ]


def _dress(axes: Axes, unit: str, title: str) -> None:
    if all(np.nanmin([0.0, *np.asarray(line.get_ydata(), dtype=float)]) >= 0 for line in axes.get_lines()):
        axes.set_ylim(bottom=0)
    axes.set_ylabel(unit_label(unit))
    format_axis(axes, unit)
    whole_years(axes)
    axes.set_title(title)


def _draw_panels(verdict: ClaimVerdict, reading: ReadingVerdict, source: str) -> Drawing:
    """A panel per measure: by group where the claim has groups, otherwise every series and the first in colour."""
    panels: dict[str, tuple[str, dict[str, pd.Series]]] = {}
    counted: dict[str, set[str]] = {}
    group = next((part.part.group for part in reading.parts if part.part.group), None)
    for specification, series in reading.series:
        if isinstance(series, pd.DataFrame) or series.empty:
            continue
        unit = find_measure(specification.measure, "figure").unit
        shown = "billion USD" if unit in {"USD", "million USD"} else unit
        lines = panels.setdefault(specification.label, (shown, {}))[1]
        settled = counted.setdefault(specification.label, set())
        key = str(specification.arguments.get(group)) if group else f"series {len(lines) + 1}"
        values = _in_period(verdict, _converted(specification, series, shown))
        is_total = specification.arguments.get("flow", "total") == "total"
        if group and key in lines and (not is_total or key in settled):
            continue  # one line for a group: the first that has exports and imports together
        if is_total:
            settled.add(key)
        if not any(values.equals(known) for known in lines.values()):
            lines[key] = values
    first = dict(list(panels.items())[:PANELS])
    with in_style():
        rows = (len(first) + 1) // 2
        figure, grid = plt.subplots(rows, 2, figsize=(WIDTH, 2.5 * rows), squeeze=False)
        for axes, (label, (unit, lines)) in zip(grid.flat, first.items(), strict=False):
            _draw_panel(axes, label, unit, lines, is_grouped=group is not None)
        for axes in grid.flat[len(first) :]:
            axes.set_visible(False)
        figure.tight_layout()
        for axes, (_, lines) in zip(grid.flat, first.values(), strict=False):
            if group:
                names = {code: country_name(code) if is_country(code) else code for code in lines}
                label_ends(axes, _ends(list(lines.items()), names))
        finish(figure, source)
    data = pd.concat([tidy(lines).assign(measure=label, unit=unit) for label, (unit, lines) in first.items()])
    described = "; ".join(_describe_panel(label, unit, lines) for label, (unit, lines) in first.items())
    caption = "A line for each state." if group else "A line for each way to count; the first in colour."
    return Drawing(figure, data, verdict.claim.title, caption, f"{verdict.claim.title}. {described}.")


def _draw_panel(axes: Axes, label: str, unit: str, lines: dict[str, pd.Series], *, is_grouped: bool) -> None:
    for position, (name, one) in enumerate(lines.items()):
        is_shown = is_grouped or position == 0
        colour = colour_of(name, position) if is_shown else FAINT
        whole = _with_gaps(one)
        axes.plot(whole.index, whole, color=colour, lw=1.7 if is_shown else 0.7, zorder=3 if is_shown else 1)
    _dress(axes, unit, label)


def _describe_panel(label: str, unit: str, lines: dict[str, pd.Series]) -> str:
    rises = sum(len(one) > 1 and one.iloc[-1] > one.iloc[0] for one in lines.values())
    return f"{label} ({unit_label(unit)}): {rises} of {len(lines)} lines end higher than they begin"


def _mark_target(axes: Axes, target: PartVerdict) -> None:
    part = target.part
    ends = _claimed_ends(target)
    text = " to ".join(f"{100 * end:g}%" if part.unit == "share" else f"{end:g}" for end in ends)
    if part.year is None:  # claimed for no year in particular
        axes.axhline(ends[0], color=CLAIM, lw=1.2, ls="--")
        where, offset = (axes.get_xlim()[0], ends[-1]), (4, 4)
    else:
        axes.vlines(part.year, min(ends), max(ends), color=CLAIM, lw=3)
        axes.scatter([part.year] * len(ends), ends, marker="D", s=46, color=CLAIM, zorder=4)
        where, offset = (part.year, ends[-1]), (-7, 4)
    axes.annotate(
        f"claimed {text}", where, xytext=offset, textcoords="offset points", fontweight="bold", fontsize=8,
        ha="right" if part.year else "left", zorder=5,
    )  # fmt: skip


def _claimed_ends(target: PartVerdict) -> list[float]:
    claimed = target.part.claimed
    ends = claimed if isinstance(claimed, tuple) else (claimed,)
    return [float(end) for end in ends if end is not None]


def _describe_target(target: PartVerdict) -> str:
    written = " to ".join(write_value(end, target.part.unit) for end in _claimed_ends(target))
    return f"{written} in {target.part.year}" if target.part.year else written


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
    unit = find_measure(specification.measure, "figure").unit
    own, target = unit, "billion USD" if unit in {"USD", "million USD"} else unit
    title = f"{verdict.claim.title}: {specification.label}"
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.8))
        ends, lines = [], {}
        for position, code in enumerate(shown):
            series = window[code].dropna().map(lambda value: convert(value, own, target))
            colour = colour_of(code, position) if code in named else "#8a8a8a"
            whole = _with_gaps(series)
            axes.plot(whole.index, whole, color=colour, lw=2.2 if code in named else 1.1)
            name = country_name(code) if is_country(code) else code
            ends.append((float(series.index[-1]), float(series.iloc[-1]), name, colour))
            lines[name] = series
        _dress(axes, target, verdict.claim.title)
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
