"""Maps of lines over countries: status by the stroke, capacity by the width, names beside them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from pyproj import Transformer

from scoledger.figures.drawing import Drawing
from scoledger.figures.style import BEHIND_TEXT, SERIES_COLOURS, WIDTH, fill_title, finish, in_style

#: Stroke of each status, so that shape tells it too.
STROKES = {"Operating": "-", "Construction": "--", "Proposed": ":", "Mothballed": "-."}
#: Kilometres of the bar that shows the scale.
SCALE_KM = 1000
#: Width of a line in points: the least, and what a hundred billion cubic metres add.
LEAST, PER_HUNDRED = 0.8, 3.6


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
        Area to the name written in it.
    centre, extent : tuple of float
        Middle of the projection in degrees, and what is shown around it in kilometres (left, right, bottom, top).
    """
    if lines.empty:
        return None
    with in_style():
        figure, axes = plt.subplots(figsize=(WIDTH, WIDTH * (extent[3] - extent[2]) / (extent[1] - extent[0]) + 0.9))
        _draw_areas(axes, outlines, centre, places, extent)
        _draw_lines(axes, lines, centre, labels)
        axes.set_xlim(extent[0], extent[1])
        axes.set_ylim(extent[2], extent[3])
        axes.set_aspect("equal")
        axes.set_axis_off()
        _draw_key(axes, extent, sorted(set(lines["status"]), key=list(STROKES).index))
        axes.set_title(fill_title(title))
        finish(figure, source)
    each = lines.drop_duplicates("line_id")
    told = [
        f"{labels[str(name)]} ({', '.join(dict.fromkeys(rows['status'].str.lower()))})"
        for name, rows in each.groupby("name", sort=False)
        if name in labels
    ]
    alt = f"{title}. Named lines: {'; '.join(told)}. {len(each)} lines and phases in all."
    return Drawing(figure, lines.reset_index(drop=True), title, caption, alt)


def _draw_areas(
    axes: Axes, outlines: pd.DataFrame, centre: tuple[float, float], places: Mapping[str, str],
    extent: tuple[float, float, float, float],
) -> None:  # fmt: skip
    x, y = project(outlines["longitude"], outlines["latitude"], centre)
    shown = outlines.assign(x=x, y=y)
    rings = [rows[["x", "y"]].to_numpy() for _, rows in shown.groupby(["area", "part"], sort=False)]
    axes.add_collection(PolyCollection(rings, facecolors="#f3f3ef", edgecolors="#b9b9b2", linewidths=0.6, zorder=0))
    for area, name in places.items():
        rows = shown[(shown["area"] == area) & shown["x"].between(*extent[:2]) & shown["y"].between(*extent[2:])]
        if len(rows):
            middle = ((rows["x"].min() + rows["x"].max()) / 2, (rows["y"].min() + rows["y"].max()) / 2)
            axes.annotate(name, middle, fontsize=7, color="#8a8a84", ha="center", va="center", zorder=1)


def _draw_lines(axes: Axes, lines: pd.DataFrame, centre: tuple[float, float], labels: Mapping[str, str]) -> None:
    x, y = project(lines["longitude"], lines["latitude"], centre)
    shown = lines.assign(x=x, y=y).sort_values(["line_id", "part", "position"])
    colours = {name: SERIES_COLOURS[place % len(SERIES_COLOURS)] for place, name in enumerate(labels)}
    for (name, _, status), rows in shown.groupby(["name", "line_id", "status"], sort=False):
        pieces = [part[["x", "y"]].to_numpy() for _, part in rows.groupby("part")]
        capacity = float(rows["capacity_bcm"].fillna(0.0).max())
        is_named = name in labels
        axes.add_collection(
            LineCollection(
                [piece for piece in pieces if len(piece) > 1], colors=colours.get(str(name), "#b0b0b0"),
                linewidths=LEAST + PER_HUNDRED * capacity / 100 if is_named else 0.6,
                linestyles=STROKES[str(status)], zorder=3 if is_named else 2,
            )
        )  # fmt: skip
    for name, label in labels.items():
        rows = shown[shown["name"] == name]
        if len(rows):
            middle = rows.iloc[len(rows) // 2]
            axes.annotate(
                label, (float(middle["x"]), float(middle["y"])), xytext=(0, 9), textcoords="offset points",
                fontsize=7.5, color=colours[name], fontweight="bold", ha="center", va="bottom", bbox=BEHIND_TEXT,
                zorder=5,
            )  # fmt: skip


def _draw_key(axes: Axes, extent: tuple[float, float, float, float], statuses: list[str]) -> None:
    left, _, bottom, _ = extent
    for step, status in enumerate(statuses):
        y = bottom + 130 + 190 * step
        axes.plot([left + 80, left + 430], [y, y], color="#333333", lw=1.4, ls=STROKES[status])
        axes.annotate(status.lower(), (left + 480, y), fontsize=7, va="center")
    y = bottom + 130 + 190 * len(statuses)
    axes.plot([left + 80, left + 80 + SCALE_KM], [y, y], color="#333333", lw=2.5, solid_capstyle="butt")
    axes.annotate(f"{SCALE_KM:,d} km", (left + 130 + SCALE_KM, y), fontsize=7, va="center")
