"""Ids in prose are ids that the newest edition has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scoledger.editions import newest_edition
from scoledger.paths import Project

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = re.compile(r"scoledger (?:cite|export|resolve) ([a-z0-9-]+)|--ids ([a-z0-9,-]+)|\b([a-z0-9-]+)@2\d{3}\.\d")


@pytest.mark.parametrize("name", ["README.md", "book/cite.md"])
def test_every_id_in_an_example_exists(name: str) -> None:
    """A reader who copies a command gets an answer."""
    found = [part for parts in COMMANDS.findall((ROOT / name).read_text("utf-8")) for part in parts if part]
    ids = {one for part in found for one in part.split(",")} - {"paper"}

    assert len(ids) >= 2
    assert sorted(ids - set(newest_edition(Project(ROOT)).entries)) == []
