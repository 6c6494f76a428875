"""The joint test of a part: whether there is anything in all its specifications together."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from scoledger.claims import Part
from scoledger.inference import JointTest, joint_effect_test, joint_trend_test
from scoledger.verdicts.evidence import Evidence


def run_joint_test(
    part: Part, evidence: Sequence[Evidence], measured: Sequence[pd.Series | pd.DataFrame]
) -> JointTest | None:
    """Test all computed specifications of a trend or an effect at once.

    Parameters
    ----------
    evidence : sequence of Evidence
    measured : sequence of pandas.Series or pandas.DataFrame
        What each specification measured, in the same order.

    Returns
    -------
    JointTest, optional
        None for figures, ranks, comparisons and records: a count of what happened has no chance model to be held
        against.
    """
    known = [
        (series, item.specification.window)
        for item, series in zip(evidence, measured, strict=True)
        if item.outcome != "no data" and item.specification.window
    ]
    if part.statistic == "trend":
        lines = [series.loc[window[0] : window[1]] for series, window in known if isinstance(series, pd.Series)]
        return joint_trend_test(lines)
    if part.statistic == "effect" and part.event_year is not None:
        frames = [(frame, window) for frame, window in known if isinstance(frame, pd.DataFrame)]
        return joint_effect_test(frames, part.treated, part.event_year)
    return None
