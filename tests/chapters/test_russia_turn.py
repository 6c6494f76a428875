"""Russia's turn: records, excess over the earlier path, other sellers, and what is missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from scoledger.chapters import russia_turn
from scoledger.chapters.russia_turn.estimates import Question, why_not
from scoledger.chapters.russia_turn.outcomes import Outcome
from scoledger.indicators.origins import arms_share_of_sales, crude_share, fuel_share, pipeline_gas_share
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))
SPAN = {"years_before": 13, "years_after": 8, "placebo_dates": "all"}


@pytest.fixture(scope="module")
def crimea() -> russia_turn.RussiaTurn:
    """China, 2014."""
    return russia_turn.collect(LIBRARY, partner="CHN", event_year=2014, **SPAN)


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
