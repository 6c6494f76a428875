"""Stated figures, gas in transit and centrality on tables of a few rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from fake_library import flows, indicators, make_library, world

from scoledger.errors import InvalidArgumentError, NoDataError
from scoledger.indicators import corridors

HUB = flows(
    ("CHN", "DEU", "export", 2010, 60_000.0),
    ("CHN", "DEU", "import", 2010, 20_000.0),
    ("CHN", "GBR", "export", 2010, 20_000.0),
    ("CHN", "GBR", "import", 2010, 0.0),
    ("DEU", "CHN", "export", 2010, 40_000.0),
)


@pytest.fixture
def library() -> Any:
    """China's trade with two states of Europe, gas by seller, and prices of one state."""
    gas = pd.DataFrame(
        {
            "year": [2010, 2011],
            "central_asia_pipe_bcm": [4.0, 14.0],
            "turkmenistan_pipe_edition_bcm": [None, 10.0],
            "uzbekistan_pipe_edition_bcm": [None, 3.0],
            "kazakhstan_pipe_edition_bcm": [None, 1.0],
        }
    )
    areas = pd.DataFrame(
        [
            ("Other CIS", "Pipeline exports", "China", 2010, 4.0),
            ("Other CIS", "Pipeline exports", "Russian Federation", 2010, 30.0),
            ("Other CIS", "Pipeline imports", "Total", 2010, 7.0),
        ],
        columns=["area", "flow", "partner", "year", "bcm"],
    )
    return make_library(
        books=HUB,
        china_gas_imports_by_supplier=gas,
        gas_interregional=areas,
        world_bank_indicators=indicators(
            cpi_index_2010={"KAZ": [100.0, 200.0]},
            gdp_const_2015_usd={"KAZ": [1e9, 2e9], "UZB": [1e9, 5e9]},
        ),
        us_cpi=pd.DataFrame({"year": [2010, 2015], "cpi_u": [1.0, 2.0], "months": [12, 12]}),
    )


def test_stated_figures_stand_at_their_years(library: Any) -> None:
    """In the order of the years; a figure too few is refused."""
    series = corridors.stated_series(library, years=(2012, 2011), values=(80, 17))
    assert series.to_dict() == {2011: 17, 2012: 80}
    with pytest.raises(InvalidArgumentError, match="2 years and 1"):
        corridors.stated_series(library, years=(2011, 2012), values=(17,))


@pytest.mark.parametrize(
    ("partners", "flow", "prices", "expected"),
    [
        (("DEU",), "total", "current", 2.0),
        (("DEU", "GBR"), "total", "current", 1.6),
        (("DEU",), "export", "constant", 160 / 120),
    ],
)
def test_figures_for_a_billion_of_trade(
    library: Any, partners: tuple[str, ...], flow: str, prices: str, expected: float
) -> None:
    """160 trains on 80, 100 or, in dollars of 2015, 120 billion."""
    series = corridors.stated_per_trade(
        library,
        years=(2010,),
        values=(160.0,),
        source="books",
        hub="CHN",
        partners=partners,
        flow=flow,
        prices=prices,
    )
    assert series[2010] == pytest.approx(expected)


def test_what_is_carried_is_set_against_the_trade_of_both_sides(library: Any) -> None:
    """Sixty there, and forty or twenty back, as the German or the Chinese books have it."""
    common: dict[str, Any] = {"million_usd": 8_000.0, "stated_for": 2010, "source": "books", "east": ("CHN",)}
    assert corridors.carried_share(library, west=("DEU",), **common)[2010] == pytest.approx(0.08)
    assert corridors.carried_share(library, west=("DEU",), books="east", **common)[2010] == pytest.approx(0.1)
    with pytest.raises(InvalidArgumentError, match="books"):
        corridors.carried_share(library, west=("DEU",), books="west", **common)


@pytest.mark.parametrize(("prices", "expected"), [("current", 6.0), ("constant", 3.0), ("of output", 1.5)])
def test_sums_of_money_are_freed_from_prices_and_growth(library: Any, prices: str, expected: float) -> None:
    """Six times the sum, while prices and output double."""
    common: dict[str, Any] = {"years": (2010, 2011), "values": (10.0, 60.0), "state": "KAZ"}
    assert corridors.stated_growth(library, base_year=2010, prices=prices, **common)[2011] == pytest.approx(expected)
    with pytest.raises(NoDataError, match="2009"):
        corridors.stated_growth(library, base_year=2009, prices=prices, **common)


def test_gas_in_transit_is_foreign_gas(library: Any) -> None:
    """Thirteen cross Kazakhstan, fourteen leave it, ten cross Uzbekistan; years without sellers are absent."""
    assert corridors.gas_transit(library, through="KAZ", own="left out").to_dict() == {2011: 13.0}
    assert corridors.gas_transit(library, through="KAZ", own="counted").to_dict() == {2010: 4.0, 2011: 14.0}
    assert corridors.gas_transit(library, through="UZB", own="left out").to_dict() == {2011: 10.0}
    assert corridors.gas_transit_to_gdp(library, through="UZB", own="left out")[2011] == pytest.approx(2.0)
    with pytest.raises(NoDataError, match="last frontier"):
        corridors.gas_transit(library, through="UZB", own="counted")
    with pytest.raises(InvalidArgumentError, match="through"):
        corridors.gas_transit(library, through="KGZ", own="left out")


def test_gas_leaving_the_region_is_summed_over_areas(library: Any) -> None:
    """Four to China and thirty to Russia; what comes in does not count."""
    assert corridors.gas_leaving(library, to=("China",))[2010] == 4.0
    assert corridors.gas_leaving(library, to=("China", "Russian Federation"))[2010] == 34.0
    with pytest.raises(InvalidArgumentError, match="to"):
        corridors.gas_leaving(library, to=("Chine",))


SALES = flows(
    ("CHN", "KAZ", "export", 2010, 90.0),
    ("CHN", "KGZ", "export", 2010, 10.0),
    ("CHN", "UZB", "export", 2010, 1.0),
    ("DEU", "KGZ", "export", 2010, 8.0),
    ("FRA", "KGZ", "export", 2010, 8.0),
    ("DEU", "UZB", "export", 2010, 5.0),
)


def test_the_first_supplier_depends_on_whether_the_union_counts_as_one() -> None:
    """China is first in two states of three, and in one where Germany and France sell together."""
    library = make_library(books=SALES)
    common: dict[str, Any] = {"source": "books", "region": "Central Asia", "supplier": "CHN"}
    assert corridors.first_supplier(library, bloc="members", **common)[2010] == pytest.approx(2 / 3)
    assert corridors.first_supplier(library, bloc="one partner", **common)[2010] == pytest.approx(1 / 3)
    with pytest.raises(InvalidArgumentError, match="region"):
        corridors.first_supplier(library, source="books", region="Asia", supplier="CHN", bloc="members")


def test_centrality_is_that_of_a_chain_solved_by_hand() -> None:
    """The second route: the weights that stay where they are, from the linear equations.

    Kazakhstan buys from China alone, China from Kazakhstan and Kyrgyzstan alike, Kyrgyzstan from China alone: China
    holds half of the weight, the others a quarter each; states that buy nothing spread what they have.
    """
    library = make_library(
        books=flows(
            ("CHN", "KAZ", "export", 2010, 5.0),
            ("CHN", "KGZ", "export", 2010, 7.0),
            ("CHN", "TJK", "export", 2010, 1.0),
            ("CHN", "TKM", "export", 2010, 1.0),
            ("CHN", "UZB", "export", 2010, 1.0),
            ("KAZ", "CHN", "export", 2010, 3.0),
            ("KGZ", "CHN", "export", 2010, 3.0),
        )
    )
    common: dict[str, Any] = {"source": "books", "region": "Central Asia", "centre": "CHN"}
    assert corridors.supplier_centrality(library, weighting="eigenvector", **common)[2010] == pytest.approx(0.5)
    # With a share d passed on: c = d (1 - c) + (1 - d) / 6, since all but China buy from China alone.
    passed_on = 0.85
    expected = (passed_on + (1 - passed_on) / 6) / (1 + passed_on)
    assert corridors.supplier_centrality(library, weighting="PageRank", **common)[2010] == pytest.approx(expected)
    with pytest.raises(InvalidArgumentError, match="weighting"):
        corridors.supplier_centrality(library, weighting="degree", **common)


def test_the_share_in_a_region_leaves_the_partner_out() -> None:
    """Russia's share in Central Asia and Russia is that in Central Asia: ten of each state's hundred."""
    states = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
    library = make_library(
        books=flows(*(("RUS", state, flow, 2010, 5.0) for state in states for flow in ("export", "import"))),
        imf_dots_world_by_country=world({state: [100.0] for state in (*states, "RUS")}),
    )
    share = corridors.share_in_region(library, source="books", region="Central Asia and Russia", partner="RUS")
    assert share[2010] == pytest.approx(0.1)
