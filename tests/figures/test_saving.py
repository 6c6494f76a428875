"""Drawings in a session: the same bytes each time, and no figure left open."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from matplotlib import pyplot as plt

from scoledger import results
from scoledger.figures import draw_lines
from scoledger.paths import Project

SERIES = {"CHN": pd.Series([0.1, 0.3], index=[2001, 2002])}


def _save(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    monkeypatch.setenv(results.FOLDER_VARIABLE, str(folder))
    run = results.begin("plain", country="KGZ")
    run.drawing("line", draw_lines(SERIES, "share", title="Shares", source="Sources: a"))
    return {path.name: path.read_bytes() for path in sorted((folder / "files").iterdir())}


def test_the_same_drawing_gives_the_same_bytes(tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SVG, PNG and CSV, whatever was drawn before: a page that has not changed is not rebuilt."""
    first = _save(tmp_path / "one", monkeypatch)
    plt.figure()
    plt.close("all")
    second = _save(tmp_path / "two", monkeypatch)

    assert set(first) == {f"plain-kgz-line.{suffix}" for suffix in ("csv", "pdf", "png", "svg")}
    assert first == second


def test_no_figure_is_left_open(tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A book has hundreds of them."""
    plt.close("all")
    _save(tmp_path / "one", monkeypatch)

    assert plt.get_fignums() == []


def test_the_csv_is_the_data_of_the_drawing(tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In full precision."""
    files = _save(tmp_path / "one", monkeypatch)

    assert files["plain-kgz-line.csv"] == b"series,year,value,unit\nChina,2001,0.1,share\nChina,2002,0.3,share\n"


def test_a_picture_names_its_title_and_no_date(tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a date nor the library's version."""
    svg = _save(tmp_path / "one", monkeypatch)["plain-kgz-line.svg"].decode()

    assert "Shares" in svg
    assert "dc:date" not in svg
    assert "Matplotlib v" not in svg
