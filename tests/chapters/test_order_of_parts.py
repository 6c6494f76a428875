"""The parts of a chapter: on every page the same ones, in the same order."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scoledger.paths import Project

PROJECT = Project(Path(__file__).resolve().parents[2])
CHAPTERS = sorted(path.stem for path in PROJECT.chapters.glob("*.toml"))
#: What identifies the estimates is worded once otherwise, since the last chapter weighs verdicts and estimates nothing.
CLOSING = [
    r"What (this )?identifies( this)?, and what (it )?does not",
    "In short",
    "What the ledger says",
    "Data and vintages",
    "Rerun and cite",
]


def headings(name: str) -> list[tuple[int, str]]:
    """Level and words of the headings of a notebook, in order."""
    cells = json.loads((PROJECT.notebooks / f"{name}.ipynb").read_text("utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return [(len(marks), words) for marks, words in re.findall(r"^(#+) (.+)$", text, re.MULTILINE)]


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_opens_with_the_answer(name: str) -> None:
    """One title, then the answer; every part is one level below the title."""
    levels, words = zip(*headings(name), strict=True)

    assert levels == (1, *[2] * (len(levels) - 1))
    assert words[1] == "The answer"


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_closes_as_all_do(name: str) -> None:
    """What identifies it, in short, the ledger, the data, and how it is made again."""
    words = [words for _, words in headings(name)][-len(CLOSING) :]

    assert all(re.fullmatch(pattern, found) for pattern, found in zip(CLOSING, words, strict=True)), words


def test_a_claim_s_page_closes_with_its_data_and_how_it_is_made_again() -> None:
    """As the chapters do."""
    words = [words for _, words in headings("claim")]

    assert words[-2:] == CLOSING[-2:]
    assert words[1] == "The picture"  # below the verdict
