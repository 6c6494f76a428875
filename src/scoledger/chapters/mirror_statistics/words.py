"""The numbers of the chapter, and the sentences that cite them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.mirror_statistics.gaps import ALL_PAIRS, LONG
from scoledger.countries import country_name, states_name
from scoledger.indicators.mirrors import FEWEST

LEVEL = 0.05
ODD = " Uzbekistan's own series very probably counts services and gold, so that its gaps are no like measure of goods."


def list_quantities(sizes: pd.DataFrame, everyone: pd.DataFrame, judged: pd.DataFrame) -> tuple[Quantity, ...]:
    """Every number of the page: factors, growth, counts of gaps, places among all flows, counts of verdicts."""
    made = [one for row in sizes.to_dict("records") for one in _factors(row)]
    made += [_growth(row) for row in sizes.to_dict("records") if row["n"] >= LONG]
    return (*made, *_count_gaps(sizes), *_places(everyone), *_count_verdicts(judged))


def _factors(row: dict[Hashable, Any]) -> list[Quantity]:
    mean, low, high, last = (float(np.exp(row[name])) for name in ("value", "low", "high", "last"))
    what = f"{row['label']}: the partner's record over the state's own"
    return [
        Quantity(f"factor-{row['key']}", what, mean, "ratio", low, high, row["n"], is_main=row["n"] >= FEWEST,
                 caption="Geometric mean; interval: smallest and largest year; n: years."),
        Quantity(f"last-{row['key']}", f"{what}, {row['last_year']}", last, "ratio"),
    ]  # fmt: skip


def _growth(row: dict[Hashable, Any]) -> Quantity:
    slope, low, high = (10 * row[name] for name in ("slope", "slope_low", "slope_high"))
    return Quantity(
        f"growth-{row['key']}", f"{row['label']}: growth of the gap's size in ten years", slope, "log points",
        low, high, row["n"], "Theil-Sen slope, ten times; interval: 95 percent, against correlated noise.",
    )  # fmt: skip


def grown(sizes: pd.DataFrame, sign: int) -> pd.DataFrame:
    """Flows whose gap clearly grew (1) or shrank (-1), with p values adjusted for the number of flows."""
    found: pd.DataFrame = sizes[(sizes["holm"] < LEVEL) & (np.sign(sizes["slope"].astype(float)) == sign)]
    return found


def _count_gaps(sizes: pd.DataFrame) -> list[Quantity]:
    if sizes.empty:
        return []
    tested = int(sizes["holm"].notna().sum())
    counts = {
        "flows": ("Flows that both sides record", len(sizes), None),
        "beyond": (
            "Flows whose mean gap is beyond freight and insurance",
            int((sizes["beyond"] != 0).sum()),
            None,
        ),
        "more": ("Flows of which the partner records more, beyond freight", int((sizes["beyond"] > 0).sum()), None),
        "tested": ("Flows long enough for a tendency", tested, None),
        "grown": ("Flows whose gap clearly grew, adjusted for their number", len(grown(sizes, 1)), tested),
        "shrunk": ("Flows whose gap clearly shrank, adjusted for their number", len(grown(sizes, -1)), tested),
    }
    return [Quantity(name, title, value, "count", n=n) for name, (title, value, n) in counts.items()]


def _size(sizes: pd.DataFrame) -> pd.Series:
    return sizes["value"].astype(float).abs()


def _places(everyone: pd.DataFrame) -> list[Quantity]:
    """Where each flow stands among all others that both sides report, and among the large ones."""
    made = []
    own = everyone[everyone["is_own"].astype(bool)]
    others = everyone[~everyone["is_own"].astype(bool)]
    for row in own.to_dict("records"):
        for name, among, words in (
            ("below", others, "other flows"),
            (
                "below_large",
                others[others["is_large"].astype(bool)],
                "other flows of a hundred million dollars or more",
            ),
        ):
            made.append(
                Quantity(f"percentile-{row['key']}{'-large' if name == 'below_large' else ''}",
                         f"{row['label']}: share of {words} with a smaller gap", row[name], "share", n=len(among),
                         form=".0f", caption="Mean absolute gap, of flows that both sides report in one source.",
                         tables=(ALL_PAIRS,))
            )  # fmt: skip
    return made


def _count_verdicts(judged: pd.DataFrame) -> list[Quantity]:
    if judged.empty:
        return []
    counts = {
        "claims": ("Claims that more than one side's books can answer", judged),
        "decided": ("Claims of which a part's verdict differs by whose books are read", judged[judged["differs"]]),
        "reversed": ("Claims of which a part is supported by one side and contradicted by another",
                     judged[judged["is_reversed"]]),
    }  # fmt: skip
    return [
        Quantity(name, title, int(rows["Claim"].nunique()), "count", n=len(rows), caption="n: parts of readings.")
        for name, (title, rows) in counts.items()
    ]


def write_answer(states: str, partner: str, sizes: pd.DataFrame, quantities: Sequence[Quantity]) -> str:
    """How far the sides are apart at worst and at best, whether that is unusual, and whether it grew."""
    names, other = states_name(states), call(partner)
    if sizes.empty:
        return f"The tables hold both sides' books of no trade of {names} with {other}."
    known = {quantity.name for quantity in quantities if quantity.is_known}
    told = sizes[sizes["n"] >= FEWEST]
    told = (told if len(told) else sizes).reset_index(drop=True)
    order = _size(told).sort_values()
    worst, best = told.loc[order.index[-1]], told.loc[order.index[0]]
    factor, last = f"{{factor-{worst['key']}}}", f"{{last-{worst['key']}}}"
    first = (
        f"The two sides of one flow may differ by a factor: of {worst['label']} {other} records {factor} times what "
        f"the state itself does, on average over the years, and {last} times in the last year that both know."
    )
    lines = [first + (ODD if worst["key"].startswith("uzb-") else "")]
    place = f"percentile-{worst['key']}"
    if place in known:
        large = f", and than {{{place}-large}} of the large ones" if f"{place}-large" in known else ""
        lines.append(f"That is a larger gap than {{{place}}} of other flows that both sides report have{large}.")
    if f"growth-{worst['key']}" in known:
        lines.append(_tell_growth(worst))
    if len(told) > 1:
        lines.append(f"The two sides agree best on {best['label']} (a factor of {{factor-{best['key']}}}).")
    return " ".join(lines)


def call(code: str) -> str:
    """A state's name in running text."""
    return "the United States" if code == "USA" else country_name(code)


def _tell_growth(row: pd.Series) -> str:
    """Whether the largest gap grew."""
    if float(row["holm"]) < LEVEL:
        verb = "grew" if row["slope"] > 0 else "shrank"
        return f"That gap {verb} over the years, by {{growth-{row['key']}}} in ten years."
    return (
        f"Whether that gap grew cannot be told: its change in ten years, {{growth-{row['key']}}}, is not beyond chance."
    )


def write_data(sizes: pd.DataFrame, judged: pd.DataFrame) -> str:
    """How many gaps freight does not explain, how many grew, and what turns on them."""
    gaps = (
        "Of {flows|value} flows, {beyond|value} differ on average by more than freight and insurance explain; in "
        "{more|value} of these the partner records more."
    )
    growth = (
        "Of {tested|value} flows long enough for a test, the gap clearly grew in {grown|value} and shrank in "
        "{shrunk|value}."
        if sizes["holm"].notna().any()
        else "None is long enough for a test of growth."
    )
    verdicts = (
        "Of {claims|value} claims that more than one side's books can answer, {decided|value} have a part whose "
        "verdict differs by whose books are read, and {reversed|value} one that is supported by one side and "
        "contradicted by another."
    )
    nothing = "Of these states and this partner there is nothing to compare."
    return " ".join([*([nothing] if sizes.empty else [gaps, growth]), *([verdicts] if len(judged) else [])])


def write_certainty(sizes: pd.DataFrame) -> str:
    """What is certain, and what nothing here tells apart."""
    if sizes.empty:
        return "Nothing can be said of these gaps."
    short = sizes.loc[sizes["n"] < FEWEST, "label"].tolist()
    few = f" On {' and '.join(short)} too few years are known to say more than that." if short else ""
    odd = ODD if any(str(key).startswith("uzb-") for key in sizes["key"]) else ""
    return (
        "That the books differ is certain; why is not. Re-exports, traders who carry goods themselves, undervaluation, "
        f"transit and gold all fit, and nothing here tells them apart.{few}{odd} Sources of one side repeat the same "
        "customs' figures and are no further witnesses. Hence every result on these pairs is shown for both sides."
    )
