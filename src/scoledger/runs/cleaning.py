"""An executed notebook without what differs from one execution to the next: times, paths, addresses, random ids."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
# Bounded: an image in text form is one word of a hundred thousand characters.
_CELL_FILE = re.compile(r"[^\s\"']{0,200}ipykernel_\d+[/\\]\d+\.py")
_NOISE = ("papermill", "execution")


def clean_notebook(path: Path, folders: Iterable[Path]) -> str:
    """Clean an executed notebook.

    Parameters
    ----------
    path : pathlib.Path
    folders : iterable of pathlib.Path
        Folders of this machine, which the outputs shall not name.

    Returns
    -------
    str
        The text of the cleaned notebook.
    """
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    # The longest first: the environment may lie below the project.
    places = sorted({str(folder) for folder in (*folders, Path(sys.prefix))}, key=len, reverse=True)
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
        for key in _NOISE:
            cell.metadata.pop(key, None)
        for output in cell.get("outputs", []):
            _clean_output(output, places)
    return str(nbformat.writes(notebook)) + "\n"  # type: ignore[no-untyped-call]


def _clean_output(output: Any, places: list[str]) -> None:
    for key in ("text", "evalue"):
        if key in output:
            output[key] = _clean_text(output[key], places)
    if "traceback" in output:
        output["traceback"] = [_clean_text(line, places) for line in output["traceback"]]
    for mime, content in output.get("data", {}).items():
        if mime.startswith("text/") and isinstance(content, str):
            output["data"][mime] = _clean_text(content, places)


def _clean_text(text: str, places: list[str]) -> str:
    text = _ADDRESS.sub("", _CELL_FILE.sub("<cell>", text) if "ipykernel_" in text else text)
    for place in places:
        text = text.replace(place, "...")
    return text
