"""How a result looks: in JupyterLab as HTML, in a terminal as text, in the book as the markdown that cites it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd

from scoledger.results.result import Result
from scoledger.units import write_value

MISSING = "n/a"
SHOWN_ROWS = 20

_ROLE = re.compile(r"\{result\}`([a-z0-9-]+)(?:\|value)?`")
_CITATION = re.compile(r"\{cite:[a-z]+\}`([^`]+)`")
#: Lines that only frame a box in the book.
_FRAME = re.compile(r"^(:::.*|:class:.*)\n?", re.MULTILINE)
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Shown:
    """What a notebook cell shows for a result.

    Parameters
    ----------
    html, plain, markdown : str
        For JupyterLab, for a terminal, for the book.
    """

    html: str
    plain: str
    markdown: str = field(default="")

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.plain, "text/markdown": self.markdown}

    def __repr__(self) -> str:
        return self.plain


def show_number(result: Result) -> Shown:
    """Show a number with its unit."""
    interval = "" if result.low is None or result.high is None else f" (interval {result.low:g} to {result.high:g})"
    return Shown(
        html=f"<p>{escape(result.title)}: <strong>{escape(result.text)}</strong>{interval}<br>{_label(result)}</p>",
        plain=f"{result.title}: {result.text}{interval} [{result.id}]",
        markdown=f"{{result}}`{result.id}`",
    )


def show_figure(result: Result, svg: bytes) -> Shown:
    """Show a figure: inline in JupyterLab, where no file lies beside the notebook."""
    image = base64.b64encode(svg).decode("ascii")
    source = f"data:image/svg+xml;base64,{image}"
    return Shown(
        html=f'<figure><img src="{source}" alt="{escape(result.alt)}">{_caption(result)}</figure>',
        plain=f"{result.title}: {result.alt} [{result.id}]",
        markdown=f"```{{result-figure}} {result.id}\n```",
    )


def show_table(result: Result, *, is_quiet: bool = False) -> Shown:
    """Show the first rows of a table; a quiet one leaves its sources to the rest of the page."""
    columns, rows = result.details["columns"], result.details["rows"]
    head = "".join(f"<th>{escape(column['name'])}</th>" for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[:SHOWN_ROWS])
    more = f"<p>... and {len(rows) - SHOWN_ROWS} more rows</p>" if len(rows) > SHOWN_ROWS else ""
    quiet = ":quiet:\n" if is_quiet else ""
    return Shown(
        html=f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}{_caption(result)}",
        plain=f"{result.title}: table of {len(rows)} rows [{result.id}]",
        markdown=f"```{{result-table}} {result.id}\n{quiet}```",
    )


def show_verdict(result: Result) -> Shown:
    """Show a verdict and its sentence."""
    return Shown(
        html=f"<p><strong>{escape(result.text)}</strong>: {escape(result.caption)}<br>{_label(result)}</p>",
        plain=f"{result.id}: {result.text}. {result.caption}",
        markdown=f"```{{verdict}} {result.id}\n```",
    )


def show_piece(result: Result, name: str) -> Shown:
    """Show the readings or the records of a verdict, a line each."""
    items = result.details.get(name) or []
    lines = [
        f"{item.get('name') or item.get('title')}: {item.get('verdict') or item.get('publisher')}" for item in items
    ]
    return Shown(
        html="<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>",
        plain="; ".join(lines),
        markdown=f"```{{verdict}} {result.id}\n:only: {name}\n```" if items else "",
    )


def show_text(result: Result, known: Mapping[str, Result]) -> Shown:
    """Show a piece of markdown; outside the book, its ``{result}`` roles are replaced by what they stand for."""
    framed = _CITATION.sub(r"\1", _FRAME.sub("", result.text)).strip()
    plain = _ROLE.sub(lambda role: known[role[1]].text if role[1] in known else role[1], framed)
    html = _BOLD.sub(r"<strong>\1</strong>", escape(plain)).replace("\n\n", "</p><p>")
    return Shown(html=f"<p>{html}</p>", plain=plain, markdown=result.text)


def show_heading(title: str) -> Shown:
    """Show the title of a page; in the book the page generator sets it, so there its markdown is empty."""
    return Shown(html=f"<h1>{escape(title)}</h1>", plain=title)


def write_cells(frame: pd.DataFrame, formats: Mapping[str, str]) -> tuple[list[dict[str, Any]], list[list[str]]]:
    """Write a frame's cells for a reader.

    Parameters
    ----------
    frame : pandas.DataFrame
        Plain columns.
    formats : mapping
        Format specification by column; by default whole numbers as they are, others to three significant digits.

    Returns
    -------
    columns : list of dict
        ``name`` and ``numeric`` of every column.
    rows : list of list of str
        A missing value is ``n/a``.
    """
    columns = [{"name": str(name), "numeric": _is_numeric(frame[name])} for name in frame.columns]
    rows = [
        [_write_cell(value, formats.get(str(name), "")) for name, value in zip(frame.columns, row, strict=True)]
        for row in frame.itertuples(index=False, name=None)
    ]
    return columns, rows


def _is_numeric(column: pd.Series[Any]) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))


def _write_cell(value: Any, form: str) -> str:
    if pd.isna(value):
        return MISSING
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if form:
        return format(value, form)
    if isinstance(value, Real) and not isinstance(value, Integral):
        return write_value(float(value), "index")
    return str(value)


def _label(result: Result) -> str:
    return f"<small>{escape(result.caption)} <code>{result.id}</code></small>"


def _caption(result: Result) -> str:
    return f"<figcaption><strong>{escape(result.title)}.</strong> {_label(result)}</figcaption>"
