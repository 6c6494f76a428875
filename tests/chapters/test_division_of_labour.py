"""Division of labour: parts, crossings and the tests of the thesis."""

from __future__ import annotations

from pathlib import Path

import pytest
from scipy import stats

from scoledger.chapters import division_of_labour
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
    assert division_of_labour.permute_labels([4.0, 3.0, 2.0, 1.0], [True, True, False, False]) == pytest.approx(1 / 6)
    assert division_of_labour.permute_labels([1.0, 2.0, 3.0, 4.0], [True, True, False, False]) == 1.0


def test_labels_agree_with_scipy() -> None:
    """scipy.stats.permutation_test of the difference of means, all combinations."""
    economic, others = [0.9, 0.7, 0.4, 0.8], [0.2, 0.5, 0.1]
    theirs = stats.permutation_test(
        (economic, others), lambda x, y: sum(x) / len(x) - sum(y) / len(y), alternative="greater", vectorized=False
    )

    ours = division_of_labour.permute_labels([*economic, *others], [True] * 4 + [False] * 3)
    assert ours == pytest.approx(theirs.pvalue)


def test_the_sign_test_counts_states_and_indicators(found: division_of_labour.DivisionOfLabour) -> None:
    """By a plain loop over the table of states."""
    economic = {division_of_labour.WORDS[name] for name in division_of_labour.ECONOMIC}
    cells = [
        (found.states.loc[state, name] > 0.5) == (name in economic)
        for state in found.states.index
        for name in found.states
        if found.states.loc[state, name] == found.states.loc[state, name]
    ]

    assert found.find("cells").value == pytest.approx(sum(cells) / len(cells))
    assert found.find("cells-p").value == pytest.approx(stats.binom.sf(sum(cells) - 1, len(cells), 0.5))


@pytest.mark.parametrize("states", ["CA5", "KGZ", "NRU", "CHN"])
def test_sentences_cite_known_quantities_only(states: str) -> None:
    """Also where the powers meet nowhere, or the region is one of them."""
    chapter = division_of_labour.collect(LIBRARY, states=states, **WINDOW)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))
