"""Events planted in a panel: five sellers of twenty-five or fifty-five, their placebo, and a null."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted import COUNTRIES, simulate_memory, write_claim, write_project, write_table

from scoledger.claims import read_claim
from scoledger.paths import Project
from scoledger.tables import Library
from scoledger.verdicts import ClaimVerdict, judge_claim

YEARS = np.arange(1999, 2019)
EVENT, PLACEBO = 2009, 2004
TREATED = COUNTRIES[:5]
#: Each buyer is a world of its own: in those of the last group nothing happens.
HIT, STRUCK, EARLY, CALM, LONE = "CHN", "RUS", "KAZ", "UZB", "TJK"
NULLS = ("DZA", "AGO", "BEN", "BWA", "BFA", "BDI", "CMR", "TCD", "COG", "DJI", "GNQ", "ERI", "ETH", "GAB", "GMB",
         "GHA", "GIN", "KEN", "LSO", "LBR")  # fmt: skip
EFFECT = """
[[readings.parts]]
name = "effect"
rule = "CAUSAL"
statistic = "effect"
treated = {treated}
event_year = 2009
placebo_year = 2004
sign = {sign}
smallest_effect = 0.05

[[readings.measurements]]
measure = "log_sales_everywhere"
label = "sales"
arguments = {{ source = "sales", among = {among} }}
vary = {{ window = {windows}, buyer = {buyers} }}
"""
WINDOWS = [[1999, 2018], [1999, 2016], [2000, 2018]]


def _logs(seed: int) -> np.ndarray:
    """Log sales of every seller: a level and a memory of its own, and a shock that all share each year."""
    draw = np.random.default_rng(2000 + seed)
    memory = 0.2 * simulate_memory(300 + seed, len(COUNTRIES), len(YEARS), 0.6)
    return np.asarray(10.0 + draw.normal(size=(len(COUNTRIES), 1)) + draw.normal(size=len(YEARS)) + memory)


def _sales() -> pd.DataFrame:
    worlds = {buyer: _logs(number) for number, buyer in enumerate((HIT, STRUCK, EARLY, CALM, LONE, *NULLS))}
    worlds[HIT][:5, YEARS >= EVENT] += 0.8
    worlds[STRUCK] = _logs(0)  # the same noise, struck the other way
    worlds[STRUCK][:5, YEARS >= EVENT] -= 0.8
    worlds[EARLY][:5] += 0.1 * np.arange(len(YEARS))  # on their way up since long before the event
    worlds[CALM] = 10.0 + 0.1 * (worlds[CALM] - 10.0)  # so little noise that nothing can hide in it
    worlds[LONE][0, YEARS >= EVENT] += 3.0
    rows = [
        (seller, buyer, "export", year, float(np.exp(value)))
        for buyer, logs in worlds.items()
        for seller, values in zip(COUNTRIES, logs, strict=True)
        for year, value in zip(YEARS, values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["reporter", "partner", "flow", "year", "value_musd"])


def _list(items: object) -> str:
    return str(list(items)).replace("'", '"')  # type: ignore[call-overload]


def _write(
    project: Project,
    claim_id: str,
    buyers: tuple[str, ...],
    *,
    sign: int = 1,
    treated: tuple[str, ...] = TREATED,
    sellers: int = len(COUNTRIES),
) -> None:
    windows = WINDOWS if len(buyers) == 1 else WINDOWS[:1]
    among = _list(COUNTRIES[:sellers])
    body = EFFECT.format(treated=_list(treated), sign=sign, among=among, windows=windows, buyers=_list(buyers))
    write_claim(project, claim_id, body)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One table of sales to twenty-five buyers, and the claims about it."""
    project = write_project(tmp_path_factory.mktemp("effects"))
    write_table(project, "sales", _sales(), ["reporter", "partner", "flow", "year"])
    _write(project, "raised", (HIT,))
    _write(project, "raised-among-few", (HIT,), sellers=25)
    _write(project, "raised-not-lowered", (HIT,), sign=-1)
    _write(project, "lowered", (STRUCK,), sign=-1)
    _write(project, "rising-before", (EARLY,))
    _write(project, "nothing-at-all", (CALM,))
    _write(project, "one-state", (LONE,), treated=TREATED[:1])
    _write(project, "nulls", NULLS)
    _write(project, "nulls-among-few", NULLS, sellers=25)
    return project


def _judge(project: Project, claim_id: str) -> ClaimVerdict:
    return judge_claim(read_claim(project, claim_id), Library(project))


@pytest.mark.parametrize(
    ("claim_id", "verdict"),
    [
        ("raised", "supported"), ("raised-among-few", "supported"), ("raised-not-lowered", "contradicted"),
        ("lowered", "supported"), ("rising-before", "not identified"), ("nothing-at-all", "contradicted"),
        ("one-state", "supported"), ("nulls", "not identified"), ("nulls-among-few", "not identified"),
    ],
)  # fmt: skip
def test_the_verdict_is_the_planted_one(world: Project, claim_id: str, verdict: str) -> None:
    """Up, down, a rise that began before, an effect too small to matter, and noise."""
    assert _judge(world, claim_id).verdict == verdict


@pytest.mark.parametrize(("claim_id", "planted"), [("raised", 0.8), ("lowered", -0.8), ("one-state", 3.0)])
def test_the_estimate_is_about_the_planted_effect(world: Project, claim_id: str, planted: float) -> None:
    """In log points, whatever shocks all sellers share; and the interval lies on one side of zero."""
    frame = _judge(world, claim_id).frame

    assert frame["value"].to_numpy() == pytest.approx([planted] * 3, abs=0.4)
    assert (frame["low"] * frame["high"] > 0).all()


def test_the_placebo_gives_an_earlier_rise_away(world: Project) -> None:
    """The same comparison five years before the event finds an effect, so the event did not make it."""
    frame = _judge(world, "rising-before").frame
    p_values = frame["detail"].str.extract(r"placebo 2004: .* p = ([\d.]+)$")[0].astype(float)

    assert (frame["low"] > 0).all()
    assert (p_values < 0.1).all()
    assert set(frame["outcome"]) == {"neither"}


@pytest.mark.parametrize("claim_id", ["nulls", "nulls-among-few"])
def test_an_event_that_did_nothing_seldom_seems_to(world: Project, claim_id: str) -> None:
    """Twenty worlds, correlation 0.6 from year to year and a common shock: one is expected at 5 percent."""
    frame = _judge(world, claim_id).frame

    assert len(frame) == len(NULLS)
    assert (frame["outcome"] != "neither").sum() <= 3
