"""Every kind of figure: legible as rendered, the same bytes twice, and None when there is nothing to draw."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from rendered import bytes_of, is_legible

from scoledger import figures
from scoledger.figures import Drawing

STATES = ["KAZ", "KGZ", "TJK", "TKM", "UZB", "CHN", "RUS", "IND", "PAK", "IRN", "BLR", "MNG"]
SOURCE = "Sources: International Monetary Fund (2025-06); World Bank (2025-09)\nPartners' books."
LONG = "Share of China in the trade of the states of the organisation and of its observers, by year and by flow"


def _walk(seed: int, n: int = 24) -> pd.Series:
    steps = np.random.default_rng(seed).normal(0, 0.03, n).cumsum()
    return pd.Series(0.3 + steps - steps.min(), index=range(2001, 2001 + n))


def _rows(n: int = 12) -> pd.DataFrame:
    values = np.random.default_rng(1).normal(0.1, 0.2, n)
    frame = pd.DataFrame({"label": [STATES[at // 2 % 12] for at in range(n)], "value": values})
    return frame.assign(low=values - 0.1, high=values + 0.1, group=["exports", "imports"] * (n // 2))


def _lines() -> Drawing | None:
    lines = {code: _walk(at) for at, code in enumerate(STATES[:8])}
    band = pd.DataFrame({"low": lines["KAZ"] - 0.05, "high": lines["KAZ"] + 0.05})
    return figures.draw_lines(
        lines, "share", title=LONG, source=SOURCE, bands={"KAZ": band}, dashed=["CHN"],
        events={2001: "the organisation is founded", 2017: "India and Pakistan join", 2018: "a summit", 2023: "Iran"},
        claimed={"first article: 40 percent": (2014, 0.4), "second article: 42 percent": (2014, 0.42)},
    )  # fmt: skip


def _panels(columns: int, n: int, keys: tuple[str, ...]) -> Drawing | None:
    panels = {code: {key: _walk(at + len(key)) for key in keys} for at, code in enumerate(STATES[:n])}
    return figures.draw_panels(
        panels, "share", title=LONG, source=SOURCE, columns=columns, events={2017: "enlargement"}
    )


def _event_study() -> Drawing | None:
    times = pd.DataFrame({"time": [-3, -2, -1, 0, 1, 2] * 2, "value": np.linspace(0, 0.3, 12)})
    frame = times.assign(low=times["value"] - 0.1, high=times["value"] + 0.1, group=["members"] * 6 + ["observers"] * 6)
    return figures.draw_event_study(frame, "log points", title=LONG, source=SOURCE, reference_time=-1)


def _scatter(labelled: list[str] | None) -> Drawing | None:
    random = np.random.default_rng(2)
    frame = pd.DataFrame({"label": [*STATES, *map(str, range(90))], "x": random.normal(0, 1, 102)})
    return figures.draw_scatter(
        frame.assign(y=random.normal(0, 1, 102)), title=LONG, source=SOURCE, x_label="dependence", y_label="agreement",
        x_unit="share", y_unit="index", fit=(0.0, 0.1), labelled=labelled,
    )  # fmt: skip


def _heat(years: int, centre: float | None) -> Drawing | None:
    values = np.random.default_rng(3).uniform(0, 0.6, (12, years))
    values[2, 3:5] = np.nan
    frame = pd.DataFrame(values, index=STATES, columns=range(2025 - years, 2025))
    return figures.draw_heat(frame, "share", title=LONG, source=SOURCE, centre=centre)


def _stack() -> Drawing | None:
    parts = pd.DataFrame({code: _walk(at) for at, code in enumerate(STATES[:9])})
    return figures.draw_stack(parts.div(parts.sum(axis=1), axis=0), "share", title=LONG, source=SOURCE)


KINDS: dict[str, Callable[[], Drawing | None]] = {
    "lines": _lines,
    "band": lambda: figures.draw_band({"own": _walk(1), "other": _walk(2)}, "share", title=LONG, source=SOURCE),
    "panels, a key": lambda: _panels(3, 11, ("CHN", "RUS", "EU27")),
    "panels, labels": lambda: _panels(2, 4, ("CHN", "RUS")),
    "panels, one line": lambda: _panels(3, 5, ("share",)),
    "panels, one": lambda: _panels(3, 1, ("CHN", "RUS")),
    "dots": lambda: figures.draw_dots(_rows(), "share", title=LONG, source=SOURCE, x_label="change"),
    "dots, two rows": lambda: figures.draw_dots(_rows(2), "share", title="Two", source="s"),
    "dots, sixty rows": lambda: figures.draw_dots(_rows(60), "log points", title="Sixty", source="s"),
    "event study": _event_study,
    "scatter": lambda: _scatter(STATES),
    "scatter, none named": lambda: _scatter([]),
    "heat": lambda: _heat(12, None),
    "heat, centred": lambda: _heat(30, 0.3),
    "stack": _stack,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_can_be_read(kind: str) -> None:
    """No word over another, none cut by the edge, none fainter than readers need."""
    drawing = KINDS[kind]()

    assert drawing is not None
    assert is_legible(drawing)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_data_give_the_same_bytes(kind: str) -> None:
    """Whatever was drawn in between."""
    first, second = KINDS[kind](), KINDS[kind]()

    assert first is not None
    assert second is not None
    assert bytes_of(first) == bytes_of(second)


@pytest.mark.parametrize("kind", KINDS)
def test_words_are_for_readers(kind: str) -> None:
    """The title and numbers with their unit, countries by name; no word of the program."""
    drawing = KINDS[kind]()

    assert drawing is not None
    assert drawing.alt.startswith(drawing.title)
    assert re.search(r"\d", drawing.alt)
    assert not re.search(r"\b(nan|None|inf|KAZ|CHN)\b", f"{drawing.alt} {drawing.caption}")


@pytest.mark.parametrize("kind", KINDS)
def test_the_data_are_tidy(kind: str) -> None:
    """Each row has a value and says its unit."""
    drawing = KINDS[kind]()

    assert drawing is not None
    values = [name for name in ("value", "x", "y") if name in drawing.data]
    units = [name for name in drawing.data if str(name).endswith("unit")]
    assert values
    assert units
    assert np.isfinite(drawing.data[values].to_numpy(dtype=float)).all()


NOTHING = pd.Series([np.nan, np.inf], index=[2001, 2002])
EMPTY: dict[str, Callable[[], Drawing | None]] = {
    "lines": lambda: figures.draw_lines({"KAZ": NOTHING}, "share", title="t", source="s"),
    "lines, none": lambda: figures.draw_lines({}, "share", title="t", source="s"),
    "band": lambda: figures.draw_band({"own": NOTHING}, "share", title="t", source="s"),
    "panels": lambda: figures.draw_panels({"KAZ": {"CHN": NOTHING}, "KGZ": {}}, "share", title="t", source="s"),
    "dots": lambda: figures.draw_dots(_rows(2).assign(value=np.nan), "share", title="t", source="s"),
    "dots, none": lambda: figures.draw_dots(_rows(2).iloc[:0], "share", title="t", source="s"),
    "event study": lambda: figures.draw_event_study(
        pd.DataFrame({"time": [0], "value": [np.nan]}), "share", title="t", source="s", reference_time=-1
    ),
    "scatter": lambda: figures.draw_scatter(
        pd.DataFrame({"label": ["a"], "x": [1.0], "y": [np.nan]}), title="t", source="s", x_label="x", y_label="y",
        x_unit="share", y_unit="share",
    ),
    "heat": lambda: figures.draw_heat(pd.DataFrame({2001: [np.nan]}, index=["KAZ"]), "share", title="t", source="s"),
    "stack": lambda: figures.draw_stack(pd.DataFrame({"KAZ": [np.nan]}, index=[2001]), "share", title="t", source="s"),
}  # fmt: skip


@pytest.mark.parametrize("kind", EMPTY)
def test_nothing_is_drawn_of_nothing(kind: str) -> None:
    """The page then says what is missing; no empty figure stays open."""
    assert EMPTY[kind]() is None
    assert plt.get_fignums() == []
