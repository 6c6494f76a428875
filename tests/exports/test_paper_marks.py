"""What a paper takes of a curve: its pictures and its table, not what only a page needs."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bookmaker import BookMaker
from curve_maker import FIGURE, add_curve

from scoledger.exports.paper.content import read_files
from scoledger.results import MARKS, read_result


def test_a_paper_has_no_use_for_the_marks_of_a_picture(tmp_path: Path) -> None:
    """They are a file of the result all the same."""
    maker = BookMaker.begin(tmp_path)
    add_curve(maker)
    result = read_result(maker.project, FIGURE)
    content: Any = SimpleNamespace(project=maker.project)

    assert MARKS in result.files
    assert sorted(read_files(content, result)) == ["csv", "svg"]
