"""Pre-trends: a drift before the event is found, a jump at it is none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoledger.errors import NoDataError
from scoledger.inference import estimate_pretrend

YEARS = range(1996, 2010)


def _world(*, drift: float = 0.0, jump: float = 0.0, units: int = 25) -> pd.DataFrame:
    """Units of noise, and three that drift by so much a year and jump in 2003."""
    draw = np.random.default_rng(7)
    frame = pd.DataFrame(draw.normal(0, 0.05, (len(YEARS), units)), index=YEARS).rename(columns=str)
    for name in ("T1", "T2", "T3"):
        noise = draw.normal(0, 0.05, len(YEARS))
        frame[name] = noise + [drift * (year - 1996) + jump * (year >= 2003) for year in YEARS]
    return frame


def test_a_drift_before_the_event_is_found() -> None:
    """A tenth a year, with a p value below one percent."""
    found = estimate_pretrend(_world(drift=0.1), ["T1", "T2", "T3"], 2003, (1996, 2009))

    assert found.estimate == pytest.approx(0.1, abs=0.02)
    assert found.p_value < 0.01


def test_a_jump_at_the_event_is_no_pretrend() -> None:
    """The years from the event on do not count, however steep."""
    jumped = estimate_pretrend(_world(jump=5.0), ["T1", "T2", "T3"], 2003, (1996, 2009))
    calm = estimate_pretrend(_world(), ["T1", "T2", "T3"], 2003, (1996, 2009))

    assert jumped == calm


def test_years_before_the_window_do_not_count() -> None:
    """A drift that had ended is none."""
    frame = _world()
    frame.loc[1996:1998, ["T1", "T2", "T3"]] -= 50.0

    assert abs(estimate_pretrend(frame, ["T1", "T2", "T3"], 2003, (1999, 2009)).estimate) < 0.1


def test_three_years_make_no_slope() -> None:
    """The message says how many are needed."""
    with pytest.raises(NoDataError, match="in 4 years before 1999"):
        estimate_pretrend(_world(), ["T1"], 1999, (1996, 2009))
