"""Maps of lines over countries: status by the stroke, capacity by the width, names beside them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.path import Path
from pyproj import Transformer

from scoledger.figures.drawing import Drawing
from scoledger.figures.room import Word, write_beside
from scoledger.figures.style import SERIES_COLOURS, WIDTH, fill_title, in_style, write_source

#: Stroke of each status, so that shape tells it too.
STROKES = {"Operating": "-", "Construction": "--", "Proposed": ":", "Mothballed": "-."}
#: Kilometres of the bar that shows the scale.
SCALE_KM = 1000
#: Width of a line in points: the least, and what a hundred billion cubic metres add.
LEAST, PER_HUNDRED = 0.9, 3.6
#: Capacities that the key shows.
SHOWN = (10, 40, 80)
LAND, BORDER, FAINT_LINE, PLACE = "#f3f3ef", "#d2d2cb", "#9c9c96", "#6a6a64"
#: Steps of the grid on which room for a country's name is looked for, and kilometres between points that it avoids.
GRID, APART = 90, 40.0
#: Share of the map's edges that a name keeps off, points of its letters, and how wide one is as a part of its height.
MARGIN, LETTERS, ASPECT = 0.02, 7.0, 0.62
#: Inches of the key and of what stands around the map.
KEY, TITLE, SOURCE = 0.42, 0.34, 0.34


@dataclass(frozen=True)
class Extent:
    """What a map shows, in kilometres from its centre."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        """Kilometres from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Kilometres from bottom to top."""
        return self.top - self.bottom

    def holds(self, points: np.ndarray) -> np.ndarray:
        """Whether points lie inside, off the edges."""
        across, up = MARGIN * self.width, MARGIN * self.height
        x, y = points[:, 0], points[:, 1]
        inside = (x > self.left + across) & (x < self.right - across)
        return np.asarray(inside & (y > self.bottom + up) & (y < self.top - up))


def project(longitude: pd.Series, latitude: pd.Series, centre: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Project degrees to kilometres, by Albers' equal-area conic about a centre.

    Parameters
    ----------
    centre : tuple of float
        Longitude and latitude.

    Returns
    -------
    x, y : numpy.ndarray, shape (n_points,)

    Examples
    --------
    >>> x, y = project(pd.Series([80.0]), pd.Series([45.0]), (80.0, 45.0))
    >>> float(abs(x[0])) < 1e-6, float(abs(y[0])) < 1e-6
    (True, True)
    """
    lon, lat = centre
    to = f"+proj=aea +lat_0={lat} +lon_0={lon} +lat_1={lat - 15} +lat_2={lat + 15} +units=km +ellps=WGS84"
    x, y = Transformer.from_crs("EPSG:4326", to, always_xy=True).transform(longitude.to_numpy(), latitude.to_numpy())
    return np.asarray(x), np.asarray(y)


def draw_map(
    lines: pd.DataFrame,
    outlines: pd.DataFrame,
    *,
    title: str,
    source: str,
    labels: Mapping[str, str],
    places: Mapping[str, str],
    caption: str = "",
    centre: tuple[float, float] = (85.0, 44.0),
    extent: tuple[float, float, float, float] = (-2900.0, 3900.0, -2300.0, 2500.0),
) -> Drawing | None:
    """Draw lines over the outlines of countries; None when there is no line.

    Parameters
    ----------
    lines : pandas.DataFrame, shape (n_points, k)
        ``line_id``, ``part``, ``position``, ``longitude``, ``latitude``, ``name``, ``status``, ``capacity_bcm``.
    outlines : pandas.DataFrame, shape (n_points, 5)
        ``area``, ``part``, ``position``, ``longitude``, ``latitude``.
    labels : mapping of str to str
        Name of a line to what is written beside it; lines without one are faint.
    places : mapping of str to str
        Area to the name written in it, where it is farthest from lines, borders and other names.
    centre, extent : tuple of float
        Middle of the projection in degrees, and what is shown around it in kilometres (left, right, bottom, top).

    Returns
    -------
    Drawing or None
        Data: `lines` as given.
    """
    if lines.empty:
        return None
    frame = Extent(*extent)
    shown = _place(lines, centre).sort_values(["line_id", "part", "position"])
    borders = _place(outlines, centre)
    inches = WIDTH * frame.height / frame.width
    tall = TITLE + inches + KEY + SOURCE
    with in_style():
        figure = plt.figure(figsize=(WIDTH, tall))
        axes = figure.add_axes((0.01, (SOURCE + KEY) / tall, 0.98, inches / tall))
        key = figure.add_axes((0.01, SOURCE / tall, 0.98, 0.85 * KEY / tall))
        _draw_areas(axes, borders)
        _draw_lines(axes, shown, labels)
        _frame(axes, frame)
        _draw_scale(axes, frame)
        _draw_key(key, [status for status in STROKES if status in set(lines["status"])])
        axes.set_title(fill_title(title))
        taken = _name_places(axes, borders, shown, places, frame)
        _name_lines(axes, shown, labels, frame, taken)
        write_source(figure, source)
    each = lines.drop_duplicates("line_id")
    told = [
        f"{labels[str(name)]} ({', '.join(dict.fromkeys(rows['status'].str.lower()))})"
        for name, rows in each.groupby("name", sort=False)
        if name in labels
    ]
    alt = f"{title}. Named lines: {'; '.join(told)}. {len(each)} lines and phases in all."
    return Drawing(figure, lines.reset_index(drop=True), title, caption, alt)


def _place(points: pd.DataFrame, centre: tuple[float, float]) -> pd.DataFrame:
    x, y = project(points["longitude"], points["latitude"], centre)
    return points.assign(x=x, y=y)


def _frame(axes: Axes, frame: Extent) -> None:
    axes.set_xlim(frame.left, frame.right)
    axes.set_ylim(frame.bottom, frame.top)
    axes.set_aspect("equal")
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(True)
        side.set_color(BORDER)


def _draw_areas(axes: Axes, borders: pd.DataFrame) -> None:
    rings = [rows[["x", "y"]].to_numpy() for _, rows in borders.groupby(["area", "part"], sort=False)]
    axes.add_collection(PolyCollection(rings, facecolors=LAND, edgecolors=BORDER, linewidths=0.6, zorder=0))


def _colours(labels: Mapping[str, str]) -> dict[str, str]:
    return {name: SERIES_COLOURS[place % len(SERIES_COLOURS)] for place, name in enumerate(labels)}


def width_of(capacity: float) -> float:
    """Points of a line that carries so many billion cubic metres a year.

    Examples
    --------
    >>> width_of(0.0), width_of(100.0)
    (0.9, 4.5)
    """
    return LEAST + PER_HUNDRED * capacity / 100


def _draw_lines(axes: Axes, shown: pd.DataFrame, labels: Mapping[str, str]) -> None:
    colours = _colours(labels)
    for (name, _, status), rows in shown.groupby(["name", "line_id", "status"], sort=False):
        pieces = [part[["x", "y"]].to_numpy() for _, part in rows.groupby("part")]
        capacity = float(rows["capacity_bcm"].fillna(0.0).max())
        is_named = name in labels
        axes.add_collection(
            LineCollection(
                [piece for piece in pieces if len(piece) > 1], colors=colours.get(str(name), FAINT_LINE),
                linewidths=width_of(capacity) if is_named else 0.7, linestyles=STROKES[str(status)],
                zorder=3 if is_named else 1,
            )
        )  # fmt: skip


def _along(shown: pd.DataFrame) -> np.ndarray:
    """Points along lines, close to one another."""
    found = [np.empty((0, 2))]
    for _, rows in shown.groupby(["line_id", "part"], sort=False):
        points = rows[["x", "y"]].to_numpy()
        for start, end in itertools.pairwise(points):
            count = max(2, int(np.hypot(*(end - start)) / APART) + 1)
            found.append(start + np.linspace(0, 1, count)[:, None] * (end - start))
    return np.vstack(found)


def _name_places(
    axes: Axes, borders: pd.DataFrame, shown: pd.DataFrame, places: Mapping[str, str], frame: Extent
) -> np.ndarray:
    """Write names of countries where there is most room; returns points that they cover."""
    kilometres = frame.width / (axes.get_window_extent().width / axes.figure.dpi) / 72  # of one point
    grid = np.stack(np.meshgrid(np.linspace(frame.left, frame.right, GRID), np.linspace(frame.bottom, frame.top, GRID)),
                    axis=-1).reshape(-1, 2)  # fmt: skip
    grid = grid[frame.holds(grid)]
    lines, edges, taken = _along(shown), borders[["x", "y"]].to_numpy(), np.empty((0, 2))
    for area, name in places.items():
        half = np.array([len(name) * ASPECT * LETTERS / 2, LETTERS / 2]) * kilometres
        rings = [rows[["x", "y"]].to_numpy() for _, rows in borders[borders["area"] == area].groupby("part")]
        inside = np.zeros(len(grid), dtype=bool)
        for ring in rings:
            inside |= Path(ring).contains_points(grid)
        fits = inside & frame.holds(grid - half) & frame.holds(grid + half)
        if not fits.any():
            continue
        spots = grid[fits]
        room = np.minimum(np.minimum(_clear(spots, lines, half), _clear(spots, taken, 2 * half)),
                          1.5 * _clear(spots, edges, half))  # fmt: skip
        spot = spots[int(np.argmax(room))]
        axes.annotate(name, spot, fontsize=LETTERS, color=PLACE, ha="center", va="center", zorder=2,
                      bbox={"facecolor": LAND, "edgecolor": "none", "alpha": 0.85, "pad": 0.5})  # fmt: skip
        taken = np.vstack([taken, spot + half * np.stack(np.meshgrid(np.linspace(-1, 1, 12), [-1, 0, 1]), axis=-1)
                           .reshape(-1, 2)])  # fmt: skip
    return taken


def _clear(spots: np.ndarray, points: np.ndarray, half: np.ndarray) -> np.ndarray:
    """Distance of each spot from the nearest point, in halves of a name: above one the name covers none."""
    if not len(points):
        return np.full(len(spots), np.inf)
    return np.asarray([np.min(np.max(np.abs(points - spot) / half, axis=1)) for spot in spots])


def _name_lines(axes: Axes, shown: pd.DataFrame, labels: Mapping[str, str], frame: Extent, taken: np.ndarray) -> None:
    colours, words = _colours(labels), []
    for name, label in labels.items():
        rows = shown[shown["name"] == name]
        built = rows[rows["status"] == next((status for status in STROKES if status in set(rows["status"])), "")]
        points = _along(built[built["line_id"] == built["line_id"].iloc[0]]) if len(built) else _along(built)
        points = points[frame.holds(points)]
        if len(points):
            x, y = points[len(points) // 2]
            words.append(Word(label, float(x), float(y), colours[name], is_bold=True))
    bar = np.column_stack([np.linspace(*_bar(frame)[:2], 40), np.full(40, _bar(frame)[2])])
    obstacles = np.vstack([_along(shown[shown["name"].isin(list(labels))]), *([taken] * 3), *([bar] * 3)])
    write_beside(axes, words, obstacles[frame.holds(obstacles)])


def _bar(frame: Extent) -> tuple[float, float, float]:
    """Ends and height of the bar that shows the scale."""
    right = frame.right - 1.5 * MARGIN * frame.width
    return right - SCALE_KM, right, frame.bottom + 2 * MARGIN * frame.height


def _draw_scale(axes: Axes, frame: Extent) -> None:
    left, right, y = _bar(frame)
    axes.plot([left, right], [y, y], color="#333333", lw=2.5, solid_capstyle="butt", zorder=4)
    axes.annotate(f"{SCALE_KM:,d} km", ((left + right) / 2, y), xytext=(0, 3), textcoords="offset points",
                  fontsize=7, ha="center", va="bottom", zorder=4)  # fmt: skip


def _draw_key(key: Axes, statuses: list[str]) -> None:
    """Strokes of statuses in one row, widths of capacities in the next."""
    key.set_axis_off()
    key.set_xlim(0, 100)
    key.set_ylim(0, 2)
    rows = [
        (1.5, "Status:", [(status.lower(), STROKES[status], 1.4) for status in statuses]),
        (0.5, "Capacity a year:", [(f"{bcm} bcm", "-", width_of(bcm)) for bcm in SHOWN]),
    ]
    for y, heading, items in rows:
        key.annotate(heading, (0, y), fontsize=7, va="center", fontweight="bold")
        for place, (word, stroke, width) in enumerate(items):
            x = 17 + 20 * place
            key.plot([x, x + 6], [y, y], color="#333333", lw=width, ls=stroke, solid_capstyle="butt")
            key.annotate(word, (x + 7, y), fontsize=7, va="center")
