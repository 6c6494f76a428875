"""A balance of signed evidence: its mean, how it changes when a part is left out, and what chance alone would do."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from scoledger.errors import NoDataError

#: Patterns of signs drawn where there are too many to try all.
DRAWS = 9999
#: Up to so many pieces all patterns of signs are tried.
EXACT = 13


def leave_one_out(values: pd.Series, groups: pd.Series) -> pd.Series:
    """Mean of the values without each group in turn.

    Parameters
    ----------
    values : pandas.Series, shape (n_values,)
    groups : pandas.Series, shape (n_values,)
        Group of each value, same index.

    Returns
    -------
    pandas.Series, shape (n_groups,)
        By group in order of first appearance; a group that is all there is has none.

    Examples
    --------
    >>> leave_one_out(pd.Series([1.0, 1.0, -1.0]), pd.Series(["a", "a", "b"])).to_dict()
    {'a': -1.0, 'b': 1.0}
    """
    names = list(dict.fromkeys(groups))
    means = {name: float(rest.mean()) for name in names if len(rest := values[groups != name])}
    return pd.Series(means, dtype=float)


def sign_flip_p(values: np.ndarray) -> float:
    """Two-sided p value of a mean under the null that each value could as well have had the other sign.

    Parameters
    ----------
    values : numpy.ndarray, shape (n_values,)

    Returns
    -------
    float
        Share of the patterns of signs, the one observed included, whose mean is at least as far from zero.

    Raises
    ------
    NoDataError
        If there is no value.

    Notes
    -----
    Randomisation test of one sample (Fisher 1935).  It takes the values for independent, which pieces of one argument
    seldom are.  The drawn patterns are the same for the same values.

    Examples
    --------
    >>> sign_flip_p(np.array([1.0, 1.0, 1.0]))
    0.25
    """
    if not len(values):
        raise NoDataError("a balance needs at least one piece of evidence.")
    if len(values) <= EXACT:
        signs = np.array(list(itertools.product((1.0, -1.0), repeat=len(values))))
    else:
        drawn = np.random.default_rng(0).choice([1.0, -1.0], size=(DRAWS, len(values)))
        signs = np.vstack([np.ones(len(values)), drawn])
    size = np.abs(signs @ values)
    return float((size >= abs(float(values.sum())) * (1 - 1e-12)).mean())
