"""Effects: a planted one is found, noise has few, and interval and p value agree."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from planted import simulate_memory

from scoledger.errors import NoDataError
from scoledger.inference import Effect, estimate_effect

YEARS = range(2001, 2021)
WINDOW = (2001, 2020)


def _panel(seed: int, units: int, *, effect: float = 0.0, treated: int = 5, scatter: float = 1.0) -> pd.DataFrame:
    """Units that remember (0.6) and share a shock; the first swing `scatter` times as much and are hit in 2011."""
    values = simulate_memory(seed, units, len(YEARS), 0.6)
    values[:treated] *= scatter
    values[:treated, 10:] += effect
    values += np.random.default_rng(seed).normal(size=len(YEARS))
    return pd.DataFrame(values.T, index=YEARS, columns=[f"U{number}" for number in range(units)])


def _estimate(frame: pd.DataFrame, treated: int = 5) -> Effect:
    return estimate_effect(frame, [f"U{number}" for number in range(treated)], 2011, WINDOW)


@pytest.mark.parametrize(("treated", "units"), [(5, 25), (4, 104), (1, 60)])
def test_an_effect_is_found_with_its_size(treated: int, units: int) -> None:
    """Six standard deviations of a yearly shock, through memory and a common shock."""
    found = _estimate(_panel(1, units, effect=6.0, treated=treated), treated)

    assert found.p_value < 0.05
    assert found.low < 6.0 < found.high
    assert (found.treated, found.controls) == (treated, units - treated)


@pytest.mark.parametrize(("treated", "units"), [(5, 25), (4, 24), (1, 41), (3, 11)])
def test_noise_seldom_has_an_effect(treated: int, units: int) -> None:
    """Of 120 panels six are expected at 5 percent, nine at 7.5; thirteen are luck."""
    found = [_estimate(_panel(seed, units, treated=treated), treated) for seed in range(120)]

    assert sum(one.p_value < 0.05 for one in found) <= 13


def test_states_that_swing_more_do_not_pass_for_affected() -> None:
    """Twice the noise of the others: a comparison of means alone takes a quarter of such panels for affected."""
    found = [_estimate(_panel(seed, 105, scatter=2.0)) for seed in range(120)]

    assert sum(one.p_value < 0.05 for one in found) <= 13


def test_the_interval_holds_the_planted_effect_as_often_as_it_says() -> None:
    """In 95 of a hundred panels; 88 would be bad luck."""
    found = [_estimate(_panel(seed, 25, effect=1.0)) for seed in range(100)]

    assert sum(one.low < 1.0 < one.high for one in found) >= 88


@pytest.mark.parametrize("effect", [0.0, 0.5, 1.0, 1.5, -1.0])
def test_interval_and_p_value_agree(effect: float) -> None:
    """Zero lies outside the interval just when the test rejects it."""
    for seed in range(30):
        found = _estimate(_panel(seed, 25, effect=effect))

        assert (found.p_value < 0.05) == (found.low >= 0 or found.high <= 0)
        assert found.low <= found.estimate <= found.high


def test_one_state_among_few_has_no_interval() -> None:
    """One of nine: the most extreme assignment is still one in nine, so no effect whatever can be rejected."""
    found = _estimate(_panel(1, 9, effect=50.0, treated=1), 1)

    assert found.p_value == pytest.approx(1 / 9)
    assert (found.low, found.high) == (-math.inf, math.inf)


def test_a_shock_to_all_changes_nothing() -> None:
    """Nor does a level of its own for each unit."""
    frame = _panel(3, 25, effect=2.0)
    shocked = frame.add(np.linspace(-40, 40, len(frame)), axis=0) + np.arange(25)

    assert _estimate(shocked).estimate == pytest.approx(_estimate(frame).estimate)
    assert _estimate(shocked).p_value == pytest.approx(_estimate(frame).p_value, abs=0.02)


def test_the_unit_of_the_outcome_does_not_matter() -> None:
    """Dollars or billions."""
    frame = _panel(4, 25, effect=1.0)
    small, large = _estimate(frame), _estimate(frame * 1e9)

    assert large.low == pytest.approx(small.low * 1e9, rel=0.05)
    assert large.high == pytest.approx(small.high * 1e9, rel=0.05)


def test_units_without_enough_years_are_left_out() -> None:
    """Three are needed on either side."""
    frame = _panel(5, 25)
    frame.loc[2001:2008, "U0"] = np.nan
    frame.loc[2013:, "U20"] = np.nan

    assert (_estimate(frame).treated, _estimate(frame).controls) == (4, 19)


def test_too_few_others_are_refused() -> None:
    """Five against seven."""
    with pytest.raises(NoDataError, match="5 treated and 7 other units have data around 2011: too few"):
        _estimate(_panel(6, 12))


def test_the_same_panel_gives_the_same_answer() -> None:
    """The assignments are drawn from a seed made of the data."""
    assert _estimate(_panel(7, 60)) == _estimate(_panel(7, 60))
