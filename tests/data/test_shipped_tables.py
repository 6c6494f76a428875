"""The tables that the project ships: each is what its card says, and nothing lies about without a card."""

from __future__ import annotations

import json
import re

import pytest
from frictionless import Package, Resource, Schema, system

from scoledger.cards import read_cards, table_path
from scoledger.paths import Project
from scoledger.tables import Library, export_bytes, package_text, read_corrections, table_schema, verify_table

PROJECT = Project.find()
CARDS = read_cards(PROJECT)


@pytest.mark.parametrize("table_id", CARDS)
def test_table_is_as_its_card_says(table_id: str) -> None:
    """Bytes, columns, types, bounds, unique key, rows and the guards of its corrections."""
    assert verify_table(PROJECT, table_id).id == table_id


@pytest.mark.parametrize("table_id", CARDS)
def test_card_states_source_terms_and_limits(table_id: str) -> None:
    """A reader can cite it, knows its terms, and is warned of its traps."""
    card = CARDS[table_id]

    assert len(card.citation) > 40
    assert card.known_limits
    assert card.licence.name
    assert all(column.description for column in card.columns.values())


@pytest.mark.parametrize("table_id", CARDS)
def test_shares_are_shares_and_never_percent(table_id: str) -> None:
    """No column is called after percent; every share lies in [0, 1]."""
    columns = CARDS[table_id].columns

    assert not [name for name in columns if re.search(r"pct|percent|%", name)]
    shares = [column for column in columns.values() if column.unit == "share"]
    assert all((column.minimum, column.maximum) == (0, 1) for column in shares)


@pytest.mark.parametrize("table_id", CARDS)
def test_names_follow_the_vocabulary(table_id: str) -> None:
    """Lower case, and booleans begin with is_."""
    columns = CARDS[table_id].columns

    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in columns)
    assert all(name.startswith("is_") for name, column in columns.items() if column.type == "bool")


def test_every_parquet_has_a_card() -> None:
    """A file that nobody described must not be shipped."""
    shipped = {path.name for path in (PROJECT.data / "tables").iterdir()}

    assert shipped == {f"{card.stem}.parquet" for card in CARDS.values()}


@pytest.mark.parametrize("table_id", [card.id for card in CARDS.values() if card.rule == "extract"])
def test_extracts_are_extracts(table_id: str) -> None:
    """Copyrighted compilations: not marked redistributable, said to be partial, and small."""
    card = CARDS[table_id]

    assert not card.redistributable
    assert card.file.rows < 25_000
    assert table_path(PROJECT, card).stat().st_size < 250_000


def test_every_correction_names_a_table_that_exists() -> None:
    """A correction of a table that is gone would never be checked."""
    assert {item.table for item in read_corrections(PROJECT)} <= set(CARDS)


def test_kazakhstan_and_russia_2010_are_left_out() -> None:
    """The truncated year would make China lead by mistake."""
    trade = Library(PROJECT).read("comtrade-study-pairs")
    years = trade[(trade["reporter"] == "KAZ") & (trade["partner"] == "RUS")]["year"]

    assert 2010 not in set(years)
    assert {2009, 2011} <= set(years)


def test_china_kazakhstan_2014_is_what_the_producer_says() -> None:
    """A number to recognise: China books 12.7 billion dollars of exports to Kazakhstan in 2014."""
    trade = Library(PROJECT).read("imf-imts-china-usa").set_index(["reporter", "partner", "flow", "year"])

    assert trade.loc[("CHN", "KAZ", "export", 2014), "value_musd"] == pytest.approx(12_710, rel=0.01)


def test_datapackage_is_in_step_with_the_cards() -> None:
    """Written after the last change of a card (scoledger data package)."""
    assert (PROJECT.root / "datapackage.json").read_text(encoding="utf-8") == package_text(PROJECT)


def test_datapackage_is_valid_under_frictionless() -> None:
    """The descriptor, and one resource per card."""
    report = Package.validate_descriptor(str(PROJECT.root / "datapackage.json"))

    assert report.valid, report.flatten(["message"])
    described = json.loads((PROJECT.root / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in described["resources"]] == list(CARDS)


@pytest.mark.parametrize("table_id", ["sco-status", "us-cpi", "reserves-shares-by-edition", "un-named-resolutions"])
def test_exported_csv_is_valid_under_its_schema(table_id: str) -> None:
    """Frictionless reads the CSV that we export and finds what the data package promises."""
    card = CARDS[table_id]
    content = export_bytes(card, Library(PROJECT).read(table_id), "csv")
    with system.use_context(trusted=True):
        schema = Schema.from_descriptor(table_schema(card))
        report = Resource(data=content, format="csv", schema=schema).validate()

    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]
    assert report.tasks[0].stats["rows"] == card.file.rows
