"""Debt to one creditor, by size and by weight."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from fake_library import indicators, make_library

from scoledger.errors import InvalidArgumentError
from scoledger.indicators.debt import debt_level, debt_share, debt_to_gdp, debtors

BILATERAL, BONDS = "DT.DOD.BLAT.CD", "DT.DOD.PBND.CD"


@pytest.fixture
def library() -> Any:
    """Tajikistan owes China 100 and the world 400; Kazakhstan 300, 50 more in bonds, and 3,500 to the world."""
    rows = [
        ("TJK", "CHN", BILATERAL, 2010, 100.0),
        ("TJK", "WLD", BILATERAL, 2010, 400.0),
        ("TJK", "CHN", BILATERAL, 2011, 150.0),
        ("KAZ", "CHN", BILATERAL, 2010, 300.0),
        ("KAZ", "CHN", BONDS, 2010, 50.0),
        ("KAZ", "WLD", BILATERAL, 2010, 3000.0),
        ("KAZ", "WLD", BONDS, 2010, 500.0),
        ("TJK", "RUS", BILATERAL, 2010, 900.0),
    ]
    commitments = [("TJK", 2009, 5.0), ("TJK", 2010, 7.0), ("KAZ", 2010, 2.0)]
    return make_library(
        ids_debt_by_creditor=pd.DataFrame(rows, columns=["debtor", "creditor", "series_code", "year", "usd"]),
        aiddata_gcdf3_country_year=pd.DataFrame(commitments, columns=["iso3", "year", "usd_const_2021"]),
        world_bank_indicators=indicators(gdp_current_usd={"TJK": [1000.0, 1000.0], "KAZ": [10_000.0, 10_000.0]}),
    )


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({"relative_to": "nothing"}, {"KAZ": 300.0, "TJK": 100.0}),
        ({"relative_to": "nothing", "classes": "all classes"}, {"KAZ": 350.0, "TJK": 100.0}),
        ({"relative_to": "gdp"}, {"KAZ": 0.03, "TJK": 0.1}),
        ({"relative_to": "public debt", "classes": "all classes"}, {"KAZ": 0.1, "TJK": 0.25}),
    ],
)
def test_debtors_of_one_creditor(library: Any, choices: dict[str, str], expected: dict[str, float]) -> None:
    """By dollars Kazakhstan leads, by weight Tajikistan; debt to Russia does not count."""
    frame = debtors(library, source="ids-debt-by-creditor", creditor="CHN", **choices)  # type: ignore[arg-type]

    assert frame.loc[2010].to_dict() == pytest.approx(expected)


def test_commitments_add_up(library: Any) -> None:
    """5 and then 7 are 12; a year without any adds nothing."""
    frame = debtors(library, source="aiddata-gcdf3-country-year", creditor="CHN", relative_to="nothing")

    assert frame["TJK"].to_dict() == {2009: 5.0, 2010: 12.0}
    assert frame["KAZ"].to_dict() == {2009: 0.0, 2010: 2.0}


def test_one_debtor_over_the_years(library: Any) -> None:
    """Level, ratio and share of one state; a state without debt has an empty series."""
    given = {"creditor": "CHN"}

    assert debt_level(library, states="TJK", **given).to_dict() == {2010: 100.0, 2011: 150.0}
    assert debt_to_gdp(library, states="TJK", **given).to_dict() == {2010: 0.1, 2011: 0.15}
    assert debt_share(library, states="TJK", **given).to_dict() == {2010: 0.25}
    assert debt_level(library, states="UZB", **given).empty


@pytest.mark.parametrize("wrong", [{"relative_to": "GDP"}, {"source": "world-bank-indicators"}, {"classes": "bonds"}])
def test_misspelt_choices_are_refused(library: Any, wrong: dict[str, str]) -> None:
    """A misspelt denominator would rank by dollars."""
    given = {"source": "ids-debt-by-creditor", "creditor": "CHN", "relative_to": "gdp"} | wrong
    with pytest.raises(InvalidArgumentError):
        debtors(library, **given)
