"""The cells of a notebook at work: what was executed, and which cell of the file it is."""

from __future__ import annotations

import json

from scoledger.paths import Project


def executed_cells() -> list[str]:
    """Sources of the cells that were executed so far; none outside a notebook."""
    from IPython.core.getipython import get_ipython  # noqa: PLC0415 - only a notebook needs it

    shell = get_ipython()
    return [] if shell is None else [str(cell) for cell in shell.user_ns.get("In", [])]


def read_cells(project: Project, notebook: str) -> dict[str, str]:
    """Ids of the code cells of a notebook, by their source; none where there is no such file.

    Of cells that read alike, the last counts.
    """
    path = project.notebooks / f"{notebook}.ipynb"
    if not path.is_file():
        return {}
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return {"".join(cell["source"]).rstrip(): str(cell.get("id", "")) for cell in cells if cell["cell_type"] == "code"}
