"""Heat tables: every cell as given, an order of shades that survives print, gaps that show."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import QuadMesh
from matplotlib.colors import LinearSegmentedColormap, to_hex

from scoledger.figures import Drawing, draw_heat
from scoledger.figures.heat import DIVERGING, SEQUENTIAL
from scoledger.figures.style import contrast

TABLE = pd.DataFrame({2001: [0.1, np.nan], 2002: [0.25, 0.4]}, index=["KAZ", "KGZ"])


def _draw(table: pd.DataFrame = TABLE, unit: str = "share", centre: float | None = None) -> Drawing:
    drawing = draw_heat(table, unit, title="Shares", source="s", centre=centre)
    assert drawing is not None
    return drawing


def _mesh(drawing: Drawing) -> QuadMesh:
    (mesh,) = [item for item in drawing.figure.axes[0].collections if isinstance(item, QuadMesh)]
    return mesh


def test_the_data_are_the_cells_drawn() -> None:
    """A missing cell is in neither."""
    drawing = _draw()
    cells = np.ma.asarray(_mesh(drawing).get_array())

    assert cells.compressed().tolist() == drawing.data["value"].tolist() == [0.1, 0.25, 0.4]
    assert cells.mask.tolist() == [[False, False], [True, False]]


def test_missing_cells_are_hatched_and_said_to_be() -> None:
    """An empty cell would look like a low value."""
    assert _draw().caption == "Hatched: no value."
    assert any(item.get_hatch() for item in _draw().figure.axes[0].collections)
    assert "1 of 4 cells have no value." in _draw().alt


def test_the_words_tell_the_extremes() -> None:
    """Highest and lowest with row and year, then row by row."""
    assert _draw().alt.startswith(
        "Shares. Lowest: Kazakhstan, 2001: 10 percent; highest: Kyrgyzstan, 2002: 40 percent. "
        "Kazakhstan: 10 percent in 2001, 25 percent in 2002; Kyrgyzstan: 40 percent in 2002."
    )


def test_values_are_written_where_they_fit() -> None:
    """All or none: two years have room, sixty have not."""
    few = [text.get_text() for text in _draw().figure.axes[0].texts]
    wide = pd.DataFrame(np.ones((2, 60)), columns=range(1965, 2025), index=["a", "b"])

    assert few == ["10.0", "25.0", "40.0"]
    assert len(_draw(wide).figure.axes[0].texts) == 0


def test_both_directions_reach_as_far_from_the_centre() -> None:
    """1 above and 3 below: the shades span 3 either way."""
    drawing = _draw(pd.DataFrame({2001: [-3.0, 1.0]}, index=["a", "b"]), "index", centre=0.0)

    assert _mesh(drawing).get_clim() == (-3, 3)


@pytest.mark.parametrize("shades", [SEQUENTIAL, DIVERGING], ids=["sequential", "diverging"])
def test_shades_keep_their_order_without_colour(shades: LinearSegmentedColormap) -> None:
    """Lightness grows or falls all the way."""
    light = np.diff([contrast(to_hex(shades(at)), "black") for at in np.linspace(0, 1, 40)])

    assert (light > 0).all() or (light < 0).all()


@pytest.mark.parametrize("centre", [None, 0.3])
def test_values_can_be_read_on_their_shade(centre: float | None) -> None:
    """On every shade from lowest to highest."""
    drawing = _draw(pd.DataFrame([np.linspace(0, 0.6, 12)], columns=range(12), index=["a"]), centre=centre)
    mesh = _mesh(drawing)
    pairs = zip(drawing.data["value"], drawing.figure.axes[0].texts, strict=True)

    assert min(contrast(to_hex(text.get_color()), to_hex(mesh.to_rgba(value))) for value, text in pairs) >= 4.5


def test_a_table_of_one_value_is_drawn() -> None:
    """There is no range of shades."""
    assert _draw(pd.DataFrame({2001: [5.0]}, index=["a"]), "count").data["value"].tolist() == [5.0]
