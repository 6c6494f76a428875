"""The source of the package as pages of the built book: ``code/<module>.html``, with an anchor for every function."""

from __future__ import annotations

import ast
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from scoledger.citations import read_book, read_commit
from scoledger.paths import Project
from scoledger.results import write_text
from scoledger.site.functions import find_definitions, list_modules, module_path
from scoledger.site.stamp import files_of

#: Folder of the pages, below `_build` and in the built book.
FOLDER = "code"


def write_code_pages(project: Project) -> Path:
    """Write a page for every module, so that a function can be read where no repository is at hand.

    Returns
    -------
    pathlib.Path
        The folder that holds them.

    Raises
    ------
    CitationError
        If ``CITATION.cff`` cannot be used.
    OutputError
        If a page cannot be written.
    """
    folder, title, commit = project.build / FOLDER, read_book(project).title, read_commit(project)
    template = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("code.html.j2")
    written = []
    for module in list_modules():
        source = module_path(module).read_text("utf-8")
        tree = ast.parse(source)
        summary = (ast.get_docstring(tree) or "").partition("\n")[0]
        content = {"title": title, "module": module, "commit": commit, "summary": summary}
        path = folder / f"{module}.html"
        place = f"src/{module_path(module).relative_to(Path(__file__).parents[2]).as_posix()}"
        write_text(path, template.render(**content, path=place, lines=_mark(source, tree)) + "\n")
        written.append(path)
    for path in set(files_of(folder)) - set(written):
        path.unlink()
    return folder


def _mark(source: str, tree: ast.Module) -> list[Markup]:
    """Escape the lines of a module, and put an element with an id around every definition."""
    lines = [escape(line) for line in source.splitlines()]
    for name, first, last in reversed(find_definitions(tree)):  # a class opens before its first method
        lines[first - 1] = Markup('<span id="{}">').format(name) + lines[first - 1]
        lines[last - 1] = lines[last - 1] + Markup("</span>")
    return lines
