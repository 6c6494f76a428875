"""Poisson pseudo-maximum likelihood with many fixed effects: structural gravity, and tests of what it does not hold."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.errors import NoDataError
from scoledger.inference.panels import drop_singletons

#: Columns of treatments that are taken through the fixed effects at once: more would fill the memory.
AT_ONCE = 20
#: Information below which nothing is left of a column.
NOTHING = 1e-8


@dataclass(frozen=True)
class PoissonFit:
    """A fitted model.

    Parameters
    ----------
    estimates : pandas.DataFrame, shape (n_terms, 5)
        By term: ``estimate``, ``std_error``, ``low``, ``high`` (95 percent) and ``p_value``, in log points.
    rows : pandas.DataFrame
        The observations that were used, with ``fitted``.
    dropped : int
        Observations left out: the only one of their group, or perfectly predicted.
    clusters : dict of str to int
        Number of clusters by dimension.
    """

    estimates: pd.DataFrame
    rows: pd.DataFrame
    dropped: int
    clusters: dict[str, int]

    @property
    def n(self) -> int:
        """Observations used."""
        return len(self.rows)


def fit_poisson_effects(
    panel: pd.DataFrame, outcome: str, regressors: Sequence[str], effects: Sequence[str], clusters: Sequence[str]
) -> PoissonFit:
    """Fit a Poisson regression with fixed effects and clustered errors.

    Parameters
    ----------
    panel : pandas.DataFrame, shape (n_rows, k)
    outcome : str
        Column, not negative.
    regressors, effects, clusters : sequence of str
        Columns; two clusters give two-way clustering.  Without regressors the fixed effects alone are fitted.

    Raises
    ------
    NoDataError
        If a regressor does not vary, every observation has a fixed effect to itself, or nothing of a regressor is
        left beside the fixed effects.

    Notes
    -----
    Poisson pseudo-maximum likelihood is consistent for a multiplicative mean whatever the variance, and keeps zeros
    (`santossilva2006`); the fixed effects are taken out at each step (`correia2020`).
    """
    import pyfixest  # noqa: PLC0415 - it takes a second to import, and few pages need it

    for name in regressors:
        if panel[name].nunique() < 2:  # noqa: PLR2004 - one value is a constant
            raise NoDataError(f"{name!r} does not vary over the {len(panel)} observations: nothing can be estimated.")
    rows = panel.reset_index(drop=True)
    if drop_singletons(rows, effects).empty:  # the library would end the process
        raise NoDataError(
            f"each of the {len(rows)} observations has a fixed effect to itself: nothing can be estimated."
        )
    formula = f"{outcome} ~ {' + '.join(regressors) or '1'} | {' + '.join(effects)}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of what `dropped` counts and of what is refused below
            fit = pyfixest.fepois(formula, rows, vcov={"CRV1": "+".join(clusters)})
            tidy = fit.tidy()
    except ValueError as error:
        if "collinear" not in str(error):
            raise
        raise NoDataError(f"{', '.join(regressors)}: nothing is left of it beside the fixed effects.") from error
    table = tidy.rename(
        columns={"Estimate": "estimate", "Std. Error": "std_error", "2.5%": "low", "97.5%": "high"}
        | {"Pr(>|t|)": "p_value"}
    )
    lost = [name for name in regressors if name not in table.index]
    if lost:
        raise NoDataError(f"{', '.join(lost)}: nothing is left of it beside the fixed effects.")
    # Its own copy of the data holds exactly the observations that it used, and it has no public name.
    used = pd.DataFrame(fit._data).reset_index(drop=True)  # noqa: SLF001
    used = used.assign(fitted=np.asarray(fit._Y_hat_response).ravel())  # noqa: SLF001
    counts = {name: int(used[name].nunique()) for name in clusters}
    columns = ["estimate", "std_error", "low", "high", "p_value"]
    return PoissonFit(table[columns].rename_axis("term"), used, len(rows) - len(used), counts)


def score_treatments(
    fit: PoissonFit,
    outcome: str,
    effects: Sequence[str],
    cluster: str,
    treatments: pd.DataFrame,
    beside: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Test treatments that a fitted model does not hold, each by its score.

    Parameters
    ----------
    fit : PoissonFit
        The model without any of them.
    effects : sequence of str
        Those of the fit.
    cluster : str
        Column within which errors are correlated.
    treatments : pandas.DataFrame, shape (fit.n, n_treatments)
        Columns of zeros and ones, in the order of ``fit.rows``.
    beside : pandas.DataFrame, shape (fit.n, n_treatments), optional
        Under the same names, what each treatment is told apart from; a column of zeros is nothing.

    Returns
    -------
    pandas.DataFrame, shape (n_treatments, 3)
        By treatment: ``estimate`` (log points), ``std_error`` and ``z``.  One of which the terms and fixed effects of
        the fit leave nothing is absent.

    Notes
    -----
    The score test with clustered errors (Rao 1948): the treatment, cleared of fixed effects, of the terms of the fit
    and of what stands beside it with the fitted values as weights, times the residual, summed by cluster; ``z`` is the
    sum over the root of the sum of squares.  ``estimate`` is one step of Newton's method from the fit.  No treatment
    has a model fitted for itself, so that all are judged by the same statistic.
    """
    fitted = fit.rows["fitted"].to_numpy(dtype=float)
    residual = fit.rows[outcome].to_numpy(dtype=float) - fitted
    groups = np.column_stack([pd.factorize(fit.rows[name])[0] for name in effects]).astype(np.uint64)
    codes = pd.factorize(fit.rows[cluster])[0]
    terms = _clear(fit.rows[list(fit.estimates.index)], groups, fitted)
    found = {}
    for start in range(0, treatments.shape[1], AT_ONCE):
        block = treatments.iloc[:, start : start + AT_ONCE]
        projected = _clear(block, groups, fitted)
        others = _clear(beside[block.columns], groups, fitted) if beside is not None else projected[:, :0]
        for place, name in enumerate(block):
            held = np.column_stack([terms, others[:, place : place + 1]])
            left = _residual(projected[:, place], held, fitted)
            information = float((left**2 * fitted).sum())
            score = left * residual
            spread = float(np.sqrt((np.bincount(codes, weights=score) ** 2).sum()))
            if information > NOTHING * float(block[name].sum() or 1.0) and spread > 0:
                total = float(score.sum())
                found[name] = (total / information, spread / information, total / spread)
    return pd.DataFrame.from_dict(found, orient="index", columns=["estimate", "std_error", "z"])


def _clear(frame: pd.DataFrame, groups: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Columns less their fixed effects, with weights."""
    from pyfixest.estimation import demean  # noqa: PLC0415 - as above

    if frame.shape[1] == 0:
        return np.empty(frame.shape)
    return np.asarray(demean(frame.to_numpy(dtype=float), groups, weights, tol=1e-6)[0])


def _residual(column: np.ndarray, held: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """What other columns leave of one, with weights; columns of zeros take nothing."""
    held = held[:, (held**2 * weights[:, None]).sum(axis=0) > NOTHING]
    if held.shape[1] == 0:
        return column
    weighted = held * weights[:, None]
    slopes = np.linalg.lstsq(weighted.T @ held, weighted.T @ column, rcond=None)[0]
    return np.asarray(column - held @ slopes)
