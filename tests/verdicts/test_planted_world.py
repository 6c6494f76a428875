"""A world made up end to end: tables with cards, claims in files, and the verdicts that were planted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from planted import LEVEL, write_claim, write_project, write_table

from scoledger.claims import read_claim, read_rules
from scoledger.errors import ClaimError, UnknownMeasureError, UnknownRuleError, UnknownTableError
from scoledger.paths import Project
from scoledger.tables import Library
from scoledger.verdicts import ClaimVerdict, judge_claim, read_labels, summarise

YEARS = np.arange(2001, 2021)
TREND = """
[[readings.parts]]
name = "trend"
rule = "TREND_UP"
statistic = "trend"

[[readings.measurements]]
measure = "bilateral_trade"
label = "trade"
arguments = {{ source = "flows", mirror = "mirror", states = "{state}", partners = "CHN" }}
vary = {{ window = [[2001, 2018], [2001, 2020]], flow = ["export", "import", "total"] }}
"""
RANKING = """
[[readings.parts]]
name = "first two"
rule = "RANK_ORDERED"
statistic = "ranking"
claimed = {claimed}
top = 2

[[readings.measurements]]
measure = "partners_by_trade"
label = "imports"
arguments = {{ source = "flows", state = "KAZ", mirror = "mirror", flow = "import", bloc = "members" }}
vary = {{ year = [2018, 2019, 2020] }}
"""
DOCUMENTS = """
[[readings.parts]]
name = "event"
rule = "EVENT"
statistic = "record"
"""
RECORDS = """
id = "event"
actor = "Somebody"
date = "1999"
place = "Somewhere"
finding = "It happened."

[[records]]
publisher = "An office"
title = "The treaty"
url = "https://example.org/treaty"
level = "primary"
checked = "primary document seen"
supports = "core"
"""


def _flows() -> pd.DataFrame:
    """What the partners record: China's trade with Kyrgyzstan grows tenfold, with Tajikistan it is noise."""
    rising = 1000.0 + 500.0 * (YEARS - 2001)
    noise = 1000.0 + 300.0 * np.random.default_rng(12).normal(size=len(YEARS))
    level = {
        ("CHN", "KGZ"): rising,
        ("CHN", "TJK"): noise,
        ("CHN", "KAZ"): 0 * YEARS + 900.0,
        ("RUS", "KAZ"): 0 * YEARS + 950.0,
    }
    level |= {("USA", "KAZ"): 0 * YEARS + 100.0, ("KGZ", "CHN"): rising / 4}
    rows = [
        (reporter, partner, flow, year, value)
        for (reporter, partner), values in level.items()
        for flow in ("export", "import")
        for year, value in zip(YEARS, values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["reporter", "partner", "flow", "year", "value_musd"])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One table and eight claims about it."""
    project = write_project(tmp_path_factory.mktemp("world"))
    write_table(project, "flows", _flows(), ["reporter", "partner", "flow", "year"])
    # In 2010 China books 5,500 each way with Kyrgyzstan, together 11 billion dollars; Kyrgyzstan a quarter of that.
    write_claim(project, "gap", LEVEL.replace("claimed = 45.0", "claimed = 11.0"))
    write_claim(project, "miss", LEVEL.replace("claimed = 45.0", "claimed = 65.0"))
    write_claim(project, "range", LEVEL.replace("claimed = 45.0", "claimed = [2.5, 11.0]"))
    write_claim(project, "rise", TREND.format(state="KGZ"))
    write_claim(project, "null", TREND.format(state="TJK"))
    write_claim(project, "order", RANKING.format(claimed='["RUS", "CHN"]'))
    write_claim(project, "reversed", RANKING.format(claimed='["CHN", "RUS"]'))
    write_claim(project, "wrong-set", RANKING.format(claimed='["RUS", "USA"]'))
    write_claim(project, "event", DOCUMENTS)
    (project.records / "event.toml").write_text(RECORDS, encoding="utf-8")
    return project


def _judge(project: Project, claim_id: str) -> tuple[ClaimVerdict, Library]:
    library = Library(project)
    return judge_claim(read_claim(project, claim_id), library), library


@pytest.mark.parametrize(
    ("claim_id", "verdict"),
    [
        ("gap", "mixed"), ("miss", "contradicted"), ("range", "supported"), ("rise", "supported"), ("null", "mixed"),
        ("order", "supported"), ("reversed", "mixed"), ("wrong-set", "contradicted"), ("event", "confirmed"),
    ],
)  # fmt: skip
def test_what_was_planted_is_found(world: Project, claim_id: str, verdict: str) -> None:
    """Trend, mirror gap, ranking, forecast miss, range, null and document."""
    assert _judge(world, claim_id)[0].verdict == verdict


def test_the_mirror_gap_is_named_as_what_decides(world: Project) -> None:
    """11 billion in the partner's books, 2.75 in its own."""
    verdict, _ = _judge(world, "gap")
    (part,) = verdict.readings[0].parts

    assert sorted(item.value or 0.0 for item in part.computed) == pytest.approx([2.75, 11.0])
    assert part.decision is not None
    assert part.decision.dimension == "mirror"
    assert part.decision.support_by_choice == {"mirror": 1.0, "reported": 0.0}


def test_the_slope_is_the_planted_one(world: Project) -> None:
    """500 million a year each way, 1,000 together."""
    frame = _judge(world, "rise")[0].frame
    by_flow = frame.groupby("flow")["value"].unique().map(lambda values: values.tolist())

    assert by_flow["export"] == pytest.approx([500.0])
    assert by_flow["total"] == pytest.approx([1000.0])
    assert set(frame["outcome"]) == {"supports"}


def test_noise_is_neither_a_rise_nor_a_fall(world: Project) -> None:
    """Mixed, and not contradicted: nothing significant in either direction."""
    (reading,) = _judge(world, "null")[0].readings

    assert (reading.share("supports"), reading.share("contradicts")) == (0.0, 0.0)


def test_everything_that_was_read_is_recorded(world: Project) -> None:
    """Table, claim, rules and labels; the records where there are any."""
    read = [(item.kind, item.id) for item in _judge(world, "gap")[1].inputs]
    documents = [(item.kind, item.id) for item in _judge(world, "event")[1].inputs]

    assert read == [("claim", "smith2020/gap"), ("rules", "labels"), ("rules", "rules"), ("table", "flows")]
    assert ("records", "event") in documents


def test_judging_twice_gives_the_same(world: Project) -> None:
    """Bootstrap and simulation are seeded."""
    frames = [_judge(world, "null")[0].frame for _ in range(2)]

    pd.testing.assert_frame_equal(frames[0], frames[1])


def test_a_library_that_has_read_before_judges_alike(world: Project) -> None:
    """Caches hold what was read, not what was asked."""
    library = Library(world)
    for claim_id in ("rise", "gap", "order"):
        judge_claim(read_claim(world, claim_id), library)
    warm = judge_claim(read_claim(world, "null"), library).frame

    pd.testing.assert_frame_equal(warm, _judge(world, "null")[0].frame)


def test_the_summary_tells_the_planted_numbers(world: Project) -> None:
    """Claimed, measured and the range."""
    verdict, library = _judge(world, "gap")
    summary = summarise(verdict, library, read_labels(world), read_rules(world))
    (figure,) = summary.to_dict()["readings"][0]["figures"]

    assert figure["id"] == "gap-literal-2010"
    assert (figure["value"], figure["low"], figure["high"]) == pytest.approx((6.875, 2.75, 11.0))
    assert figure["sources"] == ["flows"]
    assert "11 billion USD claimed" in summary.sentence


@pytest.mark.parametrize(
    ("old", "new", "error", "message"),
    [
        ('"bilateral_trade"', '"bilateral_trad"', UnknownMeasureError, "Did you mean 'bilateral_trade'"),
        ('rule = "PF10"', 'rule = "PF100"', UnknownRuleError, "Did you mean 'PF10'"),
        ('source = "flows"', 'source = "flow"', UnknownTableError, "Did you mean 'flows'"),
        ("year = 2010", "year = 1990", ClaimError, "no specification could be computed"),
        ('partners = "CHN"', 'partners = "DEU"', ClaimError, "no verdict path"),
    ],
)
def test_a_broken_claim_is_refused(
    world: Project, old: str, new: str, error: type[Exception], message: str, tmp_path: Path
) -> None:
    """A misspelt measure, rule or table, a year and a partner without data."""
    assert old in LEVEL
    path = write_claim(world, "broken", LEVEL.replace(old, new, 1))
    try:
        with pytest.raises(error, match=f"(?s)claim 'broken'.*{message}"):
            _judge(world, "broken")
    finally:
        path.unlink()
