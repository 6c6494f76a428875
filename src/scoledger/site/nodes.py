"""Document nodes of the book, and how each is written as HTML (other builders get its plain text)."""

from __future__ import annotations

import html
import posixpath
from pathlib import Path
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx import addnodes

from scoledger.citations import Repository, read_repository
from scoledger.paths import Project
from scoledger.site.badges import draw_badge

#: Attribute of a figure's node that names its result.
RESULT_KEY = "result_id"


class ResultValue(nodes.Inline, nodes.TextElement):  # type: ignore[misc]
    """A number in prose, with a note that opens on hover and focus."""


class VerdictBadge(nodes.Inline, nodes.TextElement):  # type: ignore[misc]
    """Word and shape of a verdict."""


class ScrollBox(nodes.General, nodes.Element):  # type: ignore[misc]
    """A wide table scrolls inside this box instead of widening the page."""


class SourceFold(nodes.General, nodes.Element):  # type: ignore[misc]
    """Sources that an image states already: one click away as text."""


class SourceMargin(nodes.General, nodes.Element):  # type: ignore[misc]
    """Sources beside a figure or table, where the window is wide enough."""


class FileLinks(nodes.General, nodes.TextElement):  # type: ignore[misc]
    """Links to the files of a figure or table."""


def link_page(docname: str, page: str, words: str) -> addnodes.pending_xref:
    """Make a link from a page to another."""
    link: addnodes.pending_xref = addnodes.pending_xref(
        "", refdoc=docname, refdomain="std", reftype="doc", reftarget=f"/{page}", refexplicit=True, refwarn=True
    )
    link += nodes.inline("", words, classes=["xref", "std", "std-doc"])
    return link


def relative_address(docname: str, target: str) -> str:
    """Address of a file of the built book, as seen from a page.

    Examples
    --------
    >>> relative_address("book/claims/a", "exports/figures/b.svg")
    '../../exports/figures/b.svg'
    """
    return posixpath.relpath(target, posixpath.dirname(docname) or ".")


def repository_of(builder: Any) -> Repository | None:
    """Read the public repository of the code, once for a build."""
    if not hasattr(builder, "scoledger_repository"):
        builder.scoledger_repository = read_repository(Project(Path(builder.srcdir)))
    found: Repository | None = builder.scoledger_repository
    return found


def visit_result(writer: Any, node: ResultValue) -> None:
    """Open the link around a number."""
    identity = f' id="{html.escape(node["ids"][0])}"' if node["ids"] else ""
    writer.body.append(
        f'<span class="result"{identity}><a class="result-value" href="{html.escape(_address(writer, node))}"'
        f' aria-describedby="{node["note_id"]}">'
    )


def depart_result(writer: Any, node: ResultValue) -> None:
    """Close the link around a number and add its note."""
    rows = "".join(
        f'<span class="result-row"><span class="result-key">{html.escape(key)}</span> '
        f'<span class="result-item">{html.escape(item)}</span></span>'
        for key, item in node["note"]
    )
    here = node["page"] == writer.builder.current_docname
    link = f'<a href="{html.escape(_address(writer, node))}">See how it was made</a>'
    ways = [] if here else [link]
    if node["cite"]:
        address = relative_address(writer.builder.current_docname, node["cite"])
        ways.append(f'<a href="{html.escape(address)}">Cite it</a>')
    way = f'<span class="result-row">{" ".join(ways)}</span>' if ways else ""
    writer.body.append(f'</a><span class="result-note" role="tooltip" id="{node["note_id"]}">{rows}{way}</span></span>')


def _address(writer: Any, node: ResultValue) -> str:
    builder, page = writer.builder, node["page"]
    if page not in builder.env.found_docs:
        return "#"
    anchors = getattr(builder.env, "scoledger_anchors", {}).get(page, set())
    fragment = f"#{node['result_id']}" if node["result_id"] in anchors else ""
    if page == builder.current_docname:
        return fragment or "#"
    return str(builder.get_relative_uri(builder.current_docname, page)) + fragment


def visit_badge(writer: Any, node: VerdictBadge) -> None:
    """Write a badge."""
    writer.body.append(draw_badge(node["verdict"]))
    raise nodes.SkipNode


def visit_source_fold(writer: Any, _node: SourceFold) -> None:
    """Open the fold."""
    writer.body.append('<details class="result-fold"><summary>Sources</summary>')


def depart_source_fold(writer: Any, _node: SourceFold) -> None:
    """Close the fold."""
    writer.body.append("</details>")


def visit_source_margin(writer: Any, _node: SourceMargin) -> None:
    """Open the note."""
    writer.body.append('<div class="margin result-margin" role="note">')


def depart_source_margin(writer: Any, _node: SourceMargin) -> None:
    """Close the note."""
    writer.body.append("</div>")


def visit_scroll_box(writer: Any, node: ScrollBox) -> None:
    """Open a box that can be scrolled by keyboard as well."""
    label = html.escape(node.get("label") or "Table")
    writer.body.append(f'<div class="table-scroll" tabindex="0" role="region" aria-label="{label}">')


def depart_scroll_box(writer: Any, node: ScrollBox) -> None:
    """Close the box."""
    del node
    writer.body.append("</div>\n")


def visit_entry(writer: Any, node: nodes.entry) -> None:
    """Write a cell of a table; a heading says what it is the heading of."""
    type(writer).visit_entry(writer, node)
    scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
    if writer.body[-1].startswith("<th"):
        writer.body[-1] = f'<th scope="{scope}"{writer.body[-1][3:]}'


def depart_entry(writer: Any, node: nodes.entry) -> None:
    """Close a cell."""
    type(writer).depart_entry(writer, node)


def pass_by(writer: Any, node: nodes.Node) -> None:
    """Write nothing around the text, for builders other than HTML."""
    del writer, node


def skip(writer: Any, node: nodes.Node) -> None:
    """Leave a node out, for builders other than HTML."""
    del writer, node
    raise nodes.SkipNode
