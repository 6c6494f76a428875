"""Division of labour: parts, crossings and the tests of the thesis."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from scipy import stats

from scoledger.chapters import division_of_labour
from scoledger.chapters.division_of_labour.chances import flip_indicators, permute_labels
from scoledger.chapters.division_of_labour.measures import ECONOMIC, WORDS
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))
WINDOW = {"one": "CHN", "other": "RUS", "first_year": 1995, "last_year": 2024}


@pytest.fixture(scope="module")
def found() -> division_of_labour.DivisionOfLabour:
    """China and Russia in Central Asia."""
    return division_of_labour.collect(LIBRARY, states="CA5", **WINDOW)


def test_a_part_is_one_over_both(found: division_of_labour.DivisionOfLabour) -> None:
    """Bilateral debt of the five in 2015, by the rows."""
    table = LIBRARY.read("ids-debt-by-creditor")
    five = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
    rows = table[(table["year"] == 2015) & (table["series_code"] == "DT.DOD.BLAT.CD") & table["debtor"].isin(five)]
    owed = rows.groupby("creditor")["usd"].sum()

    part = found.paths["economy"]["public debt to it"][2015]
    assert part == pytest.approx(owed["CHN"] / (owed["CHN"] + owed["RUS"]))


def test_the_treaty_is_russia_s_alone(found: division_of_labour.DivisionOfLabour) -> None:
    """China's part is nothing."""
    assert found.find("part-treaty").value == 0


def test_labels_are_dealt_out_in_every_way() -> None:
    """Two of four: six ways, one of which is the best."""
    assert permute_labels([4.0, 3.0, 2.0, 1.0], [True, True, False, False]) == pytest.approx(1 / 6)
    assert permute_labels([1.0, 2.0, 3.0, 4.0], [True, True, False, False]) == 1.0


def test_labels_agree_with_scipy() -> None:
    """scipy.stats.permutation_test of the difference of means, all combinations."""
    economic, others = [0.9, 0.7, 0.4, 0.8], [0.2, 0.5, 0.1]
    theirs = stats.permutation_test(
        (economic, others), lambda x, y: sum(x) / len(x) - sum(y) / len(y), alternative="greater", vectorized=False
    )

    ours = permute_labels([*economic, *others], [True] * 4 + [False] * 3)
    assert ours == pytest.approx(theirs.pvalue)


def test_all_trade_is_drawn_but_not_counted(found: division_of_labour.DivisionOfLabour) -> None:
    """It is the sum of exports and imports: eight indicators are counted, nine are drawn."""
    late = found.shares[found.shares["when"] == "last"]
    said = [(row["value"] > 0.5) == (row["field"] == "economy") for row in late.to_dict("records")]
    counted = [fits for fits, name in zip(said, late["name"], strict=True) if name != "trade"]

    assert (len(said), len(counted)) == (9, 8)
    assert (found.find("as-said").value, found.find("as-said").n) == (sum(counted), 8)
    assert found.find("labels-p").n == 8


def test_the_cells_are_those_of_counted_indicators(found: division_of_labour.DivisionOfLabour) -> None:
    """By a plain loop over the table of states; the interval leaves out one indicator at a time."""
    economic = {WORDS[name] for name in ECONOMIC}
    cells = [
        (name, (found.states.loc[state, name] > 0.5) == (name in economic))
        for state in found.states.index
        for name in found.states
        if name != "all trade" and found.states.loc[state, name] == found.states.loc[state, name]
    ]
    without = []
    for left_out in {name for name, _ in cells}:
        kept = [fits for name, fits in cells if name != left_out]
        without.append(sum(kept) / len(kept))
    share = found.find("cells")

    assert (share.value, share.n) == (pytest.approx(sum(fits for _, fits in cells) / len(cells)), len(cells))
    assert (share.low, share.high) == pytest.approx((min(without), max(without)))


def test_with_one_state_indicators_are_flipped_as_in_a_sign_test() -> None:
    """Six of eight: the upper tail of a binomial distribution, by scipy."""
    cells = pd.DataFrame([[1.0] * 6 + [-1.0] * 2])

    assert flip_indicators(cells) == pytest.approx(stats.binom.sf(5, 8, 0.5))


def test_states_of_one_indicator_change_sides_together() -> None:
    """Five states that repeat one another tell no more than one; as single cells they would look certain."""
    one = pd.DataFrame([[1.0] * 6 + [-1.0] * 2])
    five = pd.concat([one] * 5, ignore_index=True)

    assert flip_indicators(five) == flip_indicators(one)
    assert flip_indicators(five) > 100 * stats.binom.sf(29, 40, 0.5)


def test_one_indicator_of_each_kind_is_shown_too(found: division_of_labour.DivisionOfLabour) -> None:
    """All trade and debt against four: 15 ways to deal the labels, of which the one observed is the best."""
    late = found.shares[found.shares["when"] == "last"].set_index("name")["value"]
    trade_and_debt, others = late[["trade", "debt"]], late[["arms", "exercises", "votes", "treaty"]]

    assert min(trade_and_debt) > max(others)
    assert found.find("kinds-p").value == pytest.approx(1 / 15)
    assert "{kinds-p}" in found.sure


def test_the_last_years_are_stated(found: division_of_labour.DivisionOfLabour) -> None:
    """Beside each indicator in the answer and in the figure, with the oldest and the newest for the closing box."""
    late = found.shares[found.shares["when"] == "last"]
    led = late[late["value"] > 0.5]

    assert all(f"{row['words']} ({row['year']})" in found.answer for row in led.to_dict("records"))
    assert all(str(row["label"]).endswith(str(row["year"])) for row in late.to_dict("records"))
    assert (found.find("oldest").value, found.find("newest").value) == (late["year"].min(), late["year"].max())
    assert "(exercises together, five years)" in found.sure


def test_the_oldest_year_by_state_is_tajikistan_s_fuels(found: division_of_labour.DivisionOfLabour) -> None:
    """Both powers' books hold its fuels in 2008 only."""
    assert found.find("oldest-state").value == 2008


@pytest.mark.parametrize("states", ["CA5", "KGZ", "NRU", "CHN"])
def test_sentences_cite_known_quantities_only(states: str) -> None:
    """Also where the powers meet nowhere, or the region is one of them."""
    chapter = division_of_labour.collect(LIBRARY, states=states, **WINDOW)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))
