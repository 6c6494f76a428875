"""Russia's turn: records, excess over the earlier path, other sellers, and what is missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from scoledger.chapters import russia_turn
from scoledger.chapters.russia_turn.estimates import Question, Sellers, why_not
from scoledger.chapters.russia_turn.outcomes import TRADE, Outcome
from scoledger.chapters.russia_turn.words import write_answer
from scoledger.indicators.origins import arms_share_of_sales, crude_share, fuel_share, pipeline_gas_share
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))
SPAN = {"years_before": 13, "years_after": 8, "placebo_dates": "all"}


@pytest.fixture(scope="module")
def crimea() -> russia_turn.RussiaTurn:
    """China, 2014."""
    return russia_turn.collect(LIBRARY, partner="CHN", event_year=2014, **SPAN)


@pytest.fixture(scope="module")
def india() -> russia_turn.RussiaTurn:
    """India, 2014: no share is clear of noise."""
    return russia_turn.collect(LIBRARY, partner="IND", event_year=2014, **SPAN)


def test_an_excess_is_that_of_a_segmented_regression(crimea: russia_turn.RussiaTurn) -> None:
    """Each main outcome once more by statsmodels, from the record that the page draws."""
    for row in crimea.estimates[crimea.estimates["topic"] == crimea.estimates["topic"].iloc[0]].to_dict("records")[:2]:
        paths = next(paths for name, paths in crimea.trade.items() if str(row["label"]) in name)
        record, path = paths[russia_turn.RECORD], paths[russia_turn.CONTINUED]
        known = record.loc[path.index.min() : path.index.max()].dropna()
        at, after = (known.index - 2014).to_numpy(float), (known.index >= 2014).astype(float)
        design = np.column_stack([np.ones(len(known)), at, after, at * after])
        fit = sm.OLS(known.to_numpy(), design).fit()
        by_hand = (known.to_numpy() - design[:, :2] @ fit.params[:2])[after > 0].mean()

        drawn = float((known - path)[known.index >= 2014].mean())
        assert drawn == pytest.approx(by_hand, abs=1e-9)


def test_both_sides_books_are_told_apart(crimea: russia_turn.RussiaTurn) -> None:
    """The same flow from Russia's and from China's records."""
    assert crimea.estimates["label"].duplicated().any()


def test_russia_s_estimated_reports_are_not_read(crimea: russia_turn.RussiaTurn) -> None:
    """From 2022 on its rows are made from its partners' figures: its own record ends before, the partner's does not."""
    own = crimea.trade["China in Russia's exports (Russia's books)"][russia_turn.RECORD].dropna()
    other = crimea.trade["China in Russia's exports (China's books)"][russia_turn.RECORD].dropna()

    assert own.index.max() <= 2021
    assert other.index.max() > own.index.max()


def test_2022_cannot_be_read_from_russia_s_own_books() -> None:
    """The page says so, and shows what the partner's books have."""
    found = russia_turn.collect(LIBRARY, partner="CHN", event_year=2022, **SPAN)

    assert "exports-own" not in set(found.estimates["key"])
    assert "do not hold" in found.write_missing()


@pytest.mark.parametrize(("partner", "year"), [("CHN", 2014), ("CHN", 2022), ("IND", 2014), ("NRU", 2014)])
def test_sentences_cite_known_quantities_only(partner: str, year: int) -> None:
    """Also for a partner of which nothing is known."""
    chapter = russia_turn.collect(LIBRARY, partner=partner, event_year=year, **SPAN)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))


def test_crude_is_a_share_of_what_is_bought_once() -> None:
    """2016: 52.5 of 382.6 million tonnes; the row of totals must not be added to the origins."""
    assert crude_share(LIBRARY, "RUS", "CHN")[2016] == pytest.approx(52.5 / 382.6, abs=0.001)
    assert crude_share(LIBRARY, "RUS", "IND").empty


def test_gas_fuels_and_arms_are_ratios_of_rows() -> None:
    """29.452 of 176.49 bcm in 2024, 27.754 of 346.119 billion dollars in 2014, 3,066 of 5,176 million in 2005."""
    found = (
        pipeline_gas_share(LIBRARY, "RUS", "CHN")[2024],
        fuel_share(LIBRARY, "RUS", "CHN", "export")[2014],
        arms_share_of_sales(LIBRARY, "RUS", "CHN")[2005],
    )

    assert found == pytest.approx((29.452 / 176.49, 27.754 / 346.119, 3066 / 5176), abs=1e-3)


@pytest.mark.parametrize(
    ("values", "reason"),
    [([0.0] * 6 + [0.1] * 14, "foretells nothing"), ([0.6 - 0.05 * year for year in range(12)] + [0.1] * 8, "range")],
)
def test_a_path_that_means_nothing_is_not_continued(values: list[float], reason: str) -> None:
    """Zeros before the event, and a fall that would end below zero."""
    series = pd.Series(values, index=range(2002, 2022))

    assert reason in why_not(Outcome("x", "share", "books", "trade", series, ()), Question("CHN", 2014, 12, 8, "all"))


def test_no_evidence_of_a_turn_is_no_evidence_of_none(india: russia_turn.RussiaTurn) -> None:
    """The page says what it cannot tell apart, and which excess the widest interval rules out, by a plain loop."""
    trade = india.estimates[india.estimates["topic"] == TRADE]
    reach = {
        f"{row['label']}, by {row['group']}": max(abs(row["low"]), abs(row["high"])) for row in trade.to_dict("records")
    }
    widest = max(reach, key=lambda name: reach[name])

    assert "cannot be told apart from its earlier path" in india.answer
    assert "{ruled-out}" in india.answer
    assert f"the widest interval is that of {widest}," in india.answer
    assert india.find("ruled-out").value == pytest.approx(reach[widest])


def test_what_an_excess_would_add_to_is_the_path_after(india: russia_turn.RussiaTurn) -> None:
    """Mean of the continued path over the years from the event on, of the share with the widest interval."""
    label = india.find("ruled-out").caption.removeprefix("Set by ").removesuffix(".")
    path = india.trade[label][russia_turn.CONTINUED]

    assert india.find("ruled-out-path").value == pytest.approx(path[path.index >= 2014].mean())


def test_a_short_record_after_the_event_is_counted(india: russia_turn.RussiaTurn) -> None:
    """India's books end in 2016: three years in four of six shares."""
    short = india.find("few-years")

    assert (short.value, short.n) == (3, 4)
    assert "The shortest records, 4 of 6," in india.sure


def test_a_fall_is_no_proof_that_nothing_rose() -> None:
    """One share clearly below its path, one unclear: no rise is clear, which is not the same as no turn."""
    rows = [("a", "own", -2.0, -3.0, -1.0), ("b", "own", 0.5, -1.0, 2.0)]
    table = pd.DataFrame(rows, columns=["label", "group", "value", "low", "high"]).assign(
        key=["a", "b"], topic=TRADE, holm=[0.01, 0.5], n_after=5, path=0.1
    )
    said = write_answer(table, Sellers(pd.DataFrame()), Question("CHN", 2014, 12, 8, "all"))

    assert said.startswith("No rise is clear of noise: from 2014 on Russia's trade with China fell below")


def test_small_p_values_are_bounds(crimea: russia_turn.RussiaTurn) -> None:
    """Robust errors give some smaller than 0.001: neither 0.000 nor a power of ten."""
    written = set(crimea.estimates_table["p, robust errors"])

    assert "below 0.001" in written
    assert not [text for text in written if "e-" in text or text == "0.000"]
