"""Numbers to recognise, each by a second route: plain pandas on the Parquet files."""

from __future__ import annotations

import pandas as pd
import pytest

from scoledger.indicators.energy import gas_flow
from scoledger.indicators.membership import member_population_share, states_at
from scoledger.indicators.trade import bilateral_trade, partner_share
from scoledger.paths import Project
from scoledger.tables import Library

PROJECT = Project.find()


@pytest.fixture(scope="module")
def library() -> Library:
    """The shipped tables."""
    return Library(PROJECT)


def _raw(stem: str) -> pd.DataFrame:
    return pd.read_parquet(PROJECT.data / "tables" / f"{stem}.parquet")


def test_central_asia_with_china_in_2014(library: Library) -> None:
    """44.97 billion dollars in China's books, all five states."""
    frame = _raw("imf_imts_china_usa")
    five = frame["partner"].isin(["KAZ", "KGZ", "TJK", "TKM", "UZB"])
    second = frame[(frame["reporter"] == "CHN") & five & (frame["year"] == 2014)]["value_musd"].sum()
    series = bilateral_trade(library, source="imf-imts-china-usa", mirror="mirror", states="CA5", partners="CHN")

    assert series[2014] == pytest.approx(second)
    assert series[2014] == pytest.approx(44_970, abs=10)


def test_kazakhstan_with_china_in_2016(library: Library) -> None:
    """7.88 billion dollars in Kazakhstan's books."""
    frame = _raw("comtrade_study_pairs")
    pair = (frame["reporter"] == "KAZ") & (frame["partner"] == "CHN") & (frame["year"] == 2016)
    series = bilateral_trade(library, source="comtrade-study-pairs", mirror="reported", states="KAZ", partners="CHN")

    assert series[2016] == pytest.approx(frame[pair]["value_musd"].sum())
    assert series[2016] == pytest.approx(7_880, abs=10)


def test_turkmen_gas_to_china_in_2020(library: Library) -> None:
    """27.2 billion cubic metres by pipeline, in the latest edition that covers the year."""
    frame = _raw("gas_flows_by_edition")
    rows = frame[
        (frame["exporter"] == "TKM")
        & (frame["importer"] == "CHN")
        & (frame["year"] == 2020)
        & ~frame["is_region_total"]
    ]
    latest = rows[rows["edition"] == max(rows["edition"])]
    series = gas_flow(library, source="gas-flows-by-edition", exporter="TKM", importer="CHN", modes=("pipeline",))

    assert series[2020] == pytest.approx(latest[latest["mode"] == "pipeline"]["bcm"].sum())
    assert series[2020] == pytest.approx(27.2, abs=0.05)


def test_population_of_members_and_observers_in_2010(library: Library) -> None:
    """Six members and four observers, more than two fifths of mankind."""
    ten = ["CHN", "IND", "IRN", "KAZ", "KGZ", "MNG", "PAK", "RUS", "TJK", "UZB"]
    frame = _raw("world_bank_indicators")
    people = frame[(frame["indicator"] == "population") & (frame["year"] == 2010)].set_index("iso3")["value"]
    both = ("member", "observer")

    assert list(states_at(library, "2010-06-30", both)) == ten
    series = member_population_share(library, membership_of="2010-06-30", statuses=both)
    assert series[2010] == pytest.approx(people[ten].sum() / people["WLD"])
    assert 0.43 < series[2010] < 0.45


def test_china_s_share_in_kyrgyz_trade_in_2010(library: Library) -> None:
    """China's books over what all reporters record with Kyrgyzstan."""
    pairs, totals = _raw("imf_imts_china_usa"), _raw("imf_dots_world_by_country")
    ours = pairs[(pairs["reporter"] == "CHN") & (pairs["partner"] == "KGZ") & (pairs["year"] == 2010)]
    world = totals[(totals["country"] == "KGZ") & (totals["year"] == 2010)]
    share = partner_share(library, source="imf-imts-china-usa", mirror="mirror", states="KGZ", partners="CHN")

    assert share[2010] == pytest.approx(ours["value_musd"].sum() / world["value_musd"].sum())
