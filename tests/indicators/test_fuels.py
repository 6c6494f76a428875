"""Trade in mineral fuels on tables of a few rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from fake_library import flows, indicators, make_library

from scoledger.errors import InvalidArgumentError, NoDataError
from scoledger.indicators import fuels

BOOKS = flows(
    ("CHN", "KAZ", "import", 2010, 50.0),
    ("CHN", "TKM", "import", 2010, 30.0),
    ("CHN", "KAZ", "export", 2010, 2.0),
    ("CHN", "CHN", "import", 2010, 9.0),
    ("KAZ", "CHN", "export", 2010, 40.0),
    ("KAZ", "CHN", "export", 2000, 4.0),
    ("KAZ", "RUS", "export", 2010, 10.0),
    ("KAZ", "WLD", "export", 2010, 100.0),
    ("RUS", "CHN", "export", 2010, 90.0),
    ("RUS", "WLD", "export", 2010, 300.0),
    ("CHN", "WLD", "import", 1992, 1.0),
    ("CHN", "WLD", "export", 1992, 2.0),
    ("CHN", "WLD", "import", 1993, 3.0),
    ("CHN", "WLD", "export", 1993, 2.0),
    ("CHN", "WLD", "import", 1994, 1.0),
    ("CHN", "WLD", "export", 1994, 2.0),
    ("CHN", "WLD", "import", 1996, 5.0),
    ("CHN", "WLD", "export", 1996, 2.0),
)


@pytest.fixture
def library() -> Any:
    """Fuels in the books of China, Kazakhstan and Russia."""
    return make_library(
        comtrade_mineral_fuels_hs27=BOOKS,
        world_bank_indicators=indicators(population={"KAZ": [10.0], "RUS": [100.0]}),
        wits_trade_summary=pd.DataFrame(
            [("KGZ", "No. Of Export partners", 2010, 60.0)], columns=["reporter", "indicator", "year", "value"]
        ),
    )


def test_either_side_can_be_asked(library: Any) -> None:
    """Forty in the seller's books, fifty in the buyer's; a group is summed, and a state buys nothing from itself."""
    common: dict[str, Any] = {"exporter": "KAZ", "importer": "CHN"}
    assert fuels.fuel_trade(library, books="exporter", **common)[2010] == 40
    assert fuels.fuel_trade(library, books="importer", **common)[2010] == 50
    assert fuels.fuel_trade(library, exporter="CA5", importer="CHN", books="importer")[2010] == 80
    with pytest.raises(InvalidArgumentError, match="books"):
        fuels.fuel_trade(library, books="exporters", **common)
    with pytest.raises(NoDataError, match="UZB"):
        fuels.fuel_trade(library, exporter="UZB", importer="CHN", books="exporter")


def test_both_directions_stand_side_by_side(library: Any) -> None:
    """China sends 2 and receives 80, in its own books."""
    both = fuels.fuel_directions(library, states="CA5", partner="CHN", mirror="mirror")
    assert both.T[2010].to_dict() == {"to the states": 2.0, "from the states": 80.0}


@pytest.mark.parametrize(
    ("scale", "ours", "best"),
    [("dollars", 50.0, 90.0), ("per person", 5e6, 9e5), ("of fuel exports", 0.5, 0.3)],
)
def test_sales_to_members_are_set_against_the_best_of_the_others(
    library: Any, scale: str, ours: float, best: float
) -> None:
    """Kazakhstan sells the others 50, Russia 90; per person and of all exports Kazakhstan is ahead."""
    frame = fuels.fuel_sales_to_members(
        library, state="KAZ", group="SCO6", books="exporter", scale=scale, counted="the level"
    )
    assert frame.T[2010].tolist() == pytest.approx([ours, best])


def test_a_rise_is_counted_from_the_years_around_2000(library: Any) -> None:
    """Kazakhstan rises from 4 to 50, Russia from nothing on record to 90."""
    frame = fuels.fuel_sales_to_members(
        library, state="KAZ", group="SCO6", books="exporter", scale="dollars", counted="the rise since 2001"
    )
    assert frame.T[2010].tolist() == pytest.approx([46.0, 90.0])


@pytest.mark.parametrize(("onset", "gap"), [("first year", 0.0), ("for good", 3.0)])
def test_net_imports_begin_once_or_for_good(library: Any, onset: str, gap: float) -> None:
    """A deficit in 1993, a surplus in 1994, a deficit from 1996 on."""
    found = fuels.onset_gap(library, state="CHN", basis="mineral fuels by value", claimed_year=1993, onset=onset)
    assert found.to_dict() == {1993: gap}


def test_markets_are_counted_where_the_source_counts_them(library: Any) -> None:
    """Kyrgyzstan has 60; of Uzbekistan nothing is known."""
    assert fuels.export_markets(library, state="KGZ")[2010] == 60
    with pytest.raises(NoDataError, match="UZB"):
        fuels.export_markets(library, state="UZB")
