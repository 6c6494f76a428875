"""The grid: every view of a claim over every window; each cell is judged by the claim's own rule, or left out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from scoledger.chapters.what_if.views import View, Window, write_conditions, write_key
from scoledger.claims import Part, Rule
from scoledger.claims.rules import find_rule
from scoledger.errors import NoDataError
from scoledger.indicators import find_measure
from scoledger.tables import Library
from scoledger.verdicts import Evidence
from scoledger.verdicts.specification import Specification
from scoledger.verdicts.statistics import observe

CELL = ["view", "first", "last", "outcome", "value", "low", "high", "p_value", "n", "is_own"]
LEFT_OUT = ["view", "first", "last", "reason"]


def list_windows(first_year: int, last_year: int, shortest: int) -> list[Window]:
    """Every window of so many years or more.

    Examples
    --------
    >>> list_windows(2001, 2012, 11)
    [(2001, 2011), (2001, 2012), (2002, 2012)]
    """
    years = range(first_year, last_year + 1)
    return [(first, last) for first, last in itertools.product(years, years) if last - first + 1 >= shortest]


def judge_grid(
    views: Sequence[View], library: Library, rules: dict[str, Rule], windows: Sequence[Window]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Judge every view over every window.

    Parameters
    ----------
    views : sequence of View
    library : scoledger.tables.Library
    rules : dict of str to scoledger.claims.Rule
    windows : sequence of (int, int)
        As `list_windows` gives them.

    Returns
    -------
    cells : pandas.DataFrame, shape (n_cells, 10)
        Columns `CELL`: the position of the view, the window, and what its evidence shows; ``is_own`` where the claim
        itself judges that window.
    left_out : pandas.DataFrame, shape (n_left_out, 4)
        Columns `LEFT_OUT`: every other combination, with the reason.

    Notes
    -----
    A window that reaches beyond the years of a series repeats a shorter one, and is left out unless the claim names it.
    """
    cells = []
    series = _measure(views, library)
    known: dict[str, Evidence] = {}
    defensible, left_out = _sort_out(views, series, windows)
    for _, at, window in defensible:
        view = views[at]
        values, unit = series[view.key]
        rule = find_rule(rules, view.part.rule, view.reading)
        one = _judge(view, rule, window, values, unit, known)
        figures = [one.outcome, one.value, one.low, one.high, one.p_value, one.n]
        cells.append([at, *window, *figures, window in view.windows])
    ordered = pd.DataFrame(cells, columns=CELL).sort_values(["view", "first", "last"], ignore_index=True)
    return ordered, pd.DataFrame(left_out, columns=LEFT_OUT)


def _measure(views: Sequence[View], library: Library) -> dict[str, tuple[pd.Series, str]]:
    """Each series once, with its unit; empty where the tables hold nothing."""
    found: dict[str, tuple[pd.Series, str]] = {}
    for view in views:
        if view.key not in found:
            measure = find_measure(view.specification.measure, view.specification.label)
            try:
                values = measure.function(library, **view.specification.arguments)
            except NoDataError:
                values = pd.Series(dtype=float)
            found[view.key] = (pd.Series(values).dropna().sort_index(), measure.unit)
    return found


def _sort_out(
    views: Sequence[View], series: Mapping[str, tuple[pd.Series, str]], windows: Sequence[Window]
) -> tuple[list[tuple[tuple[int, ...], int, Window]], list[tuple[int, int, int, str]]]:
    """Cells to judge, and cells left out with the reason.

    Those with values in like years stand together, since noise of like years is simulated once.
    """
    defensible, left_out = [], []
    for at, view in enumerate(views):
        years = [int(year) for year in series[view.key][0].index]
        for window in windows:
            reason = "" if window in view.windows else _object(view, years, window)
            if reason:
                left_out.append((at, *window, reason))
            else:
                seen = [year for year in years if window[0] <= year <= window[1]]
                defensible.append((tuple(year - seen[0] for year in seen), at, window))
    return sorted(defensible), left_out


def _object(view: View, years: Sequence[int], window: Window) -> str:
    """Reason for which a window is not defensible; empty when it is."""
    pruned = next((reason for last, reason in view.ends if window[1] > last), "")
    if pruned:
        return pruned
    if not years:
        return "The tables hold no year of this series."
    if window[0] < years[0]:
        return f"The series begins in {years[0]}."
    return f"The series ends in {years[-1]}: the window would repeat a shorter one." if window[1] > years[-1] else ""


def _judge(
    view: View, rule: Rule, window: Window, values: pd.Series, unit: str, known: dict[str, Evidence]
) -> Evidence:
    """Evidence of one cell.

    Every condition beyond the tendency can only withhold support: the costly ones, a simulated break above all, are
    tested only where the others do not decide.  What readings share is computed once.
    """
    one = view.at(window)
    for part in _harden(view.part):
        evidence = _observe_once(part, rule, one, values, unit, known)
        if evidence.outcome != "supports":
            return evidence
    return evidence


def _harden(part: Part) -> Iterator[Part]:
    """The part with the tendency alone, then with each further condition added."""
    yield part.model_copy(update={"rising_share": None, "no_downward_break": False})
    yield part.model_copy(update={"no_downward_break": False})
    yield part


def _observe_once(
    part: Part, rule: Rule, one: Specification, values: pd.Series, unit: str, known: dict[str, Evidence]
) -> Evidence:
    key = f"{write_conditions(part)}{write_key(one)}{one.window}"
    if key not in known:
        known[key] = observe(part, rule, one, values, unit)
    return known[key]
