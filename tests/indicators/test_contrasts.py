"""Contrasts with base years and with other states."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from fake_library import indicators, make_library

from scoledger.errors import InvalidArgumentError, NoDataError
from scoledger.indicators.contrasts import (
    buildup,
    distance_change,
    others_better_linked,
    supplier_share_of_groups,
    supplier_share_rise,
    violence_to_base,
    war_to_base,
)
from scoledger.paths import Project
from scoledger.tables import Library


@pytest.fixture
def library() -> Any:
    """Arms, spending, votes, attacks, wars and roads of a few states."""
    arms = [
        ("RUS", "KAZ", 2010, 6.0),
        ("USA", "KAZ", 2010, 2.0),
        ("RUS", "TKM", 2010, 1.0),
        ("TUR", "TKM", 2010, 3.0),
        ("CHN", "KGZ", 2011, 5.0),
        ("RUS", "KAZ", 2011, 5.0),
    ]
    spending = [("CHN", "usd_m_const_2023", 2010, 10.0), ("CHN", "usd_m_const_2023", 2011, 30.0)]
    spending += [("USA", "usd_m_const_2023", 2010, 100.0), ("USA", "usd_m_const_2023", 2011, 150.0)]
    wars = [
        ("Afghanistan", 2010, 1),
        ("Afghanistan, Pakistan", 2012, 1),
        ("Afghanistan", 2012, 2),
        ("Pakistan", 2010, 2),
    ]
    links = [("KAZ", 2.0), ("KGZ", 3.0), ("CHN", 4.0), ("RUS", 2.4), ("JPN", 5.0), ("LKA", 1.0)]
    return make_library(
        sipri_arms_tiv=pd.DataFrame(arms, columns=["supplier_iso3", "recipient_iso3", "year", "tiv_m"]),
        sipri_military_expenditure=pd.DataFrame(spending, columns=["iso3", "measure", "year", "value_musd"]),
        cow_cinc=pd.DataFrame({"iso3": ["CHN", "USA"], "year": 2010, "cinc": 0.1, "milex_kusd_current": [2.0, 8.0]}),
        world_bank_indicators=indicators(
            gdp_const_2015_usd={"CHN": [1e9, 2e9]},
            gdp_current_usd={"CHN": [100.0, 100.0], "USA": [1000.0, 1000.0]},
            military_spending_pct_gdp={"CHN": [2.0, 3.0], "USA": [4.0, 3.0]},
        ),
        un_ideal_points=pd.DataFrame(
            {"iso3": ["KAZ", "CHN"] * 2, "year": [2010, 2010, 2011, 2011], "idealpoint_fp": [0.5, 0.0, 0.9, 0.1]}
        ),
        gtd_terrorism=pd.DataFrame(
            {"iso3": "AFG", "year": [2010, 2011, 2012], "incidents_n": [2, 4, 9], "killed_n": 0, "wounded_n": 0}
        ),
        ucdp_prio_conflicts=pd.DataFrame(wars, columns=["location", "year", "intensity_level"]),
        world_bank_transport_to_2013=pd.DataFrame(
            [(state, kind, 2012, value) for state, value in links for kind in ("lpi_overall_score",)],
            columns=["iso3", "indicator", "year", "value"],
        ),
    )


def test_suppliers_share_by_volume_and_state_by_state(library: Any) -> None:
    """In 2011 half the volume is Russia's: all of Kazakhstan's and none of Kyrgyzstan's; outsiders bought nothing."""
    pooled = supplier_share_of_groups(library, supplier="RUS", outsiders="TKM", years=1)
    assert pooled.loc[2010].to_dict() == pytest.approx({"CSTO members": 0.75, "outsiders": 0.25})
    assert pooled["CSTO members"][2011] == pytest.approx(0.5)
    assert math.isnan(pooled["outsiders"][2011])
    rise = supplier_share_rise(library, supplier="RUS", base=(2010, 2010), years=1, weights="state by state")
    assert rise.to_dict() == pytest.approx({2010: 0.0, 2011: 0.5 - 0.75})


def test_distance_against_base_years(library: Any) -> None:
    """From a half to eight tenths."""
    change = distance_change(library, state="KAZ", partner="CHN", base=(2010, 2010))
    assert change.to_dict() == pytest.approx({2010: 0.0, 2011: 0.3})


def test_buildup_against_output_and_the_united_states(library: Any) -> None:
    """Spending trebles while output doubles; shares of output are taken as they are published."""
    sipri, bank = "sipri-military-expenditure", "world-bank-indicators"
    base = (2010, 2010)
    own = buildup(library, state="CHN", held_to="own output", source=sipri, base=base)
    assert own[2011] == pytest.approx(1.5)
    other = buildup(library, state="CHN", held_to="the United States", source=sipri, base=base)
    assert other[2011] == pytest.approx(2.0)
    assert buildup(library, state="CHN", held_to="own output", source=bank, base=base)[2011] == pytest.approx(1.5)
    against = buildup(library, state="CHN", held_to="the United States", source=bank, base=base)
    assert against[2011] == pytest.approx((3 / 30) / (2 / 40))


def test_dollars_of_two_exchange_rates_are_refused(library: Any) -> None:
    """The Correlates of War's dollars are not the World Bank's, but can be held to the United States'."""
    with pytest.raises(InvalidArgumentError, match="source"):
        buildup(library, state="CHN", held_to="own output", source="cow-cinc", base=(2010, 2010))
    same = buildup(library, state="CHN", held_to="the United States", source="cow-cinc", base=(2010, 2010))
    assert same.to_dict() == {2010: 1.0}


def test_violence_and_war_against_base_years(library: Any) -> None:
    """A conflict of two states belongs to both; a year without any is zero."""
    attacks = violence_to_base(library, state="AFG", count="incidents", base=(2010, 2011))
    assert attacks[2012] == pytest.approx(3.0)
    wars = war_to_base(library, place="Afghanistan", tally="conflicts", base=(2010, 2010))
    assert wars.to_dict() == {2010: 1.0, 2011: 0.0, 2012: 2.0}
    assert war_to_base(library, place="Afghanistan", tally="intensity", base=(2010, 2010))[2012] == 3.0
    theirs = war_to_base(library, place="Pakistan", tally="conflicts", base=(2010, 2010))
    assert theirs.to_dict() == {2010: 1.0, 2011: 0.0, 2012: 1.0}


def test_share_of_states_with_better_links(library: Any) -> None:
    """The middle of the two is 2.5: China and Japan are better, Russia and Sri Lanka not."""
    better = others_better_linked(library, links="logistics", states="CA2", rest="all others")
    assert better.to_dict() == {2012: 0.5}
    near = others_better_linked(library, links="logistics", states="CA2", rest="neighbours and landlocked states")
    assert near.to_dict() == {2012: 0.5}
    poor = others_better_linked(library, links="logistics", states="CA2", rest="without rich states", middle="average")
    assert poor.to_dict() == {2012: pytest.approx(1 / 3)}


def test_base_years_without_a_value_are_refused(library: Any) -> None:
    """A ratio to nothing is no ratio."""
    with pytest.raises(NoDataError, match="base years 1999-2000"):
        violence_to_base(library, state="AFG", count="killed", base=(1999, 2000))


def test_misspelt_choices_are_refused(library: Any) -> None:
    """A misspelt choice must not pass for another."""
    with pytest.raises(InvalidArgumentError, match="weights"):
        supplier_share_of_groups(library, supplier="RUS", outsiders="TKM", years=1, weights="volume")
    with pytest.raises(InvalidArgumentError, match="held_to"):
        buildup(library, state="CHN", held_to="USA", source="cow-cinc", base=(2010, 2010))
    with pytest.raises(InvalidArgumentError, match="tally"):
        war_to_base(library, place="Afghanistan", tally="wars", base=(2010, 2010))
    with pytest.raises(InvalidArgumentError, match="rest"):
        others_better_linked(library, links="logistics", states="CA2", rest="others")
    with pytest.raises(InvalidArgumentError, match="links"):
        others_better_linked(library, links="roads", states="CA2", rest="all others")


def test_russias_share_in_members_arms_by_a_second_route() -> None:
    """Plain sums on the Parquet file: 99 percent of what members got in 2000-2002."""
    project = Project.find()
    raw = pd.read_parquet(project.data / "tables" / "sipri_arms_tiv.parquet")
    rows = raw[raw["recipient_iso3"].isin(["KAZ", "KGZ", "TJK"]) & raw["year"].between(2000, 2002)]
    second = rows[rows["supplier_iso3"] == "RUS"]["tiv_m"].sum() / rows["tiv_m"].sum()
    frame = supplier_share_of_groups(Library(project), supplier="RUS", outsiders="TKM", years=3)

    assert frame["CSTO members"][2002] == pytest.approx(second)
    assert second == pytest.approx(0.988, abs=0.002)
