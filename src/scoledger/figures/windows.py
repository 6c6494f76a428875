"""A claim over all windows: first year against last, a letter and a colour for what each window shows."""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from scoledger.figures.explorer import Explorer
from scoledger.figures.style import OUTCOMES
from scoledger.figures.theme import PIXELS

#: Outcomes in the order of their codes, with letter, colour, ink and words; letters tell them apart without colour.
SHOWN = (
    ("no data", "?", "#ffffff", "#222222", "? too few years of data"),
    ("contradicts", "C", OUTCOMES["contradicts"][0], "#ffffff", "C contradicts the claim"),
    ("neither", "n", "#dedede", "#222222", "n neither"),
    ("supports", "S", OUTCOMES["supports"][0], "#ffffff", "S supports the claim"),
)
CODES = {name: code for code, (name, *_) in enumerate(SHOWN)}
#: Stands where a reading does not judge a cell.
UNJUDGED = "-"
#: Characters in a line of the sentence, pixels of such a line and of a row of cells.
CHARACTERS, LINE, ROW = 98, 16, 22
#: Pixels for the years and the title at the left.
MARGIN = 80


def explore_windows(
    views: pd.DataFrame,
    absent: pd.DataFrame,
    cells: pd.DataFrame,
    names: Mapping[str, str],
    *,
    title: str,
    source: str,
    caption: str = "",
) -> Explorer:
    """Chart of one view at a time: a cell for each window, chosen by definition, books, pairs, states and reading.

    Parameters
    ----------
    views : pandas.DataFrame, shape (n_views, k)
        ``view``, ``reading``, one column for each of `names`, ``is_default``, ``sentence``.
    absent : pandas.DataFrame, shape (n_absent, k)
        Combinations of choices without a view: ``reading``, one column for each of `names`, ``sentence``.
    cells : pandas.DataFrame, shape (n_cells, k)
        ``view``, ``first``, ``last``, ``outcome``, ``p_value``, ``n``, ``is_own`` (judged by the ledger as well).
    names : mapping
        Choices of a view, with what the controls call them.
    title, source, caption : str

    Returns
    -------
    Explorer
        Data with one row for each view and window: ``view``, ``first``, ``last``, ``outcome``, ``value``, ``p_value``,
        ``n``, ``is_own``.
    """
    options = {name: list(dict.fromkeys(views[name])) for name in names}
    readings = list(dict.fromkeys(views["reading"]))
    default = views[views["is_default"]].iloc[0]
    cells = cells.merge(views[["view", "reading", *names]], on="view")
    years = [
        int(year) for year in (cells["first"].min(), cells["first"].max(), cells["last"].min(), cells["last"].max())
    ]
    sentences = _pack_sentences(pd.concat([views, absent]), options, readings)
    chart = {
        "title": {"text": textwrap.wrap(title, CHARACTERS - 20), "subtitle": textwrap.wrap(source, CHARACTERS)},
        "params": _make_params(options, readings, default, names),
        "datasets": {
            "sentences": sentences,
            "cells": _pack_cells(cells, options, readings),
        },
        "spacing": 12,
        "vconcat": [_draw_sentence(1 + max(row["t"].count("\n") for row in sentences)), _draw_cells(years)],
    }
    kept = ["view", "first", "last", "outcome", "value", "p_value", "n", "is_own"]
    return Explorer(chart, cells[kept], title, caption, _describe(title, default, cells))


def _make_params(
    options: Mapping[str, Sequence[str]], readings: Sequence[str], default: pd.Series, names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """A control for each choice that is one, and the code of the series that the choices name."""
    chosen = {**options, "reading": readings}
    called = {**names, "reading": "Reading"}
    params: list[dict[str, Any]] = []
    for name, words in chosen.items():
        param: dict[str, Any] = {"name": name, "value": list(words).index(default[name])}
        if len(words) > 1:
            param["bind"] = {
                "input": "select", "name": called[name], "options": list(range(len(words))), "labels": list(words),
            }  # fmt: skip
        params.append(param)
    code = "0"
    for name, words in options.items():
        code = f"({code}) * {len(words)} + {name}"
    return [*params, {"name": "series", "expr": code}]


def _code(row: Mapping[Hashable, Any], options: Mapping[str, Sequence[str]]) -> int:
    """The combination of choices as one number."""
    code = 0
    for name, words in options.items():
        code = code * len(words) + list(words).index(row[name])
    return code


def _pack_sentences(
    views: pd.DataFrame, options: Mapping[str, Sequence[str]], readings: Sequence[str]
) -> list[dict[str, Any]]:
    return [
        {"s": _code(row, options), "r": readings.index(row["reading"]), "t": textwrap.fill(row["sentence"], CHARACTERS)}
        for row in views.to_dict("records")
    ]


def _pack_cells(
    cells: pd.DataFrame, options: Mapping[str, Sequence[str]], readings: Sequence[str]
) -> list[dict[str, Any]]:
    """One row for each series and window; ``o`` holds the code of the outcome under each reading."""
    packed: dict[tuple[int, int, int], dict[str, Any]] = {}
    codes = {row["view"]: _code(row, options) for row in cells.drop_duplicates("view").to_dict("records")}
    for row in cells.to_dict("records"):
        key = (codes[row["view"]], int(row["first"]), int(row["last"]))
        one = packed.setdefault(key, dict(zip("sab", key, strict=True)) | {"o": UNJUDGED * len(readings)})
        at = readings.index(row["reading"])
        one["o"] = one["o"][:at] + str(CODES[row["outcome"]]) + one["o"][at + 1 :]
        if pd.notna(row["p_value"]):
            one["p"], one["n"] = round(float(row["p_value"]), 3), int(row["n"])
        if row["is_own"]:
            one["w"] = 1
    return list(packed.values())


def _draw_sentence(lines: int) -> dict[str, Any]:
    """Room for the longest sentence, so that nothing moves when another is shown."""
    return {
        "name": "sentence",
        "data": {"name": "sentences"},
        "width": PIXELS - MARGIN,
        "height": lines * LINE,
        "transform": [{"filter": "datum.s == series && datum.r == reading"}],
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "top",
            "lineBreak": "\n",
            "lineHeight": LINE,
            "x": 0,
            "y": 0,
        },
        "encoding": {"text": {"field": "t", "type": "nominal"}},
    }


def _draw_cells(years: Sequence[int]) -> dict[str, Any]:
    first, last = list(range(years[0], years[1] + 1)), list(range(years[2], years[3] + 1))[::-1]
    codes = list(range(len(SHOWN)))[::-1]
    labels = " : ".join(f"datum.value == {code} ? '{SHOWN[code][4]}'" for code in codes)
    axis = {"labelAngle": 0, "labelOverlap": True, "ticks": False, "domain": False}
    x = {"field": "a", "type": "ordinal", "scale": {"domain": first}, "title": "First year of the window", "axis": axis}
    y = {"field": "b", "type": "ordinal", "scale": {"domain": last}, "title": "Last year of the window", "axis": axis}
    legend = {"orient": "top", "labelExpr": f"{labels} : ''", "labelLimit": 0, "symbolType": "square"}
    tips = [("Window", "window"), ("Outcome", "outcome"), ("p, Mann-Kendall", "p"), ("Years with a value", "n")]
    return {
        "data": {"name": "cells"},
        "width": PIXELS - MARGIN,
        "height": ROW * len(last),
        "transform": [
            {"filter": f"datum.s == series && datum.o[reading] != '{UNJUDGED}'"},
            {"calculate": "toNumber(datum.o[reading])", "as": "c"},
            {"calculate": "datum.a + '-' + datum.b", "as": "window"},
            {"calculate": _choose(0), "as": "outcome"},
            {"calculate": _choose(1), "as": "letter"},
        ],
        "encoding": {
            "x": x,
            "y": y,
            "tooltip": [{"field": field, "type": "nominal", "title": name} for name, field in tips],
        },
        "layer": [
            {
                "mark": {"type": "rect", "aria": False, "stroke": "#b0b0b0", "strokeWidth": 0.5},
                "encoding": {
                    "color": {
                        "field": "c", "type": "nominal", "title": None,
                        "scale": {"domain": codes, "range": [SHOWN[code][2] for code in codes]},
                        "legend": legend,
                    }
                },
            },
            {
                "mark": {"type": "text", "aria": False, "fontWeight": "bold"},
                "encoding": {
                    "text": {"field": "letter", "type": "nominal"},
                    "color": {
                        "field": "c", "type": "nominal", "legend": None,
                        "scale": {"domain": codes, "range": [SHOWN[code][3] for code in codes]},
                    },
                },
            },
            {
                "transform": [{"filter": "datum.w == 1"}],
                "mark": {"type": "rect", "aria": False, "filled": False, "stroke": "#111111", "strokeWidth": 3},
            },
        ],
        "resolve": {"scale": {"color": "independent"}},
    }  # fmt: skip


def _choose(part: int) -> str:
    return "[" + ", ".join(f"'{one[part]}'" for one in SHOWN) + "][datum.c]"


def _describe(title: str, default: pd.Series, cells: pd.DataFrame) -> str:
    """The view shown first, and its windows by outcome."""
    own = cells[cells["view"] == default["view"]]
    told = []
    for outcome in ("supports", "contradicts"):
        rows = own[own["outcome"] == outcome]
        if len(rows):
            told.append(
                f"Windows with the outcome “{outcome}” begin in {rows['first'].min()} to {rows['first'].max()} "
                f"and end in {rows['last'].min()} to {rows['last'].max()}."
            )
    return " ".join([f"{title}. First year across, last year upwards.", default["sentence"], *told])
