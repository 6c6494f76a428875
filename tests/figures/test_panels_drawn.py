"""Small multiples: each panel its own lines, on one scale, explained once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoledger.figures import Drawing, draw_panels
from scoledger.figures.style import COUNTRY_COLOURS, colour_of


def _series(*values: float, first_year: int = 2001) -> pd.Series:
    return pd.Series(values, index=range(first_year, first_year + len(values)), dtype=float)


PANELS = {
    "KAZ": {"CHN": _series(0.1, 0.2, 0.3), "RUS": _series(0.5, np.nan, 0.4)},
    "KGZ": {"CHN": _series(0.2, 0.8), "RUS": _series()},
    "TJK": {"CHN": _series()},
}


def _draw(panels: dict[str, dict[str, pd.Series]] = PANELS, **settings: object) -> Drawing:
    drawing = draw_panels(panels, "share", title="Shares", source="s", **settings)  # type: ignore[arg-type]
    assert drawing is not None
    return drawing


def _shown(drawing: Drawing) -> list[str]:
    return [axes.get_title(loc="left") for axes in drawing.figure.axes if axes.get_visible()]


def test_the_data_are_the_values_drawn() -> None:
    """Panel by panel; missing values are in neither."""
    drawing = _draw()
    drawn = [
        (axes.get_title(loc="left"), *point)
        for axes in drawing.figure.axes
        for line in axes.get_lines()
        for point in np.asarray(line.get_xydata(), dtype=float).tolist()
        if np.isfinite(point[1])
    ]

    assert sorted(drawn) == sorted(drawing.data[["panel", "year", "value"]].itertuples(index=False, name=None))
    assert list(drawing.data.columns) == ["panel", "series", "year", "value", "unit"]


def test_a_panel_without_a_value_is_left_out() -> None:
    """Tajikistan has none."""
    assert _shown(_draw()) == ["Kazakhstan", "Kyrgyzstan"]


@pytest.mark.parametrize("order", [["KAZ", "KGZ"], ["KGZ", "KAZ"]])
def test_one_scale_holds_every_line(order: list[str]) -> None:
    """80 percent in one panel, 50 in the other: neither the first nor the last may decide alone."""
    drawing = _draw({panel: PANELS[panel] for panel in order})

    assert {axes.get_ylim() for axes in drawing.figure.axes} == {drawing.figure.axes[0].get_ylim()}
    assert drawing.figure.axes[0].get_ylim()[0] == 0
    assert drawing.figure.axes[0].get_ylim()[1] > 0.8


def test_scales_of_their_own_fit_each_panel() -> None:
    """The first needs 50 percent only; the band of the second counts, too."""
    band = pd.DataFrame({"low": [-0.2], "high": [0.9]}, index=[2001])
    first, second = _draw(is_same_scale=False, bands={"KGZ": band}).figure.axes

    assert 0.5 < first.get_ylim()[1] < 0.6
    assert second.get_ylim()[0] < -0.2
    assert second.get_ylim()[1] > 0.9


def test_each_line_may_have_a_band_of_its_own() -> None:
    """Two bands in one panel, in the data beside the line of each; one of no line is left out."""
    panels = {"KAZ": {"a": _series(1, 2), "b": _series(3, 4)}}
    bands = {
        name: pd.DataFrame({"low": [end], "high": [end + 1.0]}, index=[2001])
        for name, end in (("a", -5), ("b", 7), ("c", 9))
    }
    drawing = _draw(panels, bands={"KAZ": bands})
    low = drawing.data.dropna(subset=["low"]).set_index("series")["low"]

    assert low.to_dict() == {"a": -5, "b": 7}
    assert len(_draw(panels).figure.axes[0].collections) + 2 == len(drawing.figure.axes[0].collections)
    assert drawing.figure.axes[0].get_ylim()[1] > 8


def test_years_are_the_same_in_every_panel() -> None:
    """Also beside a panel with one year only."""
    drawing = _draw({"KAZ": {"a": _series(1, 2, 3, 4)}, "KGZ": {"a": _series(1)}})

    assert len({axes.get_xlim() for axes in drawing.figure.axes}) == 1
    assert drawing.figure.axes[0].get_xlim()[1] < 2005


def test_the_words_name_extremes_and_panels() -> None:
    """Which line ends highest, which lowest."""
    alt = _draw().alt

    assert "At the end Kyrgyzstan, China, is highest and Kazakhstan, China, lowest." in alt
    assert "Kazakhstan, China: 10 percent in 2001, 30 percent in 2003, Russia: 50 percent in 2001" in alt


def test_few_panels_label_their_lines_and_many_share_a_key() -> None:
    """A key repeated in twelve panels would tire."""
    few, many = _draw(), _draw(dict.fromkeys(list(COUNTRY_COLOURS)[:9], PANELS["KAZ"]))

    assert [text.get_text() for text in few.figure.axes[0].texts] == ["China", "Russia"]
    assert [[text.get_text() for text in key.get_texts()] for key in many.figure.legends] == [["China", "Russia"]]


def test_a_country_keeps_its_colour() -> None:
    """As a line, and as a panel with one line."""
    alone = _draw({"KGZ": {"share": _series(1, 2)}})

    assert alone.figure.axes[0].get_lines()[0].get_color() == colour_of("KGZ")
    assert _draw().figure.axes[0].get_lines()[0].get_color() == colour_of("CHN")


def test_events_are_lines_in_every_panel_and_words_below() -> None:
    """There is no room for the words in each."""
    drawing = _draw(events={2002: "a summit"})

    assert drawing.caption == "Upright lines: a summit (2002)."
    assert all(len({float(x) for x in axes.get_lines()[-1].get_xdata()}) == 1 for axes in drawing.figure.axes)


def test_more_panels_than_a_page_holds_are_said_to_be_missing() -> None:
    """Twelve of fourteen."""
    drawing = _draw(dict.fromkeys(list(COUNTRY_COLOURS)[:14], PANELS["KAZ"]))

    assert len(_shown(drawing)) == 12
    assert drawing.caption == "The first 12 of 14 are drawn."
