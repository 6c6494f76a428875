"""The chart of all windows: what is packed into it, its controls and its words."""

from __future__ import annotations

import json
import re

import altair as alt
import pytest
from moving import MADE, NAMES, READINGS, make_absent, make_cells, make_moving, make_views

from scoledger.figures import explore_windows
from scoledger.figures.style import contrast
from scoledger.figures.windows import CODES, SHOWN
from scoledger.results import chart_bytes

SPEC = make_moving().spec


def test_every_combination_has_a_sentence_and_one_only() -> None:
    """Two definitions by two sides by two readings, the missing one with its reason."""
    rows = SPEC["datasets"]["sentences"]
    words = {(row["s"], row["r"]): row["t"] for row in rows}

    assert sorted(words) == [(series, reading) for series in range(4) for reading in range(2)]
    assert words[2, 1] == "level own, charitable: counted."
    assert words[3, 0] == "There is no such view."


def test_a_cell_holds_the_outcome_of_each_reading() -> None:
    """One row for each combination and window; the code of the literal reading first."""
    cells = {(row["s"], row["a"], row["b"]): row for row in SPEC["datasets"]["cells"]}

    assert len(cells) == 3 * len(MADE)
    assert cells[0, 2001, 2011]["o"] == f"{CODES['neither']}{CODES['supports']}"
    assert (cells[0, 2001, 2011]["p"], cells[0, 2001, 2011]["n"]) == (0.012, 11)
    assert cells[2, 2002, 2012] == {"s": 2, "a": 2002, "b": 2012, "o": "00", "w": 1}


def test_a_reading_that_does_not_judge_a_cell_is_told_from_no_data() -> None:
    """Its place holds a dash, which the chart leaves out."""
    views = make_views()
    chart = explore_windows(
        views[views["view"] != 4], make_absent(), make_cells(), NAMES, title="What if?", source="", caption=""
    )
    cells = {(row["s"], row["a"], row["b"]): row["o"] for row in chart.spec["datasets"]["cells"]}

    assert cells[1, 2001, 2012] == f"{CODES['contradicts']}-"


def test_controls_are_those_that_leave_a_choice() -> None:
    """No select for one kind of pairs; the view shown first is the default one."""
    params = {param["name"]: param for param in SPEC["params"]}

    assert [name for name, param in params.items() if "bind" in param] == ["definition", "books", "reading"]
    assert params["definition"]["bind"]["labels"] == ["share", "level"]
    assert params["reading"]["bind"]["labels"] == list(READINGS)
    assert {name: params[name]["value"] for name in (*NAMES, "reading")} == {
        "definition": 1, "books": 0, "pairs": 0, "reading": 0
    }  # fmt: skip
    assert params["series"]["expr"] == "(((0) * 2 + definition) * 2 + books) * 1 + pairs"


def test_the_chart_is_valid_and_is_drawn_with_letters() -> None:
    """Altair accepts the definition; the picture holds the default view's sentence, and n, C and ? and no S."""
    alt.Chart.from_dict(json.loads(json.dumps(SPEC)))
    svg = chart_bytes(SPEC, "x")["svg"].decode()
    drawn = re.findall(r">([^<]+)</text>", svg)

    assert "level own, literal: counted." in drawn
    assert [drawn.count(letter) for letter in "nC?S"] == [1, 1, 1, 0]
    assert sum("supports the claim" in word for word in drawn) == 1


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown[0])
def test_letters_can_be_read(shown: tuple[str, str, str, str, str]) -> None:
    """At least 4.5 to 1 against their cell."""
    assert contrast(shown[3], shown[2]) >= 4.5


def test_letters_differ() -> None:
    """Without colour they alone tell outcomes apart."""
    assert len({one[1] for one in SHOWN}) == len(SHOWN)


def test_the_words_for_readers_who_cannot_see_it_are_of_the_default_view() -> None:
    """Its sentence, and where its windows lie."""
    words = make_moving().alt

    assert "level own, literal: counted." in words
    assert "Windows with the outcome “contradicts” begin in 2001 to 2001 and end in 2012 to 2012." in words
    assert "“supports”" not in words
