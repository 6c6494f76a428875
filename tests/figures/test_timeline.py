"""Timelines: which spells are drawn, how far, and what is said of them."""

from __future__ import annotations

import pandas as pd

from scoledger.figures import draw_timeline

UNTIL = pd.Timestamp("2025-01-01")


def spells(*rows: tuple[str, str, str | None, str | None]) -> pd.DataFrame:
    """Label, kind, first and last day."""
    frame = pd.DataFrame(rows, columns=["label", "kind", "start", "end"])
    return frame.assign(start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"]))


def test_an_open_spell_runs_until_the_last_day() -> None:
    """Observer from mid-2005 to mid-2017, then member to the end: two bars in one row, one after the other."""
    frame = spells(("SCO", "observer", "2005-07-05", "2017-06-09"), ("SCO", "member", "2017-06-09", None))
    drawing = draw_timeline(frame, title="T", source="s", until=UNTIL)

    assert drawing is not None
    first, second = drawing.figure.axes[0].patches[:2]
    assert first.get_x() + first.get_width() == second.get_x()  # type: ignore[attr-defined]
    assert round(second.get_x() + second.get_width(), 2) == 2025  # type: ignore[attr-defined]


def test_the_words_say_every_spell() -> None:
    """For readers who cannot see it."""
    drawing = draw_timeline(spells(("SCO", "member", "2001-06-15", None)), title="T", source="s", until=UNTIL)

    assert drawing is not None
    assert drawing.alt == "T. SCO: member 2001-06-15 to today."


def test_an_unknown_first_day_is_not_drawn() -> None:
    """Nothing to draw is no figure."""
    assert draw_timeline(spells(("WTO", "observer", None, None)), title="T", source="s", until=UNTIL) is None
    assert draw_timeline(pd.DataFrame(), title="T", source="s", until=UNTIL) is None
