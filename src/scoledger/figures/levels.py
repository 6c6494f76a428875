"""Series against the figures claimed: a panel for each unit that does not convert into another."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from scoledger.claims import Part
from scoledger.errors import UnknownUnitError
from scoledger.figures.drawing import Drawing
from scoledger.figures.lines import describe_line, tidy
from scoledger.figures.panel import (
    PANELS,
    Line,
    converted,
    draw_faint,
    draw_named,
    dress,
    in_period,
    line_ends,
    own_unit,
)
from scoledger.figures.style import BEHIND_TEXT, CLAIM, WIDTH, finish, in_style, label_ends, unit_label
from scoledger.units import convert, write_value
from scoledger.verdicts import ClaimVerdict, ReadingVerdict, Specification

#: Height of the only panel, and of each of several, in inches.
HEIGHT, HEIGHT_OF_SEVERAL = 3.8, 2.6
#: A claimed range whose upper end is so many times the lower means "at least"; drawn whole it would dwarf the lines.
OPEN_ENDED = 10.0
#: Lines in colour that one panel holds.
LINES = 6


@dataclass
class _Panel:
    """What is drawn in one unit.

    Parameters
    ----------
    unit : str
    named : dict of str to pandas.Series
        The first series of each measurement, in colour.
    others : list of (str, pandas.Series)
        Every other series that repeats none.
    targets : list of Part
        Claims of figures in this unit.
    judged : dict of str to frozenset of str
        By measurement the parts that it judges; empty means all.
    measure : str, optional
        The only measure that is drawn here, where those of one unit would be too many.
    """

    unit: str
    named: dict[str, pd.Series] = field(default_factory=dict)
    others: list[Line] = field(default_factory=list)
    targets: list[Part] = field(default_factory=list)
    judged: dict[str, frozenset[str]] = field(default_factory=dict)
    measure: str | None = None

    @property
    def lines(self) -> list[Line]:
        """Lines in colour."""
        return list(self.named.items())

    @property
    def last_year(self) -> float:
        """Where the longest line ends."""
        return max(float(one.index[-1]) for _, one in [*self.lines, *self.others] if len(one))

    def shows(self, part: Part) -> bool:
        """Whether the figure that a part states has a place here."""
        is_judged = any(not judged or part.name in judged for judged in self.judged.values())
        return is_judged and _converts(part.unit, self.unit)

    def all_judged(self, parts: list[Part]) -> bool:
        """Whether what these parts state concerns every line in colour."""
        names = {part.name for part in parts}
        return all(not judged or judged & names for judged in self.judged.values())

    def add(self, specification: Specification, values: pd.Series) -> None:
        """Take in a series: in colour if it is the first of its measurement, otherwise unless it is there already."""
        label = specification.label
        self.judged[label] = self.judged.get(label, frozenset()) | specification.parts
        if label not in self.named:
            self.named[label] = values
        elif not any(values.equals(known) for known in [*self.named.values(), *(line for _, line in self.others)]):
            self.others.append((f"{label} ({len(self.others) + 2})", values))

    def data(self) -> pd.DataFrame:
        """Exactly the values drawn."""
        return tidy(self.named | dict(self.others)).assign(unit=self.unit)

    def describe(self) -> str:
        """Claimed and measured, in words."""
        claimed = "; ".join(dict.fromkeys(_describe_target(part) for part in self.targets))
        measured = "; ".join(describe_line(name, one, self.unit) for name, one in self.lines if len(one))
        return (f"Claimed: {claimed}. " if claimed else "") + f"Measured: {measured}."


def draw_levels(verdict: ClaimVerdict, reading: ReadingVerdict, *, source: str) -> Drawing:
    """Draw every series measured and the figures claimed, one below the other where their units differ in kind."""
    panels = _make_panels(verdict, reading)
    height = HEIGHT if len(panels) == 1 else HEIGHT_OF_SEVERAL * len(panels)
    with in_style():
        figure, grid = plt.subplots(len(panels), 1, figsize=(WIDTH, height), sharex=True, squeeze=False)
        for axes, panel in zip(grid.flat, panels, strict=True):
            draw_faint(axes, panel.others)
            draw_named(axes, panel.lines)
            dress(axes, panel.unit, verdict.claim.title if panel is panels[0] else "")
        for axes, panel in zip(grid.flat, panels, strict=True):
            _mark_targets(axes, panel)
        figure.tight_layout()
        for axes, panel in zip(grid.flat, panels, strict=True):
            label_ends(axes, line_ends(panel.lines), right=max(panel.last_year for panel in panels))
        finish(figure, source)
    alt = " ".join([f"{verdict.claim.title}.", *(_in_words(panel, is_alone=len(panels) == 1) for panel in panels)])
    caption = "Lines: what the sources hold, in colour the first of each kind. Black: what the article states."
    data = pd.concat([panel.data() for panel in panels], ignore_index=True)
    return Drawing(figure, data, verdict.claim.title, caption, alt)


def _in_words(panel: _Panel, *, is_alone: bool) -> str:
    return panel.describe() if is_alone else f"In {unit_label(panel.unit)}: {panel.describe()}"


def _make_panels(verdict: ClaimVerdict, reading: ReadingVerdict) -> list[_Panel]:
    parts = [item.part for item in reading.parts]
    # A figure claimed for a year says best in which unit a reader thinks.
    stated = sorted((part for part in parts if _claimed(part)), key=lambda part: part.statistic != "level")
    measured = [
        (specification, series)
        for specification, series in reading.series
        if isinstance(series, pd.Series) and not in_period(verdict, series.dropna()).empty
    ]
    panels: list[_Panel] = []
    for specification, series in measured:
        panel = _panel_of(panels, specification, stated, is_crowded=_is_crowded(measured, own_unit(specification)))
        panel.add(specification, in_period(verdict, converted(specification, series, panel.unit)))
    for panel in panels[:PANELS]:
        panel.targets = [part for part in parts if _claimed(part) and panel.shows(part)]
    return panels[:PANELS]


def _is_crowded(measured: list[tuple[Specification, pd.Series]], unit: str) -> bool:
    """Whether the lines of a unit are too many for one panel, so that each measure of it has its own."""
    labels = {specification.label for specification, _ in measured if _converts(own_unit(specification), unit)}
    return len(labels) > LINES


def _panel_of(panels: list[_Panel], specification: Specification, stated: list[Part], *, is_crowded: bool) -> _Panel:
    own, measure = own_unit(specification), specification.measure if is_crowded else None
    for panel in panels:
        if panel.measure == measure and _converts(own, panel.unit):
            return panel
    readable = "billion USD" if own == "USD" else own
    panels.append(_Panel(next((part.unit for part in stated if _converts(own, part.unit)), readable), measure=measure))
    return panels[-1]


def _converts(unit: str, to: str) -> bool:
    try:
        convert(1.0, unit, to)
    except UnknownUnitError:
        return False
    return True


def _claimed(part: Part) -> list[float]:
    """The figures that a part states: the ends of a level, or the threshold of a comparison."""
    if part.statistic not in {"level", "comparison"}:
        return []
    ends = part.claimed if isinstance(part.claimed, tuple) else (part.claimed,)
    return [float(end) for end in ends if isinstance(end, int | float)]


def _mark_targets(axes: Axes, panel: _Panel) -> None:
    alike: dict[tuple[object, ...], list[Part]] = {}
    for part in panel.targets:
        when = part.year if part.statistic == "level" else None
        alike.setdefault((part.statistic, part.claimed, when, part.below), []).append(part)
    named: set[object] = set()
    for parts in alike.values():
        claimed = parts[0].claimed
        whose = "" if panel.all_judged(parts) else f"{parts[0].name}: "
        _mark_target(axes, parts[0], panel, whose, is_below=claimed in named)  # two claims of one figure
        named.add(claimed)


def _mark_target(axes: Axes, part: Part, panel: _Panel, whose: str, *, is_below: bool) -> None:
    ends = [convert(end, part.unit, panel.unit) for end in _claimed(part)]
    written = [f"{100 * end:g}%" if panel.unit == "share" else f"{end:g}" for end in ends]
    text = f"at least {written[0]}" if _is_open(part) else " to ".join(written)
    if part.statistic == "comparison":
        text = f"{'less' if part.below else 'more'} than {text}"
    _make_room(axes, ends, is_open=_is_open(part))
    top = min(ends[-1], axes.get_ylim()[1])
    if part.statistic == "comparison" or part.year is None:  # a threshold, or claimed for no year in particular
        axes.axhline(ends[0], color=CLAIM, lw=1.2, ls="--")
        where, offset, side, across = (0.0, ends[0]), (4, 4), "left", "axes fraction"
    else:
        axes.vlines(part.year, min(ends), top, color=CLAIM, lw=3)
        shown = [end for end in ends if end <= top]  # a range so wide that it is open ends in the frame
        axes.scatter([part.year] * len(shown), shown, marker="D", s=46, color=CLAIM, zorder=4)
        where, offset, side, across = (float(part.year), shown[-1]), (-7, 4), "right", "data"
    offset = (offset[0], -offset[1] - 11) if is_below else offset
    axes.annotate(
        f"{whose}claimed {text}", where, xycoords=(across, "data"), xytext=offset, textcoords="offset points",
        fontweight="bold", fontsize=8, ha=side, va="bottom", zorder=5, bbox=BEHIND_TEXT,
    )  # fmt: skip


def _is_open(part: Part) -> bool:
    ends = _claimed(part)
    return len(ends) > 1 and min(ends) > 0 and max(ends) >= OPEN_ENDED * min(ends)


def _make_room(axes: Axes, ends: list[float], *, is_open: bool) -> None:
    """Let the axis reach what was claimed, but for the upper end of a range that only says "at least"."""
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, *ends), max(high, 1.6 * min(ends) if is_open else 1.08 * max(ends)))


def _describe_target(part: Part) -> str:
    ends = [write_value(end, part.unit) for end in _claimed(part)]
    written = f"at least {ends[0]}" if _is_open(part) else " to ".join(ends)
    if part.statistic == "comparison":
        return f"{'less' if part.below else 'more'} than {written}"
    return f"{written} in {part.year}" if part.year else written
