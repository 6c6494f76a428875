"""The gaps themselves: by flow and year, their size and growth, and where they stand among all others."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.countries import country_name
from scoledger.indicators.mirrors import (
    FEWEST,
    IMF_RATIO,
    both_sides,
    freight_range,
    gaps_of_all_pairs,
    mirror_gap,
)
from scoledger.inference import adjust_family, estimate_trend
from scoledger.tables import Library

OWN_BOOKS = ("comtrade-study-pairs", "national-statistics", "comtrade-central-asia-imports")
PARTNER_BOOKS = ("imf-imts-china-usa", "comtrade-study-pairs", "imf-imts-russia", "national-statistics")
#: Exports only.  The rows of the states below are the Fund's estimates, made from their partners' figures.
EXPORTERS_REPORT = "imf-dots-exports"
ESTIMATED_EXPORTERS = ("UZB", "TKM", "TJK")
ALL_PAIRS = "comtrade-study-pairs"
FLOWS = {"import": "imports", "export": "exports"}
#: Fewest years for a tendency; trade, million dollars a year, from which a flow is no trifle.
LONG, LARGE = 10, 100.0
#: Flows that are never compared, by state and partner in either order, each with the reason.
CIRCULAR = {
    ("TKM", "CHN"): "Turkmenistan's exports in the exporters' report are China's imports divided by 1.06",
    ("UZB", "CHN"): "Uzbekistan's exports in the exporters' report are estimates, before 2013 useless ones",
    ("TJK", "CHN"): "Tajikistan's exports in the exporters' report are estimates",
    ("RUS", "UZB"): "Russia's rows with Uzbekistan from 2023 on are wrong, and those of 2022 are estimates",
    ("KAZ", "RUS"): "Kazakhstan's rows with Russia in 2010 lack most of the year's customs forms",
    ("RUS", ""): "Russia's rows from 2022 on are no reports: they are made from its partners' figures",
}


@dataclass(frozen=True)
class Flow:
    """One direction of a state's trade with the partner, in both sides' books.

    Parameters
    ----------
    state, flow : str
        ISO code, and ``import`` or ``export`` as the state sees it.
    gap : pandas.Series
        Log of the partner's over the state's record, by year.
    own, other : pandas.Series
        Both records, billion current US dollars by year.
    """

    state: str
    flow: str
    gap: pd.Series
    own: pd.Series
    other: pd.Series

    @property
    def key(self) -> str:
        """Part of the names of its numbers."""
        return f"{self.state.lower()}-{self.flow}"

    @property
    def label(self) -> str:
        """Its name."""
        return f"{country_name(self.state)}'s {FLOWS[self.flow]}"


def find_flows(library: Library, codes: Sequence[str], partner: str, window: slice) -> tuple[Flow, ...]:
    """Every flow between the states and the partner that both sides record in some year."""
    others = PARTNER_BOOKS if partner in ESTIMATED_EXPORTERS else (*PARTNER_BOOKS, EXPORTERS_REPORT)
    found = []
    for state, flow in itertools.product(codes, FLOWS):
        gap = mirror_gap(library, OWN_BOOKS, others, state, partner, flow).loc[window]
        if len(gap):
            own, other = both_sides(library, OWN_BOOKS, others, state, partner, flow)
            found.append(Flow(state, flow, gap, own.loc[window] / 1e3, other.loc[window] / 1e3))
    return tuple(found)


def measure(flows: Sequence[Flow]) -> pd.DataFrame:
    """Mean, range and tendency of every gap.

    Returns
    -------
    pandas.DataFrame, shape (n_flows, 17)
        ``label``, ``value`` (mean gap, log points), ``low``, ``high`` (smallest and largest year), ``group``, ``n``,
        ``key``, ``first_year``, ``last_year``, ``peak`` (year of the largest gap by size), ``last`` (gap in the last
        year), ``beyond`` (1 or -1 where the mean is above or below what freight and insurance explain, else 0), and of
        the gap's size, where ten years are known: ``slope`` (log points a year), ``slope_low``, ``slope_high``,
        ``p_value`` and ``holm`` (adjusted for the number of flows).
    """
    rows = [
        {
            "label": one.label, "value": float(one.gap.mean()), "low": float(one.gap.min()),
            "high": float(one.gap.max()), "group": FLOWS[one.flow], "n": len(one.gap), "key": one.key,
            "first_year": int(one.gap.index[0]), "last_year": int(one.gap.index[-1]),
            "peak": int(one.gap.index[int(one.gap.abs().argmax())]), "last": float(one.gap.iloc[-1]),
            "beyond": _beyond_freight(float(one.gap.mean()), one.flow), **_tendency(one.gap),
        }
        for one in flows
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    tested = frame["p_value"].dropna().astype(float)
    return frame.assign(holm=adjust_family(tested)["holm"].reindex(frame.index))


_COLUMNS = [
    *("label", "value", "low", "high", "group", "n", "key", "first_year", "last_year", "peak"),
    *("last", "beyond", "slope", "slope_low", "slope_high", "p_value"),
]


def _beyond_freight(mean: float, flow: str) -> int:
    """1 or -1: a mean gap above or below what freight and insurance explain; 0: within."""
    low, high = freight_range(flow)
    return int(mean > high) - int(mean < low)


def _tendency(gap: pd.Series) -> dict[str, float]:
    """Whether the size of a gap, whatever its sign, has a tendency."""
    nothing = dict.fromkeys(("slope", "slope_low", "slope_high", "p_value"), float("nan"))
    if len(gap) < LONG:
        return nothing
    trend = estimate_trend(gap.abs())
    return {"slope": trend.slope, "slope_low": trend.low, "slope_high": trend.high, "p_value": trend.p_value}


def panel(
    flows: Sequence[Flow],
) -> tuple[dict[str, dict[str, pd.Series]], dict[str, dict[str, pd.DataFrame]]]:
    """Gaps by state, imports beside exports, and what freight and insurance explain at most of each."""
    lines: dict[str, dict[str, pd.Series]] = {}
    bands: dict[str, dict[str, pd.DataFrame]] = {}
    for one in flows:
        if len(one.gap) >= FEWEST:
            state, direction = country_name(one.state), FLOWS[one.flow]
            years = pd.RangeIndex(int(one.gap.index[0]), int(one.gap.index[-1]) + 1, name="year")
            lines.setdefault(state, {})[direction] = one.gap
            bands.setdefault(state, {})[direction] = pd.DataFrame(
                dict(zip(("low", "high"), freight_range(one.flow), strict=True)), index=years
            )
    return lines, bands


def pair_up(flows: Sequence[Flow], partner: str) -> dict[str, dict[str, pd.Series]]:
    """Both records of every flow of five years or more."""
    books = f"{country_name(partner)}'s books"
    return {one.label: {"the state's books": one.own, books: one.other} for one in flows if len(one.gap) >= FEWEST}


def tabulate_trends(sizes: pd.DataFrame) -> pd.DataFrame:
    """The gaps and their tendencies for a reader."""
    rows = []
    for row in sizes.to_dict("records"):
        factor = float(np.exp(row["value"]))
        freed = factor * IMF_RATIO if row["group"] == FLOWS["import"] else factor / IMF_RATIO
        cells = {
            "Flow": row["label"], "Years": f"{row['first_year']}-{row['last_year']}", "n": str(row["n"]),
            "Factor": f"{factor:.2f}", "Without freight": f"{freed:.2f}", "Largest in": str(row["peak"]),
            "Last year": f"{np.exp(row['last']):.2f}", "Growth": "too few years",
        }  # fmt: skip
        if row["n"] >= LONG:
            cells |= {
                "Growth": f"{row['slope']:+.3f}", "Interval": f"{row['slope_low']:+.3f} to {row['slope_high']:+.3f}",
                "p": f"{row['p_value']:.3f}", "p, Holm": f"{row['holm']:.3f}",
            }  # fmt: skip
        rows.append(cells)
    columns = [
        "Flow",
        "Years",
        "n",
        "Factor",
        "Without freight",
        "Largest in",
        "Last year",
        "Growth",
        "Interval",
        "p",
        "p, Holm",
    ]
    return pd.DataFrame(rows, columns=columns, dtype=object).fillna("")


def place_among_all(
    library: Library, codes: Sequence[str], partner: str, first_year: int, last_year: int
) -> pd.DataFrame:
    """Where these flows stand among all that both sides report in one source.

    Returns
    -------
    pandas.DataFrame, shape (n_flows, 9)
        ``label``, ``x`` (log10 of the mean trade in million dollars), ``y`` (mean absolute gap), ``group``, ``is_own``,
        ``is_large``, ``key`` (of a flow of these states, else empty), ``below`` and ``below_large``: shares of the
        other flows, and of those of a hundred million dollars a year or more, that have a smaller gap.
    """
    table = gaps_of_all_pairs(library, ALL_PAIRS, first_year, last_year)
    ends = list(zip(table["exporter"], table["importer"], strict=True))
    keys = [_key(pair, codes, partner) for pair in ends]
    frame = pd.DataFrame(
        {
            "label": [f"{country_name(one)} to {country_name(other)}" for one, other in ends],
            "x": np.log10(table["trade_musd"].astype(float)), "y": table["size"].astype(float), "key": keys,
            "is_own": [bool(key) for key in keys], "is_large": table["trade_musd"] >= LARGE,
        }
    ).astype({"is_own": bool, "is_large": bool})  # fmt: skip  # without a row they would be of no type
    frame["group"] = np.where(frame["is_own"], "these flows", "others")
    others = frame[~frame["is_own"]]
    for name, among in (("below", others), ("below_large", others[others["is_large"]])):
        frame[name] = [_below(one, among["y"]) for one in frame["y"]]
    return frame


def _key(pair: tuple[str, str], codes: Sequence[str], partner: str) -> str:
    exporter, importer = pair
    if exporter == partner and importer in codes:
        return f"{importer.lower()}-import"
    return f"{exporter.lower()}-export" if importer == partner and exporter in codes else ""


def _below(gap: float, others: pd.Series) -> float:
    return float((others < gap).mean()) if len(others) else float("nan")


def list_short(flows: Sequence[Flow], everyone: pd.DataFrame) -> tuple[str, ...]:
    """What needs five years of both sides' books or more, and has none in these years."""
    absent = []
    if flows and all(len(one.gap) < FEWEST for one in flows):
        absent.append(f"{FEWEST} years of any of these flows in both sides' books, which a line or two records need")
    if everyone.empty:
        absent.append(f"{FEWEST} years of any two states' trade in one source, which a place among all flows needs")
    return tuple(absent)


def list_circular(codes: Sequence[str], partner: str) -> tuple[str, ...]:
    """The comparisons between these states and the partner that are left out, each with the reason."""
    pairs = {(state, partner) for state in codes} | {(partner, state) for state in codes}
    return tuple(
        why
        for (one, other), why in CIRCULAR.items()
        if (one, other) in pairs or (not other and (one == partner or one in codes))
    )


def spans(sides: Mapping[str, Mapping[str, pd.Series]]) -> dict[str, pd.DataFrame]:
    """Lower and higher of both records, by flow and year."""
    found = {}
    for name, paths in sides.items():
        both = pd.DataFrame(dict(paths)).dropna()
        found[name] = pd.DataFrame({"low": both.min(axis=1), "high": both.max(axis=1)})
    return found
