"""Two sides set side by side, for programs as JSON and for readers as one page that asks nobody for anything."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import jinja2

from scoledger.editions import (
    UNCHANGED,
    Comparison,
    Entry,
    Pair,
    Side,
    count_causes,
    count_standings,
    write_cell,
    write_difference,
    write_worth,
)
from scoledger.results import write_json, write_text
from scoledger.site.templating import html_templates

_TEMPLATES = Path(__file__).parent / "templates"


def write_comparison_json(path: Path, comparison: Comparison) -> bool:
    """Write a comparison as JSON; returns whether the file was written."""
    return write_json(path, make_comparison(comparison))


def make_comparison(comparison: Comparison) -> dict[str, Any]:
    """Make a comparison as plain data.

    Returns
    -------
    dict
        ``a`` and ``b``: what is compared; ``summary``: number of results by standing; ``causes``: what differs in what
        they were made from, each with the number of results concerned and changed; ``results``: every result, changed
        or not, with ``a`` and ``b`` (null where it is missing), ``difference`` in its unit, ``percent``, ``cells``
        (null where none were compared) and ``causes``.
    """
    return {
        "a": _make_side(comparison.one),
        "b": _make_side(comparison.other),
        "summary": count_standings(comparison.pairs),
        "causes": [
            {"cause": cause, "results": concerned, "changed": changed}
            for cause, concerned, changed in count_causes(comparison.pairs)
        ],
        "results": [_make_pair(pair) for pair in comparison.pairs],
    }


def write_comparison_page(path: Path, comparison: Comparison) -> bool:
    """Write a comparison as one page of HTML; returns whether the file was written.

    It has no script and asks for no other file; everything that comes from results is escaped.
    """
    template = _environment().get_template("comparison.html.j2")
    shown = [pair for pair in comparison.pairs if pair.standing != UNCHANGED]
    return write_text(
        path,
        template.render(
            a=comparison.one,
            b=comparison.other,
            describe=describe_side,
            summary=count_standings(comparison.pairs),
            causes=count_causes(comparison.pairs),
            changed=shown,
            unchanged=[pair for pair in comparison.pairs if pair.standing == UNCHANGED],
            tables=[pair for pair in shown if pair.cells],
        ),
    )


def describe_side(side: Side) -> str:
    """Say in words what one side is.

    Returns
    -------
    str
        ``edition 2026.1, 3,210 results``; of a run its notebook and parameters too.
    """
    name = f"edition {side.edition.name}" if side.kind == "edition" else side.edition.name
    name = "the registry as it is" if side.kind == "present" else name
    count = len(side.edition.entries)
    parts = [name, f"{count:,} result{'' if count == 1 else 's'}"]
    if side.slug:  # one run, also when it is a part of an edition
        for basis in side.edition.runs.values():
            given = ", ".join(f"{key}={value}" for key, value in basis.parameters.items())
            parts.append(f"notebook {basis.notebook}" + (f" ({given})" if given else ""))
    return plain(", ".join(parts))


def plain(text: object) -> str:
    r"""Write any text on one line without characters that steer a terminal or turn the direction of reading.

    Examples
    --------
    >>> plain("a\x1b[31mb\nc")
    'a [31mb c'
    """
    return " ".join("".join(letter if letter.isprintable() else " " for letter in str(text)).split())


def _make_side(side: Side) -> dict[str, Any]:
    runs = side.edition.runs if side.slug else {}
    return {
        "name": side.edition.name,
        "kind": side.kind,
        "slug": side.slug,
        "results": len(side.edition.entries),
        "runs": {name: {"notebook": run.notebook, "parameters": run.parameters} for name, run in runs.items()},
    }


def _make_pair(pair: Pair) -> dict[str, Any]:
    return {
        "name": pair.name,
        "kind": pair.entry.kind,
        "title": pair.entry.title,
        "standing": pair.standing,
        "a": _make_entry(pair.was),
        "b": _make_entry(pair.now),
        "difference": pair.difference,
        "percent": pair.percent,
        "cells": asdict(pair.cells) if pair.cells else None,
        "causes": list(pair.causes),
        "note": pair.note,
    }


def _make_entry(entry: Entry | None) -> dict[str, Any] | None:
    return asdict(entry) if entry else None


@functools.cache
def _environment() -> jinja2.Environment:
    environment = html_templates(_TEMPLATES)
    environment.filters |= {"worth": _worth, "difference": _difference, "plain": plain, "listed": _list, "cell": _cell}
    return environment


def _worth(entry: Entry | None) -> str:
    return plain(write_worth(entry))


def _difference(pair: Pair) -> str:
    return plain(write_difference(pair))


def _cell(text: str) -> str:
    return plain(write_cell(text))


def _list(words: Iterable[str]) -> str:
    return plain(", ".join(words))
