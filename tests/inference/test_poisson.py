"""Poisson regressions with fixed effects, against another library and against what is planted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from scoledger.errors import NoDataError
from scoledger.inference.poisson import PoissonFit, fit_poisson_effects, score_placebos

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


def test_scores_of_the_true_treatment_are_zero(fit: PoissonFit) -> None:
    """The fit has used it up."""
    scores = score_placebos(fit, "value", EFFECTS, "pair", fit.rows[["both"]])

    assert scores.loc["both", "estimate"] == pytest.approx(0.0, abs=1e-6)


def test_a_step_is_near_the_refitted_placebo(fit: PoissonFit) -> None:
    """Another three states: refitting gives nearly the same."""
    placebo = ((fit.rows["i"] > 4) & (fit.rows["j"] > 4) & (fit.rows["t"] >= 3)).astype(float)
    step = score_placebos(fit, "value", EFFECTS, "pair", pd.DataFrame({"placebo": placebo}))
    again = fit_poisson_effects(fit.rows.assign(placebo=placebo), "value", ["both", "placebo"], EFFECTS, ["pair"])

    assert step.loc["placebo", "estimate"] == pytest.approx(again.estimates.loc["placebo", "estimate"], abs=0.02)


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
