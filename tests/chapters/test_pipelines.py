"""Pipelines: forecasts against flows, capacities, and the map's lines."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pyproj import Geod

from scoledger.chapters import pipelines
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def found() -> pipelines.Pipelines:
    """Turkmenistan first."""
    return pipelines.collect(LIBRARY, supplier="TKM")


def test_a_flow_is_a_row_of_the_table(found: pipelines.Pipelines) -> None:
    """Turkmenistan 2020: 27.2 billion cubic metres, 42 percent of the forecast."""
    assert found.find("flow-tkm").value == pytest.approx(27.216)
    assert found.find("ratio-tkm").value == pytest.approx(27.216 / 65)


def test_the_forecasts_are_those_of_the_claims() -> None:
    """The ledger's readings name the same figures."""
    for code, claim in (("TKM", "tkm-65bcm-2020"), ("KAZ", "kaz-10bcm-2020"), ("UZB", "uzb-10bcm-2020")):
        text = (LIBRARY.project.claims / "kocamaz2019" / f"{claim}.toml").read_text("utf-8")
        assert f"claimed = {pipelines.FORECASTS[code][1]}" in text


def test_capacity_adds_up_lines_that_are_built() -> None:
    """A, B and C make 55; line D is not built; the phases of Power of Siberia state the whole."""
    capacity = pipelines._capacity(LIBRARY)

    assert capacity["Central Asia to China"][[2009, 2010, 2014, 2025]].tolist() == [15, 30, 55, 55]
    assert capacity["Power of Siberia"][[2018, 2025]].tolist() == [0, 38]


def test_the_straight_line_is_numpy_s(found: pipelines.Pipelines) -> None:
    """Through the four years to 2016, by least squares written out."""
    path = found.flows["TKM"].loc[2013:2016]
    x, y = path.index.to_numpy(float), path.to_numpy()
    slope = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()

    row = found.scores.set_index("Supplier").loc["Turkmenistan"]
    assert row["Straight line"] == pytest.approx(y.mean() + slope * (2020 - x.mean()))
    assert row["No change"] == pytest.approx(29.423)


def test_a_line_is_about_as_long_as_its_producer_says() -> None:
    """Great circles along the trace of line A against the 1,833 kilometres stated."""
    table = LIBRARY.read("gem-gas-lines")
    rows = table[table["line_id"] == "P2299"].sort_values(["part", "position"])
    length = Geod(ellps="WGS84").line_length(rows["longitude"], rows["latitude"]) / 1000

    assert length == pytest.approx(float(rows["length_km"].iloc[0]), rel=0.15)


def test_the_two_bases_differ_by_a_few_percent(found: pipelines.Pipelines) -> None:
    """Editions before 2018 stand three to four percent higher."""
    assert 0.02 < (found.find("basis").value or 0) < 0.08


def test_outlines_are_closed_rings() -> None:
    """The first point of every ring comes again at its end."""
    table = LIBRARY.read("natural-earth-areas").sort_values(["area", "part", "position"])
    ends = table.groupby(["area", "part"])[["longitude", "latitude"]].agg(["first", "last"])

    assert np.allclose(ends["longitude"]["first"], ends["longitude"]["last"])
    assert isinstance(ends, pd.DataFrame)


@pytest.mark.parametrize("supplier", ["TKM", "KAZ", "UZB", "RUS", "NRU"])
def test_sentences_cite_known_quantities_only(supplier: str) -> None:
    """Also for a state from which no line runs."""
    chapter = pipelines.collect(LIBRARY, supplier=supplier)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))


def test_russias_part_is_its_gas_over_what_china_uses(found: pipelines.Pipelines) -> None:
    """Summed by hand from both tables; the forecast is that of the claim."""
    flows = LIBRARY.read("china-gas-imports-by-supplier").set_index("year").loc[2020]
    review = LIBRARY.read("statistical-review").query(
        "iso3 == 'CHN' and indicator == 'gas_consumption' and unit == 'bcm'"
    )
    used = float(review.set_index("year")["value"][2020])
    text = (LIBRARY.project.claims / "kocamaz2019" / "russian-gas-17pct-of-china-2020.toml").read_text("utf-8")

    share = (flows["russia_pipe_edition_bcm"] + flows["russia_lng_edition_bcm"]) / used

    assert found.find("share-then").value == pytest.approx(share, rel=1e-4)  # the two tables round differently
    assert 0.02 < share < 0.05
    assert f"claimed = {found.find('share-forecast').value}" in text
