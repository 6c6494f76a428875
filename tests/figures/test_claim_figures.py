"""Figures of claims, curves and controls, drawn from a made-up world."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from planted import make_claim

from scoledger.claims import Part, Reading
from scoledger.figures import Drawing, draw_claim, draw_control, draw_curves, draw_specification_curve
from scoledger.verdicts import (
    ClaimVerdict,
    Evidence,
    Labels,
    PartVerdict,
    ReadingVerdict,
    Specification,
    compare_changes,
)

LABELS = Labels(
    dimensions={"mirror": "whose books are read", "flow": "the flow"},
    choices={"reported": "own books", "mirror": "the partner's books"},
)
OUTCOMES = ("supports", "contradicts", "neither")


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """No figure stays open after a test."""
    yield
    plt.close("all")


def _series(*values: float, first_year: int = 2001) -> pd.Series:
    return pd.Series(values, index=range(first_year, first_year + len(values)), dtype=float)


def _specification(label: str = "trade", measure: str = "bilateral_trade", **choices: Any) -> Specification:
    return Specification(measure, label, MappingProxyType(choices), MappingProxyType(choices))


def _part(statistic: str = "level", **settings: Any) -> Part:
    given = {"name": "2005", "rule": "R", "statistic": statistic, "claimed": 45.0, "unit": "billion USD", "year": 2005}
    return Part.model_validate(given | settings)


def _verdict(series: list[tuple[Specification, Any]], *parts: Part, name: str = "literal") -> ClaimVerdict:
    judged = tuple(
        PartVerdict(part, "mixed", tuple(Evidence(one, "neither", 1.0, part.unit) for one, _ in series))
        for part in parts
    )
    reading = Reading.model_construct(name=name, meaning="m", parts=parts, measurements=())
    return ClaimVerdict(make_claim(), "mixed", (ReadingVerdict(reading, "mixed", judged, tuple(series)),))


def _texts(drawing: Drawing) -> str:
    return f"{drawing.title} | {drawing.alt} | {drawing.caption}"


@pytest.fixture
def level() -> Drawing:
    """Two books of one trade, in millions, against 45 billion claimed for 2005."""
    series = [
        (_specification("partner's books"), _series(1000, 2000, 3000, 4000, 44_000)),
        (_specification("own books"), _series(500, 1000, 1500, 2000, 20_000)),
        (_specification("own books"), _series(500, 1000, 1500, 2000, 20_000)),
    ]
    drawing = draw_claim(_verdict(series, _part()), source="Sources: an office")
    assert drawing is not None
    return drawing


def test_a_level_is_drawn_in_the_unit_claimed(level: Drawing) -> None:
    """44,000 million are 44 billion; a series that repeats another is drawn once."""
    last = level.data[level.data["year"] == 2005].set_index("series")["value"]

    assert last.to_dict() == {"partner's books": 44.0, "own books": 20.0}
    assert set(level.data["unit"]) == {"billion USD"}


def test_every_value_drawn_is_in_the_data(level: Drawing) -> None:
    """And no other."""
    drawn = [float(value) for line in level.figure.axes[0].get_lines() for value in np.asarray(line.get_ydata())]

    assert sorted(drawn) == pytest.approx(sorted(level.data["value"]))


def test_the_words_of_a_level(level: Drawing) -> None:
    """Claimed and measured, beginning and end."""
    assert "Claimed: 45 billion USD in 2005" in level.alt
    assert "partner's books: 1 billion USD in 2001, 44 billion USD in 2005" in level.alt
    assert "claimed 45" in [text.get_text() for text in level.figure.axes[0].texts]


def test_a_claimed_range_is_drawn_with_both_ends() -> None:
    """1 to 2.5."""
    drawing = draw_claim(_verdict([(_specification(), _series(*[1500] * 5))], _part(claimed=(1.0, 2.5))), source="s")

    assert drawing is not None
    assert "1 billion USD to 2.5 billion USD in 2005" in drawing.alt


def test_only_years_around_the_claim_are_drawn() -> None:
    """The claim speaks of 2001 to 2010; a series from 1950 would dwarf it."""
    drawing = draw_claim(_verdict([(_specification(), _series(*range(100), first_year=1950))], _part()), source="s")

    assert drawing is not None
    assert (drawing.data["year"].min(), drawing.data["year"].max()) == (1991, 2020)


def test_a_record_year_that_comes_first_needs_no_unit_claimed() -> None:
    """The measure's own is taken."""
    part = _part("peak-year", claimed=None, unit="")
    drawing = draw_claim(_verdict([(_specification(), _series(1, 2, 3, 4, 5))], part), source="s")

    assert drawing is not None
    assert set(drawing.data["unit"]) == {"million USD"}


def test_documents_alone_are_not_drawn() -> None:
    """There is nothing to draw."""
    assert draw_claim(_verdict([], _part("record", claimed=None)), source="s") is None


RANKING = pd.DataFrame(
    {"RUS": [50e3, 60e3], "CHN": [30e3, 70e3], "DEU": [20e3, 5e3], "USA": [10e3, 9e3], "ITA": [np.nan, np.nan]},
    index=[2009, 2010],
)


def _ranking(*claimed: str) -> Drawing:
    part = _part("ranking", claimed=claimed, unit="")
    empty = (_specification("nothing", "partners_by_trade"), pd.DataFrame())
    full = (_specification("imports", "partners_by_trade"), RANKING)
    drawing = draw_claim(_verdict([empty, full], part), source="s")
    assert drawing is not None
    return drawing


def test_ranks_in_words_and_values() -> None:
    """Of the last year of the claim, in billions."""
    drawing = _ranking("RUS", "USA")
    last = drawing.data[drawing.data["year"] == 2010].set_index("series")["value"]

    assert "In 2010: Russia number 2, United States number 3. Largest: China, Russia, United States." in drawing.alt
    assert last["China"] == 70.0


def test_a_unit_without_a_value_does_not_break_the_figure() -> None:
    """Italy is claimed and has none; nor is the United Kingdom in the table."""
    drawing = _ranking("RUS", "ITA", "GBR")

    assert "Italy" not in drawing.alt
    assert "Russia number 2" in drawing.alt


def _trend(group: str | None) -> Drawing:
    series = [
        (
            _specification("share", "partner_share", states=state, flow=flow),
            _series(*(step * slope for step in range(10))),
        )
        for state, slope in (("KAZ", 0.01), ("KGZ", -0.01), ("TJK", 0.02))
        for flow in ("export", "total")
    ]
    drawing = draw_claim(_verdict(series, _part("trend", claimed=None, unit="", year=None, group=group)), source="s")
    assert drawing is not None
    return drawing


def test_trends_by_group_have_a_line_for_each() -> None:
    """Two of three rise; the words count them."""
    drawing = _trend("states")

    assert "share (percent): 2 of 3 lines end higher than they begin" in drawing.alt
    assert set(drawing.data["series"]) == {"KAZ", "KGZ", "TJK"}
    assert {"Kazakhstan", "Kyrgyzstan", "Tajikistan"} <= {text.get_text() for text in drawing.figure.axes[0].texts}


def test_trends_without_groups_draw_every_series_once() -> None:
    """Exports and totals are alike here: three lines."""
    assert len(_trend(None).figure.axes[0].get_lines()) == 3


def _curve_part(n: int = 6, **settings: Any) -> PartVerdict:
    evidence = tuple(
        Evidence(
            _specification(mirror=("reported", "mirror")[number % 2], flow=str(number // 2)),
            OUTCOMES[number % 3],  # type: ignore[arg-type]
            float(10 * number),
            "billion USD",
        )
        for number in range(n)
    )
    missing = (Evidence(_specification(mirror="reported", flow="x"), "no data", detail="no value"),)
    return PartVerdict(_part(**settings), "mixed", evidence + missing)


def test_a_curve_is_in_order_of_size() -> None:
    """What could not be computed is not in it."""
    drawing = draw_specification_curve(_curve_part(), LABELS, title="Curve", source="s")

    assert drawing.data["value"].tolist() == [0, 10, 20, 30, 40, 50]
    assert drawing.alt == ("Curve. 6 specifications in order of size: 2 support, 2 neither, 2 contradict the claim.")


def test_the_points_of_a_curve_are_its_data() -> None:
    """Place and height of every mark."""
    drawing = draw_specification_curve(_curve_part(), LABELS, title="Curve", source="s")
    points = sorted(
        tuple(map(float, point)) for marks in drawing.figure.axes[0].collections for point in marks.get_offsets()
    )

    assert points == [(float(place), 10.0 * place) for place in range(6)]


def test_choices_below_a_curve_are_in_plain_words() -> None:
    """Dimensions with one choice only are left out."""
    drawing = draw_specification_curve(_curve_part(), LABELS, title="Curve", source="s")
    ticks = {text.get_text() for text in drawing.figure.axes[1].get_yticklabels()}

    assert {"own books", "the partner's books"} <= ticks
    assert "trade" not in ticks


def test_curves_are_drawn_once_each() -> None:
    """A part that two readings share, or that two specifications judge, has no curve of its own."""
    shared, few = _curve_part(), _curve_part(2)
    attribute = _curve_part(role="attribute")
    reading = Reading.model_construct(name="literal", meaning="m", parts=(), measurements=())
    other = Reading.model_construct(name="charitable", meaning="m", parts=(), measurements=())
    verdict = ClaimVerdict(
        make_claim(),
        "mixed",
        (ReadingVerdict(reading, "mixed", (shared, few, attribute)), ReadingVerdict(other, "mixed", (shared,))),
    )

    assert list(draw_curves(verdict, LABELS, source="s")) == ["curve-literal-2005"]


def test_slopes_of_several_units_are_drawn_by_their_strength() -> None:
    """They have no common unit; the data keep each slope with its own."""
    evidence = tuple(
        Evidence(_specification(flow=unit), outcome, slope, unit, slope - 1, slope + 1, 0.04, 16)  # type: ignore[arg-type]
        for unit, outcome, slope in (("share per year", "supports", 0.5), ("ratio per year", "contradicts", -3.0))
    )
    part = _part("trend", claimed=None, unit="", year=None)
    drawing = draw_specification_curve(PartVerdict(part, "mixed", evidence), LABELS, title="Curve", source="s")

    assert drawing.data["value"].tolist() == [-3.0, 0.5]
    assert drawing.figure.axes[0].get_ylabel().startswith("1 - p")
    assert "near 1 the evidence for a rise is strong, near -1 that for a fall" in drawing.caption


def test_the_control_names_places_and_the_median() -> None:
    """Kyrgyzstan above all others; the data hold every country."""
    codes = ["KGZ", "AFG", "ALB", "DZA", "AGO", "ARG", "ARM", "AUS", "AUT", "AZE", "BHR", "BGD", "BLR", "BEL", "BEN",
             "BOL", "BWA", "BRA", "BGR", "BDI", "KHM", "CMR", "CAN", "TCD", "CHL", "COL", "HRV", "CUB", "CYP", "DNK",
             "ECU", "EGY"]  # fmt: skip
    frame = pd.DataFrame({code: [0.0, 0.5 if code == "KGZ" else 0.01] for code in codes}, index=[2001, 2018])
    result = compare_changes(frame, ["KGZ"], "China's share", 2001, 2018)
    assert result is not None
    drawing = draw_control(result, source="s")

    assert "Kyrgyzstan above 100% of the other countries" in drawing.alt
    assert "median of the others is +1.0 percentage points" in drawing.alt
    assert drawing.data.set_index("iso3")["change"].to_dict() == result.changes.to_dict()
    assert drawing.data.set_index("iso3")["is_claimed"].sum() == 1


def test_no_python_words_reach_the_reader(level: Drawing) -> None:
    """In no title, caption or alternative text."""
    curve = draw_specification_curve(_curve_part(), LABELS, title="Curve", source="s")
    drawings = [level, curve, _ranking("RUS"), _trend("states"), _trend(None)]

    assert [one for one in drawings if re.search(r"\b(nan|None|NaN|inf)\b|  |\.\.", _texts(one))] == []


def _effect(treated: list[str]) -> Drawing:
    frame = pd.DataFrame(
        {code: np.linspace(1.0, 2.0, 8) for code in [*treated, "FRA", "ITA", "ESP"]}, index=range(2001, 2009)
    )
    part = _part(
        "effect", claimed=None, unit="", year=None, treated=treated, event_year=2005, placebo_year=2003,
        smallest_effect=0.1,
    )  # fmt: skip
    specification = _specification("index", "weight_of_powers", window=(2001, 2008))
    drawing = draw_claim(_verdict([(specification, frame)], part), source="s")
    assert drawing is not None
    return drawing


def test_few_units_of_an_effect_are_named() -> None:
    """Two beside the median of the others."""
    texts = {text.get_text() for text in _effect(["KAZ", "KGZ"]).figure.axes[0].texts}

    assert texts == {"Kazakhstan", "Kyrgyzstan", "others, median"}


def test_many_units_of_an_effect_have_one_label() -> None:
    """Ten names would cover one another; every one is in the data."""
    codes = ["KAZ", "KGZ", "TJK", "TKM", "UZB", "AFG", "PAK", "MNG", "IRN", "BLR"]
    drawing = _effect(codes)

    assert {text.get_text() for text in drawing.figure.axes[0].texts} == {"10 concerned, median", "others, median"}
    assert "10 concerned against 3 others" in drawing.alt
    assert {"Kazakhstan", "Belarus"} <= set(drawing.data["series"])


def test_the_only_panel_of_trends_fills_the_figure() -> None:
    """No empty half beside it, and the claim's title above."""
    figure = _trend("states").figure

    assert len(figure.axes) == 1
    assert figure.get_suptitle() == make_claim().title


def test_a_long_title_of_a_curve_is_broken() -> None:
    """It would run out of the figure."""
    title = "Against others reading, exercises of the founders: every specification"
    drawing = draw_specification_curve(_curve_part(), LABELS, title=title, source="s")

    assert max(map(len, drawing.figure.axes[0].get_title(loc="left").splitlines())) <= 46
    assert drawing.title == title


def test_ranks_have_whole_ticks() -> None:
    """Nobody is number eight and a half."""
    evidence = tuple(Evidence(_specification(flow=str(rank)), "contradicts", float(rank), "rank") for rank in (8, 8, 9))
    part = PartVerdict(_part("ranking", claimed=("AIIB",), unit="", year=None), "mixed", evidence)
    axes = draw_specification_curve(part, LABELS, title="Curve", source="s").figure.axes[0]

    assert [tick for tick in axes.get_yticks() if tick != round(tick)] == []


def test_a_sum_over_the_group_has_no_name() -> None:
    """One measurement looks at states, another at all of them together: its lines are not called None."""
    part = _part("trend", claimed=None, unit="", year=None, group="states")
    series = [
        (_specification("share", "partner_share", states="KAZ"), _series(*range(10))),
        (_specification("all", "partner_share"), _series(*range(10))),
        (_specification("all", "partner_share", flow="export"), _series(*range(1, 11))),
    ]
    drawing = draw_claim(_verdict(series, part), source="s")

    assert drawing is not None
    assert [[text.get_text() for text in axes.texts] for axes in drawing.figure.axes] == [["Kazakhstan"], []]
    assert set(drawing.data["series"]) == {"KAZ", "series 1", "series 2"}
