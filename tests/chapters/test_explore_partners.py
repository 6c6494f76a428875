"""Partners to look around in: the same shares as the chapter on partners in trade, and a first view that answers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from scoledger.chapters import explore_partners, trade_partners
from scoledger.errors import NoDataError
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))
WINDOW = {"first_year": 1995, "last_year": 2024}


@pytest.fixture(scope="module")
def found() -> explore_partners.ExplorePartners:
    """A state with books of its own and one without."""
    return explore_partners.collect(LIBRARY, states="TKM,KGZ", **WINDOW)


@pytest.mark.parametrize("state", ["KGZ", "TKM"])
def test_every_share_is_that_of_the_chapter_on_partners(found: explore_partners.ExplorePartners, state: str) -> None:
    """By flow, partner, whose books and year; no line more and none less."""
    chapter = trade_partners.collect(LIBRARY, country=state, **WINDOW)
    sides = trade_partners.name_sides(state)
    ours = found.shares[(found.shares["state"] == state) & found.shares["partner"].isin(trade_partners.PARTNERS)]
    theirs = {
        (flow, partner, mirror): paths[sides[mirror]]
        for flow, partners in chapter.shares.items()
        for partner, paths in partners.items()
        for mirror in sides
        if sides[mirror] in paths
    }
    lines = {key: rows.set_index("year")["share"] for key, rows in ours.groupby(["flow", "partner", "side"])}

    assert lines.keys() == theirs.keys()
    for key, path in theirs.items():
        pd.testing.assert_series_equal(lines[key], path, check_names=False, check_dtype=False)


def test_the_first_view_is_of_a_state_with_its_own_books(found: explore_partners.ExplorePartners) -> None:
    """Turkmenistan is named first, but its own books end in 2000: they are short, yet its own."""
    alone = explore_partners.collect(LIBRARY, states="TJK", **WINDOW)

    assert found.shown == {"state": "TKM", "partner": "CHN", "flow": "total", "side": "reported"}
    assert alone.shown == {"state": "TJK", "partner": "CHN", "flow": "total", "side": "mirror"}


def test_the_answer_cites_the_ends_of_the_first_view() -> None:
    """First and last share of China in Kyrgyzstan's trade, by Kyrgyzstan's books."""
    found = explore_partners.collect(LIBRARY, states="KGZ", **WINDOW)
    table = LIBRARY.read("national-statistics")
    rows = table[(table["reporter"] == "KGZ") & (table["year"] == 2023)].groupby("partner")["value_musd"].sum()
    last = found.quantities[1]

    assert last.value == pytest.approx(rows["CHN"] / rows["WLD"])
    assert "in 2023 it had {last-share}" in found.answer
    assert found.table.set_index("Partner").loc["China", "Last share"] == last.value


def test_the_table_has_all_partners_by_their_last_share(found: explore_partners.ExplorePartners) -> None:
    """Largest first."""
    assert found.table["Last share"].is_monotonic_decreasing
    assert {"China", "Russia"} <= set(found.table["Partner"])
    assert (found.table["Highest"] >= found.table["Last share"]).all()


def test_a_window_without_a_share_is_refused() -> None:
    """Two years make no path."""
    with pytest.raises(NoDataError, match="no partner's share in the trade of TJK in 2023-2024"):
        explore_partners.collect(LIBRARY, states="TJK", first_year=2023, last_year=2024)
