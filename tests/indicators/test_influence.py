"""A partner's influence on tables of a few rows."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from fake_library import flows, indicators, make_library, world

from scoledger.errors import InvalidArgumentError, NoDataError
from scoledger.indicators import influence
from scoledger.paths import Project
from scoledger.tables import Library

BOOKS = flows(
    ("CHN", "KAZ", "export", 2010, 10.0),
    ("CHN", "KAZ", "import", 2010, 10.0),
    ("CHN", "KAZ", "export", 2011, 20.0),
    ("CHN", "KAZ", "import", 2011, 20.0),
    ("CHN", "TKM", "export", 2010, 5.0),
    ("CHN", "TKM", "import", 2010, 5.0),
    ("CHN", "TKM", "export", 2011, 10.0),
    ("CHN", "TKM", "import", 2011, 30.0),
    ("CHN", "BRA", "export", 2010, 1.0),
    ("CHN", "BRA", "import", 2010, 0.0),
)


def _debt(*rows: tuple[str, str, int, float]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["debtor", "creditor", "year", "usd"])
    return frame.assign(series_code="DT.DOD.BLAT.CD")


@pytest.fixture
def library() -> Any:
    """China's books, debts and fuels."""
    return make_library(
        imf_imts_china_usa=BOOKS,
        imf_dots_world_by_country=world({"KAZ": [100.0, 100.0], "TKM": [100.0, 100.0], "BRA": [10.0, 10.0]}),
        ids_debt_by_creditor=_debt(
            ("KAZ", "WLD", 2010, 50.0),
            ("KAZ", "WLD", 2011, 50.0),
            ("KAZ", "CHN", 2011, 10.0),
            ("TKM", "WLD", 2010, 0.0),
        ),
        comtrade_study_pairs=flows(("CHN", "KAZ", "import", 2010, 100.0), ("KAZ", "CHN", "export", 2010, 80.0)),
        comtrade_mineral_fuels_hs27=flows(
            ("CHN", "KAZ", "import", 2010, 60.0),
            ("KAZ", "CHN", "export", 2010, 20.0),
            ("KAZ", "RUS", "export", 2010, 20.0),
            ("KAZ", "TUR", "export", 2010, 10.0),
            ("KAZ", "WLD", "export", 2010, 100.0),
            ("KAZ", "CHN", "export", 2000, 0.0),
            ("KAZ", "RUS", "export", 2000, 10.0),
            ("KAZ", "WLD", "export", 2000, 100.0),
        ),
        unctad_exports_by_sitc_section=pd.DataFrame(
            [
                (2015, "SITC3", "KAZ", "WLD", 50.0),
                (2015, "SITC9", "KAZ", "WLD", 20.0),
                (2015, "SITC8", "KAZ", "WLD", 30.0),
                (2015, "All", "KAZ", "WLD", 100.0),
                (2015, "SITC8", "CHN", "KAZ", 9.0),
                (2015, "SITC8", "TUR", "KAZ", 4.0),
                (2015, "SITC8", "JPN", "KAZ", 1.0),
            ],
            columns=["year", "section", "exporter", "importer", "value_musd"],
        ),
        world_bank_indicators=indicators(
            fuel_exports_pct_merch={"KAZ": [70.0]}, ores_metals_exports_pct_merch={"KAZ": [10.0]}
        ),
    )


def test_shares_are_logs_and_a_trade_of_nothing_is_absent(library: Any) -> None:
    """A fifth of Kazakhstan's trade; Brazil sold nothing, and is no former Soviet state."""
    common: dict[str, Any] = {"source": "imf-imts-china-usa", "partner": "CHN"}
    logs = influence.log_share_everywhere(library, flow="total", **common)
    assert math.isclose(logs.loc[2010, "KAZ"], math.log(0.2))
    exports = influence.log_share_everywhere(library, flow="export", **common)
    assert "BRA" not in exports or math.isnan(exports.loc[2010, "BRA"])
    assert list(influence.log_share_everywhere(library, flow="total", scope="former Soviet Union", **common)) == [
        "KAZ",
        "TKM",
    ]
    assert list(influence.log_share_everywhere(library, flow="total", without=("KAZ", "BRA"), **common)) == ["TKM"]
    with pytest.raises(InvalidArgumentError, match="scope"):
        influence.log_share_everywhere(library, flow="total", scope="Mars", **common)


def test_who_owes_a_creditor_nothing_has_a_share_of_nothing(library: Any) -> None:
    """No row in 2010 is no debt; a debtor without any debt has no share."""
    shares = influence.credit_share_everywhere(library, creditor="CHN")
    assert shares["KAZ"].tolist() == [0.0, 0.2]
    assert shares["TKM"].isna().all()
    assert influence.credit_share(library, state="KAZ", creditor="CHN").tolist() == [0.0, 0.2]
    with pytest.raises(InvalidArgumentError, match="classes"):
        influence.credit_share_everywhere(library, creditor="CHN", classes="all")


def test_members_are_measured_from_their_base(library: Any) -> None:
    """From a fifth to two fifths inside, from a tenth to two fifths outside."""
    rise = influence.rise_beside(library, of="trade", partner="CHN", states="KAZ", outsider="TKM", base=(2010, 2010))
    assert rise.loc[2011, "members"] == pytest.approx(0.2)
    assert rise.loc[2011, "TKM"] == pytest.approx(0.3)
    with pytest.raises(InvalidArgumentError, match="middle"):
        influence.rise_beside(
            library, of="trade", partner="CHN", states="KAZ", outsider="TKM", base=(2010, 2010), middle="mode"
        )


def test_either_customs_tell_the_part_of_energy(library: Any) -> None:
    """Sixty of a hundred in China's books, twenty of eighty in Kazakhstan's."""
    common: dict[str, Any] = {"source": influence.FUELS_HS27, "states": "KAZ", "buyer": "CHN"}
    assert influence.energy_in_purchases(library, **common)[2010] == 0.6
    assert influence.energy_in_purchases(library, books="exporter", **common)[2010] == 0.25
    with pytest.raises(InvalidArgumentError, match="books"):
        influence.energy_in_purchases(library, books="exporters", **common)


def test_what_nobody_named_bought_is_the_west_s(library: Any) -> None:
    """Of a hundred, forty go to Russia and China, ten to Turkey and fifty to the West; ten and ninety before."""
    common: dict[str, Any] = {"source": influence.FUELS_HS27, "exporter": "KAZ", "base": (2000, 2000)}
    assert influence.fuels_redirected(library, to="Russia and China", **common)[2010] == pytest.approx(0.3)
    assert influence.fuels_redirected(library, to="the West", **common)[2010] == pytest.approx(-0.4)
    with pytest.raises(InvalidArgumentError, match="to"):
        influence.fuels_redirected(library, to="West", **common)
    with pytest.raises(NoDataError, match="1990-1991"):
        influence.fuels_redirected(
            library, source=influence.FUELS_HS27, exporter="KAZ", base=(1990, 1991), to="the West"
        )


def test_azerbaijan_s_gas_is_not_central_asia_s() -> None:
    """Of a hundred, ten are Azerbaijan's, and all that Europe takes with them."""
    rows = [("China", 50.0), ("Russian Federation", 40.0), ("Europe", 10.0), ("Total", 100.0)]
    gas = pd.DataFrame(
        [("Other CIS", "Pipeline exports", partner, year, value) for year in (2000, 2010) for partner, value in rows],
        columns=["area", "flow", "partner", "year", "bcm"],
    )
    azeri = [("AZE", f"gas_{what}", "bcm", 2010, value) for what, value in (("production", 15.0), ("consumption", 5.0))]
    azeri += [("AZE", f"gas_{what}", "bcm", 2000, 5.0) for what in ("production", "consumption")]
    library: Any = make_library(
        gas_interregional=gas,
        statistical_review=pd.DataFrame(azeri, columns=["iso3", "indicator", "unit", "year", "value"]),
    )
    common: dict[str, Any] = {"source": "gas-interregional", "exporter": "Other CIS", "base": (2000, 2000)}
    assert influence.fuels_redirected(library, to="Russia and China", **common)[2010] == pytest.approx(0.1)
    assert influence.fuels_redirected(library, to="the West", **common)[2010] == pytest.approx(-0.1)


def test_gold_is_counted_on_demand(library: Any) -> None:
    """Fuels alone are half of exports, with gold seven tenths; fuels and ores four fifths."""
    source = "unctad-exports-by-sitc-section"
    assert influence.raw_exports(library, source=source, state="KAZ", counted="sections 0-4")[2015] == 0.5
    assert influence.raw_exports(library, source=source, state="KAZ", counted="sections 0-4 and gold")[2015] == 0.7
    assert influence.raw_exports(library, source="world-bank-indicators", state="KAZ", counted="fuels, ores, metals")[
        2010
    ] == pytest.approx(0.8)
    with pytest.raises(NoDataError, match="does not count"):
        influence.raw_exports(library, source=source, state="KAZ", counted="raw materials")


def test_the_best_of_the_others_stands_beside(library: Any) -> None:
    """China nine, Turkey four."""
    found = influence.consumer_suppliers(library, state="KAZ", supplier="CHN", sections=("SITC8",))
    assert found.loc[2015].tolist() == [9.0, 4.0]


def test_the_share_of_fuels_by_a_second_route() -> None:
    """China's purchases in Kazakhstan in 2010, straight from the two tables."""
    library = Library(Project.find())
    found = influence.energy_in_purchases(library, source=influence.FUELS_HS27, states="KAZ", buyer="CHN")[2010]
    values = []
    for name in (influence.FUELS_HS27, "comtrade-study-pairs"):
        frame = library.read(name)
        row = frame.query("reporter == 'CHN' and partner == 'KAZ' and flow == 'import' and year == 2010")
        values.append(float(row["value_musd"].iloc[0]))
    assert found == pytest.approx(values[0] / values[1])
