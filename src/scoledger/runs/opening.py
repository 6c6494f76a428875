"""The notebook of a planned run as a reader opens it: with the run's parameters, not executed."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoledger.errors import NotebookError, OutputError, OverwriteError, UnknownRunError, nearest
from scoledger.paths import Project
from scoledger.results import output_error, write_text
from scoledger.runs.plan import PlannedRun, read_plan
from scoledger.runs.sources import refuse_source

#: Folder of the checkout, below `_build`, in which `scoledger lab` and Binder open notebooks.
SCRATCH = "lab"
_TAG = "parameters"
_BOOK = "book/"


def find_planned(project: Project, name: str) -> PlannedRun:
    """Find a run of the book by its slug or its page.

    Raises
    ------
    UnknownRunError
        If the plan has none of that name.
    """
    planned = read_plan(project)
    for run in planned:
        if name.removesuffix(".html") in (run.slug, run.page, short_page(run.page)):
            return run
    names = {word for run in planned for word in (run.slug, short_page(run.page))}
    raise UnknownRunError(
        f"the plan has no run {name!r}.{nearest(name, names)}\n"
        "Expected the slug of a run of the book, or its page, for example claims/ID (see: notebooks/plan.toml)."
    )


def short_page(page: str) -> str:
    """Docname of a page, seen from the folder of the book.

    Examples
    --------
    >>> short_page("book/claims/alpha")
    'claims/alpha'
    """
    return page.removeprefix(_BOOK)


def scratch_path(page: str) -> str:
    """Path, from the root of the checkout, of the notebook that opens a page.

    Examples
    --------
    >>> scratch_path("book/claims/alpha")
    '_build/lab/claims/alpha.ipynb'
    """
    return f"_build/{SCRATCH}/{short_page(page)}.ipynb"


def write_notebook(project: Project, name: str, parameters: Mapping[str, Any], first: str = "") -> str:
    """Write the notebook of a run, its values in the cell of the parameters, without outputs.

    Parameters
    ----------
    project : Project
    name : str
        Of the notebook, without ``.ipynb``.
    parameters : mapping
        By name; what is not named keeps its default.
    first : str
        Code of a cell to put before everything else.

    Returns
    -------
    str
        The text of the file.

    Raises
    ------
    NotebookError
        If the file is no notebook, or its cell of parameters does not set one of the names.
    """
    path = project.notebooks / f"{name}.ipynb"
    try:
        notebook = json.loads(path.read_text("utf-8"))
        cells = list(notebook["cells"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotebookError(
            f"notebooks/{path.name} cannot be read as a notebook: {type(error).__name__}: {error}.\nRestore it."
        ) from error
    for cell in cells:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
        if _TAG in cell["metadata"].get("tags", []):
            filled = fill_parameters("".join(cell["source"]), parameters, f"notebooks/{path.name}")
            cell["source"] = filled.splitlines(keepends=True)
    if first:
        empty: dict[str, Any] = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
        cells.insert(0, {**empty, "id": "fetch", "source": first.splitlines(keepends=True)})
    return json.dumps({**notebook, "cells": cells}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def fill_parameters(source: str, values: Mapping[str, Any], where: str) -> str:
    r"""Set other values in the source of a cell of parameters; comments stay.

    Raises
    ------
    NotebookError
        If the source is no Python, or a name is not set there.

    Examples
    --------
    >>> fill_parameters('country = "KGZ"  # State\nyear = 2001', {"year": 2010}, "notebooks/a.ipynb")
    'country = "KGZ"  # State\nyear = 2010'
    """
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise NotebookError(
            f"{where}: the cell of parameters is no Python: {error.msg}, line {error.lineno} of the cell.\n"
            "Expected one line 'name = value' for every parameter of notebooks/parameters.toml. Mend the cell."
        ) from error
    found = {target.id: value for target, value in _assignments(tree) if isinstance(target, ast.Name)}
    if missing := [name for name in values if name not in found]:
        raise NotebookError(
            f"{where}: the cell of parameters does not set {', '.join(missing)}.\n"
            f"Found: {', '.join(found) or 'nothing'}. Let it set every parameter of notebooks/parameters.toml."
        )
    lines = [line.encode() for line in source.splitlines(keepends=True)]  # columns count bytes
    for name, node in reversed(found.items()):
        if name not in values or node.end_lineno is None:
            continue
        first, last = node.lineno - 1, node.end_lineno - 1
        text = lines[first][: node.col_offset] + _write_value(values[name]) + lines[last][node.end_col_offset :]
        lines[first : last + 1] = [text]
    return b"".join(lines).decode()


@dataclass(frozen=True)
class Opened:
    """A notebook in the scratch folder.

    Parameters
    ----------
    path : pathlib.Path
    is_kept : bool
        Whether the file was there and says something else than the page's notebook: it is left as it is.
    """

    path: Path
    is_kept: bool


def open_notebook(project: Project, planned: PlannedRun, *, is_fresh: bool = False) -> Opened:
    """Write the notebook of a planned run into the scratch folder of the checkout, but not over a reader's changes.

    Parameters
    ----------
    project : Project
    planned : PlannedRun
    is_fresh : bool
        Write it over what is there.

    Returns
    -------
    Opened

    Raises
    ------
    NotebookError
        As `write_notebook`.
    OutputError
        If the file cannot be written.
    """
    path = project.root / scratch_path(planned.page)
    text = write_notebook(project, planned.notebook, planned.parameters)
    if not is_fresh and _differs(path, text):
        return Opened(path, is_kept=True)
    write_text(path, text)
    return Opened(path, is_kept=False)


def save_notebook(project: Project, planned: PlannedRun, target: Path, *, is_forced: bool = False) -> Path:
    """Write the notebook of a planned run into a file that one names.

    Parameters
    ----------
    project : Project
    planned : PlannedRun
    target : pathlib.Path
    is_forced : bool
        Write it over another file; never over one of the book's sources.

    Returns
    -------
    pathlib.Path
        The target, as it was named.

    Raises
    ------
    NotebookError
        As `write_notebook`.
    OutputError
        If its folder does not exist, or the file cannot be written.
    OverwriteError
        If the file is there already and says something else, or lies where the sources of the book are.
    """
    place = target.resolve()
    refuse_source(project, target, "--to")
    if not place.parent.is_dir():
        raise OutputError(
            f"{target} cannot be written: there is no folder {target.parent}.\n"
            "Expected a folder that exists. Make it, or name another file with --to."
        )
    text = write_notebook(project, planned.notebook, planned.parameters)
    if not is_forced and _differs(place, text):
        raise OverwriteError(
            f"{target} is there already and says something else than the page's notebook; it was left as it is.\n"
            "Name another file with --to, or give --force to write over it."
        )
    write_text(place, text)
    return target


def _differs(path: Path, text: str) -> bool:
    """Whether a file is there and holds another text."""
    try:
        return path.exists() and path.read_bytes() != text.encode()
    except OSError as error:
        raise output_error(path, error) from error


def _assignments(tree: ast.Module) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Names that get a value, with it; ``a: int = 1`` is one too."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            yield node.targets[0], node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield node.target, node.value


def _write_value(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)).encode()
