"""Resource measures on tables of a few rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from fake_library import indicators, make_library

from scoledger.errors import InvalidArgumentError, NoDataError
from scoledger.indicators import resources
from scoledger.indicators.energy import EJ_PER_BCM, EJ_PER_MT_OIL
from scoledger.paths import Project
from scoledger.tables import Library


def _review(*rows: tuple[str, str, str, int, float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["iso3", "indicator", "unit", "year", "value"])


REVIEW = _review(
    ("RUS", "gas_proved_reserves", "tcm", 2014, 35.0),
    ("IRN", "gas_proved_reserves", "tcm", 2014, 30.0),
    ("QAT", "gas_proved_reserves", "tcm", 2014, 25.0),
    ("WLD", "gas_proved_reserves", "tcm", 2014, 100.0),
    ("KAZ", "gas_production", "bcm", 2014, 10.0),
    ("IRN", "gas_production", "bcm", 2014, 30.0),
    ("CIS", "gas_production", "bcm", 2014, 90.0),
    ("WLD", "gas_production", "bcm", 2014, 100.0),
    ("CHN", "coal_consumption", "EJ", 2010, 5.0),
    ("CHN", "oil_consumption", "Mt", 2010, 3.0 / EJ_PER_MT_OIL),
    ("CHN", "gas_consumption", "bcm", 2010, 2.0 / EJ_PER_BCM),
    ("CHN", "total_energy_supply", "EJ", 2010, 20.0),
    ("CHN", "total_energy_supply", "EJ", 2011, 20.0),
)
STATUS = pd.DataFrame(
    [("RUS", "member", "2001-06-15", None), ("IRN", "observer", "2005-07-05", None)],
    columns=["iso3", "status", "start", "end"],
)
FLOWS = pd.DataFrame(
    [
        ("RUS", "DEU", "pipeline", 2014, 40.0, False),
        ("RUS", "CHN", "LNG", 2014, 10.0, False),
        ("RUS", "CIS", "pipeline", 2014, 90.0, False),
        ("RUS", "Europe", "pipeline", 2014, 150.0, True),
        ("RUS", "CHN", "pipeline", 2025, 36.0, False),
        ("RUS", "EU", "pipeline", 2025, 4.0, True),
        ("RUS", "Non-EU Europe", "pipeline", 2025, 30.0, True),
        ("TKM", "CHN", "pipeline", 2014, 10.0, False),
    ],
    columns=["exporter", "importer", "mode", "year", "bcm", "is_region_total"],
)
MINES = pd.DataFrame(
    [
        ("Kazakhstan", 2010, 10.0, "2013"),
        ("Kazakhstan", 2010, 20.0, "2016"),
        ("Canada", 2010, 15.0, "2016"),
        ("World", 2010, 50.0, "2016"),
    ],
    columns=["country", "year", "tonnes_u", "vintage"],
)
WORLD = indicators(
    resource_rents_pct_gdp={"KAZ": [20.0], "KGZ": [3.0], "FRA": [1.0], "DEU": [2.0], "USA": [4.0], "WLD": [5.0]},
    population={"CHN": [4.0, 4.0]},
    gdp_per_capita_const_usd={"CHN": [100.0, 125.0]},
)


@pytest.fixture
def library() -> Any:
    """Reserves, output, gas sold, mines and world indicators."""
    return make_library(
        statistical_review=REVIEW,
        sco_status=STATUS,
        gas_flows_by_edition=FLOWS,
        uranium_production_wna=MINES,
        world_bank_indicators=WORLD,
    )


def _holders(library: Any, **choices: str) -> pd.Series:
    frame = resources.reserves_by_holder(
        library,
        source="statistical-review",
        fuel="gas",
        membership_of="2014-01-01",
        statuses=("member", "observer"),
        **choices,
    )
    return frame.T[2014]


def test_a_state_in_two_groups_counts_once_or_twice(library: Any) -> None:
    """Iran and Russia count for the gas forum unless they are to count for the group alone."""
    assert _holders(library, against="organisations")[["SCO", "GECF"]].tolist() == pytest.approx([0.65, 0.90])
    once = _holders(library, against="organisations", overlap="counted once")
    assert once[["SCO", "GECF"]].tolist() == pytest.approx([0.65, 0.25])


def test_single_rivals_are_states_outside_the_group(library: Any) -> None:
    """Qatar is a rival, Iran is not."""
    assert _holders(library, against="single states").to_dict() == pytest.approx({"SCO": 0.65, "QAT": 0.25})


def test_misspelt_choices_are_refused(library: Any) -> None:
    """A misspelt rival or fuel does not pass for the default."""
    with pytest.raises(InvalidArgumentError, match="against"):
        _holders(library, against="organisation")
    with pytest.raises(InvalidArgumentError, match="what"):
        resources.world_supply_share(library, states=("KAZ",), what="coal")


def test_an_addition_is_relative_to_the_group(library: Any) -> None:
    """Iran's 30 beside the 35 of the one member."""
    added = resources.addition_to_group(
        library, what="gas_proved_reserves", source="statistical-review", state="IRN", membership_of="2014-01-01"
    )
    assert added[2014] == pytest.approx(30 / 35)


def test_production_is_not_read_from_the_factbook(library: Any) -> None:
    """The Factbook serves for reserves."""
    with pytest.raises(NoDataError, match="reserves alone"):
        resources.addition_to_group(
            library, what="gas_production", source="world-factbook-energy", state="IRN", group=("KAZ",)
        )


def test_shares_in_output_leave_regions_out(library: Any) -> None:
    """The commonwealth is no state; two states together make the sum of their shares."""
    shares = resources.output_shares(library, fuel="gas")
    assert sorted(map(str, shares)) == ["IRN", "KAZ"]
    both = resources.world_supply_share(library, states=("KAZ", "IRN"), what="gas")
    assert both[2014] == pytest.approx(shares.loc[2014].sum())


def test_the_largest_buyer_is_a_state_or_an_area(library: Any) -> None:
    """Germany in 2014, the rest of Europe in 2025; regions do not count as states."""
    common: dict[str, Any] = {"exporter": "RUS", "importer": "CHN", "modes": ("pipeline", "LNG")}
    states = resources.gas_over_largest_buyer(library, rivals="states", **common)
    assert states.to_dict() == pytest.approx({2014: 0.25})
    areas = resources.gas_over_largest_buyer(library, rivals="areas", **common)
    assert areas.to_dict() == pytest.approx({2025: 1.2})
    planned = resources.gas_over_largest_buyer(library, rivals="states", planned=38.0, **common)
    assert planned[2014] == pytest.approx(0.95)


def test_two_equal_suppliers_make_a_half(library: Any) -> None:
    """Ten from each of two suppliers."""
    hhi = resources.gas_supplier_hhi(library, importer="CHN", modes=("pipeline", "LNG"))
    assert hhi.to_dict() == pytest.approx({2014: 0.5, 2025: 1.0})


def test_the_mix_of_fuels_has_a_rest_or_none(library: Any) -> None:
    """Coal 5, oil 3, gas 2 and, of a supply of 20, another 10."""
    rest = resources.fuel_mix_hhi(library, state="CHN", others="as one source")
    assert rest[2010] == pytest.approx(0.25**2 + 0.15**2 + 0.1**2 + 0.5**2)
    assert resources.fuel_mix_hhi(library, state="CHN", others="left out")[2010] == pytest.approx(0.38)


def test_intensity_is_relative_to_2010(library: Any) -> None:
    """The same energy for a quarter more output."""
    intensity = resources.energy_intensity(library, state="CHN", source="statistical-review")
    assert intensity.to_dict() == pytest.approx({2010: 1.0, 2011: 0.8})


def test_the_last_vintage_of_a_mine_counts(library: Any) -> None:
    """Twenty tonnes, not ten; the world is no producer."""
    made = resources.uranium_producers(library, source="uranium-production-wna")
    assert made.loc[2010].to_dict() == pytest.approx({"Kazakhstan": 20e-6, "Canada": 15e-6})


def test_states_are_held_against_the_middle_of_the_world(library: Any) -> None:
    """Both of two exceed the median of states, 3 not among the larger; one exceeds the world as a whole."""
    common: dict[str, Any] = {"states": "CA2", "what": "rents to GDP"}
    median = resources.states_above_world(library, benchmark="median of states", **common)
    whole = resources.states_above_world(library, benchmark="world as a whole", **common)
    assert (median[2010], whole[2010]) == (1.0, 1.0)


def test_kazakhstan_mines_most_by_a_second_route() -> None:
    """The first place of 2012 in the table itself, in both sources."""
    library = Library(Project.find())
    for source, column in (("uranium-production-wna", "tonnes_u"), ("uranium-production-bgs", "tonnes")):
        table = library.read(source)
        rows = table[(table["year"] == 2012) & ~table["country"].isin(["World", "Others"])]
        assert rows.sort_values(column)["country"].iloc[-1] == "Kazakhstan"
        assert resources.uranium_producers(library, source=source).loc[2012].idxmax() == "Kazakhstan"
