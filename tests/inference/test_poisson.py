"""Poisson regressions with fixed effects, against another library and against what is planted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from scoledger.errors import NoDataError
from scoledger.inference.poisson import PoissonFit, fit_poisson_effects, score_treatments

EFFECTS = ("exporter_year", "importer_year", "pair")


def _panel(effect: float, states: int = 8, years: int = 6, noise: float = 0.1) -> pd.DataFrame:
    """Flows that sizes, pairs and a treatment of three states from the fourth year make."""
    draw = np.random.default_rng(3)
    rows = [(i, j, t) for i in range(states) for j in range(states) for t in range(years) if i != j]
    panel = pd.DataFrame(rows, columns=["i", "j", "t"])
    treated = ((panel["i"] < 3) & (panel["j"] < 3) & (panel["t"] >= 3)).astype(float)
    size, tie = draw.normal(0, 1, (states, years)), draw.normal(0, 1, (states, states))
    mean = size[panel["i"], panel["t"]] + size[panel["j"], panel["t"]] + tie[panel["i"], panel["j"]] + effect * treated
    value = np.exp(mean + draw.normal(0, noise, len(panel)))
    return panel.assign(
        both=treated,
        value=value,
        exporter_year=panel["i"] * 100 + panel["t"],
        importer_year=panel["j"] * 100 + panel["t"],
        pair=panel["i"] * 100 + panel["j"],
    )


@pytest.fixture(scope="module")
def fit() -> PoissonFit:
    """A fit to flows with an effect of 0.5."""
    return fit_poisson_effects(_panel(0.5), "value", ["both"], EFFECTS, ["pair"])


def test_the_coefficient_is_that_of_statsmodels() -> None:
    """Statsmodels' GLM with a dummy for every group: the same estimate to 1e-6."""
    panel = _panel(0.5)
    ours = fit_poisson_effects(panel, "value", ["both"], EFFECTS, ["pair"]).estimates.loc["both", "estimate"]
    dummies = pd.get_dummies(panel[list(EFFECTS)].astype(str), drop_first=True, dtype=float)
    theirs = sm.GLM(
        panel["value"], sm.add_constant(dummies.assign(both=panel["both"])), family=sm.families.Poisson()
    ).fit(tol=1e-12)

    assert ours == pytest.approx(theirs.params["both"], abs=1e-6)


def test_clustered_errors_are_those_of_the_sandwich(fit: PoissonFit) -> None:
    """By hand from the scores of the projected treatment, times the small-sample factor for 56 pairs and 96 columns."""
    dummies = pd.get_dummies(fit.rows[list(EFFECTS)].astype(str), drop_first=True, dtype=float).to_numpy()
    weight = fit.rows["fitted"].to_numpy()
    base = np.column_stack([np.ones(len(dummies)), dummies])
    root = np.sqrt(weight)[:, None]
    slope = np.linalg.lstsq(base * root, fit.rows["both"].to_numpy() * root[:, 0], rcond=None)[0]
    projected = fit.rows["both"].to_numpy() - base @ slope
    scores = pd.Series(projected * (fit.rows["value"].to_numpy() - weight)).groupby(fit.rows["pair"].to_numpy()).sum()
    factor = 56 / 55 * (fit.n - 1) / (fit.n - 96)
    by_hand = np.sqrt(factor * (scores**2).sum()) / (weight * projected**2).sum()

    assert fit.estimates.loc["both", "std_error"] == pytest.approx(by_hand, rel=1e-4)


def test_a_planted_effect_is_found(fit: PoissonFit) -> None:
    """0.5 lies in the interval, zero does not."""
    own = fit.estimates.loc["both"]

    assert 0 < own["low"] < 0.5 < own["high"]


def _other(rows: pd.DataFrame) -> pd.Series:
    """Another three states that joined nothing."""
    return ((rows["i"] > 4) & (rows["j"] > 4) & (rows["t"] >= 3)).astype(float)


def _dense(rows: pd.DataFrame, *columns: str) -> np.ndarray:
    """A dummy for every group, a constant and some columns."""
    dummies = pd.get_dummies(rows[list(EFFECTS)].astype(str), drop_first=True, dtype=float)
    return np.column_stack([np.ones(len(rows)), dummies.to_numpy(), rows[list(columns)].to_numpy(dtype=float)])


def _score_z(rows: pd.DataFrame, treatment: str, *held: str) -> float:
    """The textbook score test with clustered errors, from a model of statsmodels without the treatment."""
    null = _dense(rows)
    fitted = sm.GLM(rows["value"].to_numpy(), null, family=sm.families.Poisson()).fit(tol=1e-9).fittedvalues
    base, root = _dense(rows, *held), np.sqrt(fitted)
    own = rows[treatment].to_numpy(dtype=float)
    slope = np.linalg.lstsq(base * root[:, None], own * root, rcond=None)[0]
    scores = pd.Series((own - base @ slope) * (rows["value"].to_numpy() - fitted)).groupby(rows["pair"].to_numpy())
    return float(scores.sum().sum() / np.sqrt((scores.sum() ** 2).sum()))


@pytest.fixture(scope="module")
def null() -> PoissonFit:
    """A fit to flows with an effect of 0.05, without it."""
    return fit_poisson_effects(_panel(0.05), "value", [], EFFECTS, ["pair"])


def test_the_fixed_effects_alone_can_be_fitted(null: PoissonFit) -> None:
    """No term; the fitted values add up to the flows of every exporter in every year."""
    sums = null.rows.groupby("exporter_year")[["value", "fitted"]].sum()

    assert null.estimates.empty
    assert sums["fitted"].to_numpy() == pytest.approx(sums["value"].to_numpy(), rel=1e-4)


def test_z_is_that_of_the_textbook_score_test(null: PoissonFit) -> None:
    """The members' own and another set's, each by hand from a dense model without any treatment."""
    rows = null.rows.assign(other=_other(null.rows))
    scores = score_treatments(null, "value", EFFECTS, "pair", rows[["both", "other"]])

    assert scores.loc["both", "z"] == pytest.approx(_score_z(rows, "both"), rel=2e-3)
    assert scores.loc["other", "z"] == pytest.approx(_score_z(rows, "other"), rel=2e-3)


def test_z_is_told_apart_from_what_stands_beside(null: PoissonFit) -> None:
    """Half of the members' pairs with the other half beside them, as the textbook has it."""
    rows = null.rows.assign(new=null.rows["both"] * (null.rows["i"] == 0))
    rows["old"] = rows["both"] - rows["new"]
    scores = score_treatments(null, "value", EFFECTS, "pair", rows[["new"]], rows[["old"]].set_axis(["new"], axis=1))

    assert scores.loc["new", "z"] == pytest.approx(_score_z(rows, "new", "old"), rel=2e-3)
    assert abs(_score_z(rows, "new", "old") - _score_z(rows, "new")) > 0.05


def test_a_step_is_near_the_refitted_treatment(null: PoissonFit) -> None:
    """Refitting with the members' treatment gives nearly the same estimate and an error of the same size."""
    step = score_treatments(null, "value", EFFECTS, "pair", null.rows[["both"]]).loc["both"]
    again = fit_poisson_effects(null.rows, "value", ["both"], EFFECTS, ["pair"]).estimates.loc["both"]

    assert step["estimate"] == pytest.approx(again["estimate"], rel=0.1)
    assert step["std_error"] == pytest.approx(again["std_error"], rel=0.35)


def test_a_treatment_that_the_fit_holds_has_no_score(fit: PoissonFit) -> None:
    """The fit has used it up; what is left of another is told apart from it."""
    rows = fit.rows.assign(other=_other(fit.rows))
    scores = score_treatments(fit, "value", EFFECTS, "pair", rows[["both", "other"]])
    again = fit_poisson_effects(rows, "value", ["both", "other"], EFFECTS, ["pair"])

    assert list(scores.index) == ["other"]
    assert scores.loc["other", "estimate"] == pytest.approx(again.estimates.loc["other", "estimate"], abs=0.02)


def test_observations_that_say_nothing_are_counted() -> None:
    """A pair that trades once, and a pair that never does, are left out."""
    panel = _panel(0.0)
    panel.loc[(panel["i"] == 0) & (panel["j"] == 1), "value"] = 0.0
    fit = fit_poisson_effects(panel, "value", ["both"], EFFECTS, ["pair"])

    assert fit.dropped == 6
    assert fit.n == len(panel) - 6


def test_a_treatment_that_does_not_vary_is_refused() -> None:
    """Nobody is treated."""
    with pytest.raises(NoDataError, match="'both' does not vary"):
        fit_poisson_effects(_panel(0.0).assign(both=0.0), "value", ["both"], EFFECTS, ["pair"])


def test_a_treatment_that_the_effects_swallow_is_refused() -> None:
    """What holds for an exporter in a year is no one's alone."""
    panel = _panel(0.0)

    with pytest.raises(NoDataError, match="nothing is left"):
        fit_poisson_effects(panel.assign(both=(panel["i"] == 1).astype(float)), "value", ["both"], EFFECTS, ["pair"])


def test_observations_with_an_effect_to_themselves_are_refused() -> None:
    """Forty pairs of one year each: the library would end the process, the message says what is wrong."""
    panel = pd.DataFrame({"pair": [f"p{i}" for i in range(40)], "year": 2001, "flow": 1.0, "x": [0.0, 1.0] * 20})

    with pytest.raises(NoDataError, match="each of the 40 observations has a fixed effect to itself"):
        fit_poisson_effects(panel, "flow", ["x"], ["pair", "year"], ["pair"])
