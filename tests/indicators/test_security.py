"""Terrorism, troops, aid, arms, and which of two powers leads."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from fake_library import indicators, make_library

from scoledger.errors import InvalidArgumentError
from scoledger.indicators.security import (
    arms_supplier_share,
    arms_volume,
    influence,
    share_led,
    terrorism,
    terrorism_everywhere,
    terrorism_per_million,
    us_aid_everywhere,
    us_troops,
)


@pytest.fixture
def library() -> Any:
    """Kazakhstan buys arms of Russia and China, and is struck in 2010."""
    incidents = [("RUS", 1992, 5, 7, 0), ("KAZ", 1994, 1, 0, 2), ("KAZ", 2010, 4, 2, 9)]
    arms = [("RUS", "KAZ", 2009, 6.0), ("CHN", "KAZ", 2009, 2.0), ("RUS", "KAZ", 2011, 4.0), ("USA", "UZB", 2011, 9.0)]
    aid = [("KAZ", 2010, "Obligations", 3e6), ("UZB", 2011, "Obligations", 1e6), ("AFG", 2010, "Obligations", 9e9)]
    debts = [
        ("KAZ", "CHN", "DT.DOD.BLAT.CD", 2010, 5e6),
        ("KAZ", "RUS", "DT.DOD.BLAT.CD", 2010, 1e6),
        ("KAZ", "RUS", "DT.DOD.DECT.CD", 2010, 9e9),
        ("KAZ", "CHN", "DT.DOD.BLAT.CD", 2011, 4e6),
    ]
    return make_library(
        gtd_terrorism=pd.DataFrame(incidents, columns=["iso3", "year", "incidents_n", "killed_n", "wounded_n"]),
        world_bank_indicators=indicators(population={"KAZ": [16e6]}),
        us_troops_abroad=pd.DataFrame(
            {"iso3": ["KAZ", "KGZ", "KAZ"], "year": [2010, 2010, 2011], "us_active_duty_persons": [3, 7, 4]}
        ),
        sipri_arms_tiv=pd.DataFrame(arms, columns=["supplier_iso3", "recipient_iso3", "year", "tiv_m"]),
        us_foreign_aid=pd.DataFrame(aid, columns=["iso3", "year", "transaction_type", "usd_current"]),
        ids_debt_by_creditor=pd.DataFrame(debts, columns=["debtor", "creditor", "series_code", "year", "usd"]),
        un_agreement=pd.DataFrame(
            {"iso3": ["KAZ"] * 2, "partner": ["RUS", "CHN"], "year": [2010] * 2, "share_identical": [0.7, 0.8]}
        ),
    )


def test_missing_row_is_none_but_the_lost_year_is_absent(library: Any) -> None:
    """The records of 1993 are lost; 1995 had nothing in Kazakhstan."""
    incidents = terrorism(library, states="KAZ", count="incidents")
    assert (incidents[1992], incidents[1994], incidents[1995], incidents[2010]) == (0, 1, 0, 4)
    assert 1993 not in incidents.index
    assert terrorism(library, states="SCO6", count="killed")[1992] == 7


def test_terrorism_everywhere_is_on_a_logarithmic_scale(library: Any) -> None:
    """Kazakhstan's four incidents of 2010, and none in Russia that year."""
    frame = terrorism_everywhere(library, count="incidents")
    assert frame.loc[2010].to_dict() == pytest.approx({"KAZ": math.asinh(4), "RUS": 0.0})


def test_incidents_per_million(library: Any) -> None:
    """Four incidents among sixteen million."""
    assert terrorism_per_million(library, states="KAZ", count="incidents").to_dict() == pytest.approx({2010: 0.25})


def test_troops_only_where_every_state_has_a_value(library: Any) -> None:
    """Kyrgyzstan has no figure of 2011."""
    assert us_troops(library, states="CA2").to_dict() == {2010: 10}


def test_aid_is_on_a_logarithmic_scale(library: Any) -> None:
    """Three millions become the inverse hyperbolic sine of three; no row is no aid; Afghanistan is left out."""
    aid = us_aid_everywhere(library, transaction="Obligations", without=("AFG",))
    assert list(aid) == ["KAZ", "UZB"]
    assert aid.loc[2010].to_dict() == pytest.approx({"KAZ": math.asinh(3), "UZB": 0.0})


def test_arms_are_summed_over_years(library: Any) -> None:
    """Over three years Russia delivered ten of twelve; in 2010 nobody anything, so there is no share."""
    assert arms_supplier_share(library, recipients="KAZ", supplier="RUS", years=3)[2011] == pytest.approx(10 / 12)
    assert 2010 not in arms_supplier_share(library, recipients="KAZ", supplier="RUS", years=1).index
    assert arms_volume(library, recipients="KAZ", supplier="RUS").to_dict() == {2009: 6.0, 2010: 0.0, 2011: 4.0}


def test_influence_and_the_share_of_indicators_led(library: Any) -> None:
    """China leads by debt, of official loans alone, and by votes."""
    debt = influence(library, indicator_of="debt", states="KAZ", partners=("RUS", "CHN"))
    assert debt.loc[2010].to_dict() == pytest.approx({"RUS": 1.0, "CHN": 5.0})
    assert debt.loc[2011].to_dict() == pytest.approx({"RUS": 0.0, "CHN": 4.0}), "no row is no debt"
    led = share_led(library, leader="CHN", rival="RUS", states="KAZ", indicators=("debt", "votes"))
    assert led.to_dict() == {2010: 1.0}


def test_misspelt_choices_are_refused(library: Any) -> None:
    """A misspelt choice must not pass for another."""
    with pytest.raises(InvalidArgumentError, match="count"):
        terrorism(library, states="KAZ", count="deaths")
    with pytest.raises(InvalidArgumentError, match="indicator_of"):
        influence(library, indicator_of="bases", states="KAZ", partners=("RUS", "CHN"))
    with pytest.raises(InvalidArgumentError, match="books"):
        influence(library, indicator_of="debt", states="KAZ", partners=("RUS", "CHN"), books="hub")
    with pytest.raises(InvalidArgumentError, match="transaction"):
        us_aid_everywhere(library, transaction="Promises")
