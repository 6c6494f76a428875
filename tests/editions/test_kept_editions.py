"""The editions that the project keeps: readable, and no id of one is ever lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoledger import __version__
from scoledger.citations import read_book
from scoledger.editions import (
    edition_names,
    present_edition,
    read_edition,
    read_withdrawn,
    resolve,
    write_digest,
)
from scoledger.paths import Project
from scoledger.results import read_manifest

PROJECT = Project(Path(__file__).resolve().parents[2])
NAMES = edition_names(PROJECT)


def test_this_edition_is_kept() -> None:
    """What the citation file names can be resolved from a fresh clone, before anything is built."""
    assert NAMES[-1] == __version__ == read_book(PROJECT).version


@pytest.mark.parametrize("name", NAMES)
def test_an_edition_is_what_its_digest_says(name: str) -> None:
    """No row was lost or changed since it was written."""
    edition = read_edition(PROJECT, name)

    assert len(edition.entries) > 1000
    assert write_digest(edition) == edition.about["digest"]
    assert {entry.kind for entry in edition.entries.values()} == {"number", "table", "figure", "verdict"}


@pytest.mark.parametrize("name", NAMES)
def test_no_id_of_an_edition_is_lost(name: str) -> None:
    """Each is made by the present book, or withdrawn.toml says since when it is not, and why."""
    if not read_manifest(PROJECT)["results"]:
        pytest.skip("no result in the registry: the book has not been built in this checkout")
    edition, present = read_edition(PROJECT, name), present_edition(PROJECT)
    withdrawn = read_withdrawn(PROJECT)
    lost = sorted(set(edition.entries) - set(present.entries) - set(withdrawn))

    assert lost == []
    for result_id in [*edition.entries][:50]:
        assert resolve(result_id, edition, present, withdrawn).was is not None


def test_what_is_withdrawn_was_published_and_its_successor_exists() -> None:
    """A row in withdrawn.toml that names nobody's id helps nobody."""
    published = {result_id for name in NAMES for result_id in read_edition(PROJECT, name).entries}
    withdrawn = read_withdrawn(PROJECT)

    assert set(withdrawn) <= published
    assert {one.successor for one in withdrawn.values()} - {""} <= published
