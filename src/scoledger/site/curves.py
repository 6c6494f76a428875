"""The specification curve as a browser: its picture, with the marks of its specifications and what narrows them.

Without a script, on paper and for other builders there is the picture alone.
"""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from scoledger.results import MARKS, Result
from scoledger.site.lookup import project_of
from scoledger.site.registry import result_file

_HELP = "Point at the picture, tap it, or focus it and use the arrow keys: a note names the choices of a specification."


class CurveBrowser(nodes.General, nodes.Element):  # type: ignore[misc]
    """What can be chosen above the picture of a curve, and the marks that lie over it."""


def browse_curve(directive: SphinxDirective, result: Result, picture: nodes.Element) -> nodes.Element:
    """Put a browser around the picture of a figure that has marks; give the picture itself when it has none.

    Raises
    ------
    docutils.parsers.rst.DirectiveError
        If the file of its marks is gone or damaged; it fails the build and names the page.
    """
    path = result_file(project_of(directive.env), result, MARKS)
    if path is None:
        return picture
    try:
        data = path.read_text("utf-8")
        bar = write_bar(json.loads(data), result.title, picture["refuri"])
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise directive.error(
            f"the figure {result.id!r} is damaged: {path.parent.name}/{path.name} cannot be read"
            f" ({type(error).__name__}). Expected the places of its specifications."
            " Remove the file, then run 'scoledger book': it writes the file anew."
        ) from error
    return CurveBrowser("", picture, bar=bar, data=data.strip().replace("<", "\\u003c"), title=result.title)


def write_bar(marks: Mapping[str, Any], title: str, address: str) -> str:
    """Write the bar above a curve: a choice for each dimension that groups specifications, and what is shown.

    It stands on the page from the beginning, so that nothing moves when the script makes it work.

    Parameters
    ----------
    marks : mapping
        As `scoledger.figures.marks` gives them.
    title : str
        Of the figure.
    address : str
        Of the picture in full size.
    """
    fields = "".join(
        _write_field(position, dimension)
        for position, dimension in enumerate(marks["dimensions"])
        if _groups(dimension["made"])
    )
    label = html.escape(f"Show only some of: {title}")
    button = '<button type="button" disabled>Show all</button> ' if fields else ""
    return (
        f'<div class="curve-bar" role="group" aria-label="{label}">'
        f'{fields}<div class="curve-state"><p class="curve-count" role="status">{write_count(marks)}</p>{button}'
        f'<a href="{html.escape(address)}" aria-label="{html.escape(f"Full size: {title}")}">Full size</a></div>'
        f'<p class="curve-help">{_HELP}</p></div>'
    )


def write_count(marks: Mapping[str, Any]) -> str:
    """Say how many specifications there are and how they come out.

    Examples
    --------
    >>> names = [["supports", "", ""], ["neither", "", ""], ["contradicts", "", ""]]
    >>> write_count({"outcomes": names, "outcome": [0, 0, 2]})
    '3 of 3: 2 for, 1 against, 0 neither'
    """
    names = [name for name, *_ in marks["outcomes"]]
    counts = Counter(names[outcome] for outcome in marks["outcome"])
    total = len(marks["outcome"])
    return f"{total} of {total}: {counts['supports']} for, {counts['contradicts']} against, {counts['neither']} neither"


def _groups(made: list[int]) -> bool:
    """Whether some choice is that of several specifications, but not of all."""
    counts = Counter(choice for choice in made if choice >= 0)
    return any(1 < count < len(made) for count in counts.values())


def _write_field(position: int, dimension: Mapping[str, Any]) -> str:
    options = "".join(
        f'<option value="{number}">{html.escape(words)}</option>' for number, words in enumerate(dimension["choices"])
    )
    name = html.escape(dimension["name"])
    return (
        f'<label><span>{name[:1].upper()}{name[1:]}</span><select disabled autocomplete="off"'
        f' data-dimension="{position}"><option value="">All</option>{options}</select></label>'
    )


def visit_curve(writer: Any, node: CurveBrowser) -> None:
    """Write the bar, and open the box in which the marks lie over the picture."""
    label = html.escape(node["title"])
    writer.body.append(f'{node["bar"]}<div class="curve-stage" data-title="{label}">')


def depart_curve(writer: Any, node: CurveBrowser) -> None:
    """Write the marks and close the box."""
    writer.body.append(f'<script type="application/json">{node["data"]}</script></div>')


def add_assets(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Load style and script on pages that have a curve, and on no other."""
    del pagename, templatename, context
    if doctree is not None and next(doctree.findall(CurveBrowser), None) is not None:
        app.add_css_file("curve.css")
        app.add_js_file("curve.js", loading_method="defer")


def add_curves(app: Sphinx, **other_builders: Any) -> None:
    """Declare the browser of curves to Sphinx."""
    app.add_node(CurveBrowser, html=(visit_curve, depart_curve), **other_builders)
    app.connect("html-page-context", add_assets)
