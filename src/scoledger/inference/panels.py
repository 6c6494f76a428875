"""Panels of units over years: least squares with unit and year effects, and what random groups would show."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.errors import NoDataError

#: Fewest units, and years, in which a panel says anything.
FEWEST_UNITS, FEWEST_YEARS = 30, 2


@dataclass(frozen=True)
class PanelFit:
    """A fitted panel.

    Parameters
    ----------
    estimates : pandas.DataFrame, shape (n_terms, 5)
        By term: ``estimate``, ``std_error``, ``low``, ``high`` (95 percent) and ``p_value``.
    n, units, years : int
        Observations, units and years used: those of a unit or year that has no other are not.
    """

    estimates: pd.DataFrame
    n: int
    units: int
    years: int


def stack_panel(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Stack frames of years x units under their names.

    Returns
    -------
    pandas.DataFrame, shape (n_rows, 2 + n_frames)
        ``unit``, ``year`` and a column per frame; missing where a frame has no value.

    Examples
    --------
    >>> frame = pd.DataFrame({"A": [1.0, 2.0]}, index=[2001, 2002])
    >>> stack_panel({"x": frame})[["unit", "year", "x"]].values.tolist()
    [['A', 2001, 1.0], ['A', 2002, 2.0]]
    """
    columns = {
        name: frame.copy().rename_axis(index="year").reset_index().melt("year", var_name="unit", value_name=name)
        for name, frame in frames.items()
    }
    indexed = [column.set_index(["unit", "year"])[name] for name, column in columns.items()]
    return pd.concat(indexed, axis=1).sort_index().reset_index()


def lag(panel: pd.DataFrame, column: str, years: int) -> pd.Series:
    """Value of a column so many years before, of the same unit; missing where that year is not known."""
    shifted = panel[["unit", "year", column]].assign(year=panel["year"] + years)
    merged = panel[["unit", "year"]].merge(shifted, on=["unit", "year"], how="left")
    return pd.Series(merged[column].to_numpy(), index=panel.index)


def drop_singletons(rows: pd.DataFrame, effects: Sequence[str] = ("unit", "year")) -> pd.DataFrame:
    """Leave out observations that a fixed effect fits by itself, until none is left.

    Parameters
    ----------
    rows : pandas.DataFrame, shape (n_rows, k)
    effects : sequence of str
        Columns, each value of which has an effect of its own.

    Returns
    -------
    pandas.DataFrame, shape (n_kept, k)
        Every value of each effect occurs at least twice; no row, if none can.

    Examples
    --------
    >>> rows = pd.DataFrame({"unit": ["A", "A", "B", "B", "C"], "year": [2001, 2002, 2001, 2002, 2002]})
    >>> drop_singletons(rows)["unit"].tolist()
    ['A', 'A', 'B', 'B']
    """
    while len(rows):
        is_alone = pd.concat([~rows.duplicated(name, keep=False) for name in effects], axis=1).any(axis=1)
        if not is_alone.any():
            break
        rows = rows[~is_alone]
    return rows


def _keep_comparable(panel: pd.DataFrame, columns: Sequence[str], effects: Sequence[str]) -> pd.DataFrame:
    """Rows without a missing value that effects of unit and year leave something of."""
    known = panel[["unit", "year", *columns]].dropna()
    rows = drop_singletons(known, effects).reset_index(drop=True)
    units, years = rows["unit"].nunique(), rows["year"].nunique()
    if units < FEWEST_UNITS or years < FEWEST_YEARS:
        raise NoDataError(
            f"a panel needs at least {FEWEST_UNITS} units that are known in {FEWEST_YEARS} years or more.\n"
            f"{units} are, of {known['unit'].nunique()} known in any year.  Take a wider window."
        )
    return rows


def fit_panel(
    panel: pd.DataFrame,
    outcome: str,
    regressors: Sequence[str],
    effects: Sequence[str] = ("unit", "year"),
    clusters: Sequence[str] = ("unit",),
) -> PanelFit:
    """Fit a linear panel with fixed effects and clustered errors.

    Parameters
    ----------
    panel : pandas.DataFrame
        ``unit``, ``year`` and the columns named; rows with a missing value are left out.

    Raises
    ------
    NoDataError
        If fewer than thirty units are known in two years or more, nothing of a regressor is left beside the effects, or
        errors by two kinds of clusters have no positive variance.

    Notes
    -----
    Errors are clustered by unit (`bertrand2004`).  With a lagged outcome the estimates are biased of the order of one
    over the number of years (`nickell1981`).
    """
    import pyfixest  # noqa: PLC0415 - it takes a second to import, and few pages need it

    rows = _keep_comparable(panel, [outcome, *regressors], effects)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of regressors that are refused below
            fit = pyfixest.feols(
                f"{outcome} ~ {' + '.join(regressors)} | {' + '.join(effects)}", rows, vcov={"CRV1": "+".join(clusters)}
            )
            table = fit.tidy()
    except ValueError as error:
        if "collinear" not in str(error):
            raise
        raise NoDataError(f"{', '.join(regressors)}: nothing is left of it beside the fixed effects.") from error
    lost = [name for name in regressors if name not in table.index]
    if lost:
        raise NoDataError(
            f"{', '.join(lost)}: nothing is left of it beside the other regressors and the fixed effects."
        )
    if not np.isfinite(table["Std. Error"]).all():  # two-way clusters of few years may have a negative variance
        raise NoDataError(
            f"errors by {' and '.join(clusters)} have no positive variance.\n"
            f"{rows['unit'].nunique()} units and {rows['year'].nunique()} years are known.  Take a wider window."
        )
    names = {"Estimate": "estimate", "Std. Error": "std_error", "2.5%": "low", "97.5%": "high", "Pr(>|t|)": "p_value"}
    estimates = table.rename(columns=names)[list(names.values())].rename_axis("term")
    return PanelFit(estimates, int(fit._N), int(rows["unit"].nunique()), int(rows["year"].nunique()))  # noqa: SLF001


def project_out(values: np.ndarray, units: np.ndarray, years: np.ndarray, *, steps: int = 200) -> np.ndarray:
    """Take unit and year means out of each column, by turns until nothing moves.

    Parameters
    ----------
    values : numpy.ndarray, shape (n_rows, n_columns)
    units, years : numpy.ndarray, shape (n_rows,)
        Whole numbers from zero.
    """
    left = values.astype(float)
    for _ in range(steps):
        before = left
        for codes in (units, years):
            counts = np.bincount(codes)
            means = np.column_stack([np.bincount(codes, weights=column) for column in left.T]) / counts[:, None]
            left = left - means[codes]
        if np.abs(left - before).max() < 1e-10:  # noqa: PLR2004 - nothing moves any more
            break
    return left


def random_groups(
    panel: pd.DataFrame, outcome: str, regressor: str, group: Sequence[str], *, draws: int = 499
) -> tuple[float, np.ndarray]:
    """Extra slope of a group of units, and of random groups of its size.

    Parameters
    ----------
    regressor : str
        Column whose slope may differ in the group.
    group : sequence of str
        Units.
    draws : int
        Random groups; the same for the same panel.

    Returns
    -------
    own : float
        Slope of the group less that of the others, with unit and year effects.
    others : numpy.ndarray, shape (draws,)
        The same for random groups of other units.

    Raises
    ------
    NoDataError
        If too few units of either kind are known in two years or more.
    """
    rows = drop_singletons(panel[["unit", "year", outcome, regressor]].dropna()).reset_index(drop=True)
    names = sorted(rows["unit"].unique())
    inside = [name for name in names if name in set(group)]
    outside = [name for name in names if name not in set(group)]
    if not inside or len(outside) < FEWEST_UNITS:
        raise NoDataError(
            f"too few units: a group needs a member and {FEWEST_UNITS} others known in {FEWEST_YEARS} years or more.\n"
            f"{len(inside)} members and {len(outside)} others are.  Name other states, or take a wider window."
        )
    units, years = pd.factorize(rows["unit"], sort=True)[0], pd.factorize(rows["year"])[0]
    x, y = rows[regressor].to_numpy(dtype=float), rows[outcome].to_numpy(dtype=float)
    fixed = project_out(np.column_stack([y, x]), units, years)
    draw = np.random.default_rng(0)
    sets = [inside, *(list(draw.choice(outside, size=len(inside), replace=False)) for _ in range(draws))]
    slopes = np.array([_extra_slope(fixed, x, rows["unit"].isin(one).to_numpy(), units, years) for one in sets])
    return float(slopes[0]), slopes[1:]


def _extra_slope(fixed: np.ndarray, x: np.ndarray, inside: np.ndarray, units: np.ndarray, years: np.ndarray) -> float:
    extra = project_out((x * inside)[:, None], units, years)
    return float(np.linalg.lstsq(np.column_stack([fixed[:, 1], extra[:, 0]]), fixed[:, 0], rcond=None)[0][1])
