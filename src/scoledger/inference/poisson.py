"""Poisson pseudo-maximum likelihood with many fixed effects: structural gravity and what placebos would have shown."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.errors import NoDataError

#: Columns of placebos that are taken through the fixed effects at once: more would fill the memory.
AT_ONCE = 40


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
        Columns; two clusters give two-way clustering.

    Raises
    ------
    NoDataError
        If a regressor does not vary, or nothing of it is left beside the fixed effects.

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
    formula = f"{outcome} ~ {' + '.join(regressors)} | {' + '.join(effects)}"
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


def score_placebos(
    fit: PoissonFit, outcome: str, effects: Sequence[str], cluster: str, placebos: pd.DataFrame
) -> pd.DataFrame:
    """What each placebo would show, by one step from a fitted model.

    Parameters
    ----------
    fit : PoissonFit
    effects : sequence of str
        Those of the fit.
    cluster : str
        Column within which errors are correlated.
    placebos : pandas.DataFrame, shape (fit.n, n_placebos)
        Columns of zeros and ones, in the order of ``fit.rows``.

    Returns
    -------
    pandas.DataFrame, shape (n_placebos, 3)
        By placebo: ``estimate`` (log points), ``std_error`` and ``z``.  One that the fixed effects swallow is absent.

    Notes
    -----
    One step of Newton's method from the fitted values: the score of the placebo over its information, both after the
    fixed effects are taken out with the fitted values as weights (Rao 1948).  It saves refitting the model for each.
    """
    from pyfixest.estimation import demean  # noqa: PLC0415 - as above

    fitted = fit.rows["fitted"].to_numpy(dtype=float)
    residual = fit.rows[outcome].to_numpy(dtype=float) - fitted
    groups = np.column_stack([pd.factorize(fit.rows[name])[0] for name in effects]).astype(np.uint64)
    codes = pd.factorize(fit.rows[cluster])[0]
    found = {}
    for start in range(0, placebos.shape[1], AT_ONCE):
        block = placebos.iloc[:, start : start + AT_ONCE]
        projected, _ = demean(block.to_numpy(dtype=float), groups, fitted, tol=1e-6)
        information = (projected**2 * fitted[:, None]).sum(axis=0)
        for place, name in enumerate(block):
            score = projected[:, place] * residual
            spread = float(np.sqrt((np.bincount(codes, weights=score) ** 2).sum()))
            if information[place] > 1e-8 * float(block[name].sum() or 1.0) and spread > 0:
                step = float(score.sum() / information[place])
                found[name] = (step, spread / float(information[place]), float(score.sum()) / spread)
    return pd.DataFrame.from_dict(found, orient="index", columns=["estimate", "std_error", "z"])
