"""Lenders of the Belt and Road, what a Chinese credit came to, and American aid over some years."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from fake_library import make_library

from scoledger.errors import InvalidArgumentError, NoDataError
from scoledger.indicators import MEASURES, lenders
from scoledger.paths import Project
from scoledger.tables import Library

BANK = "Asian Infrastructure Investment Bank"
BILATERAL, MULTILATERAL, BANKS = "DT.DOD.BLAT.CD", "DT.DOD.MLAT.CD", "DT.DOD.PCBK.CD"


@pytest.fixture
def library() -> Any:
    """Two states of the road and one that joined too late; debts, payments, projects, aid."""
    debts = [
        ("KGZ", "CHN", BILATERAL, 2013, 100.0),
        ("KGZ", "CHN", BILATERAL, 2014, 130.0),
        ("KGZ", "CHN", BILATERAL, 2015, 190.0),
        ("KGZ", "CHN", BANKS, 2015, 5.0),
        ("KGZ", BANK, MULTILATERAL, 2015, 10.0),
        ("LVA", BANK, MULTILATERAL, 2015, 20.0),
        ("ITA", BANK, MULTILATERAL, 2015, 999.0),
    ]
    paid = [
        ("KGZ", "China", "Bilateral Concessional Debt", "inflow", 2014, 40.0),
        ("KGZ", "China", "Bilateral Concessional Debt", "outflow", 2014, -900.0),
        ("KGZ", "China", "Private  - banks", "inflow", 2015, 7.0),
        ("KGZ", BANK, "Multilateral Concessional Debt", "inflow", 2015, 10.0),
        ("KGZ", f"{BANK} [AIIB]", "Multilateral Grants", "inflow", 2015, 300.0),
    ]
    projects = [
        ("KGZ", 2014, "CDB|ICBC", 60.0),
        ("KGZ", 2015, "CDB", 10.0),
        ("KGZ", 2015, "other/unnamed", 500.0),
        ("KGZ", 2012, "ICBC", 800.0),
        ("ITA", 2014, "ICBC", 800.0),
        ("KGZ", 2015, "ICBC", None),
    ]
    return make_library(
        ids_debt_by_creditor=pd.DataFrame(debts, columns=["debtor", "creditor", "series_code", "year", "usd"]),
        donor_flows=pd.DataFrame(paid, columns=["iso3", "counterpart", "indicator", "indicator_type", "year", "usd"]),
        bri_membership=pd.DataFrame(
            [("KGZ", 2013.0), ("LVA", 2016.0), ("ITA", 2019.0), ("RUS", None)], columns=["iso3", "join_year"]
        ),
        aiddata_gcdf3_projects_region=pd.DataFrame(
            projects, columns=["iso3", "year", "lender_from_title", "usd_const_2021"]
        ),
        aiddata_gcdf3_country_year=pd.DataFrame(
            [("KGZ", 2009, 20.0), ("KGZ", 2010, 10.0), ("UKR", 2010, 70.0)], columns=["iso3", "year", "usd_const_2021"]
        ),
        aiddata_gcdf3_flow_class=pd.DataFrame(
            [("KGZ", 2009, "ODA-like", 4.0), ("KGZ", 2009, "OOF-like", 16.0)],
            columns=["iso3", "year", "flow_class", "usd_const_2021"],
        ),
        us_cpi=pd.DataFrame(
            [(2009, 50.0, 12), (2010, 60.0, 12), (2021, 100.0, 12), (2022, 900.0, 5)],
            columns=["year", "cpi_u", "months"],
        ),
        us_foreign_aid=pd.DataFrame(
            [("UKR", year, "Obligations", float(year - 2000)) for year in (2003, 2004, 2005)],
            columns=["iso3", "year", "transaction_type", "usd_current"],
        ),
    )


def test_debt_counts_from_the_end_of_the_year_before(library: Any) -> None:
    """China's rose from 100 to 190; of the Bank's debtors only those that had joined by 2018 count."""
    frame = lenders.road_lenders(
        library, source="ids-debt-by-creditor", states="Belt and Road", first_year=2014, classes="bilateral"
    )

    assert frame.loc[2015].to_dict() == {"AIIB": 30.0, "China": 90.0}
    share = lenders.aiib_share(library, source="ids-debt-by-creditor", states="Belt and Road", first_year=2014)
    assert share[2015] == 0.25


def test_other_creditors_of_china_count_when_asked(library: Any) -> None:
    """Five more by its banks."""
    frame = lenders.road_lenders(
        library, source="ids-debt-by-creditor", states="KGZ", first_year=2014, classes="all classes"
    )

    assert frame.loc[2015].to_dict() == {"AIIB": 10.0, "China": 95.0}


def test_loans_paid_out_add_up_and_grants_are_none(library: Any) -> None:
    """Repayments and the Bank's grants under its other name do not count."""
    frame = lenders.road_lenders(library, source="donor-flows", states="KGZ", first_year=2014, classes="all classes")

    assert frame.loc[2015].to_dict() == {"AIIB": 10.0, "China": 47.0}


def test_years_without_any_loan_have_no_share(library: Any) -> None:
    """Latvia borrowed from the Bank alone, in 2015."""
    share = lenders.aiib_share(library, source="ids-debt-by-creditor", states="LVA", first_year=2014)

    assert share.to_dict() == {2015: 1.0}


def test_a_debt_that_fell_is_no_loan(library: Any) -> None:
    """Kyrgyzstan owed China nothing more after 2016: who lent more is not known, and the Bank is not first by that."""
    debts = library.read("ids-debt-by-creditor")
    repaid = pd.DataFrame([("KGZ", BANK, MULTILATERAL, 2016, 10.0)], columns=debts.columns)
    later = make_library(ids_debt_by_creditor=pd.concat([debts, repaid]))
    frame = lenders.road_lenders(later, source="ids-debt-by-creditor", states="KGZ", first_year=2014)

    assert list(frame.index) == [2014, 2015]


def test_debt_before_the_table_begins_is_no_base(library: Any) -> None:
    """2013 is its first year."""
    with pytest.raises(NoDataError, match="2012"):
        lenders.road_lenders(library, source="ids-debt-by-creditor", states="KGZ", first_year=2013)


@pytest.mark.parametrize(
    ("shared", "expected"),
    [
        ("in full", {"CDB": 70.0, "ICBC": 60.0, "AIIB": 10.0}),
        ("in equal parts", {"CDB": 40.0, "ICBC": 30.0, "AIIB": 10.0}),
    ],
)
def test_lenders_by_name(library: Any, shared: str, expected: dict[str, float]) -> None:
    """A project of two counts for both, or half for each; unnamed ones, earlier years and other states do not."""
    frame = lenders.named_lenders(library, states="Belt and Road", first_year=2014, shared=shared)

    assert frame.loc[2015].to_dict() == expected


def test_commitments_are_brought_back_to_dollars_of_their_year(library: Any) -> None:
    """20 of 2021 were 10 in 2009; another 6 in 2010."""
    told = lenders.chinese_credit(
        library, states="KGZ", source="aiddata-gcdf3-country-year", lent="everything", first_year=2009
    )
    credits_only = lenders.chinese_credit(
        library, states="KGZ", source="aiddata-gcdf3-flow-class", lent="OOF-like", first_year=2009
    )

    assert told.to_dict() == {2009: 10.0, 2010: 16.0}
    assert credits_only.to_dict() == {2009: 8.0}


def test_credit_by_debt_and_by_payments(library: Any) -> None:
    """The rise of what is owed, and what was paid out."""
    owed = lenders.chinese_credit(
        library, states="KGZ", source="ids-debt-by-creditor", lent="bilateral", first_year=2014
    )
    paid = lenders.chinese_credit(library, states="KGZ", source="donor-flows", lent="bilateral", first_year=2014)

    assert owed.to_dict() == {2014: 30.0, 2015: 90.0}
    assert paid.to_dict() == {2014: 40.0, 2015: 40.0}


def test_american_aid_adds_up_over_years(library: Any) -> None:
    """Three and four, four and five."""
    assert lenders.us_aid_over_years(library, states="UKR", years=2).to_dict() == {2004: 7.0, 2005: 9.0}


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("road_lenders", {"source": "donor-flow", "states": "KGZ", "first_year": 2014}),
        ("road_lenders", {"source": "donor-flows", "states": "KGZ", "first_year": 2014, "classes": "all"}),
        ("named_lenders", {"states": "KGZ", "first_year": 2014, "shared": "half"}),
        ("chinese_credit", {"states": "KGZ", "source": "aid", "lent": "all", "first_year": 2009}),
        ("chinese_credit", {"states": "KGZ", "source": "donor-flows", "lent": "everything", "first_year": 2009}),
    ],
)
def test_misspelt_choices_are_refused(library: Any, name: str, choices: dict[str, Any]) -> None:
    """Not read as something else."""
    with pytest.raises(InvalidArgumentError):
        MEASURES[name].function(library, **choices)


def test_the_bank_s_debt_by_a_second_route() -> None:
    """What the road's states of 2018 owed the Bank in 2018, summed from the table itself."""
    project = Project.find()
    library = Library(project)
    table = library.read("ids-debt-by-creditor")
    joined = library.read("bri-membership").query("join_year <= 2018")["iso3"]
    owed = table.query("creditor == @BANK and year == 2018").set_index("debtor")["usd"]
    frame = lenders.road_lenders(
        library, source="ids-debt-by-creditor", states="Belt and Road", first_year=2014, classes="bilateral"
    )

    assert frame.loc[2018, "AIIB"] == pytest.approx(owed[[state for state in owed.index if state in set(joined)]].sum())
