"""Debt and finance: stocks, ranks and lenders against the rows of the table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from scoledger.chapters import debt_and_finance
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def china() -> debt_and_finance.DebtAndFinance:
    """Central Asia's debt to China."""
    return debt_and_finance.collect(LIBRARY, creditor="CHN", states="CA5", year=2024)


def test_a_stock_is_a_row_of_the_table(china: debt_and_finance.DebtAndFinance) -> None:
    """Tajikistan 2022: 986 million dollars."""
    assert china.levels["TJK"][2022] == pytest.approx(0.9863677, abs=1e-6)


def test_the_ratio_is_debt_over_output(china: debt_and_finance.DebtAndFinance) -> None:
    """By the World Bank's row of the same year."""
    table = LIBRARY.read("world-bank-indicators")
    rows = table[(table["indicator"] == "gdp_current_usd") & (table["iso3"] == "KGZ")].set_index("year")["value"]

    assert china.to_gdp["KGZ"][2019] == pytest.approx(china.levels["KGZ"][2019] * 1e9 / rows[2019])


def test_a_rank_counts_who_owes_more(china: debt_and_finance.DebtAndFinance) -> None:
    """By a plain loop over the last year's rows."""
    table = LIBRARY.read("ids-debt-by-creditor")
    rows = table[(table["creditor"] == "CHN") & (table["series_code"] == "DT.DOD.BLAT.CD") & (table["year"] == 2024)]
    owed = dict(zip(rows["debtor"], rows["usd"], strict=True))
    rank = 1 + sum(amount > owed["UZB"] for amount in owed.values())

    assert china.find("rank-dollars-uzb").value == rank


def test_the_lenders_make_a_whole(china: debt_and_finance.DebtAndFinance) -> None:
    """Shares add up to one, none is negative."""
    assert (china.lenders.sum(axis=1) - 1).abs().max() < 1e-9
    assert china.lenders.min().min() >= 0


def test_the_world_s_rows_are_the_sum_of_the_creditors() -> None:
    """Bilateral debt of Kyrgyzstan in 2020: the creditors' rows add up to the row of the world."""
    table = LIBRARY.read("ids-debt-by-creditor")
    rows = table[(table["debtor"] == "KGZ") & (table["year"] == 2020) & (table["series_code"] == "DT.DOD.BLAT.CD")]
    values = rows.set_index("creditor")["usd"]

    assert values.drop("WLD").sum() == pytest.approx(values["WLD"], rel=1e-6)


def test_commitments_exceed_what_is_on_record(china: debt_and_finance.DebtAndFinance) -> None:
    """Many times over for Kazakhstan, whose firms borrow without the state."""
    paths = china.commitments["KAZ"]

    assert paths["committed since 2000"].iloc[-1] > 10 * paths["debt on record"].iloc[-1]


def test_no_commitments_of_russia_are_invented() -> None:
    """The table holds China's alone."""
    found = debt_and_finance.collect(LIBRARY, creditor="RUS", states="CA5", year=2024)

    assert found.commitments == {}
    assert "Turkmenistan" in found.write_missing()


def test_the_year_cuts_what_is_ranked() -> None:
    """Tajikistan stood higher in 2010 than in 2024."""
    early = debt_and_finance.collect(LIBRARY, creditor="CHN", states="TJK", year=2010)

    assert early.find("rank-output-tjk").value < 10
    assert (early.ranks["year"] == 2010).all()


@pytest.mark.parametrize(("creditor", "states"), [("CHN", "CA5"), ("RUS", "CA5"), ("CHN", "NRU"), ("ATA", "CA5")])
def test_sentences_cite_known_quantities_only(creditor: str, states: str) -> None:
    """Also where nothing is owed."""
    chapter = debt_and_finance.collect(LIBRARY, creditor=creditor, states=states, year=2024)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))
    assert isinstance(chapter.ranks, pd.DataFrame)
