"""The box of an interactive figure: controls, the sentence that says what is shown, and the picture with its room."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from scoledger.results import SPEC, Result
from scoledger.site.explorers.controls import write_controls
from scoledger.site.explorers.files import chart_address, library_address, write_chart_files
from scoledger.site.formats import FOLDERS
from scoledger.site.lookup import project_of
from scoledger.site.metadata.page import read_written
from scoledger.site.nodes import relative_address
from scoledger.site.registry import result_file

#: Pages below begin by themselves when a chart comes into view; on others, readers ask for it.
EXPLORE = "book/explore/"
#: Name that Vega gives to the marks of a view named ``sentence``.
SENTENCE = "sentence_marks"
SCRIPT, STYLE = "explore.js", "explore.css"
_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"')
#: Where Sphinx keeps which pages have which charts, from one build to the next.
_KEPT = "scoledger_charts"
_SVG = "{http://www.w3.org/2000/svg}"


class ExplorerBox(nodes.General, nodes.Element):  # type: ignore[misc]
    """The picture of a chart, in a box in which a script makes it interactive."""


def box_figure(directive: SphinxDirective, result: Result, picture: nodes.Element) -> nodes.Element:
    """Put the picture of a figure that has a definition into its box; other pictures stay as they are.

    Parameters
    ----------
    directive : sphinx.util.docutils.SphinxDirective
    result : Result
    picture : docutils.nodes.Element
        Image with its link.

    Raises
    ------
    docutils.parsers.rst.DirectiveError
        If a file of the chart is gone or damaged; it fails the build and names the page.
    ResultError
        If the chart has a control that cannot be written.
    """
    env = directive.env
    project = project_of(env)
    path, drawn = result_file(project, result, SPEC), result_file(project, result, "svg")
    if path is None or drawn is None:
        return picture
    number = env.new_serialno(f"{_KEPT}_{result.id}") + 1  # the same chart may stand on a page twice
    try:
        svg, spec = drawn.read_text("utf-8"), json.loads(path.read_text("utf-8"))
        controls = write_controls(spec, result.id, result.title, number)
        sentence, size = read_sentence(svg), read_size(svg)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ET.ParseError) as error:
        raise directive.error(
            f"the figure {result.id!r} is damaged: {path.parent.name}/{path.name} or {drawn.name} cannot be read"
            f" ({type(error).__name__}). Expected a chart and its picture with a width and a height."
            " Remove both files, then run 'scoledger book': it writes them anew."
        ) from error
    _charts(env).setdefault(env.docname, set()).add(result.id)
    is_asked = not env.docname.startswith(EXPLORE)
    return ExplorerBox("", picture, chart=result.id, controls=controls, sentence=sentence, size=size, is_asked=is_asked)


def read_size(svg: str) -> tuple[float, float]:
    """Width and height of a picture in pixels.

    Examples
    --------
    >>> read_size('<svg xmlns="http://www.w3.org/2000/svg" width="690" height="430" viewBox="0 0 690 430">')
    (690.0, 430.0)
    """
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("the picture names no size")
    return float(found[1]), float(found[2])


def read_sentence(svg: str) -> str:
    """What the picture of a chart says of itself: the words of its view named ``sentence``, if it has one."""
    words = [
        " ".join(text.itertext() if len(text) == 0 else [line.text or "" for line in text])
        for group in ET.fromstring(svg).iter(f"{_SVG}g")  # noqa: S314 - we have drawn it ourselves
        if SENTENCE in group.get("class", "").split()
        for text in group.iter(f"{_SVG}text")
    ]
    return " ".join(" ".join(words).split())


def visit_explorer(writer: Any, node: ExplorerBox) -> None:
    """Open the box."""
    here, (width, height) = writer.builder.current_docname, node["size"]
    addresses = {"chart": chart_address(node["chart"]), "library": library_address()}
    data = "".join(
        f' data-{key}="{html.escape(relative_address(here, address))}"' for key, address in addresses.items()
    )
    asked = (
        '<button type="button" class="explore-start" disabled>Explore this chart</button>' if node["is_asked"] else ""
    )
    writer.body.append(
        f'<div class="explore" data-id="{node["chart"]}"{data}>{node["controls"]}'
        f'<p class="explore-sentence" role="status">{html.escape(node["sentence"])}</p>{asked}'
        f'<div class="explore-scroll" tabindex="0" role="region" aria-label="{html.escape(_name(node))}">'
        f'<div class="explore-stage" style="--explore-width: {width:g}px; aspect-ratio: {width:g} / {height:g}">'
    )


def depart_explorer(writer: Any, node: ExplorerBox) -> None:
    """Close the box; below it, the picture in full size, and what can be pointed at as a table."""
    here, title = writer.builder.current_docname, html.escape(_name(node))
    links = [
        (relative_address(here, f"exports/{FOLDERS['figure']}/{node['chart']}.{form}"), form, words)
        for form, words in (("svg", "Full size"), ("csv", "Every value of the chart as a table (CSV)"))
    ]
    written = " ".join(
        f'<a class="explore-{form}" href="{html.escape(address)}" aria-label="{words}: {title}">{words}</a>'
        for address, form, words in links
    )
    writer.body.append(f'</div></div><p class="explore-links">{written}</p></div>')


def _name(node: ExplorerBox) -> str:
    """What the chart is called: by the link around its picture."""
    link = next(iter(node.findall(nodes.reference)), None)
    return "Chart" if link is None else str(link["reftitle"]).removeprefix("Open full size: ")


def place_assets(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Name script and style on the pages that have an interactive figure, and on no other."""
    del pagename, templatename, context
    if doctree is not None and next(iter(doctree.findall(ExplorerBox)), None) is not None:
        app.add_js_file(SCRIPT, defer="defer")
        app.add_css_file(STYLE)


def write_all_charts(app: Sphinx, exception: Exception | None) -> None:
    """Write the files of the charts of all pages, when the pages are written."""
    if exception is None and app.builder.format == "html":
        project = project_of(app.env)
        ids = sorted(set().union(*_charts(app.env).values()))
        charts = [result for result in (read_written(project, name) for name in ids) if result is not None]
        write_chart_files(project, charts, app.outdir)


def forget_charts(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget the charts of a page, before it is read again or after it is gone."""
    del app
    _charts(env).pop(docname, None)


def _charts(env: BuildEnvironment) -> dict[str, set[str]]:
    """Ids of the interactive figures by page."""
    if not hasattr(env, _KEPT):
        setattr(env, _KEPT, {})
    known: dict[str, set[str]] = getattr(env, _KEPT)
    return known
