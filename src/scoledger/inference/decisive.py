"""Which choice explains most of the difference between specifications."""

from __future__ import annotations

import pandas as pd


def decisive_dimension(choices: pd.DataFrame, outcome: pd.Series) -> tuple[str, float] | None:
    """Dimension whose choices explain the largest share of the variance of an outcome.

    Parameters
    ----------
    choices : pandas.DataFrame, shape (n_specifications, n_dimensions)
        Choice of each specification.  A dimension that some specifications do not have cannot be compared over all
        and is left out.
    outcome : pandas.Series, shape (n_specifications,)
        For example 1 where a specification supports the claim, -1 where it contradicts, else 0.

    Returns
    -------
    tuple of (str, float), or None
        Dimension and its correlation ratio (between-group share of the sum of squares, adjusted for the number of
        groups); None when the outcome or the choices do not vary.

    Examples
    --------
    >>> grid = pd.DataFrame({"mirror": ["a", "a", "b", "b"], "source": ["x", "y", "x", "y"]})
    >>> decisive_dimension(grid, pd.Series([1, 1, -1, -1]))
    ('mirror', 1.0)
    """
    total = float(((outcome - outcome.mean()) ** 2).sum())
    if total == 0:
        return None
    found: list[tuple[float, str]] = []
    n = len(outcome)
    varied = [name for name in choices if choices[name].notna().all() and len(set(choices[name])) > 1]
    if len(varied) == 1 and len(set(choices[varied[0]])) == n:  # nothing else can make a difference
        return str(varied[0]), 1.0
    for dimension in varied:
        groups = choices[dimension].astype(str)
        k = groups.nunique()
        if 1 < k < n:
            within = float(outcome.groupby(groups).transform(lambda part: (part - part.mean()) ** 2).sum())
            # Adjusted, so that a dimension does not win by having many choices.
            found.append((1 - (within / (n - k)) / (total / (n - 1)), str(dimension)))
    if not found:
        return None
    share, name = max(found, key=lambda pair: (round(pair[0], 12), pair[1]))
    return (name, share) if share > 0 else None
