"""Claims and locks that are broken, in files: each is refused with its name, and none is judged on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from planted import COUNTRIES, LEVEL, simulate_memory, write_claim, write_project, write_table

from scoledger.claims import changed_since_lock, read_claim, read_lock, write_lock
from scoledger.errors import ClaimError, LockError
from scoledger.paths import Project
from scoledger.tables import Library
from scoledger.verdicts import ClaimVerdict, judge_claim

YEARS = np.arange(2001, 2021)
EVERYTHING = """
[[readings.measurements.prune]]
when = { mirror = ["reported", "mirror"] }
reason = "Neither side is trusted."
"""
HALF = """
[[readings.measurements.prune]]
when = { mirror = "reported" }
reason = "Its own books are not trusted."
"""
EFFECT = """
[[readings.parts]]
name = "effect"
rule = "CAUSAL"
statistic = "effect"
treated = ["KGZ"]
event_year = 2011
placebo_year = 2006

[[readings.measurements]]
measure = "log_sales_everywhere"
label = "sales"
arguments = {{ source = "flows", buyer = "CHN", among = {among} }}
vary = {{ window = [[2001, 2020], [2002, 2020]] }}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Sales of Kyrgyzstan and thirty others to China, and one sound claim."""
    project = write_project(tmp_path)
    sellers = ("KGZ", *COUNTRIES[:30])
    values = 1000.0 + 50.0 * simulate_memory(1, len(sellers), len(YEARS), 0.3)
    rows = [
        (seller, "CHN", flow, year, value)
        for seller, series in zip(sellers, values, strict=True)
        for flow in ("export", "import")
        for year, value in zip(YEARS, series, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["reporter", "partner", "flow", "year", "value_musd"])
    write_table(project, "flows", frame, ["reporter", "partner", "flow", "year"])
    write_claim(project, "sound", LEVEL)
    return project


def _judge(project: Project, claim_id: str) -> ClaimVerdict:
    return judge_claim(read_claim(project, claim_id), Library(project))


def _others(n: int) -> str:
    return str(["KGZ", *COUNTRIES[:n]]).replace("'", '"')


def test_pruning_every_specification_is_refused(project: Project) -> None:
    """Both sides are pruned: nothing is left that could decide."""
    write_claim(project, "pruned", LEVEL + EVERYTHING)

    with pytest.raises(ClaimError, match=r"(?s)'pruned', reading 'literal'.*'trade' leave no specification"):
        _judge(project, "pruned")


def test_what_pruning_leaves_may_turn_out_empty(project: Project) -> None:
    """China books nothing here, and Kyrgyzstan's own books are pruned: no verdict path, and it is said so."""
    write_claim(project, "half", LEVEL + HALF)

    assert _judge(project, "sound").verdict == "contradicted"
    with pytest.raises(ClaimError, match=r"(?s)'half'.*no specification could be computed.*no verdict path"):
        _judge(project, "half")


def test_a_claim_without_readings_needs_a_reason(project: Project) -> None:
    """Untestable is a verdict only with the reason why."""
    path = write_claim(project, "silent")
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("[[readings]]")], encoding="utf-8")
    with pytest.raises(ClaimError, match="claim 'silent' has no verdict path"):
        _judge(project, "silent")

    reason = text[: text.index("[[readings]]")].replace("period =", 'reason_untestable = "No series."\nperiod =')
    path.write_text(reason, encoding="utf-8")
    assert _judge(project, "silent").verdict == "not testable"


def test_records_without_a_file_are_refused(project: Project) -> None:
    """A claim about a document, and nobody has looked one up."""
    write_claim(project, "paper", '[[readings.parts]]\nname = "event"\nrule = "EVENT"\nstatistic = "record"\n')

    with pytest.raises(ClaimError, match=r"paper\.toml"):
        _judge(project, "paper")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("event_year = 2011\n", "", "an effect needs treated, event_year and a window"),
        ('treated = ["KGZ"]', 'treated = ["TKM"]', "no specification could be computed"),
        ("event_year = 2011", "event_year = 2019", "no specification could be computed"),
        ('rule = "CAUSAL"', 'rule = "TREND_UP"', "rule 'TREND_UP' judges a trend"),
    ],
)
def test_an_effect_that_cannot_be_had_is_refused(project: Project, old: str, new: str, message: str) -> None:
    """No event, a state that the table does not know, two years after the event, a rule for something else."""
    body = EFFECT.format(among=_others(30))
    assert old in body
    write_claim(project, "sales", body)
    assert _judge(project, "sales").verdict == "not identified"

    write_claim(project, "sales", body.replace(old, new, 1))
    with pytest.raises(ClaimError, match=message):
        _judge(project, "sales")


def test_too_few_others_are_no_comparison(project: Project) -> None:
    """One state against six: no test could tell."""
    write_claim(project, "sales", EFFECT.format(among=_others(6)))

    with pytest.raises(ClaimError, match="no specification could be computed"):
        _judge(project, "sales")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("smith2020/sound.toml", "claimed = 45.0", "claimed = 2.0"),
        ("rules.toml", "beyond = 0.25", "beyond = 0.5"),
    ],
)
def test_a_lock_that_does_not_match_is_seen_and_not_overwritten(
    project: Project, name: str, old: str, new: str
) -> None:
    """The figure that suits the result, or the threshold: the verdict moves, and the lock says that the claim did."""
    write_lock(project, dt.date(2026, 1, 1))
    fixed = read_lock(project)["sound"]
    path = project.claims / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    assert changed_since_lock(project) == {"sound": "changed"}
    with pytest.raises(LockError, match=r"(?s)sound.*changed"):
        write_lock(project, dt.date(2026, 2, 1))
    assert read_lock(project)["sound"] == fixed


@pytest.mark.parametrize("text", ["sound = {", "sound = { date = 2026-01-01 }", 'sound = "abc"'])
def test_a_lock_that_is_none_is_refused(project: Project, text: str) -> None:
    """Cut off, without a hash, a hash without a date: it does not pass for an empty one."""
    (project.claims / "LOCK").write_text(text + "\n", encoding="utf-8")

    with pytest.raises(ClaimError, match="LOCK"):
        changed_since_lock(project)
