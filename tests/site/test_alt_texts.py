"""What the words in place of a figure must say, over all figures of the registry."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scoledger.paths import Project

ROOT = Path(__file__).resolve().parents[2]
#: Fewest words that can say what a figure shows.
FEWEST = 6


def figures() -> list[dict[str, Any]]:
    """All figures of the registry."""
    paths = sorted(Project(ROOT).registry.glob("*.json"))
    found = [json.loads(path.read_text("utf-8")) for path in paths if path.name != "manifest.json"]
    return [result for result in found if result.get("kind") == "figure"]


def fault_of(figure: dict[str, Any]) -> str:
    """What is wrong with the words of a figure, if anything."""
    alt, title = figure.get("alt", "").strip(), figure.get("title", "").strip()
    if not alt:
        return "empty"
    if re.search(r"\.(svg|png|pdf)$|^[0-9a-f]{16,}$", alt):
        return "a file's name"
    if alt.rstrip(".").casefold() == title.rstrip(".").casefold():
        return "the title alone"
    return "too short" if len(alt.split()) < FEWEST else ""


@pytest.mark.parametrize(
    ("alt", "fault"),
    [
        ("", "empty"),
        ("trade.svg", "a file's name"),
        ("Trade with China.", "the title alone"),
        ("A line that rises", "too short"),
        ("A line that rises from 1 to 45 billion dollars", ""),
    ],
)
def test_words_that_say_nothing_are_seen(alt: str, fault: str) -> None:
    """Each way to say nothing has its name."""
    assert fault_of({"title": "Trade with China", "alt": alt}) == fault


def test_every_figure_says_what_it_shows() -> None:
    """No words that are empty, a file's name, the title alone or too short."""
    found = figures()
    if not found:
        pytest.skip("no figure in the registry: the book has not been built in this checkout")

    assert {figure["id"]: fault_of(figure) for figure in found if fault_of(figure)} == {}
