"""What a session writes, as plain numbers, frames and bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from scoledger.errors import ResultError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PNG_DPI = 200
#: Formats of a picture: for the page, for a paper, for slides.
PICTURES = ("svg", "pdf", "png")
#: PNG: packed lightly, which takes a third less time for eight percent more bytes.
PACKING = {"compress_level": 3}
#: Suffix of the file that says where things lie in a picture.
MARKS = "marks.json"


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


def marks_bytes(marks: Mapping[str, Any]) -> bytes:
    """Write the marks of a picture as JSON, as short as it goes: a page carries it along."""
    text = json.dumps(marks, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode("utf-8")


def picture_bytes(figure: Figure, result_id: str, title: str) -> dict[str, bytes]:
    """Draw a figure as SVG, PDF and PNG whose bytes depend on nothing but the figure, and close it.

    Returns
    -------
    dict of str to bytes
        Contents by suffix, one for each of `PICTURES`.
    """
    import matplotlib as mpl  # noqa: PLC0415 - the command line reads results without drawing any
    from matplotlib import pyplot as plt  # noqa: PLC0415

    # SVG: text as paths, since the page's reader need not have the font.  PDF: fonts embedded, so that a paper's reader
    # finds the words.
    settings: Any = {"svg.hashsalt": result_id, "svg.fonttype": "path", "pdf.fonttype": 42}
    metadata: dict[str, dict[str, Any]] = {
        "svg": {"Date": None, "Creator": None, "Title": title},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None, "Title": title},
        "png": {"Software": None},
    }
    figure.set_layout_engine(None)  # it is laid out; what `tight_layout` leaves behind has each format drawn twice
    contents = {}
    with mpl.rc_context(settings):
        for suffix in PICTURES:
            content = io.BytesIO()
            raster: dict[str, Any] = {"dpi": PNG_DPI, "pil_kwargs": PACKING} if suffix == "png" else {}
            figure.savefig(content, format=suffix, metadata=metadata[suffix], **raster)
            contents[suffix] = content.getvalue()
    plt.close(figure)
    return contents
