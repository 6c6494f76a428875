"""Growth that goes with another's, and gravity, on made-up worlds whose answer is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from fake_library import make_library, world
from scipy import optimize

from scoledger.errors import InvalidArgumentError, NoDataError
from scoledger.indicators import gravity, spillovers

YEARS = range(1990, 2016)


def _wdi(**columns: dict[str, Any]) -> pd.DataFrame:
    rows = [
        (code, name, year, float(value))
        for name, countries in columns.items()
        for code, values in countries.items()
        for year, value in zip(YEARS, values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["iso3", "indicator", "year", "value"])


def _levels(growth: np.ndarray) -> np.ndarray:
    return np.asarray(100 * np.exp(np.concatenate([[0.0], np.cumsum(growth)])))


@pytest.fixture
def drivers() -> dict[str, np.ndarray]:
    """Growth of China, of the rest of the world and of the price of oil."""
    draw = np.random.default_rng(7)
    n = len(YEARS) - 1
    return {"china": draw.normal(0.09, 0.02, n), "world": draw.normal(0.03, 0.01, n), "oil": draw.normal(0, 0.2, n)}


@pytest.fixture
def library(drivers: dict[str, np.ndarray]) -> Any:
    """Kazakhstan's output answers China's growth with a half and oil with a tenth; the world is the United States."""
    kazakh = 0.5 * drivers["china"] + 0.2 * drivers["world"] + 0.1 * drivers["oil"]
    output = {"CHN": _levels(drivers["china"]), "USA": 1e6 * _levels(drivers["world"]), "KAZ": _levels(kazakh)}
    return make_library(
        world_bank_indicators=_wdi(
            gdp_const_2015_usd=output,
            gdp_per_capita_ppp_const={"KAZ": output["KAZ"], "USA": output["USA"]},
            oil_rents_pct_gdp={"KAZ": np.full(len(YEARS), 10.0)},
        ),
        imf_dots_world_by_country=world({"KAZ": _levels(2 * drivers["china"]).tolist()}, first_year=1990),
        us_cpi=pd.DataFrame({"year": list(YEARS), "months": 12, "cpi_u": 100.0}),
        pink_sheet_annual=pd.DataFrame(
            {"year": list(YEARS), "commodity": "Crude oil, Brent", "nominal_usd": _levels(drivers["oil"])}
        ),
    )


def _answer(library: Any, **choices: Any) -> float:
    standard: dict[str, Any] = {
        "of": "output",
        "states": ("KAZ",),
        "partner": "CHN",
        "controls": "world demand and oil",
        "lag": 0,
        "since": 1991,
    }
    return float(spillovers.answer_to_growth(library, **(standard | choices)).loc[2015])


def test_a_planted_answer_is_found(library: Any) -> None:
    """A half for output, with oil held equal; two for exports. The world's small rest hardly moves it."""
    assert _answer(library) == pytest.approx(0.5, abs=1e-3)
    assert _answer(library, of="exports") == pytest.approx(2.0, abs=1e-3)
    assert _answer(library, lag=1) != pytest.approx(0.5, abs=1e-3)


def test_the_interval_holds_the_estimate(library: Any) -> None:
    """Lower end, estimate, upper end, in this order."""
    ends = [_answer(library, controls="world demand", bound=bound) for bound in ("lower end", "estimate", "upper end")]
    assert ends == sorted(ends)
    assert len(set(ends)) == 3


@pytest.mark.parametrize(("name", "value"), [("of", "imports"), ("controls", "oil"), ("bound", "middle")])
def test_a_misspelt_choice_is_refused(library: Any, name: str, value: str) -> None:
    """It must not pass for the default."""
    with pytest.raises(InvalidArgumentError, match=name):
        _answer(library, **{name: value})


def test_oil_is_taken_out_of_growth(library: Any, drivers: dict[str, np.ndarray]) -> None:
    """What is left of Kazakhstan's growth does not go with the price, and its mean is left in."""
    common: dict[str, Any] = {"attribute": "PPP", "among": "all countries", "treated": ("KAZ", "YEM")}
    left = spillovers.growth_without_oil(library, oil="left in", **common)["KAZ"]
    rest = spillovers.growth_without_oil(library, oil="taken out", **common)["KAZ"].dropna()
    assert abs(np.corrcoef(rest, drivers["oil"][-len(rest) :])[0, 1]) < 1e-8
    assert abs(np.corrcoef(rest, drivers["oil"][-len(rest) - 1 : -1])[0, 1]) < 1e-8
    assert rest.mean() == pytest.approx(left[rest.index].mean())
    with pytest.raises(InvalidArgumentError, match="oil"):
        spillovers.growth_without_oil(library, oil="out", **common)


def test_a_country_that_enters_is_no_growth() -> None:
    """Germany's first year adds nothing to the world's growth."""
    output = {"USA": np.full(len(YEARS), 100.0), "DEU": np.r_[np.full(5, np.nan), np.full(len(YEARS) - 5, 100.0)]}
    library: Any = make_library(world_bank_indicators=_wdi(gdp_const_2015_usd=output))
    assert spillovers.world_growth_without(library, "CHN").abs().max() == pytest.approx(0.0)


def test_exports_are_those_of_the_pool(library: Any) -> None:
    """Kazakhstan alone has both output and exports."""
    found = spillovers.log_exports_everywhere(library, among="oil states", treated=("KAZ",))
    assert list(found) == ["KAZ"]


@pytest.fixture
def trade() -> Any:
    """Twelve countries that trade exactly as size and distance say, but for two that import half of it."""
    codes = ["KAZ", "KGZ", "AUS", "BRA", "CAN", "EGY", "FRA", "IND", "JPN", "MEX", "NGA", "USA"]
    draw = np.random.default_rng(3)
    size = dict(zip(codes, draw.uniform(1, 9, len(codes)), strict=True))
    pairs = [(one, two, float(draw.uniform(1, 5))) for one in codes for two in codes if one != two]
    flow = [
        (one, two, 2012, size[one] * size[two] / far * (0.5 if two in ("KAZ", "KGZ") else 1.0))
        for one, two, far in pairs
    ]
    years = {code: [size[code]] * len(YEARS) for code in codes}
    distances = pd.DataFrame(pairs, columns=["iso_o", "iso_d", "distance_km"])
    return make_library(
        gravity_panel_4yearly=pd.DataFrame(flow, columns=["exporter", "importer", "year", "value_usd"]),
        imf_dots_exports=pd.DataFrame(
            [(one, two, 2012, value / 1e6) for one, two, _, value in flow] + [("AUS", "BRA", 2013, 1.0)],
            columns=["reporter", "partner", "year", "value_musd"],
        ),
        cepii_geodist=distances.assign(is_contiguous=False, is_common_official_language=False, is_colonial_tie=False),
        world_bank_indicators=_wdi(gdp_current_usd=years, population={code: [1.0] * len(YEARS) for code in codes}),
    )


@pytest.mark.parametrize("source", ["gravity-panel-4yearly", "imf-dots-exports"])
def test_half_of_the_prediction_is_found(trade: Any, source: str) -> None:
    """The two buy half of what is predicted, and sell to the others all of it."""
    common: dict[str, Any] = {"states": "CA2", "source": source, "model": "size and distance"}
    bought = gravity.actual_over_predicted(trade, flow="import", partners=(), **common)
    sold = gravity.actual_over_predicted(trade, flow="export", partners=("FRA", "USA"), **common)
    assert bought.loc[2012] == pytest.approx(0.5)
    assert list(bought.index) == [2012]
    assert 0.9 < sold.loc[2012] < 1.3


def test_one_state_has_no_interval(trade: Any) -> None:
    """One state leaves no degrees of freedom: nothing is measured."""
    found = gravity.actual_over_predicted(trade, states="KAZ", flow="import", partners=(), model="size and distance")
    assert found.empty


@pytest.mark.parametrize(
    ("name", "value"), [("flow", "total"), ("model", "ties"), ("source", "baci"), ("bound", "high")]
)
def test_a_misspelt_choice_of_gravity_is_refused(trade: Any, name: str, value: str) -> None:
    """It must not pass for the default."""
    choices: dict[str, Any] = {"states": "CA2", "flow": "import", "partners": (), "model": "size and distance"}
    with pytest.raises(InvalidArgumentError, match=name):
        gravity.actual_over_predicted(trade, **(choices | {name: value}))


def test_poisson_by_a_second_route() -> None:
    """The coefficients also maximise the likelihood that a general optimiser finds."""
    draw = np.random.default_rng(1)
    x = np.column_stack([draw.normal(size=200), draw.integers(0, 2, 200), np.ones(200)])
    y = draw.poisson(np.exp(x @ np.array([0.5, -0.3, 1.0]))).astype(float)
    found = optimize.minimize(lambda beta: np.exp(x @ beta).sum() - y @ (x @ beta), np.zeros(3), method="BFGS")
    assert np.allclose(gravity.fit_poisson(x, y), found.x, atol=1e-4)
    with pytest.raises(NoDataError, match="did not converge"):
        gravity.fit_poisson(x, y, steps=1)
