"""Mirror statistics: gaps against published factors, and which verdicts they decide."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scoledger.chapters import mirror_statistics
from scoledger.indicators.mirrors import gaps_of_all_pairs, mirror_gap
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))
STUDY, CHINESE = "comtrade-study-pairs", ("imf-imts-china-usa", "comtrade-study-pairs")


@pytest.fixture(scope="module")
def found() -> mirror_statistics.MirrorStatistics:
    """Central Asia with China."""
    return mirror_statistics.collect(LIBRARY, states="CA5", partner="CHN", first_year=1995, last_year=2024)


def test_the_kyrgyz_factor_is_the_published_one() -> None:
    """The tables' own description: a factor of 3.6 to 12.7 between the two records, 2004 to 2016."""
    factor = np.exp(mirror_gap(LIBRARY, STUDY, CHINESE, "KGZ", "CHN", "import").loc[2004:2016])

    assert factor.min() > 2.5
    assert 10 < factor.max() < 14


def test_the_kazakh_factor_is_the_published_one() -> None:
    """1.5 to 2.1 in the years of the study."""
    factor = np.exp(mirror_gap(LIBRARY, STUDY, CHINESE, "KAZ", "CHN", "import").loc[2006:2016])

    assert factor.median() == pytest.approx(1.8, abs=0.4)


def test_a_gap_is_a_ratio_of_two_rows() -> None:
    """Kyrgyzstan's imports from China in 2012, by the rows of two tables."""
    own = LIBRARY.read(STUDY).set_index(["reporter", "partner", "flow", "year"])["value_musd"]
    other = LIBRARY.read("imf-imts-china-usa").set_index(["reporter", "partner", "flow", "year"])["value_musd"]
    by_hand = np.log(other["CHN", "KGZ", "export", 2012] / own["KGZ", "CHN", "import", 2012])

    assert mirror_gap(LIBRARY, STUDY, CHINESE, "KGZ", "CHN", "import")[2012] == pytest.approx(by_hand)


def test_a_gap_changes_its_sign_with_the_side() -> None:
    """What China records over Kazakhstan's is the inverse of what Kazakhstan records over China's."""
    one = mirror_gap(LIBRARY, STUDY, STUDY, "KAZ", "CHN", "import")
    other = mirror_gap(LIBRARY, STUDY, STUDY, "CHN", "KAZ", "export")

    np.testing.assert_allclose(one.to_numpy(), -other.to_numpy())


def test_russia_s_estimates_are_not_compared() -> None:
    """From 2022 on its rows are made from its partners' figures."""
    gap = mirror_gap(LIBRARY, ("comtrade-study-pairs", "imf-imts-russia"), CHINESE, "RUS", "CHN", "import")

    assert gap.index.max() == 2021


def test_all_pairs_report_on_both_sides() -> None:
    """At least five years each, no state with itself."""
    table = gaps_of_all_pairs(LIBRARY, STUDY, 1995, 2016)

    assert (table["n"] >= 5).all()
    assert (table["exporter"] != table["importer"]).all()
    assert len(table) > 100


def test_kyrgyz_imports_have_the_largest_gap(found: mirror_statistics.MirrorStatistics) -> None:
    """In both the table and the answer."""
    assert found.sizes.set_index("label")["value"].abs().idxmax() == "Kyrgyzstan's imports"
    assert "{factor-kgz-import}" in found.answer


def test_the_figure_of_2014_turns_on_whose_books_are_read(found: mirror_statistics.MirrorStatistics) -> None:
    """The exporters' books bear 45 billion out, the importers' do not."""
    rows = found.decided[(found.decided["Part"] == "2014")].set_index("Books")

    assert rows["Is decided by it"].all()
    assert (rows.loc["exporter", "Support"], rows.loc["importer", "Support"]) == ("100%", "0%")


def test_circular_pairs_are_named(found: mirror_statistics.MirrorStatistics) -> None:
    """Turkmenistan's exports to China in the exporters' report."""
    assert len(found.excluded) == 1
    assert found.excluded[0].startswith("Turkmenistan and China")


@pytest.mark.parametrize(("states", "partner"), [("CA5", "CHN"), ("NRU", "CHN"), ("KGZ", "ATA")])
def test_sentences_cite_known_quantities_only(states: str, partner: str) -> None:
    """Also where nothing can be compared."""
    chapter = mirror_statistics.collect(LIBRARY, states=states, partner=partner, first_year=1995, last_year=2024)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))
