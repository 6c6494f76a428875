"""Joint tests over specifications that share data, and the adjustment of a family of tests."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoledger.errors import NoDataError
from scoledger.inference import adjust_family, estimate_effect, joint_effect_test, joint_trend_test
from scoledger.inference.noise import simulate_noise

YEARS = tuple(range(2001, 2019))


def _specifications(noise: np.ndarray, slope: float = 0.0) -> list[pd.Series]:
    """Nine specifications of three noisy series: they share noise, years and shocks."""
    a, b, c = noise
    line = slope * np.arange(len(YEARS))
    series = [pd.Series(values + line, index=YEARS) for values in (a + b, a + c, a - b / 2)]
    return series + [one.iloc[3:] for one in series] + [one.iloc[:-2] for one in series]


@pytest.mark.parametrize("rho", [0.0, 0.5])
def test_many_looks_at_noise_are_not_a_finding(rho: float) -> None:
    """Of 100 sets of nine correlated specifications without a trend few pass at 5 percent."""
    noise = simulate_noise(YEARS, rho, 300, seed=11).reshape(100, 3, -1)
    passed = [joint_trend_test(_specifications(one), draws=199).p_value < 0.05 for one in noise]

    assert np.mean(passed) < 0.12


def test_what_all_specifications_show_is_found() -> None:
    """A common rise, and its sign."""
    noise = simulate_noise(YEARS, 0.2, 3, seed=12)
    up, down = (joint_trend_test(_specifications(noise, slope)) for slope in (0.6, -0.6))

    assert (up.p_value < 0.05, down.p_value < 0.05) == (True, True)
    assert up.statistic > 0 > down.statistic
    assert up.specifications == 9


def test_one_rising_specification_among_flat_ones_is_not_enough() -> None:
    """The one that a careless author would pick."""
    flat = simulate_noise(YEARS, 0.0, 12, seed=13)
    series = [pd.Series(values, index=YEARS) for values in flat]
    picked = pd.Series(np.arange(len(YEARS), dtype=float), index=YEARS)

    assert joint_trend_test([picked]).p_value < 0.05
    assert joint_trend_test([*series, picked]).p_value > 0.05


def test_a_joint_test_of_nothing_is_refused() -> None:
    """Rather than a p value of one."""
    with pytest.raises(NoDataError, match="at least one series"):
        joint_trend_test([])
    with pytest.raises(NoDataError, match="no specification has treated"):
        joint_effect_test([(pd.DataFrame({"A": [1.0] * 8}, index=range(2001, 2009)), (2001, 2008))], ["B"], 2005)


def _panel(seed: int, effect: float) -> pd.DataFrame:
    """Thirty units over twelve years; the first four are treated from 2007."""
    values = np.random.default_rng(seed).normal(size=(12, 30))
    values[6:, :4] += effect
    return pd.DataFrame(values, index=range(2001, 2013), columns=[f"U{unit}" for unit in range(30)])


def test_effects_are_judged_over_all_outcomes_together() -> None:
    """Two outcomes, two windows: an effect in both is found, chance is not."""
    treated = ["U0", "U1", "U2", "U3"]
    for effect, found in ((1.5, True), (0.0, False)):
        frames = [(_panel(seed, effect), window) for seed in (1, 2) for window in ((2001, 2012), (2003, 2011))]
        test = joint_effect_test(frames, treated, 2007)
        assert (test.p_value < 0.05, test.specifications) == (found, 4)


def test_one_specification_is_the_test_of_that_specification() -> None:
    """The joint p value of one outcome is near that of the plain randomisation test."""
    frame, treated = _panel(3, 0.6), ["U0", "U1", "U2", "U3"]
    plain = estimate_effect(frame, treated, 2007, (2001, 2012)).p_value

    assert joint_effect_test([(frame, (2001, 2012))], treated, 2007).p_value == pytest.approx(plain, abs=0.04)


@given(st.lists(st.floats(0.0005, 1), min_size=1, max_size=30))
def test_adjusted_p_values_are_ordered(values: list[float]) -> None:
    """Holm is at least as strict as Benjamini-Hochberg, which is at least as strict as the raw value."""
    table = adjust_family(pd.Series(values))

    assert (table["holm"] >= table["benjamini_hochberg"] - 1e-12).all()
    assert (table["benjamini_hochberg"] >= table["raw"] - 1e-12).all()


def test_holm_by_hand() -> None:
    """Three tests: 3 x 0.01, then 2 x 0.03, then the larger of that and 0.04."""
    assert adjust_family(pd.Series([0.04, 0.01, 0.03]))["holm"].tolist() == pytest.approx([0.06, 0.03, 0.06])
