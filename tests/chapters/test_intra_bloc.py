"""Trade inside the organisation: cuts, paths and placebos against sums made by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pymannkendall
import pytest

from scoledger.chapters import intra_bloc
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def found() -> intra_bloc.IntraBloc:
    """The founding members."""
    return intra_bloc.collect(LIBRARY, members="SCO2001", first_year=2001, last_year=2024)


def test_the_level_is_the_sum_of_the_hubs_books(found: intra_bloc.IntraBloc) -> None:
    """Current dollars of 2005 by a plain loop over China's and Russia's books, taken to dollars of 2015."""
    chinese, study = LIBRARY.read("imf-imts-china-usa"), LIBRARY.read("comtrade-study-pairs")
    central = ("KAZ", "KGZ", "TJK", "UZB")
    total = 0.0
    for table, hub in ((chinese, "CHN"), (study, "RUS")):
        rows = table[(table["reporter"] == hub) & (table["year"] == 2005) & table["partner"].isin(central)]
        total += rows["value_musd"].sum()
    # Between two hubs the exporter's books are read.
    for table, exporter, importer in ((chinese, "CHN", "RUS"), (study, "RUS", "CHN")):
        rows = table[(table["reporter"] == exporter) & (table["partner"] == importer) & (table["flow"] == "export")]
        total += rows.set_index("year")["value_musd"][2005]
    cpi = LIBRARY.read("us-cpi").set_index("year")["cpi_u"]

    assert found.levels[intra_bloc.ALL][2005] == pytest.approx(total * cpi[2015] / cpi[2005] / 1e3)


def test_without_the_pair_the_level_falls_by_that_trade(found: intra_bloc.IntraBloc) -> None:
    """And without China it is smaller still."""
    levels = found.levels

    assert (levels[intra_bloc.ALL] > levels[intra_bloc.NO_PAIR]).all()
    assert levels[intra_bloc.NO_PAIR].mean() > levels[intra_bloc.NO_CHINA].mean()


def test_members_of_each_year_are_the_founders_until_2016(found: intra_bloc.IntraBloc) -> None:
    """India and Pakistan come in 2017 and raise the share."""
    fixed, then = found.shares[intra_bloc.ALL], found.shares[intra_bloc.JOINED]

    pd.testing.assert_series_equal(fixed.loc[:2016], then.loc[:2016], check_names=False, check_index_type=False)
    assert then[2018] > fixed[2018]


def test_the_slope_is_that_of_pymannkendall(found: intra_bloc.IntraBloc) -> None:
    """The reference code of the field: Sen's slope of the logarithms."""
    import numpy as np

    theirs = pymannkendall.original_test(np.log(found.shares[intra_bloc.ALL]))
    main = found.trends[found.trends["is_main"]].iloc[0]

    assert main["value"] == pytest.approx(theirs.slope)


def test_a_placebo_is_the_change_of_a_share() -> None:
    """From 1/2 to 3/4 inside: a quarter more."""
    flows = pd.DataFrame(
        [
            ("A", "B", 2001, 1.0),
            ("A", "X", 2001, 1.0),
            ("B", "A", 2005, 3.0),
            ("B", "X", 2005, 1.0),
            ("X", "A", 2005, 9.0),
        ],
        columns=["exporter", "importer", "year", "value_musd"],
    )

    assert intra_bloc._change_inside(flows, ("A", "B"), (2001, 2005)) == pytest.approx(0.25)


def test_the_members_are_ranked_among_neighbourhoods(found: intra_bloc.IntraBloc) -> None:
    """One own set among about a hundred, none of which holds a member."""
    assert found.placebos["is_own"].sum() == 1
    assert len(found.placebos) > 80


@pytest.mark.parametrize("members", ["SCO2024", "CA5", "NRU,TUV"])
def test_a_set_without_a_hub_says_so(members: str) -> None:
    """Central Asia alone has nobody who reports on all of it; sentences cite known quantities only."""
    chapter = intra_bloc.collect(LIBRARY, members=members, first_year=2001, last_year=2024)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))
    assert bool(chapter.shares) == (members == "SCO2024")
    assert ("do not hold" in chapter.write_missing()) == (members != "SCO2024")
