"""A family of tests: p values adjusted for their number."""

from __future__ import annotations

import pandas as pd
from statsmodels.stats.multitest import multipletests


def adjust_family(p_values: pd.Series) -> pd.DataFrame:
    """Adjust the p values of a family of tests.

    Parameters
    ----------
    p_values : pandas.Series, shape (n_tests,)

    Returns
    -------
    pandas.DataFrame, shape (n_tests, 3)
        Columns ``raw``, ``holm`` (Holm 1979: chance of one false finding in the whole family) and
        ``benjamini_hochberg`` (Benjamini and Hochberg 1995: share of false ones among the findings), with the index of
        `p_values`.

    Examples
    --------
    >>> adjust_family(pd.Series([0.01, 0.04, 0.03], index=list("abc"))).round(2).to_dict("list")
    {'raw': [0.01, 0.04, 0.03], 'holm': [0.03, 0.06, 0.06], 'benjamini_hochberg': [0.03, 0.04, 0.04]}
    """
    if p_values.empty:
        return pd.DataFrame(columns=["raw", "holm", "benjamini_hochberg"], index=p_values.index, dtype=float)
    return pd.DataFrame(
        {
            "raw": p_values,
            "holm": multipletests(p_values, method="holm")[1],
            "benjamini_hochberg": multipletests(p_values, method="fdr_bh")[1],
        },
        index=p_values.index,
    )
