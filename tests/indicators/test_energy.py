"""Energy measures on tables of a few rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from fake_library import make_library

from scoledger.errors import InvalidArgumentError, NoDataError
from scoledger.indicators import energy


def _review(*rows: tuple[str, str, str, int, float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["iso3", "indicator", "unit", "year", "value"])


REVIEW = _review(
    ("CHN", "gas_consumption", "bcm", 2020, 100.0),
    ("CHN", "gas_production", "bcm", 2020, 60.0),
    ("CHN", "oil_consumption", "kb/d", 2020, 10.0),
    ("CHN", "oil_production", "kb/d", 2020, 4.0),
    ("CHN", "oil_production", "Mt", 2020, 50.0),
    ("IRN", "gas_proved_reserves", "tcm", 2010, 32.0),
    ("WLD", "gas_proved_reserves", "tcm", 2010, 200.0),
)
FLOWS = pd.DataFrame(
    [
        ("TKM", "CHN", "pipeline", 2013, "BP_2014", 24.0, False),
        ("TKM", "CHN", "pipeline", 2014, "BP_2015", 25.0, False),
        ("TKM", "CHN", "pipeline", 2014, "BP_2016", 26.0, False),
        ("RUS", "CHN", "pipeline", 2020, "EI_2021", 4.0, False),
        ("RUS", "CHN", "LNG", 2020, "EI_2021", 7.0, False),
        ("RUS", "CHN", "LNG", 2020, "EI_2021", 99.0, True),
    ],
    columns=["exporter", "importer", "mode", "year", "edition", "bcm", "is_region_total"],
)
REGIONS = pd.DataFrame(
    [
        ("China", "Other CIS", "Pipeline imports", 2020, 40.0),
        ("Other CIS", "China", "Pipeline exports", 2020, 40.0),
        ("Other CIS", "Total", "Pipeline exports", 2020, 80.0),
    ],
    columns=["area", "partner", "flow", "year", "bcm"],
)
SUPPLIERS = pd.DataFrame(
    {
        "year": [2020],
        "central_asia_pipe_bcm": 40.0,
        "russia_pipe_bcm": 10.0,
        "myanmar_pipe_bcm": 0.0,
        "lng_total_bcm": 50.0,
    }
)
OIL = pd.DataFrame(
    [
        ("Crude 2020", "Other CIS", 2020, 5.0),
        ("Crude 2020", "Middle East", 2020, 45.0),
        ("Crude 2020", "China", 2020, 3.0),
        ("Crude 2020", "Total imports", 2020, 50.0),
        ("Products 2020", "Middle East", 2020, 70.0),
    ],
    columns=["section", "origin", "year", "mt"],
)


@pytest.fixture
def library() -> Any:
    """All tables of this file."""
    return make_library(
        statistical_review=REVIEW,
        gas_flows_by_edition=FLOWS,
        gas_interregional=REGIONS,
        china_gas_imports_by_supplier=SUPPLIERS,
        china_oil_imports_by_origin=OIL,
    )


def test_the_later_edition_of_a_year_is_read(library: Any) -> None:
    """26 and not 25 for 2014, and not their sum."""
    series = energy.gas_flow(
        library, source="gas-flows-by-edition", exporter="TKM", importer="CHN", modes=("pipeline",)
    )

    assert series.to_dict() == {2013: 24.0, 2014: 26.0}


@pytest.mark.parametrize(("modes", "expected"), [(("pipeline",), 4.0), (("LNG",), 7.0), (("pipeline", "LNG"), 11.0)])
def test_modes_add_up_without_totals_of_regions(library: Any, modes: tuple[str, ...], expected: float) -> None:
    """A row for a region as a whole is no flow of its own."""
    series = energy.gas_flow(library, source="gas-flows-by-edition", exporter="RUS", importer="CHN", modes=modes)

    assert series[2020] == expected


def test_between_areas_only_pipelines_are_split(library: Any) -> None:
    """Liquefied gas by supplier is not in that table."""
    given = {"source": "gas-interregional", "exporter": "Other CIS", "importer": "China"}

    assert energy.gas_flow(library, modes=("pipeline",), **given)[2020] == 40.0
    with pytest.raises(NoDataError, match="but not liquefied gas"):
        energy.gas_flow(library, modes=("pipeline", "LNG"), **given)


def test_a_flow_over_consumption(library: Any) -> None:
    """11 of 100; the area's name is read as its country's code."""
    given = {"source": "gas-flows-by-edition", "exporter": "RUS", "importer": "CHN"}
    area = {"source": "gas-interregional", "exporter": "Other CIS", "importer": "China"}

    assert energy.gas_flow_share(library, modes=("pipeline", "LNG"), **given)[2020] == 0.11
    assert energy.gas_flow_share(library, modes=("pipeline",), **area)[2020] == 0.4


def test_a_buyer_s_share_in_exports(library: Any) -> None:
    """40 of 80."""
    share = energy.gas_export_share(library, source="gas-interregional", exporter="Other CIS", importer="China")

    assert share.to_dict() == {2020: 0.5}


def test_crude_imports_over_all_crude(library: Any) -> None:
    """50 bought and 50 produced; neither products, nor the sum in the table, nor flows within China count."""
    assert energy.crude_import_share(library, state="CHN").to_dict() == {2020: 0.5}


@pytest.mark.parametrize(("fuel", "expected"), [("gas", 0.4), ("oil", 0.6)])
def test_import_dependence(library: Any, fuel: str, expected: float) -> None:
    """What production does not cover."""
    assert energy.import_dependence(library, state="CHN", fuel=fuel)[2020] == pytest.approx(expected)


def test_import_dependence_of_two_fuels_is_by_heat(library: Any) -> None:
    """10 thousand barrels a day are 365 x 10 / 7.33 thousand tonnes, 0.0208 EJ; 100 bcm are 3.6 EJ."""
    oil, gas = 365 * 10 / 7.33 / 1000 * 0.041868, 3.6
    expected = (0.6 * oil + 0.4 * gas) / (oil + gas)

    assert energy.import_dependence(library, state="CHN", fuel="oil and gas")[2020] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("fuel", "expected"),
    [("gas", 0.4), ("oil", 0.1), ("oil and gas", (40 * 0.036 + 5 * 0.041868) / (100 * 0.036 + 50 * 0.041868))],
)
def test_a_region_s_share_in_imports(library: Any, fuel: str, expected: float) -> None:
    """40 of 100 bcm, 5 of 50 Mt, and together by heat."""
    assert energy.supplier_share_of_imports(library, fuel=fuel)[2020] == pytest.approx(expected)


def test_a_region_s_share_by_value() -> None:
    """3 + 2 of 20 million dollars; states without a row sell nothing."""
    rows = [("CHN", "KAZ", 3.0), ("CHN", "TKM", 2.0), ("CHN", "WLD", 20.0), ("CHN", "RUS", 9.0)]
    frame = pd.DataFrame(rows, columns=["reporter", "partner", "value_musd"]).assign(year=2010, flow="import")
    library = make_library(comtrade_mineral_fuels_hs27=frame)

    assert energy.supplier_share_of_imports(library, fuel="mineral fuels by value")[2010] == 0.25


def test_reserves_over_the_world_s(library: Any) -> None:
    """32 of 200."""
    assert energy.reserves_share(library, source="statistical-review", state="IRN", fuel="gas").to_dict() == {
        2010: 0.16
    }


def test_reserves_as_an_edition_saw_them() -> None:
    """What was believed at the time."""
    frame = pd.DataFrame(
        {
            "edition": ["BP_2014", "BP_2015"],
            "fuel": "gas",
            "year": 2013,
            "iran_share": [0.18, 0.19],
            "russia_share": 0.0,
        }
    )
    library = make_library(reserves_shares_by_edition=frame)
    given = {"source": "reserves-shares-by-edition", "state": "IRN", "fuel": "gas"}

    assert energy.reserves_share(library, edition="BP_2014", **given).to_dict() == {2013: 0.18}


def test_reserves_are_read_from_the_text_of_the_factbook() -> None:
    """34 trillion of 204 trillion: digits, words and the year of the estimate."""
    rows = [
        ("middle-east/ir", "Iran", "33.987 trillion cubic meters (2021 est.)"),
        ("world/xx", "World", "203,922 billion cubic meters (2021 est.)"),
    ]
    frame = pd.DataFrame(rows, columns=["file", "country", "text"]).assign(
        category="Natural gas", item="proven reserves"
    )
    library = make_library(world_factbook_energy=frame)
    share = energy.reserves_share(library, source="world-factbook-energy", state="IRN", fuel="gas")

    assert share.index.tolist() == [2021]
    assert share[2021] == pytest.approx(33.987 / 203.922)


def test_figures_of_a_document_are_divided() -> None:
    """(38 + 30) / 400."""
    ratio = energy.stated_ratio(make_library(), numerator=(38.0, 30.0), denominator=400.0, stated_for=2020)

    assert ratio.to_dict() == {2020: 0.17}


def test_a_series_that_the_review_does_not_hold_is_named(library: Any) -> None:
    """The message says which."""
    with pytest.raises(NoDataError, match="no gas_consumption of KGZ in bcm"):
        energy.review(library, "KGZ", "gas_consumption", "bcm")


@pytest.mark.parametrize("call", [energy.import_dependence, energy.reserves_share, energy.supplier_share_of_imports])
def test_an_unknown_fuel_is_refused(library: Any, call: Any) -> None:
    """By every measure that takes one."""
    given: dict[str, str] = {"fuel": "wood"}
    if call is not energy.supplier_share_of_imports:
        given["state"] = "CHN"
    if call is energy.reserves_share:
        given["source"] = "statistical-review"

    with pytest.raises(InvalidArgumentError, match="unknown fuel 'wood'"):
        call(library, **given)
