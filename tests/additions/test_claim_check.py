"""Is a claim ready to be judged: what its file names must be there."""

from __future__ import annotations

import datetime as dt

import pytest
from checkout import write_tiny_claim
from click.testing import CliRunner

from scoledger.additions import check_addition
from scoledger.claims import write_lock
from scoledger.cli import main
from scoledger.errors import CitationError, ClaimError, UnknownClaimError, UnknownCountryError, UnknownRuleError
from scoledger.paths import Project

ARTICLE = """
[nobody]
author = "No Body"
year = 2020
title = "A text"
journal = "A journal"
citation_key = "body2020"
information_until = 2019-12-31
"""

READING = """
[[readings]]
name = "literal"
meaning = "As it says."

[[readings.parts]]
name = "2002"
rule = "{rule}"
statistic = "level"
claimed = 1.0
unit = "million USD"
year = 2002

[[readings.measurements]]
measure = "bilateral_trade"
label = "trade"
arguments = {{ states = "KGZ", partners = "CHN", source = "tiny" }}
vary = {{ mirror = ["reported", "mirror"] }}
"""


@pytest.fixture
def ready(tiny: Project) -> Project:
    """The tiny checkout with the article and its entry in the bibliography, and one claim of two specifications."""
    (tiny.claims / "articles.toml").write_text(ARTICLE, encoding="utf-8")
    tiny.book.mkdir()
    (tiny.book / "references.bib").write_text("@misc{body2020, title = {A text}}\n", encoding="utf-8")
    write_tiny_claim(tiny, more=READING.format(rule="PF10"))
    return tiny


def test_what_a_claim_spans_is_counted(ready: Project) -> None:
    """One reading, two sides' books, not locked yet."""
    found = check_addition(ready, "tiny-claim")

    assert found.specifications == {"literal": 2}
    assert found.lock == "not locked"


def test_the_lock_is_told(ready: Project) -> None:
    """As locked, and changed when a reading differs."""
    write_lock(ready, dt.date(2026, 1, 2))
    assert check_addition(ready, "tiny-claim").lock == "locked"
    write_tiny_claim(ready, more=READING.format(rule="PF10").replace("2002", "2001"))

    assert check_addition(ready, "tiny-claim").lock == "changed"


def test_an_article_that_nobody_described_is_named(ready: Project) -> None:
    """With the file in which it should stand."""
    text = ARTICLE.replace("[nobody]", "[nobodi]")
    (ready.claims / "articles.toml").write_text(text, encoding="utf-8")

    with pytest.raises(ClaimError, match=r"no article 'nobody'\. Did you mean 'nobodi'\?\n.*articles\.toml"):
        check_addition(ready, "tiny-claim")


def test_an_article_must_be_in_the_bibliography(ready: Project) -> None:
    """Its page cites it."""
    (ready.book / "references.bib").write_text("@misc{other, title = {Another}}\n", encoding="utf-8")

    with pytest.raises(CitationError, match="lacks body2020"):
        check_addition(ready, "tiny-claim")


def test_rules_and_states_must_exist(ready: Project) -> None:
    """The nearest known word is given."""
    write_tiny_claim(ready, more=READING.format(rule="PF11"))
    with pytest.raises(UnknownRuleError, match="Did you mean 'PF10'"):
        check_addition(ready, "tiny-claim")
    path = ready.claims / "nobody" / "tiny-claim.toml"
    path.write_text(path.read_text("utf-8").replace('["KGZ"]', '["KGX"]'), encoding="utf-8")
    with pytest.raises(UnknownCountryError, match="KGX"):
        check_addition(ready, "tiny-claim")


def test_a_claim_must_be_there(ready: Project) -> None:
    """The nearest is named."""
    with pytest.raises(UnknownClaimError, match="Did you mean 'tiny-claim'"):
        check_addition(ready, "tiny-clain")


def test_the_command_says_what_was_found_and_what_is_next(ready: Project) -> None:
    """Readings with their specifications and rules, and the command that locks."""
    output = CliRunner().invoke(main, ["claims", "tiny-claim", "--check"]).output
    write_tiny_claim(ready)
    untestable = CliRunner().invoke(main, ["claims", "tiny-claim", "--check"]).output

    assert "reading literal: 2 specifications; parts: 2002 by PF10\n" in output
    assert output.endswith("lock: not locked yet; before you look at the verdict: scoledger lock\n")
    assert "no reading, since it cannot be tested: It is made up.\n" in untestable


def test_the_command_needs_a_claim(ready: Project) -> None:
    """Which one is to be checked must be said."""
    result = CliRunner().invoke(main, ["claims", "--check"])

    assert result.exit_code == 2
    assert "--check needs the ID of a claim" in result.output
