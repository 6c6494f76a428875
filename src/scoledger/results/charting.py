"""The files of a chart in the terms of Vega-Lite: its pictures and its definition."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

from scoledger.errors import ResultError

#: Ending of the file that holds the definition.
SPEC = "vl.json"
#: Pixels of the PNG file for each pixel of the page.
SCALE = 2.0
#: Entries of a dictionary of a PDF page that name its parts, one a line.
_ENTRIES = re.compile(rb"(?:^ +/[a-z]+\d+ \d+ 0 R\n){2,}", re.MULTILINE)
_SCHEMA = re.compile(r"vega-lite/v(\d+)(?:\.(\d+))?")


def spec_bytes(spec: dict[str, Any]) -> bytes:
    """Write a definition on one line, its data within.

    Raises
    ------
    ResultError
        If a number in it is not finite.
    """
    try:
        return (json.dumps(spec, separators=(",", ":"), ensure_ascii=False, allow_nan=False) + "\n").encode()
    except ValueError as error:
        raise ResultError(
            f"a chart holds a number that is not finite: {error}.\n"
            "Expected missing values as None. Drop those rows or write None for them."
        ) from error


def chart_bytes(spec: dict[str, Any], result_id: str) -> dict[str, bytes]:
    """Draw a chart as SVG, PDF and PNG, whose bytes depend on nothing but the definition.

    Parameters
    ----------
    spec : dict
        In the terms of Vega-Lite, all data within: nothing is fetched.
    result_id : str
        For the message.

    Returns
    -------
    dict of str to bytes
        Contents by suffix: one for each of `PICTURES`, and the definition.

    Raises
    ------
    ResultError
        If it cannot be drawn.
    """
    import vl_convert  # noqa: PLC0415 - the command line reads results without drawing any

    address = _find_address(spec)
    if address:
        raise ResultError(
            f"the chart {result_id!r} asks for a file: {address}.\n"
            "Expected all data within. Give the chart a frame instead of an address."
        )
    _use_fonts()
    content = spec_bytes(spec)
    try:
        svg = vl_convert.vegalite_to_svg(content.decode(), vl_version=_version(spec), allowed_base_urls=[])
        pictures = {
            "svg": svg.encode() + b"\n",
            "pdf": _in_order(bytes(vl_convert.svg_to_pdf(svg))),
            "png": bytes(vl_convert.svg_to_png(svg, scale=SCALE)),
        }
    except ValueError as error:
        raise ResultError(
            f"the chart {result_id!r} cannot be drawn: {str(error).splitlines()[0]}\n"
            "Expected a chart in the terms of Vega-Lite with all data within. Mend its definition."
        ) from error
    return {**pictures, SPEC: content}


def _find_address(spec: Any) -> str:
    """Address of the first data that do not lie within the definition."""
    if isinstance(spec, dict):
        data = spec.get("data")
        if isinstance(data, dict) and "url" in data:
            return str(data["url"])
        parts = [spec[key] for key in spec if key not in {"data", "datasets"}]
    else:
        parts = spec if isinstance(spec, list) else []
    return next(filter(None, map(_find_address, parts)), "")


def _in_order(pdf: bytes) -> bytes:
    r"""Put the entries of dictionaries in order: they come in another at every call.  No byte moves to another place.

    Examples
    --------
    >>> _in_order(b"<<\n  /xo1 9 0 R\n  /xo0 8 0 R\n>>")
    b'<<\n  /xo0 8 0 R\n  /xo1 9 0 R\n>>'
    """
    return _ENTRIES.sub(lambda found: b"".join(sorted(found[0].splitlines(keepends=True))), pdf)


def _version(spec: dict[str, Any]) -> str:
    """Version of Vega-Lite that the definition names."""
    found = _SCHEMA.search(str(spec.get("$schema", "")))
    return f"{found[1]}.{found[2] or 0}" if found else "6.4"


@functools.cache
def _use_fonts() -> None:
    """Measure and draw words in the font of the other figures, whatever else the machine has."""
    import matplotlib as mpl  # noqa: PLC0415 - as above
    import vl_convert  # noqa: PLC0415 - as above

    vl_convert.register_font_directory(str(Path(mpl.get_data_path()) / "fonts" / "ttf"))
