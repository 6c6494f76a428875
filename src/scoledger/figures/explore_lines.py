"""A map of lines, of which a reader chooses a status and one name, and reads what is known of it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.path import Path

from scoledger.figures.explorer import SCHEMA, Explorer, choose, room_below, write_in
from scoledger.figures.map import APART, BORDER, LAND, PLACE, STROKES, Extent, project, width_of
from scoledger.figures.theme import PIXELS

#: Pixels around the map: the sentence above, key and source below.
ROOM = {"left": 8, "right": 8, "top": 124, "bottom": 44}
#: Pixels from the map to the source line.
BELOW = 12
WIDTH = PIXELS - ROOM["left"] - ROOM["right"]
#: Dashes of each status in pixels, those of the drawn map.
DASHES = {"-": [1, 0], "--": [7, 4], ":": [2, 3], "-.": [9, 3, 2, 3]}
CHOSEN, OTHER = "#b3261e", "#1f4e79"
ALL = "all"
#: Which lines are shown, as an expression of the chart.
OF_STATUS = f"(status === '{ALL}' || datum.status === status)"
#: Steps of the grid on which room for a country's name is looked for.
GRID = 60
#: Statuses of lines that have never worked.
PLANNED = ("Construction", "Proposed")
#: What is said of a name that has no line of the chosen status.
NONE = "none of this status, so that no line is brought out. Choose another line or status."
#: Columns of the lines that a reader is told.
FACTS = ("name", "segment", "status", "capacity_bcm", "start_year", "length_km")


def explore_lines(
    lines: pd.DataFrame,
    outlines: pd.DataFrame,
    *,
    places: Mapping[str, str],
    chosen: str,
    status: str = ALL,
    title: str,
    source: str,
    caption: str = "",
    centre: tuple[float, float] = (85.0, 44.0),
    extent: tuple[float, float, float, float] = (-2900.0, 3900.0, -2300.0, 2500.0),
) -> Explorer | None:
    """Draw lines over the outlines of countries, one name brought out.

    Parameters
    ----------
    lines, outlines : pandas.DataFrame
        As `scoledger.figures.draw_map` takes them; the lines with ``segment``, ``start_year`` and ``length_km`` too.
    places : mapping of str to str
        Area to the name written in it.
    chosen, status : str
        Name and status of the default view; ``"all"`` shows every status.
    title, source, caption : str
    centre, extent : tuple of float
        As `scoledger.figures.draw_map` takes them.

    Returns
    -------
    Explorer or None
        None without a line.  Data: what is told of each line.
    """
    if lines.empty:
        return None
    frame, facts = Extent(*extent), list_facts(lines)
    height = round(WIDTH * frame.height / frame.width)
    shown = [one for one in STROKES if one in set(facts["status"])]
    statuses = {ALL: "All", **{one: one for one in shown}}
    names = {name: name for name in sorted(set(facts["name"]))}
    spec = {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": height,
        "autosize": "none",
        "padding": {**ROOM, "bottom": room_below(source, BELOW, ROOM["bottom"])},
        "params": [
            choose("status", "Status", statuses, status),
            choose("line", "Line", names, chosen),
        ],
        "projection": {
            "type": "identity",
            "reflectY": True,
            "scale": WIDTH / frame.width,
            "translate": [-frame.left * WIDTH / frame.width, frame.top * WIDTH / frame.width],
            "clipExtent": [[0, 0], [WIDTH, height]],
        },
        "datasets": {"lines": _shape(lines, facts, centre)},
        "layer": [
            _draw_areas(outlines, centre),
            *_draw_lines(shown),
            *_name_places(outlines, lines, places, frame, height, centre),
            _say(facts),
            write_in(source, 4, height + BELOW),
        ],
    }
    seen = facts if status == ALL else facts[facts["status"] == status]
    alt = f"{title}: {len(seen)} lines and phases. Brought out: {' '.join(say_line(seen, chosen))}"
    return Explorer(spec, facts, title, caption, alt)


def list_facts(lines: pd.DataFrame) -> pd.DataFrame:
    """What is known of each line, one row for each, sorted by name and segment.

    Returns
    -------
    pandas.DataFrame, shape (n_lines, 7)
        ``line_id`` and `FACTS`; bcm a year, calendar year, km; missing where the source does not say.
    """
    each = lines.drop_duplicates("line_id")[["line_id", *FACTS]]
    return each.sort_values(["name", "segment", "line_id"], ignore_index=True)


def say_line(facts: pd.DataFrame, name: str) -> list[str]:
    """Say what is known of the lines of one name, a line for each, below a heading; as the chart itself does."""
    rows = facts[facts["name"] == name]
    return [f"{name}:" if len(rows) else f"{name}: {NONE}", *map(_tell, rows.to_dict("records"))]


def _tell(row: Mapping[Any, Any]) -> str:
    told = [
        *([str(row["segment"])] if isinstance(row["segment"], str) else []),
        str(row["status"]).lower(),
        *([f"{row['capacity_bcm']:g} bcm a year"] if pd.notna(row["capacity_bcm"]) else []),
        *([f"{row['length_km']:,.0f} km"] if pd.notna(row["length_km"]) else []),
        *([f"{_call_start(row['status'])} {row['start_year']:.0f}"] if pd.notna(row["start_year"]) else []),
    ]
    return f"{', '.join(told)}."


def _call_start(status: str) -> str:
    """A year in which a line that has never worked was to start is a plan, be it past."""
    return "planned start" if status in PLANNED else "start"


def _place(points: pd.DataFrame, centre: tuple[float, float]) -> pd.DataFrame:
    """Whole kilometres: finer than a pixel."""
    x, y = project(points["longitude"], points["latitude"], centre)
    return points.assign(x=np.round(x).astype(int), y=np.round(y).astype(int))


def _parts(points: pd.DataFrame) -> list[list[list[int]]]:
    return [part[["x", "y"]].to_numpy().tolist() for _, part in points.groupby("part", sort=False)]


def _draw_areas(outlines: pd.DataFrame, centre: tuple[float, float]) -> dict[str, Any]:
    placed = _place(outlines, centre)
    shapes = [
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for _, rows in placed.groupby("area", sort=False)
        for ring in _parts(rows)
    ]
    mark = {"type": "geoshape", "fill": LAND, "stroke": BORDER, "strokeWidth": 0.8}
    return {"data": {"values": shapes}, "mark": mark}


def _shape(lines: pd.DataFrame, facts: pd.DataFrame, centre: tuple[float, float]) -> list[dict[str, Any]]:
    """The lines as shapes, with what is known of each and the pixels of its width."""
    placed = _place(lines.sort_values(["line_id", "part", "position"]), centre)
    return [
        {
            "type": "Feature",
            "properties": {
                **{key: None if pd.isna(row[key]) else row[key] for key in FACTS},
                "wide": round(4 / 3 * width_of(0.0 if pd.isna(row["capacity_bcm"]) else row["capacity_bcm"]), 2),
            },
            "geometry": {
                "type": "MultiLineString", "coordinates": _parts(placed[placed["line_id"] == row["line_id"]])
            },
        }
        for row in facts.to_dict("records")
    ]  # fmt: skip


def _draw_lines(shown: list[str]) -> list[dict[str, Any]]:
    """All lines of the status, then those of the name again, wider and in another colour."""
    flat = [{"calculate": f"datum.properties.{key}", "as": key} for key in (*FACTS, "wide")]
    of_status = {"filter": OF_STATUS}
    tips = [
        {"field": "name", "title": "Line"}, {"field": "segment", "title": "Part"},
        {"field": "status", "title": "Status"}, {"field": "capacity_bcm", "title": "Capacity, bcm a year"},
        {"field": "length_km", "title": "Length, km"}, {"field": "start_year", "title": "Start, or plan of it"},
    ]  # fmt: skip
    dash = {
        "field": "status", "type": "nominal",
        "scale": {"domain": shown, "range": [DASHES[STROKES[one]] for one in shown]},
        "legend": {"orient": "none", "legendX": 4, "legendY": -22, "direction": "horizontal", "title": None,
                   "symbolStrokeWidth": 2, "symbolSize": 400, "columns": len(shown), "symbolType": "stroke"},
    }  # fmt: skip
    brought_out = [{"filter": "datum.name === line"}, {"calculate": "datum.wide + 2", "as": "wide"}]
    wide = {"field": "wide", "type": "quantitative", "scale": None, "legend": None}
    tooltip = [{"type": "nominal", **tip} for tip in tips]
    encoding = {"strokeDash": dash, "strokeWidth": wide, "tooltip": tooltip}
    return [
        {"data": {"name": "lines"}, "transform": [*flat, of_status],
         "mark": {"type": "geoshape", "filled": False, "stroke": OTHER, "opacity": 0.8}, "encoding": encoding},
        {"data": {"name": "lines"},
         "transform": [*flat, of_status, *brought_out],
         "mark": {"type": "geoshape", "filled": False, "stroke": CHOSEN}, "encoding": encoding},
    ]  # fmt: skip


def _name_places(
    outlines: pd.DataFrame,
    lines: pd.DataFrame,
    places: Mapping[str, str],
    frame: Extent,
    height: int,
    centre: tuple[float, float],
) -> list[dict[str, Any]]:
    """Names of countries where they are farthest from borders and lines, within the map, on a ground of their own."""
    routes = _trace(_place(lines, centre))
    placed, pixels = _place(outlines, centre), WIDTH / frame.width
    across, up = np.linspace(frame.left, frame.right, GRID), np.linspace(frame.bottom, frame.top, GRID)
    grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    grid = grid[frame.holds(grid)]
    found = []
    for area, name in places.items():
        rings = [part[["x", "y"]].to_numpy() for _, part in placed[placed["area"] == area].groupby("part")]
        inside = [grid[Path(ring).contains_points(grid)] for ring in rings]
        spots = np.vstack(inside) if inside else grid[:0]
        if not len(spots):
            continue
        edges = np.vstack([*rings, routes, [[x, y] for x in across for y in (frame.bottom, frame.top)],
                           [[x, y] for x in (frame.left, frame.right) for y in up]])  # fmt: skip
        clear = [np.min(np.abs(edges - spot) @ np.array([0.4, 1.0])) for spot in spots]
        x, y = spots[int(np.argmax(clear))]
        found.append({"words": name, "x": round((x - frame.left) * pixels), "y": round((frame.top - y) * pixels)})
    mark = {"type": "text", "color": PLACE, "fontSize": 9.5, "baseline": "middle"}
    at = {"x": (0, WIDTH), "y": (0, height)}
    encoding = {
        axis: {"field": axis, "type": "quantitative", "axis": None,
               "scale": {"domain": list(ends), "range": list(ends), "nice": False, "zero": False}}
        for axis, ends in at.items()
    }  # fmt: skip
    ground = {**mark, "stroke": LAND, "strokeWidth": 3, "strokeJoin": "round", "aria": False}
    drawn = {"data": {"values": found}, "encoding": {**encoding, "text": {"field": "words"}}}
    return [{**drawn, "mark": ground}, {**drawn, "mark": mark}]


def _trace(placed: pd.DataFrame) -> np.ndarray:
    """Points along lines, none farther than `APART` from the next."""
    found = [np.empty((0, 2))]
    for _, part in placed.sort_values("position").groupby(["line_id", "part"], sort=False):
        ends = part[["x", "y"]].to_numpy(float)
        for one, other in itertools.pairwise(ends):
            steps = int(np.hypot(*(other - one)) // APART) + 1
            found.append(one + (other - one) * np.linspace(0, 1, steps, endpoint=False)[:, None])
        found.append(ends[-1:])
    return np.vstack(found)


def _say(facts: pd.DataFrame) -> dict[str, Any]:
    """The sentence above: what is known of the lines of the chosen name and status."""
    told = [{"name": row["name"], "status": row["status"], "words": _tell(row)} for row in facts.to_dict("records")]
    # A row of no name stands by, of which the sentence is made where there is no line of the status.
    nobody = {"name": "", "status": "", "words": ""}
    head = f"line + (datum.n > 0 ? ':' : ': {NONE}')"
    return {
        "name": "sentence",
        "data": {"values": [nobody, *told]},
        "transform": [
            {"filter": f"datum.name === '' || (datum.name === line && {OF_STATUS})"},
            {"calculate": "datum.name === '' ? null : 1", "as": "counted"},
            {"aggregate": [{"op": "valid", "field": "counted", "as": "n"}, {"op": "values", "as": "rows"}]},
            {"calculate": f"{head} + join(pluck(datum.rows, 'words'), '\\n')", "as": "words"},
        ],
        "mark": {"type": "text", "align": "left", "baseline": "top", "fontSize": 12, "lineBreak": "\n",
                 "lineHeight": 16},
        "encoding": {"x": {"value": 4}, "y": {"value": -ROOM["top"] + 8}, "text": {"field": "words"}},
    }  # fmt: skip
