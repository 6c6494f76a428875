"""Figures of claims whose readings mix units: a panel for each kind, each with what was claimed in it."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from planted import make_claim

from scoledger.claims import Part, Reading
from scoledger.figures import Drawing, draw_claim
from scoledger.verdicts import ClaimVerdict, PartVerdict, ReadingVerdict, Specification

#: Measures in a share, in million USD, as an index, as a ratio, as a count and in billion cubic metres.
SHARE, MONEY, INDEX, RATIO, COUNT, GAS = (
    "partner_share", "bilateral_trade", "arms_volume", "income_to_world", "china_projects", "gas_flow",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """No figure stays open after a test."""
    yield
    plt.close("all")


def _series(*values: float, first_year: int = 2001) -> pd.Series:
    return pd.Series(values, index=range(first_year, first_year + len(values)), dtype=float)


def _specification(measure: str, label: str, *parts: str) -> Specification:
    nothing: MappingProxyType[str, Any] = MappingProxyType({})
    return Specification(measure, label, nothing, nothing, frozenset(parts))


def _part(name: str, claimed: object, unit: str, statistic: str = "comparison", **settings: Any) -> Part:
    given = {"name": name, "rule": "R", "statistic": statistic, "claimed": claimed, "unit": unit}
    return Part.model_validate(given | settings)


def _draw(series: list[tuple[Specification, pd.Series]], *parts: Part) -> Drawing:
    judged = tuple(PartVerdict(part, "mixed", ()) for part in parts)
    reading = Reading.model_construct(name="literal", meaning="m", parts=parts, measurements=())
    verdict = ClaimVerdict(make_claim(), "mixed", (ReadingVerdict(reading, "mixed", judged, tuple(series)),))
    drawing = draw_claim(verdict, source="s")
    assert drawing is not None
    return drawing


def _words(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


@pytest.fixture
def mixed() -> Drawing:
    """A share, a volume as an index, and money; figures are claimed for the first and the last."""
    return _draw(
        [
            (_specification(SHARE, "share", "half"), _series(0.2, 0.4, 0.6)),
            (_specification(INDEX, "arms", "volume"), _series(900, 800, 700)),
            (_specification(MONEY, "trade", "2003"), _series(1000, 2000, 3000)),
        ],
        _part("half", 0.5, "share"),
        _part("volume", None, "", "trend"),
        _part("2003", 4.0, "billion USD", "level", year=2003),
    )


def test_units_that_do_not_convert_have_a_panel_each(mixed: Drawing) -> None:
    """Percent, an index and money, on one axis of years."""
    panels = mixed.figure.axes

    assert [axes.get_ylabel() for axes in panels] == ["percent", "index", "billion USD"]
    assert len({axes.get_xlim() for axes in panels}) == 1


def test_values_keep_their_unit(mixed: Drawing) -> None:
    """2003 as drawn: million dollars became billions, an index stayed one."""
    last = mixed.data[mixed.data["year"] == 2003].set_index("series")

    assert last["value"].to_dict() == pytest.approx({"share": 0.6, "arms": 700.0, "trade": 3.0})
    assert last["unit"].to_dict() == {"share": "share", "arms": "index", "trade": "billion USD"}


def test_every_panel_draws_its_own_values_only(mixed: Drawing) -> None:
    """The line of each panel holds the three values of its series."""
    drawn = [[float(value) for value in np.asarray(axes.get_lines()[0].get_ydata())] for axes in mixed.figure.axes]

    assert drawn == [[0.2, 0.4, 0.6], [900.0, 800.0, 700.0], [1.0, 2.0, 3.0]]


def test_what_is_claimed_stands_in_the_panel_of_its_unit(mixed: Drawing) -> None:
    """Half of the first, four billion in the last, nothing in the second."""
    claimed = [[word for word in _words(axes) if "claimed" in word] for axes in mixed.figure.axes]

    assert claimed == [["claimed more than 50%"], [], ["claimed 4"]]


def test_words_name_each_panel(mixed: Drawing) -> None:
    """What is claimed and measured, unit by unit."""
    assert "In percent: Claimed: more than 50 percent. Measured: share: 20 percent in 2001" in mixed.alt
    assert "In index: Measured: arms: 900 in 2001" in mixed.alt
    assert "In billion USD: Claimed: 4 billion USD in 2003." in mixed.alt


def test_no_more_panels_than_can_be_read() -> None:
    """Six kinds of unit; the first four are drawn."""
    measures = (SHARE, MONEY, INDEX, RATIO, COUNT, GAS)
    drawing = _draw([(_specification(one, one), _series(1, 2)) for one in measures], _part("half", 0.5, "share"))

    assert len(drawing.figure.axes) == 4
    assert set(drawing.data["series"]) == {SHARE, MONEY, INDEX, RATIO}


def test_a_series_without_a_value_in_the_years_shown_is_no_panel() -> None:
    """An index of 1950 says nothing of 2001 to 2010."""
    series = [
        (_specification(SHARE, "share"), _series(0.2, 0.4)),
        (_specification(INDEX, "arms"), _series(5, 6, first_year=1950)),
    ]

    assert len(_draw(series, _part("half", 0.5, "share")).figure.axes) == 1


def test_a_threshold_says_which_line_it_concerns() -> None:
    """Where another line stands in the panel that it does not judge."""
    series = [
        (_specification(SHARE, "gas", "a quarter of gas"), _series(0.2, 0.4)),
        (_specification(SHARE, "fuels", "fuels"), _series(0.1, 0.2)),
    ]
    quarter, fuels = _part("a quarter of gas", 0.25, "share"), _part("fuels", None, "", "trend")

    assert "a quarter of gas: claimed more than 25%" in _words(_draw(series, quarter, fuels).figure.axes[0])
    assert "claimed more than 25%" in _words(_draw(series[:1], quarter).figure.axes[0])


def test_one_threshold_of_several_parts_is_drawn_once() -> None:
    """Five states, one line below which each must lie."""
    parts = [_part(state, 1.0, "ratio", below=True) for state in ("KAZ", "KGZ")]
    series = [(_specification(RATIO, part.name, part.name), _series(0.5, 0.6)) for part in parts]

    claimed = [word for word in _words(_draw(series, *parts).figure.axes[0]) if "claimed" in word]
    assert claimed == ["claimed less than 1"]


def test_a_range_that_means_at_least_does_not_dwarf_the_lines() -> None:
    """From one to a thousand: the axis ends soon above the one."""
    part = _part("2002", (1.0, 1000.0), "ratio", "level", year=2002)
    drawing = _draw([(_specification(RATIO, "over the next"), _series(0.2, 0.3))], part)

    assert 1.0 < drawing.figure.axes[0].get_ylim()[1] < 3.0
    assert "claimed at least 1" in _words(drawing.figure.axes[0])
    assert "Claimed: at least 1 in 2002." in drawing.alt


def test_the_axis_reaches_what_was_claimed() -> None:
    """Forty claimed, two measured."""
    part = _part("2002", 40.0, "ratio", "level", year=2002)
    drawing = _draw([(_specification(RATIO, "over the next"), _series(1, 2))], part)

    assert drawing.figure.axes[0].get_ylim()[1] > 40.0


def test_labels_of_all_panels_stand_at_the_last_year_of_any() -> None:
    """A label in the middle of a panel would lie across its other lines."""
    series = [
        (_specification(SHARE, "share"), _series(0.2, 0.4)),
        (_specification(INDEX, "arms"), _series(*range(1, 9))),
    ]
    drawing = _draw(series, _part("half", 0.5, "share"))
    labels = [text for axes in drawing.figure.axes for text in axes.texts if text.get_text() in {"share", "arms"}]

    assert [float(label.xy[0]) for label in labels] == [2008.0, 2008.0]  # type: ignore[attr-defined]


def test_too_many_lines_of_one_unit_have_a_panel_for_each_measure() -> None:
    """Seven: four shares in output, three in exports; each threshold stands with the lines that it judges."""
    states = ("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Uzbekistan")
    rents = [(_specification("resource_rents", f"{state}, rents", "rents"), _series(0.1, 0.2)) for state in states]
    sold = [(_specification("raw_exports", f"{state}, sold", "sold"), _series(0.5, 0.6)) for state in states[:3]]
    drawing = _draw(rents + sold, _part("rents", 0.1, "share"), _part("sold", 0.6, "share"))
    claimed = [[word for word in _words(axes) if "claimed" in word] for axes in drawing.figure.axes]

    assert claimed == [["claimed more than 10%"], ["claimed more than 60%"]]
    assert len(_draw(rents + sold[:2], _part("rents", 0.1, "share")).figure.axes) == 1


def test_a_state_has_its_colour_in_every_panel() -> None:
    """Tajikistan's, first in one panel and last in the other."""
    series = [
        (_specification(SHARE, "Tajikistan, share"), _series(0.2, 0.4, 0.5)),
        (_specification(RATIO, "Kazakhstan, income"), _series(1, 2, 3)),
        (_specification(RATIO, "Tajikistan, income"), _series(1, 2, 2)),
    ]
    shares, incomes = _draw(series, _part("half", 0.5, "share")).figure.axes

    assert shares.get_lines()[0].get_color() == incomes.get_lines()[1].get_color()


def test_one_year_is_drawn_as_dots_in_a_frame_of_a_few_years() -> None:
    """Two distances from 1993; the second would not be seen as a line."""
    series = [(_specification("onset_gap", "gap"), _series(value, first_year=2003)) for value in (6.0, 2.0)]
    drawing = _draw(series, _part("within", 1.5, "years", below=True))
    axes = drawing.figure.axes[0]

    assert [line.get_marker() for line in axes.get_lines()[:2]] == ["o", "o"]
    assert axes.get_xlim() == (2000.0, 2006.0)
    assert "gap: 6 years in 2003." in drawing.alt


def test_a_table_of_every_fourth_year_is_drawn_as_a_line() -> None:
    """Three years between two values are no gap; a value alone between gaps is a dot."""
    every_fourth = pd.Series([1.0, 2.0, 3.0, 4.0], index=[1996, 2000, 2004, 2008])
    broken = pd.Series([1.0, 2.0, 4.0, 7.0], index=[2001, 2002, 2004, 2007])
    series = [(_specification(RATIO, "fourth"), every_fourth), (_specification(RATIO, "broken"), broken)]
    fourth, other = _draw(series, _part("x", 1.0, "ratio")).figure.axes[0].get_lines()[:2]

    assert np.asarray(fourth.get_ydata()).tolist() == [1.0, 2.0, 3.0, 4.0]
    assert fourth.get_markevery() == []
    assert [float(np.asarray(other.get_xdata())[place]) for place in other.get_markevery()] == [2004.0, 2007.0]


def test_two_claims_of_one_figure_do_not_cover_each_other() -> None:
    """One rises above nothing, the other falls below it."""
    series = [(_specification(SHARE, name, name), _series(-0.2, 0.4)) for name in ("east", "west")]
    parts = [_part("east", 0.0, "share"), _part("west", 0.0, "share", below=True)]
    words = [text for text in _draw(series, *parts).figure.axes[0].texts if "claimed" in text.get_text()]
    heights = [float(word.xyann[1]) for word in words]  # type: ignore[attr-defined]

    assert len(words) == 2
    assert heights[0] - heights[1] > 11


def test_large_numbers_are_written_out() -> None:
    """Not as 1e+06."""
    figure = _draw([(_specification(COUNT, "boxes"), _series(1e6, 2e6))], _part("x", 1.0, "count")).figure
    figure.canvas.draw()

    assert any(label.get_text() == "1,000,000" for label in figure.axes[0].get_yticklabels())
