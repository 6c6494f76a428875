"""The share of one buyer in the sellers' own exports."""

from __future__ import annotations

from typing import Any

import pytest
from fake_library import flows, indicators, make_library

from scoledger.errors import InvalidArgumentError, NoDataError
from scoledger.indicators import sellers
from scoledger.paths import Project
from scoledger.tables import Library

DOTS = "imf-dots-exports"


def _library() -> Any:
    rows = flows(
        ("RUS", "CHN", "export", 2010, 10.0),
        ("RUS", "DEU", "export", 2010, 30.0),
        ("RUS", "EU27", "export", 2010, 30.0),
        ("RUS", "CHN", "import", 2010, 99.0),
        ("AUS", "CHN", "export", 2010, 5.0),
        ("AUS", "DEU", "export", 2010, 5.0),
        ("CHN", "RUS", "export", 2010, 7.0),
    )
    rents = indicators(resource_rents_pct_gdp={"RUS": [1.0], "AUS": [20.0]})
    return make_library(books=rows, world_bank_indicators=rents)


def test_a_share_is_of_what_is_sold_to_countries() -> None:
    """10 of 40: the row of the Union repeats Germany, and purchases are no sales."""
    found = sellers.buyer_share_everywhere(_library(), source="books", buyer="CHN", always="RUS")
    assert found.loc[2010].to_dict() == {"AUS": 0.5, "RUS": 0.25}


def test_sellers_can_be_left_out_or_kept() -> None:
    """Russia's rents are low here: it stays among the raw-material economies only because it is asked for."""
    choices = {"source": "books", "buyer": "CHN", "among": "raw-material economies"}
    assert set(sellers.buyer_share_everywhere(_library(), always="RUS", **choices)) == {"AUS", "RUS"}
    assert list(sellers.buyer_share_everywhere(_library(), always="AUS", **choices)) == ["AUS"]
    assert list(sellers.buyer_share_everywhere(_library(), always="RUS", without=("AUS",), **choices)) == ["RUS"]


def test_a_misspelt_choice_and_an_unknown_buyer_are_refused() -> None:
    """Neither may pass for an empty or a full comparison."""
    with pytest.raises(InvalidArgumentError):
        sellers.buyer_share_everywhere(_library(), source="books", buyer="CHN", always="RUS", among="some")
    with pytest.raises(NoDataError):
        sellers.buyer_share_everywhere(_library(), source="books", buyer="FRA", always="RUS")


def test_russia_sells_to_china_by_a_second_route() -> None:
    """Russia's rows straight from the table, summed by hand: about 56 of 448 billion dollars in 2018."""
    library = Library(Project.find())
    rows = library.read(DOTS).query("reporter == 'RUS' and year == 2018").set_index("partner")["value_musd"]
    found = sellers.buyer_share_everywhere(library, source=DOTS, buyer="CHN", always="RUS").loc[2018, "RUS"]
    assert found == pytest.approx(rows["CHN"] / rows.sum(), rel=0.01)
    assert found == pytest.approx(0.125, abs=0.001)
