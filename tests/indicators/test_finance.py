"""What outside powers pay: Chinese commitments, donors, creditors, American aid."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from fake_library import indicators, make_library

from scoledger.errors import InvalidArgumentError
from scoledger.indicators import MEASURES, aid, finance

BILATERAL = "DT.DOD.BLAT.CD"


@pytest.fixture
def library() -> Any:
    """Two projects in Kyrgyzstan, grants of three donors, one loan, debts, and American aid."""
    donors = [
        ("KGZ", "United States", "Bilateral", "Bilateral Grants", "inflow", 2010, 50.0),
        ("KGZ", "Japan", "Bilateral", "Bilateral Grants", "inflow", 2010, 30.0),
        ("KGZ", "Japan", "Bilateral", "Bilateral Concessional Debt", "inflow", 2010, 40.0),
        ("KGZ", "Japan", "Bilateral", "Bilateral Concessional Debt", "outflow", 2010, 900.0),
        ("KGZ", "WHO", "Multilateral", "Multilateral Grants", "inflow", 2010, 20.0),
    ]
    given = [("KGZ", year, "Obligations", 10.0 * (year - 2008)) for year in (2010, 2011, 2012)]
    given += [
        ("KGZ", 2010, "Disbursements", 5.0),
        ("TJK", 2011, "Obligations", 7.0),
        ("KGZ", 2024, "Obligations", 999.0),
    ]
    debts = [("KGZ", "CHN", BILATERAL, 2010, 60.0), ("KGZ", "WLD", BILATERAL, 2010, 100.0)]
    debts += [("TJK", "RUS", BILATERAL, 2010, 20.0), ("KGZ", "RUS", BILATERAL, 2010, 20.0)]
    projects = [
        ("KGZ", 2010, "TRANSPORT AND STORAGE", "Completion", 30.0),
        ("KGZ", 2010, "ENERGY", "Implementation", 60.0),
        ("KGZ", 2011, "HEALTH", "Completion", None),
    ]
    return make_library(
        aiddata_gcdf3_country_year=pd.DataFrame(
            [("KGZ", 2010, 2, 90.0), ("TJK", 2012, 1, 30.0)], columns=["iso3", "year", "projects", "usd_const_2021"]
        ),
        aiddata_gcdf3_flow_class=pd.DataFrame(
            [("KGZ", 2010, "ODA-like", 30.0), ("KGZ", 2010, "OOF-like", 60.0)],
            columns=["iso3", "year", "flow_class", "usd_const_2021"],
        ),
        aiddata_gcdf3_projects_region=pd.DataFrame(
            projects, columns=["iso3", "year", "sector", "status", "usd_const_2021"]
        ),
        donor_flows=pd.DataFrame(
            donors, columns=["iso3", "counterpart", "counterpart_type", "indicator", "indicator_type", "year", "usd"]
        ),
        us_foreign_aid=pd.DataFrame(given, columns=["iso3", "year", "transaction_type", "usd_current"]),
        ids_debt_by_creditor=pd.DataFrame(debts, columns=["debtor", "creditor", "series_code", "year", "usd"]),
        world_bank_indicators=indicators(
            gdp_current_usd={"KGZ": [1000.0, 1000.0], "TJK": [500.0, 500.0]},
            gdp_const_2015_usd={"KGZ": [900.0, 990.0], "WLD": [9e6, 9e6]},
            population={"KGZ": [5.0, 5.0, 5.0], "TJK": [7.0, 7.0, 7.0]},
        ),
        world_bank_indicators_extra=pd.DataFrame(
            [("KGZ", "net_oda_usd_current", 2010, 110.0)], columns=["iso3", "indicator", "year", "value"]
        ),
    )


def test_commitments_count_a_year_without_a_row_as_none(library: Any) -> None:
    """2010 has 90, 2011 nothing; the mean of three years and the sum since 2000 follow."""
    yearly = finance.china_commitments(library, states="KGZ")
    assert (yearly[2010], yearly[2011], len(yearly)) == (90.0, 0.0, 22)
    assert finance.china_commitments(library, states="CA4", over="three years")[2012] == 40.0
    assert finance.china_commitments(library, states="CA4", over="since 2000")[2021] == 120.0
    assert finance.china_commitments(library, states="KGZ", flow_class="ODA-like")[2010] == 30.0
    assert finance.china_projects(library, states="KGZ")[2010] == 2
    assert finance.china_commitments_to_gdp(library, states="KGZ")[2010] == 0.1


def test_mapped_projects_by_sector(library: Any) -> None:
    """One of two in transport, and that one completed; money as a share of what is mapped."""
    assert finance.mapped_projects(library, states="KGZ", sector="transport and energy")[2010] == 2
    assert finance.mapped_projects(library, states="KGZ", sector="energy", completed="completed").sum() == 0
    assert finance.mapped_money(library, states="KGZ", sector="transport")[2010] == 30.0
    assert finance.mapped_share(library, states="KGZ", sector="transport")[2012] == pytest.approx(1 / 3)


def test_donors_and_who_leads_with_loans(library: Any) -> None:
    """The United States leads in grants, Japan with loans, China where its commitments count; repayments never do."""
    grants = aid.donors(library, state="KGZ", flows="grants")
    assert grants.loc[2010].to_dict() == {"USA": 50.0, "Japan": 30.0}
    assert aid.donors(library, state="KGZ", flows="grants and loans").loc[2010].idxmax() == "Japan"
    assert aid.donors(library, state="KGZ", flows="loans").loc[2010, "USA"] == 0.0
    assert aid.donors(library, state="KGZ", flows="grants and loans", china="with").loc[2010].idxmax() == "CHN"
    assert aid.donor_share(library, state="KGZ", donor="USA")[2010] == 0.625


def test_aid_to_gdp_of_both_sources(library: Any) -> None:
    """All donors gave 100 of 1,000, states 80; the World Bank says 110."""
    ours = {
        givers: aid.aid_to_gdp(library, state="KGZ", source="donor-flows", givers=givers)[2010]
        for givers in ("all", "states")
    }
    assert ours == {"all": 0.1, "states": 0.08}
    assert aid.aid_to_gdp(library, state="KGZ", source="world-bank-indicators-extra")[2010] == 0.11


def test_american_aid(library: Any) -> None:
    """Incomplete years are left out; the ratio to base years and the sum per head follow."""
    assert aid.us_aid(library, states="KGZ").to_dict() == {2010: 20.0, 2011: 30.0, 2012: 40.0}
    assert aid.us_aid_against_before(library, states="KGZ", base=(2010, 2011))[2012] == 1.6
    assert aid.us_aid_to_gdp(library, states="KGZ")[2011] == 0.03
    heads = aid.us_aid_per_head(library, without=("TJK",))
    assert heads["KGZ"].tolist() == [4.0, 6.0, 8.0]
    assert "TJK" not in heads


def test_creditors_of_a_group(library: Any) -> None:
    """The world is no creditor state; sums go over the group."""
    assert finance.creditors(library, states="CA4").loc[2010].to_dict() == {"CHN": 60.0, "RUS": 40.0}
    assert finance.group_debt(library, states="CA4", creditor="RUS")[2010] == 40.0
    assert finance.group_debt_to_gdp(library, states="KGZ", creditor="CHN")[2010] == 0.06
    weights = finance.weight_of_powers(library, of="debt", states="CA4")
    assert weights.loc[2010].to_dict() == {"RUS": 0.4, "CHN": 0.6}
    assert finance.weight_of_powers(library, of="debt", states="CA4", base=2010).loc[2010].tolist() == [0.0, 0.0]


def test_a_group_s_debt_stands_against_the_product_of_those_who_report() -> None:
    """Kyrgyzstan alone reports in 2010: 60 of 1,000; both in 2011: 80 of 5,000."""
    debts = [("KGZ", "CHN", BILATERAL, year, 60.0) for year in (2010, 2011)] + [("TJK", "CHN", BILATERAL, 2011, 20.0)]
    debts += [("KGZ", "WLD", BILATERAL, year, 90.0) for year in (2010, 2011)] + [("TJK", "WLD", BILATERAL, 2011, 50.0)]
    library = make_library(
        ids_debt_by_creditor=pd.DataFrame(debts, columns=["debtor", "creditor", "series_code", "year", "usd"]),
        world_bank_indicators=indicators(gdp_current_usd={"KGZ": [1000.0, 1000.0], "TJK": [4000.0, 4000.0]}),
    )
    ratio = finance.group_debt_to_gdp(library, states="KGZ,TJK", creditor="CHN")

    assert ratio.to_dict() == pytest.approx({2010: 0.06, 2011: 0.016})


def test_growth_is_of_states_alone(library: Any) -> None:
    """The world as a whole is no control."""
    frame = finance.growth(library, of="gdp_const_2015_usd")
    assert list(frame) == ["KGZ"]
    assert frame.loc[2011, "KGZ"] == pytest.approx(math.log(1.1))


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("china_commitments", {"states": "KGZ", "over": "two years"}),
        ("china_commitments", {"states": "KGZ", "flow_class": "ODA"}),
        ("mapped_projects", {"states": "KGZ", "sector": "roads"}),
        ("donors", {"state": "KGZ", "flows": "gifts"}),
        ("us_aid", {"states": "KGZ", "transaction": "Promises"}),
        ("weight_of_powers", {"of": "arms", "states": "CA4"}),
    ],
)
def test_misspelt_choices_are_refused(library: Any, name: str, choices: dict[str, str]) -> None:
    """A wrong word does not pass for the default."""
    with pytest.raises(InvalidArgumentError):
        MEASURES[name].function(library, **choices)
