"""Debt and finance: stocks, ranks, promises and lenders against the rows of the tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from scoledger.chapters import debt_and_finance
from scoledger.chapters.debt_and_finance.measures import Question, total_weights
from scoledger.indicators.debt import debtors, owed, standing
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def china() -> debt_and_finance.DebtAndFinance:
    """Central Asia's debt to China at the end of 2018."""
    return debt_and_finance.collect(LIBRARY, creditor="CHN", states="CA5", year=2018)


def _owed(year: int) -> dict[str, float]:
    """Official debt of every debtor to China, by the rows."""
    table = LIBRARY.read("ids-debt-by-creditor")
    rows = table[(table["creditor"] == "CHN") & (table["series_code"] == "DT.DOD.BLAT.CD") & (table["year"] == year)]
    return dict(zip(rows["debtor"], rows["usd"], strict=True))


def test_the_debt_is_the_sum_of_the_rows(china: debt_and_finance.DebtAndFinance) -> None:
    """Five debtors, 2018."""
    by_hand = sum(_owed(2018)[state] for state in ("KAZ", "KGZ", "TJK", "TKM", "UZB")) / 1e9

    assert china.find("debt").value == pytest.approx(by_hand)


def test_a_level_is_a_row_of_the_table(china: debt_and_finance.DebtAndFinance) -> None:
    """Tajikistan 2022: 986 million dollars."""
    assert china.level["TJK"][2022] == pytest.approx(0.9863677, abs=1e-6)


def test_the_ratio_is_debt_over_output(china: debt_and_finance.DebtAndFinance) -> None:
    """By the World Bank's row of the same year."""
    table = LIBRARY.read("world-bank-indicators")
    rows = table[(table["indicator"] == "gdp_current_usd") & (table["iso3"] == "KGZ")].set_index("year")["value"]

    assert china.find("gdp-kgz").value == pytest.approx(_owed(2018)["KGZ"] / rows[2018])


def test_a_rank_counts_who_owes_more(china: debt_and_finance.DebtAndFinance) -> None:
    """By a plain loop over the rows of 2018."""
    owed = _owed(2018)
    rank = 1 + sum(amount > owed["UZB"] for amount in owed.values())

    assert china.find("rank-dollars-uzb").value == rank


def test_tajikistan_ranks_higher_relative_to_its_economy(china: debt_and_finance.DebtAndFinance) -> None:
    """Which of the two the article means decides its claim."""
    dollars, economy = (china.find(f"rank-{way}-tjk").value for way in ("dollars", "economy"))

    assert dollars is not None
    assert economy is not None
    assert economy < 10 < dollars


def test_the_world_s_rows_are_the_sum_of_the_creditors() -> None:
    """Bilateral debt of Kyrgyzstan in 2020: the creditors' rows add up to the row of the world."""
    table = LIBRARY.read("ids-debt-by-creditor")
    rows = table[(table["debtor"] == "KGZ") & (table["year"] == 2020) & (table["series_code"] == "DT.DOD.BLAT.CD")]
    values = rows.set_index("creditor")["usd"]

    assert values.drop("WLD").sum() == pytest.approx(values["WLD"], rel=1e-6)


def test_the_lenders_make_no_more_than_a_whole(china: debt_and_finance.DebtAndFinance) -> None:
    """Shares in every year."""
    assert (china.lenders.sum(axis=1) <= 1 + 1e-9).all()
    assert china.lenders.min().min() >= 0


def test_promises_are_the_sum_of_the_rows(china: debt_and_finance.DebtAndFinance) -> None:
    """Everything promised to the five since 2000, in dollars of the years, is above nine tenths of that of 2021."""
    table = LIBRARY.read("aiddata-gcdf3-country-year")
    constant = table[table["iso3"].isin(["KAZ", "KGZ", "TJK", "TKM", "UZB"])]["usd_const_2021"].sum() / 1e9
    promised = china.find("promised").value

    assert promised is not None
    assert 0.6 * constant < promised < constant


def test_announced_loans_stand_beside_what_was_promised_and_paid(china: debt_and_finance.DebtAndFinance) -> None:
    """Ten billion dollars were announced in 2009 and in 2012; public borrowers were paid far less."""
    for year in (2009, 2012):
        announced, paid = (china.find(f"{what}-{year}").value for what in ("announced", "paid"))
        assert announced == 10
        assert paid is not None
        assert paid < announced / 2


def test_no_promises_of_russia_are_invented() -> None:
    """The table holds China's alone."""
    found = debt_and_finance.collect(LIBRARY, creditor="RUS", states="CA5", year=2018)

    assert found.promises == {}
    assert "promises of Russia" in found.write_missing()


@pytest.mark.parametrize(("creditor", "states"), [("CHN", "CA5"), ("RUS", "CA5"), ("CHN", "NRU"), ("ATA", "CA5")])
def test_sentences_cite_known_quantities_only(creditor: str, states: str) -> None:
    """Also where nothing is owed."""
    chapter = debt_and_finance.collect(LIBRARY, creditor=creditor, states=states, year=2018)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))


def test_a_debt_of_nothing_is_zero_and_an_unknown_one_missing() -> None:
    """Kyrgyzstan owed Russia nothing at the end of 2018; Kazakhstan reports no public debt in 1990."""
    debt = owed(LIBRARY, ["KGZ", "KAZ", "JPN"], "RUS", "bilateral")

    assert debt.to_dict()["KGZ"][2018] == 0
    assert pd.isna(debt["KAZ"].reindex([1990]).iloc[0])
    assert "JPN" not in debt


@pytest.mark.parametrize("way", ["nothing", "gdp"])
def test_ranks_are_those_of_pandas(way: str) -> None:
    """Second implementation: pandas' rank with the better place for ties, every year of Tajikistan."""
    frame = debtors(LIBRARY, source="ids-debt-by-creditor", creditor="CHN", relative_to=way)
    reference = frame.where(frame > 0).rank(axis=1, ascending=False, method="min")["TJK"].dropna()

    pd.testing.assert_series_equal(standing(frame, "TJK")["rank"], reference, check_names=False)


def _ratio_by_hand(states: list[str], year: int) -> float:
    """Debt to China over output, both summed from the rows of the states named."""
    owed, table = _owed(year), LIBRARY.read("world-bank-indicators")
    rows = table[(table["indicator"] == "gdp_current_usd") & (table["year"] == year)].set_index("iso3")["value"]
    return sum(owed.get(state, 0.0) for state in states) / sum(rows[state] for state in states)


@pytest.mark.parametrize(
    ("states", "year", "silent"),
    [
        (("KAZ", "KGZ", "TJK", "TKM", "UZB"), 1992, {"TKM"}),
        (("AFG", "KAZ", "KGZ"), 2003, {"AFG"}),
        (("AFG", "KAZ", "KGZ"), 2010, set()),
    ],
)
def test_output_of_silent_debtors_is_not_in_the_base(states: tuple[str, ...], year: int, silent: set[str]) -> None:
    """Turkmenistan reports from 1993 on, Afghanistan from 2006: before, neither debt nor output of theirs counts."""
    totals = total_weights(LIBRARY, Question("CHN", states, year, "these states"))

    assert totals["gdp"][year] == pytest.approx(_ratio_by_hand([one for one in states if one not in silent], year))


def test_states_are_counted_in_the_year_in_which_they_report() -> None:
    """Four of the five in 1992, all in 2018."""
    counts = [
        debt_and_finance.collect(LIBRARY, creditor="CHN", states="CA5", year=year).find("gdp").n
        for year in (1992, 2018)
    ]

    assert counts == [4, 5]
