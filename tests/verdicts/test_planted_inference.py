"""Trends, breaks and forecasts planted in tables, and a null for each: the verdicts come out as planted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted import COUNTRIES, simulate_memory, write_claim, write_project, write_table

from scoledger.claims import read_claim
from scoledger.paths import Project
from scoledger.tables import Library
from scoledger.verdicts import ClaimVerdict, judge_claim

YEARS = np.arange(2001, 2025)
NULLS = COUNTRIES[:40]
TREND = """
[[readings.parts]]
name = "trend"
rule = "{rule}"
statistic = "trend"
{condition}

[[readings.measurements]]
measure = "bilateral_trade"
label = "trade"
arguments = {{ source = "flows", mirror = "reported", partners = "{partner}", flow = "export" }}
vary = {{ window = {windows}, states = {states} }}
"""
POINT = """
[[readings.parts]]
name = "outcome"
rule = "{rule}"
statistic = "level"
claimed = {claimed}
unit = "billion USD"
year = 2020

[[readings.measurements]]
measure = "bilateral_trade"
label = "trade"
arguments = {{ source = "flows", partners = "CHN", flow = "export", states = "TKM" }}
vary = {{ mirror = {mirrors} }}
"""
COMPARISON = """
[[readings.parts]]
name = "order"
rule = "COMP"
statistic = "comparison"
claimed = {claimed}

[[readings.measurements]]
measure = "trade_with_blocs"
label = "trade"
arguments = {{ source = "flows", mirror = "reported", states = "KAZ", flow = "export", blocs = ["CHN", "RUS", "USA"] }}
vary = {{ window = [[2001, 2010], [2011, 2020], [2001, 2024]] }}
"""


def _planted() -> dict[tuple[str, str, str], np.ndarray]:
    """Series by reporter, partner and flow, million dollars."""
    steps = np.arange(len(YEARS))
    noise = 10.0 * simulate_memory(3, 4, len(YEARS), 0.3)
    rise = 1000.0 + 100.0 * steps
    level = {
        ("KAZ", "CHN", "export"): rise + noise[0],
        ("KAZ", "RUS", "export"): 800.0 + noise[2],
        ("KAZ", "USA", "export"): 300.0 + noise[3],
        ("KGZ", "CHN", "export"): rise - 600.0 * (YEARS >= 2013) + noise[1],  # back to where it was six years before
        ("TJK", "CHN", "export"): rise + 600.0 * (YEARS >= 2013) + noise[1],
        ("UZB", "CHN", "export"): 4000.0 - 100.0 * steps + noise[0],
        # Forecast at 65 billion by 2020: the seller books 25, the buyer 62.
        ("TKM", "CHN", "export"): np.full(len(YEARS), 25_000.0),
        ("CHN", "TKM", "import"): np.full(len(YEARS), 62_000.0),
    }
    memory = 100.0 * simulate_memory(11, len(NULLS), len(YEARS), 0.3)
    level |= {(code, "CHN", "export"): 5000.0 + memory[row] for row, code in enumerate(NULLS)}
    level |= {(code, "RUS", "export"): 5000.0 + 200.0 * steps + memory[row] for row, code in enumerate(NULLS)}
    return level


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One table of flows and the claims about it."""
    project = write_project(tmp_path_factory.mktemp("planted"))
    rows = [
        (*key, year, value) for key, values in _planted().items() for year, value in zip(YEARS, values, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["reporter", "partner", "flow", "year", "value_musd"])
    write_table(project, "flows", frame, ["reporter", "partner", "flow", "year"])
    for claim_id, state, rule, condition in [
        ("rise", "KAZ", "TREND_UP", ""),
        ("fall", "UZB", "TREND_UP", ""),
        ("fall-claimed", "UZB", "TREND_DOWN", ""),
        ("broken", "KGZ", "TREND_UP", "no_downward_break = true"),
        ("broken-but-rising", "KGZ", "TREND_UP", ""),
        ("jump", "TJK", "TREND_UP", "no_downward_break = true"),
        ("unbroken", "KAZ", "TREND_UP", "no_downward_break = true"),
    ]:
        _write_trend(project, claim_id, [state], rule, condition=condition)
    _write_trend(project, "no-trends", list(NULLS), "TREND_UP")
    _write_trend(project, "no-breaks", list(NULLS), "TREND_UP", partner="RUS", condition="no_downward_break = true")
    both, seller = '["reported", "mirror"]', '["reported"]'
    write_claim(project, "forecast-miss", POINT.format(rule="FORECAST", claimed=65.0, mirrors=seller))
    write_claim(project, "forecast-hit", POINT.format(rule="FORECAST", claimed=26.0, mirrors=seller))
    write_claim(project, "forecast-by-books", POINT.format(rule="FORECAST", claimed=65.0, mirrors=both))
    write_claim(project, "order", COMPARISON.format(claimed='["CHN", "RUS", "USA"]'))
    write_claim(project, "order-reversed", COMPARISON.format(claimed='["USA", "RUS"]'))
    return project


def _write_trend(
    project: Project, claim_id: str, states: list[str], rule: str, *, partner: str = "CHN", condition: str = ""
) -> None:
    windows = [[2001, 2024]] if len(states) > 1 else [[2001, 2022], [2001, 2024], [2003, 2024]]
    names = str(states).replace("'", '"')
    body = TREND.format(rule=rule, condition=condition, partner=partner, windows=windows, states=names)
    write_claim(project, claim_id, body)


def _judge(project: Project, claim_id: str) -> ClaimVerdict:
    return judge_claim(read_claim(project, claim_id), Library(project))


@pytest.mark.parametrize(
    ("claim_id", "verdict"),
    [
        ("rise", "supported"), ("fall", "contradicted"), ("fall-claimed", "supported"),
        ("broken", "mixed"), ("broken-but-rising", "supported"), ("jump", "supported"), ("unbroken", "supported"),
        ("forecast-miss", "contradicted"), ("forecast-hit", "supported"), ("forecast-by-books", "mixed"),
        ("order", "supported"), ("order-reversed", "contradicted"), ("no-trends", "mixed"), ("no-breaks", "supported"),
    ],
)  # fmt: skip
def test_the_verdict_is_the_planted_one(world: Project, claim_id: str, verdict: str) -> None:
    """A rise, a fall, a break either way, a forecast and an order; and noise in which there is nothing."""
    assert _judge(world, claim_id).verdict == verdict


def test_the_slopes_are_the_planted_ones(world: Project) -> None:
    """100 million a year up, and down."""
    assert _judge(world, "rise").frame["value"].to_numpy() == pytest.approx([100.0] * 3, abs=2)
    assert _judge(world, "fall").frame["value"].to_numpy() == pytest.approx([-100.0] * 3, abs=2)


def test_the_break_is_found_in_its_year(world: Project) -> None:
    """The sharp fall of 2013, in every window; a jump upwards is not held against a rise."""
    assert _judge(world, "broken").frame["detail"].str.endswith("a break the other way in 2013").all()
    assert not _judge(world, "jump").frame["detail"].str.contains("break").any()


def test_noise_with_memory_seldom_shows_a_trend(world: Project) -> None:
    """Forty series, correlation 0.3 from year to year: two are expected at 5 percent, three at 7.5; six are luck."""
    outcomes = _judge(world, "no-trends").frame["outcome"].value_counts()

    assert outcomes.sum() == 40
    assert outcomes.get("supports", 0) + outcomes.get("contradicts", 0) <= 6


def test_a_steady_rise_with_memory_seldom_breaks(world: Project) -> None:
    """Forty rises without a break; of two expected by chance one would go down."""
    frame = _judge(world, "no-breaks").frame

    assert len(frame) == 40
    assert frame["detail"].str.contains("break").sum() <= 4
    assert (frame["outcome"] == "supports").sum() >= 34


def test_what_the_forecast_depends_on_is_named(world: Project) -> None:
    """The buyer's books bear it out, the seller's do not."""
    (part,) = _judge(world, "forecast-by-books").readings[0].parts

    assert part.decision is not None
    assert part.decision.support_by_choice == {"mirror": 1.0, "reported": 0.0}
