"""Mistakes in tables and claims: commands name them before a kernel starts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from checkout import write_tiny_claim
from click.testing import CliRunner, Result

from scoledger.cli import main
from scoledger.paths import Project

READING = """
[[readings]]
name = "literal"
meaning = "As it stands."

[[readings.parts]]
name = "2002"
rule = "{rule}"
statistic = "level"
claimed = 2.0
unit = "million USD"
year = 2002

[[readings.measurements]]
measure = "{measure}"
label = "trade"
arguments = {{ source = "{table}", states = "KGZ", partners = "CHN", mirror = "reported" }}
"""
JUDGE = """
[judge]
title = "Judge"
summary = "A test."
slug = "{claim_id}"
page = "claims/{claim_id}"
parameters.claim_id = { type = "claim", default = "tiny-claim", help = "Claim" }
"""


def call(*words: str) -> Result:
    """Call the command line."""
    return CliRunner().invoke(main, words, catch_exceptions=False)


@pytest.fixture(autouse=True)
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Executing anything is a failure."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a run was executed")

    monkeypatch.setattr("scoledger.cli.making.execute_runs", refuse)
    monkeypatch.setattr("scoledger.cli.run.execute_runs", refuse)


def expect_refusal(words: list[str], *messages: str) -> None:
    """Status 2, what is wrong, no traceback."""
    result = call(*words)

    assert result.exit_code == 2, result.output
    for message in messages:
        assert message in result.output
    assert "Traceback" not in result.output


COMMANDS = [["book"], ["run", "plain"], ["why"]]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_table_that_differs_from_its_card_is_found_first(tiny: Project, words: list[str]) -> None:
    """One byte more, whether or not a run has read it."""
    with (tiny.data / "tables" / "tiny.parquet").open("ab") as file:
        file.write(b"x")

    expect_refusal(
        words, "data/tables/tiny.parquet differs from its card", "Expected sha256", "Found    sha256", "git checkout"
    )


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_missing_table_is_found_first(tiny: Project, words: list[str]) -> None:
    """The message says how to get it back."""
    (tiny.data / "tables" / "tiny.parquet").unlink()

    expect_refusal(words, "data/tables/tiny.parquet is missing", "git checkout")


@pytest.mark.parametrize("words", COMMANDS[:2], ids=" ".join)
def test_a_file_that_is_no_notebook_is_found_first(tiny: Project, words: list[str]) -> None:
    """A merge gone wrong leaves such files."""
    (tiny.notebooks / "plain.ipynb").write_text("<<<<<<< ours\n{}", encoding="utf-8")

    expect_refusal(words, "notebooks/plain.ipynb is no notebook", "Restore it")


def add_judge(project: Project) -> None:
    """A notebook that judges a claim."""
    parameters = project.notebooks / "parameters.toml"
    parameters.write_text(parameters.read_text(encoding="utf-8") + JUDGE, encoding="utf-8")
    (project.notebooks / "silent.ipynb").rename(project.notebooks / "judge.ipynb")


def break_rule(project: Project) -> str:
    """A rule that rules.toml does not have."""
    write_tiny_claim(project, "bad", READING.format(rule="PF1", measure="bilateral_trade", table="tiny"))
    return "claim 'bad', reading 'literal': unknown rule 'PF1'. Did you mean 'PF10'?"


def break_measure(project: Project) -> str:
    """A measure that nobody has written."""
    write_tiny_claim(project, "bad", READING.format(rule="PF10", measure="bilateral_trad", table="tiny"))
    return "Did you mean 'bilateral_trade'?"


def break_table(project: Project) -> str:
    """A table without a card."""
    write_tiny_claim(project, "bad", READING.format(rule="PF10", measure="bilateral_trade", table="tinny"))
    return "Did you mean 'tiny'?"


def break_id(project: Project) -> str:
    """Two articles, one id."""
    write_tiny_claim(project, source="somebody")
    return "the claim id 'tiny-claim' stands in nobody/tiny-claim.toml too"


def break_toml(project: Project) -> str:
    """A key that no claim has."""
    write_tiny_claim(project, "bad", 'paraphase = "Something."\n')
    return "paraphase"


BREAKS = [break_rule, break_measure, break_table, break_id, break_toml]


@pytest.mark.parametrize("words", [["book"], ["run", "judge"]], ids=" ".join)
@pytest.mark.parametrize("damage", BREAKS, ids=lambda damage: damage.__name__)
def test_a_claim_that_cannot_be_judged_is_found_first(
    tiny: Project, words: list[str], damage: Callable[[Project], str]
) -> None:
    """An unknown rule, measure or table, an id that two files carry, a key that no claim has."""
    add_judge(tiny)

    expect_refusal(words, damage(tiny))
    assert not tiny.runs.exists()


def test_a_notebook_that_judges_no_claim_asks_for_none(tiny: Project) -> None:
    """A claim half-written stops nobody who looks at a country."""
    break_rule(tiny)

    with pytest.raises(AssertionError, match="a run was executed"):
        call("run", "plain")


def test_a_country_is_not_compared_with_itself(tiny: Project) -> None:
    """Refused before a kernel starts."""
    parameters = tiny.notebooks / "parameters.toml"
    text = parameters.read_text(encoding="utf-8")
    partner = '[plain.parameters.partner]\ntype = "country"\ndefault = "CHN"\nhelp = "Partner"\n\n'
    parameters.write_text(text.replace("[raises]", partner + "[raises]"), encoding="utf-8")

    expect_refusal(["run", "plain", "--country", "CHN", "--partner", "CHN"], "country = partner = 'CHN'")
