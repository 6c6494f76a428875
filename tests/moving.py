"""A small grid of windows for tests: two definitions by two sides, one of four combinations missing."""

from __future__ import annotations

import pandas as pd

from scoledger.figures import Explorer, explore_windows

NAMES = {"definition": "Definition", "books": "Books", "pairs": "Pairs"}
READINGS = ("literal", "charitable")
MADE = (("share", "own"), ("share", "other"), ("level", "own"))


def make_views() -> pd.DataFrame:
    """Six views: three combinations under two readings; the last combination is shown first."""
    rows = [
        {"reading": reading, "definition": definition, "books": books, "pairs": "all", "is_default": False}
        for reading in READINGS
        for definition, books in MADE
    ]
    views = pd.DataFrame(rows)
    views.loc[2, "is_default"] = True
    words = views["definition"] + " " + views["books"] + ", " + views["reading"]
    return views.assign(view=range(len(views)), sentence=words + ": counted.")


def make_absent() -> pd.DataFrame:
    """The fourth combination, under both readings."""
    row = {"definition": "level", "books": "other", "pairs": "all", "sentence": "There is no such view."}
    return pd.DataFrame([{"reading": reading, **row} for reading in READINGS])


def make_cells() -> pd.DataFrame:
    """Three windows of each view: the literal reading supports none, the charitable one; one has no data."""
    rows = []
    for view in range(len(MADE) * len(READINGS)):
        better = "supports" if view >= len(MADE) else "neither"
        for first, last, outcome in ((2001, 2011, better), (2001, 2012, "contradicts"), (2002, 2012, "no data")):
            known = outcome != "no data"
            rows.append(
                [view, first, last, outcome, 0.1 if known else None, 0.0123 if known else None, 11, first == 2002]
            )
    columns = ["view", "first", "last", "outcome", "value", "p_value", "n", "is_own"]
    return pd.DataFrame(rows, columns=columns)


def make_moving() -> Explorer:
    """The chart of this grid."""
    return explore_windows(
        make_views(),
        make_absent(),
        make_cells(),
        NAMES,
        title="What if it rose?",
        source="Sources: none",
        caption="So.",
    )
