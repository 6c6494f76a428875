"""The source of the package as pages of the built book: ``code/<module>.html``, with an anchor for every function."""

from __future__ import annotations

import ast
from pathlib import Path

from markupsafe import Markup, escape

from scoledger.builds import Stamp, file_index, read_commit
from scoledger.citations import read_book
from scoledger.paths import Project
from scoledger.results import write_text
from scoledger.site.functions import find_definitions, list_modules, module_path
from scoledger.site.stamp import files_of, remove_files
from scoledger.site.templating import html_templates

#: Folder of the pages, below `_build` and in the built book.
FOLDER = "code"

_ROOT = Path(__file__).parents[2]
_TEMPLATES, _TEMPLATE = Path(__file__).parent / "templates", "code.html.j2"


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
        If a page cannot be written or removed.
    """
    folder, title, commit = project.build / FOLDER, read_book(project).title, read_commit(project)
    modules = {module: module_path(module) for module in list_modules()}
    stamp = Stamp(project.build / f"{FOLDER}.json", (folder,))
    digest = file_index(project).digest_files(
        [*modules.values(), _TEMPLATES / _TEMPLATE, Path(__file__)], _ROOT, title, commit
    )
    if stamp.is_current(digest):
        return folder
    stamp.forget()
    template = html_templates(_TEMPLATES).get_template(_TEMPLATE)
    for module, path in modules.items():
        source = path.read_text("utf-8")
        tree = ast.parse(source)
        summary = (ast.get_docstring(tree) or "").partition("\n")[0]
        content = {"title": title, "module": module, "commit": commit, "summary": summary}
        place = f"src/{path.relative_to(_ROOT).as_posix()}"
        write_text(folder / f"{module}.html", template.render(**content, path=place, lines=_mark(source, tree)))
    remove_files(set(files_of(folder)) - {folder / f"{module}.html" for module in modules})
    stamp.note(digest)
    return folder


def _mark(source: str, tree: ast.Module) -> list[Markup]:
    """Escape the lines of a module, and put an element with an id around every definition."""
    lines = [escape(line) for line in source.splitlines()]
    for name, first, last in reversed(find_definitions(tree)):  # a class opens before its first method
        lines[first - 1] = Markup('<span id="{}">').format(name) + lines[first - 1]
        lines[last - 1] = lines[last - 1] + Markup("</span>")
    return lines
