"""Estimates: every outcome around the event, at dates on which nothing happened, and beside other sellers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from scoledger.chapters.russia_turn.outcomes import (
    FEWEST_SELLERS,
    STATE,
    Outcome,
    log_shares,
    raw_material_sellers,
    sales_by_seller,
    shares_of_others,
)
from scoledger.countries import country_name
from scoledger.errors import NoDataError
from scoledger.inference import adjust_family
from scoledger.inference.interrupted import (
    Interruption,
    estimate_at_every_date,
    estimate_everywhere,
    estimate_interruption,
    is_enough,
    share_smaller,
)
from scoledger.inference.synthetic import SyntheticControl, fit_everywhere, fit_synthetic
from scoledger.tables import Library

LEVEL = 0.05
#: Years before the event that the window may have instead, declared before anything was estimated.
OTHER_WINDOWS = (8, 10, 12, 15)
#: Share points per share.
POINTS = 100.0


@dataclass(frozen=True)
class Question:
    """What is asked.

    Parameters
    ----------
    partner : str
    event_year : int
        First year after the event.
    before, after : int
        Years used before the event, and from it on.
    placebo_dates : str
        ``"all"`` or ``"before the event"``.
    """

    partner: str
    event_year: int
    before: int
    after: int
    placebo_dates: str

    @property
    def window(self) -> tuple[int, int]:
        """First and last year."""
        return self.event_year - self.before, self.event_year + self.after - 1

    @property
    def last_placebo_year(self) -> int | None:
        """Last year that placebo dates may use."""
        return self.event_year - 1 if self.placebo_dates == "before the event" else None

    @property
    def other(self) -> str:
        """Name of the partner."""
        return country_name(self.partner)


def why_not(outcome: Outcome, question: Question) -> str:
    """Why an outcome cannot be estimated; empty when it can."""
    inside = outcome.series.loc[question.window[0] : question.window[1]]
    before = inside[inside.index < question.event_year]
    if inside.empty:
        return f"{outcome.name}: no year of the window"
    if not is_enough(outcome.series, question.event_year, question.window):
        return f"{outcome.name}: {len(before)} years before {question.event_year} and {len(inside) - len(before)} after"
    if not (before > 0).all():
        return f"{outcome.name}: nothing was sold in some years before, and a line through zeros foretells nothing"
    path = estimate_interruption(outcome.series, question.event_year, question.window).path
    if not path.between(0, 1).all():
        return f"{outcome.name}: the earlier path, continued, leaves the range of a share"
    return ""


def estimate_outcomes(outcomes: Sequence[Outcome], question: Question) -> dict[str, Interruption]:
    """Estimate the event in every outcome that bears it, by key."""
    return {
        one.key: estimate_interruption(one.series, question.event_year, question.window)
        for one in outcomes
        if not why_not(one, question)
    }


def pretend_dates(outcomes: Sequence[Outcome], question: Question) -> dict[str, dict[int, Interruption]]:
    """Estimate, for every outcome, an event in every other year that has enough around it."""
    found = {}
    for one in outcomes:
        dates = estimate_at_every_date(one.series, question.before, question.after, question.last_placebo_year)
        found[one.key] = {year: shift for year, shift in dates.items() if year != question.event_year}
    return found


def tabulate(
    outcomes: Sequence[Outcome],
    question: Question,
    shifts: Mapping[str, Interruption],
    dates: Mapping[str, Mapping[int, Interruption]],
) -> pd.DataFrame:
    """One row for every outcome that was estimated.

    Returns
    -------
    pandas.DataFrame, shape (n_outcomes, 21)
        ``key``, ``label``, ``group`` (books), ``topic``, ``path`` (share: mean of the earlier path over the years
        after), ``value``, ``low``, ``high``, ``level_change``, ``slope_change``, ``least``, ``most`` (over other
        windows; all percentage points), ``p_value``, ``holm``,
        ``hac_p_value``, ``correlation``, ``n``, ``n_after``, ``dates`` (share of other dates with a smaller excess for
        its noise), ``n_dates`` and ``tables``.
    """
    rows = []
    for one in (one for one in outcomes if one.key in shifts):
        shift, others = shifts[one.key], [other.ratio for other in dates[one.key].values()]
        spans = _vary_windows(one.series, question)
        rows.append(
            {"key": one.key, "label": one.label, "group": one.books, "topic": one.group}
            | {"path": float(shift.path[shift.path.index >= question.event_year].mean())}
            | {"value": POINTS * shift.excess, "low": POINTS * shift.low, "high": POINTS * shift.high}
            | {"level_change": POINTS * shift.level_change, "slope_change": POINTS * shift.slope_change}
            | {"least": POINTS * min(spans), "most": POINTS * max(spans), "p_value": shift.p_value}
            | {"hac_p_value": shift.hac_p_value, "correlation": shift.correlation}
            | {"n": shift.n_before + shift.n_after, "n_after": shift.n_after, "tables": one.tables}
            | {"dates": share_smaller(others, shift.ratio) if others else float("nan"), "n_dates": len(others)}
        )
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.assign(holm=adjust_family(frame["p_value"])["holm"])


COLUMNS = [
    "key", "label", "group", "topic", "path", "value", "low", "high", "level_change", "slope_change", "least", "most",
    "p_value", "hac_p_value", "correlation", "n", "n_after", "dates", "n_dates", "tables",
]  # fmt: skip


def widest(table: pd.DataFrame) -> dict[str, Any]:
    """Row whose interval reaches furthest from zero, with that distance as ``bound``.

    Notes
    -----
    An excess beyond the bound, up or down, lies outside the interval of every row: it is the smallest margin with which
    a test of equivalence at the intervals' level would find no change in any of them.

    Examples
    --------
    >>> widest(pd.DataFrame({"key": ["a", "b"], "low": [-0.5, -0.1], "high": [0.2, 0.4]}))
    {'key': 'a', 'low': -0.5, 'high': 0.2, 'bound': 0.5}
    """
    rows = table.assign(bound=table[["low", "high"]].abs().max(axis=1)).to_dict("records")
    return max(({str(name): value for name, value in row.items()} for row in rows), key=lambda row: row["bound"])


def _vary_windows(series: pd.Series, question: Question) -> list[float]:
    last = question.window[1]
    windows = [(question.event_year - before, last) for before in {*OTHER_WINDOWS, question.before}]
    return [
        estimate_interruption(series, question.event_year, window).excess
        for window in windows
        if is_enough(series, question.event_year, window)
    ]


@dataclass(frozen=True)
class Sellers:
    """The state beside all other large sellers to the partner.

    Parameters
    ----------
    points : pandas.DataFrame, shape (n_sellers, 6)
        ``label`` (code), ``x`` (share before), ``y`` (excess of the log share), ``ratio``, ``p_value``, ``is_own``.
    against_all, against_raw : Interruption or None
        Log share of the state less the mean of the others; of those that live on raw materials.
    place : float
        Share of the other sellers whose excess over the mean of the rest is smaller for its noise.
    control : SyntheticControl or None
    controls : pandas.DataFrame
        In-space placebos, as `fit_everywhere` has them.
    """

    points: pd.DataFrame
    against_all: Interruption | None = None
    against_raw: Interruption | None = None
    place: float = float("nan")
    n_others: int = 0
    n_raw: int = 0
    control: SyntheticControl | None = None
    controls: pd.DataFrame | None = None
    path: pd.Series | None = None


def compare_sellers(library: Library, question: Question) -> Sellers:
    """Compare the state with other sellers in one partner's imports, all by the partner's books."""
    sales = sales_by_seller(library, question.partner, question.window, question.event_year)
    if STATE not in sales or sales.shape[1] < FEWEST_SELLERS or not is_enough(
        sales[STATE], question.event_year, question.window
    ):  # fmt: skip
        return Sellers(pd.DataFrame(columns=["label", "x", "y", "ratio", "p_value", "is_own"]))
    logs, raw = log_shares(sales), log_shares(raw_material_sellers(library, sales))
    own = estimate_everywhere(logs, question.event_year, question.window)
    before = sales[sales.index < question.event_year].mean()
    points = [
        {"label": code, "x": float(before[code]), "y": one.excess, "ratio": one.ratio, "p_value": one.p_value}
        | {"is_own": code == STATE}
        for code, one in own.items()
    ]
    apart = pd.DataFrame({code: logs[code] - logs.drop(columns=code).mean(axis=1) for code in logs})
    placed = estimate_everywhere(apart, question.event_year, question.window)
    others = [one.ratio for code, one in placed.items() if code != STATE]
    control, controls = _build_control(sales, question)
    return Sellers(
        pd.DataFrame(points), placed[STATE], _against(raw, question), share_smaller(others, placed[STATE].ratio),
        len(others), raw.shape[1] - 1, control, controls, sales[STATE],
    )  # fmt: skip


def _against(logs: pd.DataFrame, question: Question) -> Interruption | None:
    if logs.shape[1] < 2:  # noqa: PLR2004 - the state alone
        return None
    return estimate_interruption(logs[STATE] - logs.drop(columns=STATE).mean(axis=1), question.event_year)


def _build_control(sales: pd.DataFrame, question: Question) -> tuple[SyntheticControl | None, pd.DataFrame | None]:
    try:
        control = fit_synthetic(sales, STATE, question.event_year, question.window)
        return control, fit_everywhere(sales, STATE, question.event_year, question.window)
    except NoDataError:  # too few donors for a synthetic control: the page says so
        return None, None


def compare_partners(library: Library, question: Question) -> pd.DataFrame:
    """What happened to the shares of the state's other partners, by its own books.

    Returns
    -------
    pandas.DataFrame, shape (n_partners, 7)
        ``Partner``, ``Flow``, ``Before`` and ``After`` (mean shares), ``Excess`` over the path, ``Interval`` and ``p``,
        ready for a reader.
    """
    rows = []
    for flow in ("export", "import"):
        for code, series in shares_of_others(library, flow).items():
            if not is_enough(series, question.event_year, question.window):
                continue
            shift = estimate_interruption(series, question.event_year, question.window)
            inside = series.loc[question.window[0] : question.window[1]]
            means = inside.groupby(inside.index >= question.event_year).mean()
            rows.append(
                {"Partner": country_name(code), "Flow": f"{flow}s"}
                | {"Before": f"{means[False]:.1%}", "After": f"{means[True]:.1%}"}
                | {"Excess": f"{POINTS * shift.excess:+.1f}", "p": f"{shift.p_value:.2f}"}
                | {"Interval": f"{POINTS * shift.low:+.1f} to {POINTS * shift.high:+.1f}"}
            )
    columns = ["Partner", "Flow", "Before", "After", "Excess", "Interval", "p"]
    return pd.DataFrame(rows, columns=columns)
