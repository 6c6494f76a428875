"""Source cards: what they must state, and how a bad one is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoledger.cards import Column, read_card, read_cards
from scoledger.errors import CardError, DuplicateIdError, UnknownTableError
from scoledger.paths import Project

CARD = """\
id = "one-table"
title = "One"
producer = "Office"
citation = "Office. One."
vintage = "2020"
topic = "trade"
rule = "extract"
redistributable = false
obtained = "Invented."
known_limits = []
key = ["year"]
[licence]
name = "Copyright"
verified = false
[file]
path = "tables/one_table.parquet"
sha256 = ""
rows = 0
[columns.year]
type = "int"
unit = "year"
description = "Year."
minimum = 2000
maximum = 2020
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one card."""
    made = Project(tmp_path)
    made.cards.mkdir(parents=True)
    (made.cards / "one-table.toml").write_text(CARD, encoding="utf-8")
    return made


def test_a_card_is_read_with_its_columns(project: Project) -> None:
    """Bounds stay whole numbers where the card has whole numbers."""
    card = read_card(project, "one-table")

    assert card.stem == "one_table"
    assert repr(card.columns["year"].maximum) == "2020"


def test_cards_come_sorted_by_id(project: Project) -> None:
    """The order of files on the disk does not matter."""
    text = CARD.replace("one-table", "a-table").replace("one_table", "a_table")
    (project.cards / "a-table.toml").write_text(text, encoding="utf-8")

    assert list(read_cards(project)) == ["a-table", "one-table"]


def test_an_unknown_table_is_answered_with_the_nearest(project: Project) -> None:
    """The nearest id is named."""
    with pytest.raises(UnknownTableError, match="Did you mean 'one-table'"):
        read_card(project, "one-tabel")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("producer =", "producr =", "producr: Extra inputs"),
        ('citation = "Office. One."\n', "", "citation: Field required"),
        ("minimum = 2000\n", "", "needs a finite minimum"),
        ("maximum = 2020", "maximum = inf", "needs a finite maximum"),
        ("minimum = 2000", "minimum = 2030", "minimum is above maximum"),
        ('unit = "year"\n', "", "needs a unit"),
        ('key = ["year"]', 'key = ["yaer"]', "name the column 'yaer'"),
        ("tables/one_table", "tables/other", "the table of this card is 'tables/one_table.parquet'"),
        ("redistributable = false", "redistributable = true", "contradict each other"),
        ("[licence]", "[licence", "is not TOML"),
    ],
)
def test_an_incomplete_card_is_refused(project: Project, old: str, new: str, message: str) -> None:
    """Each fault is named with its place in the card."""
    assert old in CARD
    (project.cards / "one-table.toml").write_text(CARD.replace(old, new), encoding="utf-8")

    with pytest.raises(CardError, match=message):
        read_card(project, "one-table")


def test_a_card_is_named_after_its_id(project: Project) -> None:
    """A renamed file would be asked for under one name and written under another."""
    (project.cards / "one-table.toml").rename(project.cards / "renamed.toml")

    with pytest.raises(CardError, match="has the id 'one-table'"):
        read_card(project, "renamed")


def test_two_cards_with_one_id(project: Project) -> None:
    """Both files are named."""
    (project.cards / "copy.toml").write_text(CARD, encoding="utf-8")

    with pytest.raises(DuplicateIdError, match=r"copy\.toml and data/cards/one-table\.toml"):
        read_cards(project)


def test_only_numbers_need_units() -> None:
    """A text has none."""
    assert not Column(type="str", description="Name.").is_number
