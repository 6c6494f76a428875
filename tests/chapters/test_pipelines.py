"""Pipelines: forecasts against flows, capacities, and the map's lines."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from pyproj import Geod

from scoledger.chapters import pipelines
from scoledger.chapters.pipelines.measures import (
    BASE,
    FORECASTS,
    PRICE,
    REGION,
    RUSSIAN,
    Measures,
    compare_bases,
    fill,
    known_until,
    list_capacities,
    list_flows,
    list_totals,
    score,
    share_of_use,
    value_and_volume,
)
from scoledger.chapters.pipelines.words import write_answer, write_certainty
from scoledger.paths import Project
from scoledger.tables import Library
from scoledger.verdicts.forecasts import extrapolate

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))
CLAIMS = LIBRARY.project.claims / "kocamaz2019"
TABLE = LIBRARY.read("china-gas-imports-by-supplier").set_index("year")


@pytest.fixture(scope="module")
def found() -> pipelines.Pipelines:
    """Turkmenistan first."""
    return pipelines.collect(LIBRARY, supplier="TKM")


def _measures(supplier: str, flow: float) -> Measures:
    """What would be measured had a supplier sold so much in the year of its forecast, the rest as it is."""
    flows, totals = list_flows(LIBRARY), list_totals(LIBRARY)
    basis = compare_bases(flows, totals)
    for paths in (flows, totals):
        if supplier in paths:
            year, path = FORECASTS[supplier].year, paths[supplier]
            paths[supplier] = path.where(path.index != year, flow)
    capacity = list_capacities(LIBRARY)
    return Measures(
        supplier=supplier, until=2015, flows=flows, totals=totals, scores=score(flows, totals, 2015),
        basis=basis, capacity=capacity, use=fill(totals, capacity),
        russia=share_of_use(LIBRARY), value=value_and_volume(LIBRARY, totals),
        statuses=LIBRARY.read("gem-gas-lines").drop_duplicates("line_id")[["name", "segment", "status"]],
    )  # fmt: skip


def test_a_flow_is_a_row_of_the_table(found: pipelines.Pipelines) -> None:
    """Turkmenistan 2020: 27.2 billion cubic metres, 42 percent of the forecast."""
    assert found.find("flow-tkm").value == pytest.approx(27.216)
    assert found.find("ratio-tkm").value == pytest.approx(27.216 / 65)


def test_the_forecasts_are_those_of_the_claims() -> None:
    """The ledger's readings name the same figures; the region is the sum of its three."""
    for code, claim in (("TKM", "tkm-65bcm-2020"), ("KAZ", "kaz-10bcm-2020"), ("UZB", "uzb-10bcm-2020")):
        assert f"claimed = {FORECASTS[code].bcm}" in (CLAIMS / f"{claim}.toml").read_text("utf-8")

    assert f"claimed = {RUSSIAN[1]:.2f}\n" in (CLAIMS / "russian-gas-17pct-of-china-2020.toml").read_text("utf-8")
    assert FORECASTS[REGION].bcm == sum(FORECASTS[code].bcm for code in ("TKM", "KAZ", "UZB"))


def test_what_was_agreed_stands_in_the_records() -> None:
    """65 with Turkmenistan in 2013, 38 with Russia in 2014."""
    records = LIBRARY.project.records

    assert "to 65 billion cubic metres a year" in (records / "tkm-65bcm-2020.toml").read_text("utf-8")
    assert "38 billion cubic metres a year" in (records / "russian-gas-17pct-of-china-2020.toml").read_text("utf-8")


def test_what_could_be_known_follows_the_ledger_s_rule(found: pipelines.Pipelines) -> None:
    """Submitted on 7 June 2017: figures of 2016 appear after that day, those of 2015 before; runs know the source."""
    assert known_until(LIBRARY) == 2015
    assert found.find("known-until").value == 2015
    assert ("article", "kocamaz2019") in {(item.kind, item.id) for item in LIBRARY.inputs}


def test_capacity_adds_up_lines_that_are_built() -> None:
    """A, B and C make 55; line D is not built; the phases of Power of Siberia state the whole."""
    capacity = list_capacities(LIBRARY)

    assert capacity["Central Asia to China"][[2009, 2010, 2014, 2025]].tolist() == [15, 30, 55, 55]
    assert capacity["Power of Siberia"][[2018, 2025]].tolist() == [0, 38]


def test_utilisation_is_flow_over_capacity(found: pipelines.Pipelines) -> None:
    """45.036 of 55 in 2018; the first year of a line is left out."""
    assert found.use["Central Asia to China"][2018] == pytest.approx(45.036 / 55)
    assert found.use["Central Asia to China"].index[0] == 2010
    assert found.use["Power of Siberia"].index[0] == 2020


def test_the_straight_line_is_that_of_statsmodels_and_of_the_ledger(found: pipelines.Pipelines) -> None:
    """Central Asia's totals of 2009-2015 drawn on to 2020, with statsmodels' interval for one new year."""
    past = TABLE["central_asia_pipe_bcm"].loc[2009:2015]
    fit = sm.OLS(past.to_numpy(float), sm.add_constant(past.index.to_numpy(float))).fit()
    other = fit.get_prediction(np.array([[1.0, 2020.0]])).summary_frame().iloc[0]
    row = found.scores.set_index("Supplier").loc["Central Asia together"]

    assert row["Straight line"] == pytest.approx(other["mean"])
    assert row["Straight line"] == pytest.approx(extrapolate(past, 2020))
    assert (row["Line, 95 %, from"], row["to"]) == pytest.approx((other["obs_ci_lower"], other["obs_ci_upper"]))
    assert row["No change"] == pytest.approx(28.663)


def test_two_known_years_make_no_line(found: pipelines.Pipelines) -> None:
    """Of single states 2013 and 2014 were known: no line, and no row in the figure."""
    rows = found.scores.set_index("Supplier")

    assert rows["Straight line"][["Turkmenistan", "Kazakhstan", "Uzbekistan", "Russia"]].isna().all()
    assert found.errors["value"].notna().all()
    assert list(found.errors.query("group == 'straight line'")["label"]) == ["Central Asia together, 2020"]


def test_russia_s_part_is_its_gas_over_what_china_uses(found: pipelines.Pipelines) -> None:
    """Summed by hand from both tables for 2020, by pipeline and with liquefied gas."""
    columns = ("russia_pipe_edition_bcm", "russia_lng_edition_bcm", "china_gas_consumption_bcm")
    pipe, liquid, used = (float(TABLE[column][2020]) for column in columns)
    share = found.find("share-then")

    assert share.low == pytest.approx(pipe / used, rel=1e-3)
    assert share.value == pytest.approx((pipe + liquid) / used, rel=1e-3)


def test_price_is_value_over_volume(found: pipelines.Pipelines) -> None:
    """2017 against 2013: 7,186 of 9,768 million dollars, 36.661 of 26.187 billion cubic metres."""
    value, volume = (6536.036 + 649.936) / (8801.354 + 967.181), 36.661 / 26.187

    assert found.find("value-change").value == pytest.approx(value, rel=1e-4)
    assert found.find("price-change").value == pytest.approx(value / volume, rel=1e-4)
    assert found.value[PRICE][2013] == 1


def test_a_change_of_price_names_both_years(found: pipelines.Pipelines) -> None:
    """The base year, and the last of the series that is drawn."""
    last = int(found.value[PRICE].index[-1])

    assert f"in {last} the region's volume was" in found.data
    assert f"that of {BASE}." in found.data
    assert found.value[PRICE][BASE] == 1


def test_the_two_bases_differ_by_a_few_percent(found: pipelines.Pipelines) -> None:
    """2013: 24.407 + 0.066 + 2.890 of the edition against 26.187; within five percent in every year."""
    first = found.bases.set_index("Year")["Difference"][2013]

    assert first == pytest.approx((24.407 + 0.066 + 2.890) / 26.187 - 1, abs=1e-4)
    assert (found.find("basis").value or 1) == pytest.approx(first)


def test_a_figure_within_the_bases_is_left_open() -> None:
    """Russia's 36.7 of 38 lies within the difference of editions: neither reached nor missed."""
    chapter = pipelines.collect(LIBRARY, supplier="RUS")

    assert "cannot say whether the figure was reached" in chapter.answer
    assert "that for Russia was met as nearly as the statistics can tell" in chapter.data
    assert "decides the comparison for Russia and no other" in chapter.sure


@pytest.mark.parametrize(
    ("flow", "words"),
    [(30.0, "much less than"), (50.0, " less than forecast"), (64.0, "about as much as"), (90.0, "more than forecast")],
)
def test_sentences_follow_planted_flows(flow: float, words: str) -> None:
    """Turkmenistan with other flows in 2020: the words turn, and so does what was reached."""
    answer = write_answer(_measures("TKM", flow))

    assert words in answer
    assert ("{reached-tkm}" in answer) == (flow == 90.0)
    assert ("{largest-tkm}" in answer) == (flow < 60)


def test_no_comparison_hangs_on_the_basis_when_flows_are_far_off() -> None:
    """Russia with 20 of 38 in 2025."""
    assert "decides no comparison here" in write_certainty(_measures("RUS", 20.0))


def test_a_line_is_about_as_long_as_its_producer_says() -> None:
    """Great circles along the trace of line A against the 1,833 kilometres stated."""
    table = LIBRARY.read("gem-gas-lines")
    rows = table[table["line_id"] == "P2299"].sort_values(["part", "position"])
    length = Geod(ellps="WGS84").line_length(rows["longitude"], rows["latitude"]) / 1000

    assert length == pytest.approx(float(rows["length_km"].iloc[0]), rel=0.15)


def test_outlines_are_closed_rings() -> None:
    """The first point of every ring comes again at its end."""
    table = LIBRARY.read("natural-earth-areas").sort_values(["area", "part", "position"])
    ends = table.groupby(["area", "part"])[["longitude", "latitude"]].agg(["first", "last"])

    assert np.allclose(ends["longitude"]["first"], ends["longitude"]["last"])
    assert isinstance(ends, pd.DataFrame)


@pytest.mark.parametrize("supplier", ["TKM", "KAZ", "UZB", "RUS", "NRU"])
def test_sentences_cite_known_quantities_only(supplier: str) -> None:
    """Also for a state from which no line runs; every name is used once."""
    chapter = pipelines.collect(LIBRARY, supplier=supplier)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))
    assert len({quantity.name for quantity in chapter.quantities}) == len(chapter.quantities)
    assert "nan" not in chapter.answer + chapter.data + chapter.write_missing().replace("Nauru", "")
