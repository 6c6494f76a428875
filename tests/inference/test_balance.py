"""A balance of signed evidence: leaving parts out, and the test by flipping signs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from scoledger.errors import NoDataError
from scoledger.inference import leave_one_out, sign_flip_p


def test_leaving_a_group_out_averages_the_rest() -> None:
    """Without b: (1 + 3) / 2 = 2; without a: 5."""
    values, groups = pd.Series([1.0, 3.0, 5.0]), pd.Series(["a", "a", "b"])

    assert leave_one_out(values, groups).to_dict() == {"a": 5.0, "b": 2.0}


def test_a_single_group_leaves_nothing() -> None:
    """There is no mean of no value."""
    assert leave_one_out(pd.Series([1.0]), pd.Series(["a"])).empty


@pytest.mark.parametrize("values", [[0.5, 1.0, -0.2, 0.9, 0.1], [1.0, 0.0, 0.0, -1.0]])
def test_the_exact_test_is_scipy_s(values: list[float]) -> None:
    """scipy.stats.permutation_test with one sample flips signs, too."""
    theirs = stats.permutation_test((np.array(values),), np.mean, permutation_type="samples", alternative="two-sided")

    assert sign_flip_p(np.array(values)) == pytest.approx(theirs.pvalue)


def test_the_drawn_test_is_near_the_exact_one() -> None:
    """Fourteen values are drawn; the normal approximation of so symmetric a sum is near."""
    values = np.linspace(-0.4, 1.0, 20)
    normal = 2 * stats.norm.sf(values.sum() / np.sqrt((values**2).sum()))

    assert sign_flip_p(values) == pytest.approx(normal, abs=0.01)


def test_no_evidence_has_no_balance() -> None:
    """An empty link is refused, not given a p value."""
    with pytest.raises(NoDataError, match="at least one piece"):
        sign_flip_p(np.array([]))
