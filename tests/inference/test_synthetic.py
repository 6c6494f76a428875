"""Synthetic control: weights against another solver, and a planted effect."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import nnls

from scoledger.errors import NoDataError
from scoledger.inference.synthetic import fit_everywhere, fit_synthetic, fit_weights

YEARS = range(2001, 2021)


def _frame(effect: float = 0.0, donors: int = 12) -> pd.DataFrame:
    """Donors that wander; the unit is the mean of the first two, and leaves them from 2014 on."""
    draw = np.random.default_rng(2)
    walks = pd.DataFrame(
        draw.normal(0, 1, (len(YEARS), donors)).cumsum(axis=0),
        index=YEARS,
        columns=[f"D{n:02d}" for n in range(donors)],
    )
    unit = (walks["D00"] + walks["D01"]) / 2 + effect * (walks.index >= 2014)
    return walks.assign(U=unit)


def test_the_weights_are_those_of_another_solver() -> None:
    """Scipy's non-negative least squares, with a heavy row that makes the sum one."""
    draw = np.random.default_rng(7)
    donors, unit = draw.normal(0, 1, (12, 5)), draw.normal(0, 1, 12)
    heavy = 1e5
    theirs, _ = nnls(np.vstack([donors, heavy * np.ones(5)]), np.append(unit, heavy))

    np.testing.assert_allclose(fit_weights(unit, donors), theirs, atol=1e-4)


def test_weights_are_shares() -> None:
    """None is negative, and they add up to one."""
    weights = fit_synthetic(_frame(), "U", 2014, (2001, 2020)).weights

    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1)


def test_a_planted_effect_is_found() -> None:
    """Three, from 2014 on; the donors that make the unit are found."""
    found = fit_synthetic(_frame(3.0), "U", 2014, (2001, 2020))

    assert found.effect == pytest.approx(3.0, abs=0.2)
    assert found.weights.nlargest(2).index.tolist() in (["D00", "D01"], ["D01", "D00"])
    assert found.ratio > 10


def test_the_unit_stands_out_among_the_donors() -> None:
    """In-space placebos: every donor in the unit's place."""
    table = fit_everywhere(_frame(3.0), "U", 2014, (2001, 2020))

    assert table["ratio"].idxmax() == "U"


def test_too_few_donors_are_refused() -> None:
    """Two are no pool."""
    with pytest.raises(NoDataError, match="donors"):
        fit_synthetic(_frame(donors=2), "U", 2014, (2001, 2020))


def test_the_unit_hit_is_no_donor_of_others() -> None:
    """What befell it must not stand in their controls: they are as if it were not there."""
    frame = _frame(effect=3.0)
    table = fit_everywhere(frame, "U", 2014, (2001, 2020))
    alone = fit_synthetic(frame.drop(columns="U"), "D00", 2014, (2001, 2020))

    assert table["effect"].to_dict()["D00"] == pytest.approx(alone.effect)
