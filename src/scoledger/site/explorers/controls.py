"""The controls of a chart as HTML: one for each of its parameters that it binds to an input."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

from scoledger.errors import ResultError

#: Kinds of input that a page knows how to write.
INPUTS = ("select", "radio", "range", "checkbox")


def list_controls(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Parameters of a chart, in the terms of Vega-Lite, that a reader sets by a control."""
    return [param for param in spec.get("params", []) if "input" in (param.get("bind") or {})]


def write_controls(spec: Mapping[str, Any], result_id: str, title: str, number: int = 1) -> str:
    """Write the controls of a chart; they are disabled until the script of the page has the chart ready.

    Parameters
    ----------
    spec : dict
        In the terms of Vega-Lite.
    result_id, title : str
        Of the figure.
    number : int
        Which time the figure stands on its page: every control has an id of its own.

    Returns
    -------
    str
        A form; empty for a chart without a control.

    Raises
    ------
    ResultError
        If a parameter is bound to an input that is not known here.
    """
    controls = list_controls(spec)
    if not controls:
        return ""
    prefix, again = (result_id, "") if number == 1 else (f"{result_id}_{number}", f" ({number})")
    fields = "".join(_write_control(param, f"{prefix}-{param['name']}") for param in controls)
    label = html.escape(f"What the chart shows: {title}{again}")
    reset = '<button type="reset" disabled>Default view</button>'
    return f'<form class="explore-controls" aria-label="{label}" autocomplete="off">{fields}{reset}</form>'


def _write_control(param: Mapping[str, Any], identity: str) -> str:
    bind, value = param["bind"], param.get("value")
    name = html.escape(str(bind.get("name") or param["name"]).rstrip(": "))
    shared = f'name="{html.escape(param["name"])}" disabled'
    identity = html.escape(identity)
    kind = bind["input"]
    if kind == "select":
        options = "".join(
            f'<option value="{place}"{" selected" if option == value else ""}>{html.escape(word)}</option>'
            for place, (option, word) in enumerate(_options(bind))
        )
        inner = f'<label for="{identity}">{name}</label><select id="{identity}" {shared}>{options}</select>'
    elif kind == "radio":
        choices = "".join(
            f'<label><input type="radio" value="{place}" {shared}{" checked" if option == value else ""}>'
            f"{html.escape(word)}</label>"
            for place, (option, word) in enumerate(_options(bind))
        )
        return f'<fieldset class="explore-control"><legend>{name}</legend>{choices}</fieldset>'
    elif kind == "range":
        ends = " ".join(f'{end}="{bind[end]}"' for end in ("min", "max", "step") if end in bind)
        inner = (
            f'<label for="{identity}">{name}</label>'
            f'<input type="range" id="{identity}" {ends} value="{value}" {shared}>'
            f'<output for="{identity}">{value}</output>'
        )
    elif kind == "checkbox":
        checked = " checked" if value else ""
        inner = f'<label><input type="checkbox" id="{identity}" {shared}{checked}>{name}</label>'
    else:
        raise ResultError(
            f"the control {param['name']!r} of figure {identity!r} is bound to an input {kind!r}.\n"
            f"Expected one of {', '.join(INPUTS)}. Bind it to one of these."
        )
    return f'<div class="explore-control">{inner}</div>'


def _options(bind: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """Values with the words for them."""
    options = bind["options"]
    words = bind.get("labels") or [option if isinstance(option, str) else json.dumps(option) for option in options]
    return list(zip(options, map(str, words), strict=True))
