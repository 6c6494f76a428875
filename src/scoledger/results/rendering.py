"""What a session writes, as plain numbers, frames and bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pandas as pd

from scoledger.errors import ResultError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PNG_DPI = 200


def plain_value(value: Any) -> Any:
    """Turn a NumPy scalar into Python's number."""
    return value.item() if hasattr(value, "item") else value


def plain_bound(value: Any) -> float | None:
    """Turn a bound that may be missing into a number or None."""
    return None if value is None or pd.isna(value) else plain_value(value)


def plain_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn a frame's named index into columns.

    Raises
    ------
    ResultError
        If two columns bear one name.
    """
    named = any(name is not None for name in frame.index.names)
    plain = frame.reset_index(drop=not named)
    if not plain.columns.is_unique:
        raise ResultError(f"a table has two columns of one name: {', '.join(map(str, plain.columns))}.")
    return plain


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Write a frame as CSV."""
    return frame.to_csv(index=False, lineterminator="\n").encode("utf-8")


def picture_bytes(figure: Figure, result_id: str, title: str) -> tuple[bytes, bytes]:
    """Draw a figure as SVG and PNG whose bytes depend on nothing but the figure, and close it."""
    import matplotlib as mpl  # noqa: PLC0415 - the command line reads results without drawing any
    from matplotlib import pyplot as plt  # noqa: PLC0415

    svg, png = io.BytesIO(), io.BytesIO()
    # Text as paths: the page's reader need not have the font, and no two machines lay it out differently.
    with mpl.rc_context({"svg.hashsalt": result_id, "svg.fonttype": "path"}):
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None, "Title": title})
        figure.savefig(png, format="png", dpi=PNG_DPI, metadata={"Software": None})
    plt.close(figure)
    return svg.getvalue(), png.getvalue()
