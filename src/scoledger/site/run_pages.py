"""Pages of runs: executed notebooks, with the heading of their run and their code folded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat as untyped

from scoledger.paths import Project
from scoledger.results import write_text
from scoledger.site.registry import current_runs

#: nbformat carries no types.
nbformat: Any = untyped

#: Key of a page's notebook metadata that names its run: by it a later build knows that it may delete the page.
RUN_KEY = "scoledger_run"

_RERUN = re.compile(r"^#+\s+Rerun", re.MULTILINE)
_VERDICT = re.compile(r"\s*`{3,}\{verdict\}")
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
    pages = []
    for docname, entry in planned_pages(project).items():
        path = project.root / f"{docname}.ipynb"
        notebook = nbformat.read(_notebook_path(project, entry["run"]), as_version=4)
        write_text(path, nbformat.writes(make_page(notebook, entry)) + "\n")
        pages.append(path)
    for path in sorted(project.book.rglob("*.ipynb")):
        if path not in pages and ".ipynb_checkpoints" not in path.parts and _run_of(path):
            path.unlink()
    return pages


def make_page(notebook: Any, entry: dict[str, Any]) -> Any:
    """Turn an executed notebook into a page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    entry : dict
        ``run``, ``slug``, ``heading``, ``notebook`` and ``parameters`` of the run.

    Returns
    -------
    nbformat.NotebookNode
        Heading with an anchor, code folded, outputs reduced to the Markdown that cites results.  A verdict comes
        right below the heading, its code with the code that follows.
    """
    injected = any("injected-parameters" in _tags(cell) for cell in notebook.cells)
    cells = [cell for cell in notebook.cells if not (injected and "parameters" in _tags(cell))]
    heading = nbformat.v4.new_markdown_cell(_write_heading(entry), id="heading")
    first = next((cell for cell in cells if cell.cell_type == "markdown"), None)
    if first is not None:
        first.source = _HEADING.sub("", first.source)
    kept = [cell for cell in cells if cell.source.strip()]
    for cell in kept:
        if cell.cell_type == "code":
            _fold(cell)
    kept = _join_silent(_answer_first(kept))
    footer = [] if _tells_how(kept) else [nbformat.v4.new_markdown_cell(_write_footer(entry), id="footer")]
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    metadata |= {key: notebook.metadata[key] for key in ("kernelspec", "language_info") if key in notebook.metadata}
    return nbformat.v4.new_notebook(metadata={**metadata, RUN_KEY: entry["run"]}, cells=[heading, *kept, *footer])


def page_label(slug: str) -> str:
    """Label of a run's page, for ``{ref}``."""
    return f"page-{slug}"


def _write_heading(entry: dict[str, Any]) -> str:
    return f"({page_label(entry['slug'])})=\n# {entry['heading']}"


def _write_footer(entry: dict[str, Any]) -> str:
    parameters = "".join(f" -p {name} {value}" for name, value in entry.get("parameters", {}).items())
    return (
        "```{admonition} Rerun this page\n:class: rerun\n"
        f"Run `{entry['run'][:12]}` of `notebooks/{entry['notebook']}.ipynb`. Other parameters:"
        " see {doc}`/book/rerun`.\n\n"
        f"~~~console\n$ papermill notebooks/{entry['notebook']}.ipynb out.ipynb{parameters}\n~~~\n```"
    )


def _tells_how(cells: list[Any]) -> bool:
    """Whether the notebook itself says how to rerun it."""
    return any(cell.cell_type == "markdown" and _RERUN.search(cell.source) for cell in cells)


def _answer_first(cells: list[Any]) -> list[Any]:
    """Let a page that opens with a verdict open with nothing else: no introduction, no fold above the box."""
    number = next((number for number, cell in enumerate(cells) if cell.cell_type == "code" and cell.outputs), None)
    box = _write_box(cells[number]) if number is not None else ""
    if number is None or not _VERDICT.match(box):
        return cells
    code = [cell for cell in cells[: number + 1] if cell.cell_type == "code"]
    rest = cells[number + 1 :]
    following = next((cell for cell in rest if cell.cell_type == "code"), None)
    if following is None:
        following = nbformat.v4.new_code_cell("", metadata={"tags": ["hide-input"]}, id="answer-code")
        rest = [following, *rest]
    following.source = "\n\n".join(cell.source.rstrip() for cell in (*code, following) if cell.source.strip())
    return [nbformat.v4.new_markdown_cell(box, id="answer"), *rest]


def _write_box(cell: Any) -> str:
    """Markdown of a cell's outputs; nothing when one of them is no Markdown."""
    texts = [output.get("data", {}).get("text/markdown", "") for output in cell.outputs]
    return "\n\n".join(texts) if all(texts) else ""


def _join_silent(cells: list[Any]) -> list[Any]:
    """Join code that shows nothing to the code right below it: one fold stands above a result, not five."""
    joined: list[Any] = []
    for cell in cells:
        last = joined[-1] if joined else None
        if last is not None and last.cell_type == cell.cell_type == "code" and not last.outputs:
            cell.source = f"{last.source.rstrip()}\n\n{cell.source}"
            joined.pop()
        joined.append(cell)
    return joined


def _fold(cell: Any) -> None:
    cell.metadata = nbformat.NotebookNode({"tags": sorted({*_tags(cell), "hide-input"})})
    cell.execution_count = None
    cell.outputs = [output for output in map(_reduce, cell.outputs) if output is not None]


def _reduce(output: Any) -> Any:
    if output.output_type == "stream":
        return output if output.name == "stdout" else None
    if output.output_type not in {"display_data", "execute_result"} or "text/markdown" not in output.data:
        return output
    if not output.data["text/markdown"].strip():
        return None
    return nbformat.v4.new_output("display_data", {"text/markdown": output.data["text/markdown"]})


def _tags(cell: Any) -> list[str]:
    return list(cell.metadata.get("tags", []))


def _run_of(path: Path) -> str:
    return str(nbformat.read(path, as_version=4).metadata.get(RUN_KEY, ""))


def _notebook_path(project: Project, run: str) -> Path:
    return project.runs / run / "notebook.ipynb"
