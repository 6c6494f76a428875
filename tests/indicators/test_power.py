"""Weight in the world, gaps, inequality inside groups, and growth."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from fake_library import indicators, make_library, world

from scoledger.errors import InvalidArgumentError
from scoledger.indicators.power import (
    capability_of_groups,
    capability_ranking,
    capability_share,
    concentration,
    growth_everywhere,
    income_to_world,
    inequality_inside,
    instability,
    lead_over_next,
    output_to_base,
    poor_or_dependent,
    resource_rents,
)

WDI = "world-bank-indicators"


@pytest.fixture
def library() -> Any:
    """Four countries, the world and an aggregate, in 2010 and 2011."""
    return make_library(
        world_bank_indicators=indicators(
            gdp_current_usd={
                "CHN": [30.0, 40.0],
                "RUS": [10.0, 10.0],
                "USA": [50.0, 40.0],
                "JPN": [10.0, 10.0],
                "WLD": [100.0, 100.0],
                "EUU": [70.0, 70.0],
            },
            military_spending_pct_gdp={"RUS": [5.0], "USA": [4.0], "WLD": [2.5]},
            gdp_per_capita_ppp_const={"CHN": [1.0, 2.0], "RUS": [3.0, 3.0], "WLD": [2.0, 4.0]},
            gdp_per_capita_const_usd={"CHN": [1.0, 2.0], "RUS": [3.0, 3.0], "EUU": [1.0, 1.0]},
            resource_rents_pct_gdp={"CHN": [2.0, 2.0], "RUS": [20.0, 10.0]},
            cpi_inflation_pct={"CHN": [2.0], "RUS": [80.0]},
        ),
        cow_cinc=pd.DataFrame({"iso3": ["CHN", "USA"], "year": [2010, 2010], "cinc": [0.2, 0.1]}),
        imf_dots_world_by_country=world({"CHN": [30.0], "USA": [70.0], "WLD": [100.0]}),
        undp_hdi=pd.DataFrame({"iso3": ["CHN", "RUS"], "year": [2010, 2010], "hdi": [0.6, 0.8]}),
    )


def test_share_in_the_world(library: Any) -> None:
    """China and Russia make up 40 of 100; a percentage of GDP becomes money before shares are taken."""
    together = capability_share(library, capability="GDP", source=WDI, states="CHN+RUS")
    assert together.to_dict() == pytest.approx({2010: 0.4, 2011: 0.5})
    military = capability_share(library, capability="military spending", source=WDI, states="RUS")
    assert military[2010] == pytest.approx(0.05 * 10 / (0.025 * 100))


def test_world_trade_counts_no_country_twice(library: Any) -> None:
    """The row of the world is no country: with it, every share would be halved."""
    share = capability_share(library, capability="trade", source="imf-dots-world-by-country", states="CHN")
    assert share[2010] == pytest.approx(0.3)


def test_group_without_a_large_member_has_no_value(library: Any) -> None:
    """Spending of China and Russia is not Russia's alone."""
    groups = capability_of_groups(library, capability="military spending", source=WDI, groups=("CHN+RUS", "RUS", "USA"))
    assert groups["CHN+RUS"].isna().all()
    assert groups.loc[2010, "USA"] == pytest.approx(2.0)


def test_ranking_and_lead_leave_aggregates_out(library: Any) -> None:
    """The Union's row is no country; the two next after the United States have 40 together."""
    assert "EUU" not in capability_ranking(library, capability="GDP", source=WDI)
    lead = lead_over_next(library, capability="GDP", source=WDI, state="USA", rivals=2)
    assert lead[2010] == pytest.approx(50 / 40)


def test_concentration_is_the_sum_of_squared_shares(library: Any) -> None:
    """By hand: .3, .1, .5 and .1 squared; capabilities are shares already."""
    assert concentration(library, capability="GDP", source=WDI)[2010] == pytest.approx(0.09 + 0.01 + 0.25 + 0.01)
    assert concentration(library, capability="CINC", source="cow-cinc")[2010] == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("dispersion", "expected"),
    [
        ("variation", 0.1 / 0.7),
        ("range", 8 / 6),
        ("deviation", 0.1),
        ("Theil", (6 / 7 * math.log(6 / 7) + 8 / 7 * math.log(8 / 7)) / 2),
    ],
)
def test_inequality_inside_a_group(library: Any, dispersion: str, expected: float) -> None:
    """Two members with .6 and .8; the six, of whom four have no value, have none."""
    found = inequality_inside(
        library,
        attribute="HDI",
        dispersion=dispersion,
        groups=("CHN+RUS", "SCO6"),
        source="undp-hdi",
    )
    assert found.loc[2010, "CHN+RUS"] == pytest.approx(expected)
    assert "SCO6" not in found or found["SCO6"].isna().all()


def test_poor_or_dependent_is_the_larger_of_the_two(library: Any) -> None:
    """China is half as rich as the world; Russia is richer but lives on its resources."""
    assert income_to_world(library, state="CHN")[2010] == pytest.approx(0.5)
    assert resource_rents(library, state="RUS")[2010] == pytest.approx(0.2)
    china = poor_or_dependent(library, state="CHN", attribute="GDP per person, PPP", rents_from=0.1)
    russia = poor_or_dependent(library, state="RUS", attribute="GDP per person, PPP", rents_from=0.1)
    assert (china[2010], russia[2010]) == pytest.approx((2.0, 2.0))


def test_growth_is_logarithmic_and_knows_no_aggregate(library: Any) -> None:
    """China doubles; the Union's row is left out, and so is a state that may not serve."""
    growth = growth_everywhere(library, attribute="constant dollars", among="all countries", treated=("CHN",))
    assert growth.loc[2011].to_dict() == pytest.approx({"CHN": math.log(2), "RUS": 0.0})
    alone = growth_everywhere(library, attribute="PPP", among="post-Soviet states", treated=("CHN",), without=("RUS",))
    assert list(alone) == ["CHN"]


def test_output_to_base_and_instability(library: Any) -> None:
    """Output of the base year is one; inflation is a share."""
    assert output_to_base(library, state="CHN", base_year=2010, capability="GDP")[2011] == pytest.approx(4 / 3)
    assert instability(library, of="inflation", states=("RUS", "CHN")).loc[2010, "RUS"] == pytest.approx(0.8)


def test_misspelt_choices_are_refused(library: Any) -> None:
    """A misspelt choice must not pass for another."""
    with pytest.raises(InvalidArgumentError, match="capability"):
        capability_share(library, capability="GPD", source=WDI, states="CHN")
    with pytest.raises(InvalidArgumentError, match="dispersion"):
        inequality_inside(library, attribute="HDI", dispersion="Gini", groups=("CHN+RUS",))
    with pytest.raises(InvalidArgumentError, match="among"):
        growth_everywhere(library, attribute="PPP", among="everybody", treated=("CHN",))
    with pytest.raises(InvalidArgumentError, match="of"):
        instability(library, of="wages", states=("CHN",))
