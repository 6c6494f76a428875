"""The first call of every notebook: check its parameters and open its data."""

from __future__ import annotations

import ast
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scoledger.parameters import check_names, read_declaration, validate
from scoledger.paths import Project
from scoledger.results.cells import executed_cells
from scoledger.results.session import Session

FOLDER_VARIABLE = "SCOLEDGER_RUN_FOLDER"

#: First line of the cell in which papermill puts what it was given.
INJECTED = "# Parameters"


def begin(notebook: str, **parameters: Any) -> Session:
    """Begin a notebook: check its parameters and open its data.

    Parameters
    ----------
    notebook : str
        The notebook's own name.
    **parameters
        Its parameters, by name.

    Returns
    -------
    Session

    Raises
    ------
    LedgerError
        As `scoledger.parameters.validate`.
    """
    project = Project.find()
    declaration = read_declaration(project, notebook)
    # papermill sets any name, and a misspelt one never reaches this call: the notebook would run on its defaults.
    check_names(declaration, injected_names(executed_cells()))
    folder = os.environ.get(FOLDER_VARIABLE)
    session = Session(project, declaration, validate(declaration, parameters), Path(folder) if folder else None)
    _after_each_cell(session)
    return session


def injected_names(cells: Sequence[str]) -> list[str]:
    r"""Names that papermill has set.

    Parameters
    ----------
    cells : sequence of str
        Sources of the cells that were executed so far.

    Returns
    -------
    list of str
        In the order of the latest cell that papermill has put in: by hand, it may be corrected and executed again.

    Examples
    --------
    >>> injected_names(["contry = 'KGZ'", "# Parameters\ncountry = 'KAZ'\nyear = 2005\n"])
    ['country', 'year']
    """
    injected = [cell for cell in cells if cell.lstrip().startswith(INJECTED + "\n")]
    if not injected:
        return []
    assignments = [node for node in ast.parse(injected[-1]).body if isinstance(node, ast.Assign)]
    return [target.id for node in assignments for target in node.targets if isinstance(target, ast.Name)]


def _after_each_cell(session: Session) -> None:
    """Note the inputs after every cell: the last read may come after the last result."""
    from IPython.core.getipython import get_ipython  # noqa: PLC0415 - only a notebook needs it

    shell = get_ipython()
    if shell is not None:
        shell.events.register("post_run_cell", session.write_inputs)
