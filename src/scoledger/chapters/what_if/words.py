"""Sentences of the page that moves the window: each counts what the grid holds, beside the ledger's verdict."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.what_if.views import CHOICES

CAPTION = (
    "S: supports the claim, C: contradicts it, n: neither, ?: too few years of data; an empty place is a window that "
    "the series does not span. The frame marks the windows of the ledger."
)
OVERLAP = "Windows overlap, so that these are no independent tests, and nothing here changes the ledger's verdict."


def write_sentence(row: pd.Series, shortest: int, ledger: str) -> str:
    """What one view shows, in words, with the verdict of the ledger beside it.

    Parameters
    ----------
    row : pandas.Series
        A row of `counting.count_views`.
    shortest : int
        Fewest years of a window.
    ledger : str
        Verdict of the ledger on the claim.
    """
    head = f"{_capital(row['definition'])}; {row['books']}; {row['pairs']}; {row['states']}; {row['reading']} reading."
    if not row["windows"]:
        return (
            f"{head} No window of {shortest} years or more can be judged. The ledger's verdict on the claim: {ledger}."
        )
    return (
        f"{head} Of {row['windows']} windows of {shortest} years or more, {row['supports']} support the claim, "
        f"{row['contradicts']} contradict it and {row['neither']} do neither. This view only, its windows taken for "
        f"specifications: {row['verdict']}. The ledger's verdict on the claim: {ledger}."
    )


def write_absence(row: pd.Series, ledger: str) -> str:
    """Why a combination of choices has no view.

    Parameters
    ----------
    row : pandas.Series
        A row of `counting.list_absent`.
    ledger : str
        Verdict of the ledger on the claim.
    """
    head = f"{_capital(row['definition'])}; {row['books']}; {row['pairs']}; {row['states']}; {row['reading']} reading."
    return f"{head} There is no such view. {row['reason']} The ledger's verdict on the claim: {ledger}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def list_quantities(counted: pd.DataFrame, cells: pd.DataFrame, left_out: pd.DataFrame, default: int) -> list[Quantity]:
    """Every number that the page shows in prose."""
    own = counted[counted["is_own"]]
    row = counted.iloc[default]
    shown = f"{row['definition']}; {row['books']}; {row['pairs']}; {row['states']}; {row['reading']} reading"
    turning = (counted["supports"] > 0) & (counted["contradicts"] > 0)
    made = [
        _count("views", "Views", len(counted), "A reading with one way to measure it."),
        _count("cells", "Windows judged, over all views", int(counted["windows"].sum()), "Those without data apart."),
        _count("no-data", "Windows with too few years of data", int(counted["no data"].sum())),
        _count("left-out", "Windows left out", len(left_out), "Not defensible: each has its reason."),
        _count("default-windows", "Windows in the view shown first", int(row["windows"]), shown),
        _count("default-supports", "Those that support the claim", int(row["supports"]), shown),
        _count("default-contradicts", "Those that contradict it", int(row["contradicts"]), shown),
        _count("both-ways", "Views in which some windows support and others contradict", int(turning.sum())),
    ]
    for reading in counted["reading"].unique():
        rows = own[own["reading"] == reading]
        windows = int(rows["windows"].sum())
        for name, verb in (("supports", "support"), ("contradicts", "contradict")):
            made.append(
                Quantity(
                    f"{name}-{reading.replace(' ', '-')}",
                    f"Windows of the claim's own views that {verb} it, {reading}",
                    float(rows[name].sum() / windows) if windows else None,
                    "share",
                    n=windows,
                    caption="Overlapping windows: a share of choices, not a probability.",
                )
            )
    at_home = cells[cells["is_own"] & (cells["outcome"] != "no data")]
    made.append(
        Quantity(
            "own-supports",
            "Windows of the ledger's own specifications that support the claim",
            float((at_home["outcome"] == "supports").mean()) if len(at_home) else None,
            "share",
            n=len(at_home),
            caption="What the ledger rests on, all readings together.",
        )
    )
    return made


def _count(name: str, title: str, value: int, caption: str = "") -> Quantity:
    return Quantity(name, title, float(value), "count", caption=caption)


def write_answer(readings: Sequence[str], ledger: str) -> str:
    """Answer in a few sentences."""
    told = [
        f"under the {one} reading {{supports-{slug}}} of the windows support the claim and {{contradicts-{slug}}} "
        "contradict it"
        for one in readings
        for slug in (one.replace(" ", "-"),)
    ]
    return (
        f"The ledger's verdict on this claim is {ledger}. Move the window over all years that the tables hold, and "
        f"{'; '.join(told)}, in the claim's own views. In the view shown first {{default-supports}} of "
        "{default-windows} windows support it and {default-contradicts} contradict it. " + OVERLAP
    )


def write_data(counted: pd.DataFrame, choices: pd.DataFrame) -> str:
    """What the data say, for the closing box."""
    return (
        "{cells} windows were judged in {views} views; in {both-ways} of the views some windows support the claim and "
        f"others contradict it. {_write_spread(choices, counted['reading'].iloc[0])}"
    )


def _write_spread(choices: pd.DataFrame, reading: str) -> str:
    """The choice that moves the share of supporting windows most, with its ends."""
    rows = choices[choices["reading"] == reading]
    ends = rows.groupby("kind", sort=False)["supports"].agg(["min", "max"])
    if ends.empty:
        return "No window could be judged."
    kind = str((ends["max"] - ends["min"]).idxmax())
    own = rows[rows["kind"] == kind].sort_values("supports")
    low, high = own.iloc[0], own.iloc[-1]
    return (
        f"Beside the window, most turns on the {NAMES[kind].lower()}: under the {reading} reading the share of windows "
        f"that support is smallest for “{low['choice']}” and largest for “{high['choice']}”."
    )


#: What the choices of a view are called.
NAMES = dict(zip(CHOICES, ("Definition", "Books", "Pairs", "States"), strict=True))
CERTAINTY = (
    "Every cell is judged by the rule of the claim, with its thresholds, and a cell that the ledger has is the same as "
    "there. The cells share data: neighbouring windows differ in one year, and views of other sets of states hold the "
    "same trade. A count of windows therefore says how much hangs on the choice of years, not how likely the claim is."
)
