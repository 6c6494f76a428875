"""Rules: thresholds as exact fractions, and what a rule must state."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from planted import write_project

from scoledger.claims import read_rules
from scoledger.claims.rules import find_rule
from scoledger.errors import ClaimError, UnknownRuleError
from scoledger.paths import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with rules."""
    return write_project(tmp_path)


def _write(project: Project, text: str) -> None:
    (project.claims / "rules.toml").write_text(text, encoding="utf-8")


def test_rules_keep_the_order_of_the_file(project: Project) -> None:
    """The book prints them in this order."""
    _write(project, "".join(f'[{name}]\nkind = "record"\ntext = "T."\n' for name in ("ZEBRA", "APE", "MOLE")))

    assert list(read_rules(project)) == ["ZEBRA", "APE", "MOLE"]


def test_shares_are_exact_fractions(project: Project) -> None:
    """Two thirds, not 0.6667: two of three specifications reach it."""
    rules = read_rules(project)

    assert rules["TREND_UP"].contradict_share == Fraction(1, 3)
    assert rules["PF10"].support_share == Fraction(2, 3)


@pytest.mark.parametrize(
    ("written", "exact"), [("0.7", Fraction(7, 10)), ('"3/4"', Fraction(3, 4)), ("1", Fraction(1))]
)
def test_decimals_and_fractions_are_both_exact(project: Project, written: str, exact: Fraction) -> None:
    """0.7 is seven tenths and not its neighbour in binary."""
    _write(project, f'[R]\nkind = "rank"\ntext = "t"\nsupport_share = {written}\n')

    assert read_rules(project)["R"].support_share == exact


@pytest.mark.parametrize("share", ["1.5", "-0.1", '"two thirds"', '"1/0"'])
def test_a_share_is_a_share(project: Project, share: str) -> None:
    """Between none and all, and a number."""
    _write(project, f'[R]\nkind = "rank"\ntext = "t"\nsupport_share = {share}\n')

    with pytest.raises(ClaimError, match=r"rules\.toml does not state what it must(?s:.)*support_share"):
        read_rules(project)


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ('kind = "point"\nwithin = 0.1', "beyond"),
        ('kind = "trend"\ndirection = 1\nlevel = 0.05', "minimum_years, minimum_coverage"),
    ],
)
def test_a_rule_without_a_threshold_is_refused(project: Project, text: str, lacks: str) -> None:
    """What its kind needs is named."""
    _write(project, f'[R]\ntext = "t"\n{text}\n')

    with pytest.raises(ClaimError, match=f"rule 'R' of kind '[a-z]+' lacks {lacks}"):
        read_rules(project)


def test_an_unknown_rule_is_answered_with_the_nearest(project: Project) -> None:
    """The message says where it was named."""
    with pytest.raises(UnknownRuleError, match=r"claim 'x': unknown rule 'PF1'\. Did you mean 'PF10'"):
        find_rule(read_rules(project), "PF1", "claim 'x'")
