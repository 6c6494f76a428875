"""A small interactive figure for tests: one line of two states, a select, a slider and the sentence."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
from bookmaker import BookMaker

from scoledger.figures import Explorer
from scoledger.results import SPEC, chart_bytes

SHARES = pd.DataFrame(
    {
        "state": ["Kazakhstan"] * 3 + ["Kyrgyzstan"] * 3,
        "year": [2000, 2001, 2002] * 2,
        "share": [0.10, 0.15, 0.20, 0.30, 0.28, 0.25],
    }
)


def make_explorer() -> Explorer:
    """Shares of two states, of which one is shown, from a first year on."""
    state = alt.param(
        name="state",
        value="Kazakhstan",
        bind=alt.binding_select(options=["Kazakhstan", "Kyrgyzstan"], name="State"),
    )
    first = alt.param(name="first", value=2000, bind=alt.binding_range(min=2000, max=2001, step=1, name="First year"))
    shown = alt.Chart(SHARES).transform_filter("datum.state == state && datum.year >= first")
    line = shown.mark_line(point={"opacity": 0.5}, opacity=0.8).encode(
        x=alt.X("year:Q").axis(format="d", tickMinStep=1).title(None),
        y=alt.Y("share:Q").axis(format="%"),
        tooltip=[alt.Tooltip("year:Q"), alt.Tooltip("share:Q", format=".0%")],
    )
    words = "datum.state + ': ' + format(datum.low, '.0%') + ' to ' + format(datum.high, '.0%')"
    sentence = (
        shown.transform_aggregate(low="min(share)", high="max(share)", groupby=["state"])
        .transform_calculate(words=words)
        .mark_text(align="left")
        .encode(x=alt.value(0), y=alt.value(-12), text="words:N")
        .properties(name="sentence")
    )
    chart = alt.layer(line, sentence).add_params(state, first).properties(width=560, height=260)
    return Explorer(chart, SHARES, "Shares of two states", "One of two states.", "The share of Kazakhstan doubles.")


def add_explorer(maker: BookMaker, result_id: str, explorer: Explorer, **keys: Any) -> None:
    """Put an interactive figure into the registry of a small book."""
    files = {suffix: f"{result_id}.{suffix}" for suffix in ("svg", "pdf", "png", "csv", SPEC)}
    maker.add_result(
        result_id, "figure", title=explorer.title, alt=explorer.alt, caption=explorer.caption, files=files, **keys
    )
    folder = maker.project.registry / "files"
    for suffix, content in chart_bytes(explorer.spec, result_id).items():
        (folder / files[suffix]).write_bytes(content)
    (folder / files["csv"]).write_text(explorer.data.to_csv(index=False), "utf-8")
