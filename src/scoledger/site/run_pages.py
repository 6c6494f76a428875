"""Pages of runs: executed notebooks, with the heading of their run and their code folded."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scoledger.paths import Project
from scoledger.results import write_text
from scoledger.results.cells import read_cells
from scoledger.runs.formats import load_nbformat
from scoledger.site.argument import write_chapters
from scoledger.site.code import CELL_KEY
from scoledger.site.registry import current_runs
from scoledger.site.writing import RUN_KEY, escape_markdown, run_of_page

_RERUN = re.compile(r"^#+\s+Rerun", re.MULTILINE)
_VERDICT = re.compile(r"\s*`{3,}\{verdict\}")
#: The commands that a notebook lists first where it says how to rerun it.
_COMMANDS = re.compile(r"\A```bash\n.*?\n```\n+", re.DOTALL)
_HEADING = re.compile(r"\A\s*#\s[^\n]*\n?")


def planned_pages(project: Project) -> dict[str, dict[str, Any]]:
    """Read which pages the current runs become.

    Returns
    -------
    dict of str to dict
        By docname, sorted: the run's entry in the manifest.  Runs without an executed
        notebook are left out.
    """
    runs = current_runs(project)
    present = {run: entry for run, entry in runs.items() if _notebook_path(project, run).is_file()}
    return {entry["page"]: entry for entry in sorted(present.values(), key=lambda entry: str(entry["page"]))}


def write_run_pages(project: Project) -> list[Path]:
    """Write the page of every current run, and delete pages of runs that are planned no more.

    Returns
    -------
    list of pathlib.Path
        The pages, sorted, whether or not they had to be written.
    """
    pages, explained = [], write_chapters(project)
    for docname, entry in planned_pages(project).items():
        path = project.root / f"{docname}.ipynb"
        notebook = load_nbformat().read(_notebook_path(project, entry["run"]), as_version=4)
        names = read_cells(project, entry["notebook"])
        page = make_page(notebook, entry, names, explained.get(entry["slug"], ""))
        write_text(path, load_nbformat().writes(page) + "\n")
        pages.append(path)
    for path in sorted(project.book.rglob("*.ipynb")):
        if path not in pages and ".ipynb_checkpoints" not in path.parts and run_of_page(path):
            path.unlink()
    return pages


def make_page(notebook: Any, entry: dict[str, Any], names: Mapping[str, str] | None = None, explained: str = "") -> Any:
    """Turn an executed notebook into a page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    entry : dict
        ``run``, ``slug``, ``heading``, ``notebook`` and ``parameters`` of the run.
    names : mapping, optional
        Ids of the notebook's code cells in the checkout, by their source.
    explained : str
        Markdown that leads to what explains the page; it stands below the verdict.

    Returns
    -------
    nbformat.NotebookNode
        Heading with an anchor, how the page is made again, outputs reduced to the Markdown that cites results, and
        code folded after what it shows.  A verdict comes right below the heading.
    """
    injected = any("injected-parameters" in _tags(cell) for cell in notebook.cells)
    given = next((cell.source for cell in notebook.cells if "parameters" in _tags(cell)), "")
    cells = [cell for cell in notebook.cells if not (injected and "parameters" in _tags(cell))]
    heading = load_nbformat().v4.new_markdown_cell(_write_heading(entry), id="heading")
    first = next((cell for cell in cells if cell.cell_type == "markdown"), None)
    if first is not None:
        first.source = _HEADING.sub("", first.source)
    kept = [cell for cell in cells if cell.source.strip()]
    for cell in kept:
        if cell.cell_type == "code":
            written = given if "injected-parameters" in _tags(cell) else cell.source
            _fold(cell, (names or {}).get(written.rstrip(), cell.id))
    kept = _place_rerun(_gather(_answer_first(kept, explained), entry), entry)
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    metadata |= {key: notebook.metadata[key] for key in ("kernelspec", "language_info") if key in notebook.metadata}
    return load_nbformat().v4.new_notebook(metadata={**metadata, RUN_KEY: entry["run"]}, cells=[heading, *kept])


def page_label(slug: str) -> str:
    """Label of a run's page, for ``{ref}``."""
    return f"page-{slug}"


def _write_heading(entry: dict[str, Any]) -> str:
    banner = f"\n\n{entry['banner']}" if "banner" in entry else ""  # a page of a sweep says what it departs from
    return f"({page_label(entry['slug'])})=\n# {escape_markdown(entry['heading'])}{banner}"


def _write_rerun(entry: dict[str, Any], option: str = "") -> str:
    slug = "" if "banner" in entry else entry["slug"]  # the plan does not name the run of a sweep
    given = json.dumps({"slug": slug, "parameters": entry.get("parameters", {})}, ensure_ascii=False)
    return f"```{{rerun}} {entry['notebook']}\n{option}{given}\n```"


def _place_rerun(cells: list[Any], entry: dict[str, Any]) -> list[Any]:
    """Put a line right below the heading, and the box into the part that says how to rerun, or at the end.

    The box has the commands; where the notebook lists them too, they give way.
    """
    box = load_nbformat().v4.new_markdown_cell(_write_rerun(entry), id="rerun")
    top = load_nbformat().v4.new_markdown_cell(_write_rerun(entry, ":top:\n"), id="rerun-top")
    own = [number for number, cell in enumerate(cells) if cell.cell_type == "markdown" and _RERUN.search(cell.source)]
    if not own:
        box.source = f"## Rerun\n\n{box.source}"
        return [top, *cells, box]
    for cell in cells[own[-1] :]:
        for output in cell.get("outputs", []):
            if "text/markdown" in output.get("data", {}):
                output.data["text/markdown"] = _COMMANDS.sub("", output.data["text/markdown"])
    return [top, *cells[: own[-1] + 1], box, *cells[own[-1] + 1 :]]


def _answer_first(cells: list[Any], explained: str) -> list[Any]:
    """Let a page that opens with a verdict open with nothing else: no introduction, no fold above the box."""
    number = next((number for number, cell in enumerate(cells) if cell.cell_type == "code" and cell.outputs), None)
    box = _write_box(cells[number]) if number is not None else ""
    if number is None or not _VERDICT.match(box):
        return cells
    code = [cell for cell in cells[: number + 1] if cell.cell_type == "code"]
    code[-1].outputs = []
    answer = load_nbformat().v4.new_markdown_cell(f"{box}\n\n{explained}".rstrip(), id="answer")
    return [answer, *code, *cells[number + 1 :]]


def _write_box(cell: Any) -> str:
    """Markdown of a cell's outputs; nothing when one of them is no Markdown."""
    texts = [output.get("data", {}).get("text/markdown", "") for output in cell.outputs]
    return "\n\n".join(texts) if all(texts) else ""


def _gather(cells: list[Any], entry: dict[str, Any]) -> list[Any]:
    """Gather code, in its order: one fold stands after the results of a part, and none where nothing is shown.

    Code that shows nothing waits for the next that does; cells that follow one another become one.
    """
    gathered, waiting = list[Any](), list[Any]()
    for cell in cells:
        if cell.cell_type == "code":
            waiting.append(cell)
            if cell.outputs:
                _add_code(gathered, waiting)
                waiting = []
        else:
            gathered.append(cell)
    if waiting:
        last = next((number for number, cell in reversed([*enumerate(gathered)]) if cell.cell_type == "code"), None)
        rest = [] if last is None else gathered[last + 1 :]
        del gathered[len(gathered) - len(rest) :]
        _add_code(gathered, waiting)
        gathered += rest
    for cell in gathered:
        if cell.cell_type == "code":
            cell.metadata[CELL_KEY] |= {"notebook": entry["notebook"], "slug": entry["slug"]}
    return gathered


def _add_code(gathered: list[Any], cells: list[Any]) -> None:
    """Add code to the cell that stands last, or as a new one after prose."""
    into = gathered.pop() if gathered and gathered[-1].cell_type == "code" else None
    first, *others = [into, *cells] if into is not None else cells
    for cell in others:
        first.source = f"{first.source}\n\n{cell.source}"
        first.outputs = [*first.outputs, *cell.outputs]
        first.metadata[CELL_KEY]["cells"] += cell.metadata[CELL_KEY]["cells"]
    gathered.append(first)


def _fold(cell: Any, name: str) -> None:
    cell.source = cell.source.rstrip()
    known = {"cells": [[name, cell.source.count("\n") + 1]]}
    cell.metadata = load_nbformat().NotebookNode({"tags": sorted({*_tags(cell), "hide-input"}), CELL_KEY: known})
    cell.execution_count = None
    cell.outputs = [output for output in map(_reduce, cell.outputs) if output is not None]


def _reduce(output: Any) -> Any:
    if output.output_type == "stream":
        return output if output.name == "stdout" else None
    if output.output_type not in {"display_data", "execute_result"} or "text/markdown" not in output.data:
        return output
    if not output.data["text/markdown"].strip():
        return None
    return load_nbformat().v4.new_output("display_data", {"text/markdown": output.data["text/markdown"]})


def _tags(cell: Any) -> list[str]:
    return list(cell.metadata.get("tags", []))


def _notebook_path(project: Project, run: str) -> Path:
    return project.runs / run / "notebook.ipynb"
