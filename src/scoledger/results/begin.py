"""The first call of every notebook: check its parameters and open its data."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from scoledger.parameters import read_declaration, validate
from scoledger.paths import Project
from scoledger.results.session import Session

FOLDER_VARIABLE = "SCOLEDGER_RUN_FOLDER"


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
    folder = os.environ.get(FOLDER_VARIABLE)
    session = Session(project, declaration, validate(declaration, parameters), Path(folder) if folder else None)
    _after_each_cell(session)
    return session


def _after_each_cell(session: Session) -> None:
    """Note the inputs after every cell: the last read may come after the last result."""
    from IPython.core.getipython import get_ipython  # noqa: PLC0415 - only a notebook needs it

    shell = get_ipython()
    if shell is not None:
        shell.events.register("post_run_cell", session.write_inputs)
