"""Panels with unit and year effects, against another library and planted effects."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from scoledger.errors import NoDataError
from scoledger.inference.panels import drop_singletons, fit_panel, lag, project_out, random_groups, stack_panel


def _panel(units: int = 40, years: int = 8, extra: float = 0.0) -> pd.DataFrame:
    """Outcome 0.5 x with unit and year effects; three units have a larger slope."""
    draw = np.random.default_rng(5)
    rows = pd.DataFrame([(f"U{i:02d}", 2001 + t) for i in range(units) for t in range(years)], columns=["unit", "year"])
    x = draw.normal(0, 1, len(rows))
    slope = 0.5 + extra * rows["unit"].isin(["U00", "U01", "U02"])
    effects = np.repeat(draw.normal(0, 2, units), years) + np.tile(draw.normal(0, 2, years), units)
    return rows.assign(x=x, y=slope * x + effects + draw.normal(0, 0.3, len(rows)))


def test_the_coefficient_is_that_of_least_squares_with_dummies() -> None:
    """statsmodels, with a dummy for every unit and year: equal to 1e-8, and the clustered error to its small factor."""
    panel = _panel()
    ours = fit_panel(panel, "y", ["x"]).estimates.loc["x"]
    theirs = smf.ols("y ~ x + C(unit) + C(year)", panel).fit(
        cov_type="cluster", cov_kwds={"groups": pd.factorize(panel["unit"])[0]}
    )

    assert ours["estimate"] == pytest.approx(theirs.params["x"], abs=1e-8)
    assert ours["std_error"] == pytest.approx(theirs.bse["x"], rel=0.1)


def test_projecting_out_is_the_within_estimator() -> None:
    """Slope of the projected columns: the same as the fit."""
    panel = _panel()
    codes = [pd.factorize(panel[name])[0] for name in ("unit", "year")]
    left = project_out(panel[["y", "x"]].to_numpy(), *codes)

    slope = (left[:, 0] * left[:, 1]).sum() / (left[:, 1] ** 2).sum()
    assert slope == pytest.approx(fit_panel(panel, "y", ["x"]).estimates.loc["x", "estimate"], abs=1e-8)


def test_a_lag_is_of_the_same_unit() -> None:
    """The first year of each has none; a gap gives none either."""
    panel = pd.DataFrame({"unit": ["A", "A", "B"], "year": [2001, 2003, 2002], "x": [1.0, 2.0, 9.0]})

    assert lag(panel, "x", 2).tolist()[1] == 1.0
    assert lag(panel, "x", 1).isna().all()


def test_frames_are_stacked_by_unit_and_year() -> None:
    """What one frame lacks is missing."""
    one, other = pd.DataFrame({"A": [1.0]}, index=[2001]), pd.DataFrame({"A": [2.0]}, index=[2002])
    panel = stack_panel({"x": one, "y": other})

    assert panel["year"].tolist() == [2001, 2002]
    assert panel["x"].isna().tolist() == [False, True]


def test_a_planted_group_stands_out_and_none_does_not() -> None:
    """An extra slope of one is beyond all random groups."""
    own, others = random_groups(_panel(extra=1.0), "y", "x", ["U00", "U01", "U02"], draws=99)
    calm, around = random_groups(_panel(), "y", "x", ["U00", "U01", "U02"], draws=99)

    assert own == pytest.approx(1.0, abs=0.15)
    assert own > np.abs(others).max()
    assert np.abs(calm) < np.abs(around).max()


def test_the_extra_slope_is_that_of_an_interaction() -> None:
    """Statsmodels with a product term."""
    panel = _panel(extra=1.0)
    panel["extra"] = panel["x"] * panel["unit"].isin(["U00", "U01", "U02"])
    theirs = smf.ols("y ~ x + extra + C(unit) + C(year)", panel).fit()

    assert random_groups(panel, "y", "x", ["U00", "U01", "U02"], draws=1)[0] == pytest.approx(theirs.params["extra"])


def test_too_few_units_are_refused() -> None:
    """Twenty are no world."""
    with pytest.raises(NoDataError, match="at least 30 units"):
        fit_panel(_panel(units=20), "y", ["x"])
    with pytest.raises(NoDataError, match="too few"):
        random_groups(_panel(units=20), "y", "x", ["U00"])


def test_singletons_are_dropped_until_none_is_left() -> None:
    """C is known once; without it 2003 is, and without that B: A in 2001 and 2002, and D, remain."""
    rows = pd.DataFrame(
        [("A", 2001), ("A", 2002), ("D", 2001), ("D", 2002), ("B", 2002), ("B", 2003), ("C", 2003)],
        columns=["unit", "year"],
    )

    assert drop_singletons(rows)["unit"].tolist() == ["A", "A", "D", "D"]
    assert drop_singletons(rows.iloc[[0, 3]]).empty


def test_one_year_is_refused() -> None:
    """Forty units with an observation each: their effects fit everything, and the library below would crash."""
    panel = _panel(years=1)

    with pytest.raises(NoDataError, match="at least 30 units that are known in 2 years"):
        fit_panel(panel, "y", ["x"])
    with pytest.raises(NoDataError, match="too few units"):
        random_groups(panel, "y", "x", ["U00"])


def test_units_of_one_year_are_not_counted() -> None:
    """Ten of forty units are known in one year: thirty are used, with the estimate of these alone."""
    panel = _panel()
    short = panel["unit"].isin(sorted(panel["unit"].unique())[:10]) & (panel["year"] > 2001)
    fit = fit_panel(panel[~short], "y", ["x"])

    assert (fit.n, fit.units, fit.years) == (240, 30, 8)
    assert fit.estimates.loc["x", "estimate"] == pytest.approx(
        fit_panel(panel[panel["unit"] >= "U10"], "y", ["x"]).estimates.loc["x", "estimate"]
    )


def test_a_regressor_of_which_nothing_is_left_is_named() -> None:
    """Twice another one: the library leaves it out without a word."""
    panel = _panel().assign(twice=lambda rows: 2 * rows["x"])

    with pytest.raises(NoDataError, match="twice: nothing is left"):
        fit_panel(panel, "y", ["x", "twice"])


def test_errors_without_a_variance_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two-way clusters may give a negative variance: no interval is made of it."""
    import pyfixest

    tidy = pyfixest.estimation.models.feols_.Feols.tidy
    monkeypatch.setattr(
        pyfixest.estimation.models.feols_.Feols, "tidy", lambda fit: tidy(fit).assign(**{"Std. Error": np.nan})
    )
    with pytest.raises(NoDataError, match="errors by unit and year have no positive variance"):
        fit_panel(_panel(), "y", ["x"], clusters=["unit", "year"])
