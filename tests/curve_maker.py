"""A made-up specification curve, and a small book that shows it."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any

from bookmaker import BookMaker

from scoledger.claims import Part
from scoledger.figures import Drawing, draw_specification_curve
from scoledger.results import MARKS
from scoledger.results.rendering import marks_bytes, picture_bytes
from scoledger.verdicts import Evidence, Labels, PartVerdict, Specification

LABELS = Labels(
    dimensions={"measure": "what is measured", "mirror": "whose books are read", "year": "the year"},
    choices={"reported": "own books", "mirror": "the partner's <books>"},
)
YEARS = range(2001, 2012)
#: Figure of the book.
FIGURE = "curve-figure"


def make_part() -> PartVerdict:
    """23 specifications: eleven years of two books, and one measurement that names neither.

    What supports the claim is read from the partner's books from 2006 on: six of 23.  Own books never do: those up to
    2004 contradict it.
    """
    evidence = [
        Evidence(
            _specify("trade", mirror=mirror, year=year),
            _judge(mirror, year),
            float(year - 2000) + (20 if mirror == "mirror" else 0),
            "billion USD",
            float(year - 2001),
            float(year - 1970),
        )
        for mirror in ("reported", "mirror")
        for year in YEARS
    ]
    other = Evidence(_specify("output"), "neither", 15.5, "billion USD")
    part = {"name": "2005", "rule": "R", "statistic": "level", "claimed": 45.0, "unit": "billion USD", "year": 2005}
    return PartVerdict(Part.model_validate(part), "mixed", (*evidence, other))


def make_slopes() -> PartVerdict:
    """Three slopes in two units, drawn by their strength."""
    evidence = tuple(
        Evidence(_specify(label, mirror="reported"), outcome, slope, unit, slope - 1, slope + 1, p_value, 16)  # type: ignore[arg-type]
        for label, unit, outcome, slope, p_value in (
            ("share", "share per year", "supports", 0.005, 0.04),
            ("trade", "billion USD per year", "contradicts", -3.0, 0.0001),
            ("ranks", "ratio per year", "neither", 0.2, 0.5),
        )
    )
    part = {"name": "trend", "rule": "R", "statistic": "trend"}
    return PartVerdict(Part.model_validate(part), "mixed", evidence)


def draw_curve(part: PartVerdict) -> Drawing:
    """Draw one of them."""
    return draw_specification_curve(part, LABELS, title="Literal reading: every specification", source="Sources: s")


def add_curve(maker: BookMaker, result_id: str = FIGURE, **keys: Any) -> Path:
    """Put the curve of `make_part` into a small book's registry, with its picture and its marks."""
    drawing = draw_curve(make_part())
    assert drawing.marks is not None
    suffixes = ("svg", "csv", MARKS)
    files = {suffix: f"{result_id}.{suffix}" for suffix in suffixes}
    told = {"title": drawing.title, "alt": drawing.alt, "caption": drawing.caption}
    path = maker.add_result(result_id, "figure", files=files, **told, **keys)
    folder = maker.project.registry / "files"
    (folder / files[MARKS]).write_bytes(marks_bytes(drawing.marks))
    (folder / files["svg"]).write_bytes(picture_bytes(drawing.figure, result_id, drawing.title)["svg"])
    return path


def _specify(label: str, **choices: Any) -> Specification:
    return Specification("measure", label, MappingProxyType(choices), MappingProxyType(choices))


def _judge(mirror: str, year: int) -> Any:
    if mirror == "mirror":
        return "supports" if year > YEARS[4] else "neither"
    return "contradicts" if year < YEARS[4] else "neither"
