"""Fuels between members on tables of a few rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from fake_library import flows, make_library

from scoledger.errors import InvalidArgumentError
from scoledger.indicators import memberfuels

BOOKS = flows(
    ("RUS", "CHN", "export", 2009, 60.0),
    ("CHN", "RUS", "import", 2009, 66.0),
    ("RUS", "CHN", "export", 2010, 61.0),
    ("KAZ", "CHN", "export", 2009, 30.0),
    ("CHN", "KAZ", "import", 2009, 33.0),
    ("CHN", "UZB", "import", 2009, 5.0),
    ("KGZ", "UZB", "export", 2009, 9.0),
    ("RUS", "KGZ", "export", 2009, 4.0),
    ("RUS", "WLD", "export", 2009, 160.0),
    ("KAZ", "WLD", "export", 2009, 40.0),
    ("CHN", "WLD", "export", 2009, 0.0),
    ("CHN", "WLD", "import", 2009, 200.0),
    ("RUS", "WLD", "import", 2009, 8.0),
    ("KAZ", "WLD", "import", 2009, 0.0),
    ("RUS", "CHN", "export", 1995, 1.0),
)


@pytest.fixture
def library() -> Any:
    """Fuels in the books of the members, prices of which oil has doubled, and gas by edition."""
    prices = pd.DataFrame(
        [
            (year, name, value)
            for name, before, value_2015 in (
                ("Crude oil, Brent", 50.0, 100.0),
                ("Natural gas, Europe", 5.0, 5.0),
                ("Coal, Australian", 60.0, 60.0),
            )
            for year, value in ((2009, before), (2015, value_2015))
        ],
        columns=["year", "commodity", "nominal_usd"],
    )
    gas = pd.DataFrame(
        [
            (2014, "pipeline", "OTHER_FSU", "CHN", "2015", 2.0, False),
            (2016, "pipeline", "UZB", "CHN", "2017", 4.0, False),
            (2016, "pipeline", "UZB", "CHN", "2016", 3.0, False),
            (2016, "LNG", "RUS", "CHN", "2017", 1.0, False),
            (2016, "pipeline", "TKM", "CHN", "2017", 30.0, False),
            (2016, "pipeline", "RUS", "CHN", "2017", 70.0, True),
            (2013, "pipeline", "KAZ", "CHN", "2014", 1.0, False),
        ],
        columns=["year", "mode", "exporter", "importer", "edition", "bcm", "is_region_total"],
    )
    chapters = pd.DataFrame(
        [
            ("RUS", "CHN", "export", "27", 2009, 60.0),
            ("RUS", "KAZ", "export", "27", 2009, 10.0),
            ("RUS", "CHN", "export", "84", 2009, 7.0),
        ],
        columns=["reporter", "partner", "flow", "hs2", "year", "value_musd"],
    )
    return make_library(
        comtrade_mineral_fuels_hs27=BOOKS,
        pink_sheet_annual=prices,
        gas_flows_by_edition=gas,
        comtrade_russia_chapters=chapters,
        us_cpi=pd.DataFrame({"year": [2009, 2015], "cpi_u": [1.0, 2.0], "months": [12, 12]}),
    )


@pytest.mark.parametrize(
    ("books", "without", "expected"),
    [("exporter", "", 99.0), ("importer", "", 108.0), ("exporter", "CHN-RUS", 39.0), ("importer", "CHN-RUS", 42.0)],
)
def test_one_side_is_read_throughout(library: Any, books: str, without: str, expected: float) -> None:
    """Uzbek sales stand in China's books, Kyrgyz purchases in Russia's; Kyrgyz sales to Uzbekistan in nobody's."""
    series = memberfuels.fuels_between_members(library, books=books, without=without, prices="current")
    assert series.to_dict() == {2009: expected}


@pytest.mark.parametrize(("prices", "factor"), [("constant", 2.0), ("oil price", 2.0), ("energy prices", 1.2)])
def test_values_are_turned_into_volumes(library: Any, prices: str, factor: float) -> None:
    """Oil cost half in 2009; with gas and coal, whose prices stood, the basket cost five sixths."""
    series = memberfuels.fuels_between_members(library, books="exporter", prices=prices)
    assert series[2009] == pytest.approx(99.0 * factor)
    with pytest.raises(InvalidArgumentError, match="prices"):
        memberfuels.fuels_between_members(library, books="exporter", prices="gas price")


@pytest.mark.parametrize(
    ("books", "without", "expected"),
    [("exporter", "", 94 / 200), ("exporter", "CHN-RUS", 34 / 140), ("importer", "", 104 / 208)],
)
def test_the_share_is_that_of_the_three_that_report(library: Any, books: str, without: str, expected: float) -> None:
    """What China, Russia and Kazakhstan sell to members in all that they sell; a pair is left out of both."""
    share = memberfuels.fuels_between_members_share(library, books=books, without=without)
    assert share[2009] == pytest.approx(expected)
    with pytest.raises(InvalidArgumentError, match="books"):
        memberfuels.fuels_between_members_share(library, books="sellers")


def test_russian_sales_have_a_source_of_their_own(library: Any) -> None:
    """Fuels to China and Kazakhstan, without machines; and without China."""
    assert memberfuels.russian_fuels_to_members(library, prices="current")[2009] == 70.0
    assert memberfuels.russian_fuels_to_members(library, prices="current", without="CHN")[2009] == 10.0


def test_gas_is_counted_among_members_from_the_latest_edition(library: Any) -> None:
    """Turkmen gas, totals of regions, earlier editions and the year before 2014 do not count."""
    pipeline = memberfuels.gas_between_members(library, modes=("pipeline",))
    assert pipeline.to_dict() == {2014: 2.0, 2016: 4.0}
    both = memberfuels.gas_between_members(library, modes=("pipeline", "LNG"))
    assert both[2016] == 5.0
    assert memberfuels.gas_between_members(library, modes=("pipeline", "LNG"), without="CHN-RUS")[2016] == 4.0
