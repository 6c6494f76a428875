"""Trade measures on tables of a few rows: shares, dependence, asymmetry, concentration, intensity, rankings."""

from __future__ import annotations

from typing import Any

import pytest
from fake_library import flows, indicators, make_library, world

from scoledger.errors import InvalidArgumentError
from scoledger.indicators.trade import (
    asymmetry,
    bilateral_trade,
    partner_hhi,
    partner_share,
    partner_share_everywhere,
    partners_by_trade,
    trade_intensity,
    trade_to_gdp,
)

BOTH = {"source": "flows", "mirror": "mirror", "partners": "CHN"}


@pytest.fixture
def library() -> Any:
    """China trades 10 with Kazakhstan, whose trade is 100, and 5 with Kyrgyzstan's 10; its own is 1,000."""
    return make_library(
        flows=flows(
            ("CHN", "KAZ", "import", 2010, 6.0), ("CHN", "KAZ", "export", 2010, 4.0),
            ("CHN", "KGZ", "import", 2010, 1.0), ("CHN", "KGZ", "export", 2010, 4.0),
        ),
        imf_dots_world_by_country=world({"KAZ": [100.0], "KGZ": [10.0], "CHN": [1000.0], "USA": [890.0]}),
        world_bank_indicators=indicators(gdp_current_usd={"KAZ": [200e6], "KGZ": [20e6]}),
    )  # fmt: skip


def test_partner_share_pools_before_dividing(library: Any) -> None:
    """(10 + 5) / 110 = 0.136, not the mean of 0.10 and 0.50."""
    share = partner_share(library, states="CA4", **BOTH)
    pair = partner_share(library, states="KAZ", **BOTH)

    assert share.empty  # Tajikistan and Uzbekistan have no rows
    assert pair.to_dict() == {2010: 0.10}


def test_a_group_s_share_is_of_the_sums() -> None:
    """Four states alike, but Kazakhstan ten times as large: (40 + 3 x 1) / (100 + 3 x 10)."""
    states = {"KAZ": (40.0, 100.0), "KGZ": (1.0, 10.0), "TJK": (1.0, 10.0), "UZB": (1.0, 10.0)}
    rows = [
        ("CHN", state, flow, 2010, value / 2) for state, (value, _) in states.items() for flow in ("import", "export")
    ]
    totals = world({state: [total] for state, (_, total) in states.items()})
    library = make_library(flows=flows(*rows), imf_dots_world_by_country=totals)

    assert partner_share(library, states="CA4", **BOTH)[2010] == pytest.approx(43 / 130)


def test_own_books_are_divided_by_own_totals() -> None:
    """Numerator and denominator from one side."""
    library = make_library(
        flows=flows(("KAZ", "CHN", "export", 2010, 30.0), ("KAZ", "WLD", "export", 2010, 120.0)),
        imf_dots_world_by_country=world({"KAZ": [1000.0]}),
    )
    share = partner_share(library, source="flows", mirror="reported", states="KAZ", partners="CHN", flow="export")

    assert share.to_dict() == {2010: 0.25}


def test_trade_with_the_world_is_trade_with_everybody(library: Any) -> None:
    """The partner WLD is no pair."""
    assert bilateral_trade(library, source="flows", mirror="mirror", states="KAZ", partners="WLD").to_dict() == {
        2010: 100.0
    }


def test_trade_to_gdp(library: Any) -> None:
    """10 million of 200 million dollars."""
    assert trade_to_gdp(library, states="KAZ", **BOTH).to_dict() == {2010: 0.05}


def test_asymmetry_is_the_difference_of_two_shares(library: Any) -> None:
    """5 of 10 for Kyrgyzstan, 5 of 1,000 for China."""
    assert asymmetry(library, states="KGZ", **BOTH)[2010] == pytest.approx(0.5 - 0.005)


def test_asymmetry_sets_exports_against_imports(library: Any) -> None:
    """Kazakhstan's exports of 6 in its 50; they are 6 in China's imports of 500."""
    assert asymmetry(library, states="KAZ", flow="export", **BOTH)[2010] == pytest.approx(6 / 50 - 6 / 500)


def test_intensity_is_one_when_size_predicts_it(library: Any) -> None:
    """China is half of world trade of 2,000: a share of 0.5 is an intensity of one, 0.1 of a fifth."""
    assert trade_intensity(library, states="KGZ", **BOTH)[2010] == pytest.approx(1.0)
    assert trade_intensity(library, states="KAZ", **BOTH)[2010] == pytest.approx(0.2)


def test_concentration() -> None:
    """Shares of 0.5, 0.3 and 0.2 give 0.38; the world and the state itself are no partners."""
    rows = [("KGZ", partner, "export", 2010, value) for partner, value in (("CHN", 50.0), ("RUS", 30.0), ("KAZ", 20.0))]
    library = make_library(
        flows=flows(*rows, ("KGZ", "WLD", "export", 2010, 100.0), ("KGZ", "KGZ", "export", 2010, 7.0))
    )
    index = partner_hhi(library, source="flows", states="KGZ", flow="export")

    assert index[2010] == pytest.approx(0.38)
    with pytest.raises(InvalidArgumentError, match="Did you mean 'export'"):
        partner_hhi(library, source="flows", states="KGZ", flow="exports")


def test_concentration_of_both_directions_adds_them_first() -> None:
    """40 with one and 60 with the other: 0.16 + 0.36."""
    library = make_library(
        flows=flows(
            ("KGZ", "CHN", "export", 2010, 40.0),
            ("KGZ", "RUS", "export", 2010, 10.0),
            ("KGZ", "RUS", "import", 2010, 50.0),
        )
    )

    assert partner_hhi(library, source="flows", states="KGZ")[2010] == pytest.approx(0.52)


@pytest.fixture
def suppliers() -> Any:
    """Kazakhstan's suppliers in its own books, with the Union's row beside two of its members, and in theirs."""
    own = [("RUS", 50.0), ("CHN", 30.0), ("DEU", 20.0), ("ITA", 15.0), ("EU27", 45.0), ("WLD", 145.0)]
    rows = [("KAZ", partner, "import", 2010, value) for partner, value in own]
    return make_library(flows=flows(*rows, ("CHN", "KAZ", "export", 2010, 60.0), ("RUS", "KAZ", "export", 2010, 55.0)))


@pytest.mark.parametrize(
    ("mirror", "bloc", "order"),
    [
        ("reported", "members", ["RUS", "CHN", "DEU", "ITA"]),
        ("reported", "one partner", ["RUS", "EU27", "CHN"]),
        ("mirror", "members", ["CHN", "RUS"]),
    ],
)
def test_partners_are_ranked(suppliers: Any, mirror: str, bloc: str, order: list[str]) -> None:
    """Member by member or as one; the world is never a partner; the partners' books may order otherwise."""
    frame = partners_by_trade(suppliers, source="flows", mirror=mirror, state="KAZ", flow="import", bloc=bloc)

    assert list(frame.T[2010].dropna().sort_values(ascending=False).index) == order


@pytest.mark.parametrize(("mirror", "bloc"), [("mirror", "union"), ("mean", "members")])
def test_a_ranking_refuses_what_it_does_not_know(suppliers: Any, mirror: str, bloc: str) -> None:
    """A misspelt bloc would rank member by member."""
    with pytest.raises(InvalidArgumentError):
        partners_by_trade(suppliers, source="flows", mirror=mirror, state="KAZ", flow="import", bloc=bloc)


def test_the_control_measures_every_country(library: Any) -> None:
    """0.1 and 0.5; the United States, of which China's books hold nothing here, are absent."""
    frame = partner_share_everywhere(library, source="flows", partner="CHN")

    assert frame.loc[2010].to_dict() == {"KAZ": 0.10, "KGZ": 0.50}
