"""Event studies: leads and lags as given, the reference hollow at zero."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoledger.figures import Drawing, draw_event_study

ROWS = pd.DataFrame(
    {
        "time": [1, 0, -2, -3],
        "value": [0.3, 0.1, 0.0, -0.05],
        "low": [0.2, -0.1, -0.1, -0.06],
        "high": [0.4, 0.3, 0.1, -0.04],
    }
)


def _draw(frame: pd.DataFrame = ROWS, reference_time: float | None = -1) -> Drawing:
    drawing = draw_event_study(frame, "log points", title="Trade", source="s", reference_time=reference_time)
    assert drawing is not None
    return drawing


def _marks(drawing: Drawing) -> list[tuple[float, float, bool]]:
    """Time, value and whether it is hollow, of every mark."""
    found = []
    for item in drawing.figure.axes[0].collections:
        if type(item).__name__ == "PathCollection":
            is_hollow = bool(np.allclose(item.get_facecolor()[0][:3], 1))
            found += [(float(x), float(y), is_hollow) for x, y in np.asarray(item.get_offsets())]
    return sorted(found)


def test_the_data_are_the_values_drawn() -> None:
    """In order of time, with the reference at zero."""
    drawing = _draw()
    stored = drawing.data[["time", "value", "is_reference"]].itertuples(index=False, name=None)

    assert _marks(drawing) == list(stored)
    assert drawing.data["time"].tolist() == [-3, -2, -1, 0, 1]


def test_the_reference_is_hollow_and_explained() -> None:
    """It is no estimate."""
    drawing = _draw()

    assert [time for time, _, is_hollow in _marks(drawing) if is_hollow] == [-1]
    assert [text.get_text() for text in drawing.figure.legends[0].get_texts()] == ["reference, zero by definition"]


def test_a_reference_in_the_frame_is_not_drawn_twice() -> None:
    """Estimators differ in whether they return it."""
    rows = pd.concat([ROWS, pd.DataFrame({"time": [-1], "value": [0.0]})])

    assert _draw(rows).data.equals(_draw().data)


def test_without_a_reference_every_mark_is_full() -> None:
    """And there is no key."""
    drawing = _draw(reference_time=None)

    assert not any(is_hollow for _, _, is_hollow in _marks(drawing))
    assert drawing.figure.legends == []


def test_the_words_set_before_against_after() -> None:
    """Before, one of two intervals excludes zero, after it one of two."""
    assert _draw().alt == (
        "Trade. 1 of 2 estimates before the event differ from zero, farthest from zero -0.05 log points "
        "(-0.06 log points to -0.04 log points) at -3, 1 of 2 estimates after the event differ from zero, farthest "
        "from zero 0.3 log points (0.2 log points to 0.4 log points) at 1. Time -1 is the reference."
    )


def test_groups_stand_beside_one_another() -> None:
    """At one time, two marks at two places, on either side of it."""
    both = pd.concat([ROWS.assign(group="members"), ROWS.assign(group="observers")])
    times = [time for time, _, _ in _marks(_draw(both)) if -0.5 < time < 0.5]

    assert len(times) == 2
    assert sum(times) == 0
    assert times[0] < times[1]


def test_an_estimate_without_an_interval_is_a_mark_alone() -> None:
    """It counts for no test."""
    alt = _draw(ROWS.drop(columns=["low", "high"])).alt

    assert "farthest from zero before the event -0.05 log points at -3" in alt
    assert "estimates" not in alt
