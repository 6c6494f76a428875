"""Code on the pages of runs: folded after what it shows, every cell by its id with the functions that it calls."""

from __future__ import annotations

import functools
import html
from pathlib import Path
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from scoledger.paths import Project
from scoledger.runs.makers import NotebookSource
from scoledger.site.functions import locate
from scoledger.site.lookup import project_of
from scoledger.site.nodes import FileLinks, relative_address, repository_of

#: Key of a cell's metadata on a page: notebook and slug of the run, and id and number of lines of each cell.
CELL_KEY = "scoledger"
_PACKAGE = "scoledger."


class CodeFold(nodes.General, nodes.Element):  # type: ignore[misc]
    """The code of a part of a page, closed until somebody asks for it."""


class CodeCell(nodes.General, nodes.Element):  # type: ignore[misc]
    """One cell of the notebook, with an id, and the functions of the package that it calls."""


class PlaceCode(SphinxTransform):
    """Put the code of a page's cells after what they show, each cell by its id."""

    default_priority = 710

    def apply(self, **kwargs: Any) -> None:
        """Rearrange the cells of one page."""
        del kwargs
        for cell in list(self.document.findall(nodes.container)):
            known = (cell.get("cell_metadata") or {}).get(CELL_KEY)
            if known and cell.get("nb_element") == "cell_code" and cell.children:
                self._place(cell, known)

    def _place(self, cell: nodes.container, known: dict[str, Any]) -> None:
        source = cell.children[0]
        block = source.next_node(nodes.literal_block)
        if source.get("nb_element") != "cell_code_source" or block is None:
            return
        del cell["hide_mode"]
        lines, start, fold = block.astext().split("\n"), 0, CodeFold()
        for name, length in known["cells"]:
            fold += self._make(known, name, block, "\n".join(lines[start : start + length]))
            start += length + 1
        cell.remove(source)
        cell += fold

    def _make(self, known: dict[str, Any], name: str, block: nodes.literal_block, text: str) -> CodeCell:
        anchor = code_anchor(name)
        _anchors(self.env).setdefault(self.env.docname, set()).add(anchor)
        shown = block.copy()
        shown.rawsource = text
        shown += nodes.Text(text)
        functions = list[str]()
        if source := _read_source(project_of(self.env), known["notebook"]):
            made = [link["result"] for link in self.document.findall(FileLinks) if link.get("cell") == name]
            prefix = f"{known['slug']}-"
            functions = [each for one in made for each in source.find_makers(name, one.removeprefix(prefix))]
            functions = list(dict.fromkeys([*functions, *source.find_called(name)]))
        return CodeCell("", shown, ids=[anchor], functions=functions)


def code_anchor(cell: str) -> str:
    """Id, on its page, of a cell of the notebook."""
    return f"code-{cell}"


def visit_fold(writer: Any, _node: CodeFold) -> None:
    """Open the fold."""
    writer.body.append('<details class="code-fold"><summary>Code</summary>')


def depart_fold(writer: Any, _node: CodeFold) -> None:
    """Close the fold."""
    writer.body.append("</details>\n")


def visit_cell(writer: Any, node: CodeCell) -> None:
    """Open a cell."""
    name = html.escape(node["ids"][0].removeprefix("code-"))
    writer.body.append(
        f'<div class="code-cell" id="{node["ids"][0]}"><p class="code-name">Cell <code>{name}</code></p>'
    )


def depart_cell(writer: Any, node: CodeCell) -> None:
    """Name the functions that the cell calls, each with a link to its source, and close the cell."""
    links = ", ".join(_link(writer, name) for name in node["functions"])
    if links:
        writer.body.append(f'<p class="code-functions">Functions: {links}</p>')
    writer.body.append("</div>\n")


def visit_file_links(writer: Any, node: FileLinks) -> None:
    """Write links to the files of a result, to the page that says how it is cited, and to the code that made it."""
    docname, title = writer.builder.current_docname, node["title"]
    links = [
        f'<a href="{html.escape(relative_address(docname, target))}" download'
        f' aria-label="{html.escape(f"{label}: {title}")}">{label}</a>'
        for label, target in node["links"]
    ]
    ways = [("Cite", relative_address(docname, node["cite"])), ("Code", _code_address(writer, node))]
    links += [
        f'<a href="{html.escape(address)}" aria-label="{html.escape(f"{label}: {title}")}">{label}</a>'
        for label, address in ways
        if address
    ]
    writer.body.append(f'<p class="result-files">{" ".join(links)}</p>')
    raise nodes.SkipNode


def function_address(writer: Any, name: str) -> str:
    """Address of a function's source: in the repository at the commit, else in the built book; empty if unknown."""
    found = locate(name)
    if found is None:
        return ""
    repository = repository_of(writer.builder)
    if repository is not None:
        return repository.file(found.path, found.line)
    return relative_address(writer.builder.current_docname, found.page)


def forget_code(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget the cells of a page before it is read again."""
    del app
    _anchors(env).pop(docname, None)


def _link(writer: Any, name: str) -> str:
    words, address = html.escape(name.removeprefix(_PACKAGE)), function_address(writer, name)
    return f'<a href="{html.escape(address)}"><code>{words}</code></a>' if address else f"<code>{words}</code>"


def _code_address(writer: Any, node: FileLinks) -> str:
    """Address of the cell that made a result, on the page that holds it; of the function where no notebook did."""
    if node.get("maker"):
        return function_address(writer, node["maker"])
    builder, page, anchor = writer.builder, node.get("page", ""), code_anchor(node.get("cell", ""))
    if anchor not in _anchors(builder.env).get(page, set()):
        return ""
    if page == builder.current_docname:
        return f"#{anchor}"
    return f"{builder.get_relative_uri(builder.current_docname, page)}#{anchor}"


def _anchors(env: BuildEnvironment) -> dict[str, set[str]]:
    known: dict[str, set[str]] = env.__dict__.setdefault("scoledger_code", {})
    return known


def _read_source(project: Project, notebook: str) -> NotebookSource | None:
    path = project.notebooks / f"{notebook}.ipynb"
    return _parse(path, path.stat().st_mtime_ns) if path.is_file() else None


@functools.lru_cache(maxsize=64)
def _parse(path: Path, time: int) -> NotebookSource:
    del time  # part of the key
    return NotebookSource(path)
