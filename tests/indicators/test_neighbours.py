"""Balances, neighbours and spreads on tables of a few rows."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fake_library import flows, indicators, make_library

from scoledger.errors import InvalidArgumentError
from scoledger.indicators import neighbours


@pytest.fixture
def library() -> Any:
    """Three countries, of which two border on each other."""
    return make_library(
        imf_imts_china_usa=flows(
            ("CHN", "KAZ", "export", 2010, 30.0),
            ("CHN", "KAZ", "import", 2010, 10.0),
            ("CHN", "KGZ", "export", 2010, 5.0),
            ("CHN", "KGZ", "import", 2010, 30.0),
            ("CHN", "KAZ", "import", 2011, 10.0),
            ("CHN", "KGZ", "import", 2011, 10.0),
        ),
        us_cpi=pd.DataFrame({"year": [2010, 2015], "months": [12, 12], "cpi_u": [50.0, 100.0]}),
        world_bank_indicators=indicators(
            gdp_current_usd={"KAZ": [100e6, 100e6], "KGZ": [50e6, 50e6]},
            gdp_const_2015_usd={"KAZ": [400e6], "KGZ": [100e6]},
            population={"KAZ": [10.0, 10.0], "KGZ": [10.0, 10.0]},
            gdp_per_capita_ppp_const={"KAZ": [8.0], "KGZ": [2.0], "CHN": [4.0]},
        ),
        cepii_geodist=pd.DataFrame(
            [("KAZ", "KGZ", True), ("KGZ", "KAZ", True), ("KAZ", "CHN", True), ("CHN", "KGZ", False)],
            columns=["iso_o", "iso_d", "is_contiguous"],
        ),
    )


def test_a_balance_counts_either_way(library: Any) -> None:
    """Twenty short of a hundred; in dollars of 2015, forty short of four hundred."""
    common: dict[str, Any] = {"source": "imf-imts-china-usa", "partner": "CHN"}
    found = neighbours.imbalance_everywhere(library, **common)
    assert found.loc[2010].to_dict() == {"KAZ": 0.2, "KGZ": 0.5}
    assert neighbours.imbalance_everywhere(library, prices="constant", **common).loc[2010, "KAZ"] == pytest.approx(0.1)
    assert list(neighbours.imbalance_everywhere(library, scope="former Soviet Union", **common)) == ["KAZ", "KGZ"]
    with pytest.raises(InvalidArgumentError, match="scope"):
        neighbours.imbalance_everywhere(library, scope="Mars", **common)


def test_neighbours_are_those_with_a_border(library: Any) -> None:
    """Kazakhstan lies a factor of four from one neighbour and of two from the other."""
    gaps = neighbours.gap_to_neighbours(library, attribute="GDP per person, PPP")
    assert gaps.loc[2010, "KAZ"] == pytest.approx((math.log(4) + math.log(2)) / 2)
    assert gaps.loc[2010, "KGZ"] == pytest.approx(math.log(4))
    without = neighbours.gap_to_neighbours(library, attribute="GDP per person, PPP", without=("KGZ",))
    assert list(without) == ["KAZ"]
    assert without.loc[2010, "KAZ"] == pytest.approx(math.log(2))
    with pytest.raises(InvalidArgumentError, match="attribute"):
        neighbours.gap_to_neighbours(library, attribute="HDI")


def test_one_seller_is_full_concentration(library: Any) -> None:
    """Ten and thirty of forty, then ten and ten of twenty; who sells nothing changes nothing."""
    found = neighbours.seller_hhi(library, source="imf-imts-china-usa", buyer="CHN", states="CA2")
    assert found.tolist() == [0.625, 0.5]
    assert neighbours.seller_hhi(library, source="imf-imts-china-usa", buyer="CHN", states="CA4").tolist() == [
        0.625,
        0.5,
    ]
    with pytest.raises(InvalidArgumentError, match="books"):
        neighbours.seller_hhi(library, source="imf-imts-china-usa", buyer="CHN", states="CA2", books="mine")


@pytest.mark.parametrize("dispersion", ["variation", "Theil"])
def test_like_sales_have_no_spread(library: Any, dispersion: str) -> None:
    """One and three dollars a head, then one and one: all of the spread lies in the first year, the mean being one."""
    found = neighbours.sales_spread(
        library,
        source="imf-imts-china-usa",
        mirror="mirror",
        states="CA2",
        partner="CHN",
        per="person",
        dispersion=dispersion,
    )
    assert np.allclose(found.to_numpy(), [2.0, 0.0])


def test_spreads_that_are_not_known_are_refused(library: Any) -> None:
    """A misspelt choice must not pass for the default."""
    common: dict[str, Any] = {"source": "imf-imts-china-usa", "mirror": "mirror", "states": "CA2", "partner": "CHN"}
    with pytest.raises(InvalidArgumentError, match="per"):
        neighbours.sales_spread(library, per="head", dispersion="Theil", **common)
    with pytest.raises(InvalidArgumentError, match="dispersion"):
        neighbours.sales_spread(library, per="gdp", dispersion="range", **common)


def test_incomes_are_put_on_their_mean(library: Any) -> None:
    """One year is its own mean."""
    found = neighbours.income_spread(library, group="CA2", attribute="GDP per person, PPP", dispersion="variation")
    assert found.tolist() == [1.0]
