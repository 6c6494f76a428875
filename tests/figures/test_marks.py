"""Marks of a curve: they lie on the dots of the saved picture and say what its table says."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from curve_maker import LABELS, draw_curve, make_part, make_slopes
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from scoledger import results
from scoledger.figures import draw_lines
from scoledger.figures.drawing import Drawing
from scoledger.figures.style import OUTCOMES
from scoledger.paths import Project
from scoledger.results.rendering import marks_bytes, picture_bytes
from scoledger.verdicts import PartVerdict

_GROUP = re.compile(r'<g id="PathCollection_(\d+)">(.*?)</g>\s*</g>', re.DOTALL)
_PLACE = re.compile(r'<use xlink:href="#[^"]+" x="([\d.]+)" y="([\d.]+)"')


def _drawn(drawing: Drawing) -> dict[int, list[tuple[float, float]]]:
    """Places of the marks in the saved picture, by the number of their group: first the outcomes, then the choices."""
    svg = picture_bytes(drawing.figure, "curve", "Curve")["svg"].decode()
    return {
        int(number): [(float(x), float(y)) for x, y in _PLACE.findall(group)] for number, group in _GROUP.findall(svg)
    }


@pytest.mark.parametrize("part", [make_part(), make_slopes()], ids=["one-unit", "two-units"])
def test_marks_lie_on_the_dots_of_the_saved_picture(part: PartVerdict) -> None:
    """Within a tenth of a point, each under its own outcome."""
    drawing = draw_curve(part)
    marks = drawing.marks
    assert marks is not None
    places = np.column_stack([marks["x"], marks["y"]]) * marks["size"]
    drawn = _drawn(drawing)

    assert len(places) == len(part.evidence)
    for position in range(len(OUTCOMES)):
        own = places[np.array(marks["outcome"]) == position]
        assert own == pytest.approx(np.array(sorted(drawn[position + 1])), abs=0.1)


def test_rows_lie_on_the_marks_of_the_choices() -> None:
    """Every dimension's marks, at the place of the specification and the row of its choice."""
    drawing = draw_curve(make_part())
    marks = drawing.marks
    assert marks is not None
    expected = [
        (x, dimension["rows"][made])
        for dimension in marks["dimensions"]
        for x, made in zip(marks["x"], dimension["made"], strict=True)
        if made >= 0
    ]
    drawn = [place for number, places in _drawn(drawing).items() if number > len(OUTCOMES) for place in places]
    distances = np.linalg.norm((np.array(expected) * marks["size"])[:, None] - np.array(drawn), axis=2)

    assert len(expected) == len(drawn) == 23 + 22 + 22
    assert distances.min(axis=0).max() < 0.1
    assert distances.min(axis=1).max() < 0.1


def test_choices_values_and_outcomes_are_those_of_the_table() -> None:
    """Row for row; what a specification does not choose is empty in the table."""
    drawing = draw_curve(make_part())
    marks = drawing.marks
    assert marks is not None

    assert [dimension["name"] for dimension in marks["dimensions"]] == [
        LABELS.dimension(name) for name in ("measure", "mirror", "year")
    ]
    for name, dimension in zip(("measure", "mirror", "year"), marks["dimensions"], strict=True):
        told = ["" if made < 0 else dimension["choices"][made] for made in dimension["made"]]
        assert told == ["" if pd.isna(choice) else LABELS.choice(choice) for choice in drawing.data[name]]
    assert [marks["outcomes"][one][0] for one in marks["outcome"]] == list(drawing.data["outcome"])
    assert marks["value"][:2] == ["1 billion USD", "2 billion USD"]
    assert marks["interval"][0] == "0 billion USD to 31 billion USD"
    assert marks["interval"][list(drawing.data["value"]).index(15.5)] == ""


def test_choices_that_the_picture_sums_up_keep_their_names() -> None:
    """Eight of eleven years have a row of their own; the last three share one."""
    marks = draw_curve(make_part()).marks
    assert marks is not None
    years = marks["dimensions"][2]

    assert years["choices"] == [str(year) for year in range(2001, 2012)]
    assert len(set(years["rows"])) == 9
    assert len(set(years["rows"][8:])) == 1


def test_the_interval_of_a_dot_is_marked_where_one_is_drawn() -> None:
    """Below and above the dot; slopes of several units are drawn without, and say their p value instead."""
    one_unit, two_units = draw_curve(make_part()).marks, draw_curve(make_slopes()).marks
    assert one_unit is not None
    assert two_units is not None

    assert one_unit["low"][0] > one_unit["y"][0] > one_unit["high"][0]
    assert one_unit["low"].count(None) == 1
    assert "p_value" not in one_unit
    assert "low" not in two_units
    assert two_units["p_value"] == ["below 0.001", "0.500", "0.040"]
    assert two_units["value"] == ["-3 billion USD a year", "0.2 (ratio a year)", "+0.50 percentage points a year"]


def test_a_dimension_in_which_some_choose_nothing_is_told_without_a_row() -> None:
    """One measurement names the books, the other none: the picture has no row for a single choice."""
    part = make_part()
    evidence = tuple(one for one in part.evidence if one.specification.choices.get("mirror") != "mirror")
    marks = draw_curve(PartVerdict(part.part, "mixed", evidence)).marks
    assert marks is not None
    books = marks["dimensions"][1]

    assert (books["choices"], books["rows"]) == (["own books"], [])
    assert sorted(set(books["made"])) == [-1, 0]


def test_frames_hold_all_marks() -> None:
    """The upper one the dots, the lower one the rows, one below the other."""
    marks = draw_curve(make_part()).marks
    assert marks is not None
    upper, lower = marks["frames"]
    rows = [row for dimension in marks["dimensions"] for row in dimension["rows"]]

    assert upper[1] < min(marks["y"]) < max(marks["y"]) < upper[3] < lower[1] < min(rows) < max(rows) < lower[3]
    assert upper[0] < marks["x"][0] < marks["x"][-1] < upper[2]


def test_two_drawings_give_the_same_bytes() -> None:
    """A page that has not changed is not rebuilt."""
    first, second = draw_curve(make_part()).marks, draw_curve(make_part()).marks
    assert first is not None
    assert second is not None

    assert marks_bytes(first) == marks_bytes(second)
    assert b": " not in marks_bytes(first).replace(b"reading: ", b"")


def _save(folder: Path, drawing: Drawing, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    monkeypatch.setenv(results.FOLDER_VARIABLE, str(folder))
    results.begin("plain", country="KGZ").drawing("curve", drawing)
    return {path.name: path.read_bytes() for path in sorted((folder / "files").iterdir())}


def test_a_run_keeps_the_marks_beside_the_picture(
    tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more file of the figure, alike in two runs; the CSV beside it holds as many specifications."""
    first = _save(tmp_path / "one", draw_curve(make_part()), monkeypatch)
    second = _save(tmp_path / "two", draw_curve(make_part()), monkeypatch)
    marks = first["plain-kgz-curve.marks.json"]

    assert first == second
    assert marks == marks_bytes(draw_curve(make_part()).marks or {})
    assert len(pd.read_csv(io.BytesIO(first["plain-kgz-curve.csv"]))) == 23


def test_a_drawing_without_marks_has_no_such_file(
    tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing lies in it that a reader could point at."""
    line = draw_lines({"CHN": pd.Series([0.1, 0.3], index=[2001, 2002])}, "share", title="Shares", source="s")
    files = _save(tmp_path / "one", line, monkeypatch)

    assert [name for name in files if name.endswith(".json")] == []


def test_a_picture_is_drawn_once_for_each_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing is most of the time that a figure takes."""
    figure, axes = plt.subplots()
    axes.plot([1, 2], [3, 4])
    figure.tight_layout()
    drawn, draw = list[Figure](), Figure.draw
    monkeypatch.setattr(Figure, "draw", lambda self, renderer: (drawn.append(self), draw(self, renderer)))

    assert set(picture_bytes(figure, "line", "Line")) == {"svg", "pdf", "png"}
    assert len(drawn) == 3
