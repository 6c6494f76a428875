"""Shares of partners over the years, of which a reader chooses state, partner, flow, books and window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from scoledger.figures.explorer import SCHEMA, Explorer, choose, room_below, write_in
from scoledger.figures.style import COUNTRY_COLOURS, SERIES_COLOURS, call, readable
from scoledger.figures.theme import PIXELS

#: Pixels of the axes, and of what stands around them: names at the right, the sentence above.
ROOM = {"left": 56, "right": 190, "top": 64, "bottom": 60}
#: Pixels from the axes to the source line.
BELOW = 32
WIDTH, HEIGHT = PIXELS - ROOM["left"] - ROOM["right"], 330
#: Partner of a row without a share, of which the sentence is made where nothing is known.
NOBODY = ""
OF_NOBODY = f"datum.partner === '{NOBODY}'"
#: Decimals of the shares that a page loads; the CSV file has them all.
DECIMALS = 5
#: What a partner is called beside its line and in running text, where that is not its name.
SHORT = {"EU27": "European Union"}
SAID = {"EU27": "the European Union", "USA": "the United States"}


def explore_shares(
    shares: pd.DataFrame,
    *,
    flows: Mapping[str, str],
    sides: Mapping[str, str],
    shown: Mapping[str, str],
    title: str,
    source: str,
    caption: str = "",
) -> Explorer | None:
    """Draw the shares of all partners in one flow of one state by one side's books, one partner brought out.

    Parameters
    ----------
    shares : pandas.DataFrame, shape (n_shares, 6)
        ``state``, ``partner`` (codes), ``flow``, ``side``, ``year`` (int), ``share`` in [0, 1].
    flows, sides : mapping of str to str
        What the flows and the sides are called: ``exports``, ``by its own books``.
    shown : mapping of str to str
        ``state``, ``partner``, ``flow`` and ``side`` of the default view.
    title, source, caption : str

    Returns
    -------
    Explorer or None
        None without a share.
    """
    if shares.empty:
        return None
    states, partners = (list(dict.fromkeys(shares[column])) for column in ("state", "partner"))
    years = int(shares["year"].min()), int(shares["year"].max())
    words = {
        "names": {code: call(code, SHORT) for code in (*states, *partners)},
        "said": {code: SAID.get(code, call(code)) for code in partners},
        "flows": dict(flows),
        "sides": dict(sides),
    }
    spec = {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": "none",
        "padding": {**ROOM, "bottom": room_below(source, BELOW, ROOM["bottom"])},
        "params": [
            *({"name": name, "value": value} for name, value in (words | {"tops": _tops(shares)}).items()),
            choose("state", "State", {code: call(code) for code in states}, shown["state"]),
            choose("partner", "Partner", {code: call(code, SHORT) for code in partners}, shown["partner"]),
            choose("flow", "Flow", flows, shown["flow"]),
            choose("side", "Whose books", sides, shown["side"]),
            *(
                {"name": name, "value": year,
                 "bind": {"input": "range", "min": years[0], "max": years[1], "step": 1, "name": label}}
                for name, label, year in zip(("first", "last"), ("First year", "Last year"), years, strict=True)
            ),
        ],
        "data": {"values": _pack(shares)},
        "transform": [
            {"filter": f"{OF_NOBODY} || (datum.state === state && datum.flow === flow && datum.side === side)"},
            {"flatten": ["years", "shares"], "as": ["year", "share"]},
            {"filter": f"{OF_NOBODY} || (datum.year >= first && datum.year <= last)"},
        ],
        "layer": [
            *_draw_lines(partners), *_name_ends(partners), _say(), write_in(source, -ROOM["left"] + 8, HEIGHT + BELOW),
        ],
    }  # fmt: skip
    alt = f"{say_share(shares, shown, flows, sides)} The other partners' lines are drawn beside it, thinner."
    return Explorer(spec, shares.reset_index(drop=True), title, caption, alt)


def say_share(
    shares: pd.DataFrame, shown: Mapping[str, str], flows: Mapping[str, str], sides: Mapping[str, str]
) -> str:
    """Say what a view shows, as the chart itself does.

    Examples
    --------
    >>> frame = pd.DataFrame({"state": "KAZ", "partner": "CHN", "flow": "export", "side": "own",
    ...                       "year": [2000, 2001], "share": [0.1, 0.2]})
    >>> view = {"state": "KAZ", "partner": "CHN", "flow": "export", "side": "own"}
    >>> say_share(frame, view, {"export": "exports"}, {"own": "by its own books"})
    "Share of China in Kazakhstan's exports, by its own books: 10.0% in 2000, 20.0% in 2001; highest 20.0% in 2001."
    """
    rows = shares[(shares[list(shown)] == pd.Series(dict(shown))).all(axis=1)].sort_values("year")
    if shown["partner"] == shown["state"]:
        return f"{call(shown['state'], SHORT)} is no partner of its own: choose another partner."
    said = SAID.get(shown["partner"], call(shown["partner"]))
    head = f"Share of {said} in {call(shown['state'])}'s {flows[shown['flow']]}, {sides[shown['side']]}:"
    if rows.empty:
        return f"{head} not known in these years."
    first, last, high = rows.iloc[0], rows.iloc[-1], rows.nlargest(1, "share").iloc[0]
    return (
        f"{head} {first['share']:.1%} in {first['year']}, {last['share']:.1%} in {last['year']};"
        f" highest {high['share']:.1%} in {high['year']}."
    )


def _pack(shares: pd.DataFrame) -> list[dict[str, Any]]:
    """One row for each line; a year without a share within it has none, so that the line breaks there."""
    packed: list[dict[str, Any]] = [{"partner": NOBODY, "years": [None], "shares": [None]}]
    for (state, partner, flow, side), rows in shares.groupby(["state", "partner", "flow", "side"], sort=False):
        path = rows.set_index("year")["share"].sort_index()
        years = range(int(path.index[0]), int(path.index[-1]) + 1)
        values = [None if pd.isna(value) else round(float(value), DECIMALS) for value in path.reindex(years)]
        packed.append(
            {"state": state, "partner": partner, "flow": flow, "side": side, "years": list(years), "shares": values}
        )
    return packed


def _tops(shares: pd.DataFrame) -> dict[str, float]:
    """The highest share of each state, flow and side: a scale that does not ask the lines is not without end.

    A chart of lines that are not there would otherwise have no scale, and say so in the console.
    """
    highest = shares.groupby(["state", "flow", "side"], sort=False)["share"].max()
    return {" ".join(map(str, key)): round(float(top), DECIMALS) for key, top in highest.items()}  # type: ignore[call-overload]


def _colours(partners: list[str]) -> dict[str, Any]:
    """A scale of colours in which words can be read as well."""
    colours = [COUNTRY_COLOURS.get(code, SERIES_COLOURS[at % len(SERIES_COLOURS)]) for at, code in enumerate(partners)]
    return {"domain": partners, "range": [readable(colour) for colour in colours]}


def _draw_lines(partners: list[str]) -> list[dict[str, Any]]:
    axes = {
        "x": {"field": "year", "type": "quantitative",
              "scale": {"domain": [{"expr": "min(first, last)"}, {"expr": "max(first, last)"}], "nice": False},
              "axis": {"format": "d", "tickMinStep": 1, "title": None, "grid": False}},
        "y": {"field": "share", "type": "quantitative",
              "scale": {"domain": [0, {"expr": "tops[state + ' ' + flow + ' ' + side] || 1"}], "nice": True},
              "axis": {"format": "%", "title": None, "tickCount": 6}},
        "color": {"field": "partner", "type": "nominal", "scale": _colours(partners), "legend": None},
    }  # fmt: skip
    tips = [
        {"field": "called", "type": "nominal", "title": "Partner"},
        {"field": "year", "type": "quantitative", "title": "Year", "format": "d"},
        {"field": "share", "type": "quantitative", "title": "Share", "format": ".1%"},
    ]
    named = [{"calculate": "names[datum.partner]", "as": "called"}]
    brought_out = {"transform": [*named, {"filter": "datum.partner === partner"}]}
    return [
        {"transform": named, "mark": {"type": "line", "strokeWidth": 1.1, "opacity": 0.75}, "encoding": axes},
        {
            "transform": [*named, {"filter": "isValid(datum.share)"}],
            "mark": {"type": "point", "filled": True, "size": 28, "opacity": 0.75},
            "encoding": {**axes, "tooltip": tips},
        },
        {**brought_out, "mark": {"type": "line", "strokeWidth": 3.2}, "encoding": axes},
    ]


def _name_ends(partners: list[str]) -> list[dict[str, Any]]:
    """Names at the right, in the order of the last shares and evenly apart; a thin line leads to each."""
    ends = [
        {"filter": "isValid(datum.share)"},
        {"joinaggregate": [{"op": "max", "field": "share", "as": "top"}]},
        {"aggregate": [{"op": "argmax", "field": "year", "as": "end"}, {"op": "max", "field": "top", "as": "top"}],
         "groupby": ["partner"]},
        {"calculate": "datum.end.share", "as": "share"},
        {"calculate": "datum.end.year", "as": "year"},
        {"window": [{"op": "row_number", "as": "place"}], "sort": [{"field": "share", "order": "descending"}]},
        {"joinaggregate": [{"op": "count", "as": "lines"}]},
        {"calculate": "datum.top * (1 - (datum.place - 0.5) / datum.lines)", "as": "at"},
        {"calculate": "names[datum.partner] + '  ' + format(datum.share, '.1%') + ', ' + datum.year", "as": "words"},
    ]  # fmt: skip
    leader = {
        "x": {"field": "year", "type": "quantitative"},
        "x2": {"value": WIDTH + 12},
        "y": {"field": "share", "type": "quantitative"},
        "y2": {"field": "at"},
    }
    name = {
        "x": {"value": WIDTH + 16},
        "y": {"field": "at", "type": "quantitative"},
        "text": {"field": "words"},
        "color": {"field": "partner", "type": "nominal", "scale": _colours(partners), "legend": None},
    }
    weights = {"expr": "datum.partner === partner ? 'bold' : 'normal'"}
    return [
        {"transform": ends, "mark": {"type": "rule", "color": "#8a8a8a", "strokeWidth": 0.7, "strokeDash": [2, 2]},
         "encoding": leader},
        {"transform": ends, "mark": {"type": "text", "align": "left", "baseline": "middle", "fontWeight": weights},
         "encoding": name},
    ]  # fmt: skip


def _say() -> dict[str, Any]:
    """The sentence above: what is shown, from the rows that are drawn."""
    head = "'Share of ' + said[partner] + ' in ' + names[state] + '\\'s ' + flows[flow] + ', ' + sides[side] + ':\\n'"
    known = (
        "format(datum.a.share, '.1%') + ' in ' + datum.a.year + ', ' + format(datum.z.share, '.1%') + ' in ' +"
        " datum.z.year + '; highest ' + format(datum.h.share, '.1%') + ' in ' + datum.h.year + '.'"
    )
    itself = "names[state] + ' is no partner of its own: choose another partner.'"
    said = f"{head} + (datum.n > 0 ? {known} : 'not known in these years.')"
    return {
        "name": "sentence",
        "transform": [
            {"filter": f"{OF_NOBODY} || datum.partner === partner"},
            {"calculate": "isValid(datum.share) ? datum.year : null", "as": "known"},
            {"aggregate": [
                {"op": "valid", "field": "share", "as": "n"}, {"op": "argmin", "field": "known", "as": "a"},
                {"op": "argmax", "field": "known", "as": "z"}, {"op": "argmax", "field": "share", "as": "h"},
            ]},
            {"calculate": f"partner === state ? {itself} : {said}", "as": "words"},
        ],
        "mark": {"type": "text", "align": "left", "baseline": "top", "fontSize": 13, "fontWeight": "bold",
                 "lineBreak": "\n", "lineHeight": 18},
        "encoding": {"x": {"value": -ROOM["left"] + 8}, "y": {"value": -ROOM["top"] + 10}, "text": {"field": "words"}},
    }  # fmt: skip
