"""Explorers: valid definitions, one picture from each, and sentences that say what is drawn."""

from __future__ import annotations

import re

import altair as alt
import pandas as pd
import pytest
from jsonschema import ValidationError

from scoledger.figures import Explorer, explore_lines, explore_shares
from scoledger.figures.explore_lines import NONE, list_facts, say_line
from scoledger.figures.explore_shares import say_share
from scoledger.results import chart_bytes
from scoledger.site.explorers.box import read_sentence

FLOWS, SIDES = {"total": "trade", "export": "exports"}, {"own": "by its own books", "mirror": "by the partners' books"}
VIEW = {"state": "KAZ", "partner": "CHN", "flow": "total", "side": "own"}
SHARES = pd.DataFrame(
    [
        *(("KAZ", "CHN", "total", "own", year, share) for year, share in ((2000, 0.1), (2001, 0.3), (2003, 0.2))),
        *(("KAZ", "RUS", "total", "own", year, share) for year, share in ((2000, 0.5), (2001, 0.4))),
        *(("KGZ", "CHN", "export", "mirror", year, share) for year, share in ((2005, 0.25), (2006, 0.35))),
    ],
    columns=["state", "partner", "flow", "side", "year", "share"],
)
LINES = pd.DataFrame(
    {
        "line_id": ["P1", "P1", "P2", "P2"],
        "name": ["East", "East", "West", "West"],
        "segment": ["I", "I", None, None],
        "status": ["Operating", "Operating", "Proposed", "Proposed"],
        "capacity_bcm": [30.0, 30.0, None, None],
        "start_year": [2019.0, 2019.0, None, None],
        "length_km": [1500.0, 1500.0, None, None],
        "part": 0,
        "position": [0, 1, 0, 1],
        "longitude": [80.0, 90.0, 70.0, 75.0],
        "latitude": [45.0, 45.0, 40.0, 42.0],
    }
)
SQUARE = pd.DataFrame(
    {
        "area": "KAZ",
        "part": 0,
        "position": range(4),
        "longitude": [60.0, 85.0, 85.0, 60.0],
        "latitude": [42.0, 42.0, 52.0, 52.0],
    }
)


def shares(frame: pd.DataFrame = SHARES, **view: str) -> Explorer:
    """The explorer of shares, with another default view where one is given."""
    found = explore_shares(frame, flows=FLOWS, sides=SIDES, shown=VIEW | view, title="Shares", source="Sources: none")
    assert found is not None
    return found


def lines(chosen: str = "East", status: str = "all") -> Explorer:
    """The explorer of lines."""
    found = explore_lines(
        LINES, SQUARE, places={"KAZ": "Kazakhstan"}, chosen=chosen, status=status, title="Lines", source="Sources: none"
    )
    assert found is not None
    return found


def picture(explorer: Explorer) -> str:
    """Its picture as SVG."""
    return chart_bytes(explorer.spec, "test")["svg"].decode()


@pytest.mark.parametrize("explorer", [shares(), lines()], ids=["shares", "lines"])
def test_a_definition_is_valid(explorer: Explorer) -> None:
    """Altair checks it by the schema of Vega-Lite, and would refuse a field that it does not know."""
    spec = explorer.spec

    assert alt.LayerChart.from_dict(spec, validate=True).to_dict()["width"] == spec["width"]
    with pytest.raises(ValidationError):
        alt.LayerChart.from_dict(spec | {"widht": 1}, validate=True)


def test_the_picture_says_the_share_of_the_default_view() -> None:
    """By the chart's own transformations as by plain Python: 10 percent first, 20 last, 30 highest."""
    said = (
        "Share of China in Kazakhstan's trade, by its own books: 10.0% in 2000, 20.0% in 2003; highest 30.0% in 2001."
    )

    assert say_share(SHARES, VIEW, FLOWS, SIDES) == said
    assert read_sentence(picture(shares())) == said
    assert shares().alt.startswith(said)


def test_another_default_view_shows_another_line() -> None:
    """One definition for all views: only the values of its parameters differ."""
    explorer = shares(state="KGZ", flow="export", side="mirror")

    assert "25.0% in 2005, 35.0% in 2006" in read_sentence(picture(explorer))
    assert [param["value"] for param in explorer.spec["params"][5:9]] == ["KGZ", "CHN", "export", "mirror"]


def test_a_view_of_which_nothing_is_known_says_so() -> None:
    """Kyrgyzstan's own books hold nothing here."""
    said = "Share of China in Kyrgyzstan's trade, by its own books: not known in these years."

    assert read_sentence(picture(shares(state="KGZ"))) == said
    assert say_share(SHARES, VIEW | {"state": "KGZ"}, FLOWS, SIDES) == said


def test_a_state_is_no_partner_of_its_own() -> None:
    """Said plainly, not as if its share were unknown."""
    frame = pd.concat([SHARES, SHARES[:3].assign(state="KGZ", partner="KAZ")])
    explorer = shares(frame, partner="KAZ")
    said = "Kazakhstan is no partner of its own: choose another partner."

    assert read_sentence(picture(explorer)) == said
    assert explorer.alt.startswith(said)


def test_the_scale_does_not_ask_the_lines() -> None:
    """Its ends are years and the highest share of the view; a combination without shares has a scale too."""
    at = shares().spec["layer"][0]["encoding"]
    tops = next(param["value"] for param in shares().spec["params"] if param["name"] == "tops")

    assert [end["expr"] for end in at["x"]["scale"]["domain"]] == ["min(first, last)", "max(first, last)"]
    assert at["y"]["scale"]["domain"][1]["expr"].endswith("|| 1")
    assert tops == {"KAZ total own": 0.5, "KGZ export mirror": 0.35}


def test_a_line_breaks_where_a_year_is_missing() -> None:
    """2002 is not known: the page gets none for it, the CSV file has no row."""
    explorer = shares()
    packed = explorer.spec["data"]["values"]

    assert packed[1]["years"] == [2000, 2001, 2002, 2003]
    assert packed[1]["shares"] == [0.1, 0.3, None, 0.2]
    assert explorer.data.equals(SHARES)


def test_every_partner_is_named_beside_its_end() -> None:
    """With the last share and its year, in the order of the shares."""
    svg = picture(shares())
    heights = dict(re.findall(r"translate\([\d.]+,([\d.]+)\)[^>]*>(China  20.0%, 2003|Russia  40.0%, 2001)<", svg))

    assert [heights[height] for height in sorted(heights, key=float)] == ["Russia  40.0%, 2001", "China  20.0%, 2003"]


def test_without_shares_or_lines_there_is_no_explorer() -> None:
    """The notebook says so instead."""
    nothing = explore_shares(SHARES[:0], flows=FLOWS, sides=SIDES, shown=VIEW, title="T", source="S")

    assert nothing is None
    assert explore_lines(LINES[:0], SQUARE, places={}, chosen="", title="T", source="S") is None


def test_the_map_tells_the_facts_of_the_chosen_line() -> None:
    """What the source does not say is left out."""
    assert say_line(list_facts(LINES), "East") == ["East:", "I, operating, 30 bcm a year, 1,500 km, start 2019."]
    assert read_sentence(picture(lines())) == "East: I, operating, 30 bcm a year, 1,500 km, start 2019."
    assert read_sentence(picture(lines("West"))) == "West: proposed."


@pytest.mark.parametrize(
    ("status", "words"),
    [("Operating", "start"), ("Mothballed", "start"), ("Construction", "planned start"), ("Proposed", "planned start")],
)
def test_a_year_of_a_line_that_never_worked_is_a_plan(status: str, words: str) -> None:
    """Also where the year is past."""
    facts = list_facts(LINES.assign(status=status))

    assert say_line(facts, "East")[1].split(", ")[-1] == f"{words} 2019."


def test_a_country_s_name_keeps_off_the_lines() -> None:
    """A line through the middle of the square, where the name would stand, has it move away."""
    crossing = LINES.assign(longitude=[60.0, 85.0, 60.0, 85.0], latitude=47.0)
    spots = []
    for routes in (LINES.assign(latitude=20.0), crossing):
        found = explore_lines(
            routes, SQUARE, places={"KAZ": "Kazakhstan"}, chosen="East", title="Lines", source="Sources: none"
        )
        assert found is not None
        spots.append(found.spec["layer"][4]["data"]["values"][0]["y"])
    assert abs(spots[1] - spots[0]) > 10


def test_a_status_leaves_the_other_lines_out() -> None:
    """The chosen line with them, which the sentence says."""
    every, proposed = picture(lines()), picture(lines(status="Proposed"))

    assert read_sentence(proposed) == f"East: {NONE}"
    assert every.count('stroke="#1f4e79"') > proposed.count('stroke="#1f4e79"')
    assert "2 lines and phases" in lines().alt
    assert "1 lines and phases" in lines(status="Proposed").alt


@pytest.mark.parametrize("count", [1, 3, 5])
def test_every_line_of_sources_has_room(count: int) -> None:
    """The last of them ends above the edge of the picture."""
    source = "\n".join(f"Source {number}" for number in range(count))
    partners = explore_shares(SHARES, flows=FLOWS, sides=SIDES, shown=VIEW, title="Shares", source=source)
    gas = explore_lines(LINES, SQUARE, places={}, chosen="East", title="Lines", source=source)
    for explorer in (partners, gas):
        assert explorer is not None
        view, padding = explorer.spec["layer"][-1], explorer.spec["padding"]
        begins = view["encoding"]["y"]["value"] - explorer.spec["height"]

        assert begins + count * view["mark"]["lineHeight"] + 4 <= padding["bottom"]


def test_a_country_is_named_within_its_borders() -> None:
    """The square ends in the left half of the map."""
    names = lines().spec["layer"][4]["data"]["values"]

    assert [one["words"] for one in names] == ["Kazakhstan"]
    assert 0 < names[0]["x"] < lines().spec["width"] / 2
