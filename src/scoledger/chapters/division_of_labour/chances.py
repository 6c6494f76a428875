"""What chance alone would do: labels dealt out at random, and indicators that come out the other way."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd


def permute_labels(values: Sequence[float], is_economic: Sequence[bool]) -> float:
    """Chance that labels dealt out at random would part the values as far, in the expected direction.

    Parameters
    ----------
    values : sequence of float
    is_economic : sequence of bool

    Returns
    -------
    float
        Share of all ways to deal out the labels whose difference of means is at least the one observed.

    Examples
    --------
    >>> permute_labels([0.9, 0.8, 0.1, 0.2], [True, True, False, False])
    0.16666666666666666
    """
    data, chosen = np.array(values, dtype=float), int(sum(is_economic))
    everyone = range(len(data))

    def gap(inside: tuple[int, ...]) -> float:
        rest = [place for place in everyone if place not in inside]
        return float(data[list(inside)].mean() - data[rest].mean())

    own = gap(tuple(place for place, label in enumerate(is_economic) if label))
    gaps = [gap(inside) for inside in itertools.combinations(everyone, chosen)]
    return float(np.mean([one >= own - 1e-12 for one in gaps]))


def flip_indicators(cells: pd.DataFrame) -> float:
    """Chance of as many cells that come out as said, if every indicator could as well come out the other way.

    Parameters
    ----------
    cells : pandas.DataFrame, shape (n_states, n_indicators)
        1 where a cell comes out as said, -1 where it does not, missing where it is unknown.

    Returns
    -------
    float
        Share of all patterns of signs, one for each indicator, whose sum is at least the one observed.

    Notes
    -----
    Randomisation test (`fisher1935`) by indicator: the states of one indicator share a source, a year and often a
    cause, so that they change sides together.  With one state it is the sign test.

    Examples
    --------
    >>> flip_indicators(pd.DataFrame({"a": [1.0, 1.0], "b": [1.0, 1.0], "c": [-1.0, None]}))
    0.25
    """
    sums = cells.sum().to_numpy(dtype=float)
    signs = np.array(list(itertools.product((1.0, -1.0), repeat=len(sums))))
    return float((signs @ sums >= sums.sum() - 1e-12).mean())
