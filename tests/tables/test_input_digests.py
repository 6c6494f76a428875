"""Digests of inputs: how a run finds out that it is stale."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scoledger.errors import ChecksumError
from scoledger.paths import Project
from scoledger.tables import add_table, input_digest


def test_a_word_on_the_card_changes_the_digest(toy: Project, card_text: Callable[[str, str], None]) -> None:
    """Pages print the citation, so a new citation makes them stale."""
    before = input_digest(toy, "table", "toy-trade")
    card_text("Toy office. Toy trade, 2010-2011.", "Toy office. Toy trade.")

    assert input_digest(toy, "table", "toy-trade") != before


def test_a_new_value_changes_the_digest(toy: Project, csv_file: Path) -> None:
    """The checksum on the card is part of it."""
    before = input_digest(toy, "table", "toy-trade")
    csv_file.write_text(csv_file.read_text(encoding="utf-8").replace("20.25", "20.5"), encoding="utf-8")
    add_table(toy, csv_file, "toy-trade")

    assert input_digest(toy, "table", "toy-trade") != before


def test_bytes_that_the_card_does_not_name_have_no_digest(toy: Project) -> None:
    """The file is looked at, not only the card, however often it was asked for before."""
    input_digest(toy, "table", "toy-trade")
    with (toy.data / "tables" / "toy_trade.parquet").open("ab") as file:
        file.write(b"x")

    with pytest.raises(ChecksumError, match=r"toy_trade\.parquet differs from its card"):
        input_digest(toy, "table", "toy-trade")


def test_nothing_changed_nothing_changes(toy: Project) -> None:
    """Two looks at the same table agree."""
    assert input_digest(toy, "table", "toy-trade") == input_digest(toy, "table", "toy-trade")


@pytest.mark.parametrize(("kind", "folder"), [("claim", "claims"), ("rules", "claims"), ("records", "records")])
def test_toml_files_are_known_by_their_bytes(toy: Project, kind: str, folder: str) -> None:
    """Claims, rules and records: one TOML file each."""
    path = toy.data / folder / "one.toml"
    path.parent.mkdir()
    path.write_text("a = 1\n", encoding="utf-8")
    before = input_digest(toy, kind, "one")
    path.write_text("a = 2\n", encoding="utf-8")

    assert len(before) == 64
    assert input_digest(toy, kind, "one") != before


ARTICLE = """
[{key}]
author = "A. Body"
year = {year}
title = "T"
journal = "J"
citation_key = "body"
information_until = 2016-08-10
"""


def test_an_article_is_known_by_its_own_entry(toy: Project) -> None:
    """Adding another article makes no run of the first stale; a changed entry does."""
    path = toy.claims / "articles.toml"
    path.parent.mkdir()
    path.write_text(ARTICLE.format(key="one", year=2016), encoding="utf-8")
    before = input_digest(toy, "article", "one")
    path.write_text(ARTICLE.format(key="one", year=2016) + ARTICLE.format(key="two", year=2020), encoding="utf-8")

    assert input_digest(toy, "article", "one") == before
    assert input_digest(toy, "article", "two") != before
    assert input_digest(toy, "article", "three") == "absent"
    path.write_text(ARTICLE.format(key="one", year=2017), encoding="utf-8")
    assert input_digest(toy, "article", "one") != before


@pytest.mark.parametrize("kind", ["table", "claim", "file"])
def test_an_input_that_is_gone_is_absent(toy: Project, kind: str) -> None:
    """Absent equals no digest, so the run that read it is stale."""
    assert input_digest(toy, kind, "no-such-thing") == "absent"
