"""Directives: a figure and a table of the registry."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes  # type: ignore[import-untyped]
from docutils.parsers.rst import directives  # type: ignore[import-untyped]
from sphinx.util.docutils import SphinxDirective

from scoledger.citations import result_address
from scoledger.results import Result
from scoledger.site.curves import browse_curve
from scoledger.site.explorers import box_figure
from scoledger.site.formats import FOLDERS, call_format, result_files
from scoledger.site.lookup import anchors, claim_anchor, look_up, project_of
from scoledger.site.nodes import RESULT_KEY, FileLinks, SourceFold, SourceMargin, relative_address
from scoledger.site.outputs import SUMMARY_MAKER
from scoledger.site.registry import SUMMARY_PREFIX, result_file, source_line

_CAPTION_CLASSES = ("result-source",)


class ResultFigure(SphinxDirective):
    """``{result-figure} id``: image, caption, sources and files of a figure."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"class": directives.class_option}

    def run(self) -> list[nodes.Node]:
        """Make the node of a figure."""
        result = look_up(self.env, self.arguments[0], self.lineno, kinds=("figure",))
        if result is None:
            return []
        project = project_of(self.env)
        file = result_file(project, result, "svg") or result_file(project, result, "png")
        if file is None:
            raise self.error(f"the figure {result.id!r} has neither an SVG nor a PNG file.")
        image = nodes.image(uri=f"/{file.relative_to(self.env.srcdir).as_posix()}", alt=result.alt)
        picture = browse_curve(self, result, link_full_size(self, image, result))
        picture = box_figure(self, result, picture)
        node = nodes.figure("", picture, classes=["result-figure", *self.options.get("class", [])])
        node[RESULT_KEY] = result.id
        node.insert(0, make_margin(self, result))
        node += nodes.caption("", result.caption or result.title)
        node += nodes.legend("", *make_footer(self, result))
        name_node(self, node, result)
        self.set_source_info(image)
        self.set_source_info(node)
        return [node]


class ResultTable(SphinxDirective):
    """``{result-table} id``: a table with its caption, sources and CSV file."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"quiet": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Make the node of a table; ``:quiet:`` leaves the sources out where the page states them anyway."""
        result = look_up(self.env, self.arguments[0], self.lineno, kinds=("table",))
        if result is None:
            return []
        if not result.details.get("rows"):  # its id and its files stay; a page shows no table without rows
            said = nodes.paragraph("", result.caption or f"{result.title}: nothing to list.")
            name_node(self, said, result)
            return [said]
        columns, rows = drop_empty(result.details.get("columns", []), result.details.get("rows", []))
        table = make_table(columns, rows, result.caption or result.title)
        name_node(self, table, result)
        self.set_source_info(table)
        footer = make_footer(self, result)
        margin = [] if "quiet" in self.options else make_margin(self, result)
        footer = footer[1:] if "quiet" in self.options else footer
        box = nodes.container("", *margin, table, *footer, classes=["result-table"])
        return [box]


def drop_empty(columns: list[dict[str, Any]], rows: list[list[Any]]) -> tuple[list[dict[str, Any]], list[list[Any]]]:
    """Leave out the columns that no row fills, except the first; a table without rows keeps all.

    Examples
    --------
    >>> drop_empty([{"name": "a"}, {"name": "b"}, {"name": "c"}], [["1", "", "2"], ["3", "", ""]])
    ([{'name': 'a'}, {'name': 'c'}], [['1', '2'], ['3', '']])
    """
    kept = [place for place in range(len(columns)) if place == 0 or not rows or any(str(row[place]) for row in rows)]
    return [columns[place] for place in kept], [[row[place] for place in kept] for row in rows]


def link_full_size(directive: SphinxDirective, image: nodes.image, result: Result) -> nodes.Element:
    """Put a link to the file itself around an image: on a small screen a reader opens it to enlarge it."""
    suffix = "svg" if "svg" in result.files else "png"
    address = relative_address(directive.env.docname, f"exports/figures/{result.id}.{suffix}")
    title = f"Open full size: {result.title}"
    return nodes.reference("", "", image, refuri=address, reftitle=title, internal=True, classes=["full-size"])


def name_node(directive: SphinxDirective, node: nodes.Element, result: Result) -> None:
    """Give a node the id of its result, so that it can be linked to.

    Only the page that made the result carries the label: another page may show the same figure.
    """
    if result.id in anchors(directive.env).get(directive.env.docname, set()):
        return
    node["ids"] = claim_anchor(directive.env, result.id)
    if result.page == directive.env.docname:
        node["names"] = [result.id]
        directive.state.document.note_explicit_target(node)


def make_footer(directive: SphinxDirective, result: Result) -> list[nodes.Node]:
    """Make the line of sources, and the links to a figure's or table's files, citation and code."""
    source: nodes.Node = _write_sources(directive, result)
    if not result.id.startswith(SUMMARY_PREFIX):
        source = SourceFold("", source)
    return [source, _make_links(result)]


def make_margin(directive: SphinxDirective, result: Result) -> list[nodes.Node]:
    """Make the note of sources that stands beside a figure or table where there is room."""
    if result.id.startswith(SUMMARY_PREFIX):
        return []
    return [SourceMargin("", _write_sources(directive, result))]


def _write_sources(directive: SphinxDirective, result: Result) -> nodes.paragraph:
    line = f"Sources: {source_line(project_of(directive.env), result)}."
    return nodes.paragraph("", line, classes=list(_CAPTION_CLASSES))


def _make_links(result: Result) -> FileLinks:
    links = [(call_format(form), f"exports/{FOLDERS[result.kind]}/{name}") for form, name in result_files(result)]
    about = {"page": result.page, "cell": result.cell, "result": result.id}
    if result.id.startswith(SUMMARY_PREFIX):
        about = {"maker": SUMMARY_MAKER}
    return FileLinks("", "", links=links, title=result.title, cite=result_address(result.id), **about)


def make_table(columns: list[dict[str, Any]], rows: list[list[Any]], caption: str) -> nodes.table:
    """Make a table whose first column heads its rows.

    Parameters
    ----------
    columns : list of dict
        ``name`` and ``numeric`` of each.
    rows : list of list
        Strings ready to print, nodes within a line, or containers of paragraphs and lists.
    caption : str
    """
    group = nodes.tgroup(cols=len(columns))
    group += [nodes.colspec(colwidth=1, stub=1 if number == 0 else 0) for number, _ in enumerate(columns)]
    group += nodes.thead("", _row(columns, [column["name"] for column in columns]))
    group += nodes.tbody("", *(_row(columns, row) for row in rows))
    table = nodes.table("", classes=["ledger-table"])
    if caption:
        table += nodes.title("", caption)
    table += group
    return table


def _row(columns: list[dict[str, Any]], cells: list[Any]) -> nodes.row:
    row = nodes.row()
    for column, cell in zip(columns, cells, strict=True):
        content = cell if isinstance(cell, nodes.Node) else nodes.Text(str(cell))
        classes = ["number"] if column.get("numeric") else []
        block = content if isinstance(content, nodes.container) else nodes.paragraph("", "", content)
        row += nodes.entry("", block, classes=classes)
    return row
